"""Networks as a site names them."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks_of(texts: Iterable[str]) -> tuple[Network, ...]:
    """The networks that `texts` name (an address is a network of one); raises ValueError."""
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)
