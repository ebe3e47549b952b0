"""The one table of the grid's keys: what binds them, what buttons and menus name them by, and what F1 shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from kalix_presence.desktop.widgets.native_keys import native

translate = QCoreApplication.translate


class Do(StrEnum):
    """Something a key does."""

    CALL = "call"
    CALL_ANYWAY = "call_anyway"
    CONSULT = "consult"
    BACK_TO_CALLER = "back_to_caller"
    TAKE = "take"
    WORD = "word"
    MESSAGE = "message"
    CARD = "card"
    NUDGE = "nudge"
    SET_ABSENCE = "set_absence"
    END_ABSENCE = "end_absence"
    FORWARD_UNIT = "forward_unit"
    UNDO = "undo"
    FAVOURITE = "favourite"
    NOTICES = "notices"
    NEXT_CALL = "next_call"
    SEARCH = "search"
    UNITS = "units"
    WIDTH = "width"
    SHOW_IN = "show_in"
    SHOW_AWAY = "show_away"
    SHOW_ON_PHONE = "show_on_phone"
    SHOW_OVERDUE = "show_overdue"
    SHOW_FAVOURITES = "show_favourites"
    SHOW_EVERYBODY = "show_everybody"
    LIST = "list"
    TILES = "tiles"
    COLUMNS = "columns"
    COMPACT = "compact"
    MENU = "menu"
    KEYS = "keys"
    ESCAPE = "escape"


@dataclass(frozen=True, slots=True)
class Key:
    """`everywhere` works wherever the keyboard is; the letters `in_list` as well while it is in the list."""

    do: Do
    everywhere: str
    in_list: str = ""


KEYS = (
    Key(Do.CALL, "Return", "CT"),
    Key(Do.CALL_ANYWAY, "Shift+Return"),
    Key(Do.CONSULT, "F4", "A"),
    Key(Do.BACK_TO_CALLER, "Shift+F4"),
    Key(Do.WORD, "F5"),
    Key(Do.TAKE, "F10"),
    Key(Do.MESSAGE, "F2", "M"),
    Key(Do.CARD, "F3"),
    Key(Do.NUDGE, "F6", "B"),
    Key(Do.SET_ABSENCE, "F7"),
    Key(Do.END_ABSENCE, "F8"),
    Key(Do.FORWARD_UNIT, "Shift+F7"),
    Key(Do.UNDO, "Ctrl+Z"),
    Key(Do.FAVOURITE, "Ctrl+D"),
    Key(Do.NOTICES, "Ctrl+N"),
    Key(Do.NEXT_CALL, "Ctrl+Tab"),
    Key(Do.SEARCH, "Ctrl+F"),
    Key(Do.UNITS, "F9"),
    Key(Do.WIDTH, "Shift+F9"),
    Key(Do.SHOW_IN, "Alt+1"),
    Key(Do.SHOW_AWAY, "Alt+2"),
    Key(Do.SHOW_ON_PHONE, "Alt+3"),
    Key(Do.SHOW_OVERDUE, "Alt+4"),
    Key(Do.SHOW_FAVOURITES, "Alt+5"),
    Key(Do.SHOW_EVERYBODY, "Alt+0"),
    Key(Do.LIST, "Ctrl+1"),
    Key(Do.TILES, "Ctrl+2"),
    Key(Do.COLUMNS, "Ctrl+K"),
    Key(Do.COMPACT, "F11"),
    Key(Do.MENU, "Shift+F10"),
    Key(Do.KEYS, "F1"),
    Key(Do.ESCAPE, "Esc"),
)


def _combined(name: str) -> int:
    first: QKeyCombination = QKeySequence(name)[0]  # type: ignore[index]  # PySide's stubs know no indexing
    return first.toCombined()


_EVERYWHERE = {_combined(key.everywhere): key.do for key in KEYS}
_IN_LIST = {letter: key.do for key in KEYS for letter in key.in_list}
_RETURN, _ENTER = _combined("Return"), _combined("Enter")
_SHIFTED = _combined("Shift+Return"), _combined("Shift+Enter")
GROUPS = (
    (
        Do.TAKE, Do.WORD, Do.CALL, Do.CALL_ANYWAY, Do.CONSULT, Do.BACK_TO_CALLER, Do.MESSAGE, Do.NUDGE, Do.SET_ABSENCE,
        Do.END_ABSENCE, Do.FORWARD_UNIT, Do.UNDO,
    ),
    (Do.SEARCH, Do.CARD, Do.FAVOURITE, Do.MENU, Do.NEXT_CALL, Do.NOTICES, Do.KEYS, Do.ESCAPE),
    (
        Do.SHOW_IN, Do.SHOW_AWAY, Do.SHOW_ON_PHONE, Do.SHOW_OVERDUE, Do.SHOW_FAVOURITES, Do.SHOW_EVERYBODY, Do.UNITS,
        Do.WIDTH, Do.LIST, Do.TILES, Do.COLUMNS, Do.COMPACT,
    ),
)  # fmt: skip
"""As F1 shows them: what is done for a caller, finding one's way, what is shown."""


