"""`[store]`: where everything is kept, where that is no file of the hub's own but a PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

from kalix_presence.model.errors import BadInput

SQLITE = "sqlite:///"
KNOWN = frozenset(
    {
        "host",
        "port",
        "sslmode",
        "target_session_attrs",
        "connect_timeout",
        "keepalives_idle",
        "tcp_user_timeout",
        "dbname",
        "user",
    }
)
"""What an address may say beside host, user and database; the files and the password have settings of their own."""
CHECKED = ("verify-full", "verify-ca")
"""TLS by which the hub knows whom it talks to."""


class StoreSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`url` is "sqlite:///FILE", or "postgresql://USER@HOST/DATABASE" with several hosts where there are; empty: the file that
    `database` names.

    Outside this machine the connection is encrypted, and the server shows a certificate of one that is in `ca`, or that the
    system trusts. `password_file` holds the password alone; with `certificate` and `key` the hub shows one of its own.
    """

    url: str = ""
    password_file: str = ""
    ca: str = ""
    certificate: str = ""
    key: str = ""

    @property
    def in_postgresql(self) -> bool:
        """Whether it is not a file."""
        return bool(self.url) and not self.url.startswith(SQLITE)


def refuse_unsafe_store(
    section: StoreSection, database: str, *, usual: str, is_loopback: Callable[[str], bool]
) -> tuple[list[str], list[str]]:
    """The files that have to be there, and those that others must not read; raises BadInput for what cannot be meant, or would
    send people's data and the password in the clear."""
    if not section.in_postgresql:
        if section.url and (section.url == SQLITE or (database != usual and file_of(section.url) != database)):
            raise BadInput("config-store-both")
        return [], []
    parts, said = parsed(section.url)
    if parts.password:
        raise BadInput("config-store-password")
    if bool(section.certificate) != bool(section.key):
        raise BadInput("config-store-url")
    away = [host for host in hosts_of(section.url) if not (host.startswith("/") or is_loopback(host))]
    if away and said.get("sslmode", CHECKED[0]) not in CHECKED:
        raise BadInput("config-store-open", host=away[0])
    private = [name for name in (section.password_file, section.key) if name]
    return [name for name in (*private, section.ca, section.certificate) if name], private


def file_of(url: str) -> str:
    """The file that a url of SQLite's names."""
    return unquote(url.removeprefix(SQLITE))


def parsed(url: str) -> tuple[_Parts, dict[str, str]]:
    """The address and what it says beside. Raises BadInput `config-store-url`."""
    try:
        parts = urlsplit(url)
        whose, _, hosts = parts.netloc.rpartition("@")
        user, _, password = whose.partition(":")
        said = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError:
        raise BadInput("config-store-url") from None
    if parts.scheme not in ("postgresql", "postgres") or not set(said) <= KNOWN or parts.fragment:
        raise BadInput("config-store-url")
    name = unquote(parts.path.removeprefix("/")) or said.get("dbname", "")
    if not name or not (hosts or said.get("host")):
        raise BadInput("config-store-url")
    return _Parts(unquote(user), bool(password), hosts, name), said


def hosts_of(url: str) -> list[str]:
    """The hosts that an address names, without their ports; a folder is where a socket lies."""
    parts, said = parsed(url)
    named = [_without_port(one) for one in parts.hosts.split(",")] if parts.hosts else said["host"].split(",")
    return [unquote(one) for one in named]


def shown(url: str) -> str:
    """How the database is called in sentences: who signs in there is nobody's business."""
    return f"{','.join(hosts_of(url))}/{parsed(url)[0].name}"


class _Parts(msgspec.Struct, frozen=True):
    user: str
    password: bool
    hosts: str
    name: str


def _without_port(host: str) -> str:
    return host[1 : host.index("]")] if host.startswith("[") and "]" in host else host.partition(":")[0]


TEMPLATE = """\
[store]
# Where everything is kept. Empty: in the file that database = names. A PostgreSQL of yours (15 or later, docs/several-hubs.md):
#url = "postgresql://kalix@db1.kommun.example,db2.kommun.example/kalix"
# The password lies alone in this file, readable by the hub's user only (chmod 600), or where systemd lays a credential.
#password_file = "store.secret"
# Certificates to trust, if not the system's; and a certificate of the hub's own with its key (chmod 600).
#ca = "store-ca.crt"
#certificate = "store.crt"
#key = "store.key"

"""
