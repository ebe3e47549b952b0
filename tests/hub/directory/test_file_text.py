"""A people file taken apart: whichever encoding, separator and line ends it has, each row keeps its line and what was mended is said."""

from __future__ import annotations

import pytest

from kalix_presence.hub.directory import file_text
from kalix_presence.hub.directory.file_text import Mended, decoded, empty_columns, is_garbled, read_table, row_of
from kalix_presence.model.errors import BadInput

KNOWN = ("extension", "family_name", "unit")
TEXT = "extension;family_name\n2041;Åkerström\n"


def kinds(mended: list[Mended]) -> list[tuple[str, str]]:
    return [(each.kind, each.after) for each in mended]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (TEXT.encode(), []),
        (TEXT.encode("utf-8-sig"), []),
        (TEXT.encode("cp1252"), [("encoding", "Windows-1252")]),
        (TEXT.encode("utf-16"), [("encoding", "UTF-16")]),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), [("encoding", "UTF-16")]),
        (TEXT.encode("utf-16-le"), [("encoding", "UTF-16")]),
        (TEXT.encode("utf-16-be"), [("encoding", "UTF-16")]),
    ],
    ids=["utf-8", "with-mark", "windows", "utf-16-little", "utf-16-big", "little-bare", "big-bare"],
)
def test_a_file_in_any_usual_encoding_is_the_same_text(data: bytes, said: list[tuple[str, str]]) -> None:
    text, mended = decoded(data, "people.csv")
    assert text == TEXT
    assert kinds(mended) == said


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\xff\x81" + b"ab" * 40,
        b"\xef\xbb\xbf\xff\xff",
        b"\xff\xfea",
        b"\x81\x8d\x8f",
        b"a\0" * 3 + b"\xd8\xd8",
        b"Str\xf6m\0",
    ],
    ids=["picture", "broken-utf-8", "half-a-letter", "no-windows", "half-a-pair", "nought"],
)
def test_what_is_no_text_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(BadInput) as refusal:
        decoded(data, "people.csv")
    assert (refusal.value.code, refusal.value.params) == ("import-not-text", {"file": "people.csv"})


def test_a_file_that_is_too_large_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_text, "LARGEST", 2 * 2**20)
    assert decoded(b"a" * 2 * 2**20, "people.csv")[1] == []
    with pytest.raises(BadInput) as refusal:
        decoded(b"a" * (2 * 2**20 + 1), "people.csv")
    assert (refusal.value.code, refusal.value.params) == ("import-too-large", {"file": "people.csv", "most": 2})


@pytest.mark.parametrize("text", ["Ã…kerstrÃ¶m", "Str\ufffdm", "L†ng", "StrŠm"])
def test_letters_of_another_alphabet_are_noticed(text: str) -> None:
    assert is_garbled(text)


@pytest.mark.parametrize("text", ["Åkerström", "Šimon", "Žofie Dvořáková", "JÄRVINEN", "50 ‰", "Ek † 2019", ""])
def test_names_that_are_only_rare_are_left_alone(text: str) -> None:
    assert not is_garbled(text)


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_the_separator_is_the_one_by_which_most_headings_are_known(sign: str) -> None:
    table = read_table(TEXT.replace(";", sign), KNOWN)
    assert (table.headings, table.rows) == (["extension", "family_name"], [(2, ["2041", "Åkerström"])])
    assert kinds(table.mended) == ([("tabs", "")] if sign == "\t" else [])


def test_a_separator_in_the_values_alone_takes_no_row_apart() -> None:
    table = read_table("extension;family_name\n2041;Ek, Anna, fru\n", KNOWN)
    assert table.rows == [(2, ["2041", "Ek, Anna, fru"])]


