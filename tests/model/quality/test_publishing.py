"""No combination of reports that anybody may fetch says anything of fewer than five people, whatever the organisation does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kalix_presence.model.quality.publishing import FEWEST, ROOT, Day, People, publish
from tests.draws import draws

PRIME = 2**61 - 1
"""The rank over the integers modulo a large prime is the rank over the rationals for matrices of noughts and ones this small."""

UNITS = ("A", "B", "C", "D", "E")


@dataclass(frozen=True)
class Organisation:
    """Whose unit is under which, and who is where on each day: `where[day][person]`."""

    parents: tuple[dict[str, str], ...]
    where: tuple[tuple[str | None, ...], ...]

    def day(self, index: int) -> Day:
        counts = {unit: sum(1 for each in self.where[index] if each == unit) for unit in self.parents[index]}
        return Day(self.parents[index], {unit: People(count, count) for unit, count in counts.items()})

    def under(self, unit: str, index: int) -> set[int]:
        """Who is counted in `unit` on that day."""
        found = set()
        for person, at in enumerate(self.where[index]):
            while at is not None:
                if at == unit or unit == ROOT:
                    found.add(person)
                    break
                at = self.parents[index].get(at)
        return found


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str]:
    units = UNITS[: draw(st.integers(1, len(UNITS)))]
    return {unit: draw(st.sampled_from((ROOT, *units[:index]))) for index, unit in enumerate(units)}


@st.composite
def organisations(draw: st.DrawFn, days: int = 3) -> Organisation:
    first = draw(trees())
    other = draw(trees())
    parents = tuple(draw(st.sampled_from((first, first, first, other))) for _ in range(days))
    number = draw(st.integers(3, 16))
    begun: list[str | None] = [draw(st.sampled_from((*first, None))) for _ in range(number)]
    where = []
    for index in range(days):
        if index and draw(st.booleans()):
            moved = draw(st.integers(0, number - 1))
            begun[moved] = draw(st.sampled_from((*parents[index], None)))
        where.append(tuple(unit if unit is None or unit in parents[index] else None for unit in begun))
    return Organisation(parents, tuple(where))


def rank(rows: list[list[int]]) -> int:
    rows = [[value % PRIME for value in row] for row in rows]
    found, width = 0, len(rows[0]) if rows else 0
    for column in range(width):
        pivot = next((index for index in range(found, len(rows)) if rows[index][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        inverse = pow(rows[found][column], -1, PRIME)
        for index in range(found + 1, len(rows)):
            if factor := rows[index][column] * inverse % PRIME:
                rows[index] = [(a - factor * b) % PRIME for a, b in zip(rows[index], rows[found], strict=True)]
        found += 1
    return found


def isolated(organisation: Organisation, reports: Iterable[tuple[tuple[int, ...], frozenset[str]]]) -> tuple[int, ...] | None:
    """Fewer than five people of whom alone some combination of the reports says something, if there are such."""
    days = range(len(organisation.where))
    people = range(len(organisation.where[0]))
    rows = []
    for period, published in reports:
        for unit in published:
            counted = {(day, person) for day in period for person in organisation.under(unit, day)}
            rows.append([int((day, person) in counted) for person in people for day in days])
    whole = rank(rows)
    for few in combinations(people, FEWEST - 1):
        others = [person for person in people if person not in few]
        without = [[row[person * len(days) + day] for person in others for day in days] for row in rows]
        if rank(without) < whole:
            return few
    return None


PERIODS = ((0, 1), (0, 1, 2), (1, 2))
"""Two weeks that overlap a month and one another: more overlap than calendars have."""


@settings(max_examples=draws(60))
@given(organisation=organisations(), order=st.permutations(range(len(PERIODS))))
def test_nothing_that_may_be_fetched_isolates_fewer_than_five(organisation: Organisation, order: list[int]) -> None:
    said: list[tuple[tuple[int, ...], frozenset[str]]] = []
    for number in order:
        period = PERIODS[number]
        earlier = {index: [published for days, published in said if day in days] for index, day in enumerate(period)}
        said.append((period, publish([organisation.day(day) for day in period], earlier)))
    assert isolated(organisation, said) is None


def day(parents: dict[str, str], **people: int) -> Day:
    return Day(parents, {unit: People(count, count) for unit, count in people.items()})


FLAT = {"A": ROOT, "B": ROOT, "C": ROOT}


@pytest.mark.parametrize(
    ("stands", "shown"),
    [
        (day(FLAT, A=5, B=5, C=5), {ROOT, "A", "B", "C"}),
        (day(FLAT, A=9, B=7, C=4), {ROOT, "A"}),  # B is held back too: the whole minus A and B would be C
        (day(FLAT, A=9, B=4, C=3), {ROOT, "A"}),
        (day(FLAT, A=2, B=1, C=1), set()),
        (day({"A": ROOT, "B": "A", "C": "A"}, A=1, B=8, C=6), {ROOT, "A", "B"}),  # the head alone is not left over
        (day({"A": ROOT, "B": "A", "C": "A"}, A=0, B=8, C=6), {ROOT, "A", "B", "C"}),
    ],
)
def test_a_small_unit_takes_the_next_smallest_with_it(stands: Day, shown: set[str]) -> None:
    assert publish([stands], {}) == shown


def test_a_unit_that_loses_somebody_counts_by_its_smaller_days() -> None:
    two = {"A": ROOT, "B": ROOT}
    whole, fewer = day(two, A=20, B=5), day(two, A=20, B=4)
    assert publish([whole, whole], {}) == {ROOT, "A", "B"}
    assert publish([whole, fewer], {}) == {ROOT}, "B has four on one day; A's sum would leave it over"


def test_what_was_published_of_the_week_binds_the_month() -> None:
    week = day(FLAT, A=6, B=6, C=3)
    assert publish([week], {}) == {ROOT, "A"}
    month = [week, day(FLAT, A=5, B=9, C=3)]
    alone = publish(month, {})
    assert "B" not in publish(month, {0: [frozenset({ROOT, "A"})]}), "the week's whole minus A and the month's B leaves C"
    assert ROOT in alone


def test_a_unit_that_moved_is_not_shown_by_itself() -> None:
    before, after = day({"A": ROOT, "B": "A"}, A=6, B=6), day({"A": ROOT, "B": ROOT}, A=6, B=6)
    assert publish([before, after], {}) == {ROOT, "A"}


def _shown(parents: dict[str, str], **people: int) -> set[str]:
    """The same worked out from above by hand: a unit is shown where it and what it leaves of the one above hold five."""
    sums = {unit: sum(many for at, many in people.items() if unit in _above(at, parents)) for unit in (ROOT, *parents)}
    shown: set[str] = set()
    level = [ROOT]
    while level:
        for unit in sorted(level, key=lambda each: (-sums[each], each)):
            tried = shown | {unit}
            left = {each: sums[each] - sum(sums[one] for one in tried if _next(one, tried, parents) == each) for each in tried}
            if all(many >= FEWEST or many == 0 for many in left.values()):
                shown = tried
        level = [unit for unit in parents if parents[unit] in level]
    return shown


def _above(unit: str, parents: dict[str, str]) -> list[str]:
    return [unit, *(_above(parents[unit], parents) if unit in parents else [])]


def _next(unit: str, shown: set[str], parents: dict[str, str]) -> str | None:
    return next((each for each in _above(unit, parents)[1:] if each in shown), None)


@given(trees(), st.lists(st.integers(0, 12), min_size=5, max_size=5))
def test_of_one_day_all_is_shown_that_may_be_the_largest_first(parents: dict[str, str], many: list[int]) -> None:
    people = {unit: count for unit, count in zip(parents, many, strict=False) if count}
    assume(sum(people.values()) >= FEWEST)
    assert publish([day(parents, **people)], {}) == _shown(parents, **people)


def test_of_two_units_of_which_only_one_may_be_shown_it_is_the_larger() -> None:
    parents = {"A": ROOT, "B": ROOT}
    assert publish([day(parents, A=6, B=7, **{ROOT: 2})], {}) == {ROOT, "B"}
    assert publish([day(parents, A=7, B=6, **{ROOT: 2})], {}) == {ROOT, "A"}
    assert publish([day(parents, A=6, B=6, **{ROOT: 2})], {}) == {ROOT, "A"}
