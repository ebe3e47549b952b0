"""The open callback messages that concern one, as the hub told last."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kalix_presence import wire
from kalix_presence.model.callback import AddresseeKind, Stage


class OpenMessages:
    """Messages by id. What was done stays, so that it can be undone, until the whole is fetched anew."""

    def __init__(self) -> None:
        self.messages: dict[str, wire.MessageView] = {}
        self._fresh: set[str] = set()
        self._doubted: set[str] = set()

    def doubt(self) -> None:
        """The hub has told everything anew: versions may have gone back (a restore); what comes next is right."""
        self._doubted = set(self.messages)

    def begin(self) -> None:
        """All of them are asked for now; what comes before the answer is newer than it."""
        self._fresh.clear()

    def replace(self, messages: Iterable[wire.MessageView]) -> None:
        """These are all that are open."""
        fresh = {one: self.messages[one] for one in self._fresh if one in self.messages}
        self.messages = {message.id: self._newer(message) for message in messages} | fresh
        self._doubted.clear()

    def apply_message(self, message: wire.MessageView) -> bool:
        """Take in one; False when it is no newer than what is there."""
        known = self.messages.get(message.id)
        if known is not None and known.version >= message.version and message.id not in self._doubted:
            return False
        self._doubted.discard(message.id)
        self.messages[message.id] = message
        self._fresh.add(message.id)
        return True

    def forget(self, ids: Iterable[str]) -> frozenset[str]:
        """Drop these; which of them were there."""
        return frozenset(one for one in ids if self.messages.pop(one, None) is not None)

    def _newer(self, message: wire.MessageView) -> wire.MessageView:
        known = self.messages.get(message.id)
        if known is None or message.id in self._doubted:
            return message
        return known if known.version > message.version else message


def is_mine(message: wire.MessageView, me: wire.Me | None) -> bool:
    """Whether an open message is mine to act on: to me, or to a group of mine and not taken by somebody else; or late, and I
    have been reminded of it in somebody's stead; or whoever has to act on it lets me."""
    if me is None or message.stage is Stage.DONE:
        return False
    if is_late_for(message, me) or is_lent(message, me):
        return True
    if not is_for(message, me):
        return False
    return message.to_kind is AddresseeKind.PERSON or message.taker in (None, me.person.extension if me.person else None)


def is_for(message: wire.MessageView, me: wire.Me | None) -> bool:
    """Whether an open message is to me or to a group of mine, whoever has taken it."""
    if me is None or message.stage is Stage.DONE:
        return False
    own = me.person
    if message.to_kind is AddresseeKind.SWITCHBOARD:
        return "receptionist" in me.roles
    if own is None:
        return False
    if message.to_kind is AddresseeKind.PERSON:
        return message.to == own.extension
    if message.to_kind is AddresseeKind.UNIT:
        return message.to in (*me.units, own.unit, own.administration)
    return message.to.casefold() in map(str.casefold, own.duties)


def is_lent(message: wire.MessageView, me: wire.Me) -> bool:
    """Whether it is to somebody, or taken by somebody, who lets me see to their callbacks."""
    return responsible_for(message) in {one.giver for one in me.acts_for if one.messages}


def responsible_for(message: wire.MessageView) -> str | None:
    """The extension of the person who has to act on it; None while it waits for somebody of a group."""
    return message.to if message.to_kind is AddresseeKind.PERSON else message.taker


def is_late_for(message: wire.MessageView, me: wire.Me) -> bool:
    """Whether it is late, and I have been reminded of it as the deputy, in the unit, or as the telephone officer."""
    mine = {f"unit:{code}" for code in me.units}
    if me.person is not None:
        mine.add(me.person.extension)
    if "officer" in me.roles and me.administration:
        mine.add(f"officer:{me.administration}")
    return not mine.isdisjoint(message.late_for)


def may_act(message: wire.MessageView, me: wire.Me | None, people: Iterable[wire.PersonView]) -> bool:
    """Whether buttons for acting on it make sense, `people` being everybody in the directory; the hub has the last word."""
    return me is not None and (is_mine(message, me) or _reaches(message, me, people))


def may_reopen(message: wire.MessageView, me: wire.Me | None, people: Iterable[wire.PersonView]) -> bool:
    """Whether it is done, and was mine to act on."""
    return message.stage is Stage.DONE and may_act(msgspec.structs.replace(message, stage=Stage.SEEN), me, people)


def _reaches(message: wire.MessageView, me: wire.Me, people: Iterable[wire.PersonView]) -> bool:
    """Whether my role lets me act on it whoever's it is: an officer only where somebody of their administration has it."""
    scope = me.may.get("act_on_messages", "none")
    if scope != "administration":
        return scope == "all"
    return any(each.administration == me.administration and _has(each, message) for each in people)


def _has(person: wire.PersonView, message: wire.MessageView) -> bool:
    match message.to_kind:
        case AddresseeKind.PERSON:
            return person.extension == message.to
        case AddresseeKind.UNIT:
            return message.to in (person.unit, person.administration)
        case AddresseeKind.DUTY:
            return message.to.casefold() in map(str.casefold, person.duties)
    return False


def may_take_back(message: wire.MessageView, me: wire.Me | None) -> bool:
    """Whether I handed it on, and whoever has it now has not looked at it yet."""
    own = me.person.extension if me is not None and me.person is not None else None
    handed_on = own is not None and message.former == own and message.former_kind is AddresseeKind.PERSON
    return handed_on and message.stage in (Stage.NEW, Stage.DELIVERED, Stage.RETURNED)
