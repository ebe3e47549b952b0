"""At the hub that leads: whoever asks through another hub counts as if they had come themselves, and nobody else can say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from structlog.testing import capture_logs

from kalix_presence.hub.relay.signing import PassedOn, signed
from tests.clocks import Clock
from tests.hub.relay.pair import SECRET, Pair, pair
from tests.hub.serving import made_config

ME = "/api/v1/me"
WRONG = {"username": "anna", "password": "this is not it"}


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Pair]:
    # Whoever comes to the hub that stands by comes through a proxy, which says from where.
    with pair(tmp_path, listen_by={"trusted_proxies": ("127.0.0.1",)}) as made:
        yield made


def header(clock: Clock, told: PassedOn, *, method: str = "GET", path: str = ME, secret: bytes = SECRET) -> dict[str, str]:
    """What a hub of the group says of a request."""
    return {"kalix-passed-on": signed(secret, method, path.encode(), told, at=clock().timestamp()).decode()}


def guess(client: httpx.Client, address: str, times: int = 1) -> httpx.Response:
    """Sign in with a wrong password, from an address."""
    for _ in range(times):
        answer = client.post("/api/v1/sign-in", json=WRONG, headers={"x-forwarded-for": address})
    return answer


def test_who_guesses_through_another_hub_waits_as_if_they_had_come_themselves(both: Pair) -> None:
    with both.by.client() as client:
        assert guess(client, "192.0.2.1", 3).status_code == 401
        assert guess(client, "192.0.2.1").status_code == 429
        assert guess(client, "192.0.2.2").status_code == 401  # somebody else, and they need not wait


def test_the_proxies_of_the_hub_that_leads_are_not_those_of_the_other(tmp_path: Path) -> None:
    with pair(tmp_path) as both, both.by.client() as client:  # no proxy is trusted at the hub that stands by
        guess(client, "192.0.2.1", 3)
        assert guess(client, "192.0.2.2").status_code == 429


def test_a_proxy_that_the_hub_that_leads_trusts_is_none_of_the_other(tmp_path: Path) -> None:
    config = made_config(tmp_path / "hub")
    trusting = msgspec.structs.replace(config, listen=msgspec.structs.replace(config.listen, trusted_proxies=("127.0.0.1",)))
    trusts_none = {"trusted_proxies": ()}
    with capture_logs() as lines, pair(tmp_path, trusting, listen_by=trusts_none) as both, both.by.client() as client:
        for said in ({"x-forwarded-for": "192.0.2.1"}, {"forwarded": "for=192.0.2.1"}):
            client.post("/api/v1/sign-in", json=WRONG, headers=said)
    assert {line["address"] for line in lines if line["event"] == "sign-in-refused"} == {"127.0.0.0/8"}


def test_the_log_names_the_address_and_the_request_of_the_client(both: Pair) -> None:
    with capture_logs() as lines, both.by.client() as client:
        answer = client.post("/api/v1/sign-in", json=WRONG, headers={"x-forwarded-for": "192.0.2.1", "x-request-id": "mine"})
    assert answer.headers.get_list("x-request-id") == ["mine"]
    assert {line["address"] for line in lines if line["event"] == "sign-in-refused"} == {"192.0.2.1"}


def test_what_the_client_says_of_itself_is_not_believed_at_the_hub_that_leads(tmp_path: Path) -> None:
    with capture_logs() as lines, pair(tmp_path) as both, both.by.client() as client:
        said = {"x-forwarded-for": "192.0.2.1", "forwarded": "for=192.0.2.1", "x-request-id": "mine"}
        answer = client.post("/api/v1/sign-in", json=WRONG, headers=said)
    assert answer.headers["x-request-id"] != "mine"
    assert {line["address"] for line in lines if line["event"] == "sign-in-refused"} == {"127.0.0.0/8"}


@pytest.mark.parametrize(
    "forged", [{"kalix-passed-on": "nothing"}, {"kalix-passed-on": ""}, "another secret", "another path", "twice"]
)
def test_who_is_not_of_the_group_is_refused(both: Pair, forged: Any) -> None:
    told = PassedOn("192.0.2.1", "http", "a")
    with both.hub.client("anna") as anna:
        good = header(both.hub.clock, told)
        headers: Any = (
            {
                "another secret": header(both.hub.clock, told, secret=b"x" * 32),
                "another path": header(both.hub.clock, told, path="/api/v1/people"),
                "twice": [*good.items(), *good.items()],
            }.get(forged, forged)
            if isinstance(forged, str)
            else forged
        )
        answer = anna.get(ME, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "passed-on-refused")
        assert anna.get(ME, headers=good).status_code == 200


def test_an_old_word_is_refused_and_told_what_time_it_is(both: Pair) -> None:
    headers = header(both.hub.clock, PassedOn("192.0.2.1", "http", "a"))
    both.hub.clock.move(seconds=6)
    with both.hub.client("anna") as anna:
        answer = anna.get(ME, headers=headers)
        assert (answer.status_code, answer.headers["kalix-relay"]) == (403, "clock")
        assert float(answer.headers["kalix-now"]) == both.hub.clock().timestamp()


def test_who_bears_no_word_counts_as_themselves(both: Pair) -> None:
    with capture_logs() as lines, both.hub.client() as client:
        assert client.post("/api/v1/sign-in", json=WRONG).status_code == 401
    assert {line["address"] for line in lines if line["event"] == "sign-in-refused"} == {"127.0.0.0/8"}


def test_the_word_of_the_group_gives_no_rights(both: Pair) -> None:
    with both.hub.client() as client:
        assert client.get(ME, headers=header(both.hub.clock, PassedOn("127.0.0.1", "http", "a"))).status_code == 401


def test_connections_of_the_group_do_not_take_the_places_of_strangers(both: Pair) -> None:
    with both.by.client() as client:
        client.get("/api/v1/sign-in/ways")
        assert both.hub.on_loop(lambda: both.hub.hub.front_door._strangers) == {}


def test_a_good_token_makes_a_connection_known_at_the_hub_that_stands_by(both: Pair) -> None:
    door = both.by.server.front_door
    with both.by.client() as stranger:
        stranger.get(ME)
        assert len(both.by.on_loop(lambda: dict(door._strangers))) == 1
    with both.by.client("anna") as anna:
        answer = anna.get(ME)
        assert "kalix-proven" not in answer.headers
        assert both.by.on_loop(lambda: door._known) == 1


@pytest.mark.parametrize("path", ["/hub/trunk", "/hub/trunk/gone"])
def test_nobody_but_the_group_finds_the_trunk(both: Pair, path: str) -> None:
    with both.hub.client("anna") as anna:
        nowhere = anna.get("/nowhere")
        assert anna.get(path).json() == nowhere.json()
        told = PassedOn("", "http", "a", "trunk", 1)
        answer = anna.get(path, headers=header(both.hub.clock, told, path=path, secret=b"x" * 32))
        assert answer.json()["code"] == "passed-on-refused"


def test_a_stream_is_opened_on_a_trunk_that_is_open_and_on_no_other(both: Pair) -> None:
    path = "/api/v1/events"
    with both.hub.client("anna") as anna:
        told = PassedOn("192.0.2.1", "http", "a", "nosuchtrunk", 1)
        answer = anna.get(path, headers=header(both.hub.clock, told, path=path))
        assert (answer.status_code, answer.headers["kalix-relay"]) == (503, "no-trunk")
        answer = anna.get(path, headers=header(both.hub.clock, PassedOn("192.0.2.1", "http", "a"), path=path))
        assert (answer.status_code, answer.json()["code"]) == (503, "streams-elsewhere")
        assert both.hub.on_loop(lambda: len(both.hub.hub.streams)) == 0


def test_who_says_which_readers_are_gone_signs_for_it(both: Pair) -> None:
    path = "/hub/trunk/gone"
    with both.by.client("anna") as anna, anna.stream("GET", "/api/v1/events"):
        [name] = [both.by.server.trunks._trunk.name]  # type: ignore[union-attr]
        told = PassedOn("", "http", "a", name)
        with both.hub.client() as client:
            headers = header(both.hub.clock, told, method="POST", path=path)
            assert client.post(path, content=b"\0\0\0\1", headers=headers).status_code == 403
            assert client.post(path, content=b"", headers=headers).status_code == 204
        assert both.hub.on_loop(lambda: len(both.hub.hub.streams)) == 1
