"""A plan over a real Asterisk: its rule is there by itself, the deputy's phone rings once they have agreed, "back" takes it away."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kalix_presence.hub.pbx.asterisk.rule_text import read_rule
from kalix_presence.model.announcement import spoken
from kalix_presence.model.forwarding import ForwardingRule
from tests.clocks import machine_now
from tests.journeys.hub_process import HubProcess
from tests.pbx.asterisk_server import AsteriskServer, wait_until
from tests.pbx.sip_phones import Phones

pytestmark = pytest.mark.asterisk


def test_a_plan_with_a_deputy_holds_in_the_pbx_and_ends_with_back(
    hub: HubProcess, asterisk: AsteriskServer, phones: Phones
) -> None:
    now = machine_now().astimezone(ZoneInfo("Europe/Stockholm")).replace(tzinfo=None)
    starts, ends = now - timedelta(minutes=5), (now + timedelta(days=10)).replace(hour=8, minute=0)
    wish = {
        "reason": "holiday",
        "starts": starts.isoformat(timespec="minutes"),
        "ends": ends.isoformat(timespec="minutes"),
        "forward_to": "deputy",
        "deputy": "2042",
    }
    with hub.client("anna") as anna, hub.client("per") as per:
        plan = anna.post("/api/v1/people/2041/plans", json=wish).raise_for_status().json()
        wait_until(lambda: "2041" in asterisk.database("kalix"), "the plan never reached the PBX")
        held = read_rule("2041", asterisk.database("kalix")["2041"], signals=5)
        assert isinstance(held, ForwardingRule)
        assert (held.target, held.told) == ("9", "holiday")
        switchboard = phones.answers("9")
        phones.call("2041").done()
        switchboard.done()
        per.post(f"/api/v1/plans/{plan['id']}/answer", json={"accept": True}).raise_for_status()
        wait_until(lambda: "|2042|" in asterisk.database("kalix").get("2041", ""), "the deputy never got the calls")
        deputy = phones.answers("2042")
        phones.call("2041").done()
        deputy.done()
        assert anna.delete("/api/v1/people/2041/absence").raise_for_status().json()["in_force"]
        assert "2041" not in asterisk.database("kalix")
        phone = phones.answers("2041")
        phones.call("2041").done()
        phone.done()


def test_a_caller_at_lunch_before_a_meeting_hears_when_the_meeting_ends_and_so_does_everybody_else(
    hub: HubProcess, asterisk: AsteriskServer, phones: Phones
) -> None:
    now = machine_now().replace(second=0, microsecond=0)
    lunch_ends, back = now + timedelta(hours=1), now + timedelta(hours=3)

    def wall(moment: datetime) -> str:
        return moment.astimezone(ZoneInfo("Europe/Stockholm")).replace(tzinfo=None).isoformat(timespec="minutes")

    with hub.client("anna") as anna, hub.client("per") as per:
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": lunch_ends.isoformat()}).raise_for_status()
        meeting = {"reason": "meeting", "starts": wall(lunch_ends), "ends": wall(back)}
        plan = anna.post("/api/v1/people/2041/plans", json=meeting).raise_for_status().json()

        def told() -> ForwardingRule:
            held = read_rule("2041", asterisk.database("kalix")["2041"], signals=5)
            assert isinstance(held, ForwardingRule)
            return held

        wait_until(lambda: told().until == back, "the caller is told the end of the first part")
        assert told().told == "lunch"
        switchboard = phones.answers("9")
        phones.call("2041").done()
        switchboard.done()
        expected = spoken(told(), language="sv", now=machine_now(), zone="Europe/Stockholm", name_clip=None)
        assert asterisk.played()[: len(expected)] == expected
        seen = per.get("/api/v1/people/2041").raise_for_status().json()["standing"]["absence"]
        assert datetime.fromisoformat(seen["back"]) == back
        anna.delete(f"/api/v1/plans/{plan['id']}").raise_for_status()
        wait_until(lambda: told().until == lunch_ends, "what is planned no longer is still told")
        assert "back" not in per.get("/api/v1/people/2041").raise_for_status().json()["standing"]["absence"]
