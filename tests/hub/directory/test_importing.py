"""Importing: what is not said stays, the order of the lines decides nothing, and nothing much goes without being asked."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.hub.directory.difference import Agreed, Imported, ImportHeld, LinesRefused
from kalix_presence.hub.directory.importing import import_people
from kalix_presence.hub.directory.people_file import OPTIONAL, REQUIRED, read_people_file
from kalix_presence.hub.store import Store
from kalix_presence.hub.store.accounts import read_accounts
from kalix_presence.hub.store.people import read_people, read_units
from tests.clocks import NINE
from tests.draws import draws

Rows = list[dict[str, str]]
ALL = (*REQUIRED, *OPTIONAL)


class House:
    """A database that people files are brought into, one after the other."""

    def __init__(self, path: Path) -> None:
        self.store = Store(path)

    def take(self, rows: Rows, columns: tuple[str, ...] = ALL, agreed: Agreed | None = None, **how: Any) -> Imported:
        """Import `rows` with only these columns."""
        text = "\n".join(
            ";".join(f'"{row.get(name, "")}"' for name in columns) for row in [dict(zip(ALL, ALL, strict=True)), *rows]
        )
        wanted = read_people_file(text, shipped.default_policy())
        assert not wanted.bad, wanted.bad
        return asyncio.run(self.store.write(lambda change: import_people(change, wanted, now=NINE, agreed=agreed, **how)))

    def known(self) -> tuple[dict[str, Any], list[Any], dict[str, Any]]:
        """People without what is random, accounts, and units."""
        people = asyncio.run(self.store.read(read_people))
        return (
            {extension: replace(person, id="") for extension, person in people.items()},
            asyncio.run(self.store.read(read_accounts)),
            asyncio.run(self.store.read(read_units)),
        )


@contextmanager
def house() -> Iterator[House]:
    with TemporaryDirectory() as folder:
        made = House(Path(folder) / "kalix.db")
        try:
            yield made
        finally:
            made.store.close()


def person(number: int, **cells: str) -> dict[str, str]:
    """A line with something in every column."""
    return {
        "extension": str(2000 + number),
        "given_name": f"Anna{chr(97 + number % 26)}{chr(97 + number // 26)}",
        "family_name": "Ek",
        "unit": "Bygglov",
        "administration": "Samhällsbyggnad",
        "title": "Chef",
        "direct": f"0923-65{number:03}",
        "mobile": f"070-17406{number:02}",
        "email": f"a{number}@x.example",
        "username": f"anna{number}",
        "roles": "receptionist",
        "deputy": "2000" if number else "",
        "duties": "bygglov;avlopp",
        "language": "fi",
        "place": "Kommunhuset",
        "person": f"p{number}",
        **cells,
    }


_names = st.sampled_from(["Kansli", "kansli", "Skola", "Vård", "Vard", "Bygg och miljö", "Bygg & miljö", "Arkiv"])
_columns = st.sets(st.sampled_from(OPTIONAL)).map(lambda chosen: (*REQUIRED, *sorted(chosen)))


@st.composite
def _houses(draw: st.DrawFn) -> Rows:
    count = draw(st.integers(1, 8))
    return [person(number, unit=draw(_names), administration=draw(_names)) for number in range(count)]


@given(_houses(), st.randoms(use_true_random=False))
@settings(max_examples=draws(25))
def test_any_order_of_the_lines_gives_the_same_directory(rows: Rows, dice: random.Random) -> None:
    mixed = dice.sample(rows, len(rows))
    with house() as one, house() as other:
        one.take(rows)
        other.take(mixed)
        assert one.known() == other.known()
        # The second time as well, with people who change names, numbers and accounts with each other.
        turned = [{**row, "username": before["username"]} for row, before in zip(rows, rows[1:] + rows[:1], strict=True)]
        turned = [{**row, "person": ""} for row in turned]
        yes = Agreed(100)
        one.take(turned, agreed=yes)
        other.take(dice.sample(turned, len(turned)), agreed=yes)
        assert one.known() == other.known()


@given(_columns)
@settings(max_examples=draws(40))
def test_columns_that_are_not_in_the_file_leave_what_is_known(columns: tuple[str, ...]) -> None:
    with house() as here:
        rows = [person(number) for number in range(4)]
        here.take(rows)
        before = here.known()
        assert not here.take(rows, columns).anything
        assert here.known() == before


@given(st.sets(st.sampled_from(("roles", "language", "username", "person"))))
@settings(max_examples=draws(16))
def test_an_empty_cell_takes_no_rights_language_account_or_identity(empty: set[str]) -> None:
    with house() as here:
        here.take([person(0), person(1)])
        before = here.known()
        here.take([{**person(0), **dict.fromkeys(empty, "")}, person(1)])
        assert here.known() == before


def test_an_empty_cell_of_a_column_says_that_there_is_none() -> None:
    with house() as here:
        here.take([person(0), person(1)])
        done = here.take([person(0, mobile="", duties="", deputy=""), person(1)])
        assert len(done.changed) == 1
        people, _, _ = here.known()
        assert (people["2000"].mobile, people["2000"].duties, people["2000"].deputy) == ("", (), None)


def test_a_unit_and_an_administration_of_the_same_name_are_two() -> None:
    units = [("Kansli", "Utbildning"), ("Kansli", "Kansli"), ("Växel", "Kansli"), ("KANSLI", "Utbildning")]
    rows = [person(number, unit=unit, administration=top) for number, (unit, top) in enumerate(units)]
    with house() as here:
        here.take(rows[:1])
        here.take(rows)
        people, _, known = here.known()
        assert len(known) == 4
        assert known[people["2001"].unit].parent is None
        assert known[people["2000"].unit].parent == people["2000"].administration != people["2001"].administration
        assert people["2003"].unit == people["2000"].unit != people["2001"].unit
        assert known[people["2002"].unit].parent == people["2001"].unit


def test_units_keep_their_codes_when_others_of_their_name_come() -> None:
    with house() as here:
        here.take([person(0, unit="Kansli", administration="Skola")])
        code = here.known()[0]["2000"].unit
        here.take([person(1, unit="Kansli", administration="Vård"), person(2, unit="x", administration="Kansli", deputy="")])
        people = here.known()[0]
        assert people["2000"].unit == code
        assert len({people["2000"].unit, people["2001"].unit, people["2002"].administration}) == 3


def test_newcomers_may_have_a_deputy_who_is_known_but_nobody_unknown() -> None:
    with house() as here:
        here.take([person(0), person(1)])
        here.take([person(2, deputy="2001")])
        with pytest.raises(LinesRefused) as refused:
            here.take([person(3, deputy="2999")])
        assert [(bad.line, bad.error.code) for bad in refused.value.bad] == [(2, "import-deputy")]
        with pytest.raises(LinesRefused):
            here.take([person(0), person(1, deputy="2002")], remove_missing=True)


def test_who_leaves_is_nobodys_deputy_and_who_moves_stays_it() -> None:
    with house() as here:
        here.take([person(number, deputy="2000" if number % 2 else "2001") for number in range(6)])
        here.take([person(0, extension="2500", deputy="")])
        people = here.known()[0]
        assert people["2003"].deputy == "2500"
        assert people["2002"].deputy == "2001"


def test_what_a_line_ends_before_is_left_as_it_was() -> None:
    with house() as here:
        here.take([person(0), person(1)])
        before, accounts, _ = here.known()
        columns = [*REQUIRED, *(name for name in OPTIONAL if name != "deputy"), "deputy"]
        for short in range(len(REQUIRED), len(columns) + 1):
            lines = [columns, [person(1)[name] for name in columns[:short]], [person(0)[name] for name in columns]]
            wanted = read_people_file("\n".join(map(",".join, lines)), shipped.default_policy())
            assert wanted.bad == []
            assert [each.line for each in wanted.mended if each.kind == "short-line"] == ([2] if short < len(columns) else [])
            assert not asyncio.run(here.store.write(lambda change, it=wanted: import_people(change, it, now=NINE))).anything
        assert here.known()[:2] == (before, accounts)


def test_nobody_stands_in_for_themselves_whatever_was_taken_before() -> None:
    with house() as here:
        here.take([person(0), person(1)])
        asyncio.run(here.store.write(lambda change: change.sql.execute("UPDATE person SET deputy = extension")))
        assert [each.deputy for each in here.known()[0].values()] == [None, None]


def rotated(rows: Rows, *columns: str) -> Rows:
    """The rows with these columns slipped by one line."""
    return [{**row, **{name: other[name] for name in columns}} for row, other in zip(rows, rows[1:] + rows[:1], strict=True)]


@pytest.mark.parametrize("kept", [1, 10, 36])
def test_a_cut_off_file_removes_nobody_until_their_number_is_named(kept: int) -> None:
    rows = [person(number) for number in range(40)]
    with house() as here:
        here.take(rows)
        before = here.known()
        for number in (None, 40 - kept - 1, 40 - kept + 1):
            with pytest.raises(ImportHeld) as held:
                here.take(rows[:kept], remove_missing=True, agreed=Agreed(removed=number))
            assert (held.value.removed, held.value.passed) == (40 - kept, 0)
            assert here.known() == before
        assert len(here.take(rows[:kept], remove_missing=True, agreed=Agreed(removed=40 - kept)).removed) == 40 - kept


def test_half_of_a_small_house_is_much_and_a_few_of_a_large_one_are_not() -> None:
    with house() as here:
        here.take([person(0), person(1)])
        with pytest.raises(ImportHeld):
            here.take([person(0)], remove_missing=True)
    with house() as here:
        rows = [person(number) for number in range(40)]
        here.take(rows)
        assert len(here.take(rows[:38], remove_missing=True).removed) == 2


@pytest.mark.parametrize(
    "columns", [("extension",), ("given_name", "family_name", "username", "email", "person"), ("username", "person")]
)
def test_lines_that_have_slipped_hand_nothing_over_until_it_is_confirmed(columns: tuple[str, ...]) -> None:
    rows = [person(number, deputy="") for number in range(10)]
    with house() as here:
        here.take(rows)
        before = here.known()
        with pytest.raises(ImportHeld) as held:
            here.take(rotated(rows, *columns))
        assert held.value.passed == 10
        assert here.known() == before
        with suppress(LinesRefused):
            assert len(here.take(rotated(rows, *columns), agreed=Agreed(passed=10)).passes) == 10


def test_the_difference_names_each_field_and_the_same_file_again_changes_nothing() -> None:
    with house() as here:
        rows = [person(number) for number in range(3)]
        here.take(rows)
        done = here.take([*rows[:2], person(2, title="Rådgivare", roles="employee")])
        ((before, after),) = done.changed
        assert (before.title, after.title) == ("Chef", "Rådgivare")
        assert [(each.username, each.before, each.after) for each in done.accounts] == [
            ("anna2", ("receptionist",), ("employee",))
        ]
        assert not here.take([*rows[:2], person(2, title="Rådgivare", roles="employee")]).anything
