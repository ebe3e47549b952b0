"""What a calendar file is as plans: one plan where one can say it, single ones for the rest, and what is none with its reason."""

# ruff: noqa: DTZ001 - plans speak of wall times
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kalix_presence.hub.calendars.jobs import Candidate, Planned, ReadWindow
from kalix_presence.hub.calendars.planning import MOST_SINGLES, plans_in
from kalix_presence.model.errors import BadInput

FIRST, LAST = datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 12, 1, tzinfo=UTC)
HERE = "Europe/Stockholm"
WEEKLY = "RRULE:FREQ=WEEKLY"


def entry(*more: str, uid: str = "u", starts: str = "20261202T090000", lasts: str = "PT1H") -> str:
    head = [f"UID:{uid}"] if uid else []
    return "\n".join(["BEGIN:VEVENT", *head, f"DTSTART;TZID={HERE}:{starts}", f"DURATION:{lasts}", *more, "END:VEVENT", ""])


def planned(*entries: str, marks: bool = True, owner: str = "", whole: bool = True, more: str = "") -> Planned:
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{more}{''.join(entries)}{'END:VCALENDAR' if whole else ''}\n"
    return plans_in(text.encode(), ReadWindow(FIRST, LAST, HERE, owner, marks))


def one(*entries: str, **how: object) -> Candidate:
    [found] = planned(*entries, **how).candidates  # type: ignore[arg-type]
    return found


def test_a_meeting_is_a_plan_by_the_sites_clock() -> None:
    found = one(entry("SUMMARY:Möte"))
    assert (found.uid, found.key, found.summary, found.zone, found.repeat) == ("u", "u", "Möte", HERE, "")
    assert (found.starts, found.ends, found.whole_days) == (datetime(2026, 12, 2, 9), datetime(2026, 12, 2, 10), 0)
    assert (found.code, found.away, found.informs, found.alone, found.replaces, found.guessed_zone) == ("", False, False, False, "", False)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "written"),
    [
        ("FREQ=WEEKLY;BYDAY=WE,FR", "FREQ=WEEKLY;BYDAY=WE,FR"),
        ("FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=2"),
        ("FREQ=DAILY;COUNT=5", "FREQ=DAILY;COUNT=5"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("FREQ=MONTHLY;BYMONTHDAY=2;BYMONTH=1,12", "FREQ=MONTHLY;BYMONTHDAY=2;BYMONTH=1,12"),
        ("FREQ=WEEKLY;UNTIL=20270101T000000Z", "FREQ=WEEKLY;UNTIL=20270101T010000"),
        ("FREQ=WEEKLY;INTERVAL=1;WKST=SU;BYDAY=WE", "FREQ=WEEKLY;BYDAY=WE;WKST=SU"),
        ("FREQ=MONTHLY;BYDAY=MO,WE;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=MO,WE;BYSETPOS=1"),
    ],
)
def test_a_series_is_one_plan_that_repeats_as_it_is_written(rule: str, written: str) -> None:
    found = planned(entry(f"RRULE:{rule}")).candidates[0]
    assert (found.repeat, found.starts, found.zone) == (written, datetime(2026, 12, 2, 9), HERE)


def test_a_day_that_is_left_out_is_skipped_and_a_moved_one_is_a_plan_of_its_own() -> None:
    moved = entry(f"RECURRENCE-ID;TZID={HERE}:20261209T090000", "SUMMARY:flyttat", starts="20261210T130000")
    series, away = planned(entry(WEEKLY, f"EXDATE;TZID={HERE}:20261216T090000"), moved).candidates
    assert (series.repeat, series.skipped) == ("FREQ=WEEKLY", (date(2026, 12, 9), date(2026, 12, 16)))
    assert (away.key, away.summary, away.starts) == ("u#20261209T090000", "flyttat", datetime(2026, 12, 10, 13))
    assert (away.replaces, away.alone) == ("2026-12-09T08:00:00+00:00", False)


