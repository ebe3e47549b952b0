"""The whole desk over a real hub, without a screen: sign in, set, lose contact, come back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.outlook_signature import OutlookSignature
from kalix_presence.desktop.controller import DesktopController
from kalix_presence.desktop.presence import Phase
from kalix_presence.desktop.settings.outlook import OutlookKeeper
from kalix_presence.model.signature import Signed
from tests.clocks import NINE, Clock
from tests.hub.serving import PASSWORD, Serving, serving
from tests.keyrings import keyring_of_this_process

LONG = 120_000


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub") as running:
        yield running


@pytest.fixture(autouse=True)
def _no_keyring() -> Iterator[None]:
    with keyring_of_this_process(NoKeyring()):
        yield


@pytest.fixture
def desk(hub: Serving, qapp: QApplication) -> Iterator[DesktopController]:
    """A desk of somebody who has never signed in, on a machine without a keyring."""
    folders = Folders.usual()
    kept.save(folders.config, kept.Settings(hub=hub.url, language="en", shortcut=""))
    made = DesktopController(qapp, QSystemTrayIcon(), folders, clock=Clock())
    made.start()
    yield made
    made.stop()
    for window in (made.panel, made.grid_controller.grid, made.sign_in, made.other_ways.window, made.choices.window):
        if window is not None:
            window.hide()


def test_a_computer_with_outlook_starts_too_and_an_old_signature_goes(
    hub: Serving, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signatures = tmp_path / "Microsoft" / "Signatures"
    OutlookSignature(signatures).write(Signed("Anna Ek", "<p>Anna Ek</p>", "{\\rtf1 Anna Ek}"))
    monkeypatch.setitem(OutlookKeeper.__init__.__kwdefaults__, "folder", lambda: signatures)  # as on a Windows
    folders = Folders.usual()
    kept.save(folders.config, kept.Settings(hub=hub.url, language="en", shortcut=""))
    made = DesktopController(qapp, QSystemTrayIcon(), folders, clock=Clock())
    made.start()
    qtbot.waitUntil(lambda: list(signatures.iterdir()) == [] and made.sign_in is not None, timeout=LONG)
    made.stop()
    if made.sign_in is not None:
        made.sign_in.hide()


def signed_in(desk: DesktopController, qtbot: QtBot, username: str = "anna", password: str = PASSWORD) -> None:
    qtbot.waitUntil(lambda: desk.sign_in is not None and desk.sign_in.isVisible(), timeout=LONG)
    assert desk.sign_in is not None
    desk.sign_in.submitted.emit(desk.settings.hub, username, password)


def phase(desk: DesktopController) -> Phase:
    return desk.presence.my_status().phase


def until(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def test_who_is_not_signed_in_is_asked_and_told_that_it_will_not_be_remembered(desk: DesktopController, qtbot: QtBot) -> None:
    signed_in(desk, qtbot)
    qtbot.waitUntil(lambda: phase(desk) is Phase.IN_FORCE, timeout=LONG)
    qtbot.waitUntil(lambda: desk._toast is not None, timeout=LONG)
    assert desk.sign_in is not None
    assert not desk.sign_in.isVisible()
    assert desk._toast is not None
    assert "no keyring" in desk._toast.accessibleName()
    assert kept.load(desk.folders.config).username == "anna"


def test_a_wrong_password_is_said_and_the_name_stays(desk: DesktopController, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desk.sign_in is not None and desk.sign_in.isVisible(), timeout=LONG)
    assert desk.sign_in is not None
    name = desk.sign_in.findChildren(QLineEdit)[0]
    qtbot.keyClicks(name, "anna")
    desk.sign_in.submitted.emit(desk.settings.hub, "anna", "not the password")
    qtbot.waitUntil(lambda: any("password" in each for each in texts(desk.sign_in)), timeout=LONG)
    assert name.text() == "anna"
    assert desk.sign_in.isVisible()


def texts(window: object) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in window.findChildren(QLabel) if label.objectName() == "error"]  # type: ignore[attr-defined]


def test_lunch_from_the_menu_is_confirmed_by_the_hub_s_event(desk: DesktopController, hub: Serving, qtbot: QtBot) -> None:
    signed_in(desk, qtbot)
    qtbot.waitUntil(lambda: phase(desk) is Phase.IN_FORCE, timeout=LONG)
    desk.tray.reason_asked.emit("lunch")
    qtbot.waitUntil(lambda: desk.presence.my_status().reason == "lunch" and phase(desk) is Phase.IN_FORCE, timeout=LONG)
    with hub.client("anna") as anna:
        assert anna.get("/api/v1/people/2041/rule").json()["present"]
    desk.tray.back_asked.emit()
    qtbot.waitUntil(lambda: desk.presence.my_status().reason is None and phase(desk) is Phase.IN_FORCE, timeout=LONG)


def test_a_refusal_is_said_in_a_note_when_no_panel_is_open(desk: DesktopController, qtbot: QtBot) -> None:
    signed_in(desk, qtbot)
    qtbot.waitUntil(lambda: phase(desk) is Phase.IN_FORCE, timeout=LONG)
    desk.status.set_absence(wire.AbsenceRequest("lunch", until(30), "0900123456"))
    qtbot.waitUntil(lambda: desk._toast is not None and "not set" in desk._toast.accessibleName(), timeout=LONG)
    assert phase(desk) is Phase.IN_FORCE
    assert desk.presence.my_status().reason is None


def test_what_is_set_without_contact_waits_is_told_apart_and_sent_later(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = Folders.usual()
    with serving(tmp_path / "hub") as first:
        with first.client("anna") as anna:
            monkeypatch.setenv("KALIX_TOKEN", anna.headers["authorization"].removeprefix("Bearer "))
        kept.save(folders.config, kept.Settings(hub=first.url, username="anna", language="en", shortcut=""))
        desk = DesktopController(qapp, QSystemTrayIcon(), folders, clock=Clock())
        desk.start()
        qtbot.waitUntil(lambda: phase(desk) is Phase.IN_FORCE, timeout=LONG)
        port, config = first.server.port, first.config
    qtbot.waitUntil(lambda: phase(desk) is Phase.STALE, timeout=LONG)
    desk.status.set_absence(wire.AbsenceRequest("meeting", until(30)))
    qtbot.waitUntil(lambda: phase(desk) is Phase.QUEUED, timeout=LONG)
    assert desk.presence.my_status().reason == "meeting"
    import msgspec

    again = msgspec.structs.replace(config, listen=msgspec.structs.replace(config.listen, port=port))
    with serving(tmp_path / "hub", config=again):
        assert desk.bridge is not None

        async def try_now(session: object) -> None:
            session.try_now()  # type: ignore[attr-defined]

        desk.bridge.submit(try_now)
        qtbot.waitUntil(lambda: phase(desk) is Phase.IN_FORCE and desk.presence.my_status().reason == "meeting", timeout=LONG)
        desk.stop()


def test_the_small_window_serves_where_there_is_no_tray(
    desk: DesktopController, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: False))
    desk.tray.look_for_host()
    desk.other_ways.serve()
    assert desk.other_ways.window is not None
    assert desk.other_ways.window.isVisible()
    desk.other_ways.window.close()
    assert desk.other_ways.window.isVisible(), "closing makes it small: nothing else is there to open it by"
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    desk.tray.look_for_host()
    assert not desk.other_ways.window.isVisible()


def test_a_second_start_opens_the_window_it_asks_for(desk: DesktopController, qtbot: QtBot) -> None:
    signed_in(desk, qtbot)
    qtbot.waitUntil(lambda: phase(desk) is Phase.IN_FORCE, timeout=LONG)
    desk.raise_("colleagues")
    assert desk.grid_controller.grid is not None
    assert desk.grid_controller.grid.isVisible()
    desk.raise_("")
    assert desk.panel is not None
    assert desk.panel.isVisible()
    qtbot.keyClick(desk.panel, Qt.Key.Key_Escape)


@pytest.mark.parametrize("changed", [{"language": "sv"}, {"theme": "dark"}, {"language": "fi", "theme": "dark"}])
def test_what_is_open_stays_open_in_another_language_or_colour(
    desk: DesktopController, qtbot: QtBot, changed: dict[str, str]
) -> None:
    signed_in(desk, qtbot)
    qtbot.waitUntil(lambda: phase(desk) is Phase.IN_FORCE, timeout=LONG)

    def windows() -> list[QWidget | None]:
        return [desk.panel, desk.grid_controller.grid, desk.callbacks.inbox, desk.plans.window]

    desk.plans.open()
    desk.callbacks.open_inbox()
    desk.raise_("colleagues")
    before = windows()
    assert [window is not None and window.isVisible() for window in before] == [False, True, True, True]
    desk.choices.take(msgspec.structs.replace(desk.settings, **changed))
    qtbot.waitUntil(
        lambda: [window is not None and window.isVisible() for window in windows()] == [False, True, True, True], timeout=LONG
    )
    assert all(now is not then for now, then in zip(windows()[1:], before[1:], strict=True))
    desk.choices.take(msgspec.structs.replace(desk.settings, language="en", theme="system"))


def test_whether_a_newer_version_is_spoken_of_follows_the_setting_at_once(desk: DesktopController) -> None:
    assert desk.presence.updates
    desk.choices.take(msgspec.structs.replace(desk.settings, updates=False))
    assert not desk.presence.updates


def test_another_language_takes_effect_at_once(desk: DesktopController, qtbot: QtBot) -> None:
    signed_in(desk, qtbot)
    qtbot.waitUntil(lambda: phase(desk) is Phase.IN_FORCE, timeout=LONG)
    desk.choices.take(kept.Settings(hub=desk.settings.hub, username="anna", language="sv", shortcut=""))
    assert desk.tray._icon.toolTip().splitlines()[1] == "Tillgänglig"
    desk.choices.take(kept.Settings(hub=desk.settings.hub, username="anna", language="en", shortcut=""))
