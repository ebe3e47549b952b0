"""People files as spreadsheets and exports write them: read as they are meant, or refused with the line and the cure."""

from __future__ import annotations

import pytest

from kalix_presence import shipped
from kalix_presence.hub.directory.people_file import OPTIONAL, REQUIRED, PeopleFile, read_people_data, read_people_file

HEADING = ",".join((*REQUIRED, *OPTIONAL))
GOOD = {
    "extension": "2041",
    "given_name": "Åsa",
    "family_name": "Öhman",
    "unit": "Bygglov",
    "administration": "Samhällsbyggnad",
    "mobile": "070-174 06 01",
}
TEXT = f"{HEADING}\n2041,Åsa,Öhman,Bygglov,Samhällsbyggnad,,0923-650 41,070-174 06 01,,asa,,,,sv,,\n"


def read(text: str) -> PeopleFile:
    return read_people_file(text, shipped.default_policy())


def line(**cells: str) -> PeopleFile:
    """A file of one line, with these cells."""
    row = {**GOOD, **cells}
    return read(";".join(row) + "\n" + ";".join(row.values()) + "\n")


def codes(found: PeopleFile) -> list[tuple[int, str]]:
    return [(bad.line, bad.error.code) for bad in found.bad]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (TEXT.encode(), set()),
        (TEXT.encode("utf-8-sig"), set()),
        (TEXT.encode("utf-16"), {"encoding"}),
        (TEXT.encode("utf-16-le"), {"encoding"}),
        (TEXT.encode("utf-16-be"), {"encoding"}),
        (TEXT.encode("cp1252"), {"encoding"}),
        (TEXT.replace("\n", "\r\n").encode(), set()),
        (TEXT.replace("\n", "\r").encode(), {"line-ends"}),
        (TEXT.replace(",", ";").encode("cp1252"), {"encoding"}),
        (TEXT.replace(",", "\t").encode(), {"tabs"}),
        (b"sep=,\n" + TEXT.encode(), {"separator-line"}),
        (b'"sep=;"\r\n' + TEXT.replace(",", ";").encode(), {"separator-line"}),
        (b"\n\n" + TEXT.encode(), set()),
        (TEXT.replace(HEADING, HEADING.upper().replace("_", " ")).encode(), {"headings"}),
        ((TEXT + ",,,,,\n \n\n").encode(), {"blank"}),
        ((TEXT.replace("\n", ",,\n") + ",,,,,,,\n").encode(), {"blank"}),
        (TEXT.encode() + b"\x1a", set()),
        (TEXT.replace("Å", "A\u030a").encode(), set()),
    ],
)
def test_a_file_is_the_same_however_it_was_saved(data: bytes, said: set[str]) -> None:
    plain = read(TEXT)
    found = read_people_data(data, shipped.default_policy(), "people.csv")
    assert ([row.person for row in found.rows], found.bad) == ([row.person for row in plain.rows], [])
    assert {each.kind for each in found.mended} == said


