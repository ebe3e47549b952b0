"""A whole hub with the stand-in for Teams beside it: from a choice and a lunch at the desk to what colleagues see there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import msgspec
import pytest

from kalix_presence.hub.site.config import Config, read_config, template
from kalix_presence.hub.site.mirrors_section import MirrorsSection, TeamsSection
from kalix_presence.model.errors import BadInput
from tests.clocks import NINE, Clock
from tests.hub.commands.test_commands import run
from tests.hub.graph_server import GraphServer, graph_server
from tests.hub.serving import Serving, made_config, serving, soon
from tests.hub.web.test_streams import until

OWN = "/api/v1/people/2041"


@pytest.fixture
def graph() -> Iterator[GraphServer]:
    with graph_server() as server:
        server.teams.add("anna@x.example")
        yield server


@pytest.fixture
def config(tmp_path: Path, graph: GraphServer) -> Config:
    return with_teams(made_config(tmp_path / "hub"), graph)


def with_teams(config: Config, graph: GraphServer) -> Config:
    secret = config.folder / "teams.secret"
    secret.write_text(graph.secret, "utf-8")
    secret.chmod(0o600)
    teams = TeamsSection("tenant", "kalix", login=graph.url, api=f"{graph.url}/v1.0")
    return msgspec.structs.replace(config, mirrors=MirrorsSection(teams=teams, poll_seconds=5))


@dataclass
class Seen:
    graph: GraphServer
    hub: Serving

    @property
    def text(self) -> str:
        found = self.graph.teams.of("anna@x.example").seen(self.hub.clock())
        return str(found.get("statusMessage", {}).get("message", {}).get("content", ""))


def watched(graph: GraphServer, hub: Serving) -> Seen:
    graph.teams.clock = hub.clock
    return Seen(graph, hub)


def away(anna: httpx.Client, reason: str = "lunch") -> None:
    anna.put(f"{OWN}/absence", json={"reason": reason, "until": soon(60), "note": "ANNASEGET"}).raise_for_status()


def test_a_lunch_is_told_when_it_is_chosen_and_taken_back_with_it(graph: GraphServer, config: Config) -> None:
    with serving(config.folder, config=config) as hub, hub.client("anna") as anna:
        seen = watched(graph, hub)
        assert anna.get(f"{OWN}/preferences").json()["mirrors"] == ["teams"]
        away(anna)
        assert graph.teams.writes == [], "she has not chosen it"
        anna.put(f"{OWN}/preferences", json={"status_elsewhere": True}).raise_for_status()
        until(lambda: seen.text == "Lunch, åter 10.00")
        assert "ANNASEGET" not in str(graph.teams.writes)
        away(anna, "sick")
        until(lambda: seen.text.startswith("Ej på plats") or (seen.text != "" and "Lunch" not in seen.text))
        assert "juk" not in str(graph.teams.writes)
        anna.delete(f"{OWN}/absence").raise_for_status()
        until(lambda: seen.text == "")
        away(anna)
        until(lambda: seen.text == "Lunch, åter 10.00")
        anna.put(f"{OWN}/preferences", json={"status_elsewhere": False}).raise_for_status()
        until(lambda: seen.text == "")


def test_what_stood_there_when_the_hub_died_is_taken_back_when_it_is_there_again(graph: GraphServer, config: Config) -> None:
    with serving(config.folder, config=config) as hub, hub.client("anna") as anna:
        seen = watched(graph, hub)
        anna.put(f"{OWN}/preferences", json={"status_elsewhere": True}).raise_for_status()
        away(anna)
        until(lambda: seen.text == "Lunch, åter 10.00")
    account = graph.teams.of("anna@x.example")
    account.text_ends = None  # a server that has forgotten when
    with serving(config.folder, config=config, clock=Clock(NINE + timedelta(hours=3))) as hub:
        seen = watched(graph, hub)
        assert hub.on_loop(lambda: hub.hub.board.held_by("2041")) is None, "it ended while nobody was there"
        until(lambda: seen.text == "")


def test_who_watches_the_server_is_told_how_it_goes(graph: GraphServer, config: Config) -> None:
    with serving(config.folder, config=config) as hub, hub.client("anna") as anna:
        watched(graph, hub)

        def measured(line: str) -> Callable[[], bool]:
            return lambda: line in anna.get("/metrics").text

        until(measured('kalix_task_up{task="mirror-teams"} 1.0'))
        until(measured('kalix_task_up{task="mirror-teams-look"} 1.0'))
        assert "mirror-failing" not in anna.get("/readyz").json().get("warnings", [])
        graph.teams.denied.add("User.ReadBasic.All")
        anna.put(f"{OWN}/preferences", json={"status_elsewhere": True}).raise_for_status()
        until(lambda: "mirror-failing" in anna.get("/readyz").json().get("warnings", []))
        assert 'kalix_mirror_up{mirror="teams"} 0.0' in anna.get("/metrics").text


def written(config: Config, graph: GraphServer) -> Path:
    """The same settings in the file, for the commands."""
    lines = f'tenant = "tenant"\nclient_id = "kalix"\nlogin = "{graph.url}"\napi = "{graph.url}/v1.0"\n'
    text = template(0).replace("[mirrors.teams]\n", f"[mirrors.teams]\n{lines}", 1)
    (config.folder / "kalix-hub.toml").write_text(text, "utf-8")
    return config.folder


def test_check_tries_each_permission_at_somebody_who_has_chosen_it(graph: GraphServer, config: Config) -> None:
    folder = written(config, graph)
    nobody = run("check", "-c", folder)
    assert (nobody.exit_code, "Microsoft Teams: Nobody with an e-mail address has chosen" in nobody.output) == (1, True)
    without = msgspec.structs.replace(config, mirrors=MirrorsSection())
    with serving(config.folder, config=without) as hub, hub.client("anna") as anna:
        anna.put(f"{OWN}/preferences", json={"status_elsewhere": True}).raise_for_status()
    well = run("check", "-c", folder)
    assert "teams User.ReadBasic.All: OK" in well.output
    assert "teams Presence.ReadWrite.All: OK" in well.output
    graph.teams.denied.add("Presence.ReadWrite.All")
    bad = run("check", "-c", folder)
    assert bad.exit_code == 1
    assert "the permission Presence.ReadWrite.All is missing" in bad.output


def test_a_secret_that_others_can_read_is_refused(graph: GraphServer, config: Config) -> None:
    folder = written(config, graph)
    (folder / "teams.secret").chmod(0o640)
    with pytest.raises(BadInput, match="config-file-open"):
        read_config(folder)
    (folder / "teams.secret").unlink()
    with pytest.raises(BadInput, match="config-file-missing"):
        read_config(folder)
