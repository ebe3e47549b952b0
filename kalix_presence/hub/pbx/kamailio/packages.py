"""By which event package a system tells what lines do: their dialogs, or, where it has no more, presence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from kalix_presence.hub.pbx.kamailio.dialog_info import Dialogs
from kalix_presence.hub.pbx.kamailio.pidf import Presence
from kalix_presence.model.line import LineState


class Reader(Protocol):
    """Reads what is told by one subscription, in its order."""

    def take(self, body: bytes) -> LineState | None:
        """What the line is doing by it; None where that has to be asked for anew."""
        ...


@dataclass(frozen=True, slots=True)
class Package:
    """`event` and `accept` as they are asked for; `reader` makes one for a subscription."""

    event: str
    accept: str
    reader: Callable[[], Reader]


DIALOG = Package("dialog", "application/dialog-info+xml", Dialogs)
PRESENCE = Package("presence", "application/pidf+xml", Presence)
PRESENCE_WITH_CALLS = Package("presence", "application/pidf+xml", partial(Presence, tells_calls=True))
BY_NAME = {"dialog": DIALOG, "presence": PRESENCE, "presence-with-calls": PRESENCE_WITH_CALLS}
"""As the settings name them."""
