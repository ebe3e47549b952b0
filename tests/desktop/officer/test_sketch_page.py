"""The sketch in the window: only what may be done is there; duties and people are added, named and taken away; proposals answered."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from kalix_presence import wire
from kalix_presence.desktop.officer.controller import OfficerController
from kalix_presence.desktop.officer.sketch_page import SketchPage
from kalix_presence.desktop.officer.sketch_tree import Spot
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.sketch import ProposalStep
from tests.desktop.officer.rooms import Hub, press, room, sign_in
from tests.desktop.officer.sketch_rooms import FIRST, THIRD, UNIT, VIEW, answering, opened, wish


@pytest.fixture
def hub() -> Hub:
    return answering()


@pytest.fixture
def desk(presence: Presence, hub: Hub) -> OfficerController:
    made = room(presence, hub)
    sign_in(presence, made)
    return made


def shown(page: SketchPage) -> set[str]:
    return {each.text() for each in page.findChildren(QPushButton) if each.isVisibleTo(page)}


def test_whoever_may_not_propose_is_offered_nothing(desk: OfficerController, hub: Hub) -> None:
    hub.answers["GET", "/sketch"] = msgspec.structs.replace(
        VIEW, units=[msgspec.structs.replace(UNIT, parent="", may_propose=False)], proposals=[]
    )
    page = opened(desk)
    page.tree.choose(Spot("bygglov", 0, FIRST.extension, 0))
    assert shown(page) == {"Save as PDF", "Save as SVG", "Save as CSV"}
    assert page.answer.isHidden(), "nothing is to be refused"
    QTest.keyClick(page.tree, Qt.Key.Key_Delete)
    assert not page._drafts.changed("bygglov")


def test_duties_and_people_are_added_named_and_taken_away(desk: OfficerController, hub: Hub) -> None:
    page = opened(desk)
    page.tree.choose(Spot("bygglov"))
    page.new.setText("Ritningar")
    press(page, "New duty")
    assert page.tree.spot() == Spot("bygglov", 2)
    page.whom.setText("nobody at all")
    press(page, "Put here")
    assert page.trouble.text() == "Choose a colleague, by name or extension."
    page.whom.setText(THIRD.extension)
    press(page, "Put here")
    page.tree.choose(Spot("bygglov", 2))
    page.name.setText("Ritningar och kartor")
    page.place.setText("Källaren")
    press(page, "Change")
    page.tree.choose(Spot("bygglov", 1))
    press(page, "Take away")
    page.tree.choose(Spot("bygglov"))
    page.place.setText("Plan 3")
    press(page, "Change")
    page.since.setText("1 december")
    page.why.setText("Flytten")
    press(page, "Propose")
    made = wish(hub)
    assert made.duties[1] == wire.DutyWish("Ritningar och kartor", "Källaren", [THIRD.extension])
    assert (made.place, made.since, made.words, len(made.duties)) == ("Plan 3", date(2026, 12, 1), "Flytten", 2)
    assert page.since.text() == page.why.text() == ""


def test_proposals_are_answered_and_a_part_is_reviewed(desk: OfficerController, hub: Hub) -> None:
    sent: list[Any] = []

    async def send(method: str, path: str, *, body: Any = None, **_: object) -> bytes:
        sent.append((method, path, body))
        return b""

    hub.send = send  # type: ignore[attr-defined]
    page = opened(desk)
    press(page, "Accept")
    page.answer.setText("inte nu")
    press(page, "Refuse")
    assert [each[2] for each in hub.changes()] == [
        wire.SketchStep(2, ProposalStep.ACCEPT), wire.SketchStep(2, ProposalStep.REFUSE, "inte nu"),
    ]  # fmt: skip
    assert page.answer.text() == ""
    page.tree.choose(Spot("bygglov"))
    press(page, "Reviewed: it is right today")
    assert sent == [("POST", "/sketch/bygglov/review", wire.SketchReviewed(3))]


def test_another_administration_is_chosen_where_there_are_several(desk: OfficerController, hub: Hub) -> None:
    several = [wire.NamedUnit("k", "Kultur"), wire.NamedUnit("s", "Samhällsbyggnad")]
    hub.answers["GET", "/sketch"] = msgspec.structs.replace(VIEW, administrations=several, pbx=False)
    page = opened(desk)
    assert page.administration.currentText() == "Samhällsbyggnad"
    assert "no contact with the PBX" in page.lead.text()
    page.administration.setCurrentIndex(0)
    page.administration.activated.emit(0)
    assert hub.asked[-1][1] == "/sketch"
    assert desk._sketch is not None
    assert desk._sketch._administration == "k"
