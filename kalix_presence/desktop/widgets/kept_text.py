"""What somebody has typed or chosen in a window that is made anew, for the window that comes in its place."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, NamedTuple

from kalix_presence.desktop.widgets.dropping import drop

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from kalix_presence.desktop.widgets.fields import Path


class _Kept(NamedTuple):
    person: str | None
    about: Hashable
    values: dict[Path, object]
    focus: Path | None
    at: int


class KeptText:
    """`person` says whose windows they are, None where nobody may be known: what one has typed never comes back to another.

    Passwords are taken along only from a window in sight, which comes back at once.
    """

    def __init__(self, person: Callable[[], str | None]) -> None:
        self._person = person
        self._kept: dict[str, _Kept] = {}

    def let_go(self, *windows: QWidget | None, about: Hashable = None) -> None:
        """Drop these. `about` is what they are about: what was typed about one thing never comes back at another."""
        for window in windows:
            if window is not None and self._person() is not None:
                self._kept[type(window).__name__] = self._taken(window, about)
        drop(*windows)

    def put_back(self, window: QWidget, *, about: Hashable = None) -> None:
        """In a window that was made in place of another: what was typed there, and the keyboard where it was.

        A field that is not there yet, or offers not yet what was chosen, waits for the next time.
        """
        name = type(window).__name__
        kept = self._kept.pop(name, None)
        if kept is None or (kept.person, kept.about) != (self._person(), about):
            return
        from kalix_presence.desktop.widgets.fields import fields, put_cursor, set_value  # with the first window

        back: set[Path] = set()
        for _ in range(2):  # what a field shows may hang on another that comes after it
            back |= {path for path, field in fields(window) if path in kept.values and set_value(field, kept.values[path])}
        for path, field in fields(window):
            if path == kept.focus and path in back:
                field.setFocus()
                put_cursor(field, kept.at)
        rest = {path: value for path, value in kept.values.items() if path not in back}
        if rest:
            self._kept[name] = _Kept(kept.person, kept.about, rest, kept.focus, kept.at)

    def forget(self) -> None:
        """Whoever typed it is gone."""
        self._kept.clear()

    def _taken(self, window: QWidget, about: Hashable) -> _Kept:
        from kalix_presence.desktop.widgets.fields import cursor_of, fields, is_secret, value_of  # with the first window

        values: dict[Path, object] = {}
        focus, at = None, 0
        for path, field in fields(window):
            if is_secret(field) and not window.isVisible():
                continue
            values[path] = value_of(field)
            if field.hasFocus():
                focus, at = path, cursor_of(field)
        return _Kept(self._person(), about, values, focus, at)
