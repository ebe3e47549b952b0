"""By what the hub that leads knows that another hub of its group passed a request on, and from whom."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from kalix_presence.hub.supervision.request_record import is_plain

HEADER = b"kalix-passed-on"
WINDOW_SECONDS = 5.0
"""How far the two hubs' clocks may differ, and so how long a header could be used once more: for the same request line alone,
and to say the same address. A hub whose clock is off is told so, and reckons with it."""
LONGEST = 2_048
LONGEST_ADDRESS = 100
_VERSION = "1"


@dataclass(frozen=True, slots=True)
class PassedOn:
    """What a hub that stands by says of a request: from which `address` it came and by which `scheme`, the `id` that its answer
    and the log name, and where it concerns one, the `trunk` (an id) and the number of the `reader` on it."""

    address: str
    scheme: str
    id: str
    trunk: str = ""
    reader: int = 0


class Stale(Exception):
    """It is signed by the group, for a moment that is long ago or has not come yet."""


class Forged(Exception):
    """It is signed by nobody of the group, or for another request."""


def signed(secret: bytes, method: str, target: bytes, told: PassedOn, *, at: float, body: bytes = b"") -> bytes:
    """The header's value for a request of `target` (path and query as they go out) at the moment `at` (seconds since 1970).

    `body` is signed where it says itself what is to be done; a client's own is not: the client's token answers for that.
    """
    address = quote(told.address[:LONGEST_ADDRESS], safe="")
    said = f"{_VERSION} {at:.3f} {told.scheme} {told.id} {told.trunk or '-'} {told.reader} {address}"
    return f"{said} {_signature(secret, method, target, said, body)}".encode("ascii")


def verified(secret: bytes, method: str, target: bytes, value: bytes, *, now: float, body: bytes = b"") -> PassedOn:
    """What a header says. Raises Forged, or Stale for one that is too far from `now`."""
    said, _, signature = _text(value).rpartition(" ")
    if not hmac.compare_digest(_signature(secret, method, target, said, body), signature):
        raise Forged
    version, at, scheme, request, trunk, reader, address = said.split(" ")
    if version != _VERSION or not is_plain(request):
        raise Forged
    if abs(float(at) - now) > WINDOW_SECONDS:
        raise Stale
    told = PassedOn(unquote(address), scheme, request)
    return told if trunk == "-" else replace(told, trunk=trunk, reader=int(reader))


def _text(value: bytes) -> str:
    try:
        return value[:LONGEST].decode("ascii")
    except UnicodeDecodeError:
        raise Forged from None


def _signature(secret: bytes, method: str, target: bytes, said: str, body: bytes) -> str:
    # No part but the last can hold a line break, and a digest has always the same length: two requests never sign alike.
    line = b"%b\n%b\n%b\n%b" % (method.encode("latin-1"), target, said.encode("ascii"), hashlib.sha256(body).digest())
    return hmac.new(secret, line, hashlib.sha256).hexdigest()
