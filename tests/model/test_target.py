"""Where calls may be forwarded: toll fraud is refused, ordinary numbers pass in one form."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput
from kalix_presence.model.policy import Policy
from kalix_presence.model.target import dialled, permitted_target

ANNA = Person(
    "2041", "Anna", "Ek", "bygg", "samhall", direct="0923-620 41", mobile="070-174 06 99", email="anna.ek@exempel.invalid"
)
POLICY = Policy()
IN_USE = frozenset({"2030", "2041", "2050"})


def refusal(wanted: str, policy: Policy = POLICY) -> str:
    with pytest.raises(BadInput) as refused:
        permitted_target(wanted, ANNA, policy, IN_USE)
    assert refused.value.field == "forward_to"
    return refused.value.code


@pytest.mark.parametrize(
    ("wanted", "dialled"),
    [
        ("9", "9"),
        ("2030", "2030"),
        (" 20 30 ", "2030"),
        ("070-174 06 99", "0701740699"),
        ("+46 70-174 06 99", "0701740699"),
        ("0046701740699", "0701740699"),
        ("+46 (0)70 174 06 99", "0701740699"),
        ("+46 070-174 06 99", "0701740699"),
        ("0923-650 00", "092365000"),
        ("08\u00a0465\u00a0000\u00a000", "0846500000"),
    ],
)
def test_ordinary_numbers_pass_and_are_dialled_in_one_form(wanted: str, dialled: str) -> None:
    assert permitted_target(wanted, ANNA, POLICY, IN_USE) == dialled


@pytest.mark.parametrize("premium", ["0900-123 45 67", "0939 123 456", "0944-1234567", "+46 900 123 45 67", "0046939123456"])
def test_premium_numbers_are_refused_in_every_spelling(premium: str) -> None:
    assert refusal(premium) == "target-premium"


@pytest.mark.parametrize(
    "foreign", ["+358 40 123 4567", "00358401234567", "+1 900 555 0100", "00882 1234567", "+46 00 358 40 1234567"]
)
def test_foreign_numbers_are_refused_unless_the_policy_allows_them(foreign: str) -> None:
    assert refusal(foreign) == "target-international"


def test_a_foreign_number_passes_where_the_policy_allows_it() -> None:
    abroad = replace(POLICY, international_allowed=True)
    assert permitted_target("+358 40 123 4567", ANNA, abroad, IN_USE) == "00358401234567"
    assert refusal("+46 900 123 45 67", abroad) == "target-premium"


@pytest.mark.parametrize("wanted", ["+44 (0)20 7946 0000", "0044 (0)20 7946 0000", "+44 20-7946/00.00"])
def test_the_nought_in_brackets_is_dialled_at_home_alone(wanted: str) -> None:
    assert dialled(wanted) == "00442079460000"


@pytest.mark.parametrize("odd", ["00 12 34 56", "00 1234567890123456", "00 0123 45678", "+0 123 45678"])
def test_what_is_no_number_abroad_is_refused_where_others_are_not(odd: str) -> None:
    assert refusal(odd, replace(POLICY, international_allowed=True)) == "target-not-allowed"


def test_the_shortest_and_the_longest_number_abroad_pass_where_they_may() -> None:
    abroad = replace(POLICY, international_allowed=True)
    for wanted in ("001234567", "00123456789012345"):
        assert permitted_target(wanted, ANNA, abroad, IN_USE) == wanted


@pytest.mark.parametrize("wanted", ["-2030", ".2030", "/2030", ")2030", " -9"])
def test_what_begins_with_a_sign_between_digits_is_no_number(wanted: str) -> None:
    assert refusal(wanted) == "target-not-a-number"


@pytest.mark.parametrize("wanted", ["*23*1#", "#23#", "*230*2041*1#", "2030#", "2030*", "*", "#"])
def test_service_codes_are_no_targets(wanted: str) -> None:
    assert refusal(wanted) == "target-not-a-number"


@pytest.mark.parametrize("wanted", ["٢٠٣٠", "\uff12\uff10\uff13\uff10", "²030", "2०30", "O923-65000"])
def test_only_plain_digits_count(wanted: str) -> None:
    assert refusal(wanted) == "target-not-a-number"


@pytest.mark.parametrize(
    "wanted", ["", "   ", "anna", "2030,h,1", "2030&SIP/9", "2030@evil", "2030\r\nAction: x", "2030\n", "\t2030", "2030\x00"]
)
def test_what_is_no_number_is_refused_and_a_line_break_never_dropped_in_silence(wanted: str) -> None:
    assert refusal(wanted) == "target-not-a-number"


@pytest.mark.parametrize("own", ["2041", "0923-620 41", "+46 923 620 41"])
def test_calls_do_not_go_to_the_extension_they_came_to(own: str) -> None:
    assert refusal(own) == "target-own-extension"


def test_an_extension_that_nobody_has_is_refused() -> None:
    assert refusal("2999") == "target-unknown-extension"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("112", "target-emergency"),
        ("+46 112", "target-emergency"),
        ("00112", "target-emergency"),
        ("118118", "target-not-allowed"),
        ("07", "target-not-allowed"),
        ("0123456", ""),
        ("012345", "target-not-allowed"),
        ("012345678901", ""),
        ("0123456789012", "target-not-allowed"),
        ("0012345", "target-international"),
    ],
)
def test_each_is_refused_for_its_own_reason_and_only_as_long_as_it_is_none(wanted: str, code: str) -> None:
    if code.startswith("target-"):
        assert refusal(wanted) == code
    else:
        assert permitted_target(wanted, ANNA, POLICY, IN_USE) == wanted


@pytest.mark.parametrize("wanted", ["112", "118118", "90000", "07", "123456789012345678", "1177", "0" * 10])
def test_short_service_and_odd_numbers_are_refused(wanted: str) -> None:
    assert refusal(wanted).startswith("target-")


SIGNS = st.text(st.sampled_from("0123456789+*# -/().,&@\r\n٣") | st.characters(), max_size=24)


@given(SIGNS, st.booleans())
def test_whatever_passes_is_digits_on_the_allow_list(wanted: str, abroad: bool) -> None:
    policy = replace(POLICY, international_allowed=abroad)
    try:
        digits = permitted_target(wanted, ANNA, policy, IN_USE)
    except BadInput as refused:
        assert refused.field == "forward_to"
        return
    assert re.fullmatch(r"[0-9]{1,18}", digits)
    assert digits != ANNA.extension
    assert not digits.startswith(POLICY.forbidden_prefixes)
    assert abroad or not digits.startswith("00")
    assert digits == "9" or digits in IN_USE or digits.startswith("0")


@given(
    st.sampled_from(POLICY.forbidden_prefixes),
    st.text("0123456789 -", max_size=10),
    st.sampled_from(["", "+46", "0046", "00 46 "]),
)
def test_no_spelling_gets_past_a_forbidden_prefix(prefix: str, rest: str, country: str) -> None:
    wanted = f"{country}{prefix.removeprefix('0') if country else prefix}{rest}"
    assert refusal(wanted) in {"target-premium", "target-not-a-number", "target-unknown-extension"}


@pytest.mark.parametrize("typed", ["-1", "-9", "/9", " -2042", ")9", "-0701234567"])
def test_what_begins_with_a_sign_is_no_number_and_not_the_one_without_it(typed: str) -> None:
    assert not dialled(typed).isdigit()


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("+31 (0)20 123 4567", "0031201234567"), ("0046 (0)70-123 45 67", "0701234567"), ("(0923) 555 12", "092355512")],
)
def test_a_0_in_brackets_behind_a_country_code_is_not_dialled(typed: str, digits: str) -> None:
    assert dialled(typed) == digits
