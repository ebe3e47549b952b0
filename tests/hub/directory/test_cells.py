"""One cell of a people file: what spreadsheets leave in it is put right and said, or refused with what stands there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.hub.directory.cells import (
    EXTENSIONS,
    LONGEST,
    NAMES,
    NUMBERS,
    cell_fault,
    mended_cell,
    mended_number,
    number_fault,
)
from kalix_presence.hub.directory.file_text import Mended
from kalix_presence.model.directory import Person

POLICY = shipped.default_policy()
ANNA = Person("2041", "Anna", "Ek", "bygg", "bygg")


@pytest.mark.parametrize(
    ("text", "column", "kept", "what"),
    [
        (" Anna  Maria ", "given_name", "Anna Maria", []),
        ("\u200bAnna\ufeff", "given_name", "Anna", ["unseen"]),
        ("'0701740601", "mobile", "0701740601", ["apostrophe"]),
        ("’2041", "extension", "2041", ["apostrophe"]),
        ("'t Hooft", "family_name", "'t Hooft", []),
        ("2041.0", "extension", "2041", ["whole-number"]),
        ("2041,00", "deputy", "2041", ["whole-number"]),
        ("20 41", "extension", "2041", ["whole-number"]),
        ("2041.5", "extension", "2041.5", []),
        ("2041.0", "title", "2041.0", []),
        ("701740601.0", "mobile", "701740601", ["whole-number"]),
        ("12345.0", "mobile", "12345.0", []),
        ("070–174 06 01", "mobile", "070-174 06 01", []),
        ("Ann–Marie", "given_name", "Ann–Marie", []),
        ("MailTo: a@b.example", "email", "a@b.example", ["mailto"]),
        ("mailto:x", "title", "mailto:x", []),
        ("\u202a'2041.0", "extension", "2041", ["unseen", "apostrophe", "whole-number"]),
    ],
)
def test_what_nobody_sees_and_spreadsheets_add_goes_and_is_said(text: str, column: str, kept: str, what: list[str]) -> None:
    said: list[Mended] = []
    assert mended_cell(text, column, 7, said) == kept
    assert [(each.kind, each.line, each.column) for each in said] == [(each, 7, column) for each in what]
    if said:
        assert said[-1].after == kept


@given(st.text(max_size=40), st.sampled_from([*NAMES, *NUMBERS, *EXTENSIONS, "email"]))
def test_what_was_put_right_once_is_right(text: str, column: str) -> None:
    once = mended_cell(text, column, 1, [])
    if "'" not in once and "mailto" not in once.lower():
        assert mended_cell(once, column, 1, []) == once


@pytest.mark.parametrize(
    ("text", "column", "code"),
    [
        ("#N/A", "title", "import-error-value"),
        ("#SAKNAS!", "mobile", "import-error-value"),
        ("#####", "extension", "import-error-value"),
        ("Err:502", "email", "import-error-value"),
        ("SANT", "title", "import-error-value"),
        ("=A2&B2", "email", "import-formula"),
        ("+SUM(A1)", "mobile", "import-formula"),
        ("-A2", "title", "import-formula"),
        ("@Anna", "given_name", "import-formula"),
        ("NULL", "family_name", "import-nothing-value"),
        ("null", "given_name", "import-nothing-value"),
        ("Null", "title", "import-nothing-value"),
        ("n/a", "mobile", "import-nothing-value"),
        ("x" * (LONGEST + 1), "title", "import-cell-strange"),
        ("An\x00na", "given_name", "import-cell-strange"),
        ("Samh?lle", "unit", "import-garbled"),
        ("SamhÃ¤lle", "unit", "import-garbled"),
        ("Bygg &amp; milj&ouml;", "unit", "import-garbled"),
        ("0", "title", "import-no-letters"),
        ("--", "given_name", "import-no-letters"),
    ],
)
def test_what_cannot_stand_there_is_refused_with_its_column_and_what_it_says(text: str, column: str, code: str) -> None:
    fault = cell_fault(text, column)
    assert fault is not None
    assert (fault.code, fault.field, fault.params["column"]) == (code, column, column)
    assert fault.params.get("value", text[:40]) == text[:40]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", "title"), ("Null", "family_name"), ("None", "given_name"), ("x" * LONGEST, "title"), ("Öberg-Åkesson", "family_name"),
        ("+46701740601", "mobile"), ("0", "place"), ("Vem? Jag", "title"), ("Bygg & miljö", "unit"), ("a?b@c.example", "email"),
        ("-", "place"), ("IT #2", "unit"),
    ],
)  # fmt: skip
def test_what_people_are_called_stands(text: str, column: str) -> None:
    assert cell_fault(text, column) is None


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("701740601", "0701740601"),
        ("70 174 06 01", "0701740601"),
        ("46701740601", "+46701740601"),
        ("0701740601", None),
        ("+46701740601", None),
        ("2041", None),
        ("1234567", None),
        ("358401234567", None),
        ("tel 701740601", None),
        ("", None),
    ],
)
def test_the_sign_that_a_spreadsheet_has_eaten_is_put_back_where_that_alone_makes_it_a_number(
    text: str, mended: str | None
) -> None:
    said: list[Mended] = []
    assert mended_number(text, "mobile", 3, POLICY, said) == (text if mended is None else mended)
    assert said == ([] if mended is None else [Mended("eaten", 3, "mobile", text, mended)])


def test_where_no_country_is_said_nothing_is_put_back() -> None:
    assert mended_number("701740601", "mobile", 3, replace(POLICY, country=""), []) == "701740601"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("7,01741E+08", "import-number-rounded"),
        ("0701740601/0701740602", "import-two-numbers"),
        ("0701740601 eller 0923555012", "import-two-numbers"),
        ("0900123456", "import-premium"),
        ("112", "import-number"),
        ("växeln", "import-number"),
        ("070174060", "import-number-digits"),
    ],
)
def test_a_number_that_nobody_is_to_be_called_by_is_refused(text: str, code: str) -> None:
    fault = number_fault(text, "mobile", ANNA, POLICY)
    assert fault is not None
    assert (fault.code, fault.field, fault.params["column"]) == (code, "mobile", "mobile")


@pytest.mark.parametrize("text", ["", "0701740601", "+46 70 174 06 01", "0923-555 012"])
def test_a_number_that_can_be_called_stands(text: str) -> None:
    assert number_fault(text, "mobile", ANNA, POLICY) is None


def test_the_direct_number_may_be_the_extension_itself_and_the_mobile_may_not() -> None:
    assert number_fault("2041", "direct", ANNA, POLICY) is None
    assert number_fault("2041", "mobile", ANNA, POLICY) is not None
    assert number_fault("2042", "direct", ANNA, POLICY) is not None
