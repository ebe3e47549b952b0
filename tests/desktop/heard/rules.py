"""Rules that a tree of accessibility is measured by, after Axe.Windows' list: each names the criterion of WCAG that it serves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tests.desktop.heard.node import Node

Fault = tuple[str, Node]
Rule = Callable[[Node], Iterator[Fault]]
"""Given a window's tree, what is wrong in it."""
PRESSED = {"Button", "CheckBox", "RadioButton", "ButtonMenu", "ButtonDropDown", "Switch", "Link"}
FILLED_IN = {"EditableText", "ComboBox", "SpinBox", "Slider"}
ENTRIES = {"ListItem", "TreeItem", "PageTab", "MenuItem", "Cell"}
INTERACTIVE = PRESSED | FILLED_IN | ENTRIES
NOTHING_SAID = {"NoRole", "Client", "Pane", "Grouping", "Whitespace", "Border", "LayeredPane"}
"""Roles that tell nobody what can be done with something. Text that can be marked is told as the text that it is."""
INSIDE = {
    "ListItem": {"List", "ComboBox"},
    "TreeItem": {"Tree", "TreeItem"},
    "PageTab": {"PageTabList"},
    "MenuItem": {"PopupMenu", "MenuBar", "MenuItem"},
    "Cell": {"Table", "Tree", "Row"},
    "ColumnHeader": {"Table", "Tree"},
}
ROLE_WORDS = (
    "knapp",
    "kryssruta",
    "kombinationsruta",
    "button",
    "checkbox",
    "check box",
    "combo box",
    "painike",
    "valintaruutu",
)
"""What a screen reader says by itself, in three languages."""
LONGEST = 512
"""Letters of a name; a longer one nobody listens to."""
ACCEPTED_SIZE = 25
"""Square pixels: less of a control cannot be found."""


def named(window: Node) -> Iterator[Fault]:
    """Whatever takes the keyboard or a click has a name that says something (4.1.2)."""
    for node in _there(window):
        needs = node.role in INTERACTIVE - {"Cell"} or (node.has("focusable") and node.role != "Cell")
        if needs and not re.search(r"\w", node.name) and not any(re.search(r"\w", each) for each in node.labels):
            yield "has no name", node
        if node.role in INTERACTIVE and len(node.name) > LONGEST:
            yield f"a name of {len(node.name)} letters", node


def window_named(window: Node) -> Iterator[Fault]:
    """A window says what it is (2.4.2)."""
    if window.role not in ("PopupMenu", "ToolTip") and not window.name.strip():
        yield "a window without a name", window


def plain_names(window: Node) -> Iterator[Fault]:
    """A name is words: no markup, no mark of a letter, no role that the reader says anyway (4.1.2).

    A description that repeats the name, as a tool tip does, is no fault: Orca and NVDA leave it out by themselves.
    """
    for node in _there(window):
        if re.search(r"</?[a-z]+[ >/]|&\w+;", node.name):
            yield "markup is read out", node
        if node.role in INTERACTIVE and re.search(r"(^|\s)&\w", node.name):
            yield "the mark of its letter is read out", node
        words = node.name.casefold().rstrip(" .:")
        if node.role in PRESSED | FILLED_IN and any(re.search(rf"\b{role}$", words) for role in ROLE_WORDS):
            yield "its name repeats its role", node


def label_in_name(window: Node) -> Iterator[Fault]:
    """Whoever says what stands on it reaches it by voice (2.5.3)."""
    for node in _there(window):
        if node.role in PRESSED and (shown := _words(node.shown)) and shown not in _words(node.name):
            yield f"shows {node.shown!r} and is not called so", node


def apart(window: Node) -> Iterator[Fault]:
    """Neighbours that take the keyboard are told apart by name and role, or by what is said of them (2.4.6)."""
    for node in _there(window):
        seen: dict[tuple[str, str, str], Node] = {}
        for child in node.children:
            if not child.in_sight or child.role not in INTERACTIVE - {"Cell"} or not child.name.strip():
                continue
            key = (child.role, child.name.casefold(), child.description.casefold())
            if key in seen:
                yield f"is called as the other {seen[key].role} beside it", child
            seen[key] = child


