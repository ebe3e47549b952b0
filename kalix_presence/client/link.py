"""The event stream: connected for as long as the program runs, resumed without a hole, and quiet while nothing happens."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from enum import StrEnum

from kalix_presence import wire
from kalix_presence.client.hub import HubClient, refusal, unreachable
from kalix_presence.model.errors import PresenceError, SignInNeeded, Unavailable

SILENCE = 45.0
"""Seconds without a heartbeat (the hub sends one every 15) after which a connection counts as dead."""
LONGEST_WAIT = 30.0


class LinkState(StrEnum):
    """How the program stands with the hub."""

    CONNECTING = "connecting"
    ONLINE = "online"
    OFFLINE = "offline"
    SIGNED_OUT = "signed_out"


class Link:
    """Reads the stream and hands each event on; never gives up but on a token that is no longer good."""

    def __init__(
        self,
        hub: HubClient,
        *,
        on_event: Callable[[wire.Event], None],
        on_state: Callable[[LinkState], None],
        silence: float = SILENCE,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._hub, self._on_event, self._on_state = hub, on_event, on_state
        self._silence, self._chance = silence, chance
        self._last: str | None = None
        self._failures = 0
        self._retry = asyncio.Event()
        self.state = LinkState.CONNECTING

    def try_now(self) -> None:
        """Do not wait for the next attempt (the network came back, the machine woke up)."""
        self._retry.set()

    async def run(self) -> None:
        """Keep the stream open until cancelled or signed out."""
        while True:
            try:
                await self._read()
            except SignInNeeded:
                self._say(LinkState.SIGNED_OUT)
                return
            except PresenceError:
                self._failures += 1
            self._say(LinkState.OFFLINE)
            await self._wait()

    async def _wait(self) -> None:
        """Wait longer each time up to half a minute, at random so that a restarted hub is not stormed."""
        longest = min(LONGEST_WAIT, 0.5 * 2 ** min(self._failures, 10))
        self._retry.clear()
        try:
            await asyncio.wait_for(self._retry.wait(), longest * (0.5 + self._chance() / 2))
        except TimeoutError:
            return

    async def _read(self) -> None:
        import httpx

        headers = self._hub.headers() | {"Accept": "text/event-stream", "Cache-Control": "no-store"}
        if self._last is not None:
            headers["Last-Event-ID"] = self._last
        timeout = httpx.Timeout(10.0, read=self._silence)
        try:
            async with self._hub.http.stream("GET", "/api/v1/events", headers=headers, timeout=timeout) as answer:
                if answer.status_code >= 400:
                    raise refusal(answer.status_code, await answer.aread())
                self._failures = 0
                resumed = self._last is not None
                if resumed:
                    self._say(LinkState.ONLINE)
                await self._events(answer)
        except httpx.HTTPError as fault:
            raise unreachable(fault) from fault
        raise Unavailable("hub-unreachable")

    async def _events(self, answer: object) -> None:
        from httpx_sse import EventSource

        async for event in EventSource(answer).aiter_sse():  # type: ignore[arg-type]
            if not event.data:
                continue  # a heartbeat, which the library hands on as an empty event once it has seen an id
            decoded = wire.decode_event(event.data.encode())
            if decoded is not None:
                self._on_event(decoded)
                if isinstance(decoded, wire.Hello):
                    self._say(LinkState.ONLINE)
            # Only now: an event whose handling failed is asked for again.
            if event.id:
                self._last = event.id

    def _say(self, state: LinkState) -> None:
        if state is not self.state:
            self.state = state
            self._on_state(state)
