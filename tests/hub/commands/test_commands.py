"""kalix-hub's commands as somebody at the server uses them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kalix_presence.hub.commands.program import program
from kalix_presence.hub.site.config import read_config
from tests.hub.serving import PASSWORD, PEOPLE, serving, soon
from tests.hub.web.test_streams import until


def run(*words: str | Path, typed: str | None = None) -> Result:
    """Run kalix-hub in English."""
    return CliRunner(env={"LC_ALL": "en_US.UTF-8"}).invoke(program, [str(word) for word in words], input=typed)


def test_a_bad_people_file_is_told_line_by_line_and_changes_nothing(tmp_path: Path) -> None:
    run("init", tmp_path / "hub")
    rows = PEOPLE.splitlines()
    rows[1] = rows[1].replace("2041", "2o41", 1)
    rows[2] = rows[2].replace("employee", "king")
    rows[4] = rows[4].replace(",Siv,", ",,")
    rows.append(rows[5])
    file = tmp_path / "people.csv"
    file.write_text("\n".join(rows), "utf-8")
    done = run("import", file, "--config", tmp_path / "hub")
    assert done.exit_code == 1
    assert [int(line) for line in re.findall(r"^Line (\d+):", done.output, re.MULTILINE)] == [2, 3, 5, 8, 8]
    assert "Nothing was changed" in done.output
    assert run("user", "list", "--config", tmp_path / "hub").output.split() == ["admin", "-", "administrator"]


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    run("init", tmp_path / "hub")
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, "utf-8")
    assert "6 new" in run("import", file, "--config", tmp_path / "hub").output
    assert "Nothing was changed" in run("import", file, "--config", tmp_path / "hub").output


@pytest.mark.in_a_file  # the copy is one of SQLite's
def test_a_serving_hub_notices_import_lock_and_gives_a_whole_backup(tmp_path: Path) -> None:
    run("init", "--port", "0", tmp_path / "hub")
    file, copy, config = tmp_path / "people.csv", tmp_path / "copy.db", ("--config", tmp_path / "hub")
    file.write_text(PEOPLE, "utf-8")
    run("import", file, *config)
    run("user", "password", "anna", "--password-file", "-", *config, typed=PASSWORD)
    with serving(tmp_path / "hub", config=read_config(tmp_path / "hub")) as hub, hub.client("anna") as anna:
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
        file.write_text(PEOPLE + "2077,Ny,Kollega,Skola,Utbildning,,,,,,,,,\n", "utf-8")
        assert run("import", file, *config).exit_code == 0
        until(lambda: anna.get("/api/v1/people/2077").status_code == 200)
        assert run("backup", copy, *config).exit_code == 0
        assert not copy.stat().st_mode & 0o077
        anna.delete("/api/v1/people/2041/absence")
        assert run("user", "lock", "anna", *config).exit_code == 0
        until(lambda: anna.get("/api/v1/me").status_code == 401)
    assert run("restore", copy, *config).exit_code == 0
    with serving(tmp_path / "hub", config=read_config(tmp_path / "hub")) as hub, hub.client("anna") as anna:
        assert anna.get("/api/v1/people/2041").json()["standing"]["absence"]["reason"] == "lunch"


@pytest.mark.in_a_file  # by a process of its own, which knows nothing of the tests' PostgreSQL
def test_a_hub_that_serves_has_its_database_to_itself(tmp_path: Path) -> None:
    config, copy = ("--config", tmp_path / "hub"), tmp_path / "copy.db"
    run("init", "--port", "0", tmp_path / "hub")
    assert run("backup", copy, *config).exit_code == 0
    command = [sys.executable, "-m", "kalix_presence.hub", "serve", "--config", tmp_path / "hub"]
    with (tmp_path / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as serving_hub:
        try:
            until(lambda: "http://" in (tmp_path / "log").read_text("utf-8"))
            for refused in (run("restore", copy, *config), run("serve", *config)):
                assert refused.exit_code == 1
                assert "Stop it first" in refused.output
        finally:
            serving_hub.kill()
    assert run("restore", copy, *config).exit_code == 0, "a hub that was killed holds nothing back"


def test_the_files_for_asterisk_are_copied_out_and_what_the_site_has_changed_stays(tmp_path: Path) -> None:
    folder = tmp_path / "pbx"
    assert run("asterisk-files", folder).exit_code == 0
    assert {path.name for path in (folder / "examples").iterdir()} == {
        "cdr.conf", "extensions.conf", "manager.conf", "pjsip.conf", "queues.conf", "stasis.conf",
    }  # fmt: skip
    site, plan = folder / "kalix-presence-site.conf", folder / "kalix-presence.conf"
    for path in (site, plan):
        path.write_text("; ours\n", "utf-8")
    again = run("asterisk-files", folder)
    assert site.read_text("utf-8") == "; ours\n"
    assert "KALIX_SWITCHBOARD" in site.with_name("kalix-presence-site.conf.new").read_text("utf-8")
    assert "kalix-presence-site.conf has been changed by you" in again.output
    assert "[kalix-presence]" in plan.read_text("utf-8"), "the dialplan comes new with every version"
    shown = subprocess.run([folder / "clips" / "render_clips", "--help"], capture_output=True, text=True, check=True)
    assert "render_clips FOLDER" in shown.stdout
