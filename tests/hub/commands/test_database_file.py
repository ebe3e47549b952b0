"""A database that is gone, empty, damaged, older or newer is told in a sentence, and nothing is made or changed in its place."""

from __future__ import annotations

import fcntl
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from kalix_presence.hub.store.connection import engine
from kalix_presence.hub.store.upgrade import _config
from tests.hub.commands.test_commands import run
from tests.hub.serving import PEOPLE, made_config

pytestmark = [pytest.mark.in_a_file, pytest.mark.skipif(sys.platform == "win32", reason="locks and limits of POSIX")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made_config(tmp_path / "hub")
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    return tmp_path / "hub"


def ran(folder: Path, *words: str | Path, most_bytes: int | None = None) -> tuple[int, str]:
    """Run kalix-hub as a process of its own, in English; its exit code and all that it said."""

    def limit() -> None:
        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    done = subprocess.run(
        [sys.executable, "-m", "kalix_presence.hub", *words, "--config", folder],
        capture_output=True, text=True, check=False, timeout=120, preexec_fn=limit, stdin=subprocess.DEVNULL,
        env=os.environ | {"LC_ALL": "en_US.UTF-8"},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def gone(database: Path) -> str:
    for each in database.parent.glob("kalix.db*"):
        each.unlink()
    return "is not there"


def empty(database: Path) -> str:
    gone(database)
    database.touch()
    return "is empty"


def another(database: Path) -> str:
    gone(database)
    with closing(sqlite3.connect(database)) as sql:
        sql.execute("CREATE TABLE recipe(name)")
    return "is no database of the hub"


def text(database: Path) -> str:
    gone(database)
    database.write_text("[listen]\n")
    return "is no database of the hub"


def damaged(database: Path) -> str:
    with closing(sqlite3.connect(database)) as sql:
        sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        roots = [row[0] for row in sql.execute("SELECT rootpage FROM sqlite_master WHERE name IN ('person', 'absence')")]
    with database.open("r+b") as file:
        for root in roots:
            file.seek((root - 1) * 4096)
            file.write(b"\xff" * 4096)
    return "is damaged"


def of_the_future(database: Path) -> str:
    with closing(sqlite3.connect(database)) as sql:
        sql.execute("UPDATE alembic_version SET version_num = '9999'")
        sql.commit()
        sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return "newer version"


@pytest.mark.parametrize("done", [gone, empty, another, text, damaged, of_the_future])
def test_no_command_puts_up_with_what_is_no_database_or_makes_another_in_its_place(
    folder: Path, done: Callable[[Path], str]
) -> None:
    database = folder / "kalix.db"
    said = done(database)
    before = database.read_bytes() if database.exists() else None
    wanted: list[tuple[str | Path, ...]] = [("check",), ("serve",)]
    if done is not damaged:
        wanted += [("user", "list"), ("user", "add", "x"), ("import", folder.parent / "people.csv")]
    if done is not of_the_future:
        wanted.append(("backup", folder.parent / "copy.db"))
    for words in wanted:
        code, output = ran(folder, *words)
        assert code == 1, words
        assert said in output, (words, output)
        assert "Traceback" not in output
        assert (database.read_bytes() if database.exists() else None) == before, words
    assert not (folder.parent / "copy.db").exists() or done is of_the_future
    assert not list(folder.parent.glob("*.part"))


@pytest.fixture
def older(folder: Path) -> Path:
    """The database as version 0006 left it."""
    database = folder / "kalix.db"
    gone(database)
    database.touch(mode=0o600)
    with engine(database).connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        connection.exec_driver_sql("INSERT INTO account(username, roles) VALUES ('ada', 'administrator')")
    with closing(sqlite3.connect(database)) as sql:
        sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return database


def version(database: Path) -> str:
    with closing(sqlite3.connect(database)) as sql:
        return str(sql.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_commands_that_read_bring_nothing_up_to_date(folder: Path, older: Path) -> None:
    assert "brings it up to date" in run("check", "--config", folder).output
    assert "nothing has been changed" in run("user", "list", "--config", folder).output
    assert run("backup", folder.parent / "copy.db", "--config", folder).exit_code == 0
    assert version(older) == version(folder.parent / "copy.db") == "0006"
    assert not list(folder.glob("kalix.db.before-*"))


@pytest.mark.parametrize(
    "words",
    [
        ("user", "sessions", "ada"), ("user", "who", "6df3f6a81c"), ("audit", "verify"), ("audit", "search"),
        ("audit", "export", "OUT"), ("person", "export", "2041", "OUT"), ("person", "erase", "2041"),
        ("import", "--dry-run", "PEOPLE"), ("report", "2026-W47"),
    ],
)  # fmt: skip
def test_whoever_only_looks_brings_nothing_up_to_date(folder: Path, older: Path, words: tuple[str, ...]) -> None:
    paths = {"PEOPLE": folder.parent / "people.csv", "OUT": folder.parent / "out"}
    looked = run(*(paths.get(word, word) for word in words), "--config", folder)
    assert looked.exit_code == 1
    assert "nothing has been changed" in looked.output
    assert version(older) == "0006"
    assert not list(folder.glob("kalix.db.before-*"))


@pytest.mark.parametrize("words", [("serve",), ("user", "add", "eva")])
def test_a_disk_without_room_to_bring_it_up_to_date_is_told_and_leaves_it_as_it_was(
    folder: Path, older: Path, words: tuple[str, ...]
) -> None:
    for most_bytes in (65_536, 196_608):
        code, output = ran(folder, *words, most_bytes=most_bytes)
        assert code == 1
        assert "Traceback" not in output
        assert "is as it was. Free room" in output
        assert version(older) == "0006"
        for copy in folder.glob("kalix.db.before-*"):
            assert version(copy) == "0006", "half a copy"


def test_an_older_database_is_never_touched_under_a_hub_that_serves(folder: Path, older: Path) -> None:
    with (folder / "kalix.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for words in (("user", "add", "eva"), ("import", folder.parent / "people.csv")):
            refused = run(*words, "--config", folder)
            assert refused.exit_code == 1
            assert "Stop it first" in refused.output
        assert version(older) == "0006"
    assert run("user", "add", "eva", "--config", folder).exit_code == 0
    assert version(older) > "0006"
    assert list(folder.glob("kalix.db.before-*"))
