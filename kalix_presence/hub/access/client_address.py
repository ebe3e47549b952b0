"""Where a request comes from when a proxy that the site trusts stands before the hub (`Forwarded`, `X-Forwarded-For`)."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

from kalix_presence.hub.site.networks import Network

_FOR = re.compile(r'for\s*=\s*("[^"]*"|[^;,\s]+)', re.IGNORECASE)


def is_in(host: str, networks: Sequence[Network]) -> bool:
    """Whether `host` lies in one of `networks`."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    plain = getattr(address, "ipv4_mapped", None) or address
    return any(plain in network for network in networks)


def client_address(host: str, forwarded: Sequence[str], x_forwarded_for: Sequence[str], trusted: Sequence[Network]) -> str:
    """The nearest address that is no trusted proxy: what anybody farther away says of themselves is not believed.

    `forwarded` and `x_forwarded_for` are the values of those headers in the order they came. "unknown" or an obfuscated name
    counts as itself.
    """
    if not is_in(host, trusted):
        return host
    told = [_plain(found) for value in forwarded for found in _FOR.findall(value)] or [
        _plain(part) for value in x_forwarded_for for part in value.split(",") if part.strip()
    ]
    for each in reversed(told):
        if not is_in(each, trusted):
            return each
    return told[0] if told else host


def _plain(text: str) -> str:
    """An address without quotes, brackets and port."""
    text = text.strip().strip('"').strip()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def source_of(host: str) -> str:
    """What counts as one address: an IPv6 network of 64 bits is one house, an IPv4 address one machine or one router."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return "127.0.0.0/8" if address.is_loopback else str(address)
