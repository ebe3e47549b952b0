"""Planned absences from a shell, over a real hub."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence.cli.exits import Exit
from tests.cli.terminal import Terminal
from tests.client.house import Network
from tests.hub.serving import Serving

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:semester-1
DTSTART;VALUE=DATE:20991206
DTEND;VALUE=DATE:20991213
SUMMARY:Semester
END:VEVENT
BEGIN:VEVENT
UID:old
DTSTART:20200106T090000Z
DTEND:20200106T100000Z
SUMMARY:Gammalt möte
END:VEVENT
END:VCALENDAR
"""


def test_a_holiday_of_four_weeks_is_planned_listed_and_removed(anna: Terminal) -> None:
    assert anna("plan", "list") == Exit.OK
    assert anna.out == "Nothing is planned.\n"
    made = anna.json("plan", "add", "holiday", "v 28", "v 31", "--deputy", "per")
    assert (made["reason"], made["deputy"], made["deputy_state"]) == ("holiday", "2042", "asked")
    assert made["ends"].endswith("T08:00")
    assert anna("plan", "list") == Exit.OK
    assert "Holiday" in anna.out
    assert "Per Berg is asked" in anna.out
    assert anna("plan", "remove", made["id"][:8]) == Exit.OK
    assert anna.out.startswith("Removed: Holiday")
    assert anna.json("plan", "list")["plans"] == []


def test_without_contact_ones_own_plans_are_shown_as_they_were_known_last(anna: Terminal, way: Network) -> None:
    way.go("down")
    assert anna("plan", "list") == Exit.HUB_AWAY
    assert anna.out == "", "nothing was known yet"
    way.go("open")
    made = anna.json("plan", "add", "holiday", "v 28", "v 31")
    live = anna.json("plan", "list")
    assert live["known_at"] is None
    way.go("down")
    assert anna("plan", "list") == Exit.HUB_AWAY
    assert "Holiday" in anna.out
    assert "This is how it was" in anna.err
    assert anna("plan", "list", "--json") == Exit.HUB_AWAY
    assert made["id"] in anna.out
    assert anna("plan", "remove", made["id"]) == Exit.HUB_AWAY
    way.go("open")
    anna("sign-out")
    assert not list(anna.home.rglob("known-plans.json"))


def test_every_tuesday_is_planned_and_one_of_them_taken_out(anna: Terminal) -> None:
    made = anna.json("plan", "add", "meeting", "every", "tuesday", "13-15", "--note", "Team")
    first = made["starts"][:10]
    assert anna("plan", "remove", made["id"], "--day", first) == Exit.OK
    [kept] = anna.json("plan", "list")["plans"]
    assert kept["skipped"] == [first]


def test_who_is_asked_to_cover_sees_it_and_answers(anna: Terminal, hub: Serving) -> None:
    with hub.client("per") as per:
        wish = {"reason": "holiday", "starts": "2027-07-12T00:00", "ends": "2027-08-09T08:00", "deputy": "2041"}
        plan = per.post("/api/v1/people/2042/plans", json=wish).raise_for_status().json()
    assert anna("plan", "list") == Exit.OK
    assert "You are asked to cover for:" in anna.out
    assert "Per Berg" in anna.out
    assert anna("plan", "accept", plan["id"][:8]) == Exit.OK
    assert hub.hub.core.plans.known[plan["id"]].deputy_state == "accepted"
    assert anna("plan", "decline", plan["id"][:8]) == Exit.OK
    assert hub.hub.core.plans.known[plan["id"]].deputy_state == "declined"


def test_a_calendar_file_is_read_entry_by_entry(anna: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "week.ics"
    file.write_text(CALENDAR.replace("2099", "2027"), "utf-8")
    assert anna("plan", "import", str(file)) == Exit.OK
    assert "1 read, 0 changed, 1 skipped." in anna.out
    assert "That lies in the past." in anna.out
    report = anna.json("plan", "import", str(file))
    assert [entry["outcome"] for entry in report["entries"]] == ["same", "skipped"]
    [plan] = anna.json("plan", "list")["plans"]
    assert plan["reason"] == "holiday"


@pytest.mark.parametrize(
    "typed",
    [
        ("plan", "add", "nonsense", "v 28"),
        ("plan", "add", "holiday", "sometime"),
        ("plan", "add", "holiday", "v 28", "--repeat", "FREQ=HOURLY"),
        ("plan", "remove", "abcd"),
        ("plan", "accept", "0000"),
    ],
)
def test_what_is_not_understood_is_said(anna: Terminal, typed: tuple[str, ...]) -> None:
    assert anna(*typed) == Exit.NOT_UNDERSTOOD
    assert anna.err


def test_a_file_that_is_no_calendar_is_refused(anna: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "note.ics"
    file.write_bytes(b"\xff\xfe\x00")
    assert anna("plan", "import", str(file)) == Exit.NOT_UNDERSTOOD
    file.write_text("Hej", "utf-8")
    assert anna("plan", "import", str(file)) == Exit.NOT_UNDERSTOOD
    assert anna("plan", "import", str(tmp_path / "missing.ics")) == Exit.REFUSED


def test_status_says_what_comes_after(anna: Terminal, hub: Serving) -> None:
    with hub.client("anna") as client:
        begins = hub.clock().date().isoformat()
        ends = (hub.clock() + timedelta(days=300)).date().isoformat()
        wish = {"reason": "holiday", "starts": f"{begins}T00:00", "ends": f"{ends}T08:00"}
        client.post("/api/v1/people/2041/plans", json=wish).raise_for_status()
    assert anna("set", "lunch", "30 min") == Exit.OK
    assert anna("status") == Exit.OK
    assert "afterwards: Holiday" in anna.out
    anna("back")
    assert anna("status") == Exit.OK
    assert "Available until" in anna.out


def test_no_rule_and_no_midnight_is_shown_to_people_and_a_very_long_plan_is_asked_about(anna: Terminal) -> None:
    assert anna("plan", "add", "leave every friday through 31 march 2030") == Exit.OK, anna.err
    assert anna("plan", "add", "holiday", "24 december") == Exit.OK, anna.err
    assert anna("plan", "list") == Exit.OK
    assert "FREQ" not in anna.out
    assert "every friday through 31 march 2030" in anna.out
    assert "all day" in anna.out
    assert "0:00" not in anna.out
    assert anna("plan", "add", "holiday", "1 may - 30 september") == Exit.NOT_UNDERSTOOD
    assert "--yes" in anna.err
    assert anna("plan", "add", "holiday 1 may - 30 september", "--yes") == Exit.OK, anna.err


def test_an_end_alone_is_from_now(anna: Terminal) -> None:
    added = anna.json("plan", "add", "holiday", "through 23 december")
    assert isinstance(added, dict)
    assert added["next_start"] is not None
    assert added["repeat"] == ""
