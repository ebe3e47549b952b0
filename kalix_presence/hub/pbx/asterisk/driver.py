"""How Asterisk is named in the hub's settings, what ships for it, and how it is opened."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kalix_presence.hub.pbx.asterisk.join_files import JoinFiles
from kalix_presence.hub.pbx.drivers import ShippedFiles, Site, Tried
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.model.errors import BadInput
from kalix_presence.model.loopback import is_loopback

TEMPLATE = """\
[pbx.asterisk]
#host = "127.0.0.1"
#port = 5038
#username = "kalix"
# The manager secret lies alone in this file, readable by the hub's user only (chmod 600).
#secret_file = "asterisk.secret"
# On another machine than the hub it must be TLS (port 5039 usually); ca: certificates to trust, if not the system's.
#tls = false
#ca = "pbx-ca.crt"
# What phones are called in Asterisk, and where a number dialled for a person is looked up.
#technology = "PJSIP"
#dial_context = "kalix-dial"
# The queue in which callers wait for the switchboard, if it has one; the same as KALIX_SWITCHBOARD_QUEUE in the dialplan.
#switchboard_queue = ""
"""


class AsteriskSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How Asterisk's manager interface is reached; the secret lies in a file of its own (mode 0600).

    Outside loopback it must be `tls`; `ca` names a file of certificates to trust, "" the system's. `technology` is what phones
    are in the PBX, `dial_context` where a number dialled for a person is looked up; `switchboard_queue` the queue
    in which callers wait for the switchboard.
    """

    host: str = "127.0.0.1"
    port: int = 5038
    username: str = "kalix"
    secret_file: str = "asterisk.secret"  # noqa: S105  (a file name)
    tls: bool = False
    ca: str = ""
    technology: str = "PJSIP"
    dial_context: str = "kalix-dial"
    switchboard_queue: str = ""


class _AsteriskDriver:
    settings: type[msgspec.Struct] = AsteriskSection
    made_up = False
    tried = Tried.REAL
    template = TEMPLATE
    joins = JoinFiles()
    files = ShippedFiles(
        {"asterisk": "", "clips": "clips"},
        always_new=frozenset({"kalix-presence.conf", "README.md", "render_clips", "manifest.toml"}),
        executable=frozenset({"render_clips"}),
    )

    def check_settings(self, settings: AsteriskSection, folder: Path) -> list[str]:
        secret = folder / settings.secret_file
        if not secret.is_file():
            raise BadInput("config-file-missing", file=secret.name)
        if not settings.tls and not is_loopback(settings.host):
            raise BadInput("config-pbx-tls", host=settings.host)
        if settings.ca and not (folder / settings.ca).is_file():
            raise BadInput("config-file-missing", file=settings.ca)
        return [settings.secret_file]

    def opened(self, settings: AsteriskSection, site: Site) -> Pbx:
        from kalix_presence.hub.pbx.asterisk.pbx import AsteriskPbx
        from kalix_presence.hub.pbx.asterisk.settings import AsteriskSettings

        try:
            secret = (site.folder / settings.secret_file).read_text("utf-8").strip()
        except OSError:
            raise BadInput("config-file-missing", file=settings.secret_file) from None
        return AsteriskPbx(
            AsteriskSettings(
                host=settings.host,
                port=settings.port,
                username=settings.username,
                secret=secret,
                tls=settings.tls,
                ca=str(site.folder / settings.ca) if settings.ca else "",
                technology=settings.technology,
                dial_context=settings.dial_context,
                signals=site.policy.signals,
                switchboard=site.policy.switchboard,
                switchboard_queue=settings.switchboard_queue,
            )
        )


DRIVER = _AsteriskDriver()
