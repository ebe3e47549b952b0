"""What is wrong with a part of the sketch is found, and nothing is said of what is not known."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from kalix_presence import shipped
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.line import LineState
from kalix_presence.model.sketch import Placed, Sheet, SketchDuty
from kalix_presence.model.sketch_faults import Fault, Found, faults_of, is_due, out_of_reach, remind_now
from kalix_presence.model.worktime import WorkingTime
from tests.clocks import NINE

WORKTIME = WorkingTime.of_policy(shipped.default_policy())
ANNA, PER = Placed("a", "bygg"), Placed("p", "bygg")
WHOLE = Sheet("", ANNA, (PER,), (SketchDuty("bygglov", "", (ANNA, PER)),))


def found(sheet: Sheet = WHOLE, **more: object) -> list[Found]:
    usual: dict[str, object] = {"placed": {"a", "p"}, "unreachable": (), "due": False}
    members = more.pop("members", ("a", "p"))
    return faults_of(sheet, members, **{**usual, **more})  # type: ignore[arg-type]


def test_a_part_that_is_whole_has_no_faults() -> None:
    assert found() == []


def test_each_fault_is_found() -> None:
    assert found(unreachable={"a"}) == [], "the second answers"
    assert found(unreachable={"a", "p"}) == [Found(Fault.UNREACHABLE_DUTY, "bygglov")]
    assert found(Sheet("", ANNA, (PER,), (SketchDuty("bygglov"),))) == [Found(Fault.EMPTY_DUTY, "bygglov")]
    assert found(members=("a", "p", "n")) == [Found(Fault.NO_DUTY, person="n")]
    assert found(Sheet("", ANNA)) == [Found(Fault.NO_DEPUTY)]
    assert found(Sheet("", None, (PER,))) == [Found(Fault.NO_OWNER)]
    assert found(due=True) == [Found(Fault.NOT_REVIEWED)]


def test_a_unit_without_people_of_which_nothing_is_said_has_no_faults() -> None:
    assert found(Sheet(), members=(), due=True) == []
    assert Found(Fault.NO_OWNER) in found(Sheet("Plan 2"), members=())
    assert Found(Fault.NO_OWNER) in found(Sheet(), members=("a",))


def away(hours: float | None, kind: ForwardKind = ForwardKind.SWITCHBOARD) -> Absence:
    end = None if hours is None else NINE + timedelta(hours=hours)
    return Absence("1", "2041", "holiday", NINE - timedelta(1), end, Forward(kind), "", "2041", Way.TRAY)


@pytest.mark.parametrize(
    ("held", "line", "pbx", "gone"),
    [
        (None, LineState.IDLE, True, False),
        (None, LineState.NOT_REGISTERED, True, True),
        (None, LineState.NOT_REGISTERED, False, False),
        (None, LineState.UNKNOWN, True, False),
        (away(4), LineState.IDLE, True, False),
        (away(23), LineState.IDLE, True, False),
        (away(24), LineState.IDLE, True, True),
        (away(None), LineState.IDLE, True, True),
        (away(None, ForwardKind.NONE), LineState.IDLE, True, False),
        (away(None, ForwardKind.MOBILE), LineState.IDLE, True, False),
        (away(None, ForwardKind.COLLEAGUE), LineState.IDLE, True, True),
    ],
)
def test_who_is_out_of_reach(held: Absence | None, line: LineState, pbx: bool, gone: bool) -> None:
    assert out_of_reach(held, line, pbx=pbx, now=NINE, worktime=WORKTIME) is gone


def test_whoever_goes_for_the_weekend_is_in_reach() -> None:
    friday = NINE + timedelta(days=3, hours=8)
    back = WORKTIME.next_start(friday)
    assert back is not None
    assert back.astimezone(ZoneInfo("Europe/Stockholm")).weekday() == 0
    held = Absence("1", "2041", "gone", friday, back, Forward(), "", "2041", Way.TRAY)
    assert not out_of_reach(held, LineState.IDLE, pbx=True, now=friday, worktime=WORKTIME)


def test_a_part_is_due_a_year_after_it_was_reviewed_and_said_once_in_that_time() -> None:
    day = NINE.date()
    assert is_due(None, day, 365)
    assert is_due(day - timedelta(365), day, 365)
    assert not is_due(day - timedelta(364), day, 365)
    assert remind_now(day - timedelta(365), None, day, 365)
    assert not remind_now(day - timedelta(365), day, day, 365)
    assert not remind_now(day - timedelta(10), None, day, 365)
    assert remind_now(day - timedelta(800), day - timedelta(365), day, 365)


def test_a_fault_of_a_newer_hub_reads_as_unknown() -> None:
    assert Fault("too_old") is Fault.UNKNOWN
