"""The room of the telephone officer's desk: made anew in another language, closed when nobody is signed in."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, LinkChanged
from kalix_presence.desktop.language import Translations
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import NotFound
from tests.desktop.officer.rooms import Hub, appointment, room, sign_in


def test_it_is_fetched_at_sign_in_and_with_the_directory_but_not_from_a_directory_of_before(presence: Presence) -> None:
    hub = Hub()
    hub.answers["GET", "/appointments"] = wire.AppointmentsView([appointment()])
    made = room(presence, hub)
    sign_in(presence, made)
    asked = len(hub.asked)
    assert asked
    me, view = presence.me, presence.view
    made.on_session_event(FactsChanged(me, view, [], presence.clock()))
    assert len(hub.asked) == asked
    made.on_session_event(FactsChanged(me, view, [], None))
    assert len(hub.asked) == asked + 1


def test_another_language_makes_the_window_anew_and_signing_out_closes_it(presence: Presence) -> None:
    hub, spoken = Hub(), Translations()
    hub.answers["GET", "/appointments"] = wire.AppointmentsView([appointment()])
    made = room(presence, hub)
    sign_in(presence, made)
    hub.answers["GET", "/extension-requests"] = wire.ExtensionRequestsView([])
    hub.answers["GET", "/work-list"] = NotFound("address-unknown")
    hub.answers["GET", "/numbers"] = wire.NumbersView()
    made.open()
    assert made.window is not None
    assert made.window.windowTitle() == "Telephone matters"
    spoken.install("sv")
    try:
        made.speak("sv")
        assert made.window is None
        made.open()
        assert made.window.windowTitle() == "Telefonansvar"
    finally:
        spoken.remove()
    presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    assert not made.window.isVisible()
    made.forget_window()
