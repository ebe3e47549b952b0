"""The hub's settings: `kalix-hub.toml` in its folder, read strictly; what is not understood is refused, not ignored."""

from __future__ import annotations

import re
import stat
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from kalix_presence.hub.pbx.drivers import driver_named, read_settings, templates
from kalix_presence.hub.site.calendars_section import CalendarsSection
from kalix_presence.hub.site.copies_section import TEMPLATE as COPIES
from kalix_presence.hub.site.copies_section import MailSection, SmsSection, refuse_unsafe
from kalix_presence.hub.site.guardian_section import TEMPLATE as GUARDIAN
from kalix_presence.hub.site.guardian_section import GuardianSection, refuse_unsafe_guardian
from kalix_presence.hub.site.hubs_section import TEMPLATE as HUBS
from kalix_presence.hub.site.hubs_section import HubsSection, refuse_unsafe_hubs
from kalix_presence.hub.site.limits_section import Limits, out_of_bounds
from kalix_presence.hub.site.mirrors_section import TEMPLATE as MIRRORS
from kalix_presence.hub.site.mirrors_section import MirrorsSection, refuse_unsafe_mirrors
from kalix_presence.hub.site.networks import networks_of
from kalix_presence.hub.site.oidc_section import OidcSection, refuse_unsafe_oidc
from kalix_presence.hub.site.scim_section import SCIM as SCIM_SOURCE
from kalix_presence.hub.site.scim_section import TEMPLATE as SCIM
from kalix_presence.hub.site.scim_section import ScimSection, refuse_unsafe_scim
from kalix_presence.hub.site.store_section import TEMPLATE as STORE
from kalix_presence.hub.site.store_section import StoreSection, refuse_unsafe_store
from kalix_presence.hub.site.sync_section import TEMPLATE as SYNC
from kalix_presence.hub.site.sync_section import SyncSection, refuse_unsafe_sync
from kalix_presence.model.access import Role
from kalix_presence.model.errors import BadInput
from kalix_presence.model.loopback import is_loopback, is_safe_server
from kalix_presence.model.site_toml import line_of, read_toml

FILE = "kalix-hub.toml"
CREDENTIALS = "/run/credentials/"
LONGEST_HEARTBEAT = 30
"""Seconds; a client takes a stream that is silent for 45 for dead."""


class Listen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the hub is reached. Outside loopback a certificate and its key are needed: passwords travel here.

    `name` is what clients connect to ("presence.example.org", with ":8443" where it is not 443), for `check` alone. With
    `client_ca` nobody is spoken to whose computer does not show a certificate that one of those in this file has issued.
    """

    host: str = "127.0.0.1"
    port: int = 8770
    certificate: str = ""
    key: str = ""
    trusted_proxies: tuple[str, ...] = ()
    name: str = ""
    client_ca: str = ""


class PbxSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which PBX follows: the name of a driver, our own or another that is installed.

    `settings` is what the driver's own table `[pbx.NAME]` says. `begins`, for the demo: the moment that it is when the hub
    starts, and from which time runs on. Only a PBX whose callers are made up may go by such a clock.
    """

    driver: str = "embedded"
    begins: datetime | None = None
    settings: Any = None


class SignInSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Limits against guessing, and how long a sign-in lasts.

    A session ends `token_days` after it was used last; the access token of a program that refreshes it lasts `access_minutes`.
    After `free_tries` wrong passwords for a name from one address each further try must wait, twice as long every time; after
    `tries_per_username` it is locked for `lock_minutes`. `tries_per_name` from everywhere lock a name for devices that the hub
    does not know; `tries_per_address` of any names let an address try one more only each second. `most_waiting` passwords may
    wait to be verified, half of them from one address. Roles of `second_factor` do not get in without one; what
    `factor_key_file` names seals the secrets, and is made when first needed.
    """

    token_days: int = 30
    access_minutes: int = 30
    free_tries: int = 3
    tries_per_username: int = 10
    tries_per_name: int = 100
    tries_per_address: int = 50
    most_waiting: int = 60
    lock_minutes: int = 15
    second_factor: tuple[Role, ...] = ()
    factor_key_file: str = "factors.key"
    oidc: OidcSection = OidcSection()


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything a site sets. Paths are relative to the folder of the file; `folder` is that folder."""

    database: str = "kalix.db"
    reasons: str = ""
    policy: str = ""
    duties: str = ""
    clips: str = ""
    metrics_from: tuple[str, ...] = ("127.0.0.1", "::1")
    listen: Listen = Listen()
    pbx: PbxSection = PbxSection()
    guardian: GuardianSection = GuardianSection()
    mail: MailSection = MailSection()
    sms: SmsSection = SmsSection()
    sign_in: SignInSection = SignInSection()
    limits: Limits = Limits()
    calendars: CalendarsSection = CalendarsSection()
    sync: SyncSection = SyncSection()
    scim: ScimSection = ScimSection()
    mirrors: MirrorsSection = MirrorsSection()
    store: StoreSection = StoreSection()
    hubs: HubsSection = HubsSection()
    folder: Path = Path()

    def path(self, name: str) -> Path:
        """The file `name` as seen from the configuration's folder."""
        return self.folder / name

    @property
    def in_group(self) -> bool:
        """Whether it is one of several hubs on a database, of which one leads."""
        return self.store.in_postgresql and bool(self.hubs.address)

    @property
    def source_order(self) -> tuple[str, ...]:
        """Where people come from, in the order in which they are believed: who is pushed goes before what is read."""
        return (SCIM_SOURCE, *self.sync.order) if self.scim.enabled else self.sync.order

    @property
    def address(self) -> str:
        """The hub's address for people and clients on this machine."""
        return self.address_at(self.listen.port)

    def address_at(self, port: int, host: str = "") -> str:
        """The address with the port it really got, where the settings leave it free (0), and the host that others decided."""
        host = host or self.listen.host
        host = f"[{host}]" if ":" in host else host
        return f"{'https' if self.listen.certificate else 'http'}://{host}:{port}"


def read_config(folder: Path) -> Config:
    """The configuration in `folder`.

    Raises BadInput `config-missing`, `config-broken` (`file`, `line` from 1, `problem`), `config-limit`, `config-tls-needed` or
    `config-file-open` (a secret that others on the machine can read).
    """
    path = folder / FILE
    try:
        text = path.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput("config-missing", folder=str(folder)) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput("config-broken", file=FILE, line=1, problem=type(fault).__name__) from None
    data = read_toml(text, FILE, "config-broken")
    try:
        config = _converted(data, folder)
    except msgspec.ValidationError as fault:
        raise BadInput("config-broken", file=FILE, line=_line(text, str(fault)), problem=str(fault)) from None
    if (beyond := out_of_bounds(config.limits)) is not None:
        name, least, most = beyond
        line = _line(text, f"`$.limits.{name}`")
        raise BadInput("config-limit", file=FILE, line=line, name=name, least=f"{least:.12g}", most=f"{most:.12g}")
    require_safe(config)
    return config


def _converted(data: dict[str, Any], folder: Path) -> Config:
    """With the table of each driver read by that driver: the hub itself knows no PBX's words."""
    section = data.get("pbx", {})
    tables = {name: table for name, table in section.items() if isinstance(table, dict)} if isinstance(section, dict) else {}
    if isinstance(section, dict):
        section = {name: value for name, value in section.items() if name not in tables}
        if "settings" in section:
            raise msgspec.ValidationError("Object contains unknown field `settings` - at `$.pbx`")
    config = msgspec.convert({**data, "pbx": section, "folder": folder}, Config)
    read = {name: _driver_settings(name, table, config.pbx.driver) for name, table in tables.items()}
    settings = read.get(config.pbx.driver) or read_settings(config.pbx.driver, {})
    return msgspec.structs.replace(config, pbx=msgspec.structs.replace(config.pbx, settings=settings))


