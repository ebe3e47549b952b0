"""The text field is the one truth: what it says is what is read, and tiles and chips only write into it."""

from __future__ import annotations

import pytest
from msgspec import structs

from kalix_presence import shipped
from kalix_presence.client.session_events import FactsChanged
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.line_reading import read_typed, told_to_callers, with_reason, with_time
from kalix_presence.model.reason import Reason
from tests.desktop.sample import reasons_view


def reason_in(line: str, presence: Presence, language: str) -> str:
    reason = read_typed(line, presence, language).reason
    return reason.code if reason else ""


LUNCH = shipped.default_reasons().get("lunch")
HOLIDAY = shipped.default_reasons().get("holiday")


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("l 13", "sv", "From now: Lunch, back i dag klockan 13.00."),
        ("möte till halv tre", "sv", "From now: Möte, back i dag klockan 14.30."),
        ("meeting until half past two", "en", "From now: Meeting, back today at 14:30."),
        ("sjuk", "sv", "From now: Sjuk, until further notice."),
    ],
)
def test_what_is_typed_is_read_back_in_full_words(presence: Presence, text: str, language: str, said: str) -> None:
    reading = read_typed(text, presence, language)
    assert (reading.sentence, reading.complete, reading.fault) == (said, True, False)


def test_an_empty_field_says_what_to_do_and_is_no_fault(presence: Presence) -> None:
    reading = read_typed("  ", presence, "sv")
    assert reading.sentence
    assert not reading.fault
    assert not reading.complete


def test_a_time_that_has_passed_is_a_fault_with_a_suggestion_and_the_reason_stays_known(presence: Presence) -> None:
    reading = read_typed("lunch 9", presence, "sv")
    assert reading.fault
    assert "Menade du" in reading.sentence
    assert reading.reason is not None
    assert reading.reason.code == LUNCH.code


def test_a_reason_without_usual_time_asks_for_one(presence: Presence) -> None:
    reading = read_typed("semester", presence, "sv")
    assert not reading.complete
    assert not reading.fault
    assert reading.reason is not None
    assert reading.reason.code == HOLIDAY.code


def test_an_end_must_be_given_where_the_reason_needs_one(presence: Presence) -> None:
    assert read_typed("semester tills vidare", presence, "sv").fault
    assert read_typed("sjuk tills vidare", presence, "sv").complete


def test_a_tile_replaces_the_reason_and_keeps_time_and_note(presence: Presence) -> None:
    assert with_reason("möte 14.30; hos Karin", LUNCH, presence, "sv") == "lunch 14.30; hos Karin"
    assert with_reason("", LUNCH, presence, "sv") == "lunch"
    assert with_reason("blä blä", LUNCH, presence, "sv") == "lunch"


def test_a_chip_replaces_the_time_and_keeps_reason_and_note(presence: Presence) -> None:
    assert with_time("l 13", "30 min", presence, "sv") == "l 30 min"
    assert with_time("l13; strax", "30 min", presence, "sv") == "l 30 min; strax"
    assert with_time("lunch", "resten av dagen", presence, "sv") == "lunch resten av dagen"


@pytest.mark.parametrize("reason", list(shipped.default_reasons().offered), ids=lambda reason: reason.code)
@pytest.mark.parametrize("language", ["sv", "en", "fi"])
def test_what_tiles_and_chips_write_is_understood_in_every_language(presence: Presence, reason: Reason, language: str) -> None:
    line = with_reason("", reason, presence, language)
    assert reason_in(line, presence, language) == reason.code
    timed = with_time(line, "45 min", presence, language)
    assert read_typed(timed, presence, language).complete
    assert reason_in(timed, presence, language) == reason.code


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("l 13", "… är på lunch och är åter klockan tretton"),
        ("möte 14.30", "… sitter i möte och är åter klockan fjorton trettio"),
        ("sjuk tv", "… är inte på plats tills vidare"),
        ("xyzzy 13", ""),
    ],
)
def test_what_callers_will_hear_is_said_in_the_announcement_s_own_words(presence: Presence, typed: str, heard: str) -> None:
    said = told_to_callers(read_typed(typed, presence, "sv"), presence)
    assert said == (f"A caller hears: “{heard}”." if heard else "")


def test_a_hub_that_does_not_say_how_a_reason_is_told_is_not_guessed_at(presence: Presence) -> None:
    view = reasons_view()
    older = structs.replace(view, reasons=[structs.replace(one, told_as="") for one in view.reasons])
    presence.on_session_event(FactsChanged(presence.me, older, list(presence.people.values()), None))
    assert told_to_callers(read_typed("l 13", presence, "sv"), presence) == ""
