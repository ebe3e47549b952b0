"""What somebody has typed or chosen in a window that is made anew, for the window that comes in its place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from kalix_presence.desktop.widgets.dropping import drop

Editable = QLineEdit | QPlainTextEdit | QTextEdit | QComboBox | QCheckBox | QListWidget
EDITABLE = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QCheckBox, QListWidget)
ABOUT = "about"
"""A property of a part that comes and goes among its like: what it is about, so that what is typed never comes to another."""
Path = tuple[tuple[str, int | str], ...]
"""Where a field lies in its window, whatever language it speaks: class and place among its like, from the window down."""


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
        back: set[Path] = set()
        for _ in range(2):  # what a field shows may hang on another that comes after it
            back |= {path for path, field in _fields(window) if path in kept.values and _set(field, kept.values[path])}
        for path, field in _fields(window):
            if path == kept.focus and path in back:
                field.setFocus()
                if isinstance(field, QLineEdit):
                    field.setCursorPosition(kept.at)
        rest = {path: value for path, value in kept.values.items() if path not in back}
        if rest:
            self._kept[name] = _Kept(kept.person, kept.about, rest, kept.focus, kept.at)

    def forget(self) -> None:
        """Whoever typed it is gone."""
        self._kept.clear()

    def _taken(self, window: QWidget, about: Hashable) -> _Kept:
        values: dict[Path, object] = {}
        focus, at = None, 0
        for path, field in _fields(window):
            if isinstance(field, QLineEdit) and field.echoMode() is not QLineEdit.EchoMode.Normal and not window.isVisible():
                continue
            values[path] = _value(field)
            if field.hasFocus():
                focus, at = path, field.cursorPosition() if isinstance(field, QLineEdit) else 0
        return _Kept(self._person(), about, values, focus, at)


def _fields(window: QWidget) -> Iterator[tuple[Path, Editable]]:
    """Every field that can be typed or chosen in; that of a spin box or of a list one can type in is a field as any."""
    yield from _below(window, ())


def _below(parent: QObject, path: Path) -> Iterator[tuple[Path, Editable]]:
    seen: dict[str, int] = {}
    for child in parent.children():
        if not isinstance(child, QWidget) or (child.isWindow() and not isinstance(child, EDITABLE)):
            continue
        kind = type(child).__name__
        place = (*path, (kind, str(child.property(ABOUT) or "") or seen.setdefault(kind, 0)))
        seen[kind] = seen.get(kind, 0) + 1
        if isinstance(child, EDITABLE) and not _is_only_read(child):
            yield place, child
        yield from _below(child, place)


def _is_only_read(field: Editable) -> bool:
    if isinstance(field, QCheckBox | QComboBox | QListWidget):
        return False
    return field.isReadOnly()


def _value(field: Editable) -> object:
    match field:
        case QComboBox():
            return field.currentData() if field.currentData() is not None else field.currentIndex()
        case QCheckBox():
            return field.isChecked()
        case QListWidget():
            return field.currentRow()
        case QLineEdit():
            return field.text()
        case _:
            return field.toPlainText()


def _set(field: Editable, value: object) -> bool:
    """As a person would, so that whoever listens to fields hears of it; whether the field has it now."""
    if _value(field) == value:
        return True
    if not field.isEnabled():
        return False
    match field:
        case QComboBox():
            at = field.findData(value)
            at = at if at >= 0 or not isinstance(value, int) else value
            if 0 <= at < field.count() and at != field.currentIndex():
                field.setCurrentIndex(at)
                field.activated.emit(at)
        case QCheckBox():
            field.click()
        case QListWidget():
            if isinstance(value, int) and 0 <= value < field.count() and not field.isRowHidden(value):
                field.setCurrentRow(value)
        case QLineEdit():
            text = str(value)
            field.setText(text)
            field.setModified(True)
            if isinstance(field.parent(), QAbstractSpinBox):
                field.parent().interpretText()  # type: ignore[union-attr]
            else:
                field.textEdited.emit(text)
        case _:
            field.setPlainText(str(value))
    return _value(field) == value
