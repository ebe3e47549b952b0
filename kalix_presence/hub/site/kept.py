"""The database that a site's settings name: a file, or PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.store_section import file_of, hosts_of, shown
from kalix_presence.hub.store import database
from kalix_presence.hub.store.database import Database
from kalix_presence.model.errors import BadInput
from kalix_presence.model.loopback import is_loopback

if TYPE_CHECKING:
    from kalix_presence.hub.store.postgresql import Postgresql


def kept_of(config: Config) -> Database:
    """As `config` says. Raises BadInput `postgresql-missing` where what speaks to PostgreSQL is not installed."""
    store = config.store
    if store.in_postgresql:
        return kept_at(config, store.url)
    return database.kept_in(config.path(file_of(store.url) if store.url else config.database))


def kept_at(config: Config, url: str) -> Postgresql:
    """PostgreSQL at `url`, with the files that `config` names."""
    try:
        from psycopg import ProgrammingError
        from psycopg.conninfo import make_conninfo

        from kalix_presence.hub.store.postgresql import Postgresql
    except ImportError:
        raise BadInput("postgresql-missing") from None
    try:
        conninfo = make_conninfo(url, **_beside(config, url))
    except ProgrammingError:
        raise BadInput("config-store-url") from None
    return Postgresql(conninfo, config.path(config.database), name=shown(url))


def _beside(config: Config, url: str) -> Mapping[str, str | int]:
    """What the address itself does not say. A hub that was cut off finds out within seconds, not in two hours."""
    store, said = config.store, url.partition("?")[2]
    more: dict[str, str | int] = {"application_name": "kalix-hub", "keepalives_idle": 5, "keepalives_interval": 2}
    more |= {"keepalives_count": 3}
    if "connect_timeout=" not in said:
        more["connect_timeout"] = 5
    if "target_session_attrs=" not in said:
        more["target_session_attrs"] = "read-write"
    if "sslmode=" not in said and not all(host.startswith("/") or is_loopback(host) for host in hosts_of(url)):
        more["sslmode"] = "verify-full"
    if store.password_file:
        more["password"] = config.path(store.password_file).read_text("utf-8").strip("\r\n")
    files = {"sslrootcert": store.ca, "sslcert": store.certificate, "sslkey": store.key}
    more |= {name: str(config.path(file)) for name, file in files.items() if file}
    if not store.ca and "sslmode" in (said or more):
        more["sslrootcert"] = "system"
    return more
