"""Overdue from end to end: the return time passes, a call is answered at one's own phone, and colleagues see it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.clocks import machine_now
from tests.journeys.hub_process import HubProcess
from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.sip_phones import Phones

pytestmark = pytest.mark.asterisk


def test_a_call_answered_at_the_own_phone_ends_overdue(hub: HubProcess, asterisk: AsteriskServer, phones: Phones) -> None:
    with hub.client("anna") as anna, hub.client("per") as per:

        def standing() -> dict[str, object]:
            found: dict[str, object] = per.get("/api/v1/people/2041").raise_for_status().json()["standing"]
            return found

        until = machine_now().replace(microsecond=0) + timedelta(seconds=2)
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": until.isoformat()}).raise_for_status()
        wait_until(lambda: "overdue" in standing(), "nobody is overdue")
        wait_until(lambda: asterisk.database("kalix") == {}, "the key stays")
        phone = phones.answers("2041")
        phones.call("2041").done()
        phone.done()
        wait_until(lambda: "overdue" not in standing(), "the answered call is no sign of life")
        assert "absence" not in standing()
