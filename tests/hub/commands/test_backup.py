"""Backups: over an older backup and nothing else, whole or not at all, and put back only where they are whole and no hub serves."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kalix_presence.hub.commands.backup import _reached
from kalix_presence.hub.site.acts import Acts
from tests.hub.commands.test_commands import run
from tests.hub.serving import PEOPLE, made_config

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="locks and limits of POSIX"),
    pytest.mark.in_a_file,  # of the file; test_backup_dump.py has the same for PostgreSQL
]


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


def test_a_backup_is_written_over_an_older_backup_and_over_nothing_else(folder: Path) -> None:
    copy = folder.parent / "copy.db"
    assert run("backup", copy, "--config", folder).exit_code == 0
    assert run("backup", copy, "--config", folder).exit_code == 0
    notes, link = folder.parent / "notes.txt", folder.parent / "link.db"
    notes.write_text("dear diary")
    link.symlink_to(folder / "kalix-hub.toml")
    (folder.parent / "half.db.part").write_text("somebody's own")
    for target in (folder / "kalix-hub.toml", folder / "kalix.db", notes, link, folder.parent, folder.parent / "half.db"):
        before = target.read_bytes() if target.is_file() else None
        refused = run("backup", target, "--config", folder)
        assert refused.exit_code == 1, target
        assert "is no backup" in refused.output
        assert (target.read_bytes() if target.is_file() else None) == before
    assert (folder.parent / "half.db.part").read_text() == "somebody's own"


def test_a_disk_without_room_for_the_backup_is_told_and_keeps_the_backup_before(folder: Path) -> None:
    copy = folder.parent / "copy.db"
    assert run("backup", copy, "--config", folder).exit_code == 0
    before = copy.read_bytes()
    code, output = ran(folder, "backup", copy, most_bytes=65_536)
    assert code == 1
    assert "no room" in output
    assert "Traceback" not in output
    assert copy.read_bytes() == before
    assert sorted(path.name for path in folder.parent.iterdir()) == ["copy.db", "hub", "people.csv"]


def test_half_a_copy_that_a_killed_backup_left_is_cleared_away(folder: Path) -> None:
    copy = folder.parent / "copy.db"
    copy.with_name("copy.db.part").write_bytes(b"SQLite format 3\0" + b"\0" * 100)
    assert run("backup", copy, "--config", folder).exit_code == 0
    assert not copy.with_name("copy.db.part").exists()


def test_a_backup_in_a_folder_that_cannot_be_written_to_is_told(folder: Path) -> None:
    refused = run("backup", folder.parent / "nowhere" / "copy.db", "--config", folder)
    assert refused.exit_code == 1
    assert refused.exception is None or isinstance(refused.exception, SystemExit)


def test_what_is_no_backup_is_not_restored(tmp_path: Path) -> None:
    run("init", "--port", "0", tmp_path / "hub")
    (tmp_path / "x.db").write_text("nonsense")
    done = run("restore", tmp_path / "x.db", "--config", tmp_path / "hub")
    assert done.exit_code == 1
    assert "not a whole backup" in done.output


def test_what_is_put_back_is_as_it_was_and_what_was_there_is_kept_beside_it(folder: Path) -> None:
    config = ("--config", folder)
    copy = folder.parent / "copy.db"
    run("backup", copy, *config)
    run("user", "add", "nils", *config)
    assert run("restore", copy, *config).exit_code == 0
    assert "nils" not in run("user", "list", *config).output
    kept = folder / "kalix.db.before-restore"
    with closing(sqlite3.connect(kept)) as sql:
        assert sql.execute("SELECT count(*) FROM account WHERE username = 'nils'").fetchone() == (1,)
    assert not (kept.stat().st_mode & 0o077)
    assert not [*folder.glob("*.part*")]


def test_no_number_of_an_event_is_given_twice_after_a_restore(folder: Path) -> None:
    """A client that had the later ones would take new ones for what it knows already."""
    config, copy = ("--config", folder), folder.parent / "copy.db"
    run("backup", copy, *config)
    database = folder / "kalix.db"
    with closing(sqlite3.connect(database)) as sql:
        sql.execute("REPLACE INTO setting (name, value) VALUES ('event_number', '4711')")
        sql.commit()
    assert run("restore", copy, *config).exit_code == 0
    assert _reached(database) >= 4711


def test_the_trail_and_the_acts_say_that_it_was_put_back(folder: Path) -> None:
    config, copy = ("--config", folder), folder.parent / "copy.db"
    run("backup", copy, *config)
    run("restore", copy, *config)
    assert [act["act"] for act in Acts(folder).untold()] == ["backup", "restore"]
    with closing(sqlite3.connect(folder / "kalix.db")) as sql:
        acts = [row[0] for row in sql.execute("SELECT act FROM audit ORDER BY number")]
    assert acts[-1] == "restore"


def test_a_backup_of_somebody_else_s_database_is_not_put_back(folder: Path) -> None:
    other = folder.parent / "other.db"
    with closing(sqlite3.connect(other)) as sql:
        sql.execute("CREATE TABLE person(name)")
    before = (folder / "kalix.db").read_bytes()
    for file, said in ((other, "not a whole backup"), (folder.parent / "nowhere.db", "nowhere.db")):
        refused = run("restore", file, "--config", folder)
        assert refused.exit_code == 1
        assert said in refused.output
    assert (folder / "kalix.db").read_bytes() == before


def test_a_database_that_is_gone_or_damaged_is_what_a_restore_is_for(folder: Path) -> None:
    config, copy = ("--config", folder), folder.parent / "copy.db"
    run("backup", copy, *config)
    for harm in ("gone", "damaged"):
        for each in folder.glob("kalix.db*"):
            each.unlink()
        if harm == "damaged":
            (folder / "kalix.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
        done = run("restore", copy, *config)
        assert done.exit_code == (0 if harm == "gone" else done.exit_code), done.output
        assert "Traceback" not in done.output
    assert "anna" in run("user", "list", *config).output or done.exit_code == 1
