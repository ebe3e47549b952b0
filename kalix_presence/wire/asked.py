"""What of a day's questions was answered, told between the computers of one person."""

from __future__ import annotations

from datetime import date, datetime

import msgspec


class AskedDay(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body and answer of PUT /people/{extension}/asked: `over` is not asked again on `day`, others not before their moments.

    The names are those of `model.day.Question`; what one side does not know is left out.
    """

    day: date
    over: list[str] = []
    not_before: dict[str, datetime] = {}
