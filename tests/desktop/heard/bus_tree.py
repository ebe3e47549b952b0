"""A program's tree as the accessibility bus has it, in the words of Qt, so that the same rules go over both."""

from __future__ import annotations

from tests.desktop.grid.screen_reader import Place, ScreenReader
from tests.desktop.heard.node import Box, Node

ROLES = {
    "push button": "Button", "button": "Button", "toggle button": "Button", "check box": "CheckBox", "radio button": "RadioButton",
    "combo box": "ComboBox", "text": "EditableText", "password text": "EditableText", "spin button": "SpinBox", "label": "StaticText",
    "list": "List", "list item": "ListItem", "tree": "Tree", "tree item": "TreeItem", "table": "Table", "table cell": "Cell",
    "frame": "Window", "window": "Window", "dialog": "Dialog", "filler": "Client", "panel": "Pane", "image": "Graphic",
    "icon": "Graphic", "scroll bar": "ScrollBar", "split pane": "Splitter", "link": "Link", "menu item": "MenuItem",
    "page tab": "PageTab", "page tab list": "PageTabList", "progress bar": "ProgressBar", "canvas": "Canvas",
    "layered pane": "LayeredPane", "column header": "ColumnHeader",
}  # fmt: skip
STATES = {"focusable": 11, "focused": 12, "selectable": 23, "checkable": 41, "expandable": 9, "editable": 7}
"""Bits of AT-SPI."""
ENABLED, VISIBLE = 8, 30
LABELLED_BY = 2


def bus_tree(reader: ScreenReader, place: Place, parent: Node | None = None) -> Node:
    """All that is told of it, and of what is inside. What AT-SPI calls by a name that is not known here keeps it."""
    can = reader.can(place)
    bits = reader.states(place)
    states = {name for name, bit in STATES.items() if bits >> bit & 1}
    states |= set() if bits >> ENABLED & 1 else {"disabled"}
    states |= set() if bits >> VISIBLE & 1 else {"invisible"}
    role = reader.role(place)
    box: Box = reader.box(place) if "org.a11y.atspi.Component" in can else (0, 0, 0, 0)
    node = Node(
        ROLES.get(role, role),
        reader.name(place),
        reader.description(place),
        frozenset(states),
        box,
        box,
        tuple(reader.actions(place)) if "org.a11y.atspi.Action" in can else (),
        tuple(reader.name(each) for kind, places in reader.relations(place) if kind == LABELLED_BY for each in places),
        has_value="org.a11y.atspi.Value" in can,
        chooses="org.a11y.atspi.Selection" in can,
        parent=parent,
    )
    node.children = [bus_tree(reader, child, node) for child in reader.children(place)]
    return node