def _driver_settings(name: str, table: dict[str, Any], chosen: str) -> msgspec.Struct:
    try:
        return read_settings(name, table)
    except BadInput:
        if name == chosen:
            raise
        raise msgspec.ValidationError(f"Object contains unknown field `{name}` - at `$.pbx`") from None
    except msgspec.ValidationError as fault:
        said = str(fault)
        said = said.replace("`$.", f"`$.pbx.{name}.").replace("`$`", f"`$.pbx.{name}`")
        raise msgspec.ValidationError(said if "`$" in said else f"{said} - at `$.pbx.{name}`") from None


def require_safe(config: Config) -> None:
    """Raises BadInput for what cannot be meant, or would lay a secret open."""
    driver = driver_named(config.pbx.driver)
    if config.pbx.begins is not None and (not driver.made_up or config.pbx.begins.tzinfo is None):
        raise BadInput("config-begins")
    if not 0 < config.limits.heartbeat_seconds <= LONGEST_HEARTBEAT:
        raise BadInput("config-heartbeat", most=LONGEST_HEARTBEAT)
    _refuse_unsafe_listen(config)
    secrets = driver.check_settings(config.pbx.settings, config.folder)
    if not 5 <= config.calendars.poll_seconds <= 60:
        raise BadInput("config-calendar-poll")
    if (notified := config.calendars.graph.notify_url) and not is_safe_server(notified):
        raise BadInput("config-calendar-notify")
    graph = config.calendars.graph.secret_file if config.calendars.graph.tenant else ""
    copying = refuse_unsafe(config.mail, config.sms, is_loopback=is_loopback)
    oidc = config.sign_in.oidc
    copying += refuse_unsafe_oidc(oidc, is_loopback=is_loopback)
    wanted, kept = refuse_unsafe_sync(config.sync, is_loopback=is_loopback)
    refuse_unsafe_scim(config.scim)
    guarding, shared = refuse_unsafe_guardian(config.guardian, is_loopback=is_loopback)
    told, hidden = refuse_unsafe_mirrors(config.mirrors)
    stored, guarded = refuse_unsafe_store(config.store, config.database, usual=Config().database, is_loopback=is_loopback)
    kept = [*kept, *shared, *hidden, *guarded]
    stored = [*stored, *refuse_unsafe_hubs(config.hubs, in_postgresql=config.store.in_postgresql)]
    for name in (graph, *copying, config.mail.ca, config.sms.ca, oidc.ca, *wanted, *guarding, *told, *stored):
        _refuse_missing(config, name)
    for name in (config.listen.key, *secrets, graph, *copying, *kept):
        if name.startswith(CREDENTIALS):
            continue  # systemd guards those, by a list of its own beside the mode
        if name and sys.platform != "win32" and config.path(name).stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise BadInput("config-file-open", file=str(config.path(name)))


def _refuse_unsafe_listen(config: Config) -> None:
    listen = config.listen
    if not 0 <= listen.port <= 65_535:
        raise BadInput("config-port", port=listen.port)
    if bool(listen.certificate) != bool(listen.key) or not (listen.certificate or is_loopback(listen.host)):
        raise BadInput("config-tls-needed", host=listen.host)
    if listen.client_ca and not listen.certificate:
        raise BadInput("config-client-ca")
    if config.clips and not config.path(config.clips).is_dir():
        raise BadInput("config-file-missing", file=config.clips)
    for name in (listen.certificate, listen.key, listen.client_ca):
        _refuse_missing(config, name)
    try:
        networks_of(listen.trusted_proxies)
    except ValueError as fault:
        raise BadInput("config-proxy", problem=str(fault)) from None


def _refuse_missing(config: Config, name: str) -> None:
    if name and not config.path(name).is_file():
        raise BadInput("config-file-missing", file=name)


def _line(text: str, fault: str) -> int:
    """The line that a message such as "... at `$.listen.port`" or "unknown field `prot` - at `$.listen`" means."""
    path = [re.sub(r"\W.*", "", part) for place in re.findall(r"`\$\.([^`]+)`", fault)[-1:] for part in place.split(".")]
    unknown = re.search(r"field `(\w+)`", fault)
    return line_of(text, *path, *([unknown[1]] if unknown is not None else []))


