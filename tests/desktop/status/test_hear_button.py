"""The button that plays what callers hear: there when something is said, off with its reason where nothing can play it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from msgspec import structs
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.session_events import FactsChanged, StandingsChanged
from kalix_presence.desktop.platform import sound
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.hear_button import HearButton
from kalix_presence.desktop.status.panel import StatusPanel
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.errors import Unavailable
from tests.desktop.sample import absent, reasons_view

ME = "2030"
WAV = b"RIFF"


@pytest.fixture
def panel(presence: Presence, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> StatusPanel:
    """With the sound of the hub, and a program that writes down what it is given to play."""
    program = tmp_path / "plays"
    program.write_text(f'#!{sys.executable}\nimport shutil, sys\nshutil.copy(sys.argv[1], "{tmp_path}/heard")\n', "utf-8")
    program.chmod(0o700)
    monkeypatch.setattr(sound, "PLAYERS", ((str(program),),))
    monkeypatch.setattr(sound.tempfile, "tempdir", str(tmp_path))
    view = structs.replace(reasons_view(), sound=True)
    presence.on_session_event(FactsChanged(presence.me, view, list(presence.people.values()), None))
    made = StatusPanel(presence, "sv")
    qtbot.addWidget(made)
    made.open()
    qtbot.waitUntil(made.isVisible)
    return made


def button(panel: StatusPanel) -> HearButton:
    return panel.findChildren(HearButton)[0]


def test_it_is_there_while_an_announcement_is_in_force(panel: StatusPanel, presence: Presence) -> None:
    assert not button(panel).isVisible()
    presence.on_session_event(StandingsChanged([absent(ME, "lunch", version=2)], whole=False))
    assert button(panel).isVisible()
    own = absent(ME, "lunch", version=3)
    assert own.absence is not None
    rings = structs.replace(own, absence=structs.replace(own.absence, forward=ForwardKind.NONE))
    presence.on_session_event(StandingsChanged([rings], whole=False))
    assert not button(panel).isVisible(), "the phone rings: nothing is said"
    presence.on_session_event(
        StandingsChanged([structs.replace(own, version=4, in_force=False, trouble="pbx-unreachable")], whole=False)
    )
    assert not button(panel).isVisible(), "the exchange does not have it yet"
    presence.on_session_event(StandingsChanged([wire.Standing(ME, 5)], whole=False))
    assert not button(panel).isVisible()


def test_it_plays_what_the_hub_gives_and_leaves_no_file(
    panel: StatusPanel, presence: Presence, qtbot: QtBot, tmp_path: Path
) -> None:
    presence.on_session_event(StandingsChanged([absent(ME, "lunch", version=2)], whole=False))
    with qtbot.waitSignal(panel.sound_asked):
        button(panel).click()
    panel.play(WAV, None)
    assert button(panel).text() == "Stop"
    qtbot.waitUntil(lambda: button(panel).text() == "Listen")
    assert (tmp_path / "heard").read_bytes() == WAV
    assert list(tmp_path.glob("kalix-*.wav")) == []


def test_what_the_hub_refuses_is_said(panel: StatusPanel, presence: Presence) -> None:
    presence.on_session_event(StandingsChanged([absent(ME, "lunch", version=2)], whole=False))
    panel.play(None, Unavailable("clips-missing"))
    assert "clips" in panel._line.accessibleDescription()


def test_where_nothing_can_play_it_is_off_and_says_why(
    panel: StatusPanel, presence: Presence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound, "PLAYERS", (("no-such-program",),))
    presence.on_session_event(StandingsChanged([absent(ME, "lunch", version=2)], whole=False))
    assert button(panel).isVisible()
    assert not button(panel).isEnabled()
    assert "aplay" in button(panel).toolTip()


def test_a_site_without_the_clips_has_no_button(presence: Presence, qtbot: QtBot) -> None:
    made = StatusPanel(presence, "sv")
    qtbot.addWidget(made)
    made.open()
    presence.on_session_event(StandingsChanged([absent(ME, "lunch", version=2)], whole=False))
    assert not button(made).isVisible()
