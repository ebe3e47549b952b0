"""How Asterisk is named in the hub's settings, what ships for it, and how it is opened."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from kalix_presence.hub.pbx.asterisk.join_files import JoinFiles
from kalix_presence.hub.pbx.asterisk.set_up import ManagerSetUp
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
# The hub itself sets up phones for extensions that were ordered, in this file of its own; "" leaves that to you. Let pjsip.conf
# have the line #tryinclude kalix/accounts.conf after your templates; which rights the file needs stands in administrators.md.
#accounts_file = ""
# What such a phone may dial (a context of extensions.conf) and is otherwise: of a template of pjsip.conf ("[desk](!)"), for all
# or by the code of a unit, or said here. Either a template or a context must be given.
#accounts_template = ""
#accounts_templates = {}
#accounts_context = ""
#accounts_transport = ""
#accounts_codecs = []
# On how many devices one account may be signed in at once.
#accounts_contacts = 1
"""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,78}")
_TEXTS = ("accounts_template", "accounts_context", "accounts_transport")
MOST_CONTACTS = 10


class AsteriskSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How Asterisk's manager interface is reached; the secret lies in a file of its own (mode 0600).

    Outside loopback it must be `tls`; `ca` names a file of certificates to trust, "" the system's. `technology` is what phones
    are in the PBX, `dial_context` where a number dialled for a person is looked up; `switchboard_queue` the queue
    in which callers wait for the switchboard. `accounts_file` and what follows: see `AccountStyle`.
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
    accounts_file: str = ""
    accounts_template: str = ""
    accounts_templates: dict[str, str] = {}
    accounts_context: str = ""
    accounts_transport: str = ""
    accounts_codecs: list[str] = []
    accounts_contacts: int = 1


class _AsteriskDriver:
    settings: type[msgspec.Struct] = AsteriskSection
    made_up = False
    tried = Tried.REAL
    template = TEMPLATE
    joins = JoinFiles()
    setup = ManagerSetUp()
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
        _check_accounts(settings)
        return [settings.secret_file]

    def opened(self, settings: AsteriskSection, site: Site) -> Pbx:
        from kalix_presence.hub.pbx.asterisk.pbx import AsteriskPbx
        from kalix_presence.hub.pbx.asterisk.settings import AccountStyle, AsteriskSettings

        style = None
        if settings.accounts_file:
            style = AccountStyle(
                site.folder / settings.accounts_file,
                settings.accounts_context,
                settings.accounts_template,
                settings.accounts_templates,
                settings.accounts_transport,
                tuple(settings.accounts_codecs),
                settings.accounts_contacts,
            )
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
                ring_seconds=site.policy.signals * site.policy.signal_seconds,
                switchboard=site.policy.switchboard,
                switchboard_queue=settings.switchboard_queue,
                accounts=style,
            )
        )


def _check_accounts(settings: AsteriskSection) -> None:
    """What reaches pjsip.conf is a name and nothing else: a line break in it would be a setting of its own."""
    if not settings.accounts_file:
        return
    named = {name: getattr(settings, name) for name in _TEXTS if getattr(settings, name)}
    named |= {f"accounts_templates.{unit}": name for unit, name in settings.accounts_templates.items()}
    named |= {f"accounts_codecs.{at}": name for at, name in enumerate(settings.accounts_codecs)}
    for field, name in named.items():
        if not _NAME.fullmatch(name):
            raise BadInput("config-accounts-name", field=field, name=name)
    if not settings.accounts_template and not settings.accounts_context:
        raise BadInput("config-accounts-context")
    if settings.technology != "PJSIP":
        raise BadInput("config-accounts-technology", technology=settings.technology)
    if not 1 <= settings.accounts_contacts <= MOST_CONTACTS:
        raise BadInput("config-accounts-contacts", most=MOST_CONTACTS)


DRIVER = _AsteriskDriver()
