"""What a screen reader is told of windows and of lists that open, where Qt by itself tells it too little."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAccessibleWidget, QComboBox, QLabel, QWidget


def heard_as(combo: QComboBox, name: str) -> None:
    """Have a list that opens, and has no label in sight, told by what it is for.

    Under X11 Qt tells what is chosen in it as its name, whatever name it was given: a screen reader learns what it is for by
    a label alone.
    """
    combo.setAccessibleName(name)
    label = QLabel(name, combo)
    label.setBuddy(combo)
    label.hide()


class _Heard(QAccessibleWidget):
    """A plain widget: a window while it is one, which Qt tells of none that is no dialog; else what it would be anyway."""

    def role(self) -> QAccessible.Role:
        part = self.object()
        if not isinstance(part, QWidget) or not part.isWindow():
            return super().role()
        dialog = part.windowFlags() & Qt.WindowType.WindowType_Mask == Qt.WindowType.Dialog
        return QAccessible.Role.Dialog if dialog else QAccessible.Role.Window


class _Decoration(QAccessibleWidget):
    """A picture of what stands beside it in words: there for the eye alone."""

    def state(self) -> QAccessible.State:
        told = super().state()
        told.invisible = True
        return told


class _Drawn(QAccessibleWidget):
    """A widget that draws itself and is used by keys: its description says what its cursor stands on."""

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Canvas


def decoration(picture: QLabel) -> QLabel:
    """Leave out for screen readers a picture of what stands beside it in words."""
    picture.setProperty(_TOLD_AS, "decoration")
    return picture


def drawn(widget: QWidget) -> None:
    """Have a widget that draws itself, and is used by keys, told as a thing rather than as nothing."""
    widget.setProperty(_TOLD_AS, "drawn")


_TOLD_AS = "kalix-told-as"


def tell_windows() -> None:
    """Have windows told as such from now on."""
    QAccessible.installFactory(_heard)


def _heard(_key: str, part: QObject) -> QAccessibleWidget | None:
    if isinstance(part, QWidget) and (told_as := part.property(_TOLD_AS)):
        return _Decoration(part, QAccessible.Role.Graphic) if told_as == "decoration" else _Drawn(part, QAccessible.Role.Canvas)
    if isinstance(part, QWidget) and part.isWindow() and _of_qt(part) is QWidget:
        return _Heard(part, QAccessible.Role.Client)
    return None


def _of_qt(part: QWidget) -> type:
    return next(kind for kind in type(part).__mro__ if kind.__module__.startswith("PySide6"))
