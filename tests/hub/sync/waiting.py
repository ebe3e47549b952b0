"""A source that waits with Anna Ek's removal, without a run that has found it."""

from __future__ import annotations

from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.site.sync_section import CsvSource, SyncSection
from kalix_presence.hub.store import Transaction
from kalix_presence.hub.store.held_lines import HeldLine, put_held_lines
from kalix_presence.hub.store.sync_states import Held, SyncState, put_sync_state
from kalix_presence.model.held_run import HeldKind
from tests.hub.serving import Serving

BY_NOBODY = SyncSection(minutes=0, sources={"staff": CsvSource("staff.csv")})
"""A source that no hub reads by itself."""


def waits_with_anna(hub: Serving) -> str:
    """It waits from now on; what an answer names."""
    anna = hub.on_loop(lambda: hub.hub.board.people["2041"])
    held = Held("0123456789", 1, 0, hub.clock(), difference="abcdefabcd", counts={"removed": 1}, kept=1)
    line = HeldLine(HeldKind.REMOVED, "2041", "Anna Ek", anna.unit, "Bygglov", person=anna.id)

    def waits(change: Transaction) -> None:
        put_sync_state(change, "staff", SyncState(hub.clock(), trouble="sync-held", held=held))
        put_held_lines(change, "staff", [line])

    write(hub.config, waits)
    return held.shown
