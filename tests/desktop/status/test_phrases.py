"""My status in words: never "available" by a guess, never surer than the telephone exchange, and where calls really go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtGui import QImage

from kalix_presence import wire
from kalix_presence.client.session_events import StandingsChanged
from kalix_presence.desktop.presence import MyStatus, Phase, Presence
from kalix_presence.desktop.status import phrases
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.line import BY_HAND
from tests.desktop.sample import NOON, absent, sample_people

ME, OTHER, THIRD = sample_people()[:3]
IN = MyStatus(Phase.IN_FORCE)
LUNCH = MyStatus(Phase.IN_FORCE, "lunch", NOON + timedelta(hours=1), NOON, ForwardKind.SWITCHBOARD)


def led(presence: Presence, extension: str, to: str) -> None:
    """Let `extension` be away with calls to a colleague."""
    standing = absent(extension, "meeting")
    assert standing.absence is not None
    absence = msgspec.structs.replace(standing.absence, forward=ForwardKind.COLLEAGUE, forward_number=to)
    presence.on_session_event(StandingsChanged([msgspec.structs.replace(standing, version=9, absence=absence)], whole=False))


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (IN, "Available"),
        (LUNCH, "Lunch, back 13:00"),
        (replace(LUNCH, until=None), "Lunch, until further notice"),
        (replace(IN, overdue=True), "Overdue: are you back?"),
        (replace(IN, phase=Phase.PENDING, trouble=BY_HAND), "Phone forwarded"),
        (replace(IN, unknown=True), "Not known whether your phone can be reached"),
        (replace(LUNCH, overdue=True, unknown=True), "Lunch, back 13:00"),
        (replace(LUNCH, phase=Phase.SIGNED_OUT), "Not signed in"),
        (replace(LUNCH, phase=Phase.NO_TELEPHONE), "Your account has no telephone"),
        (replace(IN, phase=Phase.UNKNOWN), "Status not known yet"),
        (replace(LUNCH, phase=Phase.STALE), "Lunch, back 13:00"),
        (replace(LUNCH, reason="gardening"), "gardening, back 13:00"),
    ],
)
def test_what_holds_is_said_with_until_when(presence: Presence, status: MyStatus, said: str) -> None:
    assert phrases.title(status, presence, "en") == said


@pytest.mark.parametrize("phase", [Phase.SENDING, Phase.QUEUED, Phase.PENDING, Phase.STALE, Phase.UNKNOWN])
def test_what_the_exchange_has_not_confirmed_is_never_said_to_be(presence: Presence, phase: Phase) -> None:
    for status in (IN, LUNCH):
        said = phrases.certainty(replace(status, phase=phase), presence)
        assert said
        assert "Confirmed" not in said


def test_what_the_exchange_has_is_said_to_be_confirmed_and_an_unknown_phone_is_not(presence: Presence) -> None:
    assert phrases.certainty(IN, presence) == "Calls ring at your phone. Confirmed by the telephone exchange."
    assert phrases.certainty(LUNCH, presence) == "Confirmed by the telephone exchange."
    assert "Confirmed" not in phrases.certainty(replace(IN, unknown=True), presence)


def test_each_phase_says_something_of_its_own(presence: Presence) -> None:
    assert len({phrases.certainty(replace(LUNCH, phase=phase), presence) for phase in Phase}) == len(Phase)


def test_whose_it_is_stands_in_the_title_of_windows(presence: Presence) -> None:
    assert phrases.whose(presence) == f"{ME.name} · {ME.extension}"
    assert phrases.owned("Plans", presence) == f"Plans – {ME.name} · {ME.extension}"
    assert presence.me is not None
    presence.me = msgspec.structs.replace(presence.me, person=None)
    assert phrases.whose(presence) == "me"
    presence.me = None
    assert (phrases.whose(presence), phrases.owned("Plans", presence)) == ("", "Plans")


def shown(forward: ForwardKind, **more: object) -> wire.ShownAbsence:
    return wire.ShownAbsence("a", "meeting", NOON, forward=forward, **more)  # type: ignore[arg-type]


def test_where_calls_go_is_said_by_name_and_with_the_note(presence: Presence) -> None:
    def said(absence: wire.ShownAbsence | None) -> str:
        return phrases.where_calls_go(absence, presence, "en")

    assert said(None) == ""
    assert said(shown(ForwardKind.SWITCHBOARD)) == "Calls go to the switchboard."
    assert said(shown(ForwardKind.MOBILE, note="Vid bilen")) == "Calls go to your mobile. Note: Vid bilen"
    assert said(shown(ForwardKind.NONE)) == "Calls still ring at your phone."
    named = shown(ForwardKind.COLLEAGUE, forward_number=OTHER.extension)
    assert said(named) == f"Calls go to {OTHER.name} ({OTHER.extension})."
    assert said(shown(ForwardKind.NUMBER, forward_number="0923555012")) == "Calls go to 0923555012."
    assert said(shown(ForwardKind.NUMBER)) == "", "a private number of somebody else"


def test_calls_that_do_not_go_where_it_was_asked_are_said_with_why_and_nothing_else(presence: Presence) -> None:
    bent = shown(ForwardKind.SWITCHBOARD, bent="forward-loop", note="Vid bilen")
    said = phrases.where_calls_go(bent, presence, "en")
    assert said.endswith("Note: Vid bilen")
    assert "Calls go to the switchboard." not in said
    assert phrases.bent(replace(LUNCH, bent="forward-loop"), presence, "en") == [said.removesuffix(" Note: Vid bilen")]


def test_a_colleague_who_is_away_too_sends_calls_on_and_that_is_said(presence: Presence) -> None:
    led(presence, ME.extension, OTHER.extension)
    assert phrases.bent(LUNCH, presence, "en") == []
    led(presence, OTHER.extension, THIRD.extension)
    onward = f"{OTHER.name} is away too: calls go on from there."
    assert phrases.goes_on(ME.extension, presence) == onward
    assert phrases.bent(LUNCH, presence, "en") == [onward]
    assert phrases.bent(replace(LUNCH, wished=True), presence, "en") == [], "it is not what holds yet"
    assert phrases.bent(IN, presence, "en") == []
    assert phrases.goes_on("2999", presence) == ""


def picture(status: MyStatus, presence: Presence) -> bytes:
    image = (
        phrases.status_icon(status, presence, dark=False)
        .pixmap(32, 32)
        .toImage()
        .convertToFormat(QImage.Format.Format_RGBA8888)
    )
    return bytes(image.constBits())


def test_the_picture_tells_apart_what_the_words_tell_apart(presence: Presence) -> None:
    different = [
        IN,
        LUNCH,
        replace(LUNCH, phase=Phase.SENDING),
        replace(LUNCH, phase=Phase.PENDING),
        replace(LUNCH, phase=Phase.STALE),
        replace(IN, unknown=True),
        replace(IN, overdue=True),
        replace(IN, phase=Phase.UNKNOWN),
        replace(LUNCH, reason="meeting"),
        replace(LUNCH, reason="gardening"),
    ]
    assert len({picture(status, presence) for status in different}) == len(different)


def test_a_rule_that_is_not_the_one_that_was_asked_for_is_marked(presence: Presence) -> None:
    assert picture(replace(LUNCH, bent="forward-loop"), presence) == picture(replace(LUNCH, phase=Phase.PENDING), presence)
