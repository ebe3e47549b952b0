"""Whoever has not said who they are is bounded: by bytes, by seconds, by connections; others notice nothing of it."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest

from kalix_presence.hub.access.client_address import source_of
from kalix_presence.hub.site.limits_section import Limits
from kalix_presence.hub.web.descriptors import check_descriptors
from kalix_presence.hub.web.front_door import FrontDoor
from kalix_presence.model.errors import BadInput
from tests.hub.serving import Serving, serving
from tests.hub.web.test_streams import until

GET = b"GET /healthz HTTP/1.1\r\nHost: hub\r\n"
POST = b"POST /api/v1/sign-in HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub", request_seconds=1.0, connections_per_address=40, streams_per_session=12) as running:
        yield running


def connected(hub: Serving) -> socket.socket:
    return socket.create_connection(("127.0.0.1", hub.server.port), timeout=30)


def told(stranger: socket.socket) -> bytes:
    """Everything until the hub closes."""
    found = b""
    with suppress(ConnectionResetError):
        while part := stranger.recv(65_536):
            found += part
    return found


def refusals(hub: Serving, why: str) -> float:
    return hub.hub.measures.registry.get_sample_value("kalix_connections_refused_total", {"why": why}) or 0.0


def test_hundreds_of_unfinished_bodies_keep_nobody_out(hub: Serving) -> None:
    with ExitStack() as strangers:
        for _ in range(500):
            stranger = strangers.enter_context(closing(connected(hub)))
            with suppress(OSError):
                stranger.sendall(POST + b"Content-Length: 100\r\n\r\n{")
        with hub.client("anna") as anna:
            assert anna.get("/api/v1/me").status_code == 200
        assert len(hub.hub.front_door) <= 60
    assert refusals(hub, "address") >= 400


def test_more_than_a_thousand_idle_connections_keep_nobody_out(hub: Serving) -> None:
    with ExitStack() as strangers:
        for _ in range(1_300):
            strangers.enter_context(closing(connected(hub)))
        with hub.client("anna") as anna:
            assert anna.get("/api/v1/me").status_code == 200


def test_whoever_has_borne_a_token_counts_no_longer_against_the_address(hub: Serving) -> None:
    with hub.client("anna") as anna, ExitStack() as others:
        head = f"GET /api/v1/events HTTP/1.1\r\nHost: hub\r\nAuthorization: {anna.headers['authorization']}\r\n\r\n".encode()
        streams = [others.enter_context(closing(connected(hub))) for _ in range(12)]
        for stream in streams:
            stream.sendall(head)
            assert stream.recv(12) == b"HTTP/1.1 200"
        for _ in range(100):
            others.enter_context(closing(connected(hub)))
        assert anna.get("/api/v1/me").status_code == 200
        assert len(hub.hub.streams) == 12


class Somebody:
    """A connection of a test of the door alone."""

    def __init__(self, *, answering: bool = False) -> None:
        self.answering = answering
        self.out = False

    def evict(self) -> None:
        self.out = True


def door(**limits: int) -> FrontDoor:
    return FrontDoor(Limits(**limits), count=lambda why: None)


def test_the_longest_idle_stranger_makes_room_and_never_one_who_is_being_answered() -> None:
    busy, idle, new, last = Somebody(answering=True), Somebody(), Somebody(answering=True), Somebody()
    ours = door(connections_per_address=2)
    assert all(ours.admit(each, "192.0.2.1", now=0) for each in (busy, idle, new))
    assert (busy.out, idle.out) == (False, True)
    assert not ours.admit(last, "192.0.2.1", now=0)
    assert ours.admit(last, "192.0.2.2", now=0)


def test_all_places_are_given_back() -> None:
    ours = door(connections=16, connections_per_address=8)
    guests = [Somebody() for _ in range(40)]
    inside = [guest for guest in guests if ours.admit(guest, "2001:db8::1", now=0)]
    for guest in inside[::3]:
        ours.prove(guest)
    for guest in inside:
        ours.remove(guest)
    assert len(ours) == 0


@pytest.mark.parametrize("host", ["", "192.0.2.1", "nonsense"])
def test_whoever_is_let_in_is_told_so_wherever_they_come_from(host: str) -> None:
    """Of a connection that was reset before it was looked at nobody knows the address any longer."""
    ours = door(connections=16, connections_per_address=8)
    for _ in range(40):
        guest = Somebody()
        assert ours.admit(guest, host, now=0)
        ours.remove(guest)
    assert len(ours) == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("127.0.3.4", "127.9.9.9", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::2%eth0", True),
    ],
)
def test_what_counts_as_one_address(one: str, other: str, same: bool) -> None:
    assert (source_of(one) == source_of(other)) is same


def test_a_system_that_allows_too_few_descriptors_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed: Callable[[], int | None] = lambda: 1_024  # noqa: E731
    monkeypatch.setattr("kalix_presence.hub.web.descriptors.raised", allowed)
    with pytest.raises(BadInput) as refusal:
        check_descriptors(Limits())
    assert refusal.value.code == "descriptors-few"
    check_descriptors(Limits(connections=512))


def test_resets_by_the_hundred_hold_no_place(hub: Serving) -> None:
    """One that is reset before the hub looks at it has no address any longer: it filled the hub for good."""
    for _ in range(200):
        with closing(connected(hub)) as stranger:
            stranger.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    until(lambda: len(hub.hub.front_door) == 0)
    with hub.client("anna") as anna:
        assert anna.get("/api/v1/me").status_code == 200
