"""Where everybody stands, put together from the snapshot and the events since."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kalix_presence import wire
from kalix_presence.model.elsewhere import Elsewhere
from kalix_presence.model.line import LineState


class ClientBoard:
    """Standings by extension. A standing older than the one that is known is dropped, so replays and races do no harm."""

    def __init__(self) -> None:
        self.standings: dict[str, wire.Standing] = {}

    def replace(self, standings: Iterable[wire.Standing]) -> None:
        """A whole new snapshot. Who stands as before keeps the same object, so that no window ends 50 000 old ones at once."""
        before = self.standings
        self.standings = {
            each.extension: known if (known := before.get(each.extension)) == each else each for each in standings
        }

    def apply(self, event: wire.Event) -> list[wire.Standing]:
        """Take in one event; what changed by it, to be painted."""
        match event:
            case wire.Hello(board=board):
                self.replace(board)
                return list(self.standings.values())
            case wire.StandingChanged(standing=standing):
                known = self.standings.get(standing.extension)
                if known is not None and known.version > standing.version:
                    return []
                if known is not None:
                    standing = msgspec.structs.replace(standing, line=known.line, elsewhere=known.elsewhere)
                self.standings[standing.extension] = standing
                return [standing]
            case wire.LinesChanged():
                return self._apply_lines(event)
        return []

    def _apply_lines(self, event: wire.LinesChanged) -> list[wire.Standing]:
        hints = {} if event.elsewhere is msgspec.UNSET else event.elsewhere
        everybody = set(self.standings) if event.complete else set()
        changed = []
        for extension in sorted(set(event.states) | set(hints) | everybody):
            known = self.standings.get(extension) or wire.Standing(extension)
            line, elsewhere = known.line, known.elsewhere
            if event.complete or extension in event.states:
                line = event.states.get(extension, LineState.UNKNOWN)
            if event.complete or extension in hints:
                elsewhere = hints.get(extension, Elsewhere.NOTHING)
            if known.line is not line or known.elsewhere is not elsewhere:
                self.standings[extension] = msgspec.structs.replace(known, line=line, elsewhere=elsewhere)
                changed.append(self.standings[extension])
        return changed
