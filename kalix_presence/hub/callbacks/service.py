"""Callback messages as people ask for them: leaving one, a step of one, those there are, and what happened to one."""

from __future__ import annotations

from datetime import UTC, datetime

from kalix_presence import wire
from kalix_presence.hub.audit.looking import Looking
from kalix_presence.hub.board.acting import lent_to
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.names import name_of
from kalix_presence.hub.callbacks.book import MessageBook, there
from kalix_presence.hub.callbacks.caller_numbers import party_of, read_number
from kalix_presence.hub.callbacks.hours import due_for
from kalix_presence.hub.callbacks.rights import actor_of, by_leave, may_see
from kalix_presence.hub.callbacks.views import deputy_of, members, view_of, with_name
from kalix_presence.hub.store import Store, Transaction, delegations, idempotency, messages
from kalix_presence.hub.store.messages import COPY_STEP, StepRecord
from kalix_presence.hub.store.schema import stored
from kalix_presence.model.absence import Way
from kalix_presence.model.access import Action, Caller, Role, require
from kalix_presence.model.advice import advice_for
from kalix_presence.model.callback import SWITCHBOARD, Act, Addressee, AddresseeKind, CallbackMessage, Stage
from kalix_presence.model.day import today
from kalix_presence.model.delegation import Right
from kalix_presence.model.errors import BadInput, Conflict, NotFound
from kalix_presence.model.plain_text import can_be_shown

NAME_LIMIT = 120
"""Longest name and organisation of a caller, in characters."""
MARK_DIGITS = 18
"""A longer number is none that the database can have."""
LEAVE = "leave"
"""How the making of a message is noted among its steps."""


class CallbackService:
    """What people ask for: access, life cycle, one durable transaction, then the event."""

    def __init__(self, board: Board, store: Store, book: MessageBook) -> None:
        self._board, self._store, self._book = board, store, book
        self._looking = Looking(store)

    async def leave_message(
        self, caller: Caller, request: wire.MessageRequest, *, key: str | None, now: datetime
    ) -> wire.MessageView:
        """Leave a message; it is durable when this returns.

        Raises Forbidden `not-permitted`, BadInput `message-number`, `message-text-too-long`, `message-text-control`,
        `message-empty`, `message-window`, NotFound `extension-unknown`, `unit-unknown`, `duty-unknown`,
        Conflict `idempotency-key-reused`, Unavailable `store-unwritable`.
        """
        require(caller, Action.LEAVE_MESSAGE)
        to = self._addressed(request.to_kind, request.to)
        number = read_number(request.caller_number, self._board)
        party = party_of(
            self._board,
            name=_line(request.caller_name, NAME_LIMIT, "caller_name"),
            number=number,
            organisation=_line(request.caller_organisation, NAME_LIMIT, "caller_organisation"),
        )
        about = _text(request.about, self._board.policy.callback_text_limit, "about")
        if not (party.name or party.number or about):
            raise BadInput("message-empty", field="about")
        after, before = _window(request.call_after, request.call_before, now)
        by = caller.extension or caller.username
        message = CallbackMessage(
            id=idempotency.id_for(caller.username, key),
            to=to,
            party=party,
            made_by=by,
            made_at=now,
            due=due_for(self._board, to, now, urgent=request.urgent, call_after=after, call_before=before),
            about=about,
            urgent=request.urgent,
            call_after=after,
            call_before=before,
        )
        way = Way.RECEPTIONIST if Role.RECEPTIONIST in caller.roles else Way.TRAY
        claim = idempotency.claim_of(caller, key, ("leave", request))

        def work(change: Transaction) -> CallbackMessage:
            if not idempotency.is_first(change, claim, now=now):
                return there(change, message.id)
            self._book.record(change, None, message, StepRecord(now, LEAVE, by, way.value), now=now)
            return message

        return view_of(self._board, await self._store.write(self._board.moment().given(work)))

    async def step(
        self, caller: Caller, message_id: str, wished: wire.MessageStep, *, key: str | None, now: datetime
    ) -> wire.MessageView:
        """One step of a message, durable when this returns. Raises what `act` raises, NotFound `message-unknown`,
        BadInput `message-text-too-long`, and what `addressee` raises for the one it is handed to."""
        to = None if wished.to is None else self._addressed(wished.to_kind, wished.to)
        word = _text(wished.word, self._board.policy.callback_text_limit, "word")
        until = None if wished.until is None else wished.until.astimezone(UTC)
        asked = Act(wished.step, wished.outcome, until, to, word)
        claim = idempotency.claim_of(caller, key, (message_id, wished))

        def work(change: Transaction) -> CallbackMessage:
            message = there(change, message_id)
            if not idempotency.is_first(change, claim, now=now):
                return message  # also when that very step took it out of the caller's sight
            lent = delegations.read_lent(change.sql, caller.person, Right.MESSAGES, today(now, change.known.worktime))
            if not may_see(change.known, caller, message, lent):
                raise NotFound("message-unknown")
            actor, version = actor_of(change.known, caller, message, lent), wished.version
            way = Way.DELEGATE if by_leave(change.known, caller, message, lent) else wished.way
            return self._book.step(change, message, asked, actor, version=version, way=way, now=now)

        try:
            return view_of(self._board, await self._store.write(self._board.moment().given(work)))
        except Conflict as refusal:
            raise with_name(self._board, refusal) from None

    async def page(
        self, caller: Caller, *, to: str, state: str, query: str, after: str, limit: int, now: datetime
    ) -> wire.MessagesPage:
        """Messages that `caller` may see: open ones by due time, or done ones newest first.

        `to` narrows to what a person (an extension) has to act on, or what is to a unit or a duty; `state` is open, done, or
        the stage of open ones. Raises BadInput `page-unknown` for an `after` that no
        page gave.
        """
        lent = lent_to(self._board, caller, Right.MESSAGES, now=now)
        if state != Stage.DONE:
            seen = [
                each
                for each in self._book.open.values()
                if state in ("open", each.stage) and _is_for(each, to) and may_see(self._board, caller, each, lent)
            ]
            words = query.casefold().split()
            # A mark is a place in the order: the message that it was made of may be done by now.
            past = _place(after)
            found = sorted((each for each in seen if _matches(each, words) and (past is None or _turn(each) > past)), key=_turn)
            page, more = found[:limit], len(found) > limit
            await self._looking.shown(caller, page, now=now)
            return wire.MessagesPage([view_of(self._board, each) for each in page], _mark(_turn(page[-1])) if more else None)
        before, size = _place(after), min(2 * limit, 500)
        page = []
        while len(page) <= limit:
            part = await self._store.read(
                lambda sql, before=before: messages.read_done(sql, query=query, before=before, limit=size)  # type: ignore[misc]
            )
            page += [each for each in part if may_see(self._board, caller, each, lent) and _is_for(each, to)]
            if len(part) < size:
                break
            before = _key(part[-1])
        following = None
        if len(page) > limit:
            following = _mark(_key(page[limit - 1]))
        await self._looking.shown(caller, page[:limit], now=now)
        return wire.MessagesPage([view_of(self._board, each) for each in page[:limit]], following)

    async def read(self, caller: Caller, message_id: str, *, now: datetime) -> wire.MessageView:
        """One message. Raises NotFound `message-unknown`, also for one that is none of the caller's business."""
        message = await self._store.read(lambda sql: messages.read_message(sql, message_id))
        if message is None or not may_see(self._board, caller, message, lent_to(self._board, caller, Right.MESSAGES, now=now)):
            raise NotFound("message-unknown")
        await self._looking.shown(caller, [message], now=now)
        return view_of(self._board, message)

    async def history(self, caller: Caller, message_id: str, *, now: datetime) -> wire.MessageHistory:
        """Every step of a message, for those who may see it; of copies, those to the caller alone.

        Raises NotFound `message-unknown`.
        """
        message = await self._store.read(lambda sql: messages.read_message(sql, message_id))
        if message is None or not may_see(self._board, caller, message, lent_to(self._board, caller, Right.MESSAGES, now=now)):
            raise NotFound("message-unknown")
        await self._looking.shown(caller, [message], now=now)
        steps = await self._store.read(lambda sql: messages.read_steps(sql, message_id))
        # Whether a copy was sent depends on why somebody is away: they alone are told that, and which addresses they have.
        shown = [each for each in steps if each.step != COPY_STEP or each.by == caller.extension]
        return wire.MessageHistory(
            [wire.StepView(each.at, each.step, name_of(self._board, each.by), Way(each.way), each.detail) for each in shown]
        )

    def advice(self, caller: Caller, extension: str, *, urgent: bool, now: datetime) -> wire.CallbackAdvice:
        """What the caller should know who is about to leave a message for `extension`.

        Raises Forbidden `not-permitted`, NotFound `extension-unknown`.
        """
        require(caller, Action.LEAVE_MESSAGE)
        person = self._board.person(extension)
        deputy = self._board.people.get(deputy_of(self._board, person) or "")
        found = advice_for(
            self._board.states[extension].announced,
            due=due_for(self._board, Addressee(AddresseeKind.PERSON, extension), now, urgent=urgent),
            deputy=None if deputy is None else deputy.extension,
            deputy_absence=None if deputy is None else self._board.states[deputy.extension].announced,
        )
        name = name_of(self._board, found.deputy) if found.deputy else ""
        return wire.CallbackAdvice(found.due, found.in_time, found.away, found.away_until, found.deputy, name)

    def _addressed(self, kind: AddresseeKind, code: str) -> Addressee:
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


