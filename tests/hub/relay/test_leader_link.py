"""Who asks through a hub that stands by while the lead goes from one hub to the next: asked again where that does no harm, told so where it might."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.clocks import Clock
from tests.hub.relay.dying import LONG, Dies, Dying, dying, repeated
from tests.hub.relay.pair import Pair, Who, config_by, pair, standing_by
from tests.hub.serving import made_config, soon
from tests.hub.web.test_streams import until

TERMS = itertools.count(2)
PATH = "/api/v1/people/2041/absence"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with pair(tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture
def both(house: Pair) -> Pair:
    """Anna is there, and the real hub leads."""
    house.by.who.leads(house.hub.url, next(TERMS))
    with house.by.client("anna") as anna:
        anna.delete(PATH)
    return house


@contextmanager
def led_by_who_dies(both: Pair, dies: Dies) -> Iterator[tuple[Dying, httpx.Client]]:
    """Somebody signed in at the hub that stands by; who leads dies of the first request, and the real hub is the next."""
    with both.by.client("anna") as anna, dying(dies) as dead:
        both.by.who.leads(dead.url, next(TERMS))
        dead.when_dead = lambda: both.by.who.leads(both.hub.url, next(TERMS))
        yield dead, anna


def changes(both: Pair) -> int:
    """How many events there are: each change of Anna's makes two, the second when it is in force."""
    until(lambda: both.hub.on_loop(lambda: all(state.in_force for state in both.hub.hub.board.states.values())))
    return int(both.hub.hub.board.number)


@pytest.mark.parametrize("dies", list(Dies))
def test_who_only_reads_is_answered_by_the_next(both: Pair, dies: Dies) -> None:
    with led_by_who_dies(both, dies) as (_, anna):
        assert anna.get("/api/v1/me").json()["username"] == "anna"


@pytest.mark.parametrize("dies", list(Dies))
@pytest.mark.parametrize("made", [False, True], ids=["not made", "made"])
def test_a_change_with_a_key_is_made_once(both: Pair, dies: Dies, made: bool) -> None:
    with led_by_who_dies(both, dies) as (dead, anna):
        if made:
            dead.done = lambda request: repeated(both.hub.url, request)
        before, key = changes(both), {"idempotency-key": f"key-{next(TERMS)}"}
        for _ in range(2):
            answer = anna.put(PATH, json={"reason": "lunch", "until": soon()}, headers=key)
            assert answer.status_code == 200, answer.text
            assert answer.json()["standing"]["absence"]["reason"] == "lunch"
            assert changes(both) == before + 2


@pytest.mark.parametrize("dies", sorted(set(Dies) - {Dies.AT_ONCE}, key=str))
@pytest.mark.parametrize(
    ("language", "words"), [("en", "may have been saved"), ("sv", "kan vara sparad"), ("fi", "voinut tallentua")]
)
def test_a_change_without_a_key_that_may_have_been_made_is_told_so(both: Pair, dies: Dies, language: str, words: str) -> None:
    with led_by_who_dies(both, dies) as (dead, anna):
        before, dead.done = changes(both), lambda request: repeated(both.hub.url, request)
        answer = anna.put(PATH, json={"reason": "lunch", "until": soon()}, headers={"accept-language": language})
        assert (answer.status_code, answer.json()["code"]) == (503, "hub-unacknowledged")
        assert words in answer.json()["detail"]
        assert changes(both) == before + (0 if dies is Dies.BEFORE else 2)


def test_a_connection_that_breaks_at_once_is_told_of_or_tried_again_and_never_both(both: Pair) -> None:
    with led_by_who_dies(both, Dies.AT_ONCE) as (_, anna):
        before = changes(both)
        answer = anna.put(PATH, json={"reason": "lunch", "until": soon()})
        assert (answer.status_code, changes(both) - before) in {(200, 2), (503, 0)}


def test_a_change_that_was_not_sent_is_made_without_a_key_too(both: Pair) -> None:
    with both.by.client("anna") as anna:
        before = changes(both)
        both.by.who.leads("http://127.0.0.1:9", next(TERMS))  # nobody listens there
        said: list[httpx.Response] = []
        asking = threading.Thread(target=lambda: said.append(anna.put(PATH, json={"reason": "lunch", "until": soon()})))
        asking.start()
        until(lambda: both.by.server.link.waiting == 1)
        both.by.who.leads(both.hub.url, next(TERMS))
        asking.join(60)
        assert said[0].status_code == 200
        assert changes(both) == before + 2


