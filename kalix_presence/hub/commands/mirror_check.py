"""What `kalix-hub check` says of the programs in which standings are told: each permission tried, by its name there."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.core.mirrors import mirrors_of
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.store.people import read_people
from kalix_presence.hub.store.preferences import read_preferences
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, PresenceError
from kalix_presence.model.preferences import Preferences


async def check_mirrors(config: Config) -> list[tuple[str, PresenceError | None]]:
    """A line for each permission of each program. It is tried at the account of somebody who has chosen to be told of there,
    and changes nothing."""
    mirrors = mirrors_of(config.mirrors, config.folder, steady=time.monotonic, clock=utc_now)
    lines: list[tuple[str, PresenceError | None]] = []
    for name, mirror in mirrors:
        address = _somebody(config)
        try:
            if not address:
                lines.append((name, BadInput("mirror-check-nobody")))
                continue
            async for permission, fault in mirror.check(address):
                lines.append((f"{name} {permission}", fault))
        finally:
            await mirror.close()
    return lines


def _somebody(config: Config) -> str:
    kept = kept_of(config)
    kept.require_there()
    if kept.is_older():
        return ""
    with kept.looking() as sql:
        return address_to_try(read_people(sql).values(), read_preferences(sql))


def address_to_try(people: Iterable[Person], chosen: Mapping[str, Preferences]) -> str:
    """The e-mail address of the first who has chosen to be told of elsewhere; "" where nobody has."""
    willing = (one for one in people if one.email and chosen.get(one.extension, Preferences()).status_elsewhere)
    return min((one.email for one in willing), default="")