_TEMPLATE = """\
# Settings of kalix-hub. Everything has a default; take the # away from what you change, then restart the hub.
# Paths are relative to this folder.

# The database (SQLite).
#database = "kalix.db"

# Your own reasons, telephone policy and duties with their other words; empty: those that ship with the program.
#reasons = "reasons.toml"
#policy = "policy.toml"
#duties = "duties.toml"

# A folder with the announcements' clips (LANGUAGE/NAME.wav), the same as the PBX plays: with it people can hear at their desk
# what their callers hear.
#clips = "clips"

# Who may read /metrics (addresses).
#metrics_from = ["127.0.0.1", "::1"]

{store}{hubs}[listen]
# For other machines to reach the hub, give an address of this machine and a TLS certificate with its key (mode 0600):
# without them the hub listens on this machine only, because passwords travel here.
host = "127.0.0.1"
port = {port}
#certificate = "hub.crt"
#key = "hub.key"
# Reverse proxies before the hub (addresses or networks): only what these say in Forwarded or X-Forwarded-For is believed.
#trusted_proxies = ["127.0.0.1"]
# The name that clients connect to (with :PORT, if not 443): kalix-hub check looks whether the certificate, or the proxy's, is
# for it.
#name = "presence.kommun.example"
# Only computers that show a certificate issued by one of these (PEM) get as far as being asked who they are.
#client_ca = "clients-ca.pem"

[pbx]
# "embedded": a small model PBX inside the hub, for a first look. A real one: the name of its driver, set up in its table below.
driver = "embedded"
# For the demo only: the moment that it is when the hub starts.
#begins = 2026-11-25T10:07:00+01:00

{drivers}
{guardian}{copies}[sign_in]
# How long a sign-in lasts, in days.
#token_days = 30
#access_minutes = 30
# Wrong passwords, for one name from one address, before each further try has to wait, and before it is locked; from everywhere
# before a name is locked for devices that it has not signed in from; of all names before an address may try only once a second;
# for how many minutes. Most passwords that may wait to be verified (each is slow by design), half of them from one address.
#free_tries = 3
#tries_per_username = 10
#tries_per_name = 100
#tries_per_address = 50
#most_waiting = 60
#lock_minutes = 15
# Roles that do not get in without a second factor (a code of an authenticator program); they are offered one when they sign in.
# Its secrets are sealed by the key in this file, which is made when first needed.
#second_factor = ["administrator", "officer"]
#factor_key_file = "factors.key"

[sign_in.oidc]
# The organisation's own sign-in service (OpenID Connect): Entra ID, AD FS, Keycloak and others; none while issuer is empty.
# What to register there stands in docs/administrators.md.
#issuer = "https://login.microsoftonline.com/TENANT/v2.0"
#client_id = ""
# With a client secret: alone in this file (chmod 600). Without one the hub is a public client, which is enough.
#client_secret_file = "oidc.secret"
#scope = "openid profile email"
# Where the service sends the browser back to, as registered: on the person's own computer, with a free port or one of these.
#redirect = "http://localhost"
#redirect_ports = []
# Whether one may sign in on a computer without a browser, by a code. Whoever lends somebody their code lets them in.
#device = false
# Claims: what never changes for somebody ("oid" for Entra ID), and what tells whose it is at the first sign-in alone: e-mail
# address and reference of the directory ("employeeid").
#subject_claim = "sub"
#email_claim = "email"
#reference_claim = ""
#groups_claim = "groups"
# Roles of second_factor get in here when the token says by amr or acr that the service has asked for a second factor (AD FS
# says "http://schemas.microsoft.com/claims/multipleauthn"). Where it asks all and its tokens do not say so: factor_trusted.
#factor_amr = ["mfa"]
#factor_acr = []
#factor_trusted = false
# How tokens may be signed, seconds that clocks may differ, seconds to wait for an answer, certificates to trust, if not the
# system's.
#algorithms = ["RS256", "PS256", "ES256"]
#leeway_seconds = 120
#seconds = 10.0
#ca = "oidc-ca.crt"

[sign_in.oidc.button]
# What stands on the button, by language.
#sv = "Logga in med Exempel kommun"
#en = "Sign in with Exempel kommun"
#fi = "Kirjaudu Exempelin kunnan tunnuksella"

[sign_in.oidc.roles]
# Roles given by groups of the service. A role that stands here is given, and taken away, by groups alone.
#"group id" = "officer"

{scim}[limits]
# Bytes of one request; bytes that may wait for one slow reader of the event stream; streams at once; seconds between two
# signs of life on a quiet stream; seconds to wait for the PBX before a change is answered as "not yet in force".
#body_bytes = 65536
# For whoever has not said who they are yet: bytes of a request's head; seconds until a request is whole (an idle connection is
# closed then), and until an answer has been read; connections at once in all, and those from one address that have not borne a
# good token. The system must allow as many open files (LimitNOFILE=): kalix-hub check says so.
#head_bytes = 65536
#request_seconds = 20.0
#answer_seconds = 120.0
#connections = 16000
#connections_per_address = 500
#stream_bytes = 1048576
#streams = 20000
# Of one account: streams at once, and of one sign-in; calls, messages, all other changes and answers in a minute.
#streams_per_account = 40
#streams_per_session = 10
#calls_per_minute = 60
#messages_per_minute = 120
#changes_per_minute = 1200
#reads_per_minute = 3000
#heartbeat_seconds = 15.0
#pbx_seconds = 2.0
# Seconds between two comparisons of hub and PBX; first and longest wait before a change is tried again at a PBX that is away;
# seconds until an import of people is noticed.
#reconcile_seconds = 60.0
#retry_seconds = 0.5
#retry_cap_seconds = 30.0
#directory_seconds = 0.5
# Days that a reader of the event stream may have been away and still go on where it was; that the keys of changes are
# remembered, so that none is made twice; that absences are kept after they ended, and notices of units after they were over.
#event_days = 7
#key_days = 7
#absence_days = 30
#notice_days = 30
# Days that the audit trail tells who changed what for whom.
#audit_days = 90
# Hours that somebody whose absence ended counts as overdue; seconds until the same person may be asked "are you back?" again.
#overdue_hours = 16
#nudge_seconds = 600.0
# Most people of a unit that is forwarded at once; most open notices of one unit.
#unit_people = 300
#unit_notices = 20
# Percent of the people in the directory that an import removes, or whose extension it passes to somebody else, without being
# asked for the number.
#import_percent = 5.0

{sync}{mirrors}[calendars]
# Calendars that the hub reads for people (CalDAV, links to .ics files): only from these hosts, by https. None: nobody can.
#hosts = ["calendar.example.org", "outlook.office365.com"]
# Seconds between two looks (60 at most), days that are looked ahead, bytes and seconds of one answer, calendars of one person.
#poll_seconds = 30.0
#days = 21
#most_bytes = 10000000
#seconds = 20.0
#per_person = 5
# The key that encrypts their passwords; made when first needed, readable by the hub's user only. Back it up apart.
#key_file = "calendars.key"

[calendars.graph]
# Microsoft 365: the site's own application (client credentials, application permission Calendars.Read). The secret lies alone
# in a file (chmod 600).
#tenant = ""
#client_id = ""
#secret_file = "graph.secret"
#login = "https://login.microsoftonline.com"
#api = "https://graph.microsoft.com/v1.0"
# Where Microsoft reaches this hub from the internet, and tells of changes (docs/administrators.md). Without it calendars are
# looked at, and nothing is missed.
#notify_url = "https://presence.example.org"
"""


def template(port: int) -> str:
    """A site's settings as they are at first, with every driver's own table."""
    whole = _TEMPLATE.replace("{port}", str(port)).replace("{drivers}", templates()).replace("{store}", STORE)
    whole = whole.replace("{hubs}", HUBS)
    whole = whole.replace("{guardian}", GUARDIAN).replace("{copies}", COPIES).replace("{sync}", SYNC)
    return whole.replace("{scim}", SCIM).replace("{mirrors}", MIRRORS)
