"""Finds people as one types, by the model's own ranking. The index of a large directory is made in a thread of its own and
handed over in one step; who can be reached now is kept up in small slices, so that no change of the board is felt."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import overload

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kalix_presence import wire
from kalix_presence.client.lean import many_objects
from kalix_presence.desktop.grid.filters import Branch, tree
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.directory import folded
from kalix_presence.model.duties import NO_DUTIES, Duties
from kalix_presence.model.finding import Finder as Index
from kalix_presence.model.finding import Found as Hits
from kalix_presence.model.finding import Reach, Why, own_reach

AT_ONCE = 2_000
"""So many people are indexed within a frame; more are in a thread of their own."""
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
        if self._found is not None:
            self._known, self._found = self._found.extensions, None

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
    """`ready` says that another directory is searched from now on."""

    ready = Signal()
    _built = Signal(object, object, object)

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
        self._renewing = QTimer(self, singleShot=True, interval=RENEW)
        self._renewing.timeout.connect(lambda: self._make(self._duties))
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._catch_up)
        self._built.connect(self._take, Qt.ConnectionType.QueuedConnection)

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

    def _make(self, duties: Duties) -> None:
        self._duties = duties
        people, standings = self._people, self._presence.board.standings
        if len(people) <= AT_ONCE:
            self._take(people, _made(people, standings, duties), tree(people.values()))
        else:
            self._is_building = self._indexed is not people
            work = (people, dict(people), dict(standings), duties)
            threading.Thread(target=self._build, args=work, name="index", daemon=True).start()

    def find(self, query: str, units: frozenset[str] = frozenset()) -> Found:
        """Those of `units` (all without any) who match, best first."""
        if self._is_building:
            return self._found_by_name(query, units)
        self._catch_up()
        found = self._index.find(query, only=self._mask(units) if units else None)
        return Found(Order(found), found.why)

    def _found_by_name(self, query: str, units: frozenset[str]) -> Found:
        """Until the index is made: the hub's own order, which is by name."""
        word, people = folded(query.strip()), self._people
        if not word and not units:
            return Found(Order(known=list(people)))
        inside = (one for one, person in people.items() if not units or person.unit in units)
        matching = (one for one in inside if word in folded(people[one].name) or one.startswith(word))
        return Found(Order(known=list(islice(matching, AT_FIRST - 1))))

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
                index.place(extension, _reach(standings.get(extension)))
        if not late and self._all_late:
            first = max(0, self._all_late - SLICE)
            for extension in index.extensions[first : self._all_late]:
                index.place(extension, _reach(standings.get(extension)))
            self._all_late = first
        if not late and not self._all_late:
            self._slices.stop()

    def _mask(self, units: frozenset[str]) -> int:
        known = self._units.get(units)
        if known is None:
            people = self._people
            known = self._units[units] = self._index.mask(one for one, person in people.items() if person.unit in units)
        return known

    def _build(
        self,
        people: Mapping[str, wire.PersonView],
        copied: Mapping[str, wire.PersonView],
        standings: Mapping[str, wire.Standing],
        duties: Duties,
    ) -> None:
        with many_objects():
            index, branches = _made(copied, standings, duties), tree(copied.values())
        self._built.emit(people, index, branches)

    def _take(self, people: Mapping[str, wire.PersonView], index: Index, branches: list[Branch]) -> None:
        if people is not self._people:
            return
        renewed, self._indexed = self._indexed is people, people
        self._index, self.branches, self._units = index, branches, {}
        self._is_building = False
        if len(people) > AT_ONCE:
            self.changed(None)  # what changed while the index was made
        if not renewed:  # else the next key finds by it: nobody is moved for one person's sake
            self.ready.emit()


def _made(people: Mapping[str, wire.PersonView], standings: Mapping[str, wire.Standing], duties: Duties) -> Index:
    index = Index(people.values(), duties)
    index.place_all(lambda extension: _reach(standings.get(extension)))
    return index


def _reach(standing: wire.Standing | None) -> Reach:
    if standing is None:
        return Reach.IN
    absence = standing.absence
    reason = absence.reason if absence is not None else None
    forward = absence.forward if absence is not None else ForwardKind.SWITCHBOARD
    return own_reach(reason, forward, overdue=standing.overdue, line=standing.line)
