"""Which extensions are free, reserved by an order, or were somebody's so lately that they are given to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kalix_presence import wire
from kalix_presence.hub.store import extension_requests, people
from kalix_presence.hub.store.moment import Known
from kalix_presence.hub.store.sql import Sql
from kalix_presence.model.errors import BadInput, Conflict
from kalix_presence.model.extension_request import free_numbers

SHOWN = 50
"""So many free numbers are shown; there may be thousands."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """`held` by people, `reserved` by the order with that id, `quarantine` until a moment (aware)."""

    held: frozenset[str]
    reserved: dict[str, str]
    quarantine: dict[str, datetime]

    def require_free(self, number: str, *, order: str) -> None:
        """Raises Conflict `number-held`, `number-reserved` (by another order than this) or `number-quarantine`."""
        if number in self.held:
            raise Conflict("number-held", field="number", number=number)
        if self.reserved.get(number, order) != order:
            raise Conflict("number-reserved", field="number", number=number)
        if number in self.quarantine:
            raise Conflict("number-quarantine", field="number", number=number)


def read_numbers(sql: Sql, known: Known, now: datetime) -> Numbers:
    """How all numbers stand, as it is committed."""
    days = timedelta(days=known.policy.number_quarantine_days)
    left = extension_requests.left_since(sql, now - days)
    return Numbers(
        people.held_extensions(sql), extension_requests.reserved(sql), {number: at + days for number, at in left.items()}
    )


def check_in_series(known: Known, number: str) -> None:
    """Raises BadInput `number-outside` for a number that the site gives to nobody; without series any number is right."""
    series = known.policy.numbers
    if not number.isascii() or not number.isdigit() or (series and number not in free_numbers(series, ())):
        raise BadInput("number-outside", field="number", number=number[:20])


def numbers_view(known: Known, numbers: Numbers) -> wire.NumbersView:
    """What whoever orders extensions looks at."""
    taken = numbers.held | numbers.reserved.keys() | numbers.quarantine.keys()
    free, tz = list(free_numbers(known.policy.numbers, taken)), known.worktime.tz
    return wire.NumbersView(
        list(known.policy.numbers),
        free[:SHOWN],
        len(free),
        sorted(numbers.reserved),
        [wire.QuarantinedNumber(one, until.astimezone(tz).date()) for one, until in sorted(numbers.quarantine.items())],
    )
