"""Which PBX driver the settings name, ready to start; a driver is imported only when it is the one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from kalix_presence.hub.pbx.drivers import Site, driver_named
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.store.database import Database
from kalix_presence.hub.store.people import held_extensions
from kalix_presence.model.policy import Policy
from kalix_presence.model.reason import Reasons


def clock_of(config: Config, machine: Callable[[], datetime], steady: Callable[[], float]) -> Callable[[], datetime]:
    """The hub's clock: the machine's, or the demo's own, which begins at its moment now and runs on by `steady` seconds."""
    begins = config.pbx.begins
    if begins is None:
        return machine
    first, at = steady(), begins.astimezone(UTC)
    return lambda: at + timedelta(seconds=steady() - first)


def pbx_of(config: Config, *, policy: Policy, reasons: Reasons, clock: Callable[[], datetime]) -> Pbx:
    """The PBX that `config` names; raises BadInput `config-driver` or `config-file-missing`."""
    driver = driver_named(config.pbx.driver)
    settings = driver.settings() if config.pbx.settings is None else config.pbx.settings
    site = Site(config.folder, policy, reasons, clock, lambda: known_extensions(kept_of(config)))
    return driver.opened(settings, site)


def known_extensions(kept: Database) -> Iterable[str]:
    """The extensions in the directory; a PBX of virtual phones has one for each."""
    if not kept.is_ours():  # it is made when the hub's store is opened
        return []
    with kept.looking() as sql:
        return sorted(held_extensions(sql))
