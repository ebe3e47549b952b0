"""Nothing acknowledged is ever lost, whatever is killed."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from tests.clocks import machine_now
from tests.journeys.hub_process import PEOPLE, HubProcess, crowd
from tests.journeys.test_main_job import wish
from tests.pbx.asterisk_server import AsteriskServer, wait_until

pytestmark = pytest.mark.asterisk

CHANGES = 500


def shown(asterisk: AsteriskServer, extension: str) -> str:
    """The custom presence state of an extension, as `presencestate list` shows it."""
    listed = asterisk.command("presencestate list").split("Name: 'CustomPresence:")
    return next((part for part in listed if part.startswith(extension)), "")


def test_a_restarted_pbx_has_the_rules_and_lamps_it_should_have(hub: HubProcess, asterisk: AsteriskServer) -> None:
    with hub.client("anna") as anna, hub.client("per") as per:
        assert anna.put("/api/v1/people/2041/absence", json=wish()).json()["in_force"]
        assert per.put("/api/v1/people/2042/absence", json=wish()).json()["in_force"]
        wait_until(lambda: "'away'" in shown(asterisk, "2042"), "the lamp does not follow")
        asterisk.stop()
        late = per.delete("/api/v1/people/2042/absence").json()
        assert not late["in_force"]
        assert late["trouble"] == "pbx-unreachable"
        asterisk.start()
        wait_until(lambda: per.get("/api/v1/people/2042").json()["standing"].get("in_force", True), "it never comes into force")
    assert set(asterisk.database("kalix")) == {"2041"}
    wait_until(lambda: "'away'" in shown(asterisk, "2041"), "the lamp of 2041 is dark")
    wait_until(lambda: "'available'" in shown(asterisk, "2042"), "the lamp of 2042 stays lit")


def test_a_pbx_killed_right_after_it_acknowledged_gets_the_rule_again(hub: HubProcess, asterisk: AsteriskServer) -> None:
    """AstDB is not durable at the answer: what was written in the last second is lost."""
    with hub.client("anna") as anna:
        assert anna.put("/api/v1/people/2041/absence", json=wish()).json()["in_force"]
    asterisk.kill9()
    asterisk.start()
    wait_until(lambda: "|lunch|" in asterisk.database("kalix").get("2041", ""), "the rule is lost")


def test_a_key_tampered_with_is_healed_and_said(hub: HubProcess, asterisk: AsteriskServer) -> None:
    with hub.client("anna") as anna:
        assert anna.put("/api/v1/people/2041/absence", json=wish()).json()["in_force"]
    before = asterisk.database("kalix")["2041"]
    asterisk.put("2041", "1|0|always|0900123456|lunch|evil")
    asterisk.put("2043", "rubbish")
    wait_until(lambda: asterisk.database("kalix") == {"2041": before}, "it is not healed")
    wait_until(lambda: hub.log().count("drift-healed") >= 2, "nobody is told")
    metrics = httpx.get(f"{hub.url}/metrics").text
    assert sum(float(line.split()[-1]) for line in metrics.splitlines() if line.startswith("kalix_drift_healed_total")) >= 2


def test_a_hub_killed_amid_five_hundred_changes_has_every_one_it_acknowledged(tmp_path: Path, asterisk: AsteriskServer) -> None:
    hub = HubProcess(tmp_path, asterisk, people=PEOPLE + crowd(CHANGES)).start().connected()
    acknowledged: dict[str, str] = {}
    enough = threading.Event()
    with hub.client("maria") as maria:
        token = maria.headers["authorization"]
    base = machine_now().replace(microsecond=0) + timedelta(hours=1)

    def change(own: range) -> None:
        with httpx.Client(base_url=hub.url, timeout=60, headers={"authorization": token}, trust_env=False) as client:
            for number in own:
                until = (base + timedelta(seconds=number)).isoformat()
                try:
                    answer = client.put(f"/api/v1/people/{30_000 + number}/absence", json={"reason": "lunch", "until": until})
                except httpx.HTTPError:
                    return
                if answer.status_code == 200:
                    acknowledged[str(30_000 + number)] = until
                if len(acknowledged) >= CHANGES // 3:
                    enough.set()

    workers = [threading.Thread(target=change, args=(range(place, CHANGES, 8),)) for place in range(8)]
    for worker in workers:
        worker.start()
    assert enough.wait(60)
    hub.kill9()
    for worker in workers:
        worker.join(60)
    assert CHANGES // 3 <= len(acknowledged) < CHANGES, "it was not killed in the middle"
    hub.start().connected()
    with hub.client("maria") as maria:
        people = maria.get("/api/v1/people", params={"limit": 1000}).raise_for_status().json()
        found = {person["extension"]: person["standing"] for person in people["people"]}
        while people.get("next"):
            people = maria.get("/api/v1/people", params={"limit": 1000, "after": people["next"]}).raise_for_status().json()
            found |= {person["extension"]: person["standing"] for person in people["people"]}
    for extension, until in acknowledged.items():
        assert datetime.fromisoformat(found[extension]["absence"]["end"]) == datetime.fromisoformat(until), extension
    away = {extension for extension, standing in found.items() if standing.get("absence")}
    wait_until(lambda: set(asterisk.database("kalix")) == away, "the PBX does not agree")
    held = asterisk.database("kalix")
    for extension, until in acknowledged.items():
        assert f"|{int(datetime.fromisoformat(until).timestamp())}|"[1:] in held[extension], extension
    hub.stop()
