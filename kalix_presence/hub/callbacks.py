"""Callback messages: the one way in for a message and for every step of it, from REST, missed call, phone and clock alike."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
import structlog

from kalix_presence import wire
from kalix_presence.hub.board import Board
from kalix_presence.hub.callers import number_to_dial, party_of, read_number
from kalix_presence.hub.feed import Feed, Frame
from kalix_presence.hub.message_views import audience, members, units_of, view_of
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.store import Store, Transaction, events, idempotency, messages
from kalix_presence.hub.store.messages import StepRecord
from kalix_presence.hub.store.schema import stored
from kalix_presence.model.absence import Way
from kalix_presence.model.access import Action, Caller, Role, Scope, may, require, scope
from kalix_presence.model.callback import (
    SWITCHBOARD,
    Act,
    Actor,
    Addressee,
    AddresseeKind,
    CallbackMessage,
    Outcome,
    Step,
    act,
)
from kalix_presence.model.due import due_time
from kalix_presence.model.errors import BadInput, Conflict, NotFound
from kalix_presence.model.worktime import WorkingTime

log = structlog.get_logger("kalix.callbacks")

NAME_LIMIT = 120
"""Longest name and organisation of a caller, in characters."""
LEAVE = "leave"
"""How the making of a message is noted among its steps."""


@dataclass(frozen=True, slots=True)
class Ringing:
    """A call that was begun for a message, and by whom."""

    message_id: str
    actor: Actor
    way: Way


class Callbacks:
    """Access, life cycle, one durable transaction, then the event. `open` holds every open message as it was committed last."""

    def __init__(self, board: Board, store: Store, feed: Feed, pbx: Pbx) -> None:
        self._board, self._store, self._feed, self._pbx = board, store, feed, pbx
        self._ringing: dict[str, Ringing] = {}
        self._listeners: list[Callable[[CallbackMessage | None, CallbackMessage], None]] = []
        self.open: dict[str, CallbackMessage] = {}
        self.worktime = WorkingTime.of_policy(board.policy)

    async def load(self) -> None:
        """Take in the open messages; at the start."""
        self.open = {message.id: message for message in await self._store.read(messages.read_open)}

    def listen(self, listener: Callable[[CallbackMessage | None, CallbackMessage], None]) -> None:
        """Tell `listener` of each change after its commit: the version before (None: new) and the one now."""
        self._listeners.append(listener)

    # what is asked for

    async def leave(self, caller: Caller, wish: wire.MessageWish, *, key: str | None, now: datetime) -> wire.MessageView:
        """Leave a message; it is durable when this returns.

        Raises Forbidden `not-permitted`, BadInput `message-number`, `message-text-too-long`, `message-text-control`,
        `message-empty`, `message-window`, NotFound `extension-unknown`, `unit-unknown`, `duty-unknown`,
        Conflict `idempotency-key-reused`, Unavailable `store-unwritable`.
        """
        require(caller, Action.LEAVE_MESSAGE)
        to = self.addressee(wish.to_kind, wish.to)
        number = read_number(wish.caller_number, self._board)
        party = party_of(
            self._board,
            name=_line(wish.caller_name, NAME_LIMIT, "caller_name"),
            number=number,
            organisation=_line(wish.caller_organisation, NAME_LIMIT, "caller_organisation"),
        )
        about = _text(wish.about, self._board.policy.callback_text_limit, "about")
        if not (party.name or party.number or about):
            raise BadInput("message-empty", field="about")
        after, before = _window(wish.call_after, wish.call_before, now)
        by = caller.extension or caller.username
        message = CallbackMessage(
            id=_id_of(caller.username, key),
            to=to,
            party=party,
            made_by=by,
            made_at=now,
            due=self.due(now, urgent=wish.urgent, call_after=after, call_before=before),
            about=about,
            urgent=wish.urgent,
            call_after=after,
            call_before=before,
        )
        way = Way.RECEPTIONIST if Role.RECEPTIONIST in caller.roles else Way.TRAY
        digest = hashlib.sha256(msgspec.json.encode(("leave", wish))).digest()

        def work(change: Transaction) -> CallbackMessage:
            if key is not None and not idempotency.claim(change, caller.username, key, digest, now=now):
                return self._there(change, message.id)
            self.record(change, None, message, StepRecord(now, LEAVE, by, way.value), now=now)
            return message

        return view_of(self._board, await self._store.write(work))

    async def step(
        self, caller: Caller, message_id: str, wished: wire.MessageStep, *, key: str | None, now: datetime
    ) -> wire.MessageView:
        """One step of a message, durable when this returns. Raises what `act` raises, NotFound `message-unknown`,
        BadInput `message-text-too-long`, and what `addressee` raises for the one it is handed to."""
        to = None if wished.to is None else self.addressee(wished.to_kind, wished.to)
        word = _text(wished.word, self._board.policy.callback_text_limit, "word")
        until = None if wished.until is None else wished.until.astimezone(UTC)
        asked = Act(wished.step, wished.outcome, until, to, word)
        digest = hashlib.sha256(msgspec.json.encode((message_id, wished))).digest()

        def work(change: Transaction) -> CallbackMessage:
            message = self._there(change, message_id)
            actor = self.actor(caller, message)
            if not self.may_see(caller, message):
                raise NotFound("message-unknown")
            if key is not None and not idempotency.claim(change, caller.username, key, digest, now=now):
                return message
            return self._act(change, message, asked, actor, version=wished.version, way=wished.way, now=now)

        return view_of(self._board, await self._store.write(work))

    async def page(self, caller: Caller, *, to: str, state: str, query: str, after: str, limit: int) -> wire.MessagesPage:
        """Messages that `caller` may see: open ones by due time, or done ones newest first.

        `to` an extension narrows to what that person has to act on. Raises BadInput `page-unknown` for an `after` that no
        page gave.
        """
        if state == "open":
            seen = [each for each in self.open.values() if self.may_see(caller, each) and _is_for(each, to)]
            words = query.casefold().split()
            found = sorted((each for each in seen if _matches(each, words)), key=lambda each: (each.due, each.id))
            start = next((place + 1 for place, each in enumerate(found) if each.id == after), 0) if after else 0
            page = found[start : start + limit]
            more = len(found) > start + limit
            return wire.MessagesPage([view_of(self._board, each) for each in page], page[-1].id if more else None)
        before = _place(after)
        page = []
        while len(page) <= limit:
            part = await self._store.read(
                lambda sql, before=before: messages.read_done(sql, query=query, before=before, limit=500)  # type: ignore[misc]
            )
            page += [each for each in part if self.may_see(caller, each) and _is_for(each, to)]
            if len(part) < 500:
                break
            before = _key(part[-1])
        following = None
        if len(page) > limit:
            closed, last = _key(page[limit - 1])
            following = f"{closed}-{last}"
        return wire.MessagesPage([view_of(self._board, each) for each in page[:limit]], following)

    async def read(self, caller: Caller, message_id: str) -> wire.MessageView:
        """One message. Raises NotFound `message-unknown`, also for one that is none of the caller's business."""
        message = await self._store.read(lambda sql: messages.read_message(sql, message_id))
        if message is None or not self.may_see(caller, message):
            raise NotFound("message-unknown")
        return view_of(self._board, message)

    async def ring(self, caller: Caller, message_id: str, *, way: Way) -> wire.CallBegun:
        """Ring the caller's own phone, then the number (P12); the attempt is noted when the call is over.

        Raises NotFound `message-unknown`, Forbidden `message-not-yours`, Conflict `message-no-phone`, BadInput
        `message-number-not-allowed`, Unavailable from the PBX.
        """
        message = self.open.get(message_id)
        if message is None or not self.may_see(caller, message):
            raise NotFound("message-unknown")
        actor = self.actor(caller, message)
        person = self._board.people.get(caller.extension or "")
        if person is None:
            raise Conflict("message-no-phone")
        if message.taker not in (None, person.extension):
            raise Conflict("message-taken", by=message.taker)
        digits = number_to_dial(self._board, message.party.number, person)
        if digits is None:
            raise BadInput("message-number-not-allowed")
        call = await self._pbx.place_call(person.extension, digits)
        self._ringing[call] = Ringing(message_id, actor, way)
        return wire.CallBegun(call)

    async def rang(self, call_id: str, outcome: Outcome, talked: float, *, now: datetime) -> None:
        """The PBX says how a call ended that `ring` began."""
        ringing = self._ringing.pop(call_id, None)
        if ringing is not None:
            await self.attempt(ringing.message_id, ringing.actor, outcome, talked, way=ringing.way, now=now)

    async def attempt(self, message_id: str, actor: Actor, outcome: Outcome, talked: float, *, way: Way, now: datetime) -> None:
        """Note an attempt as the PBX saw it, whatever happened to the message meanwhile."""
        asked = Act(Step.TRY, outcome, talked=talked)

        def work(change: Transaction) -> CallbackMessage | None:
            message = messages.read_message(change.sql, message_id)
            if message is None or not message.open:
                return None
            return self._act(change, message, asked, actor, version=message.version, way=way, now=now)

        try:
            await self._store.write(work)
        except Conflict as refusal:
            log.info("attempt-not-noted", code=refusal.code)

    # what the other rooms of the hub need

    def due(
        self, now: datetime, *, urgent: bool = False, call_after: datetime | None = None, call_before: datetime | None = None
    ) -> datetime:
        """When a message that comes now is due."""
        return due_time(
            now,
            urgent=urgent,
            policy=self._board.policy,
            worktime=self.worktime,
            call_after=call_after,
            call_before=call_before,
        )

    def record(
        self,
        change: Transaction,
        before: CallbackMessage | None,
        message: CallbackMessage,
        step: StepRecord,
        *,
        now: datetime,
        remind: frozenset[str] | None = None,
    ) -> None:
        """Keep a new version with its step, and its event; in the writer's transaction.

        With `remind` the event goes to those names alone, as a reminder.
        """
        messages.put_message(change, message, now=now)
        messages.note_step(change, message.id, step)
        versions = (message,) if before is None else (before, message)
        number = change.next_number()
        event = wire.MessageChanged(number, now, view_of(self._board, message), remind is not None)
        hear = audience(self._board, *versions) if remind is None else remind
        frame = Frame("message", number, None, msgspec.json.encode(event), None, hear)
        events.add_event(change, frame, now=now)
        change.after_commit(lambda: self._took(before, message, frame))

    def addressee(self, kind: AddresseeKind, code: str) -> Addressee:
        """The addressee that is meant. Raises NotFound `extension-unknown`, `unit-unknown` or `duty-unknown`."""
        if kind is AddresseeKind.SWITCHBOARD:
            return SWITCHBOARD
        to = Addressee(kind, code.strip())
        if kind is AddresseeKind.PERSON:
            self._board.person(to.code)
        elif kind is AddresseeKind.UNIT and to.code not in self._board.units:
            raise NotFound("unit-unknown")
        elif kind is AddresseeKind.DUTY and not members(self._board, to):
            raise NotFound("duty-unknown")
        return to

    def actor(self, caller: Caller, message: CallbackMessage) -> Actor:
        """What `caller` may do with `message`: their own, their groups', those of people they stand in for."""
        board, groups = self._board, set[Addressee]()
        own = board.people.get(caller.extension or "")
        if own is not None:
            groups |= {Addressee(AddresseeKind.UNIT, code) for code in units_of(board, own)}
            if message.to.kind is AddresseeKind.DUTY and own in members(board, message.to):
                groups.add(message.to)
            addressed = board.people.get(message.to.code) if message.to.kind is AddresseeKind.PERSON else None
            if addressed is not None and addressed.deputy == own.extension and self._stands_in(addressed.extension, message):
                groups.add(message.to)
        if Role.RECEPTIONIST in caller.roles:
            groups.add(SWITCHBOARD)
        return Actor(caller.extension or caller.username, caller.extension, frozenset(groups), self._acts_on(caller, message))

    def may_see(self, caller: Caller, message: CallbackMessage) -> bool:
        """Whether the message is any of the caller's business."""
        if scope(caller, Action.SEE_MESSAGES) is Scope.ALL or self._acts_on(caller, message):
            return True
        names = {caller.extension, caller.username} - {None}
        if names & {message.made_by, message.taker} or message.closed_by in names:
            return True
        own = Addressee(AddresseeKind.PERSON, caller.extension or "")
        groups = self.actor(caller, message).groups | {own}
        return message.to in groups or message.former in groups

    def _acts_on(self, caller: Caller, message: CallbackMessage) -> bool:
        reach = scope(caller, Action.ACT_ON_MESSAGES)
        if reach is not Scope.ADMINISTRATION:
            return reach is Scope.ALL
        return any(may(caller, Action.ACT_ON_MESSAGES, person) for person in members(self._board, message.to))

    def _stands_in(self, extension: str, message: CallbackMessage) -> bool:
        """Whether the deputy of `extension` looks after this message now: while the person is away, or once reminded."""
        state = self._board.states.get(extension)
        reminded = {line.split()[1] for line in self._board.policy.callback_late[: message.late]}
        return (state is not None and state.held is not None) or "deputy" in reminded

    def _there(self, change: Transaction, message_id: str) -> CallbackMessage:
        message = messages.read_message(change.sql, message_id)
        if message is None:
            raise NotFound("message-unknown")
        return message

    def _act(
        self,
        change: Transaction,
        message: CallbackMessage,
        asked: Act,
        actor: Actor,
        *,
        version: int,
        way: Way,
        now: datetime,
    ) -> CallbackMessage:
        after = act(message, asked, actor, version=version, now=now)
        if after is not message:
            detail = asked.outcome.value if asked.outcome else asked.word
            self.record(change, message, after, StepRecord(now, asked.step.value, actor.name, way.value, detail), now=now)
        return after

    def _took(self, before: CallbackMessage | None, message: CallbackMessage, frame: Frame) -> None:
        if message.open:
            self.open[message.id] = message
        else:
            self.open.pop(message.id, None)
        self._board.number = frame.number or self._board.number
        self._feed.publish(frame)
        for listener in self._listeners:
            listener(before, message)


