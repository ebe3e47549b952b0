"""What a line is doing, by a document of its dialogs (RFC 4235): the most alive of them counts, whatever else has ended."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

from kalix_presence.hub.pbx.kamailio.documents import root_of
from kalix_presence.model.line import LineState

_SPACE = "{urn:ietf:params:xml:ns:dialog-info}"
_EARLY = ("trying", "proceeding", "early")
MOST_DIALOGS = 500


@dataclass(frozen=True, slots=True)
class DialogInfo:
    """`full`: these are all there are. Each dialog is what its line does by it, IDLE where it is over."""

    version: int
    full: bool
    dialogs: dict[str, LineState]


def read(body: bytes) -> DialogInfo | None:
    """None for whatever is no such document."""
    root = root_of(body)
    if root is None:
        return None
    version = root.get("version", "")
    found = root.findall(f"{_SPACE}dialog")
    known = root.tag == f"{_SPACE}dialog-info" and version.isascii() and version.isdigit() and len(version) < 11
    if not known or root.get("state") not in ("full", "partial") or len(found) > MOST_DIALOGS:
        return None
    return DialogInfo(int(version), root.get("state") == "full", {each.get("id", ""): _doing(each) for each in found})


def together(dialogs: dict[str, LineState]) -> LineState:
    """What the line is doing by all of them."""
    for state in (LineState.BUSY, LineState.RINGING):
        if state in dialogs.values():
            return state
    return LineState.IDLE


def _doing(dialog: ElementTree.Element) -> LineState:
    state = (dialog.findtext(f"{_SPACE}state") or "").strip().lower()
    if state == "terminated":
        return LineState.IDLE
    if state in _EARLY and dialog.get("direction") == "recipient":
        return LineState.RINGING
    return LineState.BUSY  # it talks, or calls somebody


class Dialogs:
    """What the documents of one subscription have told so far."""

    def __init__(self) -> None:
        self._version = -1
        self._dialogs: dict[str, LineState] = {}

    def take(self, body: bytes) -> LineState | None:
        """What the line is doing by this one and those before it; None where one is missing, or this is none."""
        if not body.strip():
            self._version, self._dialogs = -1, {}  # nothing was ever told of this line: there is no call
            return LineState.IDLE
        told = read(body)
        if told is None or not (told.full or (self._version >= 0 and told.version == self._version + 1)):
            return None
        self._dialogs = dict(told.dialogs) if told.full else {**self._dialogs, **told.dialogs}
        self._version = told.version
        return together(self._dialogs)
