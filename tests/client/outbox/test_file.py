"""The file of what waits: the owner's alone, durable, set aside when damaged, and left alone when a newer program made it."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kalix_presence.client.outbox.file import OutboxFile
from kalix_presence.model.errors import Unavailable

TABLE, PROBE = "CREATE TABLE IF NOT EXISTS waits (word TEXT)", "SELECT word FROM waits LIMIT 1"


def opened(path: Path, version: int = 2, probe: str = PROBE) -> OutboxFile:
    return OutboxFile(path, TABLE, probe, version)


def put(file: OutboxFile, word: str) -> None:
    with file.database() as database:
        database.execute("INSERT INTO waits VALUES (?)", (word,))


def put_half(file: OutboxFile) -> None:
    with file.database() as database:
        database.execute("INSERT INTO waits VALUES ('half')")
        raise ZeroDivisionError


def words(file: OutboxFile) -> list[str]:
    with file.database() as database:
        return [word for (word,) in database.execute("SELECT word FROM waits ORDER BY rowid")]


def refusal(path: Path, **more: Any) -> str:
    with pytest.raises(Unavailable) as refused:
        opened(path, **more)
    return refused.value.code


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as sql:
        return int(sql.execute("PRAGMA user_version").fetchone()[0])


def test_what_was_put_is_there_for_the_next_program_and_what_failed_half_way_is_not(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    file = opened(path)
    put(file, "one")
    with pytest.raises(ZeroDivisionError):
        put_half(file)
    assert words(opened(path)) == ["one"]
    with file.database() as database:
        assert database.execute("PRAGMA synchronous").fetchone() == (2,), "a power cut loses nothing"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps others out by the folder")
def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    opened(tmp_path / "outbox.db")
    assert (tmp_path / "outbox.db").stat().st_mode & 0o777 == 0o600


def test_an_older_file_is_taken_on_and_a_newer_one_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    put(opened(path, version=1), "kept")
    assert version_of(path) == 1
    assert words(opened(path, version=2)) == ["kept"]
    assert version_of(path) == 2
    assert words(OutboxFile(path, "no statement", PROBE, 2)) == ["kept"], "it is made once"
    assert refusal(path, version=1) == "outbox-newer"
    assert (version_of(path), words(opened(path))) == (2, ["kept"])
    assert not path.with_suffix(".broken").exists()


def test_a_damaged_file_is_set_aside_and_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    damaged = b"no database at all, and long enough to be looked at" * 40
    path.write_bytes(damaged)
    file = opened(path)
    assert (words(file), path.with_suffix(".broken").read_bytes()) == ([], damaged)
    put(file, "new")
    assert words(opened(path)) == ["new"]


def test_a_file_that_is_another_s_or_in_no_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "missing" / "outbox.db") == "outbox-unwritable"
    path = tmp_path / "outbox.db"
    opened(path)
    assert refusal(path, probe="SELECT column_of_others FROM waits") == "outbox-unwritable"
    file = opened(path)
    with pytest.raises(Unavailable, match="outbox-unwritable"), file.database() as database:
        database.execute("SELECT * FROM nothing")


def test_a_damaged_file_that_cannot_be_set_aside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    path.write_bytes(b"no database at all, and long enough to be looked at" * 40)
    (tmp_path / "outbox.broken" / "in the way").mkdir(parents=True)
    assert refusal(path) == "outbox-unwritable"


@pytest.mark.parametrize("become", ["gone", "empty"])
def test_a_file_that_is_there_no_longer_is_made_anew_and_is_the_owner_s_alone(tmp_path: Path, become: str) -> None:
    path = tmp_path / "outbox.db"
    file = opened(path)
    put(file, "one")
    if become == "gone":
        path.unlink()
    else:
        path.write_bytes(b"")
    assert words(file) == []
    put(file, "two")
    assert words(opened(path)) == ["two"]
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600
