"""Who did what about one, in the settings: the hub's lines, and nothing before it has told them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.settings.audit_field import AuditField
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.errors import Unavailable
from tests.desktop.sample import NOON

LINE = wire.AuditLineView(1, NOON, AuditAct.SEE_MESSAGES, "2001", "<b>Maria</b> Holm", "2041", "Anna Ek", "tray", "s")


def test_lines_are_shown_once_they_are_told_and_a_fault_is_said(presence: Presence, qtbot: QtBot) -> None:
    asked: list[Callable[[Any, Exception | None], None]] = []
    field = AuditField(presence, "en", lambda work, done: asked.append(done))  # type: ignore[arg-type]
    qtbot.addWidget(field)
    field.fetch()
    assert "Maria" not in field.lines.text()
    asked[0](([LINE], True), None)
    first, last = field.lines.text().splitlines()
    assert "<b>Maria</b> Holm was shown callback messages" in first
    assert "newest" in last
    asked[0](([], False), None)
    assert field.lines.text().startswith("No lines.")
    asked[0](None, Unavailable("hub-unreachable"))
    assert "No lines" not in field.lines.text()
    assert field.lines.text()
