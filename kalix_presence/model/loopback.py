"""Which hosts can be reached from this machine alone, and to which addresses nothing is said in the open."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether `host` (a name, or an address without brackets) can only be reached from this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_safe(address: str) -> bool:
    """Whether what is said to `address` is encrypted, or stays on this machine."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username or parts.password or parts.fragment:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))


def is_safe_server(address: str) -> bool:
    """The same for a server alone, without a path on it."""
    return is_safe(address) and not urlsplit(address).query and urlsplit(address).path in ("", "/")
