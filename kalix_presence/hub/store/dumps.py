"""A whole copy of what is in PostgreSQL, by its own programs: `pg_dump` writes it, `pg_restore` reads it.

What `pg_restore` writes is run here, statement by statement in one transaction. Its usual reader, `psql`, would run commands of
the system too that a file names, and could not do the rest (what was there, the numbers of events) with it or not at all.
"""

from __future__ import annotations

import os
import re
import shutil
import ssl
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg
import structlog
from psycopg import sql as composed
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kalix_presence.hub.store.events import newest
from kalix_presence.hub.store.generation import end_generation
from kalix_presence.hub.store.postgresql import Postgresql, require_suitable
from kalix_presence.hub.store.postgresql_connection import WRITING
from kalix_presence.hub.store.upgrade import known_steps
from kalix_presence.hub.supervision.faults import described
from kalix_presence.model.errors import BadInput, Unavailable

MAGIC = b"PGDMP"
OURS = frozenset({"person", "absence", "alembic_version"})
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")
"""Where Debian, and PostgreSQL's own packages for others, lay the programs of each version."""
_SAID = 300
"""Characters of what a program said that are shown."""
_COPYING = re.compile(rb'COPY (?:"?\w+"?\.)?"?(\w+)"? \(.*\) FROM stdin;\n', re.ASCII)
_LISTED = re.compile(rb" TABLE DATA \S+ (\w+) ", re.ASCII)
_WHOLE = b"\\.\n"
_AWAY = rb"\restrict ", rb"\unrestrict "
"""What is meant for `psql` alone: that no line of the file is a command of its."""

_log = structlog.get_logger("kalix.store")

Piece = tuple[bytes, str, Iterable[bytes]]
"""Statements; or one that copies, the table's name, and its rows."""


@dataclass(frozen=True, slots=True)
class Programs:
    """`pg_dump` and `pg_restore` of one version."""

    folder: Path
    version: int

    def path(self, name: str) -> str:
        """The program `name`."""
        return str(self.folder / name)


def programs_for(server: int, places: Iterable[str] = PLACES) -> Programs:
    """Those of the server's version (15), else of the next newer one: an older `pg_dump` refuses a newer server.

    Raises BadInput `postgresql-programs` where there are none.
    """
    on_path = shutil.which("pg_dump")
    folders = [folder for place in places for folder in Path("/").glob(place.removeprefix("/"))]
    found: dict[int, Path] = {}
    for folder in [*folders, *([Path(on_path).parent] if on_path else [])]:
        version = _version(folder / "pg_dump") if (folder / "pg_restore").exists() else 0
        if version >= server:
            found.setdefault(version, folder)
    if not found:
        raise BadInput("postgresql-programs", least=server)
    return Programs(found[min(found)], min(found))


