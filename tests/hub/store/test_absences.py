"""Absences as they are kept: all of each, ended once, and nothing of a plan erased that has begun."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.store import Transaction, absences, quality
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from tests.clocks import NINE
from tests.hub.store.kept import opened

HOUR = timedelta(hours=1)
LUNCH = Absence(
    "a1", "2041", "lunch", NINE, NINE + HOUR, Forward(ForwardKind.NUMBER, "0701740699"), "a note", "2001", Way.PLAN,
    "Europe/Helsinki", "asked to", "plan:7", "2042",
)  # fmt: skip
OPEN = replace(LUNCH, id="a2", end=None, source="", deputy=None, way=Way.TRAY)
OTHERS = replace(LUNCH, id="a3", extension="2042", way=Way.PHONE)


async def test_all_of_an_absence_is_read_again_in_the_order_they_were_set(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        for turn, each in enumerate((OPEN, LUNCH, OTHERS)):
            await store.write(lambda change, each=each, turn=turn: absences.add_absence(change, each, now=NINE + turn * HOUR))
        assert await store.read(absences.read_open) == [OPEN, LUNCH, OTHERS]
        assert await store.read(lambda sql: absences.read_open_of(sql, "2041")) == [OPEN, LUNCH]
        assert await store.read(lambda sql: absences.read_kept(sql, "a1")) == absences.KeptAbsence(LUNCH, None)
        assert await store.read(lambda sql: absences.read_kept(sql, "never")) is None


async def test_an_absence_is_ended_once_and_by_whom_stays(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(lambda change: absences.add_absence(change, LUNCH, now=NINE))
        ends = [
            await store.write(lambda change, by=by: absences.end_absences(change, ["a1", "never"], by=by, now=NINE + HOUR))
            for by in ("2001", "2042")
        ]
        assert ends == [1, 0]
        kept = await store.read(lambda sql: absences.read_kept(sql, "a1"))
        assert kept is not None
        assert kept.ended_by == "2001"
        assert await store.read(absences.read_open) == []


@pytest.mark.parametrize(("start", "stays"), [(NINE - HOUR, True), (NINE, True), (NINE + HOUR, False)])
async def test_what_has_begun_of_a_plan_is_ended_and_the_rest_was_never_there(
    tmp_path: Path, start: object, stays: bool
) -> None:
    planned = replace(LUNCH, start=start, end=NINE + 3 * HOUR)
    async with opened(tmp_path) as store:
        await store.write(lambda change: absences.add_absence(change, planned, now=NINE - 2 * HOUR))
        await store.write(lambda change: absences.drop_planned(change, ["a1"], now=NINE))
        kept = await store.read(lambda sql: absences.read_kept(sql, "a1"))
        assert (kept is not None) is stays
        assert kept is None or kept.ended_by == "plan"
        assert await store.read(absences.read_open) == []
        await store.write(lambda change: absences.add_planned(change, planned, now=NINE))
        assert await store.read(absences.read_open) == [planned]


async def test_only_what_has_ended_is_made_room_for(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(lambda change: absences.add_planned(change, LUNCH, now=NINE))
        with pytest.raises(Exception, match=r"(?i)unique"):
            await store.write(lambda change: absences.add_planned(change, LUNCH, now=NINE))


async def test_a_change_ends_what_has_started_of_that_person_alone_but_for_some_ways(tmp_path: Path) -> None:
    later = replace(LUNCH, id="a4", start=NINE + HOUR, end=NINE + 2 * HOUR)
    async with opened(tmp_path) as store:
        for each in (LUNCH, OPEN, OTHERS, later):
            await store.write(lambda change, each=each: absences.add_absence(change, each, now=NINE))
        await store.write(lambda change: absences.end_started(change, "2041", except_ways=[Way.PLAN], by="2041", now=NINE))
        assert {each.id for each in await store.read(absences.read_open)} == {"a1", "a3", "a4"}


async def test_whoever_the_clock_has_ended_is_overdue_until_there_is_word(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        for each in (LUNCH, OTHERS):
            await store.write(lambda change, each=each: absences.add_absence(change, each, now=NINE))
        await store.write(
            lambda change: absences.end_absences(change, ["a1"], by=absences.EndedBy.CLOCK, now=NINE, awaited=True)
        )
        await store.write(lambda change: absences.end_absences(change, ["a3"], by=absences.EndedBy.CLOCK, now=NINE))
        assert await store.read(lambda sql: absences.read_overdue(sql, since=NINE - HOUR)) == {"2041"}
        assert await store.read(lambda sql: absences.read_overdue(sql, since=NINE)) == set()
        await store.write(lambda change: absences.confirm_ended(change, "2042", now=NINE))
        assert await store.read(lambda sql: absences.read_overdue(sql, since=NINE - HOUR)) == {"2041"}
        await store.write(lambda change: absences.confirm_ended(change, "2041", now=NINE))
        assert await store.read(lambda sql: absences.read_overdue(sql, since=NINE - HOUR)) == set()


async def test_what_ended_before_is_forgotten_and_what_is_open_never(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        for each in (LUNCH, OPEN):
            await store.write(lambda change, each=each: absences.add_absence(change, each, now=NINE))
        await store.write(lambda change: absences.end_absences(change, ["a1"], by="2041", now=NINE))
        assert await store.write(lambda change: absences.forget_ended(change, before=NINE)) == 0
        assert await store.write(lambda change: absences.forget_ended(change, before=NINE + HOUR)) == 1
        assert await store.read(absences.read_open) == [OPEN]


async def test_the_first_sign_of_life_after_the_clock_ended_it_is_the_one_that_stays(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        await store.write(lambda change: absences.add_absence(change, LUNCH, now=NINE))
        await store.write(
            lambda change: absences.end_absences(change, ["a1"], by=absences.EndedBy.CLOCK, now=NINE + HOUR, awaited=True)
        )
        for hours in (2, 3):
            await store.write(lambda change, h=hours: absences.confirm_ended(change, "2041", now=NINE + h * HOUR))

        def kept_of(change: Transaction) -> list[quality.EndedAbsence]:
            quality.take_begun(change, NINE)
            return quality.take_ended(change, known_by=NINE)

        [kept] = await store.write(kept_of)
        assert kept.confirmed_at == NINE + 2 * HOUR


async def test_for_whom_somebody_else_has_set_what_is_open_is_found_by_their_names(tmp_path: Path) -> None:
    own = replace(OPEN, id="own", extension="2001", set_by="2001")
    async with opened(tmp_path) as store:
        for each in (LUNCH, OTHERS, own, replace(OPEN, id="a5", set_by="maria")):
            await store.write(lambda change, each=each: absences.add_absence(change, each, now=NINE))
        assert await store.read(lambda sql: absences.read_set_by(sql, ["2001", "nobody"])) == {"2041", "2042"}
        await store.write(lambda change: absences.end_absences(change, ["a1"], by="2001", now=NINE))
        assert await store.read(lambda sql: absences.read_set_by(sql, ["2001"])) == {"2042"}
        assert await store.read(lambda sql: absences.read_set_by(sql, ["2001", "maria"])) == {"2041", "2042"}
        assert await store.read(lambda sql: absences.read_set_by(sql, [])) == set()
