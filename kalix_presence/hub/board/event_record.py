"""Writing a standing into the event log, once per view, under the next number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from kalix_presence import wire
from kalix_presence.hub.board.event_bus import encoded
from kalix_presence.hub.store.events import add_event
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.moment import Known
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.absence import Absence


@dataclass(frozen=True, slots=True)
class Views:
    """One standing in both views; `colleague` is the same object where there is nothing to hide."""

    full: wire.Standing
    colleague: wire.Standing


def views(
    board: Known,
    extension: str,
    absence: Absence | None,
    *,
    in_force: bool,
    trouble: str | None = None,
    overdue: bool = False,
    announced: Absence | None = None,
    bent: str | None = None,
) -> Views:
    """The standing that an event will carry; its version comes with the number. `announced`: the absence with the end of its
    chain; `bent`: why its calls go elsewhere than it asks."""
    shown = board.shown(absence, full=True, announced=announced, bent=bent)
    full = wire.Standing(extension, absence=shown, in_force=in_force, trouble=trouble, overdue=overdue)
    for_colleagues = board.shown(absence, full=False, announced=announced, bent=bent)
    if for_colleagues == shown:
        return Views(full, full)
    return Views(full, msgspec.structs.replace(full, absence=for_colleagues))


def record_standing(change: Transaction, seen: Views, *, now: datetime) -> Frame:
    """Add the numbered event to the log, in the writer's transaction; publish its frame after the commit."""
    number = change.next_number()
    full = wire.StandingChanged(number, now, msgspec.structs.replace(seen.full, version=number))
    colleague = full
    if seen.colleague is not seen.full:
        colleague = wire.StandingChanged(number, now, msgspec.structs.replace(seen.colleague, version=number))
    frame = encoded(full, colleague=colleague, extension=seen.full.extension)
    add_event(change, frame, now=now)
    return frame
