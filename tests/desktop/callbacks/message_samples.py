"""Callback messages as the hub would tell of them, for tests of the windows."""

from __future__ import annotations

from datetime import timedelta

from kalix_presence import wire
from kalix_presence.model.callback import AddresseeKind, Stage
from tests.desktop.sample import NOON, sample_people

ME = sample_people()[0]
OTHER = sample_people()[1]


def message(number: int = 1, **more: object) -> wire.MessageView:
    """A message to me, taken down ten minutes ago and due in an hour."""
    fields: dict[str, object] = {
        "id": f"{number:032x}",
        "version": 1,
        "stage": Stage.DELIVERED,
        "to_kind": AddresseeKind.PERSON,
        "to": ME.extension,
        "to_name": ME.name,
        "made_by": "maria",
        "made_by_name": "Maria Holm",
        "made_at": NOON - timedelta(minutes=10),
        "due": NOON + timedelta(hours=1),
        "caller_name": f"Eva Niemi {number}",
        "caller_number": "+4692312345",
        "number_shown": "0923-123 45",
        "about": "Bygglov för en altan",
        "can_ring": True,
    }
    return wire.MessageView(**(fields | more))  # type: ignore[arg-type]