def test_a_moved_occurrence_alone_does_not_say_that_its_series_is_gone() -> None:
    moved = entry(f"RECURRENCE-ID;TZID={HERE}:20261209T090000", starts="20261210T130000")
    found = planned(moved)
    assert [each.alone for each in found.candidates] == [True]
    assert found.whole == []


def test_a_date_more_is_a_single_plan_beside_the_series() -> None:
    series, more = planned(entry(WEEKLY, f"RDATE;TZID={HERE}:20261203T140000")).candidates
    assert (series.repeat, more.repeat) == ("FREQ=WEEKLY", "")
    assert (more.key, more.starts) == ("u@20261203T140000", datetime(2026, 12, 3, 14))


def test_more_single_times_than_anybody_plans_are_refused_as_a_series() -> None:
    days = [datetime(2026, 12, 2, 9) + timedelta(days=n) for n in range(MOST_SINGLES + 1)]
    dates = ",".join(f"{day:%Y%m%dT%H%M%S}" for day in days)
    assert [each.code for each in planned(entry(f"RDATE;TZID={HERE}:{dates}")).candidates] == ["plan-repeat"]
    fewer = dates.rpartition(",")[0]
    assert len(planned(entry(f"RDATE;TZID={HERE}:{fewer}")).candidates) == MOST_SINGLES


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("STATUS:CANCELLED", "entry-cancelled"),
        ("TRANSP:TRANSPARENT", "entry-free"),
        ("STATUS:TENTATIVE", "entry-free"),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:anna@exempel.invalid", "entry-declined"),
    ],
)
def test_what_keeps_nobody_away_is_no_plan_and_says_why(line: str, code: str) -> None:
    found = one(entry(line, "SUMMARY:x"), owner="anna@exempel.invalid")
    assert (found.code, found.summary, found.unread, found.starts) == (code, "x", False, None)


def test_a_mark_says_more_than_busy_or_free_where_marks_count() -> None:
    informs = one(entry("TRANSP:TRANSPARENT", "SUMMARY:MÖT; Anna"))
    assert (informs.code, informs.informs) == ("", True)
    closes = one(entry("TRANSP:TRANSPARENT", "SUMMARY:MÖT: Anna"))
    assert (closes.code, closes.informs) == ("", False)
    assert one(entry("TRANSP:TRANSPARENT", "SUMMARY:MÖT; Anna"), marks=False).code == "entry-free"


def test_out_of_office_is_away_unless_a_mark_says_otherwise() -> None:
    line = "X-MICROSOFT-CDO-BUSYSTATUS:OOF"
    assert one(entry(line)).away
    assert not one(entry(line, "SUMMARY:MÖT: Anna")).away
    assert one(entry(line, "SUMMARY:MÖT: Anna"), marks=False).away
    assert not one(entry()).away


def test_whole_days_are_plans_of_days() -> None:
    days = "BEGIN:VEVENT\nUID:d\nDTSTART;VALUE=DATE:20261207\nDTEND;VALUE=DATE:20261209\n{}END:VEVENT\n"
    found = one(days.format(""))
    assert (found.starts, found.ends, found.whole_days) == (datetime(2026, 12, 7), datetime(2026, 12, 9), 2)
    weekly = one(days.format("RRULE:FREQ=WEEKLY;UNTIL=20261221\n"))
    assert (weekly.repeat, weekly.whole_days) == ("FREQ=WEEKLY;UNTIL=20261221T235959", 2)


@pytest.mark.parametrize(
    ("starts", "rule", "code"),
    [
        ("20261101T090000", "", "plan-over"),
        ("20261101T090000", "RRULE:FREQ=DAILY;COUNT=3", "plan-over"),
        ("20261202T090000", f"EXDATE;TZID={HERE}:20261202T090000", "plan-all-skipped"),
    ],
)
def test_what_happens_at_no_time_ahead_says_so(starts: str, rule: str, code: str) -> None:
    found = one(entry(*([rule] if rule else []), starts=starts))
    assert (found.code, found.uid) == (code, "u")


