"""A present call as its reader sees it: who it is, for whom, why it came here, and what was left from that number before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from kalix_presence import wire
from kalix_presence.hub.access.sessions import caller_of
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.names import name_of
from kalix_presence.hub.callbacks.caller_numbers import is_ours, told_number, written
from kalix_presence.hub.callbacks.rights import may_see
from kalix_presence.hub.callbacks.views import addressee_name
from kalix_presence.hub.pbx.protocol import PresentCall
from kalix_presence.hub.store import Store, accounts, messages
from kalix_presence.model.access import Action, Caller, Role, may
from kalix_presence.model.callback import CallbackMessage
from kalix_presence.model.name_shapes import figures
from kalix_presence.model.present_call import DivertReason

SWITCHBOARD = Caller("switchboard", None, None, frozenset({Role.RECEPTIONIST}))
"""Whoever answers what waits for the switchboard."""


@dataclass(frozen=True, slots=True)
class Background:
    """What is looked up once for each call and reader: a comparable number, a colleague's extension, earlier messages, and
    names: `name` that is known, `says` what a caller from outside sends along, `noted` in the last message from the number."""

    number: str
    colleague: str
    earlier: tuple[CallbackMessage, ...]
    name: str = ""
    says: str = ""
    noted: str = ""


class CallViews:
    """Looks callers up and says what is known of them."""

    def __init__(self, board: Board, store: Store) -> None:
        self._board, self._store = board, store

    async def background(self, call: PresentCall) -> Background:
        """What the person at the call's extension, or the switchboard, may know of whoever is at the other end."""
        reader = SWITCHBOARD if call.waiting else await self._reader(call.extension)
        number = told_number(call.number, self._board) if call.number else ""
        if not call.internal and is_ours(number, self._board):
            return Background("", "", ())  # an outside caller who claims to be one of us is nobody that we know
        if not number:
            return self._named(Background("", "", ()), call)
        if number in self._board.people:
            return Background(number, number, await self._earlier(reader, number), call.name)
        people = self._board.people
        having = self._board.numbers.who_has(
            number, private=lambda one: one in people and may(reader, Action.SEE_PRIVATE_NUMBERS, people[one])
        )
        earlier = await self._earlier(reader, number)
        # From outside any number can be claimed, a colleague's direct number or mobile too: the number is shown, but nobody's
        # name, neither the colleague's nor one that was given with it now or before.
        if having and not call.internal:
            return Background(number, "", earlier)
        return self._named(Background(number, having[0] if len(having) == 1 else "", earlier), call)

    def _named(self, found: Background, call: PresentCall) -> Background:
        """With the names that go with somebody who is no colleague: a colleague's name is not among them, in whatever order,
        company or letters its words come."""
        names = self._board.colleague_names
        noted = "" if (name := _called(found.earlier)) in names else name
        if call.internal:
            return replace(found, name=call.name or noted)
        # A number of ours for a name is read as a number of ours.
        claims = call.name in names or is_ours(figures(call.name), self._board)
        return replace(found, says="" if claims else call.name, noted=noted)

    def view(self, call: PresentCall, background: Background, *, word: str = "", consulting: str = "") -> wire.PresentCallView:
        """The call as it is told."""
        board, earlier = self._board, background.earlier
        colleague = board.people.get(background.colleague)
        # A number of ours that is nobody's, the main number for instance, has no phone that could be missing.
        told = bool(call.diverted_from) and (call.diverted_from in board.people or call.why != DivertReason.UNREGISTERED)
        return wire.PresentCallView(
            id=call.id,
            extension=call.extension,
            state=call.state,
            since=call.since,
            number=background.number,
            number_shown=written(background.number, board),
            name=colleague.name if colleague is not None else background.name,
            says=background.says,
            noted=background.noted,
            colleague=background.colleague,
            outward=call.outward,
            diverted_from=call.diverted_from if told else "",
            diverted_from_name=name_of(board, call.diverted_from) if told else "",
            why=call.why if told or call.why in (DivertReason.PICKED_UP, DivertReason.RETURNED) else "",
            reason=self._reason(call),
            waiting=call.waiting,
            earlier=len(earlier),
            last=_last(board, earlier),
            word=word,
            consulting=consulting,
            withheld=call.withheld,
        )

    def _reason(self, call: PresentCall) -> str:
        """Why the one who was called is away, as colleagues see it."""
        state = self._board.states.get(call.diverted_from) if call.why == DivertReason.ABSENCE else None
        shown = None if state is None else self._board.shown(state.held, full=False)
        return "" if shown is None else shown.reason

    async def _reader(self, extension: str) -> Caller:
        account = await self._store.read(lambda sql: accounts.find_account_of(sql, extension))
        person = self._board.people.get(extension)
        if account is None:
            administration = person.administration if person is not None else None
            return Caller(extension, extension, administration, frozenset({Role.EMPLOYEE}))
        return caller_of(account, person)

    async def _earlier(self, reader: Caller, number: str) -> tuple[CallbackMessage, ...]:
        found = await self._store.read(lambda sql: messages.read_of_number(sql, number))
        return tuple(each for each in found if may_see(self._board, reader, each))


def _called(earlier: tuple[CallbackMessage, ...]) -> str:
    """The name that was last left for the number."""
    return next((each.party.name for each in earlier if each.party.name), "")


def _last(board: Board, earlier: tuple[CallbackMessage, ...]) -> wire.EarlierCallback | None:
    if not earlier:
        return None
    newest = max(earlier, key=_made)
    return wire.EarlierCallback(newest.id, newest.made_at, newest.stage, addressee_name(board, newest.to), newest.about)


def _made(message: CallbackMessage) -> datetime:
    return message.made_at
