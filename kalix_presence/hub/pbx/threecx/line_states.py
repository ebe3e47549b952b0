"""What a 3CX extension's line is doing, by what call control tells of it: who takes part in its calls, which phones it has."""

from __future__ import annotations

import re
from typing import Any

from kalix_presence.model.line import LineState

_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
_ENTITY = re.compile(r"/callcontrol/(\d{1,18})(?:/|$)", re.ASCII)


def states_of(answer: Any) -> dict[str, LineState] | None:
    """All of them, by number; None where it is no such answer."""
    if not isinstance(answer, list):
        return None
    found = {}
    for each in answer:
        if (named := state_of(each)) is not None:
            found[named[0]] = named[1]
    return found


def state_of(told: Any) -> tuple[str, LineState] | None:
    """Whose, and what; None for whatever is told in another way, or of something that is no number.

    One who talks is busy, whoever else rings; one who calls is as well, though the other side rings. Without a phone it is not
    registered, and what does not tell of phones is not known to be idle.
    """
    if not isinstance(told, dict) or not isinstance(number := told.get("dn"), str) or not _NUMBER.fullmatch(number):
        return None
    devices, people = told.get("devices"), told.get("participants")
    if not isinstance(people, list) or not all(isinstance(each, dict) for each in people):
        return number, LineState.UNKNOWN
    if people:
        rings = all(each.get("status") == "Ringing" and each.get("originated_by_dn") != number for each in people)
        return number, LineState.RINGING if rings else LineState.BUSY
    if not isinstance(devices, list):
        return number, LineState.UNKNOWN
    return number, LineState.IDLE if devices else LineState.NOT_REGISTERED


def number_of(entity: Any) -> str | None:
    """Whose line an event is about; None for none."""
    found = _ENTITY.match(entity) if isinstance(entity, str) else None
    return found[1] if found else None
