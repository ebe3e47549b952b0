"""Numbers as people type them."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kalix_presence.model.errors import BadInput
from kalix_presence.model.phone_number import read_number, told_number, written
from kalix_presence.model.target import dialled


@pytest.mark.parametrize(
    ("typed", "number", "shown"),
    [
        ("0923-555 12", "+4692355512", "0923-555 12"),
        ("092355512", "+4692355512", "0923-555 12"),
        ("+358 40 123 4567", "+358401234567", "+358 40 1234567"),
        ("00358401234567", "+358401234567", "+358 40 1234567"),
        ("", "", ""),
    ],
)
def test_a_number_is_read_and_written_as_at_home(typed: str, number: str, shown: str) -> None:
    assert read_number(typed, "SE") == number
    assert written(number, "SE") == shown


@pytest.mark.parametrize("typed", ["ring mig", "1", "0923-KALIX", "٠٩٢٣٥٥٥١٢", "0923 555 12; 0923 555 13"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="message-number"):
        read_number(typed, "SE")


def test_an_extension_is_written_as_it_is() -> None:
    assert written("2041", "SE") == "2041"


@pytest.mark.parametrize(
    "typed",
    ["112", "113 13", "114 14", "1177", "116 117", "116 000", "118 118", "118-118", "90 000", "90 510", "650 00", "1234567"],
)
def test_what_has_no_prefix_is_dialled_as_it_is_and_gets_none(typed: str) -> None:
    digits = typed.replace(" ", "").replace("-", "")
    assert read_number(typed, "SE") == written(digits, "SE") == digits


@pytest.mark.parametrize("typed", ["0", "-1", "00", "+", "()", "1" * 27, "0" * 12, "07" + "1" * 25, "+46 112", "070+1234567"])
def test_what_nobody_could_dial_is_refused_in_words(typed: str) -> None:
    with pytest.raises(BadInput, match="message-number"):
        read_number(typed, "SE")
    assert told_number(typed, "SE") == "", "and is no number to call back"


@pytest.mark.parametrize(
    ("typed", "shown"), [("070 123 45 6", "070123456"), ("070-123 45 678", "07012345678"), ("0118118", "0118118")]
)
def test_what_is_possible_and_not_valid_is_shown_as_it_can_be_dialled(typed: str, shown: str) -> None:
    assert written(read_number(typed, "SE"), "SE") == shown


@pytest.mark.parametrize("told", ["+46701234567", "0046701234567", "46701234567", "0701234567", "701234567"])
def test_however_a_network_tells_a_number_it_is_one(told: str) -> None:
    assert told_number(told, "SE") == "+46701234567"


CODES = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
COUNTRIES = ["SE", "FI", "NO", "DK", "EE", "DE", "NL", "IT", "GB", "US", "HU", "RU", "AR", "MX", "CI", ""]
numbers = (
    st.from_regex(r"\A(\+|00|0|\+46 ?\(0\)|\+31 ?\(?0\)?|)[1-9]?([ \-/.]?[0-9]){0,26}\Z")
    | st.text("0123456789+-/(). ", max_size=20)
    | st.builds(
        "{}{}{}{}{}".format,
        st.sampled_from(["+", "00", "+ ", ""]),
        st.sampled_from([46, 46, *CODES]),
        st.sampled_from(["", "(0)", " (0)", "0", " "]),
        st.text("0", max_size=6),
        st.text("0123456789", max_size=11),
    )
)


@given(numbers)
@example("+31(0)000000")
@example("+31 000000")
@example("+0010000000")
@example("003100000")
@example("+39 00 12345")
def test_what_is_dialled_is_what_was_typed(typed: str) -> None:
    try:
        number = read_number(typed, "SE")
    except BadInput:
        return
    assert dialled(number) == dialled(typed)
    assert dialled(written(number, "SE")) == dialled(number), "and what is shown is dialled as the same"
    assert read_number(number, "SE") == number


@given(numbers, st.sampled_from(COUNTRIES))
@example("+31(0)000000", "NL")
@example("+54 9 11 2345 6789", "AR")
@example("+36 06 1 234 567", "HU")
def test_what_is_shown_is_read_as_the_same_in_every_country(typed: str, country: str) -> None:
    try:
        number = read_number(typed, country)
    except BadInput:
        return
    assert read_number(number, country) == number
    assert read_number(written(number, country), country) == number


@pytest.mark.parametrize("typed", [")0923-555 12", "/0923-555 12", "-0923 555 12", ".0923 555 12", "0923+555 12"])
def test_a_number_begins_as_one(typed: str) -> None:
    with pytest.raises(BadInput, match="message-number") as refused:
        read_number(typed, "SE")
    assert refused.value.field == "caller_number"


def test_a_short_number_is_told_as_it_is_where_it_could_be_a_national_one() -> None:
    assert told_number("712345", "AD") == "712345"
