"""Which of several servers is the one to write to: of those that take changes, the one that was promoted last.

A server that its keeper lost sight of may go on as a primary beside the one that was promoted in its place, and says of itself
what that says, too. It confirms no commit any longer where it has to wait for a standby, so nothing is lost there; but whoever
came back to it would wait again and again. Each promotion begins another timeline, by which the two are told apart.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

LOOK_SECONDS = 5
"""How long a server may take to say what it is; `connect_timeout`, where that is said."""
_TIMELINE = (
    b"SELECT ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::bigint"
    b" WHERE NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'"
)


class Hosts:
    """How the servers of an address stand, as they were seen last."""

    def __init__(self) -> None:
        self._ordered: dict[str, str] = {}
        self._lock = threading.Lock()

    def ordered(self, conninfo: str) -> str:
        """The same address, with the server that is to be tried first where there are several."""
        with self._lock:
            found = self._ordered.get(conninfo)
        if found is None:
            found = _looked(conninfo)
            with self._lock:
                self._ordered[conninfo] = found
        return found

    def look_again(self, conninfo: str) -> None:
        """A connection broke, or a commit was not confirmed: another server may be the one by now."""
        with self._lock:
            self._ordered.pop(conninfo, None)


def _looked(conninfo: str) -> str:
    each = servers_of(conninfo)
    if len(each) < 2:
        return conninfo
    with ThreadPoolExecutor(len(each), thread_name_prefix="kalix-hosts") as pool:
        timelines = list(pool.map(_timeline, each))
    said = conninfo_to_dict(conninfo)
    places = sorted(range(len(each)), key=lambda place: -timelines[place])  # those that are alike stay as they are named
    lists = {name: str(said[name]).split(",") for name in ("host", "hostaddr", "port") if said.get(name)}
    for name, values in lists.items():
        if len(values) == len(each):
            said[name] = ",".join(values[place] for place in places)
    return make_conninfo("", **said)


def servers_of(conninfo: str) -> list[str]:
    """An address for each server that `conninfo` names."""
    said = conninfo_to_dict(conninfo)
    lists = {name: str(said[name]).split(",") for name in ("host", "hostaddr", "port") if said.get(name)}
    count = max((len(values) for values in lists.values()), default=1)
    found = []
    for place in range(count):
        own = {name: values[place if len(values) > 1 else 0] for name, values in lists.items() if len(values) in (1, count)}
        found.append(make_conninfo("", **(said | own | {"target_session_attrs": "any"})))
    return found


def _timeline(conninfo: str) -> int:
    """Of a server that takes changes; 0 of one that does not, or does not answer."""
    said = conninfo_to_dict(conninfo)
    try:
        with closing(
            psycopg.connect(conninfo, autocommit=True, connect_timeout=int(said.get("connect_timeout") or LOOK_SECONDS))
        ) as sql:
            row = sql.execute(_TIMELINE).fetchone()
    except psycopg.Error:
        return 0
    return 0 if row is None else int(row[0])
