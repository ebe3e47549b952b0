"""What comes for somebody, as a reader may see it: in a window, in order, with what stands behind something stronger."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.planning import views
from kalix_presence.hub.planning.planner import Expected
from kalix_presence.hub.planning.views import _behind, coming, holding_view, plan_view
from kalix_presence.model.absence import Absence, Forward, Way
from kalix_presence.model.holding import strength
from kalix_presence.model.plan import DeputyState, Occurrence, Plan
from kalix_presence.model.planned import Lift
from kalix_presence.model.preferences import Preferences, Span
from tests.clocks import NINE, Clock
from tests.hub.house import embedded, made_database, running

HOUR = timedelta(hours=1)
FIRST, LAST = NINE, NINE + 10 * HOUR
ELEVEN, TWELVE, ONE = (NINE + number * HOUR for number in (2, 3, 4))


@dataclass
class Source:
    """Asks for the same whatever window is asked about."""

    wanted: list[Expected]

    def people(self) -> Iterable[str]:
        return ["2041"]

    def expected(self, extension: str, first: datetime, last: datetime) -> Iterable[Expected]:
        return self.wanted if extension == "2041" else []


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Core]:
    clock = Clock()
    await made_database(tmp_path / "hub.db")
    async with running(tmp_path / "hub.db", embedded(clock), clock) as (one, _):
        one.planner.sources[:] = []
        yield one


def by_hand(id_: str, start: datetime, end: datetime | None, **more: object) -> Absence:
    usual = Absence(id_, "2041", "lunch", start, end, Forward(), "", "2041", Way.TRAY)
    return replace(usual, **more)  # type: ignore[arg-type]


def asked(key: str, start: datetime, end: datetime, **more: object) -> Expected:
    return replace(Expected(Occurrence(key, start, end), "course", Way.PLAN, "2041"), **more)  # type: ignore[arg-type]


def seen(core: Core, *, full: bool = True) -> list[wire.ComingAbsence]:
    return coming(core.board, core.planner, "2041", FIRST, LAST, full=full)


def times(core: Core) -> list[tuple[datetime, datetime | None]]:
    return [(each.absence.start, each.absence.end) for each in seen(core)]


async def test_nothing_comes_for_whom_nothing_is_planned(core: Core) -> None:
    assert seen(core) == []


async def test_what_is_planned_names_its_plan_and_what_is_set_by_hand_none_and_all_comes_by_its_start(core: Core) -> None:
    core.planner.sources.append(Source([asked("b", TWELVE, ONE, plan="p"), asked("a", NINE, ELEVEN)]))
    core.board.states["2041"].absences = [by_hand("hand", ELEVEN, TWELVE)]
    assert [(each.absence.reason, each.plan, each.behind) for each in seen(core)] == [
        ("course", None, False),
        ("lunch", None, False),
        ("course", "p", False),
    ]
    assert times(core) == [(NINE, ELEVEN), (ELEVEN, TWELVE), (TWELVE, ONE)]


@pytest.mark.parametrize(
    ("start", "end", "there"),
    [
        (FIRST - HOUR, FIRST, False),
        (FIRST - HOUR, FIRST + timedelta(microseconds=1), True),
        (FIRST - HOUR, None, True),
        (LAST - timedelta(microseconds=1), LAST + HOUR, True),
        (LAST, LAST + HOUR, False),
        (LAST, None, False),
    ],
)
async def test_what_touches_the_window_comes_and_what_only_meets_it_does_not(
    core: Core, start: datetime, end: datetime | None, there: bool
) -> None:
    core.board.states["2041"].absences = [by_hand("hand", start, end)]
    assert bool(seen(core)) is there


async def test_what_the_planner_made_already_does_not_come_twice(core: Core) -> None:
    expected = asked("a", ELEVEN, TWELVE, plan="p")
    core.planner.sources.append(Source([expected]))
    core.board.states["2041"].absences = [core.planner.absence_of("2041", expected, expected.occurrence)]
    assert [each.plan for each in seen(core)] == ["p"]


async def test_what_was_made_of_a_plan_that_says_it_no_more_does_not_come(core: Core) -> None:
    gone = asked("gone", ELEVEN, TWELVE)
    core.board.states["2041"].absences = [core.planner.absence_of("2041", gone, gone.occurrence)]
    assert seen(core) == []


async def test_what_somebody_was_back_from_is_taken_off_and_what_is_over_does_not_come(core: Core) -> None:
    core.planner.sources.append(
        Source([asked("over", FIRST - HOUR, FIRST), asked("cut", NINE, TWELVE), asked("gone", NINE, ELEVEN)])
    )
    core.planner.lifts["2041"] = [Lift("cut", ELEVEN, TWELVE), Lift("gone", ELEVEN, ELEVEN)]
    assert times(core) == [(ELEVEN, TWELVE)]


@pytest.mark.parametrize(
    ("plan", "hand", "behind"),
    [
        ((NINE, TWELVE), (ELEVEN, ONE), True),
        ((ELEVEN, ONE), (NINE, TWELVE), True),
        ((NINE, ELEVEN), (ELEVEN, ONE), False),
        ((ELEVEN, ONE), (NINE, ELEVEN), False),
        ((ELEVEN, ONE), (NINE, None), True),
    ],
)
async def test_the_weaker_of_two_is_marked_where_they_overlap_and_not_where_they_only_meet(
    core: Core, plan: tuple[datetime, datetime], hand: tuple[datetime, datetime | None], behind: bool
) -> None:
    core.planner.sources.append(Source([asked("a", *plan)]))
    core.board.states["2041"].absences = [by_hand("hand", *hand)]
    assert {each.absence.reason: each.behind for each in seen(core)} == {"course": behind, "lunch": False}


async def test_a_weaker_one_without_an_end_is_behind_what_comes_later(core: Core) -> None:
    open_ended = by_hand("first", NINE, None, way=Way.PLAN)
    core.board.states["2041"].absences = [open_ended, by_hand("second", ELEVEN, TWELVE)]
    assert [each.behind for each in seen(core)] == [True, False]


async def test_a_sensitive_reason_and_its_note_come_to_the_full_view_alone(core: Core) -> None:
    core.board.states["2041"].absences = [by_hand("hand", ELEVEN, TWELVE, reason="sick", note="flu")]
    (full,), (plain,) = seen(core), seen(core, full=False)
    assert (full.absence.reason, full.absence.note) == ("sick", "flu")
    assert plain.absence.reason == core.board.reasons.get("sick").shown_as != "sick"
    assert plain.absence.note == ""


def plan(**more: object) -> Plan:
    usual = Plan(
        "p", "2041", "sick", datetime.fromisoformat("2026-11-25T13:00"), datetime.fromisoformat("2026-11-25T15:00"), "Europe/Stockholm", "2001",
        repeat="FREQ=WEEKLY", forward_to="+46701740601", note="flu", deputy="2042", deputy_state=DeputyState.ASKED,
    )  # fmt: skip
    return replace(usual, **more)  # type: ignore[arg-type]


async def test_a_plan_tells_the_full_view_all_and_others_neither_reason_nor_note_nor_a_private_number(core: Core) -> None:
    full = plan_view(core.board, plan(), full=True, numbers=False, now=NINE)
    person = core.board.person("2042")
    assert (full.id, full.version, full.extension, full.name) == ("p", 1, "2041", core.board.person("2041").name)
    assert (full.reason, full.note, full.forward_to) == ("sick", "flu", "+46701740601")
    assert (full.starts, full.ends, full.zone) == ("2026-11-25T13:00", "2026-11-25T15:00", "Europe/Stockholm")
    assert (full.repeat, full.set_by) == ("FREQ=WEEKLY", "2001")
    assert (full.deputy, full.deputy_name, full.deputy_state) == ("2042", person.name, DeputyState.ASKED)
    starts = datetime.fromisoformat("2026-11-25T13:00:00+01:00")
    assert (full.next_start, full.next_end) == (starts, starts + 2 * HOUR)
    plain = plan_view(core.board, plan(), full=False, numbers=False, now=NINE)
    assert (plain.reason, plain.note, plain.forward_to) == (core.board.reasons.get("sick").shown_as, "", None)


async def test_a_plan_that_is_over_has_no_next_time_and_without_a_deputy_no_name(core: Core) -> None:
    over = plan(repeat="", deputy=None)
    view = plan_view(core.board, over, full=True, numbers=True, now=NINE + timedelta(days=3))
    assert (view.next_start, view.next_end, view.deputy_name) == (None, None, "")
    gone = plan_view(core.board, plan(deputy="2999", reason="no longer there"), full=False, numbers=True, now=NINE)
    assert (gone.deputy_name, gone.reason) == ("", "no longer there")


async def test_what_stands_behind_what_holds_comes_strongest_first(core: Core) -> None:
    core.board.states["2041"].absences = [
        by_hand("plan", NINE - HOUR, ONE, way=Way.PLAN, reason="course"),
        by_hand("older", NINE - 2 * HOUR, TWELVE, reason="meeting"),
        by_hand("now", NINE - HOUR, ELEVEN),
        by_hand("later", ONE, None, reason="sick"),
    ]
    view = holding_view(core.board, "2041", reader="2041", full=True, language="en", now=NINE)
    assert view.holds is not None
    assert view.holds.reason == "lunch"
    assert (view.since, view.until) == (NINE - HOUR, ELEVEN)
    assert [each.reason for each in view.behind] == ["meeting", "course"]
    assert view.then is not None
    assert view.then.reason == "meeting"


async def test_what_holds_behind_and_after_is_cut_to_its_reader_and_said_in_their_language(core: Core) -> None:
    core.board.states["2041"].absences = [
        by_hand("plan", NINE - HOUR, ONE, way=Way.PLAN, reason="sick", note="flu"),
        by_hand("now", NINE - HOUR, ELEVEN, reason="sick", note="flu"),
    ]
    views = {
        (full, language): holding_view(core.board, "2041", reader="2042", full=full, language=language, now=NINE)
        for full in (True, False)
        for language in ("sv", "en")
    }
    shown = core.board.reasons.get("sick").shown_as
    for (full, _), view in views.items():
        assert view.holds is not None
        assert view.then is not None
        found = [(each.reason, each.note) for each in (view.holds, view.then, *view.behind)]
        assert found == [("sick", "flu") if full else (shown, "")] * 3
    assert len({view.sentence for view in views.values()}) == 4


async def test_whole_days_end_when_whoever_it_is_works_again(core: Core) -> None:
    late = Preferences(hours=dict.fromkeys(range(5), (Span(time(10, 15), time(15)),)))
    day = datetime.fromisoformat("2026-11-25T00:00")
    whole = plan(starts=day, ends=day + timedelta(1), whole_days=1, repeat="")
    usual = plan_view(core.board, whole, full=True, numbers=True, now=NINE).next_end
    core.board.preferences["2041"] = late
    own = plan_view(core.board, whole, full=True, numbers=True, now=NINE).next_end
    assert own == datetime.fromisoformat("2026-11-26T10:15:00+01:00") != usual


def numbered(number: int, start: int, hours: int | None, way: Way = Way.PLAN) -> Absence:
    begins = NINE + timedelta(hours=start)
    ends = None if hours is None else begins + timedelta(hours=hours)
    return Absence(str(number), "2041", "meeting", begins, ends, Forward(), "", "2041", way)


ABSENCES = st.lists(st.tuples(st.integers(0, 20), st.none() | st.integers(1, 6), st.sampled_from(list(Way))), max_size=14).map(
    lambda found: [numbered(number, *each) for number, each in enumerate(found)]
)


@given(ABSENCES)
def test_behind_is_what_something_stronger_overlaps(them: list[Absence]) -> None:
    assert _behind(them) == {
        one.id
        for one in them
        for other in them
        if strength(other) > strength(one)
        and (one.end is None or other.start < one.end)
        and (other.end is None or one.start < other.end)
    }


def test_no_two_of_many_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[Absence] = []
    monkeypatch.setattr(views, "strength", lambda one: (looked_at.append(one), strength(one))[1])
    them = [numbered(number, number % 1000, 30) for number in range(3000)]
    assert len(_behind(them)) > 2000
    assert len(looked_at) <= 2 * len(them)


async def test_whoever_is_not_back_yet_is_said_to_be_awaited(core: Core) -> None:
    said = set()
    for overdue in (False, True):
        core.board.states["2041"].overdue = overdue
        said.add(holding_view(core.board, "2041", reader="2042", full=False, language="en", now=NINE).sentence)
    assert len(said) == 2
