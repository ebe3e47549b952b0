"""Opening the event stream over REST: how many there may be, after what it goes on, and what is left of a connection that is gone."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import ExitStack

import httpx
import pytest

from kalix_presence.hub.web.app import create_app
from kalix_presence.hub.web.routes.events import StreamAnswer
from tests.hub.serving import Serving, events_of, serving, soon
from tests.hub.web.test_streams import until

MOST, OF_ACCOUNT, OF_SESSION = 5, 3, 2


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    limits = {"streams": MOST, "streams_per_account": OF_ACCOUNT, "streams_per_session": OF_SESSION}
    with serving(tmp_path_factory.mktemp("hub"), **limits) as running:
        yield running


@pytest.fixture(autouse=True)
def left_alone(hub: Serving) -> Iterator[None]:
    yield
    until(lambda: len(hub.hub.streams) == 0)


def opened(stack: ExitStack, client: httpx.Client) -> tuple[int, str]:
    answer = stack.enter_context(client.stream("GET", "/api/v1/events"))
    if answer.status_code == 200:
        events: Generator[object, None, None] = events_of(answer.iter_lines())
        next(events)
        stack.callback(events.close)  # kept until then: what reads no further would close the connection
        return 200, ""
    problem = answer.read() and answer.json()
    assert (answer.headers["retry-after"], problem["params"]) == ("30", {"seconds": 30})
    return answer.status_code, problem["code"]


def test_a_session_an_account_and_the_hub_have_so_many_each(hub: Serving) -> None:
    with ExitStack() as stack:
        first, second, maria, siv = (stack.enter_context(hub.client(who)) for who in ("anna", "anna", "maria", "siv"))
        assert [opened(stack, first) for _ in range(3)] == [(200, ""), (200, ""), (429, "streams-own")]
        assert [opened(stack, second) for _ in range(2)] == [(200, ""), (429, "streams-own")]
        assert [opened(stack, maria) for _ in range(2)] == [(200, ""), (200, "")]
        assert opened(stack, siv) == (429, "streams-full")


def test_a_stream_that_ends_gives_its_place_back(hub: Serving) -> None:
    with hub.client("anna") as anna:
        for _ in range(OF_SESSION + 1):
            with ExitStack() as stack:
                assert opened(stack, anna) == (200, "")
            until(lambda: len(hub.hub.streams) == 0)


def test_it_begins_with_the_whole_board_or_says_that_the_board_is_asked_for_apart(hub: Serving) -> None:
    with hub.client("anna") as anna:
        for board, kind in (("whole", "hello"), ("apart", "board_apart")):
            with anna.stream("GET", "/api/v1/events", params={"board": board}) as stream:
                assert next(events_of(stream.iter_lines()))[1]["kind"] == kind
        assert anna.get("/api/v1/events", params={"board": "half"}).status_code == 400


def test_it_goes_on_after_the_event_that_was_seen_last(hub: Serving) -> None:
    with hub.client("anna") as anna:
        with anna.stream("GET", "/api/v1/events") as stream:
            lines = stream.iter_lines()
            last = next(line[4:] for line in lines if line.startswith("id: "))
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()})
        with anna.stream("GET", "/api/v1/events", headers={"Last-Event-ID": last}) as stream:
            kind = next(event["kind"] for _, event in events_of(stream.iter_lines()))
        with anna.stream("GET", "/api/v1/events", headers={"Last-Event-ID": "no number"}) as stream:
            anew = next(event["kind"] for _, event in events_of(stream.iter_lines()))
        anna.delete("/api/v1/people/2041/absence")
    assert (kind, anew) == ("standing", "hello")


def test_the_answer_has_no_length_is_kept_by_no_proxy_and_bears_its_request_s_id(hub: Serving) -> None:
    with hub.client("anna") as anna, anna.stream("GET", "/api/v1/events") as stream:
        headers = stream.headers
    assert headers["content-type"] == "text/event-stream; charset=utf-8"
    assert (headers["x-accel-buffering"], headers["connection"]) == ("no", "close")
    assert headers["x-request-id"]
    assert not {"content-length", "transfer-encoding"} & set(headers)


async def test_whoever_is_gone_before_the_head_is_sent_gets_no_stream() -> None:
    class Gone:
        def begin_stream(self, head: bytes) -> None:
            raise ConnectionResetError

    nobody: object = None
    answer = StreamAnswer(nobody, nobody, Gone(), None, apart=False)  # type: ignore[arg-type]
    await answer({}, nobody, nobody)


def test_a_server_that_lends_no_connection_is_told_that_streams_are_elsewhere(hub: Serving) -> None:
    """As in a test client, or behind another server than our own."""

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(create_app(hub.config, hub.hub))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
            return await client.get("/api/v1/events", headers={"authorization": token})

    with hub.client("anna") as anna:
        token = anna.headers["authorization"]
        answer = hub.on_loop(lambda: asked())
    assert (answer.status_code, answer.json()["code"]) == (503, "streams-elsewhere")
