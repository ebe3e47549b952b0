"""The fields of a window that people type or choose in, where each lies, and what it has.

Apart from who keeps what was typed: those are there from the start, and these kinds of fields come with the first window.
"""

from __future__ import annotations

from collections.abc import Iterator

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

Editable = QLineEdit | QPlainTextEdit | QTextEdit | QComboBox | QCheckBox | QListWidget
EDITABLE = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QCheckBox, QListWidget)
ABOUT = "about"
"""A property of a part that comes and goes among its like: what it is about, so that what is typed never comes to another."""
Path = tuple[tuple[str, int | str], ...]
"""Where a field lies in its window, whatever language it speaks: class and place among its like, from the window down."""


def fields(window: QWidget) -> Iterator[tuple[Path, Editable]]:
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


def is_secret(field: Editable) -> bool:
    """Whether what is typed there is hidden, as passwords are."""
    return isinstance(field, QLineEdit) and field.echoMode() is not QLineEdit.EchoMode.Normal


def cursor_of(field: Editable) -> int:
    """Where in its line the cursor is; 0 where there is no line."""
    return field.cursorPosition() if isinstance(field, QLineEdit) else 0


def put_cursor(field: Editable, at: int) -> None:
    """Put it there again."""
    if isinstance(field, QLineEdit):
        field.setCursorPosition(at)


def value_of(field: Editable) -> object:
    """What was typed or chosen in it."""
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


def set_value(field: Editable, value: object) -> bool:
    """As a person would, so that whoever listens to fields hears of it; whether the field has it now."""
    if value_of(field) == value:
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
    return value_of(field) == value
