"""How Kamailio is named in the hub's settings, what ships for it, and how it is opened."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Literal

import msgspec

from kalix_presence.hub.pbx.drivers import ShippedFiles, Site, Tried
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.model.errors import BadInput

TEMPLATE = """\
[pbx.kamailio]
# The folder that Kamailio and the hub share on this machine (see kalix-hub kamailio-files), and the domain of the extensions.
#folder = "/var/lib/kalix-kamailio"
#domain = "kommun.example"
# Where Kamailio tells which lines ring or are busy (its own address and port, as in kamailio.cfg); "" where it does not.
#lines = "192.0.2.10:5060"
# By what it tells it: "dialog" (RFC 4235), or, where it has only that, "presence" (RFC 3856: who is on the phone is busy, of
# all others it is not known), or "presence-with-calls" where every phone says when it is in a call and when no more.
#lines_by = "dialog"
"""


class KamailioSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Kamailio runs on the hub's machine; `folder` holds its socket, `domain` is what stands behind the extension's @.

    At `lines` it tells which are in a call, by the event package `lines_by`.
    """

    folder: str = "/var/lib/kalix-kamailio"
    domain: str = ""
    lines: str = ""
    lines_by: Literal["dialog", "presence", "presence-with-calls"] = "dialog"


class _KamailioDriver:
    settings: type[msgspec.Struct] = KamailioSection
    made_up = False
    tried = Tried.REAL
    template = TEMPLATE
    files = ShippedFiles(
        {"kamailio": ""}, always_new=frozenset({"kalix-cpl.dtd", "kalix-presence.cfg", "README.md", "lines-tables.sql"})
    )

    def check_settings(self, settings: KamailioSection, folder: Path) -> list[str]:
        from kalix_presence.hub.pbx.kamailio.script import is_domain

        place = folder / settings.folder
        if not place.is_dir():
            raise BadInput("config-file-missing", file=settings.folder)
        if not is_domain(settings.domain):
            raise BadInput("kamailio-domain")
        _lines(settings.lines)
        if place.stat().st_mode & 0o007:
            raise BadInput("config-file-open", file=str(place))
        return []

    def opened(self, settings: KamailioSection, site: Site) -> Pbx:
        from kalix_presence.hub.pbx.kamailio.packages import BY_NAME
        from kalix_presence.hub.pbx.kamailio.pbx import KamailioPbx

        folder, lines = site.folder / settings.folder, _lines(settings.lines)
        return KamailioPbx(folder, settings.domain, site.extensions, lines=lines, package=BY_NAME[settings.lines_by])


def _lines(said: str) -> tuple[str, int] | None:
    """An address and a port. Raises BadInput."""
    if not said:
        return None
    host, _, port = said.rpartition(":")
    try:
        address = str(ip_address(host.removeprefix("[").removesuffix("]")))
    except ValueError:
        raise BadInput("kamailio-lines") from None
    if not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65_536):
        raise BadInput("kamailio-lines")
    return address, int(port)


DRIVER = _KamailioDriver()
