"""The sketch beside the hub: what it refuses is kept, a change is fetched, an owner reminded, a file written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QFileDialog

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import Happened, LinkChanged
from kalix_presence.desktop.officer.controller import OfficerController
from kalix_presence.desktop.officer.sketch_tree import Spot
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import Conflict, Forbidden, NotFound, Unavailable
from tests.desktop.officer.rooms import Hub, press, room, sign_in
from tests.desktop.officer.sketch_rooms import SECOND, UNIT, VIEW, answering, lines, opened
from tests.desktop.sample import NOON


@pytest.fixture
def hub() -> Hub:
    return answering()


@pytest.fixture
def desk(presence: Presence, hub: Hub) -> OfficerController:
    made = room(presence, hub)
    sign_in(presence, made)
    return made


@pytest.mark.parametrize("fault", [NotFound("address-unknown"), Forbidden("not-permitted")])
def test_it_is_not_there_for_whom_the_hub_refuses_it(desk: OfficerController, hub: Hub, fault: Exception) -> None:
    hub.answers["GET", "/sketch"] = fault
    desk.open()
    assert desk.window is not None
    assert desk.window.list.item(3).isHidden()


def test_what_is_refused_stays_as_it_was_changed_and_a_day_that_is_none_is_said(desk: OfficerController, hub: Hub) -> None:
    hub.answers["POST", "/sketch/proposals"] = Conflict("sketch-changed")
    page = opened(desk)
    page.tree.choose(Spot("bygglov", 1))
    press(page, "Take away")
    page.since.setText("whenever")
    press(page, "Propose")
    assert hub.changes() == []
    assert page.trouble.text()
    page.since.setText("")
    hub.answers["GET", "/sketch"] = msgspec.structs.replace(VIEW, units=[msgspec.structs.replace(UNIT, parent="", version=4)])
    press(page, "Propose")
    assert "has changed since you saw it" in page.trouble.text()
    assert page._drafts.version(UNIT) == 3, "it was made from what was seen"
    assert [each.name for each in page._drafts.of(UNIT).duties] == ["Bygglov"]
    desk.forget_window()
    page = opened(desk)
    assert "Bygglov (changed, not proposed yet)" in lines(page)
    page.tree.choose(Spot("bygglov"))
    press(page, "Discard")
    assert "Tillsyn (Arkivet)" in lines(page)


def test_a_draft_is_nobody_else_s(desk: OfficerController, presence: Presence) -> None:
    page = opened(desk)
    page.tree.choose(Spot("bygglov", 1))
    press(page, "Take away")
    for event in (LinkChanged(LinkState.SIGNED_OUT),):
        presence.on_session_event(event)
        desk.on_session_event(event)
    assert not page._drafts.changed("bygglov")


def test_a_change_is_asked_for_anew_and_an_owner_is_reminded(desk: OfficerController, hub: Hub) -> None:
    opened(desk)
    asked = len(hub.asked)
    due = wire.DueReview("bygglov", "Bygglov", date(2025, 11, 20))
    desk.on_session_event(Happened(wire.SketchChanged(7, NOON, "s", [due])))
    assert [each[1] for each in hub.asked[asked:]] == ["/sketch"]
    [(title, text)] = desk.notes  # type: ignore[attr-defined]
    assert title == "Review the sketch"
    assert text.startswith("Bygglov, last reviewed ")


@pytest.mark.parametrize("kind", ["pdf", "svg", "csv"])
def test_it_is_saved_as_a_file(desk: OfficerController, tmp_path: Path, kind: str) -> None:
    page = opened(desk)
    press(page, f"Save as {kind.upper()}")
    [dialog] = page.findChildren(QFileDialog)
    file = tmp_path / f"skiss.{kind}"
    dialog.fileSelected.emit(str(file))
    dialog.close()
    assert file.read_bytes()[:3] in (b"%PD", b"<sv", "\ufeff".encode())
    assert page.trouble.text() == f"Saved: {file}"


@pytest.mark.parametrize("typed", ["Plan 9", None])
def test_what_is_being_typed_stays_when_the_hub_tells_anew(desk: OfficerController, hub: Hub, typed: str | None) -> None:
    page = opened(desk)
    page.tree.choose(Spot("bygglov"))
    if typed is not None:
        page.place.setText(typed)
    moved = msgspec.structs.replace(UNIT, parent="", sheet=msgspec.structs.replace(UNIT.sheet, place="Plan 3"))
    hub.answers["GET", "/sketch"] = msgspec.structs.replace(VIEW, units=[moved])
    desk.on_session_event(Happened(wire.SketchChanged(7, NOON, "s", [])))
    assert page.place.text() == (typed or "Plan 3")
    page.tree.choose(Spot("bygglov", 1))
    assert page.place.text() == "Arkivet", "what was typed about one thing never comes to another"


def test_a_new_window_shows_what_was_told_and_chosen_last_and_another_person_s_nothing(
    desk: OfficerController, hub: Hub, presence: Presence
) -> None:
    page = opened(desk)
    page.tree.choose(Spot("bygglov", 1, SECOND.extension, 0))
    page.to.setCurrentIndex(page.to.findText("Bygglov"))
    hub.answers["GET", "/sketch"] = Unavailable("hub-unreachable")
    desk.forget_window()
    page = opened(desk)
    assert (page.told, page.tree.spot()) == (VIEW, Spot("bygglov", 1, SECOND.extension, 0))
    assert page.to.currentText() == "Bygglov"
    presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    assert page.told is None
    desk.forget_window()
    assert opened(desk).told is None
