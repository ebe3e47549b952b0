"""People files drawn as spreadsheets and exports write them: however one is saved it says the same, and the import does what it
said it would."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.hub.directory.difference import Agreed, Imported, ImportHeld, LinesRefused
from kalix_presence.hub.directory.importing import import_people
from kalix_presence.hub.directory.people_file import OPTIONAL, REQUIRED, PeopleFile, read_people_data
from kalix_presence.hub.store import Transaction
from tests.clocks import NINE
from tests.draws import draws
from tests.hub.directory.test_importing import ALL, House, Rows, house, person

BEFORE = [person(number, unit=("Bygglov", "Kansli")[number % 2]) for number in range(6)]
TITLES = ("Chef", "Åldersombud", 'Chef "Bygg"', "Chef; Bygg, Plan", "Chef\nför\n\nBygg", "")


@dataclass(frozen=True)
class Written:
    """How a file is saved."""

    separator: str
    encoding: str
    line_end: str
    said: bool
    """Whether a line above names the separator."""
    quoted: bool
    blank: tuple[int, ...]
    """Before which rows a row of nothing but separators stands."""
    eaten: bool
    """Whether numbers have lost the 0 that they begin with."""

    def data(self, rows: Rows, columns: tuple[str, ...]) -> bytes:
        """The file of `rows`, with these columns in this order."""
        text = io.StringIO()
        out = csv.writer(
            text,
            delimiter=self.separator,
            lineterminator=self.line_end,
            # csv leaves a line feed in a cell without quotes where lines end in another sign.
            quoting=csv.QUOTE_ALL if self.quoted or self.line_end == "\r" else csv.QUOTE_MINIMAL,
        )
        if self.said:
            text.write(f"sep={self.separator}{self.line_end}")
        out.writerow(columns)
        for number, row in enumerate(rows):
            if number in self.blank:
                text.write(self.separator * (len(columns) - 1) + self.line_end)
            out.writerow([self._cell(row.get(name, ""), name) for name in columns])
        return text.getvalue().encode(self.encoding)

    def _cell(self, value: str, name: str) -> str:
        return value.replace("-", "").removeprefix("0") if self.eaten and name == "mobile" else value


PLAIN = Written(";", "utf-8", "\n", said=False, quoted=True, blank=(), eaten=False)
written = st.builds(
    Written,
    st.sampled_from(";,\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.booleans(),
    st.lists(st.integers(0, 5), max_size=2).map(tuple),
    st.booleans(),
)


@st.composite
def changes(draw: st.DrawFn) -> Rows:
    """Who was known, some of them otherwise than before, in any order, and newcomers whose deputy is known."""
    kept = draw(st.integers(0, len(BEFORE)))
    rows = []
    for row in BEFORE[:kept]:
        otherwise = {
            "title": draw(st.sampled_from(TITLES)),
            "mobile": draw(st.sampled_from([row["mobile"], "070-999 88 77", ""])),
            "unit": draw(st.sampled_from(["Bygglov", "Kansli", "kansli", "Ny enhet"])),
            "roles": draw(st.sampled_from(["", "receptionist", "employee", "administrator;receptionist"])),
            "deputy": draw(st.sampled_from([each for each in ("", "2000", "2001") if each != row["extension"]])),
            "duties": draw(st.sampled_from(["", "bygglov", "avlopp; bygglov"])),
        }
        rows.append({**row, **otherwise} if draw(st.booleans()) else row)
    rows += [person(20 + number, title=draw(st.sampled_from(TITLES))) for number in range(draw(st.integers(0, 3)))]
    return draw(st.permutations(rows))


def columns() -> st.SearchStrategy[tuple[str, ...]]:
    """The columns that there must be and some of the others, in any order."""
    return st.sets(st.sampled_from(OPTIONAL)).flatmap(lambda some: st.permutations([*REQUIRED, *sorted(some)])).map(tuple)


def take(here: House, data: bytes, agreed: Agreed | None = None, *, dry: bool = False, missing: bool = False) -> Imported:
    """Import a file as the command does; `dry`: and give it up."""
    wanted = read_people_data(data, shipped.default_policy(), "people.csv")
    assert not wanted.bad, wanted.bad
    return asyncio.run(here.store.write(lambda change: _work(change, wanted, agreed, dry=dry, missing=missing)))


class _GivenUp(Exception):
    def __init__(self, done: Imported) -> None:
        self.done = done


def _work(change: Transaction, wanted: PeopleFile, agreed: Agreed | None, *, dry: bool, missing: bool) -> Imported:
    done = import_people(change, wanted, now=NINE, remove_missing=missing, agreed=agreed)
    if dry:
        raise _GivenUp(done)
    return done


def looked_at(here: House, data: bytes, agreed: Agreed | None = None, *, missing: bool = False) -> Imported:
    """What an import would do."""
    with pytest.raises(_GivenUp) as looked:
        take(here, data, agreed, dry=True, missing=missing)
    return looked.value.done


def plain(done: Imported) -> Imported:
    """Without what is random: the ids of newcomers."""
    changed = tuple((replace(before, id=""), replace(after, id="")) for before, after in done.changed)
    return replace(done, added=tuple(replace(one, id="") for one in done.added), changed=changed)


@given(changes().filter(bool), columns(), written)
@settings(max_examples=draws(40))
def test_a_file_says_the_same_however_it_is_saved_and_is_done_as_it_was_said(
    rows: Rows, named: tuple[str, ...], how: Written
) -> None:
    data, yes = how.data(rows, named), Agreed(100)
    with house() as here, house() as other:
        here.take(BEFORE)
        other.take(BEFORE)
        before = here.known()
        said = looked_at(here, data, yes)
        assert here.known() == before
        assert plain(take(here, data, yes)) == plain(said)
        take(other, PLAIN.data(rows, named), yes)
        assert _dialled(here) == _dialled(other) if how.eaten else here.known() == other.known()
        assert not take(here, data, yes).anything


def _dialled(here: House) -> object:
    """What is known, mobile numbers as they are dialled: whoever eats a 0 has eaten the dashes first."""
    people, *rest = here.known()
    return {one: replace(each, mobile=re.sub("[ -]", "", each.mobile)) for one, each in people.items()}, rest


@given(st.permutations(BEFORE), st.integers(0, 6), columns(), written)
@settings(max_examples=draws(20))
def test_whoever_is_not_in_the_file_stays_and_many_go_only_when_asked(
    rows: Rows, kept: int, named: tuple[str, ...], how: Written
) -> None:
    left = [{**row, "deputy": ""} for row in rows[:kept]] or [person(40, deputy="")]
    data, gone = how.data(left, named), len(BEFORE) - kept
    with house() as here:
        here.take(BEFORE)
        take(here, data, Agreed(100))
        assert {row["extension"] for row in BEFORE} <= here.known()[0].keys()
        before = here.known()
        if gone < 3:
            assert len(take(here, data, missing=True).removed) == gone
            return
        with pytest.raises(ImportHeld) as held:
            take(here, data, missing=True)
        assert here.known() == before
        assert held.value.removed >= gone
        with pytest.raises(ImportHeld):
            take(here, data, Agreed(removed=held.value.removed + 1), missing=True)
        assert here.known() == before
        assert len(take(here, data, Agreed(removed=held.value.removed), missing=True).removed) == held.value.removed


FAULTS = {
    "#N/A": "import-error-value",
    "#SAKNAS!": "import-error-value",
    "=LETARAD(A2)": "import-formula",
    "NULL": "import-nothing-value",
    "SamhÃ¤lle": "import-garbled",
}


@given(
    st.permutations(BEFORE),
    st.integers(0, 5),
    st.sampled_from(sorted(FAULTS)),
    st.sampled_from(["title", "unit", "email"]),
    written,
)
@settings(max_examples=draws(40))
def test_a_cell_that_is_none_is_refused_with_the_line_it_stands_in(
    rows: Rows, place: int, wrong: str, column: str, how: Written
) -> None:
    how = replace(how, encoding="utf-8" if how.encoding == "cp1252" else how.encoding)
    faulty = [{**row, column: wrong} if number == place else row for number, row in enumerate(rows)]
    found = read_people_data(how.data(faulty, ALL), shipped.default_policy(), "people.csv")
    line = 2 + how.said + place + sum(number <= place for number in set(how.blank))
    assert [(bad.line, bad.error.code) for bad in found.bad] == [(line, FAULTS[wrong])]


@given(st.permutations(BEFORE), st.integers(0, 5), written)
@settings(max_examples=draws(20))
def test_a_row_that_stands_there_twice_is_refused_with_both_lines(rows: Rows, place: int, how: Written) -> None:
    found = read_people_data(how.data([*rows, rows[place]], ALL), shipped.default_policy(), "people.csv")
    assert {bad.error.code for bad in found.bad} == {"import-twice"}
    assert {bad.error.params["column"] for bad in found.bad} == {"extension", "username", "person"}


@given(columns(), written)
@settings(max_examples=draws(20))
def test_headings_alone_are_refused(named: tuple[str, ...], how: Written) -> None:
    found = read_people_data(how.data([], named), shipped.default_policy(), "people.csv")
    assert [bad.error.code for bad in found.bad] == ["import-nobody"]


@given(st.permutations(BEFORE), st.integers(0, 5), st.text("0123456789", min_size=4, max_size=4))
@settings(max_examples=draws(20))
def test_a_deputy_whom_nobody_knows_is_refused_with_the_line(rows: Rows, place: int, deputy: str) -> None:
    known = {row["extension"] for row in BEFORE}
    rows = [{**row, "deputy": deputy} if number == place else row for number, row in enumerate(rows)]
    with house() as here:
        here.take(BEFORE)
        if deputy in known:
            take(here, PLAIN.data(rows, ALL))
            return
        with pytest.raises(LinesRefused) as refused:
            take(here, PLAIN.data(rows, ALL))
        assert [(bad.line, bad.error.code) for bad in refused.value.bad] == [(place + 2, "import-deputy")]
