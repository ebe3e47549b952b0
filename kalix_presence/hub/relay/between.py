"""What two hubs say to each other beside what clients say: names of headers and paths, and what is dropped on the way."""

from __future__ import annotations

from collections.abc import Collection

from kalix_presence.hub.relay.signing import HEADER

Headers = list[tuple[bytes, bytes]]

TRUNK = "/hub/trunk"
"""Taken over by the hub that asks for it, for all streams of its clients."""
GONE = "/hub/trunk/gone"
"""Numbers of readers whose connections have ended."""

SAYS = b"kalix-relay"
"""In an answer: what the other hub is to do with it; an answer without it goes to the client."""
STREAM = b"stream"
"""The stream has begun; the body is the head that its client is to get."""
NOT_LEADING = b"not-leading"
"""This hub does not lead: look who does, and pass it on there. Nothing was done."""
NO_TRUNK = b"no-trunk"
"""The trunk is not open, or no more: open one. Nothing was done."""
CLOCK = b"clock"
"""Signed for another moment: `NOW` says which it is. Nothing was done."""

NOW = b"kalix-now"
"""Seconds since 1970 at the hub that leads."""
PROVEN = b"kalix-proven"
"""The request bore a good token."""

OF_A_HOP = frozenset(
    (
        b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection", b"te", b"trailer",
        b"transfer-encoding", b"upgrade", b"expect",
    )
)  # fmt: skip
"""Of one connection alone (RFC 9110, 7.6.1); with `Expect`, which a hub has answered before it passes anything on."""
OF_PROXIES = frozenset((b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-request-id", HEADER))
"""Read at the hub to which the client has come, which says itself what is to be believed of it."""

OF_ANSWERS = frozenset((SAYS, NOW, PROVEN, b"strict-transport-security"))
"""Said from hub to hub, or of the connection to the hub that leads: each hub says itself whether it is to be reached by TLS."""


def end_to_end(headers: Collection[tuple[bytes, bytes]], without: frozenset[bytes] = frozenset()) -> Headers:
    """`headers` (names in small letters) that go on to the next hop."""
    named = {
        word.strip().lower() for name, value in headers if name == b"connection" for word in value.split(b",") if word.strip()
    }
    dropped = OF_A_HOP | without | named
    return [(name, value) for name, value in headers if name not in dropped]
