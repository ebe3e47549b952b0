"""What resources/server gives an administrator works: the backup script for real, units and proxy by their own programs."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
import typer

from kalix_presence.hub.commands.program import program
from kalix_presence.hub.site.acts import Acts
from tests.journeys.hub_process import BIN, HubProcess

ROOT = Path(__file__).parents[3]
FILES = ROOT / "resources" / "server"
PAGE = (ROOT / "docs" / "administrators.md").read_text("utf-8")
LONG_AGO = 1_600_000_000


def _backed_up(place: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "KALIX_HUB_CONFIG": str(place), "KALIX_HUB": str(BIN / "kalix-hub"), "TZ": "UTC"}
    return subprocess.run([FILES / "kalix-hub-backup", folder, "14"], env=told, capture_output=True, text=True, check=False)


@pytest.mark.in_a_file  # the copy is looked into as a file of SQLite's
def test_the_backup_keeps_database_and_settings_and_no_key_and_lets_old_ones_go(tmp_path: Path) -> None:
    place, folder = HubProcess(tmp_path)._place, tmp_path / "backups"
    folder.mkdir()
    (place / "calendars.key").write_text("key")
    (place / "hub.key").write_text("key")
    for name in ("kalix-2020-01-01T023000Z.db", "settings-2020-01-01T023000Z.tar.gz", "somebody-elses.db"):
        (folder / name).write_text("old")
        os.utime(folder / name, (LONG_AGO, LONG_AGO))
    kept, gone = place / "kalix.db.before-0008", place / "kalix.db.before-0001"
    kept.write_text("new")
    gone.write_text("old")
    os.utime(gone, (LONG_AGO, LONG_AGO))
    done = _backed_up(place, folder)
    assert done.returncode == 0, done.stderr
    (database,), (settings,) = folder.glob("kalix-*.db"), folder.glob("settings-*.tar.gz")
    with closing(sqlite3.connect(database)) as sql:
        assert sql.execute("SELECT count(*) FROM person").fetchone()[0] == 5
    with tarfile.open(settings) as found:
        names = {Path(name).name for name in found.getnames()}
    assert {"kalix-hub.toml", "asterisk.secret", "acts.log"} <= names
    assert not [name for name in names if name.endswith((".key", ".db"))]
    assert not [path for path in (database, settings) if path.stat().st_mode & 0o077]
    assert (folder / "somebody-elses.db").exists()
    assert kept.exists()
    assert not gone.exists()
    assert Acts(place).last_backup > LONG_AGO


def test_a_backup_that_fails_says_so_and_takes_no_old_one_away(tmp_path: Path) -> None:
    place, folder = HubProcess(tmp_path)._place, tmp_path / "backups"
    folder.mkdir()
    old = folder / "kalix-2020-01-01T023000Z.db"
    old.write_text("old")
    os.utime(old, (LONG_AGO, LONG_AGO))
    (place / "kalix.db").unlink()
    assert _backed_up(place, folder).returncode != 0
    assert old.exists()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
@pytest.mark.parametrize("unit", ["kalix-hub", "kalix-hub-guardian", "kalix-hub-backup", "kalix-hub-sync"])
def test_systemd_understands_the_units_and_finds_them_little_exposed(tmp_path: Path, unit: str) -> None:
    for file in FILES.glob("kalix-hub*.*"):
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", file.read_text("utf-8"), flags=re.MULTILINE)
        (tmp_path / file.name).write_text(text, "utf-8")
    wakes = [f"./{path.name}" for path in tmp_path.glob(f"{unit}.*") if path.suffix != ".service"]
    assert wakes or unit == "kalix-hub-guardian", "something begins it"
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", f"./{unit}.service", *wakes],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert unit not in verified.stderr, verified.stderr
    looked = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=15", f"./{unit}.service"],  # tenths
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert looked.returncode == 0, looked.stdout + looked.stderr


@pytest.mark.parametrize("unit", ["kalix-hub", "kalix-hub-guardian", "kalix-hub-sync"])
def test_what_names_people_goes_into_no_journal(unit: str) -> None:
    lines = (FILES / f"{unit}.service").read_text("utf-8").splitlines()
    assert {"StandardOutput=null", "StandardError=journal"} <= set(lines)


def test_the_page_names_only_commands_and_files_that_are_there() -> None:
    known = typer.main.get_command(program)
    walk = PAGE.partition("## A server, step by step")[2].partition("\n## ")[0]
    asked = re.findall(r"^    hub (.+)$", walk, re.MULTILINE)
    assert len(asked) > 6
    for line in asked:
        command = known
        for word in line.split():
            below = getattr(command, "commands", {})
            if not below:
                break
            assert word in below, line
            command = below[word]
    named = set(re.findall(r"resources/server/([\w.-]+)", walk))
    assert named == {path.name for path in FILES.iterdir()}


def test_the_proxy_hides_the_measures_and_writes_over_what_clients_say_of_themselves() -> None:
    text = (FILES / "nginx-kalix-hub.conf").read_text("utf-8")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
    assert 'proxy_set_header Forwarded "";' in text
    stream = text.partition("location = /api/v1/events {")[2].partition("}")[0]
    assert "proxy_buffering off;" in stream
    assert "return 404;" in text.partition("location = /metrics {")[2].partition("}")[0]
