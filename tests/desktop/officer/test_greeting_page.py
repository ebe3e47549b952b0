"""The lines to answer with: there for who keeps them, heard before they are saved, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from PySide6.QtTest import QTest

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import Happened, LinkChanged
from kalix_presence.desktop.officer.controller import OfficerController
from kalix_presence.desktop.officer.greeting_page import GreetingPage
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import Conflict, Forbidden, NotFound, Unavailable
from kalix_presence.model.greeting import USUAL
from tests.clocks import NINE
from tests.desktop.officer.rooms import Hub, room, sign_in, texts
from tests.desktop.sample import sample_people

OWN = sample_people()[0]
ABOVE = wire.UnitGreeting(OWN.administration, OWN.administration_name, "", 0, USUAL)
UNIT = wire.UnitGreeting(
    OWN.unit, OWN.unit_name, OWN.administration, 2, "{unit}: {given}", "{unit}: {given}", OWN.unit_name, "B: A"
)
PATH = ("PUT", f"/units/{quote(OWN.unit)}/greeting")


@pytest.fixture
def hub() -> Hub:
    made = Hub()
    made.answers["GET", "/appointments"] = wire.AppointmentsView([])
    made.answers["GET", "/extension-requests"] = wire.ExtensionRequestsView([])
    made.answers["GET", "/numbers"] = made.answers["GET", "/work-list"] = Forbidden("not-permitted")
    made.answers["GET", "/sketch"] = NotFound("address-unknown")
    made.answers["GET", "/greetings"] = wire.GreetingsView([ABOVE, UNIT], 56, 120)
    return made


@pytest.fixture
def desk(presence: Presence, hub: Hub) -> Iterator[OfficerController]:
    made = room(presence, hub)
    sign_in(presence, made)
    made.open()
    yield made
    made.forget_window()


def page_of(desk: OfficerController) -> GreetingPage:
    assert desk.window is not None
    page = desk.window.pages[5]
    assert isinstance(page, GreetingPage)
    desk.window.turn_to(page)
    return page


def typed(page: GreetingPage, line: str) -> None:
    page.line.clear()
    QTest.keyClicks(page.line, line)


def wishes(hub: Hub) -> list[object]:
    return [body for method, _, body in hub.asked if method == "PUT"]


def test_it_is_there_for_whom_the_hub_answers(desk: OfficerController, hub: Hub) -> None:
    assert desk.window is not None
    for answer, hidden in (
        (Forbidden("not-permitted"), True),
        (wire.GreetingsView([UNIT], 0, 120), False),
        (NotFound("address-unknown"), True),
        (wire.GreetingsView([UNIT], 0, 120), False),
        (Unavailable("store-unreadable"), False),
    ):
        hub.answers["GET", "/greetings"] = answer
        desk.open()
        assert desk.window.list.item(5).isHidden() is hidden
    assert "shows it to nobody by itself" in page_of(desk).lead.text()


def test_it_says_whose_line_counts_and_how_it_sounds(desk: OfficerController) -> None:
    page = page_of(desk)
    assert "for 56 day" in page.lead.text()
    assert texts(page) == [ABOVE.name, f"As usual: {USUAL}", UNIT.name, "“B: A”", "The unit's own line: {unit}: {given}"]
    assert page.unit.currentData() == OWN.unit  # one's own comes first
    assert page.line.text() == "{unit}: {given}"
    given = min((each for each in sample_people() if each.unit == OWN.unit), key=lambda each: (each.family_name, each.name))
    typed(page, "Hej, {given} {family}")
    assert page.sounds.text() == f"Hej, {given.name}"
    assert page.line.accessibleDescription() == f"It is said: Hej, {given.name}"
    page.line.clear()
    page.blanks[0].click()
    page.blanks[1].click()
    assert page.line.text() == "{unit}{given}"
    typed(page, "{tea}")
    assert page.sounds.text().startswith("{tea} is nothing that can be filled in")


def test_what_is_saved_is_shown_when_the_hub_has_it(desk: OfficerController, hub: Hub) -> None:
    page = page_of(desk)
    typed(page, "{tea}")
    page.save.click()
    assert page.trouble.text().startswith("{tea} is nothing")
    assert wishes(hub) == []
    typed(page, "Bygg, {given}")
    after = wire.UnitGreeting(OWN.unit, OWN.unit_name, OWN.administration, 3, "Bygg, {given}", "Bygg, {given}", OWN.unit_name)
    hub.answers[PATH] = after
    hub.answers["GET", "/greetings"] = wire.GreetingsView([ABOVE, after], 56, 120)
    page.save.click()
    assert wishes(hub) == [wire.GreetingWish(2, "Bygg, {given}")]
    assert page.trouble.text() == ""
    assert "The unit's own line: Bygg, {given}" in texts(page)
    page.above.click()
    assert wishes(hub)[1:] == [wire.GreetingWish(3, "")]


def test_what_is_typed_outlives_a_change_by_somebody_else_and_counts_once_that_was_seen(
    desk: OfficerController, hub: Hub
) -> None:
    page = page_of(desk)
    typed(page, "Mitt, {given}")
    theirs = wire.UnitGreeting(
        OWN.unit, OWN.unit_name, OWN.administration, 3, "Deras, {given}", "Deras, {given}", OWN.unit_name
    )
    hub.answers["GET", "/greetings"] = wire.GreetingsView([ABOVE, theirs], 56, 120)
    desk.on_session_event(Happened(wire.GreetingChanged(7, NINE, OWN.unit)))
    assert "The unit's own line: Deras, {given}" in texts(page)
    assert page.line.text() == "Mitt, {given}"
    QTest.keyClicks(page.line, "!")
    hub.answers[PATH] = Conflict("greeting-changed")
    page.save.click()
    assert wishes(hub) == [wire.GreetingWish(2, "Mitt, {given}!")]
    assert page.trouble.text().startswith("Somebody else has changed")
    assert page.line.text() == "Mitt, {given}!"
    hub.answers[PATH] = Unavailable("store-busy")
    page.save.click()
    page.save.click()
    assert wishes(hub)[1:] == 2 * [wire.GreetingWish(3, "Mitt, {given}!")]
    assert page.line.text() == "Mitt, {given}!"


def test_each_unit_keeps_what_is_typed_for_it_until_somebody_else_signs_in(
    desk: OfficerController, hub: Hub, presence: Presence
) -> None:
    page = page_of(desk)
    typed(page, "Mitt, {given}")
    page.unit.setCurrentIndex(0)
    assert page.line.text() == ""
    assert page.line.placeholderText() == USUAL
    typed(page, "Allas, {given}")
    hub.answers["GET", "/greetings"] = Unavailable("hub-unreachable")  # what was told stays
    desk.speak("en")
    desk.open()
    again = page_of(desk)
    assert again.unit.currentData() == OWN.administration
    assert again.line.text() == "Allas, {given}"
    again.unit.setCurrentIndex(1)
    assert again.line.text() == "Mitt, {given}"
    presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    assert desk.window is not None
    assert desk.window.list.item(5).isHidden()
    assert again.line.text() == again.sounds.text() == again.line.accessibleDescription() == ""
    assert texts(again) == []
    hub.answers["GET", "/greetings"] = wire.GreetingsView([ABOVE, UNIT], 56, 120)
    desk.speak("en")
    sign_in(presence, desk)
    desk.open()
    assert page_of(desk).line.text() == UNIT.own
