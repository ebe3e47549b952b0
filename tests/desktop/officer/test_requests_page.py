"""Extensions in the window: only what the hub says may be done is there to press, and what is typed stays until the hub has it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton

from kalix_presence import wire
from kalix_presence.client.session_events import FactsChanged, Happened
from kalix_presence.desktop.officer.controller import OfficerController
from kalix_presence.desktop.officer.requests_page import RequestsPage
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import Conflict, Forbidden, NotFound
from kalix_presence.model.extension_request import Kind, State, Step
from tests.desktop.officer.rooms import Hub, press, request, room, sign_in, texts
from tests.desktop.sample import NOON, reasons_view, sample_people

TODAY = NOON.date()
OWN = sample_people()[0]


@pytest.fixture
def hub() -> Hub:
    made = Hub()
    made.answers["GET", "/appointments"] = wire.AppointmentsView([])
    made.answers["GET", "/extension-requests"] = wire.ExtensionRequestsView([request()], [OWN.unit])
    made.answers["GET", "/work-list"] = NotFound("address-unknown")
    made.answers["GET", "/numbers"] = wire.NumbersView(["2000-2999"], ["2000", "2003"], 2, ["2001"])
    return made


@pytest.fixture
def desk(presence: Presence, hub: Hub) -> OfficerController:
    made = room(presence, hub)
    sign_in(presence, made)
    return made


def opened(desk: OfficerController) -> RequestsPage:
    desk.open()
    assert desk.window is not None
    page = desk.window.pages[1]
    assert isinstance(page, RequestsPage)
    desk.window.turn_to(page)
    return page


def buttons(page: RequestsPage) -> list[str]:
    return [each.text() for each in page._cards.findChildren(QPushButton) if each.isVisibleTo(page)]


def told(desk: OfficerController, due: list[wire.DueRequest] | None = None) -> None:
    desk.on_session_event(Happened(wire.ExtensionRequestsChanged(7, NOON, due or [])))


def test_it_is_not_there_for_whom_it_says_nothing(desk: OfficerController, hub: Hub, presence: Presence) -> None:
    hub.answers["GET", "/numbers"] = Forbidden("not-permitted")
    for answer in (wire.ExtensionRequestsView([]), NotFound("address-unknown")):
        hub.answers["GET", "/extension-requests"] = answer
        desk.open()
        assert desk.window is not None
        page = desk.window.pages[1]
        assert desk.window.list.item(1).isHidden()
        assert desk.window.list.currentRow() == 0
        assert page.lead.isHidden()
    hub.answers["GET", "/extension-requests"] = wire.ExtensionRequestsView([])
    me = wire.Me("ada", ["administrator"], {"carry_out_extensions": "all"})
    presence.on_session_event(FactsChanged(me, reasons_view(), sample_people(), None))
    told(desk)
    assert desk.window is not None
    assert not desk.window.list.item(1).isHidden()


def test_what_is_shown_and_offered_is_what_the_hub_says(desk: OfficerController, hub: Hub) -> None:
    steps = [wire.StepDone(NOON, "Maria Lund", Step.COMMENT, "Vilket rum?")]
    late = request(2, due=2, state=State.APPROVED, may=[Step.ORDER, Step.REFUSE], steps=steps)
    done = request(3, may=[], state=State.DONE, number="2010", in_directory=False)
    newer = request(4, kind=Kind.UNKNOWN, state=State.UNKNOWN, may=[Step.UNKNOWN])
    hub.answers["GET", "/extension-requests"] = wire.ExtensionRequestsView([request(may=[]), late, done, newer])
    page = opened(desk)
    said = "\n".join(texts(page))
    for words in (
        "New extension: Nina Ny", "The day has come, and it is not done", "Maria Lund, comment: Vilket rum?",
        "The directory does not say so yet.", "Something about an extension", "does not know",
    ):  # fmt: skip
        assert words in said
    assert buttons(page) == ["Ordered", "Refuse"]
    assert page.lead.text() == "Free numbers: 2. The lowest: 2000, 2003\nReserved: 2001"
    assert page.form.isHidden()


def test_a_step_is_asked_for_with_what_was_typed_which_stays_until_the_hub_has_it(desk: OfficerController, hub: Hub) -> None:
    one = request(state=State.APPROVED, may=[Step.ORDER, Step.COMMENT])
    hub.answers["GET", "/extension-requests"] = wire.ExtensionRequestsView([one])
    hub.answers["PATCH", "/extension-requests"] = Conflict("number-held", number="2041")
    page = opened(desk)

    def fields() -> list[QLineEdit]:
        return [each for each in page._cards.findChildren(QLineEdit) if each.isVisibleTo(page)]

    word, number = fields()
    word.setText("rum 4 ")
    number.setText("2041")
    press(page, "Ordered")
    assert "somebody" in page.trouble.text()
    told(desk)
    assert [each.text() for each in fields()] == ["rum 4 ", "2041"]
    hub.answers["PATCH", "/extension-requests"] = one
    press(page, "Ordered")
    assert [each.text() for each in fields()] == ["", ""]
    assert page.trouble.isHidden()
    assert hub.changes()[-1][2] == wire.ExtensionStep(1, Step.ORDER, "rum 4", "2041")


@pytest.mark.parametrize(
    ("kind", "shown"),
    [(Kind.ORDER, "name number unit"), (Kind.CHANGE, "whose"), (Kind.MOVE, "whose to_unit"), (Kind.END, "whose")],
)
def test_only_the_fields_of_its_kind_are_there(desk: OfficerController, kind: Kind, shown: str) -> None:
    page = opened(desk)
    page.kind.setCurrentIndex(page.kind.findData(kind))
    fields = ("name", "whose", "unit", "to_unit", "number")
    assert {name for name in fields if getattr(page, name).isVisibleTo(page)} == set(shown.split())


def test_it_is_asked_for_and_refused_before_the_hub_is_asked(desk: OfficerController, hub: Hub) -> None:
    hub.answers["POST", "/extension-requests"] = request()
    page = opened(desk)
    page.name.setText("Nina Ny")
    page.day.setText("xyzzy")
    press(page, "Ask for it")
    assert not page.trouble.isHidden()
    page.day.setText("20 December")
    page.words.setText("after Christmas")
    press(page, "Ask for it")
    assert page.name.text() == page.day.text() == ""
    page.kind.setCurrentIndex(page.kind.findData(Kind.MOVE))
    press(page, "Ask for it")
    assert "Choose a colleague" in page.trouble.text()
    page.whose.choose("2034")
    page.day.setText("2026-12-24")
    press(page, "Ask for it")
    wishes: list[Any] = [each[2] for each in hub.changes()]
    assert wishes[0] == wire.ExtensionWish(Kind.ORDER, OWN.unit, date(2026, 12, 20), "", "Nina Ny", words="after Christmas")
    moved = next(each for each in sample_people() if each.extension == "2034")
    assert wishes[1] == wire.ExtensionWish(Kind.MOVE, moved.unit, date(2026, 12, 24), "2034", "", OWN.unit)


def test_a_reminder_is_said_whether_the_window_was_opened_or_not(desk: OfficerController, hub: Hub) -> None:
    asked = len(hub.asked)
    due = wire.DueRequest(Kind.END, "2041", "Anna Ek", "Bygg", TODAY + timedelta(2), State.APPROVED)
    told(desk, [due])
    assert len(hub.asked) == asked, "who has not opened the window asks for nothing"
    [(title, text)] = desk.notes  # type: ignore[attr-defined]
    assert title == "End of an extension: Anna Ek · 2041"
    assert text.startswith("Bygg, wanted ")
