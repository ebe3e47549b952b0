"""How the small model PBX inside the hub is opened."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kalix_presence.hub.pbx.drivers import Site, Tried
from kalix_presence.hub.pbx.protocol import Pbx

TALKS_FOR = 20.0
"""Seconds of every conversation in the model PBX, where nobody is there to hang up."""


class EmbeddedSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """There is nothing to set."""


class _EmbeddedDriver:
    settings: type[msgspec.Struct] = EmbeddedSettings
    made_up = True
    tried = Tried.REAL
    template = ""
    files = None

    def check_settings(self, settings: EmbeddedSettings, folder: Path) -> list[str]:
        return []

    def opened(self, settings: EmbeddedSettings, site: Site) -> Pbx:
        from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx

        return EmbeddedPbx(site.extensions(), policy=site.policy, reasons=site.reasons, clock=site.clock, talks_for=TALKS_FOR)


DRIVER = _EmbeddedDriver()
