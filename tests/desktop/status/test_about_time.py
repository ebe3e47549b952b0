"""A wrong clock and another zone are said, and change nothing of what is set."""

from __future__ import annotations

import time as clocks
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.hub_time import HubTime
from kalix_presence.client.session_events import FactsChanged, StandingsChanged
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.line_reading import read_typed
from kalix_presence.desktop.status.panel import StatusPanel
from kalix_presence.desktop.status.phrases import about_time
from kalix_presence.model.line import LineState
from tests.desktop.sample import NOON, reasons_view, sample_people


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts this computer into a zone."""

    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        clocks.tzset()

    yield move
    monkeypatch.undo()
    clocks.tzset()


def presence_at(true: datetime, wrong: timedelta) -> Presence:
    """Signed in at the hub's moment `true` with a computer whose clock is `wrong`."""
    time = HubTime(lambda: true + wrong, lambda: 0.0)
    time.observe(true, 0.0)
    made, people = Presence(time), sample_people()
    made.on_session_event(FactsChanged(wire.Me("me", ["employee"], {}, people[0]), reasons_view(), people, None))
    made.on_session_event(
        StandingsChanged([wire.Standing(each.extension, 1, line=LineState.IDLE) for each in people], whole=True)
    )
    return made


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (timedelta(seconds=5), ""),
        (timedelta(seconds=-19), ""),
        (timedelta(seconds=45), "This computer's clock is 45 s fast; the presence server's time counts."),
        (timedelta(minutes=-7), "This computer's clock is 7 min slow; the presence server's time counts."),
        (timedelta(hours=2), "This computer's clock is 2 h fast; the presence server's time counts."),
        (timedelta(days=-3), "This computer's clock is 3 days slow; the presence server's time counts."),
    ],
)
def test_a_wrong_clock_is_said_from_some_seconds_on(
    qapp: object, in_zone: Callable[[str], None], wrong: timedelta, said: str
) -> None:
    in_zone("Europe/Stockholm")
    assert about_time(presence_at(NOON, wrong)) == said


@pytest.mark.parametrize(
    "zone", ["Europe/Stockholm", "Europe/Helsinki", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]
)
@pytest.mark.parametrize("wrong", [timedelta(), timedelta(hours=-30), timedelta(days=400)])
@pytest.mark.parametrize(
    ("true", "typed", "until"),
    [
        (NOON, "lunch 13", datetime(2026, 11, 24, 12, tzinfo=UTC)),
        # The night the clocks go forward, and the one they go back: eight in the morning is eight on the wall.
        (datetime(2026, 3, 28, 15, tzinfo=UTC), "course monday", datetime(2026, 3, 30, 6, tzinfo=UTC)),
        (datetime(2026, 10, 24, 15, tzinfo=UTC), "course monday", datetime(2026, 10, 26, 7, tzinfo=UTC)),
        # Year's end, and week 53 of 2026 that ends in 2027.
        (datetime(2026, 12, 30, 15, tzinfo=UTC), "holiday week 1", datetime(2027, 1, 4, 7, tzinfo=UTC)),
        (datetime(2026, 12, 21, 8, tzinfo=UTC), "holiday week 53", datetime(2026, 12, 28, 7, tzinfo=UTC)),
    ],
)
def test_what_is_set_is_the_same_on_every_laptop(
    qapp: object,
    in_zone: Callable[[str], None],
    zone: str,
    wrong: timedelta,
    true: datetime,
    typed: str,
    until: datetime,
) -> None:
    in_zone(zone)
    reading = read_typed(typed, presence_at(true, wrong), "en")
    assert reading.complete, reading.sentence
    assert reading.until == until


def test_in_another_zone_the_panel_says_whose_times_it_shows(in_zone: Callable[[str], None], qtbot: QtBot) -> None:
    in_zone("Asia/Kolkata")
    panel = StatusPanel(presence_at(NOON, timedelta()), "en")
    qtbot.addWidget(panel)
    panel.open()
    assert "All times are those of Stockholm." in panel._about_time.text()
    qtbot.keyClick(panel, Qt.Key.Key_Escape)


def test_at_home_nothing_is_said_of_zones(qapp: object, in_zone: Callable[[str], None]) -> None:
    in_zone("Europe/Copenhagen")
    assert about_time(presence_at(NOON, timedelta())) == ""
