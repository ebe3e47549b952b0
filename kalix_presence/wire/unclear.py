"""What the PBX does not know, does otherwise than was asked, or has that could not be read: for officers and administrators."""

from __future__ import annotations

import msgspec


class UnknownPhone(msgspec.Struct, frozen=True):
    """Somebody of whose line the PBX says nothing: their phone is named otherwise than their extension, or is not there."""

    extension: str
    name: str
    unit_name: str


class BentRule(msgspec.Struct, frozen=True):
    """Somebody whose calls do not go where it was asked; `bent` is why, as an error code, `detail` the same in words."""

    extension: str
    name: str
    bent: str
    detail: str


class Unclear(msgspec.Struct, frozen=True):
    """Answer to GET /unclear. Without the PBX (`pbx` false) nobody's line is known, and `phones` names those it did not know
    before. `journal_unread` counts entries of its journals that nobody can read: something that somebody did or asked for may
    be missing."""

    pbx: bool
    phones: list[UnknownPhone]
    bent: list[BentRule]
    journal_unread: int
