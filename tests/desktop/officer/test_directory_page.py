"""The directory at the officer's desk: what each source did, what waits, and one answer to exactly what was shown."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from kalix_presence import wire
from kalix_presence.desktop.officer.controller import OfficerController
from kalix_presence.desktop.officer.directory_page import DirectoryPage
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.errors import Conflict, Forbidden, Unavailable
from kalix_presence.model.held_run import HeldAnswer, HeldKind, SourceKind
from tests.clocks import NINE
from tests.desktop.officer.rooms import Hub, press, room, sign_in, texts

SHOWN = "0123456789abcdefabcd"
ANSWERS = [HeldAnswer.YES, HeldAnswer.NO]


def held(**more: Any) -> wire.HeldRun:
    counts = {HeldKind.REMOVED: 2, HeldKind.PASSED: 1, HeldKind.CHANGED: 4}
    known: dict[str, Any] = {"removed": 2, "passed": 1, "counts": counts, "kept": 7, "answers": ANSWERS}
    return wire.HeldRun(more.pop("shown", SHOWN), NINE, **(known | more))


def source(waits: wire.HeldRun | None = None, **more: Any) -> wire.SourceView:
    known: dict[str, Any] = {"tried_at": NINE, "read_all_at": NINE, "people": 40, "added": 1, "changed": 2, "removed": 3}
    return wire.SourceView("ad", SourceKind.ACTIVE_DIRECTORY, held=waits, **(known | more))


PAGE = wire.HeldPage(
    SHOWN,
    [
        wire.HeldLineView(HeldKind.REMOVED, "2041", "Anna Ek", "Bygg / Bygglov"),
        wire.HeldLineView(HeldKind.PASSED, "2042", "Per Berg", "Bygg", before="Per Berg", after="Nina Ny"),
    ],
    2,
)
REST = wire.HeldPage(SHOWN, [wire.HeldLineView(HeldKind.CHANGED, "2043", "Olle Lind", "Miljö", "mobile")])


@pytest.fixture
def hub() -> Hub:
    made = Hub()
    made.answers["GET", "/appointments"] = wire.AppointmentsView([])
    made.answers["GET", "/extension-requests"] = wire.ExtensionRequestsView([])
    made.answers["GET", "/numbers"] = made.answers["GET", "/work-list"] = Forbidden("not-permitted")
    made.answers["GET", "/sources"] = wire.SourcesView([source(held())], 60)
    made.answers["GET", "/sources/ad/held?after=0"] = PAGE
    made.answers["GET", "/sources/ad/held?after=2"] = REST
    return made


@pytest.fixture
def desk(presence: Presence, hub: Hub) -> Any:
    made = room(presence, hub)
    sign_in(presence, made)
    made.open()
    made.window.turn_to(page_of(made))  # type: ignore[union-attr]
    yield made
    made.forget_window()


def page_of(made: OfficerController) -> DirectoryPage:
    assert made.window is not None
    page = made.window.pages[7]
    assert isinstance(page, DirectoryPage)
    return page


def rows(page: DirectoryPage) -> list[str]:
    return [page.difference.lines.item(row).text() for row in range(page.difference.lines.count())]


def tell(made: OfficerController, hub: Hub, *sources: wire.SourceView) -> None:
    hub.answers["GET", "/sources"] = wire.SourcesView(list(sources), 60)
    assert made._directory is not None
    made._directory.fetch()


def test_it_is_there_for_whom_the_hub_answers(presence: Presence, hub: Hub) -> None:
    hub.answers["GET", "/sources"] = Forbidden("not-permitted")
    made = room(presence, hub)
    sign_in(presence, made)
    made.open()
    assert made.window is not None
    assert made.window.list.item(7).isHidden()
    tell(made, hub, source())
    assert not made.window.list.item(7).isHidden()
    hub.answers["GET", "/sources"] = Unavailable("hub-unreachable")
    made._directory.fetch()  # type: ignore[union-attr]
    assert not made.window.list.item(7).isHidden(), "what was known stays"
    assert texts(page_of(made))[0] == "ad · Active Directory"
    made.forget_window()


def test_a_source_says_what_the_last_run_did_and_its_trouble(desk: OfficerController, hub: Hub) -> None:
    page = page_of(desk)
    tell(desk, hub, source(trouble="Nobody answers.", unusable=2, left_out=[wire.LeftOutEntry("2099", "No number.")]))
    said = texts(page)
    assert said[1] == "Nobody answers."
    assert "40 people. Newest changes: 1 new, 2 changed, 3 removed." in said[2]
    assert said[3:] == ["2 entries could not be used in full.", "2099: No number."]
    tell(desk, hub)
    assert texts(page) == ["No source is set up: people are imported by hand."]
    pushed = wire.SourceView("scim", SourceKind.SCIM, unusable=3)
    tell(desk, hub, pushed)
    assert texts(page)[1] == "Has not been heard of yet."


def test_what_waits_is_looked_at_before_it_can_be_answered(desk: OfficerController, hub: Hub) -> None:
    page = page_of(desk)
    assert page.difference.isHidden()
    assert "2 people would be removed, 1 extensions pass to somebody else. Nothing has changed." in texts(page)[1]
    assert "Besides that: 4 changed facts." in texts(page)
    press(page, "Show what it would do")
    assert not page.difference.isHidden()
    assert rows(page) == ["Removed: Anna Ek (2041), Bygg / Bygglov", "2042 passes from Per Berg to Nina Ny"]
    assert page.difference.lines.accessibleName() == "What ad · Active Directory would do"
    press(page, "Show more")
    assert rows(page)[2:] == ["Olle Lind (2043), mobile number: changes"]
    assert page.difference.more.isHidden()
    press(page, "Close")
    assert page.difference.isHidden()


@pytest.mark.parametrize(("first", "second", "answer"), [
    ("Yes, do it …", "Yes, exactly this", HeldAnswer.YES),
    ("No, do nothing …", "No, do none of it", HeldAnswer.NO),
])  # fmt: skip
def test_an_answer_is_meant_and_names_what_was_shown(
    desk: OfficerController, hub: Hub, first: str, second: str, answer: HeldAnswer
) -> None:
    page = page_of(desk)
    said = held(answer=answer, answers=[each for each in ANSWERS if each is not answer])
    hub.answers["POST", "/sources/ad/held"] = source(said)
    press(page, "Show what it would do")
    press(page, first)
    assert hub.changes() == [], "one press does nothing yet"
    assert page.difference.back.hasFocus() or not page.isActiveWindow(), "Enter by mistake goes back"
    press(page, "Go back")
    assert page.difference.sure.isHidden()
    press(page, first)
    hub.answers["GET", "/sources"] = wire.SourcesView([source(said)], 60)
    press(page, second)
    assert hub.changes() == [("POST", "/sources/ad/held", wire.HeldAnswerRequest(SHOWN, answer))]
    assert page.difference.sure.isHidden()
    assert any(words in texts(page)[1] for words in ("Yes is said.", "No is said."))
    assert page.is_being_done is (answer is HeldAnswer.YES)


def test_what_is_something_else_by_now_is_said_and_closed(desk: OfficerController, hub: Hub) -> None:
    page = page_of(desk)
    press(page, "Show what it would do")
    press(page, "Yes, do it …")
    hub.answers["POST", "/sources/ad/held"] = Conflict("held-changed")
    hub.answers["GET", "/sources"] = wire.SourcesView([source(held(shown="f" * 20))], 60)
    press(page, "Yes, exactly this")
    assert page.difference.isHidden()
    assert "something else by now" in page.trouble.text()
    tell(desk, hub, source(held()))
    press(page, "Show what it would do")
    assert page.trouble.isHidden()
    tell(desk, hub, source(held(shown="e" * 20)))
    assert page.difference.isHidden()
    assert page.trouble.text() == "What waits is something else by now. Look at it again."


def test_an_officer_looks_and_has_nothing_to_answer_with(desk: OfficerController, hub: Hub) -> None:
    page = page_of(desk)
    hub.answers["GET", "/sources/ad/held?after=0"] = wire.HeldPage(SHOWN, [])
    tell(desk, hub, source(held(answers=[])))
    press(page, "Show what it would do")
    assert rows(page) == ["Nothing of it concerns your units."]
    assert page.difference.yes.isHidden()
    assert page.difference.no.isHidden()


def test_what_cannot_be_fetched_is_said(desk: OfficerController, hub: Hub) -> None:
    page = page_of(desk)
    hub.answers["GET", "/sources/ad/held?after=0"] = Unavailable("store-busy")
    press(page, "Show what it would do")
    assert page.difference.isHidden()
    assert page.trouble.text()


def test_nothing_of_it_is_left_for_the_next_person(desk: OfficerController) -> None:
    page = page_of(desk)
    press(page, "Show what it would do")
    assert desk._directory is not None
    desk._directory.forget_person()
    assert page.difference.isHidden()
    assert rows(page) == []
    assert [each for each in page.findChildren(QLabel) if "Anna Ek" in each.text()] == []


def test_it_is_walked_through_by_keyboard(desk: OfficerController) -> None:
    page = page_of(desk)
    press(page, "Show what it would do")
    QTest.keyClick(page.difference.lines, Qt.Key.Key_Down)
    assert page.difference.lines.currentRow() == 1
    QTest.keyClick(page.difference.yes, Qt.Key.Key_Space)
    assert not page.difference.sure.isHidden()
    QTest.keyClick(page.difference.back, Qt.Key.Key_Space)
    assert page.difference.sure.isHidden()
