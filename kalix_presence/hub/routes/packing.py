"""Long answers go packed by gzip to whoever takes it."""

from __future__ import annotations

import asyncio
import gzip

import msgspec
from litestar import Response

from kalix_presence.hub.routes.asking import Asking

JSON = "application/json"
LEVEL = 1
"""Of gzip: people pack to an eighth at once, and little more for ten times the work."""
SMALLEST = 1_024
"""Bytes below which an answer fits in one packet anyway."""

_encode = msgspec.json.Encoder().encode


async def answer(request: Asking, what: msgspec.Struct) -> Response[bytes]:
    """`what` as JSON, packed beside the event loop where it is long and the reader takes it."""
    data = _encode(what)
    headers = {"vary": "Accept-Encoding"}
    if len(data) >= SMALLEST and takes_gzip(request.headers.get("accept-encoding", "")):
        data = await asyncio.to_thread(gzip.compress, data, LEVEL)
        headers["content-encoding"] = "gzip"
    return Response(data, media_type=JSON, headers=headers)


def takes_gzip(accepted: str) -> bool:
    """Whether a reader with this `Accept-Encoding` takes gzip (RFC 9110, section 12.5.3)."""
    for part in accepted.lower().split(","):
        coding, _, quality = part.strip().partition(";")
        if coding.strip() in ("gzip", "*"):
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
