"""How a driver is set up from the place where its PBX is, for `kalix-hub setup`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from kalix_presence.hub.pbx.drivers import OWN, driver_named


class SetsUp(Protocol):
    """What `setup` of a driver is."""

    secret_file: str
    """Is made, with a secret that nobody else has."""

    def default_port(self, host: str) -> int:
        """The port where none is said."""
        ...

    def look(self, host: str, port: int) -> None:
        """Raises Unavailable `setup-pbx-away` or `setup-pbx-other` where the PBX is not there: it may come later."""
        ...

    def settings(self, host: str, port: int) -> Mapping[str, str]:
        """What differs from the driver's template: each setting's value as TOML writes it."""
        ...


def set_up_by_place() -> tuple[str, SetsUp]:
    """The driver that a place alone is enough for, and how."""
    name, found = next((name, found) for name in OWN if (found := getattr(driver_named(name), "setup", None)) is not None)
    return name, found
