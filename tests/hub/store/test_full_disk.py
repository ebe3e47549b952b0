"""A disk without room: refused with 507 and a sentence, nothing half-written, and all well once there is room again."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.hub.callbacks.test_service import left, listed, step, wish
from tests.hub.serving import Serving, soon

pytestmark = pytest.mark.in_a_file

LONG = "x" * 400


@pytest.fixture
def maria(hub: Serving) -> Iterator[httpx.Client]:
    with hub.client("maria") as client:
        yield client


def fill(hub: Serving) -> None:
    """Let SQLite itself find that there is no page left."""
    sql = hub.hub.store._sql
    pages = sql.execute("PRAGMA page_count").fetchone()[0]
    sql.execute(f"PRAGMA max_page_count = {pages}")


def make_room(hub: Serving) -> None:
    hub.hub.store._sql.execute("PRAGMA max_page_count = 1000000")


def until_full(client: httpx.Client) -> tuple[list[str], httpx.Response]:
    """Leave messages until one is refused: what was acknowledged, and the refusal."""
    kept: list[str] = []
    for number in range(400):
        answer = client.post("/api/v1/messages", json=wish(about=f"{number} {LONG}"))
        if answer.status_code != 201:
            return kept, answer
        kept.append(answer.json()["id"])
    raise AssertionError("it never became full")


def test_a_message_that_has_no_room_is_refused_and_nothing_of_it_is_there(hub: Serving, maria: httpx.Client) -> None:
    before = left(maria)
    fill(hub)
    kept, refused = until_full(maria)
    assert refused.status_code == 507
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["code"] == "store-full"
    assert "full" in refused.json()["detail"]
    for each in kept:
        assert maria.get(f"/api/v1/messages/{each}").status_code == 200
    tables = hub.on_loop(
        lambda: hub.hub.store.read(
            lambda sql: (
                sql.execute("SELECT count(*) FROM message").fetchone()[0],
                sql.execute("SELECT count(*) FROM message_step").fetchone()[0],
                sql.execute("SELECT count(*) FROM event WHERE kind = 'message'").fetchone()[0],
                sql.execute("PRAGMA integrity_check").fetchone()[0],
            )
        )
    )
    assert tables == (len(kept) + 1, len(kept) + 1, len(kept) + 1, "ok")
    make_room(hub)
    again = left(maria, about=LONG)
    assert {each["id"] for each in listed(maria)} == {before["id"], *kept, again["id"]}


def test_a_step_that_has_no_room_may_be_sent_again_with_the_same_key(hub: Serving, maria: httpx.Client) -> None:
    fill(hub)
    kept, _ = until_full(maria)
    for number, each in enumerate(kept):
        message = maria.get(f"/api/v1/messages/{each}").json()
        key = {"Idempotency-Key": f"only-once-{number}"}
        body = {"step": "hand_over", "version": message["version"], "to": "2042", "word": LONG}
        answer = maria.patch(f"/api/v1/messages/{each}", json=body, headers=key)
        if answer.status_code != 200:
            break
    assert answer.status_code == 507
    assert maria.get(f"/api/v1/messages/{each}").json() == message
    make_room(hub)
    assert maria.patch(f"/api/v1/messages/{each}", json=body, headers=key).json()["to"] == "2042"
    assert step(maria, message, "finish").status_code == 409


def test_a_status_change_is_refused_the_same_way(hub: Serving, maria: httpx.Client) -> None:
    fill(hub)
    until_full(maria)
    answers = [maria.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}) for _ in range(40)]
    assert {answer.status_code for answer in answers} <= {200, 507}
    assert answers[-1].status_code == 507
    make_room(hub)
    assert maria.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).status_code == 200
