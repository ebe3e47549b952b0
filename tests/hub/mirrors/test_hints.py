"""In a call in Teams: shown beside the line of who lets it be, and gone with its source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.mirrors.hints import Hints
from kalix_presence.hub.store.frames import Frame
from kalix_presence.model.elsewhere import Elsewhere
from tests.clocks import Clock
from tests.hub.graph_server import GraphServer, graph_server
from tests.hub.mirrors.test_service import OWN, away, watched, with_teams
from tests.hub.mirrors.test_wanted import anna_at, identity
from tests.hub.serving import made_config, serving
from tests.hub.web.test_streams import until


@pytest.fixture
def graph() -> Iterator[GraphServer]:
    with graph_server() as server:
        server.teams.add("anna@x.example")
        yield server


class Hearing:
    """What readers of the stream are told."""

    def __init__(self, bus: EventBus) -> None:
        self.told: list[dict[str, Elsewhere]] = []
        bus.listen(self._hear)

    def _hear(self, frame: Frame) -> None:
        if frame.kind == "lines":
            hints = msgspec.json.decode(frame.full, type=wire.LinesChanged).elsewhere
            self.told += [] if hints is msgspec.UNSET else [hints]


def hints_of(board: Board, bus: EventBus, clock: Clock, *, wanted: bool = True) -> Hints:
    return Hints(board, bus, lambda extension: wanted, believed=80, steady=clock.steady)


async def test_a_hint_is_told_once_and_again_when_it_is_another(tmp_path: Path) -> None:
    async with anna_at(tmp_path) as (core, _, clock):
        hearing, hints = Hearing(core.event_bus), hints_of(core.board, core.event_bus, clock)
        for does in (Elsewhere.NOTHING, Elsewhere.CALL, Elsewhere.CALL, Elsewhere.PRESENTING, Elsewhere.NOTHING):
            hints.take_in({identity(core): does, "somebody else": Elsewhere.CALL})
        assert hearing.told == [{"2041": "call"}, {"2041": "presenting"}, {"2041": ""}]
        assert core.board.standing("2041", full=False).elsewhere is Elsewhere.NOTHING


async def test_what_nobody_tells_any_longer_goes(tmp_path: Path) -> None:
    async with anna_at(tmp_path) as (core, _, clock):
        hearing, hints = Hearing(core.event_bus), hints_of(core.board, core.event_bus, clock)
        hints.take_in({identity(core): Elsewhere.CALL})
        clock.move(seconds=80)
        hints.take_away_old()
        assert core.board.standing("2041", full=False).elsewhere is Elsewhere.CALL
        clock.move(seconds=1)
        hints.take_away_old()
        assert hearing.told[-1] == {"2041": ""}
        assert core.board.standing("2041", full=False).elsewhere is Elsewhere.NOTHING


async def test_who_does_not_let_it_be_shown_has_none(tmp_path: Path) -> None:
    async with anna_at(tmp_path) as (core, _, clock):
        hints_of(core.board, core.event_bus, clock, wanted=False).take_in({identity(core): Elsewhere.CALL})
        assert core.board.standing("2041", full=False).elsewhere is Elsewhere.NOTHING


@pytest.mark.parametrize(
    ("activity", "shown"),
    [
        ("InACall", "call"),
        ("InAConferenceCall", "call"),
        ("InAMeeting", "meeting"),
        ("Presenting", "presenting"),
        ("Busy", None),
    ],
)
def test_what_teams_says_stands_beside_the_line_for_colleagues(
    tmp_path: Path, graph: GraphServer, activity: str, shown: str | None
) -> None:
    config = with_teams(made_config(tmp_path / "hub"), graph)
    with serving(config.folder, config=config) as hub, hub.client("anna") as anna, hub.client("per") as per:
        watched(graph, hub)

        def hint() -> str | None:
            found: str | None = per.get(OWN).json()["standing"].get("elsewhere")
            return found

        graph.teams.of("anna@x.example").session = ("Busy", activity)
        anna.put(f"{OWN}/preferences", json={"status_elsewhere": True}).raise_for_status()
        looked_at(hub)
        assert hint() is None, "she has not let it be shown"
        anna.put(f"{OWN}/preferences", json={"calls_elsewhere": True}).raise_for_status()
        looked_at(hub)
        assert hint() == shown
        board = per.get("/api/v1/board").json()["board"]
        assert next(one.get("elsewhere") for one in board if one["extension"] == "2041") == shown
        anna.put(f"{OWN}/preferences", json={"calls_elsewhere": False}).raise_for_status()
        assert hint() is None


def test_what_we_tell_never_comes_back_as_a_hint_or_an_absence(tmp_path: Path, graph: GraphServer) -> None:
    config = with_teams(made_config(tmp_path / "hub"), graph)
    with serving(config.folder, config=config) as hub, hub.client("anna") as anna:
        seen = watched(graph, hub)
        anna.put(f"{OWN}/preferences", json={"status_elsewhere": True, "calls_elsewhere": True}).raise_for_status()
        away(anna, "meeting")
        until(lambda: seen.text != "" and graph.teams.of("anna@x.example").preferred == ("Busy", "Busy"))
        looked_at(hub)
        assert "elsewhere" not in anna.get(OWN).json()["standing"]
        anna.delete(f"{OWN}/absence").raise_for_status()
        graph.teams.of("anna@x.example").session = ("Busy", "InAMeeting")
        looked_at(hub)
        assert "absence" not in anna.get(OWN).json()["standing"]


def looked_at(hub: object) -> None:
    """Everybody's account is known, and was looked at once."""
    mirrors = hub.hub.mirrors  # type: ignore[attr-defined]
    until(lambda: bool(mirrors.tellers["teams"]._accounts))
    assert hub.on_loop(mirrors.looks["teams"].look)  # type: ignore[attr-defined]
