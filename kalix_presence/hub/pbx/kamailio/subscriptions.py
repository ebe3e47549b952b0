"""Subscriptions to what extensions do (RFC 6665) at one SIP server, over UDP: renewed, and begun again when lost.

Nobody is told of a notification that never arrived. So each is renewed long before it ends, which has the whole state told
again; and one to which no state is told, or no answer comes, leaves its line unknown until another is.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kalix_presence.hub.pbx.kamailio import sip
from kalix_presence.hub.pbx.kamailio.packages import DIALOG, Package, Reader
from kalix_presence.model.line import LineState

EXPIRES = 120
"""Seconds that are asked for; after three quarters of what is given it is renewed."""
GIVE_UP = 5.0
"""Seconds without an answer, or after it without a state."""
AGAIN = 0.5
"""Seconds after which a question is asked again, doubled each time (RFC 3261, 17.1.2)."""
LONGEST_WAIT = 30.0
TICK = 0.1
MOST_AT_ONCE = 50
"""That are begun or renewed in one tick: a server drops what comes all at once."""


@dataclass(slots=True)
class _Watch:
    """One subscription, and the `reader` of what is told by it. `told`: what `state` is was told, also
    where it is UNKNOWN. `asked` is the question that waits for its answer; `owed`: by then a state has to be told."""

    extension: str
    reader: Reader
    call: str = ""
    tag: str = ""
    theirs: str = ""
    target: str = ""
    number: int = 0
    heard: int = -1
    state: LineState = LineState.UNKNOWN
    told: bool = False
    asked: bytes = b""
    asked_at: float = 0.0
    again_at: float = 0.0
    pause: float = AGAIN
    due: float = 0.0
    owed: float | None = None
    fails: int = 0


class Subscriptions(asyncio.DatagramProtocol):
    """At the server of this `address`, to the event package `package`; extensions are users of `domain`. `tell` is told of
    each whose state is another."""

    def __init__(
        self, address: tuple[str, int], domain: str, tell: Callable[[str], None], *, package: Package = DIALOG
    ) -> None:
        self._address, self._domain, self._tell, self._package = address, domain, tell, package
        self._watches: dict[str, _Watch] = {}
        self._calls: dict[str, _Watch] = {}
        self._transport: asyncio.DatagramTransport | None = None

    def watch(self, extensions: Iterable[str]) -> None:
        """These too, from now on."""
        for extension in extensions:
            if extension.isascii() and extension.isdigit():
                self._watches.setdefault(extension, _Watch(extension, self._package.reader()))

    @property
    def states(self) -> Mapping[str, LineState]:
        """Of all that are watched."""
        return {extension: watch.state for extension, watch in self._watches.items()}

    def state(self, extension: str) -> LineState:
        """Of one."""
        watch = self._watches.get(extension)
        return LineState.UNKNOWN if watch is None else watch.state

    def told(self, extension: str) -> bool:
        """Whether the server tells of it now, be it that nothing is known of its calls."""
        watch = self._watches.get(extension)
        return watch is not None and watch.told

    def begin_again(self) -> None:
        """The server is another one than before, or gone: it knows of none."""
        for watch in self._watches.values():
            self._lost(watch, 0.0)
            watch.fails = 0

    async def run(self) -> None:
        """Until cancelled."""
        loop = asyncio.get_running_loop()
        here = (self._address[0], 0)  # the same machine: Kamailio tells nobody else
        transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=here, remote_addr=self._address)
        self._transport = transport
        try:
            while True:
                self._tick(loop.time())
                await asyncio.sleep(TICK)
        finally:
            self._transport = None
            transport.close()
            self.begin_again()

    def _tick(self, now: float) -> None:
        sent = 0
        for watch in self._watches.values():
            if watch.asked and now >= watch.asked_at + GIVE_UP:
                self._lost(watch, now)
            elif watch.asked and now >= watch.again_at:
                watch.pause *= 2
                watch.again_at = now + watch.pause
                self._send(watch.asked)
            elif watch.owed is not None and now >= watch.owed:
                self._lost(watch, now)
            elif not watch.asked and now >= watch.due and sent < MOST_AT_ONCE:
                sent += 1
                self._ask(watch, now)

    def _ask(self, watch: _Watch, now: float) -> None:
        if not watch.call:
            watch.call, watch.tag = f"{secrets.token_hex(12)}@kalix-hub", secrets.token_hex(6)
            self._calls[watch.call] = watch
        watch.number += 1
        whom = f"sip:{watch.extension}@{self._domain}"
        host, port = self._own()
        theirs = f";tag={watch.theirs}" if watch.theirs else ""
        watch.asked = sip.written(
            f"SUBSCRIBE {watch.target or whom} SIP/2.0",
            [
                ("Via", f"SIP/2.0/UDP {host}:{port};rport;branch=z9hG4bK{secrets.token_hex(8)}"),
                ("Max-Forwards", "20"),
                ("From", f"<sip:kalix@{self._domain}>;tag={watch.tag}"),
                ("To", f"<{whom}>{theirs}"),
                ("Call-ID", watch.call),
                ("CSeq", f"{watch.number} SUBSCRIBE"),
                ("Contact", f"<sip:kalix@{host}:{port}>"),
                ("Event", self._package.event),
                ("Accept", self._package.accept),
                ("Expires", str(EXPIRES)),
            ],
        )
        watch.asked_at, watch.pause, watch.again_at, watch.owed = now, AGAIN, now + AGAIN, None
        self._send(watch.asked)

    def datagram_received(self, data: bytes, addr: Any) -> None:
        """From the server: the socket takes nothing from others."""
        found = sip.read(data)
        if found is None:
            return
        watch = self._calls.get(found.head("call-id"))
        now = asyncio.get_running_loop().time()
        if found.status:
            if watch is not None and watch.asked and found.number == (watch.number, "SUBSCRIBE"):
                self._answered(watch, found, now)
        elif found.first.startswith("NOTIFY "):
            known = watch is not None and sip.tag_of(found.head("to")) == watch.tag
            self._send(sip.answered(found, "200 OK" if known else "481 Subscription does not exist"))
            if watch is not None and known:
                self._notified(watch, found, now)

    def error_received(self, exc: Exception) -> None:
        """Nobody listens there: whoever waits for an answer gives up in time."""

    def _answered(self, watch: _Watch, found: sip.Message, now: float) -> None:
        if found.status < 200:
            return
        theirs = sip.tag_of(found.head("to"))
        if found.status >= 300 or not theirs or (watch.theirs and theirs != watch.theirs):
            self._lost(watch, now, at_once=found.status == 481)
            return
        heard = watch.owed is not None  # the state came before the answer
        watch.asked, watch.theirs, watch.fails = b"", theirs, 0
        watch.target = sip.address_of(found.head("contact")) or watch.target
        said = found.head("expires")
        seconds = min(int(said), EXPIRES) if said.isascii() and said.isdigit() and len(said) < 6 else EXPIRES
        watch.due = now + max(1.0, seconds * 0.75)
        watch.owed = None if heard else now + GIVE_UP

    def _notified(self, watch: _Watch, found: sip.Message, now: float) -> None:
        number, _ = found.number
        theirs = sip.tag_of(found.head("from"))
        if number <= watch.heard or (watch.theirs and theirs != watch.theirs):
            return  # older than what is known, or of another that it had begun
        watch.heard, watch.theirs = number, theirs
        watch.target = sip.address_of(found.head("contact")) or watch.target
        # One that comes while a question waits says what that would have; after it nothing is owed any more.
        watch.owed = float("inf") if watch.asked else None
        if found.head("subscription-state").lower().startswith("terminated"):
            self._lost(watch, now, at_once=True)
            return
        self._take(watch, found.body, now)

    def _take(self, watch: _Watch, body: bytes, now: float) -> None:
        state = watch.reader.take(body)
        if state is None:
            watch.due = now  # something is missing: renewed, it is told whole
        self._becomes(watch, state)

    def _lost(self, watch: _Watch, now: float, *, at_once: bool = False) -> None:
        """What is known of the line is nothing; another is begun after a pause that grows."""
        self._calls.pop(watch.call, None)
        watch.call = watch.theirs = watch.target = ""
        watch.asked, watch.owed, watch.heard = b"", None, -1
        watch.number, watch.reader = 0, self._package.reader()
        watch.fails += 1
        watch.due = now + (AGAIN if at_once and watch.fails == 1 else min(2.0 ** (watch.fails - 1), LONGEST_WAIT))
        self._becomes(watch, None)

    def _becomes(self, watch: _Watch, told: LineState | None) -> None:
        """What was told, None where nothing is any more."""
        before = watch.state, watch.told
        watch.state, watch.told = told or LineState.UNKNOWN, told is not None
        if before != (watch.state, watch.told):
            self._tell(watch.extension)

    def _own(self) -> tuple[str, int]:
        assert self._transport is not None  # noqa: S101  (only `run` asks)
        host, port = self._transport.get_extra_info("sockname")[:2]
        return (f"[{host}]" if ":" in host else host), port

    def _send(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.sendto(data)
