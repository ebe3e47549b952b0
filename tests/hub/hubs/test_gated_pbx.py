"""What changes something at the exchange is done under a lease that lasts; what only asks is asked whenever."""

from __future__ import annotations

import inspect
import math

import pytest

from kalix_presence.hub.hubs.gated_pbx import CHANGES, gated
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.supervision.acting import Acting
from kalix_presence.model.errors import Unavailable
from tests.clocks import Clock
from tests.hub.house import EXTENSIONS, embedded

LOOKS = frozenset(
    {
        *("read", "rules", "lines", "codes", "calls", "rang", "conversations", "counted_calls", "present_calls"),
        *("check", "offers_callback", "listen", "phone_accounts", "unkept_phones"),
    }
)


def test_of_each_method_that_talks_to_the_exchange_it_is_said_whether_it_changes_anything() -> None:
    talking = {name for name, one in inspect.getmembers(Pbx, inspect.iscoroutinefunction) if not name.startswith("_")}
    assert talking - {"start", "stop"} == CHANGES | LOOKS
    assert not CHANGES & LOOKS


@pytest.mark.parametrize("name", sorted(CHANGES))
async def test_a_change_is_refused_from_the_moment_on_that_the_lease_may_be_over(name: str) -> None:
    now = [100.0]
    acting = Acting(lambda: now[0])
    pbx = gated(embedded(Clock()), acting)
    acting.until(102.0)
    now[0] = 102.0
    takes = [object()] * sum(
        one.default is one.empty for one in list(inspect.signature(getattr(Pbx, name)).parameters.values())[1:]
    )
    with pytest.raises(Unavailable, match="hub-leads-no-longer"):
        await getattr(pbx, name)(*takes)


async def test_a_hub_that_leads_acts_and_one_that_does_not_goes_on_looking() -> None:
    now = [100.0]
    acting = Acting(lambda: now[0])
    pbx = gated(embedded(Clock()), acting)
    await pbx.start()
    acting.until(102.0)
    await pbx.remove("2041")
    acting.until(-math.inf)
    assert set(await pbx.lines()) == set(EXTENSIONS)
    assert pbx.capabilities.place_call is not None
    await pbx.stop()
