"""What Group Policy writes into the registry of Windows is grey in the settings, and says who decided."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.site_files import KEYS, POLICY
from kalix_presence.desktop.machine_policy import MachinePolicy
from kalix_presence.desktop.settings.computer_page import ComputerPage
from tests.desktop.settings.test_window import Starter

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="the registry is a thing of Windows")


@pytest.fixture
def _decided() -> Iterator[None]:
    import winreg

    with winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, KEYS[POLICY]) as key:  # type: ignore[attr-defined,unused-ignore]
        winreg.SetValueEx(key, "hub", 0, winreg.REG_SZ, "https://presence.example.org")  # type: ignore[attr-defined,unused-ignore]
        winreg.SetValueEx(key, "theme", 0, winreg.REG_SZ, "dark")  # type: ignore[attr-defined,unused-ignore]
    yield
    with contextlib.suppress(FileNotFoundError):
        winreg.DeleteKey(winreg.HKEY_LOCAL_MACHINE, KEYS[POLICY])  # type: ignore[attr-defined,unused-ignore]


@pytest.mark.usefixtures("_decided")
def test_what_the_registry_decides_is_grey_and_says_who_decided(qtbot: QtBot, tmp_path: Path) -> None:
    decided = MachinePolicy(Folders(tmp_path, tmp_path, tmp_path))
    page = ComputerPage("en", Starter())
    qtbot.addWidget(page)
    page.decided_here = decided.why
    page.show_settings(decided.settings, None)
    said = r"Decided by your organisation for this computer (HKLM\Software\Policies\Kalix\Presence)."
    for field in (page.hub, page.theme):
        assert not field.isEnabled()
        assert field.accessibleDescription() == field.toolTip() == said
    assert (page.hub.text(), page.theme.currentData()) == ("https://presence.example.org", "dark")
    assert page.speech.isEnabled()
    assert page.speech.toolTip() == ""
