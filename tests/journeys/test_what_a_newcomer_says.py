"""Somebody new is called over a real Asterisk: the card of their own desk says what to answer with, until the site's days are over."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.controller import DesktopController
from tests.journeys.hub_process import HubProcess
from tests.pbx.hand_phone import HandPhone

pytestmark = pytest.mark.asterisk

LONG = 120_000


def test_the_line_is_on_the_card_as_the_unit_has_it_and_goes_when_the_days_are_over(
    hub_with_olle_new: HubProcess, olles_desk: DesktopController, phone: Callable[[str], HandPhone], qtbot: QtBot
) -> None:
    outside, olle = phone("outside"), phone("2043")

    def called() -> tuple[list[str], str]:
        """What the card says, and what a screen reader does, at one more call."""
        outside.dial("2043", shown="Karin Berg")
        rings = olle.ringing()
        qtbot.waitUntil(
            lambda: olles_desk.grid_controller.incoming is not None and olles_desk.grid_controller.incoming.isVisible(),
            timeout=LONG,
        )
        card = olles_desk.grid_controller.incoming
        assert card is not None
        said = [label.text() for label in card.findChildren(QLabel) if not label.isHidden()], card.accessibleName()
        olle.put_down(rings)
        qtbot.waitUntil(lambda: not card.isVisible(), timeout=LONG)
        return said

    def answers_with(line: str, version: int) -> None:
        """The administrator lets the administration answer so; the desk hears of it while it runs."""
        with hub_with_olle_new.client("admin") as admin:
            wish = {"version": version, "line": line}
            admin.put("/api/v1/units/samhallsbyggnad/greeting", json=wish).raise_for_status()

    def told() -> str:
        me = olles_desk.presence.me
        return me.greeting.line if me is not None and me.greeting is not None else ""

    shown, spoken = called()
    assert shown[-2:] == ["Say", "Bygglov, Olle Lind"]
    assert spoken.endswith(" Say: Bygglov, Olle Lind")

    answers_with("{administration}, {given}", 0)
    qtbot.waitUntil(lambda: told() == "Samhällsbyggnad, Olle", timeout=LONG)
    assert called()[0][-2:] == ["Say", "Samhällsbyggnad, Olle"]

    # As if he had signed in first 57 days ago: the last of 56 is over, also where the clocks were changed between.
    days = int(timedelta(days=57) / timedelta(microseconds=1))
    with closing(sqlite3.connect(hub_with_olle_new.place / "kalix.db")) as sql:
        assert sql.execute("UPDATE newcomer SET begun_at = begun_at - ?", (days,)).rowcount == 1
        sql.commit()
    answers_with("Lov, {given} {family}", 1)
    qtbot.waitUntil(lambda: told() == "Lov, Olle Lind", timeout=LONG)
    shown, spoken = called()
    assert "Karin Berg" in " ".join(shown)
    assert "Say" not in shown
    assert "Olle Lind" not in " ".join((*shown, spoken))
