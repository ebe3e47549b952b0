"""How Cisco CUCM is named in the hub's settings, and how it is opened."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import msgspec

from kalix_presence.hub.pbx.drivers import ShippedFiles, Site, Tried
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.model.errors import BadInput
from kalix_presence.model.loopback import is_safe_server

TEMPLATE = """\
[pbx.cucm]
# The publisher, and the user of its AXL interface.
#url = "https://cucm.kommun.example:8443"
#user = "kalix"
# The password alone in a file, readable by the hub's user only (chmod 600).
#password_file = "cucm.password"
# AXLAPI.wsdl with the two files beside it, from CUCM's AXL toolkit (Application, Plugins), of its version or an older one.
#schema = "axl/AXLAPI.wsdl"
# The partition in which the extensions are; "" for none.
#partition = ""
# The authority of its certificate, where the system does not know it.
#ca = ""
"""


class CucmSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """CUCM by its interface AXL; the password lies in a file of its own (mode 0600), and the interface's schema with it."""

    url: str = ""
    user: str = ""
    password_file: str = "cucm.password"  # noqa: S105  (the name of a file)
    schema: str = "axl/AXLAPI.wsdl"
    partition: str = ""
    ca: str = ""


class _CucmDriver:
    settings: type[msgspec.Struct] = CucmSection
    made_up = False
    tried = Tried.DESCRIPTION
    template = TEMPLATE
    files: ShippedFiles | None = None

    def check_settings(self, settings: CucmSection, folder: Path) -> list[str]:
        from kalix_presence.hub.pbx.cucm.tables import is_partition

        if find_spec("zeep") is None:
            raise BadInput("cucm-zeep")
        if not is_safe_server(settings.url) or not settings.user or ":" in settings.user:
            raise BadInput("cucm-url")
        if not is_partition(settings.partition):
            raise BadInput("cucm-partition", partition=settings.partition[:60])
        for name in (settings.password_file, settings.schema, *filter(None, (settings.ca,))):
            if not (folder / name).is_file():
                raise BadInput("config-file-missing", file=name)
        return [settings.password_file]

    def opened(self, settings: CucmSection, site: Site) -> Pbx:
        from kalix_presence.hub.pbx.cucm.axl import Axl
        from kalix_presence.hub.pbx.cucm.messages import Messages
        from kalix_presence.hub.pbx.cucm.pbx import CucmPbx

        try:
            password = (site.folder / settings.password_file).read_text("utf-8").strip("\r\n")
        except OSError:
            raise BadInput("config-file-missing", file=settings.password_file) from None
        messages = Messages(site.folder / settings.schema)
        ca = str(site.folder / settings.ca) if settings.ca else ""
        return CucmPbx(Axl(settings.url, settings.user, password, messages, ca=ca), settings.partition)


DRIVER = _CucmDriver()
