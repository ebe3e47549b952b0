"""Which unanswered calls become callbacks, which of them are one, and which conversation closes one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kalix_presence.model.callback import SAME_CALLER, Addressee, AddresseeKind, CallbackMessage, CallingParty, Source, Stage
from kalix_presence.model.missed import becomes_callback, closes, is_same
from kalix_presence.model.policy import Policy

MADE = datetime(2026, 11, 24, 8, tzinfo=UTC)
CALLER = "+46923555012"
POLICY = Policy(missed_shortest=5, proposes_done_after=10)
ANNA, BO = Addressee(AddresseeKind.PERSON, "2041"), Addressee(AddresseeKind.PERSON, "2042")
UNIT = Addressee(AddresseeKind.UNIT, "2050")
"""A unit whose code looks like an extension."""


def missed(number: str = CALLER, **more: object) -> CallbackMessage:
    party = CallingParty("Karin Berg", number)
    message = CallbackMessage("m", ANNA, party, "", MADE, MADE + timedelta(hours=2), source=Source.MISSED)
    return replace(message, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("call", "site", "becomes"),
    [
        ({}, {}, True),
        ({"number": ""}, {}, False),
        ({"waited": 4}, {}, False),
        ({"waited": 5}, {}, True),
        ({"waited": 0, "gave_up": False}, {}, True),
        ({"number": "", "gave_up": False}, {}, False),
        ({"internal": True}, {}, False),
        ({"internal": True}, {"missed_internal": True}, True),
        ({}, {"missed_internal": True}, True),
        ({}, {"missed_calls": False}, False),
        ({"internal": True}, {"missed_calls": False, "missed_internal": True}, False),
    ],
)
def test_a_missed_call_becomes_a_callback_as_the_site_says(
    call: dict[str, object], site: dict[str, object], becomes: bool
) -> None:
    given = {"asked": False, "number": CALLER, "internal": False, "waited": 20} | call
    assert becomes_callback(**given, policy=replace(POLICY, **site)) is becomes  # type: ignore[arg-type]


@pytest.mark.parametrize("site", [{}, {"missed_calls": False}, {"missed_internal": True}])
def test_whoever_asked_to_be_called_back_always_is(site: dict[str, bool]) -> None:
    asks = becomes_callback(asked=True, number="", internal=True, waited=0, policy=replace(POLICY, **site))  # type: ignore[arg-type]
    assert asks


@pytest.mark.parametrize("source", [each for each in Source if each is not Source.LEFT])
def test_one_caller_has_one_entry_an_hour(source: Source) -> None:
    entry, almost = missed(source=source), SAME_CALLER - timedelta(seconds=1)
    assert is_same(entry, CALLER, MADE)
    assert is_same(entry, CALLER, MADE + almost)
    assert is_same(entry, CALLER, MADE - almost), "calls that were over in another order than they began"
    assert not is_same(entry, CALLER, MADE + SAME_CALLER)
    assert not is_same(entry, CALLER, MADE - SAME_CALLER)


@pytest.mark.parametrize(
    ("entry", "number"),
    [
        (missed(), "+46923555013"),
        (missed(number=""), ""),
        (missed(), ""),
        (missed(stage=Stage.DONE), CALLER),
        (missed(source=Source.LEFT), CALLER),
    ],
)
def test_an_entry_takes_in_no_other_call(entry: CallbackMessage, number: str) -> None:
    assert not is_same(entry, number, MADE)


def spoke(
    entry: CallbackMessage, extension: str = "2041", number: str = CALLER, seconds: float = 60, after: float = 600
) -> bool:
    return closes(entry, extension, number, seconds, MADE + timedelta(seconds=after), POLICY)


def test_a_conversation_with_whoever_was_called_closes_a_missed_call() -> None:
    assert spoke(missed())
    assert spoke(missed(), seconds=POLICY.proposes_done_after), "as long as a conversation is at least"
    assert spoke(missed(), seconds=600, after=600), "begun in the moment in which the call was missed"


@pytest.mark.parametrize(
    "part", [{"seconds": 9.9}, {"seconds": 600, "after": 599}, {"number": "+46923555013"}, {"extension": "2042"}]
)
def test_what_is_no_conversation_of_theirs_closes_nothing(part: dict[str, object]) -> None:
    assert not spoke(missed(), **part)  # type: ignore[arg-type]


@pytest.mark.parametrize("source", [each for each in Source if each is not Source.MISSED])
def test_what_somebody_asked_for_closes_by_nobodys_conversation(source: Source) -> None:
    assert not spoke(missed(source=source))


def test_a_withheld_number_and_what_is_done_are_closed_by_nothing() -> None:
    assert not spoke(missed(number=""), number="")
    assert not spoke(missed(stage=Stage.DONE))


def test_whoever_had_it_has_it_or_took_it_may_have_spoken() -> None:
    handed_over = missed(to=BO, former=ANNA)
    assert spoke(handed_over, extension="2041")
    assert spoke(handed_over, extension="2042")
    taken = missed(to=UNIT, taker="2043")
    assert spoke(taken, extension="2043")
    assert not spoke(taken, extension="2050"), "a unit is nobody who speaks"
    assert not spoke(missed(to=UNIT, former=UNIT), extension="2050")
