"""What judges the driver and its stand-in by the vendor's description finds slips in both directions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pbx.threecx.judge import DESCRIPTION, SHA256, digest, judge_at_hand, place

RULE: dict[str, Any] = {
    "Condition": "ForwardAll", "CallType": "AllCalls", "Enabled": True, "Data": "kalix", "Destination": {"To": "Queue", "Number": "9"},
    "Hours": {"Type": "SpecificHours", "IgnoreHolidays": True, "Periods": [{"DayOfWeek": "Monday", "Start": "11:00:00", "Stop": "12:00:00"}]},
}  # fmt: skip
WRONG = [
    {"Condition": "Nonsense"},
    {"Conditon": "ForwardAll"},
    {"Destination": {"To": "Queue", "Numbre": "9"}},
    {"Destination": {"To": "Queue", "Number": 9}},
    {"Hours": {"Type": "SpecificHours", "Periods": [{"DayOfWeek": "Monday", "Start": "PT11H", "Stop": "12:00:00"}]}},
    {"Id": "x"},
]


@pytest.fixture(autouse=True)
def at_hand() -> None:
    if place() is None:
        pytest.skip(
            f"the vendor's description of 3CX is not at hand ({DESCRIPTION}): the driver is judged by the stand-in alone"
        )


def test_it_is_the_description_that_was_judged_by() -> None:
    found = place()
    assert found is not None
    assert digest(found) == SHA256


@pytest.mark.parametrize("wrong", [{}, *WRONG], ids=str)
def test_a_slip_in_what_is_asked_and_in_what_is_answered_is_found(wrong: dict[str, Any]) -> None:
    judge = judge_at_hand()
    assert judge is not None
    rule = {**RULE, **wrong}
    asked = ("PATCH", "/xapi/v1/Users(17)", {}, {"ForwardingExceptions": [rule]}, 204, None)
    told = {"value": [{"Id": 17, "Number": "2041", "ForwardingExceptions": [rule]}]}
    answered = ("GET", "/xapi/v1/Users", {"$top": "1"}, None, 200, told)
    for each in (asked, answered):
        if not wrong:
            judge(*each)  # type: ignore[arg-type]
            continue
        with pytest.raises(Exception, match=r".+"):
            judge(*each)  # type: ignore[arg-type]


def test_what_the_description_does_not_have_is_found() -> None:
    judge = judge_at_hand()
    assert judge is not None
    for asked in (("GET", "/xapi/v1/Usrs"), ("PUT", "/xapi/v1/Users(17)"), ("PATCH", "/xapi/v1/Users(abc)")):
        with pytest.raises(Exception, match=r".+"):
            judge(*asked, {}, None, 204, None)
