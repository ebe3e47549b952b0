"""Connecting a calendar in the settings of a real desk: a real hub reads a real Radicale, and the page follows what happens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.desktop.controller import DesktopController
from kalix_presence.desktop.presence import Phase
from kalix_presence.desktop.settings.calendars_field import CalendarsField
from kalix_presence.hub.site.calendars_section import CalendarsSection
from tests.clocks import NINE
from tests.hub.calendars.calendar_servers import PASSWORD, Radicale, radicale
from tests.hub.serving import Serving, made_config, serving
from tests.keyrings import keyring_of_this_process

LONG = 120_000
HERE = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Radicale]:
    with radicale(tmp_path / "radicale") as running:
        yield running


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    config = made_config(tmp_path / "hub")
    config = msgspec.structs.replace(config, calendars=CalendarsSection(hosts=("127.0.0.1",), poll_seconds=1))
    with serving(tmp_path / "hub", config=config) as running:
        yield running


@pytest.fixture
def desk(
    tmp_path: Path, hub: Serving, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DesktopController]:
    monkeypatch.setenv("KALIX_HOME", str(tmp_path / "home"))
    with hub.client("anna") as anna:
        monkeypatch.setenv("KALIX_TOKEN", anna.headers["authorization"].removeprefix("Bearer "))
    folders = Folders.usual()
    quiet = kept.Settings(hub=hub.url, username="anna", language="en", shortcut="", lunch=False, day_end=False)
    kept.save(folders.config, quiet)
    with keyring_of_this_process(NoKeyring()):
        made = DesktopController(qapp, QSystemTrayIcon(), folders, clock=hub.clock)
        made.start()
        qtbot.waitUntil(lambda: made.presence.my_status().phase is Phase.IN_FORCE, timeout=LONG)
        qtbot.waitUntil(lambda: made.presence.preferences is not None, timeout=LONG)
        yield made
        if made.choices.window is not None:
            made.choices.window.hide()
            made.choices.window.deleteLater()
        made.stop()


def meeting(begins: timedelta, ends: timedelta, *more: str) -> str:
    now = NINE.astimezone(HERE)
    zone = ";TZID=Europe/Stockholm:"
    times = [f"DT{edge}{zone}{now + much:%Y%m%dT%H%M%S}" for edge, much in (("START", begins), ("END", ends))]
    return "\n".join([*times, *(more or ("SUMMARY:Budget",))])


def page_of(desk: DesktopController) -> CalendarsField:
    desk.open_settings()
    window = desk.choices.window
    assert window is not None
    window.turn_to(window.calendar)
    assert window.calendar.calendars is not None
    return window.calendar.calendars


def said(page: CalendarsField) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def connect(page: CalendarsField, server: Radicale, password: str) -> None:
    page.kind.setCurrentIndex(page.kind.findData("caldav"))
    page.address.setText(f"{server.url}/")
    page.username.setText("anna")
    page.password.setText(password)
    QTest.keyClick(page.password, Qt.Key.Key_Return)


def test_a_calendar_is_connected_followed_chosen_from_and_removed(
    desk: DesktopController, hub: Serving, server: Radicale, qtbot: QtBot
) -> None:
    hour = timedelta(hours=1)
    server.put("budget", meeting(-hour, hour, "SUMMARY:Hemligt budgetmöte", "CLASS:PRIVATE"))
    page = page_of(desk)
    qtbot.waitUntil(lambda: page.kind.findData("caldav") >= 0, timeout=LONG)

    connect(page, server, "wrong")
    qtbot.waitUntil(lambda: page.said.objectName() == "error", timeout=LONG)
    assert page.password.text() == "wrong", "nothing that was typed is lost"
    connect(page, server, PASSWORD)
    qtbot.waitUntil(lambda: "anna · 127.0.0.1" in said(page), timeout=LONG)
    qtbot.waitUntil(lambda: page.password.text() == "", timeout=LONG)  # the event may be faster than the answer
    qtbot.waitUntil(lambda: desk.presence.my_status().reason == "meeting", timeout=LONG)
    standing = desk.presence.board.standings["2041"]
    assert standing.absence is not None
    assert standing.absence.note == "", "the text of a private entry is nowhere"

    # What happens at the server is on the page without anybody asking for it.
    server.put("course", meeting(2 * hour, 3 * hour))
    qtbot.waitUntil(lambda: any(each.endswith("entries ahead: 2.") for each in said(page)), timeout=LONG)
    server.delete("budget")
    qtbot.waitUntil(lambda: desk.presence.my_status().reason is None, timeout=LONG)
    qtbot.waitUntil(lambda: any(each.endswith("entries ahead: 1.") for each in said(page)), timeout=LONG)

    # So is what another computer of the same person does.
    with hub.client("anna") as anna:
        [seen] = anna.get("/api/v1/people/2041/calendars").json()["calendars"]
        private = next(found["href"] for found in seen["found"] if found["name"] == "privat")
        anna.patch(f"/api/v1/calendars/{seen['id']}", json={"chosen": [private]}).raise_for_status()
    qtbot.waitUntil(
        lambda: (
            [box.isChecked() for box in page.findChildren(QCheckBox) if box.isVisible() and box.text() == "arbete"] == [False]
        ),
        timeout=LONG,
    )
    page.address.setText("half typed")
    remove = next(each for each in page.findChildren(QPushButton) if each.isVisible() and "Remove" in each.accessibleName())
    remove.click()
    qtbot.waitUntil(lambda: "anna · 127.0.0.1" not in said(page), timeout=LONG)
    assert page.address.text() == "half typed"


def test_trouble_with_a_calendar_comes_to_the_page_and_goes(
    desk: DesktopController, hub: Serving, server: Radicale, qtbot: QtBot
) -> None:
    page = page_of(desk)
    qtbot.waitUntil(lambda: page.kind.findData("caldav") >= 0, timeout=LONG)
    connect(page, server, PASSWORD)
    qtbot.waitUntil(lambda: "anna · 127.0.0.1" in said(page), timeout=LONG)
    users = server.folder / "users"
    right = users.read_text("utf-8")
    users.write_text("anna:another\n", "utf-8")

    def troubled() -> bool:
        return any(label.isVisible() and label.objectName() == "error" for label in page.findChildren(QLabel))

    qtbot.waitUntil(troubled, timeout=LONG)
    users.write_text(right, "utf-8")
    (calendar,) = hub.hub.calendars.known
    hub.on_loop(lambda: hub.hub.calendars.look(calendar))
    qtbot.waitUntil(lambda: not troubled(), timeout=LONG)
