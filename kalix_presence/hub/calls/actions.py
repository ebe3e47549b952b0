"""What people do with calls from their screen: call, pass on blind or after asking. Numbers are checked as forwards are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.begun_calls import BegunCalls
from kalix_presence.hub.calls.present_calls import PresentCalls
from kalix_presence.hub.pbx.calls_asked_for import now_or_never
from kalix_presence.hub.pbx.protocol import Pbx, PresentCall
from kalix_presence.hub.store import Store
from kalix_presence.model.access import Action, Caller, may, require
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Conflict, PresenceError, Unavailable
from kalix_presence.model.line import LineState
from kalix_presence.model.present_call import CallState
from kalix_presence.model.target import permitted_target

WORD_MOST = 200


class CallActions:
    """Only for calls of one's own phone, and for receptionists those that wait for the switchboard."""

    def __init__(self, board: Board, calls: PresentCalls, pbx: Pbx, *, clock: Callable[[], datetime], store: Store) -> None:
        self._board, self._calls, self._pbx = board, calls, pbx
        self._begun = BegunCalls(clock, store)

    async def call(self, caller: Caller, request: wire.CallRequest, *, key: str | None = None) -> wire.CallBegun:
        """Ring the caller's own phone, then whom they wish to reach: a colleague at the fixed phone first (P12).

        Asked again with the same key it is the same call. Raises Forbidden `not-permitted`, Conflict `call-no-phone`,
        `call-phone-busy`, `call-phone-gone` or `idempotency-key-reused`, BadInput from `permitted_target`, Unavailable
        `pbx-cannot`, `call-pbx-unreachable` and what else the PBX raises.
        """
        return await self._begun.once(caller.username, key, request, lambda: self._begin(caller, request))

    async def _begin(self, caller: Caller, request: wire.CallRequest) -> wire.CallBegun:
        person = self._person(caller)
        require(caller, Action.USE_PHONE, person)
        self._able(self._pbx.capabilities.place_call)
        wanted = request.to if request.as_given else self._fixed_first(caller, request.to)
        digits = self._permitted(wanted, person)
        self._free(person)
        call = await now_or_never(self._pbx.place_call(person.extension, digits))
        return wire.CallBegun(call, "" if wanted == request.to else digits)

    async def ring_own(self, caller: Caller, shown: str, *, key: str | None = None) -> wire.CallBegun:
        """Ring the caller's own phone and nobody else's, as a call that comes in with the name `shown`. Raises as `call`."""
        return await self._begun.once(caller.username, key, ("ring-own", shown), lambda: self._ring_own(caller, shown))

    async def _ring_own(self, caller: Caller, shown: str) -> wire.CallBegun:
        person = self._person(caller)
        require(caller, Action.USE_PHONE, person)
        self._able(self._pbx.capabilities.place_call)
        self._free(person)
        return wire.CallBegun(await now_or_never(self._pbx.ring_phone(person.extension, shown)))

    async def transfer(self, caller: Caller, call_id: str, request: wire.TransferRequest) -> None:
        """Pass the call on without asking; a call that waits may be taken to the caller's own phone. Raises as `call`, and
        NotFound `call-unknown`, Conflict `call-phone-busy` or `call-phone-gone`."""
        call, person = self._calls.of(caller, call_id), self._person(caller)
        require(caller, Action.USE_PHONE, person)
        self._able(self._pbx.capabilities.move_call)
        if call.waiting and request.to.strip() == person.extension:
            self._free(person)
            digits = person.extension
        else:
            digits = self._target(caller, person, call, request)
        self._calls.say(call, digits, _word(request.word))
        await now_or_never(self._pbx.move_call(call_id, digits))

    async def consult(self, caller: Caller, call_id: str, request: wire.TransferRequest) -> wire.CallBegun:
        """Hold the call and ring whom it may be passed on to. Raises as `transfer`, and Conflict `call-not-talking`."""
        call, person = self._calls.of(caller, call_id), self._person(caller)
        require(caller, Action.USE_PHONE, person)
        self._able(self._pbx.capabilities.consult_call)
        if call.waiting or call.state != CallState.TALKING:
            raise Conflict("call-not-talking")
        digits = self._target(caller, person, call, request)
        self._calls.say(call, digits, _word(request.word))
        self._calls.consults(call_id, digits)
        try:
            asking = await now_or_never(self._pbx.consult_call(call_id, digits))
        except PresenceError:
            self._calls.consults(call_id, "")
            raise
        return wire.CallBegun(asking)

    async def complete(self, caller: Caller, call_id: str) -> None:
        """Connect the two and leave them. Raises NotFound `call-unknown`, Unavailable from the PBX."""
        self._calls.of(caller, call_id)
        require(caller, Action.USE_PHONE, self._person(caller))
        self._able(self._pbx.capabilities.consult_call)
        await now_or_never(self._pbx.complete_consult(call_id))

    async def cancel(self, caller: Caller, call_id: str) -> None:
        """Be back with the one who is held. Raises as `complete`."""
        self._calls.of(caller, call_id)
        require(caller, Action.USE_PHONE, self._person(caller))
        self._able(self._pbx.capabilities.consult_call)
        await now_or_never(self._pbx.cancel_consult(call_id))
        self._calls.consults(call_id, "")

    def _target(self, caller: Caller, person: Person, call: PresentCall, request: wire.TransferRequest) -> str:
        digits = self._permitted(self._fixed_first(caller, request.to), person)
        if digits == call.number:
            raise BadInput("call-to-caller", field="to")
        return digits

    def _fixed_first(self, caller: Caller, to: str) -> str:
        """A colleague's extension in place of their direct or (where the caller may know whose it is) mobile number (P12)."""
        people = self._board.people
        if to.strip() in people:
            return to.strip()
        having = self._board.numbers.who_has(
            to, private=lambda one: one in people and may(caller, Action.SEE_PRIVATE_NUMBERS, people[one])
        )
        return having[0] if len(having) == 1 and having[0] != caller.extension else to

    def _person(self, caller: Caller) -> Person:
        person = self._board.people.get(caller.extension or "")
        if person is None:
            raise Conflict("call-no-phone")
        return person

    def _permitted(self, wanted: str, person: Person) -> str:
        try:
            return permitted_target(wanted, person, self._board.policy, self._board.people)
        except BadInput as fault:
            fault.field = "to"
            raise

    def _free(self, person: Person) -> None:
        """Raises Conflict `call-phone-busy` or `call-phone-gone` when the person's own phone cannot ring for a call now: a
        caller would go past it, or a second call would come in the middle of the first."""
        line = self._board.states[person.extension].line
        if line is LineState.NOT_REGISTERED:
            raise Conflict("call-phone-gone")
        if line in (LineState.BUSY, LineState.RINGING) or self._calls.others_of(person.extension):
            raise Conflict("call-phone-busy")

    def _able(self, capability: bool) -> None:
        if not capability:
            raise Unavailable("pbx-cannot")


def _word(text: str) -> str:
    """What is said of a call, on one line. Raises BadInput `call-word`."""
    word = " ".join(text.split())
    if len(word) > WORD_MOST or not word.isprintable():
        raise BadInput("call-word", field="word", limit=WORD_MOST)
    return word
