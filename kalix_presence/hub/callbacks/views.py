"""A callback message as it is told: with names for people, and to whom it is told."""

from __future__ import annotations

from collections.abc import Sequence

from kalix_presence import wire
from kalix_presence.hub.board.names import name_of, unit_name, units_of
from kalix_presence.hub.callbacks.caller_numbers import number_to_dial, written
from kalix_presence.hub.store.moment import Known
from kalix_presence.model.access import Role
from kalix_presence.model.callback import Addressee, AddresseeKind, CallbackMessage, proposes_done
from kalix_presence.model.delegation import Right, delegates_of
from kalix_presence.model.directory import Person
from kalix_presence.model.due import Reminded, late_steps
from kalix_presence.model.errors import Conflict


def with_name(board: Known, refusal: Conflict) -> Conflict:
    """The same refusal, with the name of whoever was first."""
    if "by" not in refusal.params:
        return refusal
    return Conflict(refusal.code, field=refusal.field, **{**refusal.params, "by": name_of(board, str(refusal.params["by"]))})


def addressee_name(board: Known, to: Addressee) -> str:
    """The addressee's name for people; empty for the switchboard, which each client calls in its own language."""
    match to.kind:
        case AddresseeKind.PERSON:
            return name_of(board, to.code)
        case AddresseeKind.UNIT:
            return unit_name(board, to.code)
        case AddresseeKind.DUTY:
            return to.code
        case AddresseeKind.SWITCHBOARD:
            return ""


def members(board: Known, to: Addressee) -> Sequence[Person]:
    """The people who may take a message to `to`; nobody in particular for the switchboard, whose members are a role."""
    match to.kind:
        case AddresseeKind.PERSON:
            return (board.people[to.code],) if to.code in board.people else ()
        case AddresseeKind.UNIT:
            return board.groups.by_unit.get(to.code, ())
        case AddresseeKind.DUTY:
            return board.groups.by_duty.get(to.code.casefold(), ())
        case AddresseeKind.SWITCHBOARD:
            return ()


def deputy_of(board: Known, person: Person) -> str | None:
    """Who stands in for `person` now: whoever has agreed to cover this absence, else the usual deputy of the directory."""
    held = board.held_by(person.extension)
    covering = held.deputy if held is not None else None
    return next((each for each in (covering, person.deputy) if each is not None and each in board.people), None)


def reminded_by(board: Known, message: CallbackMessage, whom: Reminded) -> frozenset[str]:
    """The names (as in an audience) that one of the policy's reminders goes to; nobody where there is no such person.

    A group's message that nobody has taken has no deputy and no unit of its own: its members hear each of these.
    """
    responsible = board.people.get(message.responsible or "")
    if responsible is None:
        people = members(board, message.to)
        if not people:  # the switchboard's own, and what is left of somebody who is in the directory no more
            return frozenset({f"role:{Role.RECEPTIONIST.value}"})
        if whom is Reminded.OFFICER:
            return frozenset(f"{Role.OFFICER.value}:{person.administration}" for person in people)
        return frozenset(person.extension for person in people)
    match whom:
        case Reminded.ADDRESSEE:
            return frozenset({responsible.extension})
        case Reminded.DEPUTY:
            deputy = deputy_of(board, responsible)
            return frozenset() if deputy is None else frozenset({deputy})
        case Reminded.UNIT:
            return frozenset(person.extension for person in members(board, Addressee(AddresseeKind.UNIT, responsible.unit)))
        case Reminded.OFFICER:
            return frozenset({f"{Role.OFFICER.value}:{responsible.administration}"})


def was_reminded(board: Known, message: CallbackMessage, person: Person) -> bool:
    """Whether `person`, as deputy or in the unit of whoever is responsible, has been reminded of the message."""
    responsible = board.people.get(message.responsible or "")
    if responsible is None or not message.late:
        return False
    whom = {step.whom for step in late_steps(board.policy)[: message.late]}
    if Reminded.DEPUTY in whom and deputy_of(board, responsible) == person.extension:
        return True
    return Reminded.UNIT in whom and responsible.unit in units_of(board, person)


def late_for(board: Known, message: CallbackMessage) -> list[str]:
    """Who has been reminded besides those that the message is to, as `wire.MessageView.late_for` names them."""
    responsible = board.people.get(message.responsible or "")
    found = list[str]()
    for step in late_steps(board.policy)[: message.late] if message.open else ():
        match step.whom:
            case Reminded.OFFICER:
                found += sorted(reminded_by(board, message, step.whom))
            case Reminded.UNIT if responsible is not None:
                found.append(f"unit:{responsible.unit}")
            case Reminded.DEPUTY if responsible is not None:
                found += reminded_by(board, message, step.whom)
    return found


def audience(board: Known, *versions: CallbackMessage, also: frozenset[str] = frozenset()) -> frozenset[str]:
    """Who hears of a message: those of the version before as well, and the switchboard, which may act on all of them."""
    hear = {f"role:{Role.RECEPTIONIST.value}", *also}
    for message in versions:
        for to in (message.to, message.former):
            if to is not None:
                hear.update(person.extension for person in members(board, to))
        if message.taker is not None:
            hear.add(message.taker)
        if message.responsible in board.people:
            hear.add(delegates_of(Right.MESSAGES, message.responsible or ""))
        if message.made_by:
            hear.add(message.made_by if message.made_by in board.people else f"user:{message.made_by}")
        for step in late_steps(board.policy)[: message.late]:
            hear |= reminded_by(board, message, step.whom)
    return frozenset(hear)


def view_of(board: Known, message: CallbackMessage) -> wire.MessageView:
    """The message as clients get it."""
    responsible = board.people.get(message.responsible or "")
    asking = responsible or next(iter(members(board, message.to)), None) or next(iter(board.people.values()), None)
    former = message.former
    return wire.MessageView(
        id=message.id,
        version=message.version,
        stage=message.stage,
        to_kind=message.to.kind,
        to=message.to.code,
        to_name=addressee_name(board, message.to),
        made_by=message.made_by,
        made_by_name=name_of(board, message.made_by),
        made_at=message.made_at,
        due=message.due,
        source=message.source,
        caller_name=message.party.name,
        caller_number=message.party.number,
        number_shown=written(message.party.number, board),
        caller_organisation=message.party.organisation,
        about=message.about,
        urgent=message.urgent,
        call_after=message.call_after,
        call_before=message.call_before,
        taker=message.taker,
        taker_name=name_of(board, message.taker) if message.taker else "",
        former_kind=former.kind if former else None,
        former=former.code if former else "",
        former_name=addressee_name(board, former) if former else "",
        later=message.later,
        calls=message.calls,
        late=message.late,
        word=message.word,
        attempts=[wire.AttemptView(each.at, name_of(board, each.by), each.outcome, each.talked) for each in message.attempts],
        closed_at=message.closed_at,
        closed_by_name=name_of(board, message.closed_by) if message.closed_by else "",
        can_ring=asking is not None and number_to_dial(board, message.party.number, asking) is not None,
        proposes_done=proposes_done(message, board.policy),
        reached=message.reached,
        late_for=late_for(board, message),
    )
