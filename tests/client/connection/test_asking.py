"""A server of several hubs: two ways to one real hub, one of which fails in every way there is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise

import httpx
import pytest

from kalix_presence import wire
from kalix_presence.client.connection import asking, reconnecting
from kalix_presence.client.connection.link import Link, LinkState
from kalix_presence.client.connection.rest import HubClient, new_key
from kalix_presence.model.errors import BadInput, PresenceError, SignInNeeded, Unavailable
from tests.client.house import HEAD, Network, lunch, network, raw_server, set_count, until
from tests.hub.serving import PASSWORD, Serving

NO_LEADER = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/problem+json\r\nretry-after: 30\r\nconnection: close\r\n\r\n"
    b'{"title":"Service Unavailable","status":503,"detail":"No hub leads.","code":"hub-no-leader"}'
)
BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\ncontent-length: 4\r\nconnection: close\r\n\r\ndead"
LEFT_ALONE = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 120\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
AWAY = b"HTTP/1.1 307 Temporary Redirect\r\nlocation: %b/api/v1/me\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
REFUSED = "http://127.0.0.1:9"
"""Nobody takes a connection there."""


@contextmanager
def two_ways(hub: Serving) -> Iterator[tuple[Network, Network]]:
    """The same board at two addresses."""
    with network(hub) as one, network(hub) as other:
        yield one, other


def client_of(*addresses: str, first: str = "", token: str | None = None) -> HubClient:
    """It begins at the first of them."""
    return HubClient(", ".join(addresses), first=first or addresses[0], token=token)


async def signed_in(hub: Serving, *addresses: str) -> HubClient:
    """With a token that the hub itself has given."""
    direct = HubClient(hub.url)
    await direct.sign_in("anna", PASSWORD)
    await direct.close()
    return client_of(*addresses, token=direct.token)


@pytest.mark.parametrize("mode", ["down", "frozen", "closed"])
async def test_a_request_goes_to_the_next_hub_when_one_does_not_answer(hub: Serving, mode: str) -> None:
    with two_ways(hub) as (one, other):
        client = await signed_in(hub, one.url, other.url)
        client._seconds = 0.5
        one.close() if mode == "closed" else one.go(mode)
        assert (await client.me()).username == "anna"
        assert client.address == other.url
        one.go("open")
        await client.me()
        assert client.address == other.url, "nobody goes back for nothing"
        await client.close()


@pytest.mark.parametrize("answer", [NO_LEADER, BAD_GATEWAY])
async def test_what_is_wrong_with_one_hub_is_no_answer_of_the_server(hub: Serving, answer: bytes) -> None:
    async with raw_server(answer) as (url, _):
        client = await signed_in(hub, url, hub.url)
        assert (await client.me()).username == "anna"
        assert client.address == hub.url
        await client.close()


async def test_a_change_whose_hub_died_is_sent_to_the_next_with_the_same_key(hub: Serving) -> None:
    with two_ways(hub) as (one, other):
        client = await signed_in(hub, one.url, other.url)
        one.go("deaf")  # it reaches the hub, and the answer is lost
        reply = await client.set_absence("2041", lunch(), key=new_key())
        assert reply.in_force
        assert (one.changes, other.changes) == (1, 1)
        await client.close()
    assert set_count(hub) == 1, "twice asked, once done"


async def test_what_may_be_done_already_is_asked_of_nobody_else_without_a_key(hub: Serving) -> None:
    with two_ways(hub) as (one, other):
        client = await signed_in(hub, one.url, other.url)
        one.go("deaf")
        with pytest.raises(Unavailable, match="hub-unreachable"):
            await client.change_password(PASSWORD, "another good long password")
        assert (one.changes, other.changes) == (1, 0)
        await client.close()


async def test_what_was_never_sent_is_asked_of_the_next_also_without_a_key(hub: Serving) -> None:
    client = client_of(REFUSED, hub.url)
    await client.sign_in("anna", PASSWORD)
    assert client.address == hub.url
    await client.close()
    async with raw_server(NO_LEADER) as (url, _):
        other = client_of(url, hub.url)
        await other.sign_in("anna", PASSWORD)
        assert not other.places.turns.order()[1:], "and the one without a leader is left alone as long as it asked"
        await other.close()


async def test_a_token_that_one_hub_refuses_is_refused(hub: Serving) -> None:
    with two_ways(hub) as (one, other):
        client = client_of(one.url, other.url, token="no-such-token")
        with pytest.raises(SignInNeeded):
            await client.me()
        assert client.address == one.url
        await client.close()


async def test_a_hub_that_asks_for_quiet_is_left_alone_by_requests(hub: Serving) -> None:
    async with raw_server(LEFT_ALONE) as (url, asked):
        client = await signed_in(hub, url, hub.url)
        for _ in range(3):
            await client.me()
        assert len(asked) == 1
        assert client.places.turns.order() == [hub.url]
        await client.close()


async def test_no_hub_that_answers_is_said_and_all_were_asked() -> None:
    async with raw_server(BAD_GATEWAY) as (one, first), raw_server(BAD_GATEWAY) as (two, second):
        client = client_of(one, two, token="t")
        with pytest.raises(Unavailable, match="hub-unreachable"):
            await client.me()
        assert (len(first), len(second)) == (1, 1)
        await client.close()


async def test_a_token_goes_to_no_address_that_is_not_of_the_server(hub: Serving) -> None:
    async with raw_server(BAD_GATEWAY) as (elsewhere, asked):
        client = await signed_in(hub, hub.url)
        with pytest.raises(Unavailable, match="hub-not-listed"):
            await client.send("GET", "/me", at=elsewhere)
        with pytest.raises(Unavailable, match="hub-not-listed"):
            client.pool(elsewhere)
        async with raw_server(AWAY % elsewhere.encode()) as (lying, _):
            sent_away = client_of(lying, token=client.token)
            with pytest.raises(PresenceError):
                await sent_away.me()
            await sent_away.close()
        assert not asked
        await client.close()


async def test_a_connection_is_hurried_only_while_there_is_another_to_turn_to() -> None:
    client = client_of(REFUSED, "http://127.0.0.1:10")
    assert client.connecting(10.0) == asking.HURRIED
    for each in client.places.turns.addresses:
        client.places.turns.failed(each)
    assert client.connecting(10.0) == 10.0, "a slow network is no dead hub"
    assert HubClient(REFUSED).connecting(10.0) == 10.0


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("https://a.example, http://b.example", "hub-needs-https-among"),
        ("https://a.example, https://", "hub-address-among"),
        ("_ldap._tcp.kommun.example", "hub-service-name"),
        ("_kalix-presence._tcp.se", "hub-service-name"),
        ("_kalix-presence._tcp.-x.se", "hub-service-name"),
        (" ".join(f"h{number}" for number in range(17)), "hub-addresses-many"),
        ("h " * 40, "hub-addresses-many"),
        (" , ", "hub-address"),
        ("http://b.example", "hub-needs-https"),
    ],
)
def test_what_cannot_be_used_is_named(typed: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        HubClient(typed)
    assert refused.value.code == code


def test_addresses_stand_apart_by_commas_or_blanks_and_each_once() -> None:
    client = HubClient(" a.example,https://b.example/  a.example , _Kalix-Presence._TCP.kommun.example. ")
    assert client.server == "https://a.example, https://b.example, _kalix-presence._tcp.kommun.example"
    assert client.site == "https://a.example"


class Seen:
    """A link that writes down what it says."""

    def __init__(self, hub: HubClient, silence: float = 45.0) -> None:
        self.events: list[wire.Event] = []
        self.states: list[LinkState] = []
        self.link = Link(
            hub,
            on_event=self.events.append,
            on_state=self.states.append,
            silence=silence,
            first_wait=0.02,
            chance=lambda: 0.02,
        )
        self.task = asyncio.ensure_future(self.link.run())

    @property
    def numbers(self) -> list[int]:
        """The numbers of the standings that came."""
        return [event.number for event in self.events if isinstance(event, wire.StandingChanged)]

    async def end(self) -> None:
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task


async def test_a_stream_resumes_at_the_other_hub_with_nothing_missed_and_nothing_doubled(hub: Serving) -> None:
    with two_ways(hub) as (one, other):
        client, direct = await signed_in(hub, one.url, other.url), await signed_in(hub, hub.url)
        seen = Seen(client)
        await until(lambda: seen.states == [LinkState.ONLINE])
        ways = [one, other, one, other]
        for dying, living in pairwise(ways):
            assert client.address == dying.url
            await direct.set_absence("2041", lunch(), key=new_key())
            await until(lambda: hub.hub.board.states["2041"].in_force)
            dying.go("down")
            await direct.end_absence("2041", key=new_key())
            await until(lambda: seen.numbers and seen.numbers[-1] == hub.hub.board.number)
            assert client.address == living.url
            dying.go("open")
        assert seen.numbers == list(range(seen.numbers[0], seen.numbers[0] + len(seen.numbers)))
        assert sum(isinstance(event, wire.Hello) for event in seen.events) == 1
        assert set(seen.states) == {LinkState.ONLINE, LinkState.OFFLINE}, "in between it says that it is away"
        await seen.end()
        await client.close()
        await direct.close()


async def test_a_stream_that_says_nothing_any_more_is_read_at_the_other_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconnecting, "STEADY", 0.0)  # however long it ran: silence is no cut
    hello = b'id: 5.x\nevent: hello\ndata: {"kind":"hello","api":1,"number":5,"at":"2026-11-24T08:00:00Z","board":[]}\n\n'
    async with raw_server(HEAD + hello, hang=True) as (one, first), raw_server(HEAD + hello, hang=True) as (two, second):
        client = client_of(one, two)
        seen = Seen(client, silence=0.1)
        await until(lambda: second or len(first) > 1)
        assert len(first) == 1
        assert b"last-event-id: 5.x" in second[0].lower()
        await seen.end()
        await client.close()


async def test_another_generation_gives_the_whole_board(hub: Serving) -> None:
    client = await signed_in(hub, REFUSED, hub.url)
    seen = Seen(client)
    seen.link._last = "7.another"
    await until(lambda: any(isinstance(event, wire.Hello) for event in seen.events))
    await seen.end()
    await client.close()


async def test_the_board_comes_from_the_hub_whose_stream_it_is(hub: Serving) -> None:
    with two_ways(hub) as (one, other):
        client = await signed_in(hub, one.url, other.url)
        asked: list[str] = []

        async def note(request: httpx.Request) -> None:
            asked.append(request.url.path)

        client.pool(other.url).event_hooks["request"].append(note)
        # Requests have turned to the other hub meanwhile.
        client.on_answer = lambda _: setattr(client.places.turns, "at", other.url)
        seen = Seen(client)
        await until(lambda: any(isinstance(event, wire.Hello) for event in seen.events))
        assert not asked
        await seen.end()
        await client.close()