def _id_of(username: str, key: str | None) -> str:
    """A new message's id; the same for a retry with the same key, so that the retry finds what the first try made."""
    if key is None:
        return uuid.uuid4().hex
    return hashlib.sha256(f"{username}\0{key}".encode()).hexdigest()[:32]


def _line(text: str, limit: int, field: str) -> str:
    return " ".join(_text(text, limit, field).split())


def _text(text: str, limit: int, field: str) -> str:
    """`text` without white space around it. Raises BadInput `message-text-too-long` or `message-text-control`."""
    plain = text.strip()
    if len(plain) > limit:
        raise BadInput("message-text-too-long", field=field, limit=limit)
    if any(
        (ord(sign) < 32 and sign not in "\n\t") or 0x7F <= ord(sign) < 0xA0 or 0xD800 <= ord(sign) < 0xE000 for sign in plain
    ):
        raise BadInput("message-text-control", field=field)
    return plain


def _window(after: datetime | None, before: datetime | None, now: datetime) -> tuple[datetime | None, datetime | None]:
    for moment in (after, before):
        if moment is not None and moment.tzinfo is None:
            raise BadInput("message-window", field="call_before")
    if before is not None and (before <= now or (after is not None and after >= before)):
        raise BadInput("message-window", field="call_before")
    return after and after.astimezone(UTC), before and before.astimezone(UTC)


def _is_for(message: CallbackMessage, extension: str) -> bool:
    return not extension or message.responsible == extension


def _matches(message: CallbackMessage, words: list[str]) -> bool:
    party = message.party
    text = " ".join((party.name, party.number, party.organisation, message.about)).casefold()
    return all(word in text for word in words)


def _key(message: CallbackMessage) -> tuple[int, str]:
    return stored(message.closed_at or message.made_at), message.id


def _place(after: str) -> tuple[int, str] | None:
    if not after:
        return None
    closed, _, last = after.partition("-")
    if not closed.isdigit() or not last:
        raise BadInput("page-unknown", field="after")
    return int(closed), last
