"""The icon, its tooltip and its menu."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from kalix_presence import shipped, wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import LinkChanged, StandingsChanged
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.phrases import whose
from kalix_presence.desktop.status.tray import Tray
from kalix_presence.desktop.widgets.glyphs import picture
from kalix_presence.desktop.widgets.theme import STATE_LIGHT
from tests.desktop.sample import absent
from tests.desktop.sweep.looks import contrast_of

ME = "2030"


@pytest.fixture
def tray(presence: Presence) -> Tray:
    made = Tray(QSystemTrayIcon(), presence, "sv")
    made.refresh()
    return made


def actions(menu: QMenu) -> dict[str, QAction]:
    found = {}
    for action in menu.actions():
        if action.menu():
            found |= actions(action.menu())  # type: ignore[arg-type]
        elif action.text():
            found[action.text()] = action
    return found


def test_the_tooltip_says_state_until_when_and_whether_it_is_confirmed(tray: Tray, presence: Presence) -> None:
    icon = tray._icon
    assert icon.toolTip() == f"{whose(presence)}\nAvailable\nCalls ring at your phone. Confirmed by the telephone exchange."
    presence.on_session_event(StandingsChanged([absent(ME, "lunch", version=2)], whole=False))
    assert icon.toolTip() == f"{whose(presence)}\nLunch, back 13.00\nConfirmed by the telephone exchange."
    presence.on_session_event(StandingsChanged([absent(ME, "lunch", version=3, in_force=False)], whole=False))
    assert icon.toolTip().endswith("Not confirmed: the telephone exchange does not have it yet.")


def test_the_menu_offers_every_reason_with_its_usual_time(tray: Tray) -> None:
    offered = actions(tray.menu)
    assert "Lunch, back 13.00" in offered
    for reason in shipped.default_reasons():
        # What comes by itself only, outside phone hours, is not offered.
        assert any(text.startswith(reason.name("sv")) for text in offered) is reason.selectable, reason.code
    assert "Semester …" in offered, "it has no usual time, so the panel asks for one"


def test_a_menu_that_is_filled_all_day_keeps_nothing_of_before(tray: Tray) -> None:
    before = len(tray.menu.findChildren(QMenu)), len(tray.menu.findChildren(QAction)), len(tray._glyphs)
    for _ in range(5):
        tray.refresh()
    assert (len(tray.menu.findChildren(QMenu)), len(tray.menu.findChildren(QAction)), len(tray._glyphs)) == before


def test_a_reason_with_a_usual_time_is_set_at_once_and_one_without_opens_the_panel(tray: Tray, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tray.reason_asked) as asked:
        actions(tray.menu)["Lunch, back 13.00"].trigger()
    assert asked.args == ["lunch"]
    with qtbot.waitSignal(tray.panel_asked) as opened:
        actions(tray.menu)["Semester …"].trigger()
    assert opened.args == ["holiday"]


def test_back_is_greyed_out_while_available(tray: Tray, presence: Presence, qtbot: QtBot) -> None:
    assert not actions(tray.menu)["I am back"].isEnabled()
    presence.on_session_event(StandingsChanged([absent(ME, "lunch", version=2)], whole=False))
    with qtbot.waitSignal(tray.back_asked):
        actions(tray.menu)["I am back"].trigger()


def test_who_is_overdue_is_told_so_and_can_say_that_they_are_back(tray: Tray, presence: Presence, qtbot: QtBot) -> None:
    presence.on_session_event(StandingsChanged([wire.Standing(ME, 2, overdue=True)], whole=False))
    assert "Overdue: are you back?" in actions(tray.menu)
    with qtbot.waitSignal(tray.back_asked):
        actions(tray.menu)["I am back"].trigger()


def test_signed_out_the_menu_offers_to_sign_in(tray: Tray, presence: Presence, qtbot: QtBot) -> None:
    presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    offered = actions(tray.menu)
    assert "Sign out" not in offered
    assert not any("Lunch" in text for text in offered)
    with qtbot.waitSignal(tray.sign_in_asked):
        offered["Sign in …"].trigger()


def test_a_tray_that_comes_late_is_noticed(presence: Presence, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    tray = Tray(QSystemTrayIcon(), presence, "sv")
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: False))
    with qtbot.assertNotEmitted(tray.host_changed):
        tray.look_for_host()
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    with qtbot.waitSignal(tray.host_changed) as changed:
        tray.look_for_host()
    assert changed.args == [True]
    assert tray._icon.isVisible()
    tray.retire()


@pytest.mark.parametrize("dark", [False, True])
def test_states_differ_in_shape_or_mark_and_not_in_colour_alone(qapp: object, dark: bool) -> None:
    """Drawn in one colour, no two reasons of one colour and no two certainties look the same."""
    seen: dict[bytes, str] = {}
    drawn = [(reason.code, reason.shape, reason.colour, "tick") for reason in shipped.default_reasons()]
    by_colour: dict[str, set[str]] = {}
    for code, shape, colour, _ in drawn:
        assert shape not in by_colour.setdefault(colour, set()), f"{code} looks like another reason of its colour"
        by_colour[colour].add(shape)
    for mark in ("tick", "dots", "bang", "slash"):
        bits = picture("circle", "green", mark, size=22, dark=dark).toImage().constBits()
        assert bytes(bits) not in seen, f"{mark} and {seen.get(bytes(bits))} look the same"
        seen[bytes(bits)] = mark


def test_a_badge_can_be_seen(qapp: object) -> None:
    plain = picture("circle", "green", "tick", size=22, dark=False).toImage()
    assert picture("circle", "green", "tick", size=22, dark=False, badge=3).toImage() != plain


@pytest.mark.parametrize("panel", ["#111111", "#2b2b2b", "#e8e8e8", "#ffffff"])
@pytest.mark.parametrize("dark", [False, True])
def test_the_icon_is_seen_on_a_panel_of_either_brightness(qapp: object, panel: str, dark: bool) -> None:
    ground = QColor(panel)
    for shape in ("circle", "square", "triangle", "diamond", "hexagon", "bar", "ring"):
        for colour in STATE_LIGHT:
            for hollow in (False, True):
                image = picture(shape, colour, "", size=22, dark=dark, hollow=hollow, rim=True).toImage()
                painted = [image.pixelColor(x, y) for x in range(22) for y in range(22)]
                seen = [one for one in painted if one.alpha() > 200 and contrast_of(one, ground) >= 3]
                assert len(seen) >= 40, (shape, colour, hollow)
