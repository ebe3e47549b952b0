"""The person's card: as high as what stands on it, and with what is known beside directory and standing."""

from __future__ import annotations

from datetime import date, time

import msgspec
import pytest
from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.session_events import FactsChanged, PersonSeen, StandingsChanged
from kalix_presence.desktop.grid.card import PersonCard
from kalix_presence.desktop.grid.rows import Beside
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.preferences import PhoneHours, Span
from tests.desktop.sample import absent

pytestmark = pytest.mark.usefixtures("receptionist")


@pytest.fixture
def card(qtbot: QtBot, presence: Presence) -> PersonCard:
    """A card that nobody is shown on yet."""
    made = PersonCard(presence, "en")
    qtbot.addWidget(made)
    return made


def test_nobody_scrolls_to_the_contact_card_before_or_after_the_plans_have_come(
    card: PersonCard, presence: Presence, qtbot: QtBot
) -> None:
    hours = PhoneHours(dict.fromkeys(range(5), (Span(time(9), time(11)),)), date(2027, 1, 31))
    presence.on_session_event(PersonSeen(msgspec.structs.replace(presence.people["2041"], phone_hours=hours)))
    planned = [absent("2041", "holiday", hours=hours).absence for hours in (30, 60)]
    card.open("2041")
    qtbot.waitExposed(card)
    scroll = card.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    assert scroll.verticalScrollBar().maximum() == 0
    before = card.height()
    card.show_plans("2041", [each for each in planned if each is not None])
    assert card.height() >= before
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() == 0)


def test_what_waits_for_somebody_and_what_their_unit_tells_stand_on_the_card(card: PersonCard) -> None:
    card.beside = lambda _: Beside(waiting=2, notice="Closed on Thursday")
    card.open("2041")
    said = [label.text() for label in card.findChildren(QLabel)]
    assert said[said.index("Callbacks") + 1] == "2 waiting"
    assert said[said.index("Notice") + 1] == "Closed on Thursday"


def test_who_has_agreed_to_cover_is_shown_as_covering(card: PersonCard, presence: Presence) -> None:
    away = absent("2031", "holiday", version=2)
    assert away.absence is not None
    covered = msgspec.structs.replace(away, absence=msgspec.structs.replace(away.absence, deputy="2041"))
    presence.on_session_event(StandingsChanged([covered], whole=False))
    card.open("2041")
    said = [label.text() for label in card.findChildren(QLabel)]
    assert presence.people["2031"].name in said[said.index("Covers for") + 1]


def test_for_whom_one_acts_stands_on_their_card(card: PersonCard, presence: Presence) -> None:
    assert presence.me is not None
    today = presence.clock().date()
    lent = wire.DelegationView("a" * 32, "2041", "Anna Ek", "2004", "", today, today, absence=True, messages=True)
    me = msgspec.structs.replace(presence.me, acts_for=[lent])
    presence.on_session_event(FactsChanged(me, presence.view, list(presence.people.values()), None))
    card.open("2041")
    said = [label.text() for label in card.findChildren(QLabel)]
    assert said[said.index("You act for them") + 1] == "absence, callbacks, until Tue 24/11"
    card.open("2031")
    assert "You act for them" not in [label.text() for label in card.findChildren(QLabel)]
