"""Search and listing over the whole directory: the model's one ranking, kept up with the board."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.supervision.supervised import aside
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.duties import NO_DUTIES, Duties
from kalix_presence.model.errors import BadInput
from kalix_presence.model.finding import IndexEntry, PeopleFinder, Reach, Why, own_reach
from kalix_presence.model.line import LineState
from kalix_presence.wire.event_kinds import EventKind

FEW_CHANGED = 200
"""So many changed people are looked at beside an index of before; with more of them, who searches waits."""

_lines = msgspec.json.Decoder(wire.LinesChanged).decode


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of extensions, what to pass for the following one, and why the first of all is the first."""

    extensions: list[str]
    next: str | None
    why: Why | None


class Finding:
    """An index of everybody, made again in small steps when the directory changes, and then put in the place of the one before.

    Who searches meanwhile is answered by that one where nobody who has changed could be among those found, by what they were or
    are; else they wait for the new one."""

    def __init__(self, board: Board, event_bus: EventBus, duties: Duties = NO_DUTIES) -> None:
        self._board, self._duties = board, duties
        self._version = -1
        self._finder, self._units = PeopleFinder(()), dict[str, list[str]]()
        self._masks: dict[str, int] = {}
        self._made_of: tuple[Mapping[str, Person], Mapping[str, Unit]] = {}, {}
        self._since: tuple[tuple[int, int], list[PeopleFinder] | None] | None = None
        self._changed: set[str] = set()
        self._changed_beside: set[str] = set()
        self._one = asyncio.Lock()
        event_bus.listen(self._heard)

    async def page(self, query: str, *, unit: str, after: str, limit: int, private: Callable[[str], bool]) -> SearchPage:
        """A page of those who match, by the order of `PeopleFinder`; without a query everybody by name.

        `unit` is the code of a unit with those below it; `private` says whose mobile number the reader may see. Raises
        BadInput `page-unknown` for an `after` that is not among them (any longer).
        """
        if self._is_current or not await self._can_answer(query):
            await self._keep_up()
        elif not self._one.locked():
            aside(self.keep_up())
        self._place_changed()
        finder = self._finder
        only = self._mask(unit) if unit else None
        if not query.strip() and after:
            place = finder.where(after)
            if place is None:
                raise BadInput("page-unknown", field="after")
            beyond = -1 << (place + 1)
            only = beyond & (finder.everybody if only is None else only)
        found = finder.find(query, only=only, private=private)
        if query.strip() and after:
            everybody = found.extensions
            if after not in everybody:
                raise BadInput("page-unknown", field="after")
            start = everybody.index(after) + 1
            page = everybody[start : start + limit + 1]
        else:
            page = found.top(limit + 1)
        return SearchPage(page[:limit], page[limit - 1] if len(page) > limit else None, None if after else found.why)

    async def keep_up(self) -> None:
        """Make the index anew after a change where somebody has searched: so that whoever does next waits little or not."""
        if self._version >= 0:
            await self._keep_up()

    @property
    def _is_current(self) -> bool:
        return self._version == self._board.directory and len(self._finder) == len(self._board.people)

    async def _keep_up(self) -> None:
        async with self._one:
            while not self._is_current:
                version, people, units = self._board.directory, self._board.people, self._board.units
                finder, members = await asyncio.to_thread(_index, people, units, self._duties)
                self._changed_beside.clear()  # what changes from here on is placed anew below
                for _ in finder.place_in_steps(self._own_reach):
                    await asyncio.sleep(0)
                self._finder, self._units = finder, members
                self._version, self._masks, self._made_of = version, {}, (people, units)
                self._changed, self._changed_beside = self._changed_beside, set()
        self._place_changed()

    def _place_changed(self) -> None:
        changed, self._changed = self._changed, set()
        for extension in changed:
            if extension in self._finder:
                self._finder.place(extension, self._own_reach(extension))

    async def _can_answer(self, query: str) -> bool:
        """Whether the index of before finds by `query` what that of now would."""
        if self._version < 0:
            return False
        wanted = self._version, self._board.directory
        if self._since is None or self._since[0] != wanted:
            before, after = self._made_of, (self._board.people, self._board.units)
            self._since = wanted, await asyncio.to_thread(_changed_people, before, after, self._duties)
        since, others = self._since
        if others is None or since != (self._version, self._board.directory):
            return False
        return not any(finder.find(query, private=lambda _: True) for finder in others)

    def _own_reach(self, extension: str) -> Reach:
        state = self._board.states.get(extension)
        if state is None:
            return Reach.AWAY
        held, line = state.held, state.line if self._board.pbx else LineState.UNKNOWN
        if held is None:
            return own_reach(None, ForwardKind.NONE, overdue=state.overdue, line=line)
        forward = ForwardKind.SWITCHBOARD if state.bent else held.forward.kind
        return own_reach(held.reason, forward, overdue=state.overdue, line=line)

    def _mask(self, unit: str) -> int:
        if unit not in self._masks:
            self._masks[unit] = self._finder.mask(self._units.get(unit, ()))
        return self._masks[unit]

    def _heard(self, frame: Frame) -> None:
        heard: Iterable[str] = ()
        if frame.kind == EventKind.STANDING and frame.extension is not None:
            heard = (frame.extension,)
        elif frame.kind == EventKind.LINES:
            heard = _lines(frame.full).states
        elif frame.kind == EventKind.PBX:
            heard = self._board.states
        self._changed.update(heard)
        self._changed_beside.update(heard)


def _changed_people(
    before: tuple[Mapping[str, Person], Mapping[str, Unit]],
    after: tuple[Mapping[str, Person], Mapping[str, Unit]],
    duties: Duties,
) -> list[PeopleFinder] | None:
    """Indexes of those who are others, as they were and as they are; None where that is no small part, or units are others."""
    (old, units), (new, other_units) = before, after
    changed = [one for one, person in new.items() if old.get(one) is not person]
    changed += [one for one in old if one not in new]
    if len(changed) > FEW_CHANGED or units != other_units:
        return None
    parts = ({one: people[one] for one in changed if one in people} for people in (old, new))
    return [PeopleFinder(_entries(part, units, {}), duties) for part in parts]


def _index(
    people: Mapping[str, Person], units: Mapping[str, Unit], duties: Duties
) -> tuple[PeopleFinder, dict[str, list[str]]]:
    """The index, and who belongs to each unit and to those above it. Runs in a thread: what it reads is never changed."""
    members: dict[str, list[str]] = {}
    steps = PeopleFinder.in_steps(_entries(people, units, members), duties)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value, members
        time.sleep(0)  # lets the event loop have the interpreter


def _entries(people: Mapping[str, Person], units: Mapping[str, Unit], members: dict[str, list[str]]) -> Iterator[IndexEntry]:
    """What is searched of each; on the way who belongs to which unit."""
    for person in people.values():
        unit = units.get(person.unit)
        yield IndexEntry(
            person.extension,
            person.name,
            person.family_name,
            person.title,
            person.unit,
            unit.name if unit else person.unit,
            person.place,
            person.direct,
            person.mobile,
            person.deputy,
            person.duties,
            person.does,
        )
        code: str | None = person.unit
        above = dict.fromkeys((person.administration,))
        while code is not None and code not in above:
            above[code] = None
            parent = units.get(code)
            code = parent.parent if parent else None
        for each in above:
            members.setdefault(each, []).append(person.extension)
