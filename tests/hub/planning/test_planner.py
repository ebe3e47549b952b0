"""What the planner takes over at the start, whom it looks at when, and what is left of what is asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.planning.planner import AGAIN, FARTHEST, HORIZON, MARGIN, SPREAD, Expected
from kalix_presence.hub.store import absences
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.plan import Occurrence
from kalix_presence.model.planned import Lift
from tests.clocks import NINE, Clock
from tests.hub.house import ANNA, embedded, lunch, made_database, running, until

HOUR = timedelta(hours=1)
OCCURRENCE = Occurrence("p:1", NINE + HOUR, NINE + 3 * HOUR)
COURSE = Expected(OCCURRENCE, "course", Way.PLAN, "2041")


class Source:
    """Asks for what a test says, and notes of whom it was asked."""

    def __init__(self, **wanted: list[Expected]) -> None:
        self.wanted = {extension.removeprefix("e"): found for extension, found in wanted.items()}
        self.asked: list[str] = []

    def people(self) -> Iterable[str]:
        return self.wanted

    def expected(self, extension: str, first: datetime, last: datetime) -> Iterable[Expected]:
        self.asked.append(extension)
        return [
            each for each in self.wanted.get(extension, []) if each.occurrence.start < last and each.occurrence.end >= first
        ]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def core(tmp_path: Path, clock: Clock) -> AsyncIterator[Core]:
    await made_database(tmp_path / "hub.db")
    async with running(tmp_path / "hub.db", embedded(clock), clock) as (one, _):
        yield one


def sourced(core: Core, **wanted: list[Expected]) -> Source:
    """The only source that the planner has."""
    source = Source(**wanted)
    core.planner.sources[:] = [source]
    return source


def there(core: Core, extension: str) -> list[Absence]:
    return core.board.states[extension].absences


async def test_lifts_and_the_names_of_absences_are_the_same_after_a_restart(tmp_path: Path, clock: Clock) -> None:
    await made_database(tmp_path / "hub.db")
    seen = []
    for _ in range(2):
        async with running(tmp_path / "hub.db", embedded(clock), clock) as (core, _):
            source = sourced(core, e2041=[replace(COURSE, occurrence=replace(OCCURRENCE, start=NINE))])
            await core.planner.load()
            await core.planner.look_ahead("2041", clock())
            await core.absences.apply_due("2041", now=clock())
            if not seen:
                await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock())
            seen.append((core.planner.lifts, core.planner.absence_of("2041", COURSE, OCCURRENCE).id))
            assert source.asked
            assert there(core, "2041") == [], "it was lifted, so it is not made again"
    assert seen[0] == seen[1]
    assert [lift.key for lift in seen[1][0]["2041"]] == ["p:1"]


async def test_at_the_start_who_has_nothing_made_comes_at_once_and_who_has_within_ten_minutes(core: Core, clock: Clock) -> None:
    source = sourced(core, e2041=[COURSE], e2042=[replace(COURSE, set_by="2042")])
    await core.planner.plan("2041", clock())
    source.asked.clear()
    await core.planner.load()
    for extension in ("2041", "2042", "2043"):
        await core.planner.look_ahead(extension, clock())
    assert source.asked == ["2042"], "2043 has nothing planned"
    assert {extension for moment, extension in core.board.due_times if clock() <= moment <= clock() + SPREAD} >= {
        "2041",
        "2042",
    }
    await core.planner.look_ahead("2041", clock.move(minutes=10))
    assert source.asked == ["2042", "2041"]


async def test_one_that_began_already_is_no_absence_ahead(core: Core, clock: Clock) -> None:
    source = sourced(core, e2041=[replace(COURSE, occurrence=replace(OCCURRENCE, start=NINE))])
    await core.planner.plan("2041", clock())
    assert len(there(core, "2041")) == 1
    source.asked.clear()
    await core.planner.load()
    await core.planner.look_ahead("2041", clock())
    assert source.asked == ["2041"]


async def test_somebody_is_looked_at_again_within_a_day_and_not_before_without_a_change(core: Core, clock: Clock) -> None:
    source = sourced(core, e2041=[COURSE])
    await core.planner.plan("2041", clock())
    source.asked.clear()
    await core.planner.look_ahead("2041", clock.move(hours=17))
    assert source.asked == []
    await core.planner.look_ahead("2041", clock.move(hours=7))
    assert source.asked == ["2041"]
    core.planner.poke("2041")
    await core.planner.look_ahead("2041", clock())
    assert source.asked == ["2041", "2041"]


async def test_who_has_nothing_planned_any_longer_is_never_looked_at_again(core: Core, clock: Clock) -> None:
    source = sourced(core, e2041=[COURSE])
    await core.planner.plan("2041", clock())
    source.wanted.clear()
    core.planner.poke("2041")
    await core.planner.look_ahead("2041", clock())
    assert there(core, "2041") == []
    source.asked.clear()
    await core.planner.look_ahead("2041", clock.move(days=3))
    assert source.asked == []


async def test_who_is_not_there_is_asked_nothing(core: Core, clock: Clock) -> None:
    source = sourced(core, e2999=[COURSE])
    await core.planner.load()
    await core.planner.look_ahead("2999", clock())
    await core.planner.look_ahead("2999", clock() + AGAIN)
    assert source.asked == []


async def test_one_whose_plan_cannot_be_read_is_tried_again_the_next_day(
    core: Core, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sourced(core, e2041=[COURSE])
    asked = []

    def odd(extension: str, first: datetime, last: datetime) -> Iterable[Expected]:
        asked.append(extension)
        raise OverflowError

    monkeypatch.setattr(source, "expected", odd)
    core.planner.poke("2041")
    await core.planner.look_ahead("2041", clock())
    await core.planner.look_ahead("2041", clock.move(hours=23, minutes=59))
    assert asked == ["2041"]
    await core.planner.look_ahead("2041", clock.move(minutes=1))
    assert asked == ["2041", "2041"]


async def test_what_is_wanted_no_longer_goes_and_what_is_over_is_left_to_the_clock(core: Core, clock: Clock) -> None:
    short, long = replace(OCCURRENCE, end=NINE + 2 * HOUR), replace(OCCURRENCE, key="p:2")
    source = sourced(core, e2041=[replace(COURSE, occurrence=each) for each in (short, long)])
    await core.planner.plan("2041", clock())
    assert {each.source for each in there(core, "2041")} == {"p:1", "p:2"}
    source.wanted["2041"] = []
    await core.planner.plan("2041", clock.move(hours=2))
    assert [each.source for each in there(core, "2041")] == ["p:1"]
    await core.absences.apply_due("2041", now=clock())
    assert there(core, "2041") == []


async def test_what_somebody_set_by_hand_is_never_taken_back(core: Core, clock: Clock) -> None:
    sourced(core, e2041=[])
    await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
    await core.planner.plan("2041", clock())
    assert [each.reason for each in there(core, "2041")] == ["lunch"]


async def test_only_the_next_seven_days_are_made(core: Core, clock: Clock) -> None:
    at_the_edge = [
        replace(COURSE, occurrence=Occurrence(f"p:{number}", NINE + HORIZON + shift, NINE + HORIZON + shift + HOUR))
        for number, shift in enumerate((-timedelta(seconds=1), timedelta(0)))
    ]
    sourced(core, e2041=at_the_edge)
    await core.planner.plan("2041", clock())
    assert [each.source for each in there(core, "2041")] == ["p:0"]


@pytest.mark.parametrize(
    ("until", "left"),
    [(NINE, NINE + HOUR), (NINE + 2 * HOUR, NINE + 2 * HOUR), (NINE + 3 * HOUR, None)],
)
async def test_a_return_takes_off_what_it_covers_and_what_is_over_is_not_wanted(
    core: Core, until: datetime, left: datetime | None
) -> None:
    others = replace(OCCURRENCE, key="other")
    sourced(core, e2041=[COURSE, replace(COURSE, occurrence=others)])
    core.planner.lifts["2041"] = [Lift("p:1", until, OCCURRENCE.end)]
    found = {each.source: each.start for each in core.planner.wanted("2041", NINE, NINE + HORIZON)}
    assert found == {"other": others.start} | ({} if left is None else {"p:1": left})
    assert core.planner.wanted("2041", OCCURRENCE.end, NINE + HORIZON) == []


async def test_an_absence_says_all_that_was_asked_and_is_another_when_any_of_it_is(core: Core) -> None:
    asked = replace(
        COURSE, forward=Forward(ForwardKind.NUMBER, "46923"), note="room 2", zone="Europe/Helsinki", deputy="2043", plan="p"
    )
    made = core.planner.absence_of("2041", asked, OCCURRENCE)
    assert made == Absence(
        made.id, "2041", "course", OCCURRENCE.start, OCCURRENCE.end, asked.forward, "room 2", "2041", Way.PLAN,
        zone="Europe/Helsinki", source="p:1", deputy="2043",
    )  # fmt: skip
    assert len(made.id) == 32
    assert core.planner.absence_of("2041", asked, OCCURRENCE) == made
    changes: list[Expected] = [
        replace(asked, reason="meeting"),
        replace(asked, forward=Forward(ForwardKind.NUMBER, "46924")),
        replace(asked, forward=Forward(ForwardKind.MOBILE)),
        replace(asked, note=""),
        replace(asked, deputy=None),
        replace(asked, set_by="2001"),
    ]
    moved = [
        replace(OCCURRENCE, key="p:2"),
        replace(OCCURRENCE, start=NINE + 2 * HOUR),
        replace(OCCURRENCE, end=NINE + 4 * HOUR),
    ]
    ids = [core.planner.absence_of("2041", each, OCCURRENCE).id for each in (asked, *changes)]
    ids += [core.planner.absence_of("2041", asked, each).id for each in moved]
    ids.append(core.planner.absence_of("2042", asked, OCCURRENCE).id)
    assert len(set(ids)) == len(ids)


async def test_lifts_of_what_is_over_are_let_go_and_one_takes_the_place_of_the_same(core: Core, clock: Clock) -> None:
    again = OCCURRENCE.end + HOUR
    kept, over = Lift("later", again, again), Lift("over", NINE, NINE)
    core.planner.lifts["2041"] = [over, kept, Lift("p:1", NINE, OCCURRENCE.end)]
    sourced(core, e2041=[replace(COURSE, occurrence=replace(OCCURRENCE, start=NINE))])
    await core.planner.plan("2041", clock())
    await core.absences.apply_due("2041", now=clock())
    await core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=clock())
    lifts = core.planner.lifts["2041"]
    assert [lift.key for lift in lifts] == ["later", "p:1"]
    assert lifts[1].until > OCCURRENCE.end


async def test_who_leaves_takes_their_lifts_and_is_looked_at_no_longer(core: Core, clock: Clock) -> None:
    source = sourced(core, e2041=[COURSE], e2042=[COURSE])
    one, other = [Lift("a", NINE, NINE + HOUR)], [Lift("b", NINE, NINE + HOUR)]
    core.planner.lifts.update({"2041": one, "2042": other})
    core.planner.poke("2041")
    core.planner.poke("2042")
    core.planner.step_lifts(["2041", "2043"], {"2043": one})
    assert core.planner.lifts == {"2042": other, "2043": one}
    for extension in ("2041", "2042"):
        await core.planner.look_ahead(extension, clock())
    assert source.asked == ["2042"]


async def test_nothing_is_written_when_all_is_as_it_was(core: Core, clock: Clock) -> None:
    sourced(core, e2041=[COURSE])
    await core.planner.plan("2041", clock())
    number = core.board.number
    await core.planner.plan("2041", clock())
    assert core.board.number == number
    assert [each.source for each in await core.store.read(absences.read_open)] == ["p:1"]


@pytest.mark.parametrize(("longer", "made"), [(timedelta(0), ["now"]), (timedelta(seconds=1), ["now", "later"])])
async def test_what_may_follow_is_looked_for_as_soon_as_it_could_be_out_of_sight(
    core: Core, clock: Clock, longer: timedelta, made: list[str]
) -> None:
    now = Occurrence("now", NINE, NINE + HORIZON - MARGIN + longer)
    later = Occurrence("later", NINE + HORIZON + timedelta(1), NINE + HORIZON + timedelta(2))
    sourced(core, e2041=[replace(COURSE, occurrence=each) for each in (now, later)])
    await core.planner.plan("2041", clock())
    assert [each.source for each in there(core, "2041")] == made


async def test_a_short_absence_by_hand_and_one_without_an_end_look_no_farther(core: Core, clock: Clock) -> None:
    source = sourced(core, e2041=[])
    requests = [lunch(clock), wire.AbsenceRequest("sick"), wire.AbsenceRequest("holiday", clock() + HORIZON - MARGIN)]
    for request in requests:
        await core.absences.set_absence(ANNA, "2041", request, key=None, now=clock())
        await core.planner.look_ahead("2041", clock())
        assert source.asked == []
    farther = wire.AbsenceRequest("holiday", clock() + HORIZON - MARGIN + timedelta(seconds=1))
    await core.absences.set_absence(ANNA, "2041", farther, key=None, now=clock())
    await core.planner.look_ahead("2041", clock())
    assert "2041" in source.asked


@pytest.mark.parametrize("daily", [False, True])
@pytest.mark.parametrize(
    "until", ["2026-11-25T08:00:00Z", "2027-11-01T08:00:00Z", "2030-01-01T08:00:00Z", "2200-12-30T23:59:59Z"]
)
async def test_however_long_somebody_is_away_no_more_than_about_a_year_is_looked_through(
    core: Core, clock: Clock, until: str, daily: bool
) -> None:
    asked: list[tuple[datetime, datetime]] = []
    links = [clock() + timedelta(days=number) for number in range(100)] if daily else []

    class Asked:
        def people(self) -> set[str]:
            return {"2041"}

        def expected(self, extension: str, first: datetime, last: datetime) -> list[Expected]:
            asked.append((first, last))
            times = [Occurrence(f"{start}", start, start + timedelta(days=1)) for start in links if start < last]
            return [Expected(each, "meeting", Way.PLAN, "2041") for each in times if each.end > first]

    core.planner.sources[:] = [Asked()]
    away = wire.AbsenceRequest("meeting", datetime.fromisoformat(until))
    await core.absences.set_absence(ANNA, "2041", away, key=None, now=clock())
    core.planner.poke("2041")
    await core.absence_clock.apply_due(clock())
    days = [(last - first).days for first, last in asked]
    assert days, "the planner has looked"
    assert max(days) <= (FARTHEST + HORIZON).days
    assert sum(days) <= 2 * FARTHEST.days, "a chain of many short ones is not gone through anew for each"


async def test_what_is_made_for_later_leaves_what_holds_as_it_is(core: Core, clock: Clock) -> None:
    state = core.board.states["2041"]
    await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
    await until(lambda: state.in_force)
    number = core.board.number
    sourced(core, e2041=[replace(COURSE, occurrence=Occurrence("later", NINE + 4 * HOUR, NINE + 5 * HOUR))])
    await core.planner.plan("2041", clock())
    await core.store.write(lambda change: None)  # whatever that brought about has its turn first
    assert [each.source for each in there(core, "2041")] == ["", "later"]
    assert (core.board.number, state.in_force) == (number, True)
