"""Asks DNS which computers serve a domain (SRV). Nothing of it is loaded, or asked, where no such name is in the settings.

A network that lies could send a sign-in anywhere. So a target counts only within the very domain that was asked for, and is
asked by https alone, with a certificate for the target's own name: whoever can get one there has the domain anyway.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kalix_presence.client.connection.address import MOST, domain_of, hub_address
from kalix_presence.client.connection.turns import Place
from kalix_presence.model.errors import BadInput, Unavailable

if TYPE_CHECKING:
    from dns.asyncresolver import Resolver

PATIENCE = 5.0
"""Seconds for everything that is asked."""
SOONEST, LATEST = 60.0, 3600.0
"""Seconds that an answer counts at least and at most, whatever DNS says."""


async def look_up(service: str) -> tuple[list[Place], float]:
    """The places of `service`, and for how many seconds they count.

    Raises Unavailable `hub-service-unknown` (`name`) where DNS says that there is none, `hub-service-elsewhere` (`name`,
    `domain`) where it names other domains alone, and `hub-service-silent` (`name`) where nobody answers.
    """
    resolver = await asyncio.to_thread(_resolver)  # reads files, or Windows' registry
    import dns.exception
    import dns.name
    import dns.resolver

    try:
        found = await resolver.resolve(dns.name.from_text(f"{service}."), "SRV", lifetime=PATIENCE)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        raise Unavailable("hub-service-unknown", name=service) from None
    except (dns.exception.DNSException, OSError):
        raise Unavailable("hub-service-silent", name=service) from None
    records = [(each.priority, each.weight, each.port, each.target.to_text().rstrip(".")) for each in found]
    if not any(target for _, _, _, target in records):
        raise Unavailable("hub-service-unknown", name=service)  # "." says that it is not served there
    domain = domain_of(service)
    places = within(domain, records)
    if not places:
        raise Unavailable("hub-service-elsewhere", name=service, domain=domain)
    ttl = float(found.rrset.ttl) if found.rrset is not None else SOONEST
    return places, min(max(ttl, SOONEST), LATEST)


def within(domain: str, records: Iterable[tuple[int, int, int, str]]) -> list[Place]:
    """The places among `records` (priority, weight, port, target) that lie in `domain`, the first `MOST` by priority."""
    found: dict[str, Place] = {}
    for priority, weight, port, target in sorted(records):
        name = target.lower().rstrip(".")
        if name != domain and not name.endswith(f".{domain}"):
            continue
        try:
            address = hub_address(f"https://{name}" + (f":{port}" if port != 443 else ""))
        except BadInput:
            continue
        found.setdefault(address, Place(address, priority, weight))
    return list(found.values())[:MOST]


def _resolver() -> Resolver:
    from dns.asyncresolver import Resolver
    from dns.resolver import NoResolverConfiguration

    try:
        return Resolver()
    except NoResolverConfiguration:
        return Resolver(configure=False)
