"""One look at the server, signed in or not: how far one comes on the way to it, its certificate and its clock."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import IntEnum
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec

from kalix_presence import wire
from kalix_presence.client.connection.proxies import Proxy, proxy_of
from kalix_presence.client.connection.refusals import refusal, unreachable
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.connection.unreachable import told_apart
from kalix_presence.client.gc_pause import import_httpx
from kalix_presence.model.errors import NotFound, PresenceError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx

LARGEST = 64 * 1024
"""Bytes read of an answer; a hub's is far smaller."""


class Stage(IntEnum):
    """What has to go well, in this order."""

    PROXY = 0
    NAME = 1
    PORT = 2
    TLS = 3
    CERTIFICATE = 4
    HUB = 5


_STAGES = {
    "hub-proxy": Stage.PROXY,
    "hub-proxy-away": Stage.PROXY,
    "hub-proxy-unusable": Stage.PROXY,
    "hub-no-such-name": Stage.NAME,
    "hub-refused": Stage.PORT,
    "hub-timeout": Stage.PORT,
    "hub-no-network": Stage.PORT,
    "hub-no-https": Stage.TLS,
    "hub-wants-certificate": Stage.TLS,
    "hub-own-certificate": Stage.TLS,
    "hub-expired": Stage.CERTIFICATE,
    "hub-wrong-name": Stage.CERTIFICATE,
    "hub-untrusted": Stage.CERTIFICATE,
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the server showed and this computer trusts; `tls` is the version that is spoken."""

    until: datetime
    names: tuple[str, ...]
    issuer: str
    tls: str


@dataclass(frozen=True, slots=True)
class Probe:
    """What one look found. `stopped` is where it ended and `fault` why; None: a hub answered.

    `certificate` is None where none was seen to be good. `server_time` is the server's when it answered, `asked` and `answered`
    this computer's around it.
    """

    proxy: Proxy | None
    stopped: Stage | None = None
    fault: PresenceError | None = None
    certificate: Certificate | None = None
    server_time: datetime | None = None
    asked: datetime | None = None
    answered: datetime | None = None

    def passed(self, stage: Stage) -> bool | None:
        """Whether this went well; None where the look did not come so far."""
        if self.stopped is None or stage < self.stopped:
            return True
        return False if stage is self.stopped else None


async def look(hub: HubClient, now: Callable[[], datetime], address: str = "") -> Probe:
    """Ask how one may sign in there, which a hub tells everybody: nothing is refused, counted or changed by it.

    `address` is the hub that is asked; else the one that is asked anyway.
    """
    import_httpx()
    import httpx

    address = address or hub.address
    proxy = await asyncio.to_thread(proxy_of, address)
    asked = now()
    try:
        async with hub.pool(address).stream("GET", "/api/v1/sign-in/ways", headers={"Accept-Language": hub.language}) as answer:
            answered = now()
            seen = _certificate(answer)
            told = _date(answer)
            content = await _beginning(answer)
    except PresenceError as refused:
        return Probe(proxy, _STAGES.get(refused.code, Stage.HUB), refused)
    except httpx.HTTPError as caught:
        unread = isinstance(caught, httpx.ReadTimeout | httpx.WriteTimeout)
        why = await asyncio.to_thread(told_apart, _caused(caught), address)
        return Probe(proxy, Stage.HUB if unread else _STAGES.get(why.code, Stage.HUB), why)
    fault = _judged(answer.status_code, content)
    if fault is not None:
        fault = await asyncio.to_thread(told_apart, fault, address)
    return Probe(proxy, None if fault is None else Stage.HUB, fault, seen, told, asked, answered)


def _caused(caught: Exception) -> Unavailable:
    try:
        raise unreachable(caught) from caught
    except Unavailable as fault:
        return fault


def _judged(status: int, content: bytes) -> PresenceError | None:
    """Why this is no hub that works; None for one that does."""
    if status >= HTTPStatus.BAD_REQUEST:
        said = refusal(status, content)
        return None if isinstance(said, NotFound) else said  # one from before it was asked this
    try:
        told = msgspec.json.decode(content, type=dict[str, object])
        msgspec.convert(told, wire.SignInWays)
    except wire.UNREADABLE:
        return Unavailable("hub-not-understood")
    return None if told.keys() <= set(wire.SignInWays.__struct_fields__) else Unavailable("hub-not-understood")


async def _beginning(answer: httpx.Response) -> bytes:
    content = b""
    async for part in answer.aiter_bytes():
        content += part
        if len(content) > LARGEST:
            break
    return content


def _date(answer: httpx.Response) -> datetime | None:
    try:
        at = parsedate_to_datetime(answer.headers.get("date", ""))
    except (ValueError, TypeError):
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _certificate(answer: httpx.Response) -> Certificate | None:
    stream = answer.extensions.get("network_stream")
    spoken = None if stream is None else stream.get_extra_info("ssl_object")
    if spoken is None:
        return None
    shown: Mapping[str, Any] = spoken.getpeercert() or {}
    if "notAfter" not in shown:
        return None
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), UTC)
    names = tuple(name for _, name in shown.get("subjectAltName", ()))
    issuer = dict(pair for part in shown.get("issuer", ()) for pair in part)
    by = issuer.get("organizationName") or issuer.get("commonName") or ""
    return Certificate(until, names, by, spoken.version() or "")
