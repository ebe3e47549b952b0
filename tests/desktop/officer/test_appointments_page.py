"""Whom to ask: told to everybody, in the window and on a person's card; appointed by whom the hub lets."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import Happened, LinkChanged
from kalix_presence.desktop.officer.appointments_page import AppointmentsPage
from kalix_presence.desktop.officer.controller import OfficerController
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.appointment import Post
from kalix_presence.model.errors import Conflict, Forbidden, NotFound, Unavailable
from tests.desktop.officer.rooms import Hub, appointment, press, room, sign_in, texts
from tests.desktop.sample import NOON, sample_people

TODAY = NOON.date()
OWN = sample_people()[0]


@pytest.fixture
def hub() -> Hub:
    made = Hub()
    made.answers["GET", "/extension-requests"] = wire.ExtensionRequestsView([])
    made.answers["GET", "/work-list"] = NotFound("address-unknown")
    made.answers["GET", "/numbers"] = Forbidden("not-permitted")
    made.answers["GET", "/appointments"] = wire.AppointmentsView([appointment()])
    return made


@pytest.fixture
def desk(presence: Presence, hub: Hub) -> OfficerController:
    made = room(presence, hub)
    sign_in(presence, made)
    return made


def page_of(desk: OfficerController) -> AppointmentsPage:
    desk.open()
    assert desk.window is not None
    page = desk.window.pages[0]
    assert isinstance(page, AppointmentsPage)
    return page


def test_everybody_is_told_whom_to_ask_and_appoints_nobody(desk: OfficerController) -> None:
    page = page_of(desk)
    assert page.lead.text() == "You ask: Per Nilsson (2034)"
    assert "Per Nilsson · 2034" in texts(page)
    assert page.form.isHidden()
    assert desk.known.words_for(OWN) == "Per Nilsson (2034)"


def test_the_nearest_unit_answers_and_only_on_its_days(desk: OfficerController, hub: Hub) -> None:
    own = {"unit": OWN.unit, "covers": [OWN.unit]}
    deputy = appointment(3, post=Post.DEPUTY, extension="2042", name="Karin Lund", **own)
    officer = appointment(2, extension="2041", name="Anna Ek", since=TODAY, until=TODAY, **own)
    hub.answers["GET", "/appointments"] = wire.AppointmentsView([deputy, officer, appointment()])
    desk.on_session_event(Happened(wire.AppointmentsChanged(7, NOON)))
    assert desk.known.words_for(OWN) == "Anna Ek (2041)\nKarin Lund (2042), deputy"
    for days in ({"since": TODAY + timedelta(1)}, {"since": TODAY - timedelta(9), "until": TODAY - timedelta(1)}):
        view = wire.AppointmentsView([appointment(2, **own, **days), appointment()])
        hub.answers["GET", "/appointments"] = view
        desk.on_session_event(Happened(wire.AppointmentsChanged(8, NOON)))
        assert desk.known.words_for(OWN) == "Per Nilsson (2034)"


def test_who_may_appoints_and_what_is_typed_stays_until_the_hub_has_it(desk: OfficerController, hub: Hub) -> None:
    hub.answers["GET", "/appointments"] = wire.AppointmentsView([appointment()], [OWN.administration, OWN.unit])
    desk.on_session_event(Happened(wire.AppointmentsChanged(7, NOON)))
    page = page_of(desk)
    assert not page.form.isHidden()
    press(page, "Appoint")
    assert "Choose a colleague" in page.trouble.text()
    page.whom.choose("2034")
    page.until.setText("xyzzy")
    press(page, "Appoint")
    assert not page.trouble.isHidden()
    assert hub.changes() == []
    page.until.setText("30 June 2027")
    page.post.setCurrentIndex(1)
    page.unit.setCurrentIndex(1)
    hub.answers["POST", "/appointments"] = Conflict("appointment-taken", extension="2034")
    press(page, "Appoint")
    assert "already" in page.trouble.text()
    assert page.until.text() == "30 June 2027"
    hub.answers["POST", "/appointments"] = appointment()
    press(page, "Appoint")
    assert (page.trouble.isHidden(), page.until.text(), page.whom.text()) == (True, "", "")
    wish = wire.AppointmentRequest("2034", OWN.unit, Post.DEPUTY, None, date(2027, 6, 30))
    assert hub.changes() == [("POST", "/appointments", wish)] * 2


def test_one_that_holds_is_ended_and_one_to_come_is_withdrawn(desk: OfficerController, hub: Hub) -> None:
    coming = appointment(2, since=TODAY + timedelta(9), may_change=True)
    last_day = appointment(3, until=TODAY, may_change=True)
    hub.answers["GET", "/appointments"] = wire.AppointmentsView([appointment(may_change=True), coming, last_day])
    hub.answers["PATCH", "/appointments"] = appointment()
    desk.on_session_event(Happened(wire.AppointmentsChanged(7, NOON)))
    page = page_of(desk)
    press(page, "End after today")
    press(page, "Withdraw")
    ends, withdrawn = wire.AppointmentChange(1, TODAY), wire.AppointmentChange(1, withdrawn=True)
    assert [(each[1], each[2]) for each in hub.changes()] == [
        (f"/appointments/{1:032x}", ends),
        (f"/appointments/{2:032x}", withdrawn),
    ]
    words = [button.text() for button in page._cards.findChildren(type(page.appoint)) if button.isVisibleTo(page)]
    assert words == ["End after today", "Withdraw"]


@pytest.mark.parametrize("fault", [NotFound("address-unknown"), None], ids=["an older hub", "signed out"])
def test_what_is_not_known_is_not_said(desk: OfficerController, presence: Presence, hub: Hub, fault: Exception | None) -> None:
    page = page_of(desk)
    if fault is not None:
        hub.answers["GET", "/appointments"] = fault
        desk.on_session_event(Happened(wire.AppointmentsChanged(7, NOON)))
    else:
        presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    assert page.lead.text() == "Not known without contact with the presence server."
    assert texts(page) == []
    assert desk.known.words_for(OWN) == ""


def test_a_hub_that_does_not_answer_leaves_what_was_known(desk: OfficerController, hub: Hub) -> None:
    hub.answers["GET", "/appointments"] = Unavailable("hub-unreachable")
    desk.on_session_event(Happened(wire.AppointmentsChanged(7, NOON)))
    assert desk.known.words_for(OWN) == "Per Nilsson (2034)"


def test_nobody_appointed_is_said(desk: OfficerController, hub: Hub) -> None:
    hub.answers["GET", "/appointments"] = wire.AppointmentsView([])
    desk.on_session_event(Happened(wire.AppointmentsChanged(7, NOON)))
    page = page_of(desk)
    assert page.lead.text() == "Nobody is appointed for your unit. Ask the switchboard."
    assert texts(page) == ["Nobody is appointed so far."]
