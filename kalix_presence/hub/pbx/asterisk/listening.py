"""Places one call as a caller and listens: the PBX sends the sound to the hub, and hangs up before any phone rings."""

from __future__ import annotations

import asyncio
import contextlib
import uuid

from kalix_presence.hub.pbx.asterisk.ami import Ami, Message
from kalix_presence.hub.pbx.protocol import Heard
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.present_call import DivertReason

LONGEST_SECONDS = 60.0
AFTER_SECONDS = 0.3
"""The last sound is on its way a moment longer than the word that it is over."""


class Listening:
    """One call at a time; `take` is to be given every event meanwhile."""

    def __init__(self, ami: Ami) -> None:
        self._ami = ami
        self._token = ""
        self._over: asyncio.Future[tuple[str, str]] | None = None

    def on_event(self, event: Message) -> None:
        """Take in one event."""
        over = self._over
        if over is None or over.done():
            return
        if event.get("UserEvent") == "KalixListened" and event.get("Check") == self._token:
            over.set_result((event.get("Target", ""), event.get("Why", "")))
        elif event.get("Event") == "OriginateResponse" and event.get("Response") == "Failure":
            over.set_exception(Unavailable("asterisk-not-heard"))

    async def call(self, extension: str) -> Heard:
        """Call `extension` and listen. Raises Unavailable `asterisk-not-heard` or `pbx-unreachable`."""
        loop = asyncio.get_running_loop()
        self._token, self._over = f"kalix-listen-{uuid.uuid4().hex}", loop.create_future()
        address = self._ami.own_address
        transport, sound = await loop.create_datagram_endpoint(_Sound, local_addr=(address, 0))
        try:
            port = transport.get_extra_info("sockname")[1]
            answer = await self._ami.request(
                "Originate",
                ("Channel", f"UnicastRTP/{address}:{port}/c(alaw)"),
                ("Context", "kalix-listen"),
                ("Exten", extension),
                ("Priority", "1"),
                ("Variable", f"__KALIX_LISTENS={self._token}"),
                ("CallerID", "<kalix>"),
                ("Async", "true"),
            )
            if not answer.succeeded:
                raise Unavailable("asterisk-not-heard")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_SECONDS):
                    target, why = await self._over
                    await asyncio.sleep(AFTER_SECONDS)
                    return Heard(sound.whole(), target, DivertReason(why))
            raise Unavailable("asterisk-not-heard")
        finally:
            self._over = None
            transport.close()


class _Sound(asyncio.DatagramProtocol):
    """RTP, put in order."""

    def __init__(self) -> None:
        self._parts: dict[int, bytes] = {}

    def datagram_received(self, data: bytes, addr: object) -> None:
        """One packet; what is no A-law sound is left."""
        if len(data) > 12 and data[0] >> 6 == 2 and data[1] & 0x7F == 8 and len(self._parts) < 50 * LONGEST_SECONDS * 2:
            self._parts.setdefault(int.from_bytes(data[2:4], "big"), data[12 + 4 * (data[0] & 15) :])

    def whole(self) -> bytes:
        """All of it; numbers begin again at 0 after 65 535."""
        order = sorted(self._parts)
        gap = next((n for n in range(1, len(order)) if order[n] - order[n - 1] > 30_000), 0)
        return b"".join(self._parts[number] for number in order[gap:] + order[:gap])
