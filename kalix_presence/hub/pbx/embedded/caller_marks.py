"""Marks that stand for a caller for a day and are nobody's then, as the dialplan makes them."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, date, datetime, timedelta


class CallerMarks:
    """A key for each day (UTC); all but those of today and yesterday are thrown away."""

    def __init__(self) -> None:
        self._keys: dict[date, str] = {}

    def of(self, number: str, now: datetime) -> tuple[str, ...]:
        """The marks of a call from `number` that ends now; none where the number is withheld."""
        if not number:
            return ()
        today = now.astimezone(UTC).date()
        days = (today, today - timedelta(days=1))
        self._keys = {day: key for day, key in self._keys.items() if day in days}
        self._keys.setdefault(today, secrets.token_hex(16))
        return tuple(hashlib.sha256(f"{self._keys[day]}:{number}".encode()).hexdigest() for day in days if day in self._keys)
