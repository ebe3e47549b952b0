"""Newcomers: there for officers only; what is missing by name, and a reminder that leads here."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.client.session_events import Happened
from kalix_presence.desktop.officer.newcomers_page import NewcomersPage
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import Forbidden
from kalix_presence.model.newcomer import FirstStep
from tests.clocks import NINE
from tests.desktop.officer.rooms import Hub, room, sign_in, texts


def test_it_is_there_for_whom_the_hub_answers(presence: Presence) -> None:
    hub = Hub()
    hub.answers["GET", "/appointments"] = wire.AppointmentsView([])
    hub.answers["GET", "/extension-requests"] = wire.ExtensionRequestsView([])
    hub.answers["GET", "/numbers"] = hub.answers["GET", "/work-list"] = Forbidden("not-permitted")
    made = room(presence, hub)
    sign_in(presence, made)
    made.open()
    assert made.window is not None
    page = made.window.pages[4]
    assert isinstance(page, NewcomersPage)
    assert made.window.list.item(4).isHidden()
    lacks = [FirstStep.POLICY, FirstStep.CALL, FirstStep.UNKNOWN]
    one = wire.UnfinishedNewcomer("2042", "Nina Ny", "bygg", "Bygg", lacks)
    hub.answers["GET", "/newcomers"] = wire.NewcomersView([one], 1)
    made.open()
    assert not made.window.list.item(4).isHidden()
    made.window.turn_to(page)
    missing = "Missing: telephone policy, call to the own telephone, something that this program does not know"
    assert texts(page) == ["Bygg: Nina Ny (2042)", missing, "Has not signed in yet."]
    hub.answers["GET", "/newcomers"] = wire.NewcomersView([], 1)
    made.open()
    assert texts(page) == ["All newcomers have finished."]
    made.forget_window()


def test_a_reminder_names_who_has_not_finished(presence: Presence) -> None:
    made = room(presence, Hub())
    made.on_session_event(Happened(wire.NewcomersDue(7, NINE, [wire.DueNewcomer("2042", "Nina Ny", "Bygg")])))
    [(title, text)] = made.notes  # type: ignore[attr-defined]
    assert title == "A newcomer has not finished the first steps"
    assert text.startswith("Nina Ny (2042), Bygg.")
