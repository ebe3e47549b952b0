"""How 3CX is named in the hub's settings, and how it is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from kalix_presence.hub.pbx.drivers import ShippedFiles, Site, Tried
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.model.errors import BadInput
from kalix_presence.model.loopback import is_safe_server

TEMPLATE = """\
[pbx.threecx]
# Where 3CX is, and the client of its API that is this hub's alone (Integrations, API; it has one token at a time).
#url = "https://kommun.3cx.example"
#client = "kalix"
# The key alone in a file, readable by the hub's user only (chmod 600).
#key_file = "threecx.key"
# The zone in which 3CX keeps hours; "" for the site's. What the switchboard's number is there: Extension, Queue, RingGroup,
# IVR or External.
#zone = ""
#switchboard_is = "Queue"
# The authority of its certificate, where the system does not know it.
#ca = ""
# Whether call control tells which lines ring or are busy: an Enterprise licence, and the extensions chosen for the client.
#lines = false
"""


class ThreeCxSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """3CX from version 20 on, by its configuration interface; the key lies in a file of its own (mode 0600)."""

    url: str = ""
    client: str = ""
    key_file: str = "threecx.key"
    zone: str = ""
    switchboard_is: Literal["Extension", "Queue", "RingGroup", "IVR", "External"] = "Queue"
    ca: str = ""
    lines: bool = False


class _ThreeCxDriver:
    settings: type[msgspec.Struct] = ThreeCxSection
    made_up = False
    tried = Tried.DESCRIPTION
    template = TEMPLATE
    files: ShippedFiles | None = None

    def check_settings(self, settings: ThreeCxSection, folder: Path) -> list[str]:
        if not is_safe_server(settings.url) or not settings.client:
            raise BadInput("threecx-url")
        for name in (settings.key_file, *filter(None, (settings.ca,))):
            if not (folder / name).is_file():
                raise BadInput("config-file-missing", file=name)
        try:
            ZoneInfo(settings.zone or "UTC")
        except (KeyError, ValueError, OSError):
            raise BadInput("threecx-zone", zone=settings.zone[:60]) from None
        return [settings.key_file]

    def opened(self, settings: ThreeCxSection, site: Site) -> Pbx:
        from kalix_presence.hub.pbx.threecx.forwarding import Numbers
        from kalix_presence.hub.pbx.threecx.pbx import ThreeCxPbx
        from kalix_presence.hub.pbx.threecx.xapi import Xapi

        try:
            key = (site.folder / settings.key_file).read_text("utf-8").strip()
        except OSError:
            raise BadInput("config-file-missing", file=settings.key_file) from None
        xapi = Xapi(settings.url, settings.client, key, ca=str(site.folder / settings.ca) if settings.ca else "")
        numbers = Numbers(site.policy.switchboard, settings.switchboard_is, site.extensions)
        return ThreeCxPbx(
            xapi, numbers, zone=ZoneInfo(settings.zone or site.policy.zone), clock=site.clock, lines=settings.lines
        )


DRIVER = _ThreeCxDriver()
