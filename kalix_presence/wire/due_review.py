"""A part of a sketch that is to be looked through: said with an event, so it is apart from the sketch itself (P15)."""

from __future__ import annotations

from datetime import date

import msgspec


class DueReview(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part that is to be looked through, and when that was last done."""

    unit: str
    unit_name: str
    reviewed: date | None = None
