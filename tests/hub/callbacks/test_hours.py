"""In whose hours a callback is due: those of whoever has to call back, the site's for a group, and the site's policy for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from kalix_presence import shipped
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.hours import due_for, hours_of
from kalix_presence.model.callback import SWITCHBOARD, Addressee, AddresseeKind, CallbackMessage, CallingParty
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.preferences import PhoneHours, Preferences, Span
from tests.clocks import NINE

HOUR = timedelta(hours=1)
TO_ANNA, TO_UNIT = Addressee(AddresseeKind.PERSON, "2041"), Addressee(AddresseeKind.UNIT, "bygg")
POLICY = replace(shipped.default_policy(), callback_minutes=60, callback_urgent_minutes=15)


@pytest.fixture
def board() -> Board:
    """Anna is best reached between one and two; Per has chosen nothing."""
    made = Board(shipped.default_reasons(), POLICY)
    people = (Person("2041", "Anna", "Ek", "bygg", "bygg"), Person("2042", "Per", "Berg", "bygg", "bygg"))
    made.load_directory({each.extension: each for each in people}, {"bygg": Unit("bygg", "Bygg")}, 1)
    spans = {day: (Span(time(13), time(14)),) for day in range(5)}
    made.put_preferences("2041", Preferences(phone_hours=PhoneHours(spans, date(2026, 12, 24))))
    return made


def message(to: Addressee, taker: str | None = None) -> CallbackMessage:
    return CallbackMessage("m", to, CallingParty("Karin"), "2099", NINE, NINE + HOUR, taker=taker)


def test_the_hours_are_those_of_whoever_has_to_call_back(board: Board) -> None:
    assert hours_of(board, message(TO_ANNA)) == board.worktime_of("2041") != board.worktime
    assert hours_of(board, message(TO_UNIT)) is board.worktime
    assert hours_of(board, message(TO_UNIT, taker="2041")) == board.worktime_of("2041")
    assert hours_of(board, message(SWITCHBOARD)) is board.worktime


def test_an_hour_of_the_policy_is_an_hour_in_which_that_person_answers(board: Board) -> None:
    assert due_for(board, TO_ANNA, NINE) == NINE + 5 * HOUR  # one o'clock and an hour
    assert due_for(board, Addressee(AddresseeKind.PERSON, "2042"), NINE) == NINE + HOUR
    assert due_for(board, TO_UNIT, NINE) == NINE + HOUR
    assert due_for(board, SWITCHBOARD, NINE) == NINE + HOUR


def test_a_unit_that_is_called_like_an_extension_has_the_site_s_hours(board: Board) -> None:
    assert due_for(board, Addressee(AddresseeKind.UNIT, "2041"), NINE) == NINE + HOUR


def test_an_urgent_one_has_an_urgent_one_s_minutes(board: Board) -> None:
    assert due_for(board, TO_UNIT, NINE, urgent=True) == NINE + HOUR / 4


def test_the_wished_window_opens_and_closes_it(board: Board) -> None:
    assert due_for(board, TO_UNIT, NINE, call_after=NINE + HOUR) == NINE + 2 * HOUR
    assert due_for(board, TO_UNIT, NINE, call_before=NINE + HOUR / 2) == NINE + HOUR / 2
