"""Whether this computer is at the office: its address lies in a network that its person has named."""

from __future__ import annotations

import asyncio
import ipaddress
from urllib.parse import urlsplit

from kalix_presence.model.errors import BadInput

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks_of(text: str) -> list[Network]:
    """The networks in `text`, apart by commas or blanks: 10.12.0.0/16, 192.168.7.20. Raises BadInput `office-network`."""
    found = []
    for word in text.replace(",", " ").split():
        try:
            found.append(ipaddress.ip_network(word, strict=False))
        except ValueError:
            raise BadInput("office-network", field="office", text=word[:60]) from None
    return found


def is_office(address: str | None, networks: list[Network]) -> bool:
    """Whether `address` lies in one of `networks`."""
    if address is None:
        return False
    try:
        own = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return any(own.version == network.version and own in network for network in networks)


async def own_address(hub: str) -> str | None:
    """The address from which this computer would reach the hub at `hub`; None without a way there. Nothing is sent."""
    parts = urlsplit(hub)
    loop = asyncio.get_running_loop()
    try:
        transport, _ = await loop.create_datagram_endpoint(
            asyncio.DatagramProtocol, remote_addr=(parts.hostname or "", parts.port or 443)
        )
    except OSError:
        return None
    try:
        return str(transport.get_extra_info("sockname")[0])
    finally:
        transport.close()
