"""Why the server could not be reached, told apart for whoever types its address: each kind has a sentence and a cure."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from kalix_presence.client.connection.proxies import proxy_of
from kalix_presence.model.errors import PresenceError, Unavailable

_NOT_REACHED = {"hub-unreachable", "hub-untrusted", "hub-not-understood"}
_EXPIRED, _NOT_YET, _OTHER_NAMES = 10, 9, {62, 64}
"""Numbers of OpenSSL's judgement."""
_ABOUT_OURS = (
    *("ALERT_CERTIFICATE_REQUIRED", "ALERT_UNKNOWN_CA", "ALERT_BAD_CERTIFICATE", "ALERT_CERTIFICATE_EXPIRED"),
    *("ALERT_CERTIFICATE_REVOKED", "ALERT_CERTIFICATE_UNKNOWN", "ALERT_UNSUPPORTED_CERTIFICATE"),
)
"""What the other side says of the certificate that it was shown, or was not."""
_WAITING = (ssl.SSLWantReadError, ssl.SSLWantWriteError)
_ON_THE_WAY = {"hub-no-such-name", "hub-refused", "hub-timeout", "hub-no-network"}
"""Where a proxy is asked, these are said of the proxy: the server itself nobody has tried."""
_NO_NETWORK = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}


def told_apart(fault: PresenceError, address: str) -> PresenceError:
    """`fault` of a request to `address`, or, where the server was not reached or is none, an Unavailable that says why."""
    if fault.code not in _NOT_REACHED:
        return fault
    parts = urlsplit(address)
    host = parts.hostname or address
    causes = list(_causes(fault))
    code = _code(causes, fault.code)
    if code == "hub-no-hub" and parts.scheme == "https" and _in_silence(causes):
        code = "hub-wants-certificate"
    if code in _ON_THE_WAY and _in_connecting(causes):
        proxy = proxy_of(address)
        if proxy is not None and not proxy.direct:
            return Unavailable("hub-proxy-away", proxy=proxy.address)
    return Unavailable(code, host=host, port=parts.port or (443 if parts.scheme == "https" else 80))


def _code(causes: list[BaseException], code: str) -> str:
    kinds = {kind.__name__ for cause in causes for kind in type(cause).__mro__}
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return "hub-no-such-name"
        if isinstance(cause, ssl.SSLCertVerificationError):
            if cause.verify_code in (_EXPIRED, _NOT_YET):
                return "hub-expired"
            return "hub-wrong-name" if cause.verify_code in _OTHER_NAMES else "hub-untrusted"
    if "ProxyError" in kinds:
        return "hub-proxy"
    if any(isinstance(cause, ssl.SSLError) and (cause.reason or "").endswith(_ABOUT_OURS) for cause in causes):
        return "hub-wants-certificate"
    # A handshake that nobody answers ends waiting to read: that is silence, no word of what the other side speaks.
    if any(isinstance(cause, ssl.SSLError) and not isinstance(cause, _WAITING) for cause in causes):
        return "hub-no-https"
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return "hub-refused"
    if "TimeoutException" in kinds or any(isinstance(cause, TimeoutError) for cause in causes):
        return "hub-timeout"
    if any(isinstance(cause, OSError) and cause.errno in _NO_NETWORK for cause in causes):
        return "hub-no-network"
    if code == "hub-not-understood" or kinds & {"ProtocolError", "ReadError", "DecodingError"}:
        return "hub-no-hub"
    return code


def _in_silence(causes: list[BaseException]) -> bool:
    """Greeted and then ended without a word: so ends, in TLS 1.3, the greeting of whoever shows no certificate, or another."""
    kinds = {kind.__name__ for cause in causes for kind in type(cause).__mro__}
    return "ReadError" in kinds or any("without sending a response" in str(cause) for cause in causes)


def _in_connecting(causes: list[BaseException]) -> bool:
    return any(kind.__name__ in {"ConnectError", "ConnectTimeout"} for cause in causes for kind in type(cause).__mro__)


def _causes(fault: BaseException) -> Iterator[BaseException]:
    """Whatever lies behind `fault`, groups too, each once."""
    waiting: list[BaseException | None] = [fault]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
