"""Connecting calendars from the settings: what is asked of the hub, what is said, and that no password stays behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.settings.calendars_field import CalendarsField
from kalix_presence.model.errors import BadInput, Unavailable
from tests.desktop.sample import NOON
from tests.desktop.settings.bridge_at_once import answering_at_once

KINDS = list(wire.CalendarKind)
WORK = wire.FoundCalendar("/anna/office/", "Work")
HOME = wire.FoundCalendar("/anna/home/", "Home")
CALDAV = wire.CalendarView(
    "a" * 32, wire.CalendarKind.CALDAV, "https://dav.example/anna/", "anna", found=[WORK, HOME], read_at=NOON, entries=14
)
BROKEN = wire.CalendarView(
    "b" * 32, wire.CalendarKind.ICS, "https://files.example/secret-token.ics", trouble="calendar-away", detail="It is away."
)


class Hub:
    """Takes down what is asked and answers with what a test puts in."""

    def __init__(self) -> None:
        self.calendars = [CALDAV, BROKEN]
        self.asked: list[tuple[str, str, Any]] = []
        self.fault: Exception | None = None

    async def request(self, method: str, path: str, kind: type, *, body: Any = None, **_: Any) -> Any:
        if method == "GET":
            return wire.CalendarsView(self.calendars, KINDS, ["dav.example"])
        self.asked.append((method, path, body))
        if self.fault is not None:
            raise self.fault
        return CALDAV

    async def send(self, method: str, path: str, **_: Any) -> bytes:
        self.asked.append((method, path, None))
        return b""


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def field(presence: Presence, hub: Hub, qtbot: QtBot) -> CalendarsField:
    ask = answering_at_once(hub)
    made = CalendarsField(presence, "en", ask)
    qtbot.addWidget(made)
    made.fetch()
    made.show()
    return made


def words(field: CalendarsField) -> list[str]:
    return [label.text() for label in field.findChildren(QLabel) if label.isVisible()]


def test_each_calendar_says_how_it_fares_and_no_secret_link_is_shown(field: CalendarsField) -> None:
    said = words(field)
    assert "anna · dav.example" in said
    assert "Read 12:00; entries ahead: 14." in said
    assert "It is away." in said
    assert not any("secret" in each for each in said)


def test_connecting_one_asks_the_hub_and_leaves_no_password_behind(field: CalendarsField, hub: Hub, presence: Presence) -> None:
    field.kind.setCurrentIndex(field.kind.findData("caldav"))
    field.address.setText(" https://dav.example/anna/ ")
    field.username.setText("anna")
    QTest.keyClicks(field.password, "hemligt")
    assert field.password.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClick(field.password, Qt.Key.Key_Return)
    wish = wire.CalendarRequest(wire.CalendarKind.CALDAV, "https://dav.example/anna/", "anna", "hemligt")
    assert hub.asked == [("POST", f"/people/{presence.extension}/calendars", wish)]
    assert field.password.text() == ""
    assert field.address.text() == ""


@pytest.mark.parametrize("fault", [BadInput("calendar-refused", field="password"), Unavailable("hub-unreachable")])
def test_a_refusal_is_said_and_what_was_typed_stays(field: CalendarsField, hub: Hub, fault: Exception) -> None:
    hub.fault = fault
    field.address.setText("https://dav.example/anna/")
    field.connect_it.click()
    assert field.said.isVisible()
    assert field.said.objectName() == "error"
    assert field.address.text() == "https://dav.example/anna/"
    assert field.connect_it.isEnabled()


def test_only_what_a_kind_needs_is_asked_for(field: CalendarsField) -> None:
    field.kind.setCurrentIndex(field.kind.findData("graph"))
    assert not field.address.isVisible()
    assert not field.password.isVisible()
    field.kind.setCurrentIndex(field.kind.findData("ics"))
    assert field.address.isVisible()
    assert not field.username.isVisible()


def test_of_several_calendars_some_are_chosen_but_never_none(field: CalendarsField, hub: Hub) -> None:
    box = next(box for box in field.findChildren(QCheckBox) if box.text() == "Home")
    box.click()
    assert hub.asked == [("PATCH", f"/calendars/{CALDAV.id}", wire.CalendarChange(chosen=[WORK.href]))]
    hub.asked.clear()
    hub.calendars = [wire.CalendarView(CALDAV.id, CALDAV.kind, CALDAV.address, found=[WORK, HOME], chosen=[WORK.href])]
    field.fetch()
    box = next(box for box in field.findChildren(QCheckBox) if box.text() == "Work" and box.isVisible())
    box.click()
    assert hub.asked == []
    assert "One of them has to be read" in field.said.text()


def test_a_calendar_is_removed(field: CalendarsField, hub: Hub) -> None:
    remove = next(each for each in field.findChildren(QPushButton) if each.accessibleName() == "Remove files.example")
    remove.click()
    assert hub.asked == [("DELETE", f"/calendars/{BROKEN.id}", None)]


def test_where_the_site_allows_no_kind_nothing_is_offered(field: CalendarsField) -> None:
    field.show_calendars(wire.CalendarsView([]))
    assert not field.form.isVisible()


def test_it_says_the_day_when_it_was_not_read_today(field: CalendarsField) -> None:
    old = wire.CalendarView("c" * 32, wire.CalendarKind.GRAPH, read_at=NOON - timedelta(days=3))
    field.show_calendars(wire.CalendarsView([old], KINDS))
    assert "Microsoft 365" in words(field)
    assert any("Sat 21/11" in each for each in words(field))
