"""Which reason the text of a calendar entry means, and when it is only about one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kalix_presence import shipped
from kalix_presence.model.guessed_reason import guessed, says_too_much
from kalix_presence.model.reason import Reasons

REASONS = shipped.default_reasons()


def code(summary: str, *, away: bool = False, whole_days: bool = False, reasons: Reasons = REASONS) -> str:
    return guessed(summary, reasons, away=away, whole_days=whole_days).code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Semester", "holiday"),
        ("  SEMESTER  ", "holiday"),
        ("Semester Kreta", "holiday"),
        ("Semester kreta", "meeting"),
        ("Semester Kreta Runt", "meeting"),
        ("Semester, kreta", "holiday"),
        ("Semester (kreta)", "holiday"),
        ("Semester - kreta", "holiday"),
        ("Semester 28", "holiday"),
        ("Semester i juli", "holiday"),
        ("Semester inne", "meeting"),
        ("semester-kreta", "meeting"),
        ("Semestern", "meeting"),
        ("Semester: planering", "meeting"),
        ("Semester med listan", "meeting"),
        ("Lunch with Per", "lunch"),
        ("Gått  för\tdagen", "gone_for_the_day"),
        ("Gått", "gone_for_the_day"),
        ("Vård av barn", "out_of_office"),
        ("l", "meeting"),
        ("", "meeting"),
        ("Ledningsgrupp", "meeting"),
        ("Utanför telefontid", "meeting"),
        ("Virkamatka", "travel"),
        ("Business travel to Luleå", "travel"),
    ],
)
def test_only_what_is_plain_counts(text: str, expected: str) -> None:
    assert code(text) == expected


@pytest.mark.parametrize("sure", [{"away": True}, {"whole_days": True}])
def test_who_is_away_for_days_or_says_so_needs_no_more_words(sure: dict[str, bool]) -> None:
    assert code("Semester kreta runt", **sure) == "holiday"
    about = "out_of_office" if "away" in sure else "meeting"
    assert code("Semester kreta planering", **sure) == about
    assert code("Budget", **sure) == about


def test_a_sensitive_reason_is_never_taken_from_a_text() -> None:
    for text in ("Sjuk", "sick", "VAB", "Vab Olle", "Sairas"):
        for sure in ({}, {"away": True}, {"whole_days": True}):
            assert code(text, **sure) == "out_of_office"


def test_the_longest_name_that_fits_is_meant() -> None:
    assert code("Gått hem") == "gone_for_the_day"
    short = replace(REASONS.get("lunch"), aliases=("gått",))
    for table in ((short, REASONS.get("gone_for_the_day")), (REASONS.get("gone_for_the_day"), short)):
        assert code("Gått hem", reasons=Reasons(table)) == "gone_for_the_day"


def test_where_two_share_a_name_the_first_is_meant() -> None:
    two = Reasons((REASONS.get("lunch"), replace(REASONS.get("break"), aliases=("lunch",))))
    assert code("Lunch", reasons=two) == "lunch"


def test_a_site_without_meetings_has_its_first_reason() -> None:
    few = Reasons((REASONS.get("lunch"), REASONS.get("holiday")))
    assert code("Budget", reasons=few) == "lunch"
    assert code("Budget", away=True, reasons=few) == "lunch"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Sjuk", True),
        ("sjuk sedan igår", True),
        ("VAB: Olle", True),
        ("vab-dag", False),
        ("Sjukhusmöte", False),
        ("Möte om sjuk", False),
        ("Semester", False),
        ("Budget", False),
        ("", False),
    ],
)
def test_a_text_that_begins_with_a_sensitive_reason_says_too_much(text: str, hidden: bool) -> None:
    assert says_too_much(text, REASONS) is hidden
