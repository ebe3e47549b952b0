"""Delegates in the settings: a colleague found, what they may and until when; shown to both, ended at a click, refusals said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.session_events import FactsChanged
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.settings.delegates_page import DelegatesPage
from kalix_presence.model.errors import BadInput, Unavailable
from tests.desktop.sample import NOON, reasons_view, sample_people
from tests.desktop.settings.bridge_at_once import answering_at_once

TODAY = NOON.date()


def acts(id_: str, giver: tuple[str, str], delegate: tuple[str, str], last: int = 3, **rights: bool) -> wire.DelegationView:
    return wire.DelegationView(id_ * 32, *giver, *delegate, TODAY, TODAY + timedelta(days=last), **rights)


ME, PER, SIV = ("2041", "Anna Ek"), ("2042", "Per Berg"), ("2061", "Siv Ström")


class Hub:
    """Takes down what is asked, and refuses with what a test puts in."""

    def __init__(self) -> None:
        self.there = wire.DelegationsView([acts("a", ME, PER, absence=True, plans=True)], [acts("b", SIV, ME, messages=True)])
        self.asked: list[object] = []
        self.fault: Exception | None = None

    async def request(self, method: str, path: str, kind: type, *, body: Any = None, key: str | None = None) -> Any:
        if method == "GET":
            return self.there
        self.asked.append(body)
        if self.fault is not None:
            raise self.fault
        made = acts("c", ME, (body.extension, "Olle"), absence=body.absence, messages=body.messages, plans=body.plans)
        self.there = wire.DelegationsView([*self.there.given, made], self.there.received)
        return made

    async def send(self, method: str, path: str) -> None:
        self.asked.append((method, path))
        if self.fault is not None:
            raise self.fault
        left = [[one for one in those if one.id not in path] for those in (self.there.given, self.there.received)]
        self.there = wire.DelegationsView(*left)


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def page(presence: Presence, hub: Hub, qtbot: QtBot) -> DelegatesPage:
    people = sample_people()
    own = next(each for each in people if each.extension == "2041")
    presence.on_session_event(FactsChanged(wire.Me("anna", ["employee"], {}, own), reasons_view(), people, None))
    made = DelegatesPage(presence, "en", answering_at_once(hub))  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show_settings(Settings(), None)
    made.show()
    return made


def words(page: DelegatesPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def button(page: DelegatesPage, name: str) -> QPushButton:
    return next(each for each in page.findChildren(QPushButton) if each.isVisible() and each.accessibleName() == name)


def test_what_is_given_and_received_is_shown_and_ended_at_a_click(page: DelegatesPage, hub: Hub) -> None:
    assert {"Per Berg · 2042", "Siv Ström · 2061"} <= set(words(page))
    assert {"absence, plans · until Fri 27/11", "callbacks · until Fri 27/11"} <= set(words(page))
    for name, id_ in (("Per Berg", "a"), ("Siv Ström", "b")):
        button(page, f"End {name}").click()
        assert hub.asked[-1] == ("DELETE", f"/delegations/{id_ * 32}")
    assert words(page).count("Nobody.") == 2


def test_a_colleague_is_made_a_delegate_until_a_day(page: DelegatesPage, hub: Hub) -> None:
    page.whom.choose("2031")
    page.absence.setChecked(True)
    page.messages.setChecked(True)
    QTest.keyClicks(page.until, "30 november")
    page.give.click()
    assert hub.asked == [wire.DelegationRequest("2031", date(2026, 11, 30), None, True, True, False)]
    assert not page.whom.text()
    assert not page.until.text()
    assert not page.absence.isChecked()
    assert "Olle is your delegate from now on." in words(page)
    assert "Olle · 2031" in words(page)


@pytest.mark.parametrize(
    ("who", "until", "place"), [("", "30 november", "extension"), ("2041", "30 november", "extension"), ("2031", "", "until")]
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_asked(
    page: DelegatesPage, hub: Hub, who: str, until: str, place: str
) -> None:
    page.whom.choose(who)
    page.until.setText(until)
    page.plans.setChecked(True)
    page.give.click()
    assert page.said[place].text()
    assert page.said[place].isVisible()
    assert not hub.asked


@pytest.mark.parametrize(
    ("fault", "place"),
    [
        (BadInput("delegation-rights", field="rights"), "rights"),
        (BadInput("delegation-days", field="until", days=366), "until"),
        (Unavailable("hub-unreachable"), "done"),
    ],
)
def test_a_refusal_is_said_and_what_was_typed_stays(page: DelegatesPage, hub: Hub, fault: Exception, place: str) -> None:
    hub.fault = fault
    page.whom.choose("2031")
    page.until.setText("30 november")
    page.give.click()
    assert page.said[place].isVisible()
    assert page.whom.text()
    assert page.until.text() == "30 november"
    assert page.give.isEnabled()
    assert "is your delegate" not in " ".join(words(page))


def test_an_end_that_is_refused_is_said_and_it_stays(page: DelegatesPage, hub: Hub) -> None:
    hub.fault = Unavailable("hub-unreachable")
    button(page, "End Per Berg").click()
    assert page.said["ended"].isVisible()
    assert "Per Berg · 2042" in words(page)


def test_without_contact_nothing_is_claimed(page: DelegatesPage) -> None:
    page.show_delegations(None)
    assert words(page).count("Not known without contact with the presence server.") == 2
    assert not page.give.isEnabled()
    assert page.give.toolTip()


def test_what_the_other_one_changes_is_seen_at_once(page: DelegatesPage, hub: Hub, presence: Presence) -> None:
    hub.there = wire.DelegationsView()
    presence.facts_changed.emit()
    assert words(page).count("Nobody.") == 2
