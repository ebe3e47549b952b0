"""What an exchange and its answer point can do together is no more than is known of both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kalix_presence.hub.pbx.answer_point.merged import merged
from kalix_presence.hub.pbx.capabilities import Capabilities, ForeignChanges
from kalix_presence.hub.pbx.forwards_only import FORWARDS_ONLY

EVENTS, POLL, NONE = ForeignChanges.EVENTS, ForeignChanges.POLL, ForeignChanges.NONE


@pytest.mark.parametrize("seen", ForeignChanges)
def test_a_change_at_an_exchange_that_nobody_asks_is_not_seen(seen: ForeignChanges) -> None:
    assert merged(Capabilities(foreign_changes=seen), None).foreign_changes is NONE


@pytest.mark.parametrize(
    ("point", "exchange", "together"),
    [(EVENTS, POLL, POLL), (POLL, EVENTS, POLL), (NONE, EVENTS, NONE), (EVENTS, EVENTS, EVENTS)],
)
def test_a_change_is_seen_as_the_slower_tells_it(
    point: ForeignChanges, exchange: ForeignChanges, together: ForeignChanges
) -> None:
    there = replace(FORWARDS_ONLY, foreign_changes=exchange, poll_seconds=90.0)
    found = merged(Capabilities(foreign_changes=point), there)
    assert (found.foreign_changes, found.poll_seconds) == (together, 90.0)
