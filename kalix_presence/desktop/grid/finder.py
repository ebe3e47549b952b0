"""Finds people as one types, by the model's own ranking. The index of a large directory is made in a thread of its own and
handed over in one step; who can be reached now is kept up in small slices, so that no change of the board is felt."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kalix_presence import wire
from kalix_presence.client.lean import many_objects
from kalix_presence.desktop.grid.filters import Branch, tree
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.duties import NO_DUTIES, Duties
from kalix_presence.model.finding import Finder as Index
from kalix_presence.model.finding import Found as Hits
from kalix_presence.model.finding import Reach, Why, own_reach

AT_ONCE = 2_000
"""So many people are indexed within a frame; more are in a thread of their own."""
AT_FIRST = 200
"""So many are put in order before they are painted: more than any window shows."""
SLICE = 500
"""So many changes of reach are taken in between two events of the window."""


class Order(Sequence[str]):
    """Everybody who was found, best first; at first only as many as a window shows, until it is made `complete`."""

    def __init__(self, found: Hits) -> None:
        self._found: Hits | None = found
        self._known = found.top(AT_FIRST)
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
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        return self._known[at]


@dataclass(frozen=True, slots=True)
class Found:
    """Who was found, best first, and why the first is first."""

    order: Order
    why: Why | None = None


NOBODY = Found(Order(Index(()).find("")))


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
        self._units: dict[frozenset[str], int] = {}
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._catch_up)
        self._built.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def __len__(self) -> int:
        return len(self._index)

    def offer(self, people: Mapping[str, wire.PersonView], duties: Duties = NO_DUTIES) -> bool:
        """Search among these from now on, or as soon as they are indexed; whether they are others than before."""
        if people is self._people:
            return False
        self._people = people
        standings = self._presence.board.standings
        if len(people) <= AT_ONCE:
            self._take(people, _made(people, standings, duties), tree(people.values()))
        else:
            threading.Thread(target=self._build, args=(people, dict(standings), duties), name="index", daemon=True).start()
        return True

    def find(self, query: str, units: frozenset[str] = frozenset()) -> Found:
        """Those of `units` (all without any) who match, best first."""
        self._catch_up()
        found = self._index.find(query, only=self._mask(units) if units else None)
        return Found(Order(found), found.why)

    def changed(self, extensions: Iterable[str] | None) -> None:
        """These stand otherwise; None: everybody may."""
        self._late.update(dict.fromkeys(self._index.extensions if extensions is None else extensions))
        if self._late and not self._slices.isActive():
            self._slices.start()

    def _catch_up(self) -> None:
        standings, index = self._presence.board.standings, self._index
        late = self._late
        for _ in range(min(SLICE, len(late))):
            extension, _ = late.popitem()
            if extension in index:
                index.place(extension, _reach(standings.get(extension)))
        if not late:
            self._slices.stop()

    def _mask(self, units: frozenset[str]) -> int:
        known = self._units.get(units)
        if known is None:
            people = self._people
            known = self._units[units] = self._index.mask(one for one, person in people.items() if person.unit in units)
        return known

    def _build(self, people: Mapping[str, wire.PersonView], standings: Mapping[str, wire.Standing], duties: Duties) -> None:
        with many_objects():
            index, branches = _made(people, standings, duties), tree(people.values())
        self._built.emit(people, index, branches)

    def _take(self, people: Mapping[str, wire.PersonView], index: Index, branches: list[Branch]) -> None:
        if people is self._people:
            self._index, self.branches, self._units = index, branches, {}
            if len(people) > AT_ONCE:
                self.changed(None)  # what changed while the index was made
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
