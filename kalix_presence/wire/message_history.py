"""What happened to a callback message, step by step."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kalix_presence.model.absence import Way


class StepView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step of a message's history: a `model.callback.Step`, or "leave", "missed", "asked", "reached", "remind".

    `by_name` is for people, empty for the hub itself. `detail` is an attempt's outcome, a word, or whom a reminder went to.
    """

    at: datetime
    step: str
    by_name: str = ""
    way: Way = Way.UNKNOWN
    detail: str = ""


class MessageHistory(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET /messages/{id}/steps: everything that happened to it, oldest first."""

    steps: list[StepView]