def _version(program: Path) -> int:
    try:
        said = subprocess.run(  # noqa: S603 - a program of PostgreSQL's
            [program, "--version"], capture_output=True, check=True, timeout=30
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    number = re.search(rb"\) (\d+)", said)
    return int(number[1]) if number else 0


def programs_of(database: Postgresql) -> Programs:
    """Those that suit its server. Raises Unavailable `store-unreadable`, BadInput as above."""
    return programs_for(database.server_version() // 10_000)


def dump(database: Postgresql, part: Path, *, programs: Programs | None = None) -> None:
    """Write all that is in `database`, of one moment, into the new file `part`, readable by its owner only.

    Raises OSError where the disk refuses, BadInput as `programs_for`, Unavailable `backup-program` where `pg_dump` does not
    finish.
    """
    programs = programs or programs_of(database)
    conninfo, settings = _reached(database.conninfo)
    words = [programs.path("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--lock-wait-timeout=60s"]
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with _running([*words, f"--dbname={conninfo}"], settings) as out:
            shutil.copyfileobj(out, file, 2**20)
        file.flush()
        os.fsync(file.fileno())


def look_through(file: Path, programs: Programs) -> str:
    """Read all of a dump: whether it is whole and of a hub; the step of the database that is in it.

    Raises BadInput `backup-damaged`, Unavailable `store-from-the-future` where a newer version of the hub wrote it.
    """
    step, tables = "", set[str]()
    with _script(file, programs) as pieces:
        for _, table, rows in pieces:
            tables.add(table)
            for row in rows:
                step = row.decode().strip() if table == "alembic_version" else step
    if not tables >= OURS:
        raise BadInput("backup-damaged", file=str(file))
    head, known = known_steps()
    if step not in known:
        raise Unavailable("store-from-the-future", found=step, known=head)
    return step


def is_of_a_hub(file: Path, programs: Programs) -> bool:
    """Whether a hub's tables are in it, by its list of contents; never raises."""
    words = [programs.path("pg_restore"), "--list", "--", str(file.absolute())]
    try:
        with _running(words, {}) as out:
            listed = {match[1].decode() for line in out if (match := _LISTED.search(line))}
    except (Unavailable, OSError):
        return False
    return listed >= OURS


def is_dump(file: Path) -> bool:
    """Whether it begins as one; never raises."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def put_back(
    database: Postgresql, file: Path, programs: Programs, *, above: int, on_old: Callable[[], None] = lambda: None
) -> None:
    """Put a dump that was looked through in place of what is in `database`, all or nothing; a hub must not serve meanwhile.

    `on_old` is called before anything is changed, where something is there; nobody writes from then on. `above`: the highest
    event number that was given out, as far as it is known elsewhere. Raises BadInput `postgresql-old`, `postgresql-order` or
    `postgresql-strange` for a database that does not do, Unavailable `restore-refused` where PostgreSQL does not take it.
    """
    database.require_nothing_else()
    try:
        with closing(database.slowly()) as there:
            require_suitable(there)
            there.execute(f"SELECT pg_advisory_xact_lock({WRITING})".encode())
            sql = database.connection(database.conninfo, over=there)
            old = _tables(there)
            if old:
                above = max(above, newest(sql))
                on_old()
                names = composed.SQL(", ").join(map(composed.Identifier, old))
                there.execute(composed.SQL("DROP TABLE {} CASCADE").format(names))
            with _script(file, programs) as pieces:
                for words, table, rows in pieces:
                    _run(there, words, rows if table else None)
            there.execute(b"RESET search_path")
            if not set(_tables(there)) >= OURS:  # of another schema than the one that this user sees
                raise BadInput("backup-damaged", file=str(file))
            end_generation(sql, above=above)
            sql.execute("COMMIT")
    except psycopg.Error as fault:
        _log.error("not-restored", **described(fault))
        raise Unavailable("restore-refused", problem=type(fault).__name__, name=database.name) from None


def is_filled(database: Postgresql) -> bool:
    """Whether there are tables in it."""
    with closing(database.slowly()) as there:
        return bool(_tables(there))


def _run(there: psycopg.Connection[tuple[Any, ...]], words: bytes, rows: Iterable[bytes] | None) -> None:
    if rows is None:
        there.execute(words, prepare=False)
        return
    with there.cursor() as cursor, cursor.copy(words) as copy:
        for row in rows:
            copy.write(row)


def _tables(there: psycopg.Connection[tuple[Any, ...]]) -> list[str]:
    return [row[0] for row in there.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")]


@contextmanager
def _script(file: Path, programs: Programs) -> Iterator[Iterator[Piece]]:
    """What has to be run for a dump. Raises BadInput `backup-damaged` for what is none, or not all of one."""
    if not file.is_file():
        raise BadInput("config-file-missing", file=str(file))
    if not is_dump(file):
        raise BadInput("backup-damaged", file=str(file))
    try:
        words = [programs.path("pg_restore"), "--no-owner", "--no-privileges", "--file=-", "--", str(file.absolute())]
        with _running(words, {}) as out:
            yield _pieces(out)
    except _Wrong:
        raise BadInput("backup-damaged", file=str(file)) from None
    except Unavailable as refusal:
        if "unsupported version" in str(refusal.params.get("problem")):
            raise BadInput("backup-newer", file=str(file), version=programs.version) from None
        if refusal.code == "backup-program":
            raise BadInput("backup-damaged", file=str(file)) from None
        raise


class _Wrong(Exception):
    """Not what `pg_restore` writes."""


def _pieces(lines: Iterable[bytes]) -> Iterator[Piece]:
    found, each = list[bytes](), iter(lines)
    for line in each:
        if line.startswith(b"\\"):
            if not line.startswith(_AWAY):
                raise _Wrong
        elif copying := _COPYING.fullmatch(line):
            if found:
                yield b"".join(found), "", ()
                found = []
            rows = _rows(each)
            yield line.removesuffix(b";\n"), copying[1].decode(), rows
            for _ in rows:
                pass
        elif not line.startswith((b"--", b"\n")):
            found.append(line)
    if found:
        yield b"".join(found), "", ()


def _rows(lines: Iterator[bytes]) -> Iterator[bytes]:
    for line in lines:
        if line == _WHOLE:
            return
        yield line
    raise _Wrong


def _reached(conninfo: str) -> tuple[str, dict[str, str]]:
    """How the programs reach it: on their command line, which everybody can see, stands no password."""
    said = {name: str(value) for name, value in conninfo_to_dict(conninfo).items() if value is not None}
    password = said.pop("password", "")
    if said.get("sslrootcert") == "system":  # libpq knows that from 16 on
        said["sslrootcert"] = ssl.get_default_verify_paths().cafile or "system"
    return make_conninfo("", **said), {"PGPASSWORD": password} if password else {}


@contextmanager
def _running(words: list[str], settings: dict[str, str]) -> Iterator[IO[bytes]]:
    """What a program writes. Raises Unavailable `backup-program` where it does not end well."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    with (
        tempfile.TemporaryFile() as errors,  # a pipe that nobody reads meanwhile would be full one day
        subprocess.Popen(  # noqa: S603 - the same
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=own | {"LC_ALL": "C"} | settings,
        ) as process,
    ):
        if process.stdout is None:
            raise TypeError("no pipe")
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            raise
        process.wait()
        errors.seek(0)
        said = errors.read(2**16).decode(errors="replace").strip().splitlines()
    if process.returncode:
        raise Unavailable(
            "backup-program", program=Path(words[0]).name, problem=(said or [str(process.returncode)])[-1][:_SAID]
        )