def test_a_line_that_names_the_separator_is_taken_at_its_word_and_counted() -> None:
    table = read_table("sep=:\nextension:unit\n2041:bygg\n", KNOWN)
    assert (table.headings, table.heading_line, table.rows) == (["extension", "unit"], 2, [(3, ["2041", "bygg"])])
    assert kinds(table.mended) == [("separator-line", ":")]
    assert table.mended[0].line == 1


def test_a_line_that_names_another_separator_than_the_file_has_is_not_believed() -> None:
    assert read_table("sep=,\nextension;unit\n2041;bygg\n", KNOWN).headings == ["extension", "unit"]


def test_only_the_first_line_of_that_kind_counts() -> None:
    table = read_table("sep=;\nsep=,\nextension;unit\n", KNOWN)
    assert table.headings == ["sep=,"]


def test_blank_lines_before_the_heading_are_passed_over_and_counted() -> None:
    table = read_table("\n ;;\nextension;unit\n2041;bygg\n", KNOWN)
    assert (table.heading_line, table.rows) == (3, [(4, ["2041", "bygg"])])


def test_headings_are_known_in_any_case_with_spaces_hyphens_and_what_nobody_sees() -> None:
    table = read_table("\ufeffExtension;Family Name;u\u00adnit\n", KNOWN)
    assert table.headings == list(KNOWN)
    assert [(each.kind, each.line, each.before) for each in table.mended] == [
        ("headings", 1, "Extension, Family Name, u\u00adnit")
    ]


def test_letters_in_two_parts_are_one() -> None:
    assert read_table("extension\nA\u030akerstro\u0308m\n", KNOWN).rows == [(2, ["Åkerström"])]


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_any_line_ends_end_lines_and_the_oldest_are_said(end: str) -> None:
    table = read_table(TEXT.replace("\n", end), KNOWN)
    assert table.rows == [(2, ["2041", "Åkerström"])]
    assert kinds(table.mended) == ([("line-ends", "")] if end == "\r" else [])


def test_a_row_in_quotes_that_goes_over_lines_is_known_by_its_first() -> None:
    table = read_table('extension;unit\n2041;"bygg\noch miljö"\n2042;skola\n', KNOWN)
    assert table.rows == [(2, ["2041", "bygg\noch miljö"]), (4, ["2042", "skola"])]


def test_blank_rows_are_said_once_by_how_many_they_are_and_a_bare_line_not_at_all() -> None:
    table = read_table("extension;unit\n;\n2041;bygg\n\n ; \n", KNOWN)
    assert [line for line, _ in table.rows] == [3]
    assert kinds(table.mended) == [("blank", "2")]


def test_what_is_no_csv_is_said_with_its_line_and_what_stands_before_it_is_kept() -> None:
    table = read_table('extension;unit\n2041;bygg\n2042;"sko"la\n', KNOWN)
    assert [line for line, _ in table.rows] == [2]
    [bad] = table.bad
    assert (bad.line, bad.error.code) == (3, "import-not-csv")


@pytest.mark.parametrize("text", ["", "\n\n", "\x1a", "\ufeff"])
def test_an_empty_file_has_no_headings_and_no_rows(text: str) -> None:
    table = read_table(text, KNOWN)
    assert (table.rows, table.bad) == ([], [])
    assert not any(table.headings)


def test_the_old_mark_of_the_end_is_no_row() -> None:
    assert read_table(TEXT + "\x1a", KNOWN).rows == [(2, ["2041", "Åkerström"])]


def test_cells_past_the_headings_are_cut_only_when_they_are_empty() -> None:
    table = read_table("extension;unit\n", KNOWN)
    assert row_of(table, ["2041", "bygg", "", " "]) == ["2041", "bygg"]
    assert row_of(table, ["2041"]) == ["2041"]
    assert row_of(table, ["2041", "bygg", "", "x"]) is None


def test_a_column_without_a_heading_is_empty_only_when_no_row_has_anything_there() -> None:
    table = read_table("extension;;;\n2041;;x;\n2042; \n", KNOWN)
    assert [*empty_columns(table)] == [1, 3]
