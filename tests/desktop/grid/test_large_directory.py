"""A large directory is indexed in slices: what comes meanwhile is in it, and the last one told is the one that is searched."""

from __future__ import annotations

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.session_events import FactsChanged, StandingsChanged
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.line import LineState
from tests.desktop.grid.seen import names
from tests.desktop.sample import absent, sample_people

ONE = sample_people()[0]
MANY = [msgspec.structs.replace(ONE, extension=str(at), name=f"Person {at}", family_name="") for at in range(10_000, 16_000)]
NEWCOMER = msgspec.structs.replace(ONE, extension="4711", name="Åsa Öhman", family_name="Öhman", title="Notarie")


def tell(presence: Presence, people: list[wire.PersonView]) -> None:
    presence.on_session_event(FactsChanged(presence.me, presence.view, people, None))


@pytest.mark.parametrize("slices", [1, 5, 25, 60])
def test_of_two_directories_in_a_row_the_later_one_is_searched(
    grid: Grid, presence: Presence, qtbot: QtBot, slices: int
) -> None:
    finder = grid.listing.finder
    tell(presence, MANY)
    for _ in range(slices):
        finder._build()
    tell(presence, [*MANY[1:], NEWCOMER])
    qtbot.waitUntil(lambda: finder.is_ready and len(finder) == len(MANY), timeout=50_000)
    grid.search.setText("notarie")
    assert names(grid) == ["Åsa Öhman"]
    grid.search.setText("person 10000")
    assert not grid.people.shown
    grid.search.clear()
    qtbot.waitUntil(lambda: len(grid.people.shown) == len(MANY), timeout=50_000)
    assert sum(branch.people for branch in finder.branches) == len(MANY)


def test_what_changes_while_the_index_is_made_is_in_it(grid: Grid, presence: Presence, qtbot: QtBot) -> None:
    finder = grid.listing.finder
    presence.on_session_event(StandingsChanged([absent(person.extension, "lunch") for person in MANY], whole=True))
    tell(presence, MANY)
    for back in MANY[3_000:3_030]:
        finder._build()
        presence.on_session_event(StandingsChanged([wire.Standing(back.extension, 2, line=LineState.IDLE)], whole=False))
    qtbot.waitUntil(lambda: finder.is_ready, timeout=50_000)
    grid.search.setText("person")
    qtbot.waitUntil(lambda: len(grid.people.shown) == len(MANY), timeout=50_000)
    assert list(grid.people.shown[:30]) == [person.extension for person in MANY[3_000:3_030]]
    assert sorted(grid.people.shown) == [person.extension for person in MANY]


def test_the_rest_of_what_is_found_comes_in_slices_and_nobody_twice(grid: Grid, presence: Presence, qtbot: QtBot) -> None:
    tell(presence, MANY)
    qtbot.waitUntil(lambda: grid.listing.finder.is_ready, timeout=50_000)
    grid.search.setText("1")
    grid.listing._put_rest_in_order()
    grid.search.setText("10")  # given up half-way
    grid.listing._put_rest_in_order()
    grid.search.setText("1")
    qtbot.waitUntil(lambda: len(grid.people.shown) == len(MANY) == grid.people.rowCount(), timeout=50_000)
    assert sorted(grid.people.shown) == [person.extension for person in MANY]