def _line(text: str, limit: int, field: str) -> str:
    return " ".join(_text(text, limit, field).split())


def _text(text: str, limit: int, field: str) -> str:
    """`text` without white space around it. Raises BadInput `message-text-too-long` or `message-text-control`."""
    plain = text.strip()
    if len(plain) > limit:
        raise BadInput("message-text-too-long", field=field, limit=limit)
    if not can_be_shown(plain):
        raise BadInput("message-text-control", field=field)
    return plain


def _window(after: datetime | None, before: datetime | None, now: datetime) -> tuple[datetime | None, datetime | None]:
    for moment in (after, before):
        if moment is not None and moment.tzinfo is None:
            raise BadInput("message-window", field="call_before")
    if before is not None and (before <= now or (after is not None and after >= before)):
        raise BadInput("message-window", field="call_before")
    return after and after.astimezone(UTC), before and before.astimezone(UTC)


def _is_for(message: CallbackMessage, to: str) -> bool:
    return not to or to == message.responsible or to.casefold() == message.to.code.casefold()


def _matches(message: CallbackMessage, words: list[str]) -> bool:
    party = message.party
    text = " ".join((party.name, party.number, party.organisation, message.about)).casefold()
    return all(word in text for word in words)


def _key(message: CallbackMessage) -> tuple[int, str]:
    return stored(message.closed_at or message.made_at), message.id


def _turn(message: CallbackMessage) -> tuple[int, str]:
    return stored(message.due), message.id


def _mark(place: tuple[int, str]) -> str:
    return f"{place[0]}-{place[1]}"


def _place(after: str) -> tuple[int, str] | None:
    if not after:
        return None
    closed, _, last = after.partition("-")
    if not (closed.isascii() and closed.isdecimal() and len(closed) <= MARK_DIGITS) or not last:
        raise BadInput("page-unknown", field="after")
    return int(closed), last
