"""What a presence document (RFC 3856, 3863) tells of a line: that its person is on the phone (RPID, RFC 4480), and little else.

Open and closed say whether somebody can be reached, not whether they are in a call: some systems say closed during one, and
most publish for a phone that has merely registered. So without "on the phone" nothing is known of calls, unless whoever runs
the site knows that all phones there tell it.
"""

from __future__ import annotations

from xml.etree import ElementTree

from kalix_presence.hub.pbx.kamailio.documents import root_of
from kalix_presence.model.line import LineState

_PIDF = "{urn:ietf:params:xml:ns:pidf}"
_RPID = "{urn:ietf:params:xml:ns:pidf:rpid}"
MOST_PARTS = 2_000
"""Elements in a document that is read."""


class Presence:
    """Each document is whole: what was told before counts no more. `tells_calls`: all phones here tell of their calls."""

    def __init__(self, *, tells_calls: bool = False) -> None:
        self._tells_calls = tells_calls

    def take(self, body: bytes) -> LineState | None:
        """What the line is doing, UNKNOWN where that is not told; None for what is no such document."""
        if not body.strip():
            return LineState.UNKNOWN  # nobody has published anything
        root = root_of(body)
        if root is None or root.tag != f"{_PIDF}presence" or sum(1 for _ in root.iter()) > MOST_PARTS:
            return None
        said = [each for each in root.iter(f"{_RPID}activities") if each.find(f"{_RPID}on-the-phone") is not None]
        if any(not _at_times(each) for each in said):
            return LineState.BUSY
        return LineState.IDLE if self._tells_calls and not said and _open(root) else LineState.UNKNOWN


def _at_times(activities: ElementTree.Element) -> bool:
    """Whether they hold for a stretch of time that is named: a plan, by a clock that is not ours."""
    return "from" in activities.attrib or "until" in activities.attrib


def _open(root: ElementTree.Element) -> bool:
    """Whether anything of theirs can be reached."""
    found = root.iterfind(f"{_PIDF}tuple/{_PIDF}status/{_PIDF}basic")
    return any((each.text or "").strip() == "open" for each in found)
