"""Long answers go packed by gzip to whoever takes it."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Mapping

import msgspec
from litestar import Response

from kalix_presence.hub.web.routes.asking import Asking

JSON = "application/json"
LEVEL = 1
"""Of gzip: people pack to an eighth at once, and little more for ten times the work."""
SMALLEST = 1_024
"""Bytes below which an answer fits in one packet anyway."""

VARY: Mapping[str, str] = {"vary": "Accept-Encoding"}
_encode = msgspec.json.Encoder().encode


async def packed(what: msgspec.Struct) -> bytes:
    """`what` as JSON, packed beside the event loop."""
    return await _pack(_encode(what))


def answer_packed(data: bytes) -> Response[bytes]:
    """What is packed already."""
    return Response(data, media_type=JSON, headers={**VARY, "content-encoding": "gzip"})


async def answer(request: Asking, what: msgspec.Struct) -> Response[bytes]:
    """`what` as JSON, packed beside the event loop where it is long and the reader takes it."""
    data = _encode(what)
    if len(data) >= SMALLEST and takes_packed(request):
        return answer_packed(await _pack(data))
    return Response(data, media_type=JSON, headers=dict(VARY))


def takes_packed(request: Asking) -> bool:
    """Whether this reader takes gzip, by its `Accept-Encoding` (RFC 9110, section 12.5.3)."""
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        coding, _, quality = part.strip().partition(";")
        if coding.strip() in ("gzip", "*"):
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


async def _pack(data: bytes) -> bytes:
    return await asyncio.to_thread(gzip.compress, data, LEVEL)
