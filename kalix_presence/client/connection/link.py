"""The event stream: connected for as long as the program runs, resumed without a hole at whichever hub answers, and quiet while
nothing happens."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from kalix_presence import wire
from kalix_presence.client.connection.reconnecting import Reconnecting
from kalix_presence.client.connection.refusals import refusal, unreachable
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.connection.sse import Parser
from kalix_presence.client.connection.whole_board import whole_board
from kalix_presence.client.gc_pause import import_httpx
from kalix_presence.model.errors import PresenceError, SignInNeeded, Unavailable

if TYPE_CHECKING:
    import httpx

SILENCE = 45.0
"""Seconds without a heartbeat (the hub sends one every 15) after which a connection counts as dead."""
EVENTS = "/api/v1/events?board=apart"
"""The whole board comes packed from an address of its own."""
RENEWALS = 3
"""In a row, before the hub has taken the token of one."""


class LinkState(StrEnum):
    """How the program stands with the hub."""

    CONNECTING = "connecting"
    ONLINE = "online"
    OFFLINE = "offline"
    SIGNED_OUT = "signed_out"


class Link:
    """Reads the stream and hands each event on; never gives up but on a token that is no longer good.

    `on_beat` is called whenever anything arrives, which is every 15 seconds on a quiet stream.
    """

    def __init__(
        self,
        hub: HubClient,
        *,
        on_event: Callable[[wire.Event], None],
        on_state: Callable[[LinkState], None],
        on_beat: Callable[[], None] = lambda: None,
        silence: float = SILENCE,
        first_wait: float = 0.5,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._hub, self._on_event, self._on_state, self._on_beat = hub, on_event, on_state, on_beat
        self._silence = silence
        self._waits = Reconnecting(hub.places.turns, first=first_wait, chance=chance)
        self._cut = False
        """Whether the stream ran, and was ended by the other side."""
        self._last: str | None = None
        self._renewals = 0
        self._retry = asyncio.Event()
        self.state = LinkState.CONNECTING
        self.at = ""
        """The hub that is read, or was last."""

    def try_now(self) -> None:
        """Do not wait for the next attempt (the network came back, the machine woke up)."""
        self._hub.places.turns.wake()
        self._retry.set()

    async def run(self) -> None:
        """Keep the stream open until cancelled or signed out."""
        clock = asyncio.get_running_loop().time
        while True:
            began, used, address = clock(), self._hub.token, self._hub.address
            self._cut = False
            try:
                address = (await self._hub.places.ready()).order()[0]
                await self._read(address)
                continue
            except SignInNeeded as refused:
                try:
                    fault = await self._renewed(used, refused)
                except SignInNeeded:
                    self._say(LinkState.SIGNED_OUT)
                    return
                if fault is None:
                    continue
            except PresenceError as caught:
                fault = caught
            wait = self._waits.after(address, fault, lasted=clock() - began, cut=self._cut)
            self._say(LinkState.OFFLINE)
            await self._wait(wait)

    async def _renewed(self, used: str | None, refused: SignInNeeded) -> PresenceError | None:
        """Why there is no other token yet; None where there is. Raises SignInNeeded: there is none to be had."""
        # A hub that gives tokens and then takes none of them would be asked for ever.
        self._renewals += 1
        try:
            if self._renewals > RENEWALS or not await self._hub.renewed(used, refused):
                raise refused
        except SignInNeeded:
            raise
        except PresenceError as fault:
            self._renewals = 0
            return fault
        return None

    async def _wait(self, seconds: float) -> None:
        self._retry.clear()
        try:
            await asyncio.wait_for(self._retry.wait(), seconds)
        except TimeoutError:
            return

    async def _read(self, address: str) -> None:
        """Read one connection to this hub to its end, which always raises."""
        import_httpx()
        import httpx

        headers = self._hub.headers() | {
            "Accept": "text/event-stream",
            "Accept-Encoding": "identity",
            "Cache-Control": "no-store",
        }
        if self._last is not None:
            headers["Last-Event-ID"] = self._last
        # Reading times out when not even a heartbeat comes: a half-dead connection tells nothing by itself.
        timeout = httpx.Timeout(10.0, read=self._silence, connect=self._hub.connecting(10.0))
        try:
            async with self._hub.pool(address).stream("GET", EVENTS, headers=headers, timeout=timeout) as answer:
                if answer.status_code != 200:
                    raise refusal(answer.status_code, await answer.aread(), answer.headers.get("retry-after", ""))
                if not answer.headers.get("content-type", "").startswith("text/event-stream"):
                    raise Unavailable("hub-not-understood")  # some proxy's page
                self._renewals, self._cut = 0, True
                self._hub.worked(address)
                self.at = address
                self._waits.opened()
                if self._last is not None:
                    self._say(LinkState.ONLINE)
                await self._events(answer, address)
        except httpx.HTTPError as fault:
            self._cut = self._cut and not isinstance(fault, httpx.TimeoutException)  # a silent hub stays so
            raise unreachable(fault) from fault
        raise Unavailable("hub-unreachable")

    async def _events(self, answer: httpx.Response, address: str) -> None:
        parser = Parser()
        async for piece in answer.aiter_raw():
            for received in parser.feed(piece):
                try:
                    event = wire.decode_event(received.data)
                except wire.UNREADABLE:
                    # Asking for the same event again would break in the same place: begin anew from a whole board.
                    self._last = None
                    raise Unavailable("hub-not-understood") from None
                if isinstance(event, wire.BoardApart):
                    event = await whole_board(self._hub, event, at=address)
                if event is not None:
                    self._on_event(event)
                    if isinstance(event, wire.Hello):
                        self._say(LinkState.ONLINE)
                # Only now: an event whose handling failed is asked for again.
                if received.id:
                    self._last = received.id
            self._on_beat()

    def _say(self, state: LinkState) -> None:
        if state is not self.state:
            self.state = state
            self._on_state(state)