@pytest.mark.parametrize(
    ("column", "written", "meant", "said"),
    [
        ("mobile", "701740601", "070-174 06 01", "eaten"),
        ("mobile", "46701740601", "070-174 06 01", "eaten"),
        ("mobile", "'0701740601", "070-174 06 01", "apostrophe"),
        ("mobile", "070\u2011174 06 01", "070-174 06 01", ""),
        ("mobile", "+46 (0)70-174 06 01", "070-174 06 01", ""),
        ("mobile", "0046701740601", "070-174 06 01", ""),
        ("direct", "0923/65041", "0923-650 41", ""),
        ("direct", "2041", "2041", ""),
        ("extension", "2041.0", "2041", "whole-number"),
        ("extension", "2 041", "2041", "whole-number"),
        ("extension", "2\u00a0041,00", "2041", "whole-number"),
        ("given_name", "An\u200bna\u00ad", "Anna", "unseen"),
        ("mobile", "0701740601.0", "070-174 06 01", "whole-number"),
        ("language", "SV", "sv", ""),
        ("given_name", "Null", "Null", ""),
        ("family_name", "None", "None", ""),
        ("family_name", "O'Brien", "O'Brien", ""),
        ("title", "Chef\nbygglov", "Chef bygglov", ""),
    ],
)
def test_what_a_spreadsheet_did_to_a_cell_is_undone_and_said(column: str, written: str, meant: str, said: str) -> None:
    found = line(**{column: f'"{written}"'})
    assert codes(found) == []
    assert getattr(found.rows[0].person, column) == meant
    assert {each.kind for each in found.mended} == ({said} if said else set())


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        *((column, "#SAKNAS!", "import-error-value") for column in ("given_name", "title", "mobile", "unit", "deputy")),
        *(
            ("title", value, "import-error-value")
            for value in ("#N/A", "#REF!", "#VÄRDEFEL!", "#NAMN?", "#DIVISION/0!", "#PUUTTUU!", "#NULL!", "#####", "Err:502")
        ),
        *(("title", value, "import-formula") for value in ("=VLOOKUP(A1)", "=A1", "+LETARAD(A1)", "@SUM(A1)")),
        *((column, "NULL", "import-nothing-value") for column in ("family_name", "administration", "email", "username")),
        *(("title", value, "import-nothing-value") for value in ("null", "(null)", "NaN", "none", "N/A")),
        *((column, "None", "import-nothing-value") for column in ("title", "unit", "administration")),
        *(("unit", value, "import-nothing-value") for value in ("(tom)", "(blank)", "(tyhjä)")),
        *((column, "-A2", "import-formula") for column in ("given_name", "family_name", "unit", "title")),
        ("given_name", "+46701740601x", "import-formula"),
        *(("mobile", value, "import-number-digits") for value in ("070-174 06", "070174060199", "+46 70 174 06", "0701740")),
        ("title", "0", "import-no-letters"),
        ("unit", "4711", "import-no-letters"),
        ("administration", "SamhÃ¤llsbyggnad", "import-garbled"),
        ("administration", "Samh\ufffdllsbyggnad", "import-garbled"),
        ("administration", "Samh„llsbyggnad", "import-garbled"),
        ("mobile", "7,01E+08", "import-number-rounded"),
        ("mobile", "070-123 45 67 / 0923-6500", "import-two-numbers"),
        ("mobile", "070-1234567, 070-7654321", "import-two-numbers"),
        ("mobile", "070-1234567 eller 070-7654321", "import-two-numbers"),
        ("mobile", "0900-123 45 67", "import-premium"),
        ("mobile", "+46 900 123 45 67", "import-premium"),
        ("mobile", "+358 40 123 4567", "import-international"),
        ("direct", "0923-650 41 ankn 3", "import-number"),
        ("mobile", "2042", "import-number"),
        ("mobile", "123", "import-number"),
        ("mobile", "ring inte", "import-number"),
        ("extension", "2041.5", "import-extension"),
        ("deputy", "2041", "import-deputy-own"),
        ("deputy", "'2041.0", "import-deputy-own"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line(column: str, written: str, code: str) -> None:
    found = line(**{column: written})
    assert (codes(found), found.rows) == ([(2, code)], [])


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        (f"{HEADING}\n", [(1, "import-nobody")]),
        (f"{HEADING}\n;;;\n,,,,\n", [(1, "import-nobody")]),
        ("", [(1, "import-no-heading")]),
        ("Personallista 2026\n2041,Anna\n", [(1, "import-no-heading")]),
        (f"sep=,\n{HEADING.replace('unit,', '')}\n", [(2, "import-column-missing")]),
        (f"{HEADING},mobile\n", [(1, "import-column-twice")]),
        (f"{HEADING},lön\n", [(1, "import-column-unknown")]),
        (f"{HEADING},\n{',' * 16}x\n", [(1, "import-column-nameless")]),
        (f"{TEXT}2042,Per,Berg\n", [(3, "import-cells")]),
        (f'{TEXT}2042,"Per', [(3, "import-not-csv")]),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_sentence(text: str, bad: list[tuple[int, str]]) -> None:
    assert codes(read(text)) == bad


FULL = "2041,Åsa,Öhman,Bygglov,Samhällsbyggnad,Chef,2041,070-174 06 01,a@x.example,asa,employee,2050,Bo,sv,Berg,p1"


@pytest.mark.parametrize("cut", range(1, len(FULL)))
def test_a_line_that_is_cut_where_something_follows_is_refused(cut: int) -> None:
    found = read(f"{HEADING}\n{FULL[:cut]}\n{FULL[cut:]}\n2050,Bo,Ek,Bygglov,Samhällsbyggnad\n")
    assert "import-cells" in [code for _, code in codes(found)]


@pytest.mark.parametrize("deputy", ["2050", "2041"])
def test_the_half_of_a_line_is_nobody_though_it_looks_like_somebody(deputy: str) -> None:
    heading = f"{','.join(REQUIRED)},deputy,duties,place,title,person"
    whole = f"2041,Åsa,Öhman,Bygglov,Samhällsbyggnad,{deputy},Bo,Ek,Bygglov,Samhällsbyggnad"
    cut = whole.index(f"{deputy},Bo")
    found = read(f"{heading}\n{whole[:cut]}\n{whole[cut:]}\n")
    assert (codes(found), found.rows) == ([(2, "import-cells"), (3, "import-cells")], [])


def test_a_line_after_one_of_several_lines_has_its_own_number() -> None:
    found = read(TEXT + '2042,"Per\n\nErik",Berg,B,S,,,,,,,,,,,\n20x,Bo,Fel,B,S,,,,,,,,,,,\n')
    assert codes(found) == [(6, "import-extension")]


def file_of(*lines: str, more: str = "") -> PeopleFile:
    heading = f"extension;given_name;family_name;unit;administration{more}"
    return read("\n".join([heading, *lines]))


ANNA = "2041;Anna;Ek;Bygg;Samhälle"
ODD: dict[str, tuple[PeopleFile, list[tuple[int, str]]]] = {
    "a column twice": (file_of(f"{ANNA};1;2", more=";mobile;mobile"), [(1, "import-column-twice")]),
    "a column nobody knows": (file_of(f"{ANNA};1", more=";mobil"), [(1, "import-column-unknown")]),
    "other words for the columns": (read(f"anknytning;förnamn\n{ANNA}"), [(1, "import-no-heading")]),
    "a line above the headings": (read(f"# export 2026\nextension;given_name\n{ANNA}"), [(1, "import-no-heading")]),
    "another separator below": (file_of(ANNA.replace(";", ",")), [(2, "import-cells")]),
    "a quote that does not end": (file_of(f'{ANNA};"Chef', f"{ANNA};x", more=";title"), [(3, "import-not-csv")]),
    "a cell too many": (file_of(f"{ANNA};x"), [(2, "import-cells")]),
    "the headings again": (file_of(ANNA, "extension;given_name;family_name;unit;administration"), [(3, "import-extension")]),
    "a sum below": (file_of(ANNA, ";;;;", "Antal;1;;;"), [(4, "import-cell-empty")]),
    "digits of another width": (file_of(ANNA.replace("2041", "２０４１")), [(2, "import-extension")]),
    "a number of science": (file_of(ANNA.replace("2041", "2,041E+03")), [(2, "import-extension")]),
    "somebody twice": (file_of(ANNA, ANNA), [(3, "import-twice")]),
    "letters read otherwise": (file_of(ANNA.replace("Anna", "Ã…sa")), [(2, "import-garbled")]),
    "letters that were lost": (file_of(ANNA.replace("Samhälle", "Samh?lle")), [(2, "import-garbled")]),
    "a first letter that was lost": (file_of(ANNA.replace("Anna", "?sa")), [(2, "import-garbled")]),
    "a letter that was replaced": (file_of(ANNA.replace("Anna", "\ufffdsa")), [(2, "import-garbled")]),
    "letters of a web page": (read(f"{HEADING}\n2041,Anna,Ek,Bygg,Plan &amp; bygg,,,,,,,,,,,"), [(2, "import-garbled")]),
    "a comparison": (file_of(f"{ANNA};FALSKT", more=";title"), [(2, "import-error-value")]),
    "a day as a title": (file_of(f"{ANNA};2026-11-28", more=";title"), [(2, "import-no-letters")]),
    "an address with a name": (file_of(f"{ANNA};Anna Ek <anna@x.example>", more=";email"), [(2, "import-email")]),
    "two addresses": (file_of(f"{ANNA};a@x.example, b@x.example", more=";email"), [(2, "import-email")]),
    "a number with words": (file_of(f"{ANNA};070-174 06 01 (jour)", more=";mobile"), [(2, "import-number")]),
    "a dash for no number": (file_of(f"{ANNA};-", more=";mobile"), [(2, "import-number")]),
    "a spreadsheet as it is": (read("PK\x03\x04"), [(1, "import-no-heading")]),
    "a web page": (read("<html><table><tr><td>extension</td></tr></table></html>"), [(1, "import-no-heading")]),
    "nothing": (read(""), [(1, "import-no-heading")]),
}  # fmt: skip


@pytest.mark.parametrize(("found", "expected"), ODD.values(), ids=ODD)
def test_what_an_odd_file_holds_is_refused_with_its_line(found: PeopleFile, expected: list[tuple[int, str]]) -> None:
    assert codes(found) == expected


@pytest.mark.parametrize(
    ("more", "cell", "column", "expected", "said"),
    [
        (";email", "mailto:anna@x.example", "email", "anna@x.example", {"mailto"}),
        (";mobile", "\u202a+46701740601\u202c", "mobile", "070-174 06 01", {"unseen"}),
        (";title", "\u200eChef", "title", "Chef", {"unseen"}),
        (";title", '"Chef\nför Bygg"', "title", "Chef för Bygg", set()),
        (";title", 'Chef "Bygg"', "title", 'Chef "Bygg"', set()),
        (";title", "Vad nu? Chef", "title", "Vad nu? Chef", set()),
        (";title", "#1 chef", "title", "#1 chef", set()),
        (";mobile", "+46 (0)70-174 06 01", "mobile", "070-174 06 01", set()),
    ],
)
def test_what_programs_put_around_a_cell_is_taken_away_and_said(
    more: str, cell: str, column: str, expected: str, said: set[str]
) -> None:
    found = file_of(f"{ANNA};{cell}", more=more)
    assert not codes(found)
    assert getattr(found.rows[0].person, column) == expected
    assert {mended.kind for mended in found.mended} == said
