"""Plans over the wire: what is left out of a change stays, what is null goes, and an import says what became of each entry."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from msgspec import UNSET

from kalix_presence import wire
from kalix_presence.model.plan import DeputyState
from tests.clocks import NINE

LEAST = b"""{"id":"01","version":1,"extension":"2041","name":"Anna Ek","reason":"course","starts":"2026-11-24T13:00",
"ends":"2026-11-24T15:00","zone":"Europe/Stockholm"}"""


def test_what_a_change_leaves_out_stays() -> None:
    change = msgspec.json.decode(b'{"version":4}', type=wire.PlanChange)
    assert {getattr(change, name) for name in change.__struct_fields__ if name not in {"version"}} == {UNSET}
    assert msgspec.json.encode(change) == b'{"version":4}'


@pytest.mark.parametrize("field", ["forward_to", "deputy"])
def test_a_change_takes_away_by_null(field: str) -> None:
    """Nothing else tells "nobody covers any more" from "who covers stays"."""
    change = msgspec.json.decode(f'{{"version":4,"{field}":null}}'.encode(), type=wire.PlanChange)
    assert getattr(change, field) is None
    assert msgspec.json.decode(msgspec.json.encode(change)) == {"version": 4, field: None}


@pytest.mark.parametrize("field", ["reason", "starts", "ends", "zone", "repeat", "skipped", "note"])
def test_what_a_plan_cannot_be_without_is_not_taken_away(field: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(f'{{"version":4,"{field}":null}}'.encode(), type=wire.PlanChange)


def test_a_change_names_the_version_it_was_seen_at() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"note":"x"}', type=wire.PlanChange)


def test_a_plan_is_for_once_in_the_sites_zone_by_the_usual_way_unless_it_says_otherwise() -> None:
    asked = msgspec.json.decode(
        b'{"reason":"course","starts":"2026-11-24T13:00","ends":"2026-11-24T15:00"}', type=wire.PlanRequest
    )
    assert (asked.zone, asked.repeat, asked.skipped, asked.forward_to, asked.deputy) == (None, "", [], None, None)


@pytest.mark.parametrize("field", ["reason", "starts", "ends"])
def test_a_plan_without_why_or_when_is_refused(field: str) -> None:
    asked = {"reason": "course", "starts": "2026-11-24T13:00", "ends": "2026-11-24T15:00"}
    del asked[field]
    with pytest.raises(msgspec.ValidationError, match=field):
        msgspec.convert(asked, wire.PlanRequest)


def test_an_answer_is_a_yes_or_a_no() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b"{}", type=wire.DeputyAnswer)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"accept":"perhaps"}', type=wire.DeputyAnswer)


def test_nobody_covers_before_they_have_been_asked() -> None:
    plan = msgspec.json.decode(LEAST, type=wire.PlanView)
    assert (plan.deputy, plan.deputy_state, plan.next_start, plan.next_end) == (None, DeputyState.NONE, None, None)
    assert msgspec.json.decode(msgspec.json.encode(plan)) == msgspec.json.decode(LEAST)


def test_a_state_of_a_newer_hub_is_taken_for_no_yes() -> None:
    plan = msgspec.json.decode(LEAST.replace(b'"id"', b'"deputy":"2042","deputy_state":"hesitates","id"'), type=wire.PlanView)
    assert plan.deputy_state is DeputyState.NONE


def test_days_that_are_skipped_go_as_dates() -> None:
    asked = wire.PlanRequest(
        "course", "2026-11-24T13:00", "2026-11-24T15:00", repeat="FREQ=WEEKLY", skipped=[date(2026, 12, 8)]
    )
    text = msgspec.json.encode(asked)
    assert b'"skipped":["2026-12-08"]' in text
    assert msgspec.json.decode(text, type=wire.PlanRequest) == asked


def test_what_comes_is_of_no_plan_and_stands_behind_nothing_unless_it_says_so() -> None:
    coming = wire.ComingAbsence(wire.ShownAbsence("a", "course", NINE))
    assert msgspec.json.decode(msgspec.json.encode(coming)).keys() == {"absence"}
    assert msgspec.json.decode(msgspec.json.encode(coming), type=wire.ComingAbsence) == coming


def test_nothing_holds_unless_it_says_what() -> None:
    view = msgspec.json.decode(b'{"extension":"2041","sentence":"Anna Ek is in."}', type=wire.HoldingView)
    assert (view.holds, view.since, view.until, view.then, view.behind) == (None, None, None, None, [])


def test_what_was_taken_away_comes_back_only_when_it_is_asked_for() -> None:
    assert not msgspec.json.decode(b'{"calendar":"BEGIN:VCALENDAR"}', type=wire.PlanImport).again


def test_an_import_that_says_nothing_of_a_kind_has_none_of_it() -> None:
    report = msgspec.json.decode(b'{"entries":[{"summary":"Kurs","outcome":"same"}]}', type=wire.ImportReport)
    assert (report.added, report.changed, report.skipped, report.removed, report.over, report.taken_away) == (0,) * 6
    [entry] = report.entries
    assert (entry.plan, entry.code, entry.reason) == (None, "", "")
