"""What a desk phone's lamp and presence text show for an absence."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.pbx.protocol import Lamp
from kalix_presence.model.absence import Absence
from kalix_presence.model.words import Words


def lamp_of(board: Board, absence: Absence | None, *, words: Words, now: datetime) -> Lamp:
    """Away with "Lunch, åter 13.00", or dark. A sensitive reason shows as what colleagues see."""
    if absence is None:
        return Lamp(away=False)
    reason = board.reason_of(absence)
    if reason.sensitive and reason.shown_as in board.reasons:
        reason = board.reasons.get(reason.shown_as)
    name = reason.name(words.language)
    if absence.end is None:
        return Lamp(away=True, text=name)
    zone = ZoneInfo(board.policy.zone)
    back, today = absence.end.astimezone(zone), now.astimezone(zone).date()
    key = "lamp.back-at" if back.date() == today else "lamp.back-on"
    return Lamp(
        away=True,
        text=words.say(key, reason=name, hour=back.hour, minute=f"{back.minute:02}", day=back.day, month=back.month),
    )
