"""A real PostgreSQL of the tests' own: a private cluster on a socket in a short folder, begun by whoever needs it first."""

from __future__ import annotations

import atexit
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

import psycopg
import pytest

from kalix_presence.hub.store.postgresql import Postgresql
from kalix_presence.hub.store.postgresql_connection import PostgresqlSql
from kalix_presence.hub.store.sql import Rows
from kalix_presence.hub.store.statements import for_postgresql, in_words


def programs() -> Path:
    """Where the server's programs are: the newest that Debian has laid, or the folder that KALIX_POSTGRESQL names."""
    laid = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[4]))
    named = os.environ.get("KALIX_POSTGRESQL")
    if not named and not laid:
        pytest.skip(
            "PostgreSQL's server is not here: ./installer/test --set-up-only lays it, or KALIX_POSTGRESQL names its folder"
        )
    return Path(named or laid[-1].parent)


_SETTINGS = (
    "listen_addresses=''",
    "port=5432",
    "wal_level=replica",
    "max_wal_senders=5",
    "shared_buffers=64MB",
    "max_connections=300",
    "fsync=off",  # the machine does not lose its power under a test
    "wal_retrieve_retry_interval=200ms",
)
_numbers = count(1)
_PREFIX = "kxpg-"


class Cluster:
    """A server of its own; whoever is root runs it as the user `postgres`, for it refuses root."""

    def __init__(self, *settings: str) -> None:
        _end_orphans()
        self.port = 5432
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir="/tmp"))
        self._held = _held(self.folder / "new")
        (self.folder / "new").rename(self.folder / "owner")  # held before anybody sees it
        self._as = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        if self._as is not None:
            os.chown(self.folder, self._as.pw_uid, self._as.pw_gid)
            self.folder.chmod(0o711)
        self.data = self.folder / "data"
        self._run(
            *("initdb", "-D", str(self.data), "--no-sync", "-A", "trust", "-U", "kalix", "-E", "UTF8"),
            *("--locale=C.UTF-8", "--no-instructions"),
        )
        lines = (*_SETTINGS, f"unix_socket_directories='{self.folder}'", *settings)
        with (self.data / "postgresql.auto.conf").open("a") as file:
            file.writelines(f"{line}\n" for line in lines)
        self.start()
        atexit.register(self.remove)

    def start(self) -> None:
        """Begin, and wait until it answers."""
        log = self.folder / "log"
        try:
            self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(log), "start")
        except subprocess.CalledProcessError as fault:
            raise RuntimeError(f"PostgreSQL does not begin:\n{log.read_text('utf-8')[-2_000:]}") from fault

    def stop(self, how: str = "immediate") -> None:
        """End, as when the machine stops."""
        self._run("pg_ctl", "-D", str(self.data), "-m", how, "-w", "stop", check=False)

    def kill(self) -> None:
        """End it as a power cut would; what it has not written to its standby is gone."""
        os.kill(self.pid, signal.SIGKILL)

    @property
    def runs(self) -> bool:
        """Whether it does; of a process that was killed and that nobody has asked for since, no command is known."""
        try:
            return str(self.data) in Path(f"/proc/{self.pid}/cmdline").read_text()
        except (OSError, ValueError):
            return False

    def follow(self, other: Cluster) -> None:
        """Forget what it has, and be a standby of `other`, which confirms each of its commits from now on."""
        if self.runs:
            self.stop()
        shutil.rmtree(self.data)
        for left in self.folder.glob(".s.PGSQL.*"):  # by whoever was killed, perhaps a process that nobody has asked for since
            left.unlink()
        self._run(
            *("pg_basebackup", "-D", str(self.data), "-c", "fast", "-R", "-X", "stream", "--no-sync", "-d", other.conninfo())
        )
        with (self.data / "postgresql.auto.conf").open("a") as file:
            file.write(f"unix_socket_directories='{self.folder}'\nsynchronous_standby_names=''\n")
        self.start()
        other.run("ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()")
        with psycopg.connect(other.conninfo(), autocommit=True) as sql:
            while sql.execute("SELECT sync_state FROM pg_stat_replication").fetchone() != ("sync",):
                time.sleep(0.01)

    def promote(self) -> None:
        """Take changes, as the one that was followed is gone."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "promote")

    @property
    def pid(self) -> int:
        """The server's own process."""
        return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])

    def conninfo(self, database: str = "postgres") -> str:
        """How a database of it is reached."""
        return f"host={self.folder} port={self.port} user=kalix dbname={database}"

    def run(self, *words: str, database: str = "postgres") -> None:
        """Run SQL as its owner."""
        with psycopg.connect(self.conninfo(database), autocommit=True) as sql:
            for one in words:
                sql.execute(one.encode())

    def made(self, template: str = "template0") -> str:
        """The name of a new database."""
        name = f"kalix_{os.getpid()}_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def remove(self) -> None:
        """End it and leave nothing behind."""
        if self.runs:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        user = {} if self._as is None else {"user": self._as.pw_uid, "group": self._as.pw_gid, "extra_groups": []}
        subprocess.run(  # type: ignore[call-overload]
            [f"{programs()}/{program}", *arguments], check=check, cwd="/", stdout=subprocess.DEVNULL, timeout=120, **user
        )