def fitting_role(window: Node) -> Iterator[Fault]:
    """What takes the keyboard says what can be done with it (4.1.2)."""
    for node in _there(window):
        if node.has("focusable") and node.role in NOTHING_SAID and node.parent is not None and not _only_scrolls(node):
            yield "takes the keyboard and is told as nothing", node


def can_be_pressed(window: Node) -> Iterator[Fault]:
    """A reader may press what may be pressed (4.1.2)."""
    for node in _there(window):
        if (
            node.role in PRESSED
            and not node.has("disabled")
            and not set(node.actions) & {"Press", "Toggle", "ShowMenu", "Check"}
        ):
            yield "cannot be pressed", node
        if node.role in ("CheckBox", "RadioButton") and not node.has("checkable"):
            yield "does not say whether it is chosen", node


def labelled(window: Node) -> Iterator[Fault]:
    """What is filled in says what it takes (3.3.2), and what is secret is told as such."""
    for node in _there(window):
        if node.role in FILLED_IN and not node.of_qt and not any(each.strip() for each in (*node.labels, _but_combo(node))):
            yield "has no label", node


def structured(window: Node) -> Iterator[Fault]:
    """Entries stand in their lists, and lists say which entry is chosen (1.3.1)."""
    for node in _there(window):
        around = INSIDE.get(node.role)
        if around is not None and (node.parent is None or node.parent.role not in around):
            yield f"stands in {node.parent.role if node.parent else 'nothing'}", node
        if node.role in ("List", "Tree", "PageTabList") and node.children and not node.chooses:
            yield "does not say what is chosen in it", node


def table_headers(window: Node) -> Iterator[Fault]:
    """Each cell says of which column it is (1.3.1)."""
    for node in _there(window):
        if node.role == "Cell" and not node.of_qt and node.in_sight and not any(each.strip() for each in node.headers or ()):
            yield "a cell of no column", node


def values(window: Node) -> Iterator[Fault]:
    """What stands somewhere between two ends says where (4.1.2)."""
    for node in _there(window):
        if node.role in ("ProgressBar", "Slider", "SpinBox", "ScrollBar", "Dial") and not node.has_value:
            yield "does not say its value", node


def pictures(window: Node) -> Iterator[Fault]:
    """A picture that is all there is has words (1.1.1)."""
    for node in _there(window):
        if node.picture and not node.name.strip():
            yield "a picture without words", node


def somewhere(window: Node) -> Iterator[Fault]:
    """What takes the keyboard lies in its window, large enough to be found (4.1.2)."""
    left, top, width, height = window.box
    for node in _there(window):
        if not node.has("focusable") or node.has("disabled") or node.of_qt or node.role in ENTRIES:
            continue
        if node.box[2] * node.box[3] < ACCEPTED_SIZE:
            yield "has no size", node
        inside = left <= node.seen[0] and node.seen[0] + node.seen[2] <= left + width
        if node.in_sight and not (inside and top <= node.seen[1] and node.seen[1] + node.seen[3] <= top + height):
            yield "lies outside its window", node


def one_keyboard(window: Node) -> Iterator[Fault]:
    """The keyboard is in one place (2.4.7)."""
    focused = [node for node in _there(window) if node.has("focused") and node.role not in ENTRIES and node.in_sight]
    for node in focused[1:]:
        if focused[0] not in node.around():
            yield f"has the keyboard as {focused[0]} has", node


RULES: tuple[Rule, ...] = (
    named, window_named, plain_names, label_in_name, apart, fitting_role, can_be_pressed, labelled, structured, table_headers,
    values, pictures, somewhere, one_keyboard,
)  # fmt: skip


def faults_told(window: Node) -> Iterator[Fault]:
    """Everything that breaks a rule."""
    for rule in RULES:
        yield from rule(window)


def _there(window: Node) -> Iterator[Node]:
    """What is there for a reader: all but what is hidden, and what is in it."""
    for node in window.everything():
        if not node.has("invisible") and not any(each.has("invisible") for each in node.around()):
            yield node


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _but_combo(node: Node) -> str:
    """Its name; a combo box has what is chosen in it for one under X11."""
    return "" if node.role == "ComboBox" else node.name


def _only_scrolls(node: Node) -> bool:
    """An area that takes the keyboard to be scrolled by it."""
    return any(child.role == "ScrollBar" for child in node.everything())
