"""Absences in a row: list, lamp, voice, rule and status tell the same reason and the same true end, whatever happens to a link."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.planning.planner import Expected
from kalix_presence.hub.planning.views import holding_view
from kalix_presence.model.absence import Way
from kalix_presence.model.plan import Occurrence
from tests.clocks import Clock
from tests.hub.house import ANNA, embedded, made_database, running, until

ZONE = ZoneInfo("Europe/Stockholm")
Planned = tuple[str, str, str]
TUESDAY = "2026-11-24T"
MEETING, COURSE = ("meeting", f"{TUESDAY}13:00", f"{TUESDAY}14:00"), ("course", f"{TUESDAY}14:00", f"{TUESDAY}16:00")
HOLIDAY = ("holiday", "2026-12-28T08:00", "2027-01-07T08:00")
AFTER_WEEKEND = ("holiday", "2026-11-30T08:00", "2026-12-07T08:00")

CHAINS: dict[str, tuple[str, Planned, list[Planned], str]] = {
    "alone": (f"{TUESDAY}12:00", ("lunch", "", f"{TUESDAY}13:00"), [], f"{TUESDAY}13:00"),
    "lunch before a meeting": (f"{TUESDAY}12:00", ("lunch", "", f"{TUESDAY}13:00"), [MEETING], f"{TUESDAY}14:00"),
    "three in a row": (f"{TUESDAY}12:00", ("lunch", "", f"{TUESDAY}13:00"), [MEETING, COURSE], f"{TUESDAY}16:00"),
    "one within another": (f"{TUESDAY}12:00", ("lunch", "", f"{TUESDAY}15:00"), [MEETING], f"{TUESDAY}15:00"),
    "gone for the day on the eve of a holiday": (
        "2026-12-23T15:30", ("gone_for_the_day", "", "2026-12-28T08:00"), [HOLIDAY], "2027-01-07T08:00",
    ),
    "a weekend between": ("2026-11-27T16:00", ("gone_for_the_day", "", "2026-11-27T23:00"), [AFTER_WEEKEND], "2026-12-07T08:00"),
}  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class Calendar:
    """One whose meeting is at one."""

    def people(self) -> Iterable[str]:
        return ["2041"]

    def expected(self, extension: str, first: datetime, last: datetime) -> Iterable[Expected]:
        occurrence = Occurrence("c:1", at(MEETING[1]), at(MEETING[2]))
        return [Expected(occurrence, "meeting", Way.CALENDAR, "2041")] if extension == "2041" else []


@asynccontextmanager
async def away(
    folder: Path, now: str, set_now: Planned, plans: list[Planned]
) -> AsyncIterator[tuple[Core, EmbeddedPbx, Clock]]:
    await made_database(folder / "hub.db")
    clock = Clock(at(now))
    pbx = embedded(clock)
    async with running(folder / "hub.db", pbx, clock) as (core, _):
        for reason, starts, ends in plans:
            await core.plans.add(ANNA, "2041", wire.PlanRequest(reason, starts, ends), key=None, now=clock())
        await put(core, clock, set_now[0], set_now[2])
        yield core, pbx, clock


async def put(core: Core, clock: Clock, reason: str, ends: str) -> None:
    await core.absences.set_absence(ANNA, "2041", wire.AbsenceRequest(reason, at(ends)), key=None, now=clock())


async def told_alike(core: Core, pbx: EmbeddedPbx, clock: Clock, reason: str, back: str) -> None:
    """Everywhere `reason` and `back`, as soon as the PBX has followed."""
    end = at(back)
    local = f"{end:%-H.%M}" if end.date() == clock().astimezone(ZONE).date() else f"{end:%-d/%-m %-H.%M}"
    named = shipped.default_reasons().get(reason)

    def lamp() -> str:
        return pbx.lamps["2041"].text if "2041" in pbx.lamps else ""

    await until(lambda: lamp() == f"{named.name('sv')}, åter {local}" and not core.synchroniser.busy("2041"))
    rule = await pbx.read("2041")
    assert rule == core.board.rules["2041"]
    assert (rule.told, rule.until) == (named.told_as, end)
    for full in (True, False):
        shown = core.board.standing("2041", full=full).absence
        assert shown is not None
        assert (shown.reason, shown.returns) == (reason, end)
    for reader, full in (("2041", True), ("2042", False)):
        sentence = holding_view(core.board, "2041", reader=reader, full=full, language="sv", now=clock()).sentence
        assert sentence.startswith(named.name("sv"))
        assert sentence.endswith((f"åter {local}", f"till {local}, därefter: tillgänglig")), sentence


@pytest.mark.parametrize("chain", CHAINS)
async def test_the_true_end_is_told_everywhere(tmp_path: Path, chain: str) -> None:
    now, first, plans, back = CHAINS[chain]
    async with away(tmp_path, now, first, plans) as (core, pbx, clock):
        await told_alike(core, pbx, clock, first[0], back)


@pytest.mark.parametrize("chain", ["lunch before a meeting", "three in a row", "gone for the day on the eve of a holiday"])
async def test_link_by_link_the_reason_is_the_one_that_holds_and_the_end_the_same(tmp_path: Path, chain: str) -> None:
    now, first, plans, back = CHAINS[chain]
    async with away(tmp_path, now, first, plans) as (core, pbx, clock):
        for reason, starts, _ in plans:
            clock.moment = at(starts)
            await core.absence_clock.apply_due(clock())
            await told_alike(core, pbx, clock, reason, back)


Change = Callable[[Core, Clock], Awaitable[None]]


async def cancel_the_middle(core: Core, clock: Clock) -> None:
    [meeting] = [plan for plan in core.plans.of("2041", clock()) if plan.reason == "meeting"]
    await core.plans.remove(ANNA, meeting.id, day=None, now=clock())


async def prolong_the_last(core: Core, clock: Clock) -> None:
    [course] = [plan for plan in core.plans.of("2041", clock()) if plan.reason == "course"]
    await core.plans.change(ANNA, course.id, wire.PlanChange(course.version, ends=f"{TUESDAY}16:45"), now=clock())


async def prolong_the_first_over_a_gap(core: Core, clock: Clock) -> None:
    await cancel_the_middle(core, clock)
    await put(core, clock, "lunch", f"{TUESDAY}14:00")


async def let_a_calendar_fill_the_gap(core: Core, clock: Clock) -> None:
    await cancel_the_middle(core, clock)
    core.planner.sources.append(Calendar())
    core.planner.poke("2041")
    await core.absence_clock.apply_due(clock())


@pytest.mark.parametrize(
    ("change", "back"),
    [
        (cancel_the_middle, "13:00"),
        (prolong_the_last, "16:45"),
        (prolong_the_first_over_a_gap, "16:00"),
        (let_a_calendar_fill_the_gap, "16:00"),
    ],
)
async def test_what_happens_to_a_link_is_told_at_once(tmp_path: Path, change: Change, back: str) -> None:
    now, first, plans, before = CHAINS["three in a row"]
    async with away(tmp_path, now, first, plans) as (core, pbx, clock):
        await told_alike(core, pbx, clock, "lunch", before)
        await change(core, clock)
        await told_alike(core, pbx, clock, "lunch", f"{TUESDAY}{back}")
