"""What somebody is changing in the sketch and has not proposed yet: a history for each unit, which is its undo."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.client.connection.sketch import draft_of
from kalix_presence.model.sketch_draft import Draft


class SketchDrafts:
    """Outlives the window. A draft is of the version that was seen when it was begun, whatever the hub tells meanwhile."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[int, list[Draft]]] = {}

    def of(self, unit: wire.SketchUnit) -> Draft:
        """How the unit's part is to be; as it is, while nothing is changed."""
        return self._kept[unit.unit][1][-1] if unit.unit in self._kept else draft_of(unit.sheet)

    def version(self, unit: wire.SketchUnit) -> int:
        """The version that the draft was made from."""
        return self._kept[unit.unit][0] if unit.unit in self._kept else unit.version

    def change(self, unit: wire.SketchUnit, draft: Draft) -> bool:
        """One step more; False where that changes nothing."""
        if draft == self.of(unit):
            return False
        _, history = self._kept.setdefault(unit.unit, (unit.version, [draft_of(unit.sheet)]))
        history.append(draft)
        return True

    def undo(self, code: str) -> None:
        """Back to what was before the last step; after the first step there is no draft."""
        history = self._kept[code][1] if code in self._kept else []
        if len(history) > 1:
            history.pop()
        if len(history) == 1:
            self.drop(code)

    def changed(self, code: str) -> bool:
        """Whether there is a draft of this unit."""
        return code in self._kept

    def drop(self, code: str) -> None:
        """Forget it: the hub has it, or it is not wanted."""
        self._kept.pop(code, None)

    def forget(self) -> None:
        """Somebody else signs in."""
        self._kept.clear()
