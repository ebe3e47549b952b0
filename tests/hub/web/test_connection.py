"""One connection of somebody who has not said who they are: heads, bodies and requests are bounded, each comes to its end or is ended."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.hub.serving import Serving, serving
from tests.hub.web.test_front_door import GET, POST, connected, refusals, told
from tests.hub.web.test_streams import until


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub", request_seconds=1.0, connections_per_address=40, streams_per_session=12) as running:
        yield running


def poured(stranger: socket.socket, begin: bytes, again: bytes, *, most: int = 4_000) -> bytes:
    """`begin`, then `again` until the hub has had enough, and what it says."""
    with suppress(ConnectionResetError, BrokenPipeError):
        stranger.sendall(begin)
        for _ in range(most):
            stranger.sendall(again)
        pytest.fail("it took everything")
    with suppress(OSError):
        return told(stranger)
    return b""


@pytest.mark.parametrize(
    ("begin", "again"),
    [
        (GET + b"X: ", b"a" * 65_536),
        (GET, b"X: a\r\n" * 10_000),
        (b"GET /", b"a" * 65_536),
        (GET + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: ", b"a" * 65_536),
        (GET + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a" * 65_536),
        (GET, b"X-\xff" * 16_384),
    ],
    ids=["one header", "many headers", "the address", "a trailer", "a chunk's extension", "a name"],
)
def test_a_head_without_end_is_refused_before_it_is_kept(hub: Serving, begin: bytes, again: bytes) -> None:
    with closing(connected(hub)) as stranger:
        poured(stranger, begin, again)
    with hub.client() as other:
        assert other.get("/healthz").status_code == 200


@pytest.mark.parametrize("head", [b"X: " + b"a" * 70_000, b"X: a\r\n" * 300], ids=["long", "many"])
def test_a_head_that_is_too_large_is_told_so(hub: Serving, head: bytes) -> None:
    with closing(connected(hub)) as stranger:
        stranger.sendall(GET + b"Accept-Language: en\r\n" + head[:60_000])
        with suppress(OSError):
            stranger.sendall(head[60_000:])
        answer = told(stranger)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b'"code": "head-too-large"' in answer
    assert refusals(hub, "head-too-large") == 1


@pytest.mark.parametrize("begun", [GET, POST + b"Content-Length: 100\r\n\r\n{"], ids=["head", "body"])
def test_a_request_that_does_not_come_to_its_end_is_ended(hub: Serving, begun: bytes) -> None:
    with closing(connected(hub)) as stranger:
        stranger.sendall(begun)
        assert told(stranger).startswith(b"HTTP/1.1 408 ")
    assert refusals(hub, "request-slow") == 1


@pytest.mark.parametrize("how", ["slow", "gone"])
def test_a_body_that_does_not_come_to_its_end_is_no_fault_of_the_hub(hub: Serving, how: str) -> None:
    with capture_logs() as logs:
        with closing(connected(hub)) as stranger:
            stranger.sendall(POST + b"Content-Length: 100\r\n\r\n{")
            if how == "slow":
                assert told(stranger).startswith(b"HTTP/1.1 408 ")
        until(lambda: bool(answered(hub)))
    assert [line for line in logs if line["log_level"] == "error"] == []
    assert answered(hub) == {"request-not-understood"}


def answered(hub: Serving) -> set[str]:
    """The codes of the answers that were refusals."""
    return {sample.labels["code"] for found in hub.hub.measures.refusals.collect() for sample in found.samples}


def test_somebody_who_says_nothing_is_sent_away(hub: Serving) -> None:
    with closing(connected(hub)) as stranger:
        assert told(stranger) == b""
    assert refusals(hub, "idle") == 1


def test_empty_lines_keep_no_connection_open(hub: Serving) -> None:
    with closing(connected(hub)) as stranger:
        stranger.settimeout(0.05)
        closed = False
        with suppress(ConnectionResetError, BrokenPipeError):
            for _ in range(400):
                stranger.sendall(b"\r\n")
                with suppress(TimeoutError):
                    if stranger.recv(100) is not None:
                        closed = True
                        break
        assert closed or refusals(hub, "idle") + refusals(hub, "request-slow") == 1


def test_thousands_of_requests_in_one_piece_are_not_queued(hub: Serving) -> None:
    with closing(connected(hub)) as stranger:
        with suppress(OSError):
            stranger.sendall((GET + b"\r\n") * 5_000)
        told(stranger)
    assert refusals(hub, "pipelined") == 1


def test_a_few_requests_in_one_piece_are_answered_in_their_order(hub: Serving) -> None:
    with closing(connected(hub)) as stranger:
        stranger.sendall((GET + b"\r\n") * 3 + GET + b"Connection: close\r\n\r\n")
        assert told(stranger).count(b"HTTP/1.1 200 OK") == 4


def test_a_request_says_which_host_it_is_for(hub: Serving) -> None:
    for wrong in (b"GET /healthz HTTP/1.1\r\n\r\n", GET + b"Host: other\r\n\r\n"):
        with closing(connected(hub)) as stranger:
            stranger.sendall(wrong)
            assert told(stranger).startswith(b"HTTP/1.1 400 ")


def test_a_second_request_on_a_kept_connection_comes_to_its_end_as_well(hub: Serving) -> None:
    with closing(connected(hub)) as stranger:
        stranger.sendall(GET + b"\r\n")
        first = b""
        while not first.endswith(b'{"alive":true}'):  # head and body may come apart
            first += stranger.recv(65_536)
        assert first.startswith(b"HTTP/1.1 200 ")
        stranger.sendall(GET)
        assert told(stranger).startswith(b"HTTP/1.1 408 ")
