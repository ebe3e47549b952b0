"""The generation of the event log: within one, a number means one event for ever; another begins wherever they may go back.

That is after a restore, with a new database, and with one that was put here by hand: beside the database lies a small file that
says which generation served last, how far it came and whether it stopped in order; a hub that was killed begins another one. A
change of the directory that no event tells of (an import while the hub was stopped) begins another one too, so that whoever
resumes gets the whole board.
"""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec.structs import replace

from kalix_presence.hub.store.events import newest
from kalix_presence.hub.store.named_values import put_setting, read_setting
from kalix_presence.hub.store.people import directory_version
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.statements import in_words
from kalix_presence.hub.store.writer import Transaction

JUMP = 1_000_000
"""How far numbers go ahead when some may be lost: more than were given out since any backup that is of use."""

_KEPT_PLACE = "generation_place"
# PostgreSQL's own identity, its timeline (another one after each promotion), the database in it and the table of events: a dump
# that was put back has another table, and what was recovered to an earlier moment another timeline.
_PLACE = in_words(
    "SELECT '' AS place",
    "SELECT concat_ws('.', (SELECT system_identifier FROM pg_control_system()),"
    " left(pg_walfile_name(pg_current_wal_insert_lsn()), 8),"
    " (SELECT oid FROM pg_database WHERE datname = current_database()), to_regclass('event')::oid)",
)
_ID = re.compile(r"(\d{1,15})(?:\.([0-9a-f]{8}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Generation:
    """`first` is the lowest number of this generation where `name` is not told with it: by which programs may resume."""

    name: str = "00000000"
    first: int = 0

    def event_id(self, number: int) -> bytes:
        """The `id:` of the event `number`; clients hand it back as it is."""
        return b"%d.%b" % (number, self.name.encode())

    def number_of(self, event_id: str | None) -> int | None:
        """The number in a `Last-Event-ID`; None when it is of another generation or of none: then the whole board is due."""
        found = _ID.fullmatch(event_id or "")
        if found is None:
            return None
        number = int(found[1])
        if found[2] is None:
            return number if number >= self.first else None
        return number if found[2] == self.name else None


class ServedLast(msgspec.Struct, frozen=True):
    """What the file beside the database says. `ended`: it stopped in order, and `number` was its last."""

    name: str
    number: int
    ended: bool = False


def begin_serving(change: Transaction, last: ServedLast | None, *, led: bool = False) -> Generation:
    """The generation that a hub serves which starts now, given what served here last.

    `led`: hubs serve the database in turn, and all that any of them has told is in it, as long as it is the same and has lost
    nothing. So it goes on where the one before was killed; `last` is what this hub has seen of it.
    """
    kept, reached = read_setting(change.sql, "generation"), newest(change.sql)
    if led:
        place, known = _place(change.sql), read_setting(change.sql, _KEPT_PLACE)
        put_setting(change.sql, _KEPT_PLACE, place)
        whole = known == place and (last is None or last.number <= reached)
        last = ServedLast(kept or "", reached, ended=True) if whole else last and replace(last, ended=False)
    if kept is None and last is None:  # a new database, or one of a version that knew no generations
        return _begin(change, number=reached, first=0)
    if kept == "":  # `end_generation` has made room for it
        number = max(reached, last.number + 1 if last else 0)
        return _begin(change, number=number, first=number)
    # After a kill nobody can say which numbers were told since the file was written: a database that was put here meanwhile,
    # behind or ahead of them, looks like the one that was killed.
    if kept is None or last is None or last.name != kept or not last.ended or last.number != reached:
        _jump(change, above=last.number if last else 0)
        return _begin(change, number=newest(change.sql), first=newest(change.sql))
    if read_setting(change.sql, "directory_told") != str(directory_version(change.sql)):
        return _begin(change, number=reached + 1, first=reached + 1)
    return Generation(kept, int(read_setting(change.sql, "generation_first") or 0))


def keep_place(change: Transaction) -> None:
    """The database has moved to another server and has all that was told: its numbers go on there."""
    put_setting(change.sql, _KEPT_PLACE, _place(change.sql))


def makeshift() -> Generation:
    """Where none can be kept (a full disk): one for this run, whose numbers mean nothing without its name."""
    return Generation(secrets.token_hex(4), 10**15)


def tell_directory(change: Transaction) -> None:
    """The directory as it is now is told by an event of this transaction."""
    put_setting(change.sql, "directory_told", str(directory_version(change.sql)))


def end_generation(sql: Sql, *, above: int) -> None:
    """A database that is put in another's place: the next start begins another generation, past `above`."""
    change = Transaction(sql, newest(sql))
    _jump(change, above=above)
    put_setting(sql, "generation", "")


def served_last(database: Path) -> ServedLast | None:
    """What served `database` last; None when nothing did or the file cannot be read."""
    try:
        return msgspec.json.decode(_file(database).read_bytes(), type=ServedLast)
    except (OSError, msgspec.MsgspecError):
        return None


def keep_served(database: Path, last: ServedLast) -> None:
    """Write how far it came. Raises OSError; then the next start begins another generation."""
    half = _file(database).with_suffix(".half")
    with suppress(FileNotFoundError):
        half.unlink()
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(msgspec.json.encode(last))
    half.replace(_file(database))


def _place(sql: Sql) -> str:
    return str(sql.execute(_PLACE).fetchone()[0])


def _file(database: Path) -> Path:
    return database.with_name(f"{database.name}.generation")


def _begin(change: Transaction, *, number: int, first: int) -> Generation:
    begun = Generation(secrets.token_hex(4), first)
    change.number = number
    put_setting(change.sql, "event_number", str(number))
    put_setting(change.sql, "generation", begun.name)
    put_setting(change.sql, "generation_first", str(first))
    tell_directory(change)
    return begun


def _jump(change: Transaction, *, above: int) -> None:
    put_setting(change.sql, "event_number", str(max(newest(change.sql), above) + JUMP))
    # The directory's version is compared by clients as well, and may have gone back with the numbers.
    put_setting(change.sql, "directory_version", str(directory_version(change.sql) + JUMP))
