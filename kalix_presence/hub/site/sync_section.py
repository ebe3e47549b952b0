"""`[sync]`: where people come from by themselves (LDAP, Active Directory, a CSV file), and how often the hub looks there."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from kalix_presence.model.access import Role
from kalix_presence.model.errors import BadInput

RESERVED = ("file", "hand", "scim", "run", "accept", "decline", "status")
"""What no source of a site may be called: words for other ways in."""
SCHEMAS = ("active-directory", "openldap")
UNITS = ("attributes", "ou")
MAPPED = frozenset(
    ("extension", "given_name", "family_name", "unit", "administration", "title", "direct", "mobile", "email", "username")
) | {"place", "language", "person", "duties"}
"""The columns that may be read from an attribute."""
_ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}|[0-9]+(\.[0-9]+){2,30}", re.ASCII)


class CsvSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="csv"):
    """A people file that another system leaves at `file`, whole each time: who is not in it any longer has left."""

    file: str


class LdapSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="ldap"):
    """A directory server, asked as `bind` with the password in `password_file`.

    `servers` are addresses (`ldaps://dc1.kommun.example`, or `ldap://` with StartTLS), tried in this order; `tls` "none" only
    on this machine. `ca` are certificates to trust, "" the system's. `schema` says what is meant where nothing is said: `base`
    (where people lie; "": what an Active Directory names itself), `filter` (who is meant), and `attributes`, by column of the
    people file. Of the extension's attribute `extension_match`, where it is set, takes its first group from the digits.
    `units` come from "attributes" or from the "ou" that somebody lies in, without those of `ou_skip`; who has none is of
    `no_unit`, "" for: cannot be taken. `roles` by the DN of the group that gives them. `page` people are asked for at a time,
    no answer within `seconds` is none, and a whole reading may take `most_seconds`.
    """

    servers: tuple[str, ...]
    bind: str
    password_file: str
    schema: str = "active-directory"
    tls: str = "starttls"
    ca: str = ""
    base: str = ""
    filter: str = ""
    attributes: dict[str, str] = {}
    extension_match: str = ""
    units: str = "attributes"
    ou_skip: tuple[str, ...] = ()
    no_unit: str = ""
    roles: dict[str, Role] = {}
    page: int = 500
    seconds: float = 20.0
    most_seconds: float = 600.0


Source = CsvSource | LdapSource


class SyncSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`sources` by name, in the order in which they are believed. The hub reads each as a whole every `minutes` (0: only when
    `kalix-hub sync` is run), and what changed since every `changes_seconds` where a source can say so (0: never)."""

    minutes: float = 60.0
    changes_seconds: float = 0.0
    sources: dict[str, Source] = {}

    @property
    def order(self) -> tuple[str, ...]:
        """The names of the sources, the one that is believed first before the others."""
        return tuple(self.sources)


def refuse_unsafe_sync(section: SyncSection, *, is_loopback: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    """The files that must be there, and of these the secrets, which others must not read. Raises BadInput for a source that
    would be read in the clear, or with nothing to prove who asks."""
    needed, secrets = [], []
    if not 0 <= section.minutes <= 10_080 or not (section.changes_seconds == 0 or 1 <= section.changes_seconds <= 86_400):
        raise BadInput("config-sync-times")
    for name, source in section.sources.items():
        if name in RESERVED or not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,31}", name, re.ASCII):
            raise BadInput("config-sync-name", source=name[:40], reserved=", ".join(RESERVED))
        if isinstance(source, LdapSource):
            _refuse_unsafe_ldap(name, source, is_loopback)
            needed += [one for one in (source.password_file, source.ca) if one]
            secrets.append(source.password_file)
    return needed, secrets


def _refuse_unsafe_ldap(name: str, source: LdapSource, is_loopback: Callable[[str], bool]) -> None:
    for address in source.servers:
        _refuse_unsafe_server(name, source, address, is_loopback)
    if not source.servers or source.schema not in SCHEMAS or source.units not in UNITS:
        raise BadInput("config-sync-kind", source=name, schemas=", ".join(SCHEMAS), units=", ".join(UNITS))
    if not source.bind or not source.password_file:
        raise BadInput("config-sync-bind", source=name)
    if not source.base and source.schema != "active-directory":
        raise BadInput("config-sync-base", source=name)
    for column, attribute in source.attributes.items():
        if column not in MAPPED or (attribute and not _ATTRIBUTE.fullmatch(attribute)):
            raise BadInput("config-sync-attribute", source=name, column=column[:40], columns=", ".join(sorted(MAPPED)))
    try:
        groups = re.compile(source.extension_match).groups if source.extension_match else 1
    except re.error:
        groups = 0
    if groups != 1:
        raise BadInput("config-sync-match", source=name)
    if not 1 <= source.page <= 1_000 or not 1 <= source.seconds <= 300 or not source.seconds <= source.most_seconds <= 3_600:
        raise BadInput("config-sync-numbers", source=name)


def _refuse_unsafe_server(name: str, source: LdapSource, address: str, is_loopback: Callable[[str], bool]) -> None:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise BadInput("config-sync-server", source=name, address=address[:80]) from None
    if not host or parts.scheme not in ("ldap", "ldaps") or parts.path.strip("/") or parts.query or parts.username:
        raise BadInput("config-sync-server", source=name, address=address[:80])
    if parts.scheme == "ldap" and source.tls != "starttls" and not (source.tls == "none" and is_loopback(host)):
        raise BadInput("config-sync-tls", source=name, address=address[:80])


TEMPLATE = """\
[sync]
# People from the organisation's own directories: docs/directory.md. Minutes between two readings of everybody (0: only by
# kalix-hub sync), and seconds between two looks at what has changed, where a source can say so (0: none).
#minutes = 60.0
#changes_seconds = 0.0

# A source each, in the order in which they are believed. A CSV file that another system leaves, whole each time:
#[sync.sources.staff]
#kind = "csv"
#file = "people.csv"

# An Active Directory ("active-directory") or another LDAP server ("openldap"). The password of the account that reads lies
# alone in a file (chmod 600).
#[sync.sources.ad]
#kind = "ldap"
#schema = "active-directory"
#servers = ["ldaps://dc1.kommun.example", "ldaps://dc2.kommun.example"]
#bind = "kalix-read@kommun.example"
#password_file = "ad.secret"
# ldap:// goes by StartTLS; "none" on this machine only. Certificates to trust, if not the system's.
#tls = "starttls"
#ca = "ad-ca.crt"
# Where people lie (empty: what the Active Directory names), and who is meant (empty: whose account is not disabled).
#base = "OU=Kommunen,DC=kommun,DC=example"
#filter = ""
# The first group of this is taken of the digits that the extension's attribute has; empty: all of it.
#extension_match = ""
# Units: "attributes" (department, company) or "ou", where they lie; units that are passed over, and whose unit is not known.
#units = "attributes"
#ou_skip = ["Users"]
#no_unit = ""
# People asked for at a time, seconds to wait for an answer, and for all of it.
#page = 500
#seconds = 20.0
#most_seconds = 600.0
# Attributes where yours are others, by column of the people file; "" reads none.
#[sync.sources.ad.attributes]
#extension = "ipPhone"
#direct = "telephoneNumber"
# Roles by group, also through groups in it. A role that stands here is given, and taken away, by groups alone.
#[sync.sources.ad.roles]
#"CN=Telefonister,OU=Grupper,DC=kommun,DC=example" = "receptionist"

"""
