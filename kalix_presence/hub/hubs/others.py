"""The other hubs of a group, asked who leads: by a hub that leads and cannot reach the database that would say so."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

import msgspec

SECONDS = 1.0
ANSWER_BYTES = 65_536


class _Ready(msgspec.Struct, frozen=True):
    """Of `/readyz`, whether it is the page of a hub that leads or of one that stands by."""

    term: int = 0


def highest_term(addresses: Iterable[str], context: Callable[[], ssl.SSLContext]) -> int:
    """The highest term under which any of them says that a hub leads; 0 where none is reached or says anything."""
    return max((_term_at(address, context) for address in addresses), default=0)


def _term_at(address: str, context: Callable[[], ssl.SSLContext]) -> int:
    try:
        parts = urlsplit(address)
        if parts.scheme == "https":
            asking: http.client.HTTPConnection = http.client.HTTPSConnection(
                parts.hostname or "", parts.port, timeout=SECONDS, context=context()
            )
        else:
            asking = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
        try:
            asking.request("GET", "/readyz", headers={"Accept": "application/json"})
            answer = asking.getresponse()
            text = answer.read(ANSWER_BYTES)
        finally:
            asking.close()
        return msgspec.json.decode(text, type=_Ready).term if answer.status == 200 else 0
    except (OSError, ValueError, http.client.HTTPException, msgspec.MsgspecError):
        return 0
