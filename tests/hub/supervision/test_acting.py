"""A process may act for as long as it was told, by a clock that a stopped process finds further on."""

from __future__ import annotations

import math

import pytest

from kalix_presence.hub.supervision.acting import Acting, running_time
from kalix_presence.model.errors import Unavailable


def test_it_may_until_the_moment_and_not_from_it_on() -> None:
    now = [5.0]
    acting = Acting(lambda: now[0])
    assert acting.may, "a hub that is alone always may"
    acting.require()
    acting.until(7.0)
    now[0] = 6.999
    assert acting.may
    now[0] = 7.0
    assert not acting.may
    with pytest.raises(Unavailable, match="hub-leads-no-longer") as refused:
        acting.require()
    assert refused.value.params["seconds"] == 1
    acting.until(-math.inf)
    assert not acting.may


def test_its_clock_never_goes_back() -> None:
    assert running_time() <= running_time()