def pressed(event: QKeyEvent, *, in_list: bool) -> Do | None:
    """What this key does; None when it only types or moves."""
    combined = event.keyCombination().toCombined()
    if event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        combined &= ~Qt.KeyboardModifier.KeypadModifier.value
    found = _EVERYWHERE.get({_ENTER: _RETURN, _SHIFTED[1]: _SHIFTED[0]}.get(combined, combined))
    plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    if found is None and in_list and plain:
        found = _IN_LIST.get(event.text().upper())
    return found


def key_of(do: Do) -> Key:
    """The row of the table."""
    return next(key for key in KEYS if key.do is do)


def shown(do: Do, *, letters: bool = False) -> str:
    """The key as keyboards name it; with `letters` those that work in the list as well."""
    key = key_of(do)
    name = native(key.everywhere).replace("Return", translate("Keys", "Enter"))
    return ", ".join((name, *key.in_list)) if letters else name


def said(do: Do) -> str:
    """What it does, in a few words."""
    return {
        Do.CALL: translate("Keys", "Call; during a call: transfer it at once"),
        Do.CALL_ANYWAY: translate("Keys", "Call somebody away all the same, not the deputy"),
        Do.CONSULT: translate("Keys", "Ask first; again: connect them"),
        Do.BACK_TO_CALLER: translate("Keys", "Back to the caller, without connecting"),
        Do.TAKE: translate("Keys", "Take the call that waits longest"),
        Do.WORD: translate("Keys", "Say what the call is about, before transferring it"),
        Do.MESSAGE: translate("Keys", "Leave a message"),
        Do.CARD: translate("Keys", "Show the person's card"),
        Do.NUDGE: translate("Keys", "Ask “are you back?”"),
        Do.SET_ABSENCE: translate("Keys", "Set an absence"),
        Do.END_ABSENCE: translate("Keys", "End the absence"),
        Do.FORWARD_UNIT: translate("Keys", "Forward the whole unit"),
        Do.UNDO: translate("Keys", "Undo the last act"),
        Do.FAVOURITE: translate("Keys", "Favourite, or no longer"),
        Do.NOTICES: translate("Keys", "Notices of the units"),
        Do.NEXT_CALL: translate("Keys", "The next of the present calls"),
        Do.SEARCH: translate("Keys", "Search anew"),
        Do.UNITS: translate("Keys", "Units and filters; again: back"),
        Do.WIDTH: translate("Keys", "Units wider, or narrow again"),
        Do.SHOW_IN: translate("Keys", "Only those who are in"),
        Do.SHOW_AWAY: translate("Keys", "Only those who are away"),
        Do.SHOW_ON_PHONE: translate("Keys", "Only those on the phone"),
        Do.SHOW_OVERDUE: translate("Keys", "Only those overdue"),
        Do.SHOW_FAVOURITES: translate("Keys", "Only favourites"),
        Do.SHOW_EVERYBODY: translate("Keys", "Everybody"),
        Do.LIST: translate("Keys", "As a list"),
        Do.TILES: translate("Keys", "As tiles"),
        Do.COLUMNS: translate("Keys", "Choose columns"),
        Do.COMPACT: translate("Keys", "Narrow strip, always on top; again: whole window"),
        Do.MENU: translate("Keys", "Everything that can be done"),
        Do.KEYS: translate("Keys", "This map of keys"),
        Do.ESCAPE: translate("Keys", "Clear the search; then close"),
    }[do]
