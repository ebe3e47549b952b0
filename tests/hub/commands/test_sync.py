"""kalix-hub sync and person: looked at, held, accepted, and what was edited by hand, as somebody types it at the server."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence.hub.site.config import read_config
from tests.hub.commands.test_commands import run
from tests.hub.commands.test_people import told
from tests.hub.serving import PEOPLE, made_config, serving
from tests.hub.web.test_streams import until

pytestmark = pytest.mark.xdist_group("audit")

SOURCE = '[sync]\nminutes = 0\n[sync.sources.staff]\nkind = "csv"\nfile = "staff.csv"\n'


def many(count: int) -> str:
    head = "extension,given_name,family_name,unit,administration\n"
    return head + "".join(f"{2200 + one},Bo{chr(97 + one)},Berg,Skola,Utbildning\n" for one in range(count))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A hub with a source beside the people that it has."""
    folder = tmp_path / "hub"
    made_config(folder)
    text = (folder / "kalix-hub.toml").read_text("utf-8")
    (folder / "kalix-hub.toml").write_text(text.replace("[sync]\n", SOURCE, 1), "utf-8")
    (folder / "staff.csv").write_text(many(20), "utf-8")
    return folder


def test_a_dry_run_says_what_the_run_then_says_and_status_tells_of_it(folder: Path) -> None:
    assert "Not read yet" in run("sync", "status", "-c", folder).output
    looked = run("sync", "--dry-run", "-c", folder)
    assert looked.exit_code == 0, looked.output
    assert len(told(looked.output)) == 20
    assert "dry run" in looked.output
    done = run("sync", "staff", "-c", folder)
    assert told(done.output) == told(looked.output)
    assert "20 people" in run("sync", "status", "-c", folder).output
    assert told(run("sync", "-c", folder).output) == []
    assert "uid:" in run("audit", "search", "--about", "2200", "-c", folder).output


def test_what_is_held_is_done_only_by_its_letters_under_a_hub_that_serves(folder: Path) -> None:
    with serving(folder, config=read_config(folder)) as hub, hub.client("ada") as ada:
        assert run("sync", "-c", folder).exit_code == 0
        until(lambda: ada.get("/api/v1/people/2219").status_code == 200)
        (folder / "staff.csv").write_text(many(10), "utf-8")
        looked = run("sync", "--dry-run", "-c", folder)
        assert "would wait for a yes: 10 people" in looked.output
        held = run("sync", "-c", folder)
        assert held.exit_code == 1
        assert "10 people would be removed" in held.output
        letters = held.output.split("accept staff ")[1].split()[0]
        assert run("sync", "accept", "staff", "abcdef", "-c", folder).exit_code == 1
        assert "sync accept staff" in run("check", "-c", folder).output
        assert ada.get("/api/v1/people/2219").status_code == 200
        done = run("sync", "accept", "staff", letters, "-c", folder)
        assert done.exit_code == 0, done.output
        until(lambda: ada.get("/api/v1/people/2219").status_code == 404)
        assert ada.get("/api/v1/people/2041").status_code == 200
    assert "is whole" in run("audit", "verify", "-c", folder).output


def test_a_no_is_said_at_the_server_and_told_as_trouble(folder: Path) -> None:
    assert run("sync", "-c", folder).exit_code == 0
    (folder / "staff.csv").write_text(many(10), "utf-8")
    letters = run("sync", "-c", folder).output.split("accept staff ")[1].split()[0]
    assert run("sync", "decline", "staff", "abcdef", "-c", folder).exit_code == 1
    declined = run("sync", "decline", "staff", letters, "-c", folder)
    assert declined.exit_code == 0, declined.output
    assert "No is said" in declined.output
    for told_by in (run("sync", "status", "-c", folder), run("check", "-c", folder)):
        assert "administrator has said no: 10 people" in told_by.output
    assert "answer-held-run" in run("audit", "search", "-c", folder).output
    assert run("sync", "accept", "staff", letters, "-c", folder).exit_code == 0
    assert "20 people" not in run("sync", "status", "-c", folder).output


def test_a_source_that_cannot_be_read_is_said_and_ends_with_one(folder: Path) -> None:
    (folder / "staff.csv").unlink()
    failed = run("sync", "-c", folder)
    assert failed.exit_code == 1
    assert "staff.csv" in failed.output
    assert "staff.csv" in run("sync", "status", "-c", folder).output
    assert "sync staff" in run("check", "-c", folder).output
    assert run("sync", "other", "-c", folder).exit_code == 1


def test_what_is_edited_by_hand_is_shown_kept_and_taken_back(folder: Path) -> None:
    run("sync", "-c", folder)
    assert "title: Handläggare (from file)" in run("person", "show", "2041", "-c", folder).output
    assert "given_name: Boa (from staff)" in run("person", "show", "2200", "-c", folder).output
    assert "title: - (its source is not known)" in run("person", "show", "2200", "-c", folder).output
    assert run("person", "set", "2041", "title", "Chef", "-c", folder).exit_code == 0
    (folder / "people.csv").write_text(
        PEOPLE.replace("Anna,Ek,Bygglov,Samhällsbyggnad,Handläggare", "Anna,Ek,Bygglov,Samhällsbyggnad,Arkitekt"), "utf-8"
    )
    assert told(run("import", folder / "people.csv", "-c", folder).output) == []
    shown = run("person", "show", "2041", "-c", folder).output
    assert "title: Chef (edited by hand" in shown
    assert "the source has Arkitekt)" in shown
    assert "title is its source's again: Arkitekt" in run("person", "take-back", "2041", "title", "-c", folder).output
    assert run("person", "take-back", "2041", "title", "-c", folder).exit_code == 1
    assert run("person", "set", "2041", "extension", "2042", "-c", folder).exit_code == 1
    trail = run("audit", "search", "--about", "2041", "-c", folder).output
    assert "person-set" in trail
    assert "person-take-back" in trail