def test_what_lies_too_far_ahead_is_left_to_whoever_plans_it() -> None:
    found = one(entry(starts="20280601T090000"))
    assert (found.code, found.key, found.starts) == ("", "u", datetime(2028, 6, 1, 9))


def test_what_cannot_be_read_keeps_what_was_planned_of_it() -> None:
    found = planned(entry("RRULE:FREQ=HOURLY", "SUMMARY:x"), entry(uid="v"))
    broken = next(each for each in found.candidates if each.code)
    assert (broken.uid, broken.code, broken.unread, broken.summary) == ("u", "entry-repeats-often", True, "x")
    assert found.whole == ["v"], "of what is broken nothing is gone"
    private = planned(entry("RRULE:FREQ=HOURLY", "SUMMARY:x", "CLASS:PRIVATE")).candidates[0]
    assert private.summary == ""


def test_a_file_that_is_cut_off_says_of_nothing_that_it_is_gone() -> None:
    assert planned(entry()).whole == ["u"]
    cut = planned(entry(), "BEGIN:VEVENT\nUID:v\n", whole=False)
    assert (len([each for each in cut.candidates if not each.code]), cut.whole) == (1, [])


def test_entries_without_a_name_are_known_by_what_they_are() -> None:
    first, again = one(entry(uid="")), one(entry(uid=""))
    other = one(entry(uid="", starts="20261203T090000"))
    assert first.uid.startswith("no-uid:")
    assert first.uid == again.uid
    assert first.uid != other.uid


def test_a_long_name_is_shortened_and_still_its_own() -> None:
    long = "x" * 151
    found, other = one(entry(uid=long)), one(entry(uid=long + "y"))
    assert found.uid.startswith("x" * 60 + ":")
    assert len(found.uid) == 85
    assert found.uid != other.uid
    assert one(entry(uid="x" * 150)).uid == "x" * 150


def test_two_of_one_name_have_keys_of_their_own() -> None:
    keys = [each.key for each in planned(entry(), entry(starts="20261203T090000")).candidates]
    assert keys == ["u~20261202T090000", "u~20261203T090000"]
    together = [each.key for each in planned(entry(), entry(lasts="PT3H")).candidates]
    assert together == ["u~20261202T090000", "u~20261202T090000~20261202T110000"]


def test_in_the_hour_that_comes_twice_a_plan_is_in_utc() -> None:
    lines = "BEGIN:VEVENT\nUID:t\nDTSTART:20271031T013000Z\nDTEND:20271031T020000Z\nEND:VEVENT\n"
    found = one(lines)
    assert (found.zone, found.starts, found.ends) == ("UTC", datetime(2027, 10, 31, 1, 30), datetime(2027, 10, 31, 2))
    plain = one(lines.replace("20271031", "20271030"))
    assert (plain.zone, plain.starts) == (HERE, datetime(2027, 10, 30, 3, 30))


def test_busy_times_are_plans_and_free_ones_are_not() -> None:
    lines = "BEGIN:VFREEBUSY\nUID:f\nFREEBUSY;FBTYPE={}:20261202T080000Z/20261202T090000Z\nEND:VFREEBUSY\n"
    found = planned(lines.format("BUSY"))
    [busy] = found.candidates
    assert (busy.uid.startswith("free-busy:"), busy.starts, busy.code) == (True, datetime(2026, 12, 2, 9), "")
    assert found.whole == [busy.uid]
    assert one(lines.format("BUSY-UNAVAILABLE")).away
    assert not busy.away


def test_a_series_that_happens_too_often_is_refused_with_the_file() -> None:
    often = [entry(f"RRULE:FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))}")]
    with pytest.raises(BadInput, match="calendar-too-large"):
        planned(*often)


def test_a_zone_that_nobody_knows_is_said_to_be_a_guess() -> None:
    found = one(entry().replace(f"TZID={HERE}", "TZID=Nowhere"))
    assert (found.guessed_zone, found.starts) == (True, datetime(2026, 12, 2, 9))
