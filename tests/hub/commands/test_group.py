"""Several real hubs on one PostgreSQL: one leads, whatever becomes of any of them, and nothing that was acknowledged is lost."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from tests.hub.hubs.grouped import Grouped, HubProcess, eventually, grouped, is_ready, token
from tests.postgresql import Cluster

pytestmark = pytest.mark.xdist_group("several-hubs")


@pytest.fixture(scope="module")
def own() -> Iterator[Cluster]:
    """A server that is killed and begun again."""
    made = Cluster()
    yield made
    made.remove()


@pytest.fixture(scope="module")
def group(own: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grouped]:
    """Begun once: each test leaves one that leads and one that stands by."""
    with grouped(own, tmp_path_factory.mktemp("group")) as made:
        yield made


def two(group: Grouped) -> tuple[HubProcess, HubProcess]:
    """Who leads and who stands by, both there."""
    for hub in group.hubs:
        if hub.process is None or hub.process.poll() is not None:
            hub.begin()
        eventually(partial(is_ready, hub), hub.name)
    leader = group.leader()
    [other] = group.others(leader)
    assert not other.leads, "one leads at a time"
    return leader, other


def as_anna(hub: HubProcess) -> dict[str, str]:
    return {"authorization": f"Bearer {token(hub)}"}


def set_motto(hub: HubProcess, headers: dict[str, str], minutes: int) -> int:
    """A change that is acknowledged, or not: its status."""
    body = {"lunch_at": "11:30:00", "lunch_minutes": minutes}
    answer = hub.ask("PUT", "/api/v1/people/2041/preferences", json=body, headers=headers)
    return 0 if answer is None else answer.status_code


def minutes_at(hub: HubProcess, headers: dict[str, str]) -> Any:
    answer = hub.ask("GET", "/api/v1/people/2041/preferences", headers=headers)
    assert answer is not None
    return answer.json()["preferences"]["lunch_minutes"]


def test_whoever_asks_a_hub_that_stands_by_is_answered_by_the_one_that_leads(group: Grouped) -> None:
    leader, other = two(group)
    anna = as_anna(other)
    assert set_motto(other, anna, 30) == 200
    assert minutes_at(leader, anna) == minutes_at(other, anna) == 30
    ready = other.ready()
    assert ready is not None
    assert (ready["leader"], ready["term"]) == (leader.name, group.lease()[1])


def test_hubs_and_check_say_who_leads(group: Grouped) -> None:
    leader, other = two(group)
    command = [sys.executable, "-m", "kalix_presence.hub", "hubs", "--json", "--config", str(other.folder)]
    told = [
        json.loads(line) for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    ]
    assert {one["name"]: one["part"] for one in told} == {leader.name: "leads", other.name: "stands-by"}
    assert {one["term"] for one in told} == {0, group.lease()[1]}


def test_a_hub_with_other_keys_stands_by_until_it_has_the_groups(group: Grouped) -> None:
    leader, other = two(group)
    key = other.folder / "factors.key"
    right = key.read_bytes()
    key.write_bytes(b"0" * 44)
    eventually(lambda: group.sql("SELECT state FROM hub WHERE name = %s", other.name) == [("other-keys",)])
    leader.kill()
    eventually(lambda: other.ready() is None)
    key.write_bytes(right)
    eventually(lambda: other.leads)


def test_a_hub_that_is_killed_is_followed_and_what_was_acknowledged_is_there(group: Grouped) -> None:
    leader, other = two(group)
    anna, (_, term) = as_anna(leader), group.lease()
    assert set_motto(leader, anna, 31) == 200
    leader.kill()
    eventually(lambda: other.leads)
    measures = other.ask("GET", "/metrics")
    assert measures is not None
    assert {"kalix_hub_leads 1.0", "kalix_hub_takeovers_total 1.0"} <= set(measures.text.splitlines())
    assert minutes_at(other, anna) == 31, "whoever was signed in is so there"
    assert group.lease()[1] == term + 1
    assert set_motto(other, anna, 32) == 200


def test_a_hub_that_stood_still_and_wakes_leads_no_longer_and_begins_anew(group: Grouped) -> None:
    leader, other = two(group)
    anna, said = as_anna(leader), leader.said("begins-anew")
    leader.send(signal.SIGSTOP)
    eventually(lambda: other.leads)
    assert set_motto(other, anna, 33) == 200
    leader.send(signal.SIGCONT)
    eventually(lambda: leader.said("begins-anew") == said + 1)
    eventually(lambda: leader.ready() is not None and not leader.leads)
    assert other.leads
    assert minutes_at(other, anna) == 33


def test_a_hub_that_is_stopped_hands_over_at_once_with_all_that_was_acknowledged(group: Grouped) -> None:
    leader, other = two(group)
    anna = as_anna(leader)
    acknowledged = [minutes for minutes in range(20, 30) if set_motto(leader, anna, minutes) == 200]
    leader.send(signal.SIGTERM)
    eventually(lambda: other.leads)
    assert minutes_at(other, anna) == acknowledged[-1]
    assert leader.process is not None
    assert leader.process.wait(60) == 0
    assert leader.said("lease-not-reached") == 0


def test_the_same_hub_leads_on_when_postgresql_was_killed_and_is_there_again(group: Grouped) -> None:
    leader, other = two(group)
    anna, held, begun = as_anna(leader), group.lease(), leader.said("begins-anew")
    assert set_motto(leader, anna, 40) == 200
    group.cluster.stop()
    shown = leader.ask("GET", "/api/v1/board", headers=anna)
    assert shown is not None
    assert shown.status_code == 200, f"what it has in memory it shows: {shown.text}"
    assert set_motto(leader, anna, 41) == 503
    group.cluster.start()
    eventually(lambda: set_motto(leader, anna, 42) == 200)
    assert group.lease() == held
    assert leader.said("begins-anew") == begun
    eventually(lambda: leader.leads)
    eventually(lambda: other.ready() is not None and not other.leads)
