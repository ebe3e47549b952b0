"""From what is asked for to a plan: what is left out of a change stays, what it says holds, and what no plan can be is refused."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.planning.request import changed, plan_of
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Conflict, PresenceError
from kalix_presence.model.plan import DeputyState, Plan

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ANNA = Person("2041", "Anna", "Ek", "bygg", "bygg")
PER = Person("2042", "Per", "Sund", "bygg", "bygg")


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def board() -> Board:
    made = Board(shipped.default_reasons(), shipped.default_policy())
    made.load_directory({each.extension: each for each in (ANNA, PER)}, {}, 1)
    return made


def planned(board: Board, **more: Any) -> Plan:
    """A course on Tuesday from 13 to 15, every week, covered by Per."""
    said: dict[str, Any] = {
        "reason": "course",
        "starts": "2026-11-24T13:00",
        "ends": "2026-11-24T15:00",
        "repeat": "FREQ=WEEKLY;BYDAY=TU",
        "skipped": [date(2026, 12, 1)],
        "note": "  room   4 ",
        "deputy": "2042",
    }
    return plan_of(board, ANNA, wire.PlanRequest(**(said | more)), id_="p1", by="anna", now=NOW, whole_days=2)


def test_a_plan_is_what_was_asked_for(board: Board) -> None:
    plan = planned(board)
    assert (plan.extension, plan.set_by, plan.zone) == ("2041", "anna", board.policy.zone)
    assert (plan.starts, plan.ends) == (wall("2026-11-24T13:00"), wall("2026-11-24T15:00"))
    assert (plan.note, plan.skipped, plan.deputy) == ("room 4", (date(2026, 12, 1),), "2042")
    assert plan.deputy_state is DeputyState.ASKED
    assert planned(board, deputy=None).deputy_state is DeputyState.NONE
    assert plan.imported is None


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"reason": "meeting"}, "reason", "meeting"),
        ({"starts": "2026-11-24T12:00"}, "starts", wall("2026-11-24T12:00")),
        ({"ends": "2026-11-24T16:00"}, "ends", wall("2026-11-24T16:00")),
        ({"zone": "Europe/Helsinki"}, "zone", "Europe/Helsinki"),
        ({"repeat": ""}, "repeat", ""),
        ({"skipped": [date(2026, 12, 8)]}, "skipped", (date(2026, 12, 8),)),
        ({"forward_to": "none"}, "forward_to", "none"),
        ({"note": " room  5"}, "note", "room 5"),
        ({"deputy": None}, "deputy", None),
    ],
)
def test_a_change_says_what_is_other_and_all_else_stays(
    board: Board, change: dict[str, Any], field: str, value: object
) -> None:
    before = planned(board)
    after = changed(board, before, wire.PlanChange(1, **change), now=NOW)
    assert getattr(after, field) == value
    times = field in ("starts", "ends", "zone", "repeat")
    follows = {"whole_days"} if times else {"deputy_state"} if field == "deputy" else set()
    for name in (each.name for each in fields(Plan)):
        if name not in {field, *follows}:
            assert getattr(after, name) == getattr(before, name), name
    assert after.whole_days == (0 if times else 2), "as somebody has typed it, once times were typed"


def test_whoever_agreed_to_cover_is_asked_again_when_the_times_change_and_only_then(board: Board) -> None:
    agreed = replace(planned(board), deputy_state=DeputyState.ACCEPTED)
    changes = {
        "a note": wire.PlanChange(1, note="elsewhere"),
        "the same times": wire.PlanChange(1, starts="2026-11-24T13:00"),
        "another time": wire.PlanChange(1, ends="2026-11-24T15:30"),
        "nobody": wire.PlanChange(1, deputy=None),
    }
    assert {name: changed(board, agreed, each, now=NOW).deputy_state for name, each in changes.items()} == {
        "a note": DeputyState.ACCEPTED,
        "the same times": DeputyState.ACCEPTED,
        "another time": DeputyState.ASKED,
        "nobody": DeputyState.NONE,
    }
    declined = replace(agreed, deputy_state=DeputyState.DECLINED)
    assert changed(board, declined, wire.PlanChange(1, ends="2026-11-24T15:30"), now=NOW).deputy_state is DeputyState.DECLINED


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"reason": "sabbatical"}, "reason-unknown", "reason"),
        ({"reason": "phone_hours"}, "reason-not-selectable", "reason"),
        ({"starts": "2026-11-24T13:00+01:00"}, "plan-wall-time", "starts"),
        ({"starts": "noon"}, "plan-wall-time", "starts"),
        ({"ends": "2201-01-01T00:00"}, "plan-wall-time", "ends"),
        ({"zone": "Europe/Kalix"}, "plan-zone", "zone"),
        ({"deputy": "2041"}, "plan-deputy", "deputy"),
        ({"deputy": "9999"}, "plan-deputy", "deputy"),
        ({"deputy": None, "forward_to": "deputy"}, "plan-deputy", "deputy"),
        ({"note": "x" * 2001}, "note-too-long", "note"),
    ],
)
def test_what_no_plan_can_be_is_refused(board: Board, more: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        planned(board, **more)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_note_as_long_as_the_site_allows_is_kept(board: Board) -> None:
    longest = "x" * board.policy.note_limit
    assert planned(board, note=longest).note == longest
    with pytest.raises(PresenceError):
        planned(board, note=longest + "x")


def test_a_change_that_was_made_of_another_version_is_refused(board: Board) -> None:
    with pytest.raises(Conflict) as refused:
        changed(board, planned(board), wire.PlanChange(2, note="late"), now=NOW)
    assert refused.value.code == "plan-changed"
