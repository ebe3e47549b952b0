"""A window's tree as Qt would hand it to the bridge of the system: AT-SPI, UIA or NSAccessibility."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QTextDocumentFragment
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QCalendarWidget, QComboBox, QLabel, QTabBar, QWidget

from tests.desktop.heard.node import Box, Node

STATES = tuple(name for name in dir(QAccessible.State) if not name.startswith("_") and name != "qt_reserved")
MOST = 60
"""Children that are read of a list: those after them are told as those before."""


def qt_tree(window: QWidget) -> Node:
    """All that a screen reader can find in it."""
    reader = QAccessible.queryAccessibleInterface(window)
    assert reader is not None
    return _node(reader, None, _global(window.rect(), window), of_qt=False)


def _node(reader: QAccessibleInterface, parent: Node | None, seen: QRect, *, of_qt: bool) -> Node:
    part = reader.object()
    state, box = reader.state(), reader.rect()
    states = frozenset(name for name in STATES if getattr(state, name))
    if isinstance(part, QWidget):
        seen = _global(part.visibleRegion().boundingRect(), part) if part.isVisible() else QRect()
        of_qt = of_qt or part.objectName().startswith("qt_")
    acts, cell = reader.actionInterface(), reader.tableCellInterface()
    node = Node(
        reader.role().name,
        reader.text(QAccessible.Text.Name),
        reader.text(QAccessible.Text.Description),
        states,
        _box(box),
        _box(box.intersected(seen)),
        tuple(acts.actionNames()) if acts is not None else (),
        tuple(
            other.text(QAccessible.Text.Name)
            for other, how in reader.relations()
            if other is not None and how & QAccessible.RelationFlag.Label
        ),
        tuple(each.text(QAccessible.Text.Name) for each in cell.columnHeaderCells()) if cell is not None else None,
        reader.valueInterface() is not None,
        reader.selectionInterface() is not None,
        _shown(part),
        isinstance(part, QLabel) and not part.pixmap().isNull(),
        of_qt,
        parent,
    )
    inside = of_qt or isinstance(part, (QComboBox, QAbstractSpinBox, QCalendarWidget, QTabBar))
    for at in range(min(reader.childCount(), MOST)):
        child = reader.child(at)
        if child is not None and child.isValid():
            own = inside or not isinstance(child.object(), QWidget)
            node.children.append(_node(child, node, seen, of_qt=of_qt or (inside and own)))
    return node


def _shown(part: object) -> str:
    if not isinstance(part, (QAbstractButton, QLabel)):
        return ""
    text = part.text()
    return (
        QTextDocumentFragment.fromHtml(text).toPlainText()
        if "<" in text
        else text.replace("&&", "\0").replace("&", "").replace("\0", "&")
    )


def _global(rect: QRect, part: QWidget) -> QRect:
    return QRect(part.mapToGlobal(rect.topLeft()), rect.size()) if not rect.isEmpty() else QRect(QPoint(), rect.size())


def _box(rect: QRect) -> Box:
    return (rect.x(), rect.y(), max(0, rect.width()), max(0, rect.height()))
