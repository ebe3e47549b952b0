"""Which PBX drivers there are: our own, and those that other packages bring by an entry point (`kalix_presence.pbx`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Protocol

import msgspec

from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.model.errors import BadInput
from kalix_presence.model.policy import Policy
from kalix_presence.model.reason import Reasons

GROUP = "kalix_presence.pbx"
OWN = {
    "asterisk": "kalix_presence.hub.pbx.asterisk.driver:DRIVER",
    "kamailio": "kalix_presence.hub.pbx.kamailio.driver:DRIVER",
    "answer_point": "kalix_presence.hub.pbx.answer_point.driver:DRIVER",
    "threecx": "kalix_presence.hub.pbx.threecx.driver:DRIVER",
    "cucm": "kalix_presence.hub.pbx.cucm.driver:DRIVER",
    "embedded": "kalix_presence.hub.pbx.embedded.driver:DRIVER",
}
"""Ours are found also where the program runs without having been installed; nobody's entry point takes their names."""


class Tried(StrEnum):
    """What its authors have tried a driver on: the PBX itself, its vendor's published description alone, or nothing."""

    REAL = "real"
    DESCRIPTION = "description"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class ShippedFiles:
    """What a driver has for the PBX itself: folders among the shipped resources, and below which folder each is copied.

    The names in `always_new` come new with every version; all others may be the site's own by now.
    """

    folders: dict[str, str]
    always_new: frozenset[str] = frozenset()
    executable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Site:
    """What a driver may know of the site: `extensions` reads those in the directory, `clock` gives aware UTC instants, and
    paths in the settings are relative to `folder`."""

    folder: Path
    policy: Policy
    reasons: Reasons
    clock: Callable[[], datetime]
    extensions: Callable[[], Iterable[str]]


class Driver(Protocol):
    """One kind of PBX: how its part of the settings is read, and how it is opened. Imports nothing heavy before `opened`."""

    settings: type[msgspec.Struct]
    """What `[pbx.NAME]` holds. Unknown fields are to be forbidden: a slip of the pen must not be ignored."""
    made_up: bool
    """Whether phones and callers are made up: then a demo may have a clock of its own."""
    tried: Tried
    """On what; `kalix-hub check` says so, and the page about drivers."""
    template: str
    """Its table as `kalix-hub init` writes it, every field shown; "" when there is nothing to set."""
    files: ShippedFiles | None
    """What `kalix-hub NAME-files` copies to where the PBX can use it; a driver of another package has none."""

    def check_settings(self, settings: Any, folder: Path) -> list[str]:
        """The files among `settings` that hold secrets; raises BadInput for what is missing or unsafe."""
        ...

    def opened(self, settings: Any, site: Site) -> Pbx:
        """The PBX, not started yet; raises BadInput."""
        ...


def driver_named(name: str) -> Driver:
    """The driver of this name. Raises BadInput `config-driver` where there is none, or one that cannot be loaded."""
    if name in OWN:
        return _loaded(EntryPoint(name, OWN[name], GROUP))
    for found in entry_points(group=GROUP, name=name):
        try:
            return _loaded(found)
        except Exception as fault:  # somebody else's package: whatever is wrong with it, say which driver it is
            raise BadInput("config-driver", driver=name) from fault
    raise BadInput("config-driver", driver=name)


def _loaded(entry: EntryPoint) -> Driver:
    driver: Driver = entry.load()
    return driver


def templates() -> str:
    """The settings of all our drivers, to be uncommented by whoever has such a PBX."""
    return "\n".join(text for name in OWN if (text := driver_named(name).template))


def read_settings(name: str, table: dict[str, Any]) -> msgspec.Struct:
    """`[pbx.NAME]`, strictly. Raises BadInput `config-driver`, and msgspec.ValidationError with a path below `$`."""
    return msgspec.convert(table, driver_named(name).settings)
