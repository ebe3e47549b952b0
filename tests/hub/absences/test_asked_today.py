"""What was answered on one computer is known to the person's others, to nobody else, and for the day only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.absences.asked_today import AskedToday
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.store.frames import Frame
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Forbidden, NotFound

NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)
TODAY = NOW.date()
ANNA = Caller("anna", "2041", "bygg", frozenset({Role.EMPLOYEE}))
ADA = Caller("ada", "2002", "kansli", frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def house() -> tuple[AskedToday, list[Frame]]:
    board, frames = Board(shipped.default_reasons(), shipped.default_policy()), []
    event_bus = EventBus(board)
    board.people["2041"] = Person("2041", "Anna", "Ek", "bygg", "bygg")
    event_bus.listen(frames.append)
    return AskedToday(board, event_bus), frames


def test_two_computers_learn_from_each_other(house: tuple[AskedToday, list[Frame]]) -> None:
    asked, frames = house
    later = NOW + timedelta(minutes=10)
    asked.join_answers(ANNA, "2041", wire.AskedDay(TODAY, ["lunch"]), now=NOW)
    both = asked.join_answers(ANNA, "2041", wire.AskedDay(TODAY, ["away"], {"day_end": later}), now=NOW)
    assert both == wire.AskedDay(TODAY, ["away", "lunch"], {"day_end": later})
    assert [frame.audience for frame in frames] == [frozenset({"2041"})] * 2
    told = msgspec.json.decode(frames[-1].full, type=wire.AskedElsewhere)
    assert (told.extension, told.asked) == ("2041", both)
    assert frames[-1].colleague is None


def test_the_same_again_is_told_to_nobody(house: tuple[AskedToday, list[Frame]]) -> None:
    asked, frames = house
    for _ in range(3):
        asked.join_answers(ANNA, "2041", wire.AskedDay(TODAY, ["lunch"]), now=NOW)
    assert len(frames) == 1


def test_another_day_and_unknown_questions_say_nothing(house: tuple[AskedToday, list[Frame]]) -> None:
    asked, frames = house
    asked.join_answers(ANNA, "2041", wire.AskedDay(TODAY, ["lunch"]), now=NOW)
    yesterday = wire.AskedDay(TODAY - timedelta(1), ["day_end"])
    assert asked.join_answers(ANNA, "2041", yesterday, now=NOW).over == ["lunch"]
    strange = wire.AskedDay(TODAY, ["tea"], {"tea": NOW, "day_end": NOW.replace(tzinfo=None)})
    assert asked.join_answers(ANNA, "2041", strange, now=NOW) == wire.AskedDay(TODAY, ["lunch"])
    tomorrow = NOW + timedelta(1)
    assert asked.join_answers(ANNA, "2041", wire.AskedDay(tomorrow.date()), now=tomorrow).over == []
    assert len(frames) == 1


def test_nobody_tells_it_for_somebody_else(house: tuple[AskedToday, list[Frame]]) -> None:
    asked, frames = house
    with pytest.raises(Forbidden):
        asked.join_answers(ADA, "2041", wire.AskedDay(TODAY, ["lunch"]), now=NOW)
    with pytest.raises(NotFound):
        asked.join_answers(ANNA, "9999", wire.AskedDay(TODAY, ["lunch"]), now=NOW)
    assert frames == []


def test_the_day_is_the_one_where_people_work(house: tuple[AskedToday, list[Frame]]) -> None:
    asked, _ = house
    after_midnight = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    told = wire.AskedDay(TODAY + timedelta(1), ["lunch"])
    assert asked.join_answers(ANNA, "2041", told, now=after_midnight) == told
    assert asked.join_answers(ANNA, "2041", wire.AskedDay(TODAY, ["away"]), now=after_midnight) == told
