"""Whether a directory server can be reached in secret, and if not why: libldap says "can't contact" of a closed port and of a
wrong certificate alike, and waits for ever on a server that accepts and says nothing."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kalix_presence.model.errors import BadInput, Unavailable

STARTTLS = b"0\x1d\x02\x01\x01w\x18\x80\x161.3.6.1.4.1.1466.20037"
"""The LDAP request for it (RFC 4511, 4.14), whole."""
_SYSTEM = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
"""Where systems keep the certificates that they trust, in one file."""


def system_certificates() -> str:
    """The file of certificates that this system trusts; "" where none is found."""
    named = ssl.get_default_verify_paths().cafile
    return next((path for path in (named, *_SYSTEM) if path and Path(path).is_file()), "")


def look(address: str, *, starttls: bool, ca: str, seconds: float) -> None:
    """Connect to `address`, greet in TLS and leave again.

    Raises Unavailable `sync-host-unknown`, `sync-refused`, `sync-no-answer`, `sync-no-tls`, `sync-certificate`; BadInput
    `sync-ca` for certificates that cannot be read.
    """
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or (636 if parts.scheme == "ldaps" else 389)
    where: dict[str, Any] = {"host": host, "port": port}
    try:
        with socket.create_connection((host, port), timeout=seconds) as plain:
            plain.settimeout(seconds)
            if parts.scheme == "ldaps" or starttls:
                if parts.scheme != "ldaps":
                    _ask_for_tls(plain, where)
                _greet(plain, host, ca)
    except ssl.SSLCertVerificationError as fault:
        raise Unavailable("sync-certificate", problem=fault.verify_message, **where) from None
    except socket.gaierror:
        raise Unavailable("sync-host-unknown", **where) from None
    except TimeoutError:
        raise Unavailable("sync-no-answer", seconds=f"{seconds:g}", **where) from None
    except ssl.SSLError as fault:
        raise Unavailable("sync-no-tls", problem=fault.reason or "?", **where) from None
    except OSError as fault:
        raise Unavailable("sync-refused", problem=fault.strerror or type(fault).__name__, **where) from None


def _ask_for_tls(plain: socket.socket, where: dict[str, Any]) -> None:
    plain.sendall(STARTTLS)
    answer = plain.recv(4096)
    # 0a 01 00: result code, success.
    if len(answer) < 12 or b"\x0a\x01\x00" not in answer[:16]:
        raise Unavailable("sync-no-tls", problem="StartTLS", **where)


def _greet(plain: socket.socket, host: str, ca: str) -> None:
    try:
        context = ssl.create_default_context(cafile=ca or system_certificates() or None)
    except (OSError, ssl.SSLError):
        raise BadInput("sync-ca", file=ca) from None
    with context.wrap_socket(plain, server_hostname=host):
        pass
