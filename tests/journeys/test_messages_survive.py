"""A hub killed with -9 at every step of a message's life: what was acknowledged is there, once, and life goes on."""

from __future__ import annotations

import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.journeys.hub_process import PASSWORD, HubProcess

WISH = {"to": "2041", "caller_name": "Karin Berg", "caller_number": "0923-555 012", "about": "Bygglov"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("survives")


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[HubProcess]:
    """One hub for all of these tests: making one takes longer than killing it."""
    process = HubProcess(folder)
    yield process
    process.stop()


@pytest.fixture
def hub(served: HubProcess) -> HubProcess:
    return served if served.running else served.start()


def signed_in(hub: HubProcess, username: str) -> str:
    answer = httpx.post(f"{hub.url}/api/v1/sign-in", json={"username": username, "password": PASSWORD}, timeout=60)
    return f"Bearer {answer.raise_for_status().json()['token']}"


class Person:
    """Somebody whose token outlives the hub's process."""

    def __init__(self, hub: HubProcess, username: str) -> None:
        self._hub, self._headers = hub, {"authorization": signed_in(hub, username)}

    def ask(self, method: str, path: str, body: object = None, key: str | None = None) -> httpx.Response:
        headers = self._headers | ({"idempotency-key": key} if key else {})
        return httpx.request(method, f"{self._hub.url}/api/v1{path}", json=body, headers=headers, timeout=60)

    def message(self, message_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.ask("GET", f"/messages/{message_id}").raise_for_status().json()
        return found

    def open(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("GET", "/messages").raise_for_status().json()["messages"]
        return found


LIFE: list[tuple[str, str, dict[str, object]]] = [
    ("anna", "deliver", {}),
    ("anna", "see", {}),
    ("anna", "try", {"outcome": "no_answer"}),
    ("anna", "hand_over", {"to": "2042", "word": "Du har ärendet"}),
    ("per", "decline", {"word": "Jag är ledig"}),
    ("anna", "return", {"word": "Fel avdelning"}),
    ("maria", "hand_over", {"to": "2041"}),
    ("anna", "finish", {}),
    ("anna", "reopen", {}),
    ("anna", "finish", {}),
]


@pytest.mark.parametrize("part", range(5))
def test_every_step_that_was_acknowledged_survives_and_a_retry_does_it_no_second_time(hub: HubProcess, part: int) -> None:
    people = {name: Person(hub, name) for name in ("anna", "per", "maria")}
    key = uuid.uuid4().hex
    message = people["maria"].ask("POST", "/messages", WISH, key).raise_for_status().json()
    hub.kill9()
    hub.start()
    assert people["maria"].ask("POST", "/messages", WISH, key).json() == message
    assert [each["id"] for each in people["anna"].open()].count(message["id"]) == 1
    for number, (who, step, more) in enumerate(LIFE):
        key, body = uuid.uuid4().hex, {"step": step, "version": message["version"], **more}
        path = f"/messages/{message['id']}"
        after = people[who].ask("PATCH", path, body, key).raise_for_status().json()
        assert after["version"] == message["version"] + 1
        if number % 5 == part:  # the others are killed in the other runs: each start takes its time
            hub.kill9()
            hub.start()
            assert people[who].ask("PATCH", path, body, key).json() == after
        assert people["maria"].message(message["id"]) == after
        message = after
    assert len(message["attempts"]) == 1
    steps = people["anna"].ask("GET", f"/messages/{message['id']}/steps").json()["steps"]
    assert [each["step"] for each in steps] == ["leave", *(step for _, step, _ in LIFE)]


def test_a_hub_killed_amid_many_messages_has_each_acknowledged_one_and_none_twice(hub: HubProcess, folder: Path) -> None:
    maria, acknowledged, enough = Person(hub, "maria"), dict[str, str](), threading.Event()
    keys = [uuid.uuid4().hex for _ in range(400)]

    def leave(own: list[str]) -> None:
        for key in own:
            try:
                answer = maria.ask("POST", "/messages", WISH | {"about": key}, key)
            except httpx.HTTPError:
                return
            if answer.status_code == 201:
                acknowledged[key] = answer.json()["id"]
            if len(acknowledged) > 60:
                enough.set()

    workers = [threading.Thread(target=leave, args=(keys[place::8],)) for place in range(8)]
    for worker in workers:
        worker.start()
    assert enough.wait(90)
    hub.kill9()
    for worker in workers:
        worker.join(60)
    hub.start()
    before = dict(acknowledged)
    there = {each["about"]: each["id"] for each in maria.ask("GET", "/messages?limit=500").json()["messages"]}
    assert before.items() <= there.items()
    leave(keys[:80])  # what was not acknowledged is sent again, with the same keys
    listed = maria.ask("GET", "/messages?limit=500").json()["messages"]
    found = [each["about"] for each in listed if each["about"] in keys]
    assert len(found) == len(set(found))
    assert set(keys[:80]) <= set(found)
    assert all(acknowledged[key] == message_id for key, message_id in before.items())
    with closing(sqlite3.connect(folder / "hub" / "kalix.db")) as sql:
        assert sql.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        left = sql.execute("SELECT count(DISTINCT message), count(*) FROM message_step WHERE step = 'leave'").fetchone()
        assert left == sql.execute("SELECT count(*), count(*) FROM message").fetchone()


def test_a_call_that_was_under_way_when_the_hub_was_killed_is_no_hanging_promise(hub: HubProcess) -> None:
    anna, maria = Person(hub, "anna"), Person(hub, "maria")
    message = maria.ask("POST", "/messages", WISH).raise_for_status().json()
    anna.ask("POST", f"/messages/{message['id']}/ring").raise_for_status()
    hub.kill9()
    hub.start()
    after = anna.message(message["id"])
    assert [each["outcome"] for each in after["attempts"]] == ["unknown"]
    assert not after.get("proposes_done")
    assert anna.ask("PATCH", f"/messages/{message['id']}", {"step": "finish", "version": 1}).status_code == 200
