"""DNS names the hubs of a domain: real questions to a name server, and only what lies in that very domain counts."""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socket import AF_INET, SOCK_DGRAM, socket

import pytest
from dns.asyncresolver import Resolver
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.client.connection import lookup
from kalix_presence.client.connection.address import MOST
from kalix_presence.client.connection.asking import Asking
from kalix_presence.client.connection.lookup import look_up, within
from kalix_presence.model.errors import PresenceError, Unavailable

NAME = "_kalix-presence._tcp.kommun.example"
Record = tuple[int, int, int, str]
"""Priority, weight, port, target."""


class NameServer:
    """Answers each question with `records`; without any it says that there is no such name."""

    def __init__(self, served: socket, records: tuple[Record, ...]) -> None:
        self.port, self.records, self.asked, self.silent = served.getsockname()[1], records, 0, False
        threading.Thread(target=self._serve, args=(served,), daemon=True).start()

    def _serve(self, served: socket) -> None:
        while True:
            try:
                asked, who = served.recvfrom(4096)
            except OSError:
                return
            self.asked += 1
            if self.silent:
                continue
            question = asked[12 : asked.index(b"\0", 12) + 5]
            answers = b""
            for priority, weight, port, target in self.records:
                named = b"".join(bytes([len(part)]) + part.encode() for part in target.split(".") if part) + b"\0"
                data = struct.pack("!HHH", priority, weight, port) + named
                answers += b"\xc0\x0c" + struct.pack("!HHIH", 33, 1, 5, len(data)) + data
            flags = 0x8180 if self.records else 0x8183
            served.sendto(asked[:2] + struct.pack("!HHHHH", flags, 1, len(self.records), 0, 0) + question + answers, who)


@contextmanager
def name_server(monkeypatch: pytest.MonkeyPatch, *records: Record) -> Iterator[NameServer]:
    """The computer's name server."""
    with socket(AF_INET, SOCK_DGRAM) as served:
        served.bind(("127.0.0.1", 0))
        server = NameServer(served, records)
        resolver = Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.port
        monkeypatch.setattr(lookup, "_resolver", lambda: resolver)
        yield server


async def test_the_hubs_of_the_domain_are_found_with_their_priorities(monkeypatch: pytest.MonkeyPatch) -> None:
    with name_server(monkeypatch, (10, 5, 443, "P1.kommun.example"), (20, 0, 8443, "p2.kommun.example")):
        places, counts = await look_up(NAME)
    assert [(each.address, each.priority, each.weight) for each in places] == [
        ("https://p1.kommun.example", 10, 5),
        ("https://p2.kommun.example:8443", 20, 0),
    ]
    assert counts == lookup.SOONEST, "an answer that counts for five seconds is not asked for every five seconds"


@pytest.mark.parametrize(
    ("records", "code"),
    [
        ([], "hub-service-unknown"),
        ([(0, 0, 0, "")], "hub-service-unknown"),
        ([(1, 1, 443, "p.evil.example"), (1, 1, 443, "evilkommun.example")], "hub-service-elsewhere"),
    ],
)
async def test_what_is_no_hub_of_the_domain_is_said(monkeypatch: pytest.MonkeyPatch, records: list[Record], code: str) -> None:
    with name_server(monkeypatch, *records), pytest.raises(Unavailable) as refused:
        await look_up(NAME)
    assert refused.value.code == code
    assert refused.value.params["name"] == NAME


async def test_a_name_server_that_says_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "PATIENCE", 0.05)
    with name_server(monkeypatch) as server:
        server.silent = True
        with pytest.raises(Unavailable, match="hub-service-silent"):
            await look_up(NAME)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 65535),
            st.integers(0, 65535),
            st.integers(1, 65535),
            st.sampled_from(["", "a.", "b-1.", "evil.", "x.y."]).flatmap(
                lambda label: st.sampled_from([f"{label}kommun.example", f"{label}other.example", f"{label}akommun.example"])
            ),
        ),
        max_size=40,
    )
)
def test_no_answer_leads_out_of_the_domain_nor_past_https_nor_to_more_than_a_few(records: list[Record]) -> None:
    places = within("kommun.example", records)
    assert len(places) <= MOST
    assert len({place.address for place in places}) == len(places)
    for place in places:
        host = place.address.removeprefix("https://").partition(":")[0]
        assert place.address.startswith("https://")
        assert host == "kommun.example" or host.endswith(".kommun.example")


def test_of_very_many_hubs_the_first_few_are_kept() -> None:
    records = [(number, 1, 443, f"h{number}.kommun.example") for number in range(3 * MOST)]
    assert [place.priority for place in within("kommun.example", reversed(records))] == list(range(MOST))


async def test_dns_is_asked_once_and_again_only_when_a_hub_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with name_server(monkeypatch, (1, 1, 443, "p1.kommun.example"), (1, 1, 443, "p2.kommun.example")) as server:
        hub = Asking(NAME)
        now = [0.0]
        hub.places._clock = hub.places.turns._clock = lambda: now[0]
        for _ in range(5):
            await hub.places.ready()
        now[0] = 2 * lookup.SOONEST
        await hub.places.ready()
        assert server.asked == 1
        server.records = ((1, 1, 443, "p3.kommun.example"),)
        hub.places.turns.failed(hub.address)
        await hub.places.ready()
        await hub.places._asking  # type: ignore[misc]
        assert (server.asked, hub.places.turns.addresses) == (2, ("https://p3.kommun.example",))
        with pytest.raises(Unavailable, match="hub-not-listed"):
            hub.pool("https://p1.kommun.example")
        await hub.close()


async def test_addresses_that_are_known_wait_for_no_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    with name_server(monkeypatch) as server:
        server.silent = True
        hub = Asking(f"https://p1.kommun.example, {NAME}")
        turns = await hub.places.ready()
        assert turns.order() == ["https://p1.kommun.example"]
        await hub.close()


async def test_without_any_address_the_request_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    with name_server(monkeypatch):
        hub = Asking(NAME, token="secret")
        with pytest.raises(PresenceError, match="hub-service-unknown"):
            await hub.send("GET", "/me")
        await hub.close()
