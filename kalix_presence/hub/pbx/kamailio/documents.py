"""What both kinds of documents that tell of a line have in common: XML that declares nothing."""

from __future__ import annotations

import re
from xml.etree import ElementTree


def root_of(body: bytes) -> ElementTree.Element | None:
    """None for whatever is no XML; one that declares anything is none."""
    if b"<!" in re.sub(rb"<!--.*?-->", b"", body, flags=re.DOTALL) or b"\0" in body:
        return None
    try:
        return ElementTree.fromstring(body)  # noqa: S314  (entities are refused above)
    except (ElementTree.ParseError, LookupError, ValueError):
        return None