def _held(file: Path) -> int | None:
    """A lock on `file`, which the system lets go when this process ends, however it ends; None where another has it."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _end_orphans() -> None:
    """A test process that was killed leaves its server behind: whoever comes next ends it, and no other's."""
    for file in Path("/tmp").glob(f"{_PREFIX}*/owner"):
        if file.stat().st_uid != os.geteuid() or (held := _held(file)) is None:
            continue
        for one in sorted(file.parent.glob("*/postmaster.pid")):
            with suppress(OSError, ValueError):
                _end(int(one.read_text().split("\n", 1)[0]), str(one.parent))
        shutil.rmtree(file.parent, ignore_errors=True)
        os.close(held)


def _end(pid: int, data: str) -> None:
    """A server and its sessions at once, where it is that of `data`: its number may be another's by now."""
    command = Path(f"/proc/{pid}/cmdline")
    while data in command.read_text():  # of a process that has ended nothing stands there
        os.kill(pid, signal.SIGQUIT)
        time.sleep(0.01)


class _Lenient(PostgresqlSql):
    """Takes a test's own words too, and refuses the hub's as ever."""

    def execute(self, statement: str, values: Any = (), /) -> Rows:
        _take(statement, sys._getframe(1))
        return super().execute(statement, values)

    def executemany(self, statement: str, values: Any, /) -> Rows:
        _take(statement, sys._getframe(1))
        return super().executemany(statement, values)


def _take(statement: str, asking: FrameType) -> None:
    if "/tests/" in asking.f_code.co_filename:
        try:
            for_postgresql(statement)
        except ValueError:
            in_words(statement)


class _Kept(Postgresql):
    connection = _Lenient


@cache
def cluster() -> Cluster:
    """The one that all tests of this process share."""
    return Cluster()


@cache
def _template() -> str:
    """A database with all tables and nothing in them: a copy of it is made in a fraction of the time of its steps."""
    name = cluster().made()
    Postgresql(cluster().conninfo(name), Path("unused"), name=name).upgrade()
    return name


_kept: dict[Path, Postgresql] = {}


def kept_in(path: Path) -> Postgresql:
    """In place of `store.database.kept_in`: the same database for the same path, a new one for a new path."""
    if path not in _kept:
        _kept[path] = at(path)
    return _kept[path]


def kept() -> frozenset[Path]:
    """The paths that have a database now."""
    return frozenset(_kept)


def forget(*, but: frozenset[Path] = frozenset()) -> None:
    """Drop what was kept of paths, `but` of some; who is connected still is not any longer."""
    names = [_kept.pop(path).name for path in set(_kept) - but]
    if names:
        cluster().run(*(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in names))


def at(path: Path, *, empty: bool = False) -> Postgresql:
    """A database of its own, with its tables unless it is `empty`."""
    name = cluster().made() if empty else cluster().made(_template())
    return _Kept(cluster().conninfo(name), path, name=name)
