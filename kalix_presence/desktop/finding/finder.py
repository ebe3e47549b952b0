"""Finds people as one types, by the model's own ranking. The index of a large directory is made in slices between two events
of the window, and who can be reached now is kept up so as well: neither a large directory nor a change is felt."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import overload

from PySide6.QtCore import QObject, QTimer, Signal

from kalix_presence import wire
from kalix_presence.desktop.finding.filters import Branch, tree_in_steps
from kalix_presence.desktop.finding.reach import reach_of
from kalix_presence.desktop.finding.slices import done_within
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.directory import folded
from kalix_presence.model.duties import NO_DUTIES, Duties
from kalix_presence.model.finding import PORTION, Reach, Steps, Why, finished
from kalix_presence.model.finding import Matches as Hits
from kalix_presence.model.finding import PeopleFinder as Index

AT_ONCE = 2_000
"""So many people are indexed within a frame; more are in slices."""
BUDGET = 0.003
"""Seconds that a slice of indexing takes from the window: a key or a painting waits no longer for it."""
AT_FIRST = 200
"""So many are put in order before they are painted: more than any window shows."""
RENEW = 3_000
"""Milliseconds after which changed facts of people are searched; many may change at once."""
SLICE = 250
"""So many changes of reach are taken in between two events of the window."""


class Order(Sequence[str]):
    """Everybody who was found, best first; at first only as many as a window shows, until it is made `complete`."""

    def __init__(self, found: Hits | None = None, known: Sequence[str] = ()) -> None:
        self._found = found
        self._known = known if found is None else found.top(AT_FIRST)
        if len(self._known) < AT_FIRST:
            self._found = None

    @property
    def is_complete(self) -> bool:
        """Whether nobody is left out any more."""
        return self._found is None

    def complete(self) -> None:
        """Put the rest in order as well."""
        finished(self.complete_in_steps())

    def complete_in_steps(self) -> Steps[None]:
        """The same, a step at a time."""
        if self._found is not None:
            known = yield from self._found.in_steps()
            self._known, self._found = known, None

    def __len__(self) -> int:
        return len(self._known)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        return self._known[at]

    def index(self, value: object, start: int = 0, stop: int | None = None) -> int:
        """Where somebody stands; ValueError when they do not."""
        return self._known.index(value, start, len(self._known) if stop is None else stop)


@dataclass(frozen=True, slots=True)
class Found:
    """Who was found, best first, and why the first is first."""

    order: Order
    why: Why | None = None


NOBODY = Found(Order())


class Finder(QObject):
    """`ready` says that another directory is searched from now on, by name alone at first."""

    ready = Signal()

    def __init__(self, presence: Presence) -> None:
        super().__init__()
        self._presence = presence
        self._people: Mapping[str, wire.PersonView] = {}
        self._index = Index(())
        self.branches: list[Branch] = []
        """Administrations and their units, of the directory that is searched."""
        self._late: dict[str, None] = {}
        self._all_late = 0
        """So many, from the end of the directory, are to be looked at anew as well."""
        self._units: dict[frozenset[str], int] = {}
        self._indexed: Mapping[str, wire.PersonView] | None = None
        self._duties = NO_DUTIES
        self._is_building = False
        self._names: dict[str, str] = {}
        """Folded, of those who are read in so far."""
        self._steps: Steps[None] | None = None
        self._given_up: object = None
        """A large index that is not wanted any more, or was half made: to let go of it is work for a turn of its own."""
        self._building = QTimer(self, interval=0)
        self._building.timeout.connect(self._build)
        self._renewing = QTimer(self, singleShot=True, interval=RENEW)
        self._renewing.timeout.connect(lambda: self._make(self._duties))
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._catch_up)

    def __len__(self) -> int:
        return len(self._people)

    @property
    def is_ready(self) -> bool:
        """Whether everybody is searched by the ranking, and by how they can be reached now."""
        return not self._is_building and not self._late and not self._all_late

    def offer(self, people: Mapping[str, wire.PersonView], duties: Duties = NO_DUTIES) -> bool:
        """Search among these from now on, or as soon as they are indexed; whether they are others than before."""
        if people is self._people:
            return False
        self._people = people
        self._make(duties)
        return True

    def person_changed(self) -> None:
        """The directory's facts of somebody are others: they are found by these before long."""
        self._renewing.start()

    @property
    def by_name(self) -> int | None:
        """How many are searched so far, and by name alone; None when everybody is by everything."""
        return len(self._names) if self._is_building else None

    def _make(self, duties: Duties) -> None:
        self._duties = duties
        steps = self._made(self._people, duties)
        if len(self._people) <= AT_ONCE:
            self._steps = None
            self._building.stop()
            finished(steps)
        else:
            self._is_building = self._indexed is not self._people
            self._given_up, self._steps = self._steps, steps
            self._building.start()

    def _build(self) -> None:
        """As many steps as the window has time for."""
        if self._given_up is not None:
            self._given_up = None
            if self._steps is None:
                self._building.stop()
            return
        steps = self._steps
        if steps is not None and not done_within(BUDGET, steps):
            return
        if self._steps is steps:
            self._steps = None
        if self._steps is None and self._given_up is None:
            self._building.stop()

    def find(self, query: str, units: frozenset[str] = frozenset()) -> Found:
        """Those of `units` (all without any) who match, best first."""
        if self._is_building:
            return self._found_by_name(query, units)
        self._catch_up()
        found = self._index.find(query, only=self._mask(units) if units else None)
        return Found(Order(found), found.why)

    def _found_by_name(self, query: str, units: frozenset[str]) -> Found:
        """Until the index is made: the hub's own order, which is by name."""
        word, people, names = folded(query.strip()), self._people, self._names
        if not word and not units:
            return Found(Order(known=list(people)))
        matching = (one for one, name in names.items() if word in name or one.startswith(word))
        inside = (one for one in matching if not units or people[one].unit in units)
        return Found(Order(known=list(islice(inside, AT_FIRST - 1))))

    def changed(self, extensions: Iterable[str] | None) -> None:
        """These stand otherwise; None: everybody may."""
        if extensions is None:
            self._late, self._all_late = {}, len(self._index)
        else:
            self._late.update(dict.fromkeys(extensions))
        if not self._slices.isActive():
            self._slices.start()

    def _catch_up(self) -> None:
        standings, index, late = self._presence.board.standings, self._index, self._late
        for _ in range(min(SLICE, len(late))):
            extension, _ = late.popitem()
            if extension in index:
                index.place(extension, self._reach(standings.get(extension)))
        if not late and self._all_late:
            first = max(0, self._all_late - SLICE)
            for extension in index.extensions[first : self._all_late]:
                index.place(extension, self._reach(standings.get(extension)))
            self._all_late = first
        if not late and not self._all_late:
            self._slices.stop()

    def _reach(self, standing: wire.Standing | None) -> Reach:
        return reach_of(standing, pbx=self._presence.pbx)

    def _mask(self, units: frozenset[str]) -> int:
        known = self._units.get(units)
        if known is None:
            people = self._people
            known = self._units[units] = self._index.mask(one for one, person in people.items() if person.unit in units)
        return known

    def _made(self, people: Mapping[str, wire.PersonView], duties: Duties) -> Steps[None]:
        if self._is_building or self._indexed is not people:
            self._names = {}
            yield from self._read_names(people)
        copied = list(people.values())
        index = yield from Index.in_steps(copied, duties)
        yield from index.place_in_steps(lambda extension: self._reach(self._presence.board.standings.get(extension)))
        branches = yield from tree_in_steps(copied)
        yield
        self._adopt_index(people, index, branches)

    def _read_names(self, people: Mapping[str, wire.PersonView]) -> Steps[None]:
        for count, person in enumerate(list(people.values()), 1):
            self._names[person.extension] = folded(person.name)
            if not count % PORTION:
                yield
        if len(people) > AT_ONCE:
            self.ready.emit()  # what is typed already is searched for among all of them

    def _adopt_index(self, people: Mapping[str, wire.PersonView], index: Index, branches: list[Branch]) -> None:
        gc.freeze()  # the index is kept: looking for garbage in it would stop the window for 0.1 s
        renewed, self._indexed = self._indexed is people, people
        if len(people) > AT_ONCE:
            self._given_up = self._index
        self._index, self.branches, self._units = index, branches, {}
        self._is_building, self._names = False, {}
        if len(people) > AT_ONCE:
            self.changed(None)  # what changed while the index was made
        if not renewed:  # else the next key finds by it: nobody is moved for one person's sake
            self.ready.emit()


def shared_finder(presence: Presence) -> Finder:
    """The one index of this desk: the grid and every field that names a colleague search the same."""
    found = presence.finder
    if not isinstance(found, Finder):
        found = presence.finder = Finder(presence)
    return found
