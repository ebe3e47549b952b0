"""kalix-hub person: what is held is written down for its owner alone, and a leaver is erased after what waited is handed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.hub.commands.test_commands import run
from tests.hub.serving import Serving, made_config, serving, soon
from tests.hub.web.test_streams import until

pytestmark = pytest.mark.xdist_group("audit")


def lived(hub: Serving) -> None:
    """Anna is away, and somebody waits for her."""
    with hub.client("anna") as anna, hub.client("maria") as maria:
        anna.put("/api/v1/people/2041/absence", json={"reason": "meeting", "until": soon()}).raise_for_status()
        maria.post("/api/v1/messages", json={"to": "2041", "about": "Ring", "caller_name": "Eva"}).raise_for_status()


@pytest.mark.parametrize("form", ["json", "text"])
def test_all_that_is_held_is_written_for_its_owner_alone_and_told_in_the_trail(tmp_path: Path, form: str) -> None:
    config = made_config(tmp_path / "hub")
    with serving(tmp_path / "hub", config=config) as hub:
        lived(hub)
    file = tmp_path / "anna"
    done = run("person", "export", "2041", file, "--format", form, "--config", tmp_path / "hub")
    assert done.exit_code == 0, done.output
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text("utf-8")
    assert "anna@x.example" in text
    assert "Eva" in text
    if form == "json":
        assert json.loads(text)["absence"][0]["reason"] == "meeting"
    assert "there already" in run("person", "export", "2041", file, "--config", tmp_path / "hub").output
    assert "person-export" in run("audit", "search", "--about", "2041", "--config", tmp_path / "hub").output
    assert run("person", "export", "2999", tmp_path / "x", "--config", tmp_path / "hub").exit_code == 1


def test_a_leaver_is_erased_under_a_hub_that_serves_and_their_messages_are_handed_over(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub, hub.client("maria") as maria, hub.client("anna") as anna:
        lived(hub)
        looked = run("person", "erase", "2041", "--config", tmp_path / "hub")
        assert looked.exit_code == 1
        assert "Anna Ek (2041) would be erased" in looked.output
        assert anna.get("/api/v1/me").status_code == 200
        done = run("person", "erase", "2041", "--yes", "--config", tmp_path / "hub")
        assert done.exit_code == 0, done.output
        assert "handed to the switchboard or back to their groups: 1" in done.output
        until(lambda: anna.get("/api/v1/me").status_code == 401)
        until(lambda: maria.get("/api/v1/people/2041").status_code == 404)
        [message] = maria.get("/api/v1/messages").json()["messages"]
        assert (message["to_kind"], message["about"]) == ("switchboard", "Ring")
    found = run("audit", "search", "--act", "person-erase", "--config", tmp_path / "hub").output
    assert found.count("person-erase") == 1
    assert "is whole" in run("audit", "verify", "--config", tmp_path / "hub").output


def test_whoever_had_the_leaver_as_deputy_has_none(tmp_path: Path) -> None:
    made_config(tmp_path / "hub")
    assert run("person", "erase", "2042", "--yes", "--config", tmp_path / "hub").exit_code == 0
    file = tmp_path / "anna.json"
    run("person", "export", "2041", file, "--config", tmp_path / "hub")
    assert json.loads(file.read_text("utf-8"))["person"][0]["deputy"] is None
    assert run("person", "erase", "2042", "--yes", "--config", tmp_path / "hub").exit_code == 1
