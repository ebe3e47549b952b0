"""Signatures and cards in the window of the telephone officer's desk: for whom the hub answers, saved beside the window or not."""

from __future__ import annotations

import asyncio
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import LinkChanged
from kalix_presence.desktop.officer.cards_page import CardsOfUnitPage
from kalix_presence.desktop.officer.cards_room import CardsRoom
from kalix_presence.desktop.officer.controller import OfficerController
from kalix_presence.desktop.officer.window import OfficerWindow
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import Forbidden, NotFound, Unavailable
from kalix_presence.report.unit_cards import CardKind
from tests.desktop.officer.rooms import Hub, room, sign_in

UNITS = [wire.CardUnit("bygg", "Bygg")]
PEOPLE = [wire.PersonCard(str(2041 + each), f"Anna Ek {each}") for each in range(3)]
VIEW = wire.CardsView(UNITS, wire.Sender(), unit="bygg", unit_name="Bygg", below=True, people=PEOPLE)


class Later:
    """A session that does what it is asked when the test says so."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.waiting: list[Callable[[], None]] = []

    def submit(self, work: Callable[[Any], Any], done: Any = None, /, *also: object) -> None:
        def do() -> None:
            try:
                result, fault = asyncio.run(work(self)), None
            except Exception as caught:  # noqa: BLE001 - as the bridge does
                result, fault = None, caught
            done(result, fault, *also)

        self.waiting.append(do)

    def go_on(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()
        QApplication.processEvents()


@pytest.fixture
def later() -> Later:
    hub = Hub()
    hub.answers["GET", "/cards"] = VIEW
    return Later(hub)


@pytest.fixture
def cards(presence: Presence, later: Later) -> CardsRoom:
    return CardsRoom(presence, submit=later.submit)


def opened(cards: CardsRoom, later: Later) -> CardsOfUnitPage:
    page = cards.make_page("en")
    cards.stand_in(OfficerWindow([page]))
    cards.fetch()
    later.go_on()
    return page


def desk(presence: Presence, answer: object) -> OfficerController:
    hub = Hub()
    hub.answers["GET", "/appointments"] = wire.AppointmentsView([])
    for path in ("/extension-requests", "/numbers", "/work-list", "/sketch", "/greetings"):
        hub.answers["GET", path] = NotFound("address-unknown")
    hub.answers["GET", "/cards"] = answer
    made = room(presence, hub)
    sign_in(presence, made)
    made.open()
    return made


@pytest.mark.parametrize("answer", [VIEW, Forbidden("not-permitted"), NotFound("address-unknown")])
def test_the_page_is_there_for_whom_the_hub_answers(presence: Presence, answer: object) -> None:
    made = desk(presence, answer)
    assert made.window is not None
    page = made.window.pages[6]
    assert isinstance(page, CardsOfUnitPage)
    assert made.window.list.item(6).isHidden() is (answer is not VIEW)
    assert (page.told == VIEW) is (answer is VIEW)
    made.forget_window()


def test_the_archive_is_made_of_what_the_hub_says_now(cards: CardsRoom, later: Later, tmp_path: Path) -> None:
    page = opened(cards, later)
    assert page.told == VIEW
    later.hub.answers["GET", "/cards"] = wire.CardsView(
        UNITS, wire.Sender(), unit="bygg", unit_name="Bygg", below=True, people=PEOPLE[:2]
    )
    page.boxes[CardKind.LETTERS].setChecked(False)
    cards.save(tmp_path / "all.zip")
    assert page.said.text() == "Saving …"
    cards.save(tmp_path / "second.zip")  # one at a time
    later.go_on()
    assert page.said.text() == f"Saved: {tmp_path / 'all.zip'}. 2 person(s)."
    assert [each.name for each in tmp_path.iterdir()] == ["all.zip"]
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert len(archive.namelist()) == 2 * 3 + 1
    assert page.bar.value() == 3  # of each person, and the file of all


def test_stopping_leaves_nothing(cards: CardsRoom, later: Later, tmp_path: Path) -> None:
    page = opened(cards, later)
    cards.save(tmp_path / "all.zip")
    page.stop.click()
    later.go_on()
    assert page.said.text() == "Stopped; nothing was saved."
    assert list(tmp_path.iterdir()) == []
    cards.save(tmp_path / "all.zip")
    later.go_on()
    assert (tmp_path / "all.zip").exists()


def test_nothing_of_one_person_is_written_once_they_are_signed_out(cards: CardsRoom, later: Later, tmp_path: Path) -> None:
    opened(cards, later)
    cards.save(tmp_path / "all.zip")
    cards.forget_person()
    later.go_on()
    assert list(tmp_path.iterdir()) == []


def test_what_goes_wrong_is_said_and_what_was_chosen_stays(cards: CardsRoom, later: Later, tmp_path: Path) -> None:
    page = opened(cards, later)
    cards.save(tmp_path / "no/such/all.zip")
    later.go_on()
    assert page.trouble.text() == "It could not be saved: No such file or directory"
    later.hub.answers["GET", "/cards"] = Forbidden("not-permitted")
    cards.save(tmp_path / "all.zip")
    later.go_on()
    assert page.trouble.text().startswith("It could not be saved: ")
    assert "not-permitted" not in page.trouble.text()
    page.below.setChecked(False)
    later.go_on()
    assert page.trouble.isVisibleTo(page)
    assert list(tmp_path.iterdir()) == []


def test_a_new_window_knows_of_what_is_being_saved(cards: CardsRoom, later: Later, tmp_path: Path) -> None:
    opened(cards, later)
    cards.save(tmp_path / "all.zip")
    cards.forget_window()
    page = cards.make_page("en")
    cards.stand_in(OfficerWindow([page]))
    assert page.stop.isVisibleTo(page)
    later.go_on()
    assert page.said.text().startswith("Saved: ")


def test_a_hub_that_does_not_answer_takes_no_page_away(cards: CardsRoom, later: Later) -> None:
    opened(cards, later)
    window = cards._window
    assert window is not None
    for answer, hidden in ((Unavailable("hub-unreachable"), False), (Forbidden("not-permitted"), True), (VIEW, False)):
        later.hub.answers["GET", "/cards"] = answer
        cards.fetch()
        later.go_on()
        assert window.list.item(0).isHidden() is hidden


def test_a_new_window_has_the_page_at_once_and_the_next_person_has_not(cards: CardsRoom, later: Later) -> None:
    opened(cards, later)
    for gone, hidden in ((cards.forget_window, False), (cards.forget_person, True)):
        gone()
        page = cards.make_page("en")
        window = OfficerWindow([page])
        cards.stand_in(window)
        assert window.list.item(0).isHidden() is hidden
        assert (page.unit.count() == 0) is hidden


def test_signing_out_stops_it_through_the_desk(presence: Presence, tmp_path: Path) -> None:
    made = desk(presence, VIEW)
    assert made._cards is not None
    presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    assert made._cards._stop.is_set()
    made.forget_window()


def test_the_page_shows_nobody_of_the_person_before(cards: CardsRoom, later: Later, tmp_path: Path) -> None:
    """Until the hub answers the next one, in the window that is there as in a new one."""
    page = opened(cards, later)
    cards.save(tmp_path / "all.zip")
    later.go_on()
    window = page.window()
    assert isinstance(window, OfficerWindow)
    cards.forget_person()
    assert page.told is None
    assert page.unit.count() == 0
    assert page.wished[0] == ""
    assert page.form.isHidden()
    assert window.list.item(0).isHidden()
    assert (page.count.text(), page.said.text(), page.trouble.text(), page._rows.count()) == ("", "", "", 0)
    cards.fetch()
    later.go_on()
    assert page.told == VIEW
    assert not window.list.item(0).isHidden()
