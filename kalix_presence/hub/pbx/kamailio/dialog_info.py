"""What a line is doing, by a document of its dialogs (RFC 4235): the most alive of them counts, whatever else has ended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

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
    """None for whatever is no such document; one that declares anything is none."""
    if b"<!" in re.sub(rb"<!--.*?-->", b"", body, flags=re.DOTALL) or b"\0" in body:
        return None
    try:
        root = ElementTree.fromstring(body)  # noqa: S314  (entities are refused above)
    except (ElementTree.ParseError, LookupError, ValueError):
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
