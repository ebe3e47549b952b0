"""Where the calls of an absence go, asked for again when it goes on; apart, so that a tray that asks loads no fields for it."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.model.absence import ForwardKind


def forward_again(absence: wire.ShownAbsence) -> str | None:
    """Where the calls of `absence` go, as it is asked for again."""
    if absence.forward is ForwardKind.NUMBER or absence.bent:
        return None  # a number of one's own is not known here in full, nor one that is bent: the reason's usual is asked for
    return absence.forward_number if absence.forward is ForwardKind.COLLEAGUE else absence.forward.value
