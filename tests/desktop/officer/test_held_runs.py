"""Whoever may answer a held run of the directory is told once that it waits, at sign-in and when it comes; nobody else asks."""

from __future__ import annotations

import pytest

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, Happened, LinkChanged
from kalix_presence.desktop.officer.controller import OfficerController
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import NotFound, PresenceError
from kalix_presence.model.held_run import HeldAnswer, SourceKind
from tests.clocks import NINE
from tests.desktop.officer.rooms import Hub, room
from tests.desktop.sample import reasons_view, sample_people


def waits(*shown: str, answer: HeldAnswer = HeldAnswer.NONE) -> wire.SourcesView:
    return wire.SourcesView(
        [wire.SourceView(f"ad{each}", SourceKind.LDAP, held=wire.HeldRun(each, NINE, 12, 0, answer=answer)) for each in shown],
        60,
    )


def sign_in(presence: Presence, made: OfficerController, *may: str) -> None:
    me = wire.Me("me", ["employee"], dict.fromkeys(("see_people", *may), "all"), sample_people()[0])
    for event in (LinkChanged(LinkState.ONLINE), FactsChanged(me, reasons_view(), sample_people(), None)):
        presence.on_session_event(event)
        made.on_session_event(event)


def desk(presence: Presence, told: object, *may: str) -> tuple[OfficerController, Hub, list[tuple[str, str]]]:
    hub = Hub()
    hub.answers["GET", "/appointments"] = wire.AppointmentsView([])
    hub.answers["GET", "/sources"] = told
    made = room(presence, hub)
    sign_in(presence, made, *may)
    return made, hub, made.notes  # type: ignore[attr-defined]


def test_it_is_said_at_sign_in_and_each_difference_once(presence: Presence) -> None:
    made, hub, notes = desk(presence, waits("1"), "answer_held_run")
    [(title, text)] = notes
    assert title == "The directory waits for your yes"
    for part in ("ad1", "12 people would be removed", "Directory"):
        assert part in text
    made.on_session_event(Happened(wire.SourcesChanged()))
    assert len(notes) == 1
    hub.answers["GET", "/sources"] = waits("1", "2")
    made.on_session_event(Happened(wire.SourcesChanged()))
    assert len(notes) == 2
    assert "ad2" in notes[1][1]


@pytest.mark.parametrize("answer", [HeldAnswer.YES, HeldAnswer.NO])
def test_what_is_answered_waits_for_nobody(presence: Presence, answer: HeldAnswer) -> None:
    _, _, notes = desk(presence, waits("1", answer=answer), "answer_held_run")
    assert not notes


def test_nobody_else_asks(presence: Presence) -> None:
    made, hub, notes = desk(presence, waits("1"))
    made.on_session_event(Happened(wire.SourcesChanged()))
    assert not notes
    assert not [path for _, path, _ in hub.asked if path.startswith("/sources")]


@pytest.mark.parametrize("fault", [NotFound("address-unknown"), PresenceError("unexpected")])
def test_a_hub_that_does_not_know_of_it_is_no_fault(presence: Presence, fault: PresenceError) -> None:
    _, _, notes = desk(presence, fault, "answer_held_run")
    assert not notes


def test_whoever_comes_next_is_told_anew(presence: Presence) -> None:
    made, _, notes = desk(presence, waits("1"), "answer_held_run")
    presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    sign_in(presence, made, "answer_held_run")
    assert len(notes) == 2
