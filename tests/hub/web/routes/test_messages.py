"""Callback messages over REST: what is asked for is bounded, a way is said, and a retry with the same key does nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.hub.serving import Serving, serving

WISH = {"to": "2041", "caller_name": "Eva Niemi", "caller_number": "0923-123 45", "about": "altan"}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture
def anna(hub: Serving) -> Iterator[httpx.Client]:
    with hub.client("anna") as client:
        yield client
        for one in client.get("/api/v1/messages").json()["messages"]:
            client.patch(f"/api/v1/messages/{one['id']}", json={"step": "finish", "version": one["version"]})


def left(client: httpx.Client, key: str | None = None, **more: object) -> httpx.Response:
    return client.post("/api/v1/messages", json={**WISH, **more}, headers={"Idempotency-Key": key} if key else {})


def test_a_message_is_made_once_by_a_key_and_the_key_is_for_that_message_alone(anna: httpx.Client) -> None:
    first, again = left(anna, "k"), left(anna, "k")
    assert (first.status_code, again.json()) == (201, first.json())
    assert left(anna, "k", about="bygglov").json()["code"] == "idempotency-key-reused"
    assert len(anna.get("/api/v1/messages").json()["messages"]) == 1


def test_a_step_is_taken_once_by_a_key(anna: httpx.Client) -> None:
    url = f"/api/v1/messages/{left(anna).json()['id']}"
    step = {"step": "try", "version": 1, "outcome": "busy"}
    first, again = (anna.patch(url, json=step, headers={"Idempotency-Key": "s"}).json() for _ in range(2))
    assert first == again
    assert len(anna.get(url).json()["attempts"]) == 1
    assert anna.patch(url, json=step).json()["code"] == "message-changed"


def test_ringing_is_begun_once_by_a_key_and_is_under_way_when_this_answers(anna: httpx.Client) -> None:
    url = f"/api/v1/messages/{left(anna, caller_number='2042').json()['id']}/ring"
    answers = [anna.post(url, headers={"Idempotency-Key": "r"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize("way", ["phone", "receptionist", ""])
def test_a_way_that_no_client_has_is_refused(anna: httpx.Client, way: str) -> None:
    url = f"/api/v1/messages/{left(anna).json()['id']}/ring"
    assert anna.post(url, params={"way": way}).status_code == 400


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"limit": 0}, 400),
        ({"limit": 501}, 400),
        ({"state": "lost"}, 400),
        ({"state": "opened"}, 400),
        ({"q": "x" * 201}, 400),
        ({"to": "x" * 81}, 400),
        ({"after": "x" * 81}, 400),
        ({"after": "nonsense"}, 422),
        ({"limit": 500}, 200),
        ({"state": "delivered"}, 200),
    ],
)
def test_a_question_past_its_bounds_is_refused(anna: httpx.Client, query: dict[str, Any], status: int) -> None:
    assert anna.get("/api/v1/messages", params=query).status_code == status


@pytest.mark.parametrize("message_id", ["x", "0" * 31, "0" * 33, "G" * 32])
def test_what_is_no_id_of_a_message_is_not_looked_for(anna: httpx.Client, message_id: str) -> None:
    for path in ("", "/steps"):
        assert anna.get(f"/api/v1/messages/{message_id}{path}").status_code == 400
    assert anna.post(f"/api/v1/messages/{message_id}/ring").status_code == 400


def test_a_message_that_nobody_has_is_unknown(anna: httpx.Client) -> None:
    for path in ("", "/steps"):
        answer = anna.get(f"/api/v1/messages/{'0' * 32}{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "message-unknown")


def test_its_steps_say_who_did_what_and_advice_says_when_it_would_be_due(hub: Serving, anna: httpx.Client) -> None:
    with hub.client("maria") as maria:
        message = left(maria).json()
        advice = maria.get("/api/v1/people/2041/callback-advice").json()
        urgent = maria.get("/api/v1/people/2041/callback-advice", params={"urgent": True}).json()
    [step] = anna.get(f"/api/v1/messages/{message['id']}/steps").json()["steps"]
    assert (step["step"], step["by_name"], step["way"]) == ("leave", "Maria Holm", "receptionist")
    assert urgent["due"] < advice["due"] == message["due"]
