"""Behind a real pgbouncer: by transactions a hub refuses to serve and says why, by sessions it does all it does elsewhere."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from kalix_presence.hub.store import Store, postgresql
from kalix_presence.hub.store.named_values import put_setting, read_setting
from kalix_presence.hub.store.postgresql import Postgresql
from kalix_presence.model.errors import BadInput
from tests.postgresql import Cluster

FOLDER = Path(os.environ.get("KALIX_PGBOUNCER") or Path.home() / ".cache/kalix-presence/pgbouncer")

pytestmark = [
    pytest.mark.in_a_file,  # with or without --postgresql it is PostgreSQL that is tried
    pytest.mark.skipif(not (FOLDER / "usr/sbin/pgbouncer").exists(), reason="installer/pgbouncer_for_tests lays it"),
]


@pytest.fixture(scope="module")
def own() -> Iterator[Cluster]:
    made = Cluster()
    yield made
    made.remove()


@contextmanager
def pooled(server: Cluster, mode: str) -> Iterator[str]:
    """A pooler before `server`; how a database is reached by it."""
    place = server.folder / mode
    place.mkdir()
    (place / "users").write_text('"kalix" ""\n')
    (place / "pgbouncer.ini").write_text(
        f"[databases]\n* = host={server.folder} port=5432\n[pgbouncer]\npool_mode = {mode}\nauth_type = trust\n"
        f"auth_file = {place}/users\nlisten_addr =\nlisten_port = 6432\nunix_socket_dir = {place}\nlogfile = {place}/log\n"
    )
    libraries = ":".join(str(file.parent) for file in (FOLDER / "usr/lib").rglob("libevent-2.1.so.7"))
    command = [str(FOLDER / "usr/sbin/pgbouncer"), "-q", str(place / "pgbouncer.ini")]
    user = {}
    if os.geteuid() == 0:  # it refuses root
        found = pwd.getpwnam("postgres")
        os.chown(place, found.pw_uid, found.pw_gid)
        user = {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
        command[0] = str(_reachable(place))
    conninfo = f"host={place} port=6432 user=kalix"
    environment = {"LD_LIBRARY_PATH": str(place) if user else libraries}
    with subprocess.Popen(command, cwd="/", env=environment, stderr=subprocess.DEVNULL, **user) as process:  # type: ignore[call-overload]
        try:
            while not _answers(f"{conninfo} dbname=postgres"):
                assert process.poll() is None, (place / "log").read_text()
            yield conninfo
        finally:
            process.terminate()


def _reachable(place: Path) -> Path:
    """The program and its libraries where another user than root gets at them."""
    for file in (FOLDER / "usr/sbin/pgbouncer", *(FOLDER / "usr/lib").rglob("*.so.*")):
        (place / file.name).write_bytes(file.read_bytes())
        (place / file.name).chmod(0o755)
    return place / "pgbouncer"


def _answers(conninfo: str) -> bool:
    try:
        psycopg.connect(conninfo, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def test_by_transactions_it_is_refused_in_a_sentence(own: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "LISTEN_SECONDS", 0.5)
    name = own.made()
    with pooled(own, "transaction") as conninfo:
        database = Postgresql(f"{conninfo} dbname={name}", tmp_path / "hub.db", name=name)
        with pytest.raises(BadInput, match="postgresql-pooled"):
            Store(database)
        assert not database.is_ours(), "nothing was made there"


async def test_by_sessions_it_serves(own: Cluster, tmp_path: Path) -> None:
    name = own.made()
    with pooled(own, "session") as conninfo:
        database = Postgresql(f"{conninfo} dbname={name}", tmp_path / "hub.db", name=name)
        with database.claimed():
            store = Store(database)
            try:
                for number in range(10):  # often enough that statements are prepared
                    await store.write(lambda change, number=number: put_setting(change.sql, "kept", str(number)))
                    assert await store.read(lambda sql: read_setting(sql, "kept")) == str(number)
            finally:
                store.close()
