"""A client reads the report of an older hub, which knew no goals and hid units without a word, and of a newer one."""

from __future__ import annotations

import msgspec

from kalix_presence import wire

OLD = b"""{"period":"2026-10","published_at":"2026-11-01T06:00:00Z","zone":"Europe/Stockholm","units":[{"code":"","name":"",
"parent":null,"people":30,"figures":[{"measure":"abandoned","part":3,"whole":40,"share":0.075,"low":0.02,"high":0.2},
{"measure":"switchboard_wait","part":37,"whole":37,"median":10,"p90_over":true}]}]}"""


def test_the_report_of_an_older_hub_has_no_goals_and_hides_nothing_by_name() -> None:
    report = msgspec.json.decode(OLD, type=wire.PolicyReport)
    assert (report.hidden, report.goals) == ([], {})
    assert report.units[0].hours == {}


def test_what_there_is_too_little_of_stays_unknown_on_its_way() -> None:
    report = msgspec.json.decode(OLD, type=wire.PolicyReport)
    again = msgspec.json.decode(msgspec.json.encode(report), type=wire.PolicyReport)
    assert again == report
    abandoned, wait = again.units[0].figures
    assert wait.share is None
    assert wait.p90 is None
    assert wait.p90_over
    assert abandoned.median is None


def test_a_period_in_which_a_unit_is_not_shown_is_none_and_not_empty() -> None:
    history = wire.UnitHistory("bygg", [wire.HistoryPoint("2026-09"), wire.HistoryPoint("2026-10")])
    assert msgspec.json.decode(msgspec.json.encode(history), type=wire.UnitHistory).points[0].unit is None


def test_fields_of_a_newer_hub_are_passed_over() -> None:
    newer = OLD.replace(b'"zone"', b'"mood":{"a":1},"zone"', 1)
    assert msgspec.json.decode(newer, type=wire.PolicyReport) == msgspec.json.decode(OLD, type=wire.PolicyReport)
