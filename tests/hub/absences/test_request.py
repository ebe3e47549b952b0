"""From what somebody wishes to an absence: what it says holds, and what none can be is refused at its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.absences.request import absence_of, forward_of, why_of
from kalix_presence.hub.board.board import Board
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput
from tests.clocks import NINE

ANNA = Person("2041", "Anna", "Ek", "bygg", "bygg", direct="0923555041", mobile="0701740601")
PER = Person("2042", "Per", "Berg", "bygg", "bygg")
POLICY = replace(shipped.default_policy(), note_limit=10, mobile_ends_with_day=False)
TEN = NINE + timedelta(hours=1)


@pytest.fixture
def board() -> Board:
    made = Board(shipped.default_reasons(), POLICY)
    made.load_directory({each.extension: each for each in (ANNA, PER)}, {}, 1)
    return made


def asked(board: Board, way: Way = Way.TRAY, **more: Any) -> Absence:
    request = wire.AbsenceRequest(**({"reason": "meeting", "until": TEN} | more))
    return absence_of(board, ANNA, request, by="2001", way=way, id_="a", now=NINE)


def test_an_absence_is_what_was_wished_from_now_on(board: Board) -> None:
    assert asked(board, note=" a  b\n c ") == Absence(
        "a", "2041", "meeting", NINE, TEN, Forward(), "a b c", "2001", Way.TRAY, zone=POLICY.zone
    )


@pytest.mark.parametrize("way", list(Way))
def test_only_who_acts_for_somebody_says_why(board: Board, way: Way) -> None:
    assert asked(board, way, why=" she  rang").why == ("she rang" if way in (Way.RECEPTIONIST, Way.DELEGATE) else "")


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"reason": "no such"}, "reason-unknown", "reason"),
        ({"reason": "phone_hours"}, "reason-not-selectable", "reason"),
        ({"until": None}, "until-needed", "until"),
        ({"until": TEN.replace(tzinfo=None)}, "until-naive", "until"),
        ({"until": NINE}, "until-past", "until"),
        ({"until": NINE + timedelta(microseconds=999_999)}, "until-past", "until"),
        ({"until": NINE - timedelta(hours=1)}, "until-past", "until"),
        ({"note": "x" * 11}, "note-too-long", "note"),
        ({"why": "x" * 11, "way": Way.RECEPTIONIST}, "note-too-long", "why"),
        ({"forward_to": "2041"}, "target-own-extension", "forward_to"),
        ({"forward_to": "112"}, "target-emergency", "forward_to"),
        ({"reason": "sick", "until": None, "forward_to": "mobile"}, "mobile-needs-end", "until"),
    ],
)
def test_what_no_absence_can_be_is_refused_at_its_field(board: Board, more: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        asked(board, **more)
    assert (refused.value.code, refused.value.field) == (code, field)
    if code == "note-too-long":
        assert refused.value.params == {"limit": 10}


def test_what_is_just_long_enough_is_taken(board: Board) -> None:
    assert asked(board, Way.RECEPTIONIST, note="x" * 10, why="y" * 10).note == "x" * 10
    assert why_of(board, "  y ") == "y"
    assert asked(board, until=NINE + timedelta(seconds=1)).end == NINE + timedelta(seconds=1)


def test_an_end_is_a_whole_second_of_the_same_instant_whatever_its_zone(board: Board) -> None:
    end = asked(board, until=datetime.fromisoformat("2026-11-24T10:30:15.7+01:00")).end
    assert end == datetime(2026, 11, 24, 9, 30, 15, tzinfo=UTC)
    assert end is not None
    assert end.tzinfo is UTC
    assert asked(board, reason="sick", until=None).end is None


@pytest.mark.parametrize(
    ("wanted", "forward"),
    [
        ("switchboard", Forward()),
        ("mobile", Forward(ForwardKind.MOBILE)),
        ("none", Forward(ForwardKind.NONE)),
        ("2042", Forward(ForwardKind.COLLEAGUE, "2042")),
        (POLICY.switchboard, Forward()),
        ("0923-555 012", Forward(ForwardKind.NUMBER, "0923555012")),
        ("+46 923 555012", Forward(ForwardKind.NUMBER, "0923555012")),
    ],
)
def test_callers_go_where_it_was_asked(board: Board, wanted: str, forward: Forward) -> None:
    assert asked(board, forward_to=wanted).forward == forward


def test_where_nothing_is_asked_they_go_where_they_usually_do_and_to_a_mobile_only_where_there_is_one(board: Board) -> None:
    remote = board.reasons.get("remote_work")
    assert remote.forward is ForwardKind.MOBILE
    assert forward_of(board, ANNA, remote, None) == Forward(ForwardKind.MOBILE)
    assert forward_of(board, PER, remote, None) == Forward()
    only_tells = replace(remote, forward=ForwardKind.NONE)
    assert forward_of(board, PER, only_tells, None) == Forward(ForwardKind.NONE)


def test_to_the_mobile_it_ends_with_the_working_day_where_the_policy_says_so(board: Board) -> None:
    board.policy = replace(POLICY, mobile_ends_with_day=True)
    night = NINE + timedelta(hours=14)
    assert asked(board, reason="remote_work", until=night).end == board.worktime.ends(NINE.date())
    assert asked(board, reason="remote_work", until=night, forward_to="switchboard").end == night