@pytest.mark.parametrize("dies", [Dies.HEAD, Dies.BODY])
def test_a_long_answer_that_breaks_off_is_not_taken_for_the_whole(
    both: Pair, dies: Dies, caplog: pytest.LogCaptureFixture
) -> None:
    with led_by_who_dies(both, dies) as (dead, anna):
        dead.long = True
        with anna.stream("GET", "/api/v1/people") as answer:
            assert answer.headers["content-length"] == str(LONG)
            with pytest.raises(httpx.RemoteProtocolError):
                answer.read()
        assert anna.get("/api/v1/me").status_code == 200
    assert [record.getMessage() for record in caplog.records if record.name == "uvicorn.error"] == []  # no fault of this hub


def test_a_request_waits_for_somebody_to_lead(both: Pair) -> None:
    with both.by.client("anna") as anna:
        both.by.who.leader = None
        said: list[httpx.Response] = []
        asking = threading.Thread(target=lambda: said.append(anna.get("/api/v1/me")))
        asking.start()
        until(lambda: both.by.server.link.waiting == 1)
        both.by.who.leads(both.hub.url, next(TERMS))
        asking.join(60)
        assert said[0].status_code == 200
        assert both.by.server.link.waiting == 0


@pytest.mark.parametrize(
    ("language", "words"), [("en", "No hub leads"), ("sv", "Ingen närvaroserver leder"), ("fi", "ei johda")]
)
def test_when_nobody_leads_it_is_told_in_the_language_of_whoever_asks(tmp_path: Path, language: str, words: str) -> None:
    config = config_by(made_config(tmp_path / "hub"))
    with standing_by(Who(), config, patience=0.1) as by, by.client(**{"accept-language": language}) as client:
        for method, path in (("GET", "/api/v1/me"), ("PUT", PATH), ("GET", "/api/v1/events")):
            answer = client.request(method, path)
            assert (answer.status_code, answer.json()["code"]) == (503, "hub-no-leader")
            assert answer.headers["retry-after"] == "2"
            assert answer.headers["content-language"] == language
            assert words in answer.json()["detail"]


def test_no_more_wait_than_there_is_room_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalix_presence.hub.relay.leader_link.MOST_WAITING", 1)
    config = config_by(made_config(tmp_path / "hub"))
    with standing_by(Who(), config, patience=3_600) as by, by.client() as one, by.client() as other:
        asking = threading.Thread(target=lambda: one.get("/api/v1/me"))
        asking.start()
        until(lambda: by.server.link.waiting == 1)
        assert other.get("/api/v1/me").json()["code"] == "hub-no-leader"
        by.server.should_exit = True  # who waits is told at once
        asking.join(60)
        assert not asking.is_alive()


def test_a_hub_that_stands_by_never_passes_on_to_another_that_does(both: Pair) -> None:
    who = Who()
    who.leads(both.hub.url)
    with standing_by(who, config_by(both.hub.config), clock=both.by.clock) as third, third.client("anna") as anna:
        who.leads(both.by.url, 2)
        said: list[httpx.Response] = []
        asking = threading.Thread(target=lambda: said.append(anna.get("/api/v1/me")))
        asking.start()
        until(lambda: third.server.link.waiting == 1)
        who.leads(both.hub.url, 3)
        asking.join(60)
        assert said[0].status_code == 200


def test_who_says_to_be_passed_on_is_told_that_this_hub_stands_by(both: Pair) -> None:
    with both.by.client() as client:
        answer = client.get("/api/v1/me", headers={"kalix-passed-on": "1 x"})
        assert (answer.status_code, answer.json()["code"]) == (503, "hub-not-leading")


def test_clocks_that_differ_do_not_matter(tmp_path: Path) -> None:
    late = Clock()
    late.move(hours=-3)
    with pair(tmp_path, clock_by=late) as both, both.by.client("anna") as anna:
        assert anna.get("/api/v1/me").status_code == 200
        both.hub.clock.move(minutes=10)
        assert anna.get("/api/v1/me").status_code == 200
