"""Asterisk's manager interface over asyncio: one connection that keeps itself alive, any number of actions in flight.

The libraries for it have not been kept up, and pushing the rule is what this program exists for; so this is our own, and small.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import itertools
import random
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog

from kalix_presence.hub.supervision.acting import ACTING
from kalix_presence.hub.supervision.faults import apart
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.model.errors import Unavailable

log = structlog.get_logger("kalix.ami")

CONNECT_SECONDS = 5.0
BOOT_SECONDS = 60.0
"""How long a PBX that answers may take to be fully booted."""
ANSWER_SECONDS = 5.0
PING_SECONDS = 5.0
LONGEST_WAIT = 30.0
ASKS = frozenset(
    {
        *("DBGet", "DBGetTree", "Getvar", "Status", "CoreShowChannels", "DeviceStateList", "ExtensionState", "QueueStatus"),
        *("PJSIPShowEndpoint", "PJSIPShowEndpoints", "ShowDialPlan", "GetConfig", "ModuleCheck", "MailboxCount", "Ping"),
    }
)
"""Actions that change nothing in the PBX; whatever is not among them may."""
LONGEST_LINE = 1000
"""Bytes; Asterisk refuses a longer header."""
LARGEST_MESSAGE = 1_048_576
"""Bytes of one message; a peer that sends more is no PBX."""

Message = Mapping[str, str]
Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AmiAnswer:
    """What an action brought: its response, and the events of a list action."""

    response: Message
    events: Sequence[Message] = ()

    @property
    def succeeded(self) -> bool:
        """Whether the PBX said yes. For a blocked function it says so too: read back what matters."""
        return self.response.get("Response") in ("Success", "Goodbye", "Follows")


@dataclass(slots=True)
class _Asked:
    answer: asyncio.Future[AmiAnswer]
    response: Message | None = None
    events: list[Message] = field(default_factory=list)
    listing: bool = False


@dataclass(frozen=True, slots=True)
class AmiAddress:
    """Where the manager interface is and who asks. `ca` names a file of certificates to trust, "" the system's."""

    host: str
    port: int
    username: str
    secret: str
    tls: bool = False
    ca: str = ""


def line(name: str, value: str) -> bytes:
    """One header. A line break in it would be a second command: ValueError, before anything is sent."""
    text = f"{name}: {value}"
    if not text.isprintable():
        raise ValueError("a header must be one line of printable text")
    encoded = text.encode()
    if len(encoded) > LONGEST_LINE:
        raise ValueError("a header is too long")
    return encoded + b"\r\n"


class Ami:
    """Connects and stays connected. `on_ready` is called after each boot and reload of the PBX, `on_lost` when the connection
    is gone. `filters` say which events are told, besides those that the account's own filter lets through.

    Callbacks run in the event loop and must not wait.
    """

    def __init__(
        self,
        address: AmiAddress,
        *,
        on_event: Callable[[Message], None],
        on_ready: Callable[[], None],
        on_lost: Callable[[], None],
        filters: Sequence[str] = (),
        chance: Callable[[], float] = random.random,
        ping_seconds: float = PING_SECONDS,
    ) -> None:
        self._address = address
        self._on_event, self._on_ready, self._on_lost = on_event, on_ready, on_lost
        self._filters, self._chance, self._ping_seconds = filters, chance, ping_seconds
        self._count = itertools.count(1)
        self._wire: _Wire | None = None
        self.supervised = Supervised()
        self._stood = False
        self.ready = False
        self._stage = "pbx-unreachable"
        self.trouble = "pbx-unreachable"
        """The error code of why the last attempt to connect failed."""

    @property
    def own_address(self) -> str:
        """This machine's address as the PBX sees it; raises Unavailable `pbx-unreachable`."""
        if not self.ready or self._wire is None:
            raise Unavailable("pbx-unreachable")
        return self._wire.own_address

    def start(self) -> None:
        """Begin to connect, and go on for ever."""
        self.supervised.run("pbx-connection", self._keep_connected)

    async def stop(self) -> None:
        """Close for good."""
        await self.supervised.stop()

    async def request(self, action: str, *headers: tuple[str, str]) -> AmiAnswer:
        """Send one action; its answer. Raises Unavailable `pbx-unreachable`, ValueError for a header that is not one line."""
        return (await self.request_all([(action, headers)]))[0]

    async def request_all(self, actions: Sequence[tuple[str, Headers]]) -> list[AmiAnswer]:
        """Send actions in one write; the PBX carries them out in this order. Raises as `ask` does."""
        if not self.ready or self._wire is None:
            raise Unavailable("pbx-unreachable")
        if not ASKS.issuperset(action for action, _ in actions):
            ACTING.require()  # between two of a change's actions the process may have been stopped
        return await self._send(self._wire, actions)

    async def _send(self, wire: _Wire, actions: Sequence[tuple[str, Headers]]) -> list[AmiAnswer]:
        loop = asyncio.get_running_loop()
        text: list[bytes] = []
        asked: list[tuple[str, _Asked]] = []
        for action, headers in actions:
            number = str(next(self._count))
            text.append(line("Action", action) + line("ActionID", number))
            text += [line(name, value) for name, value in headers]
            text.append(b"\r\n")
            asked.append((number, _Asked(loop.create_future())))
        wire.asked.update(asked)
        wire.write(b"".join(text))
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return [await waiting.answer for _, waiting in asked]
        except TimeoutError:
            raise Unavailable("pbx-unreachable") from None
        finally:
            for number, _ in asked:
                wire.asked.pop(number, None)

    async def _keep_connected(self) -> None:
        failures = 0
        while True:
            self._stood = False
            try:
                await self._one_connection()
                failures = 0
            except (OSError, TimeoutError, Unavailable) as fault:
                # The text of a network fault holds no secret; what was sent is never logged.
                self.trouble = self._trouble_of(fault)
                log.warning("pbx-connection", trouble=fault.code if isinstance(fault, Unavailable) else type(fault).__name__)
                # A connection that stood and broke is no reason to wait longer and longer.
                failures = 1 if self._stood else failures + 1
            longest = min(LONGEST_WAIT, 0.25 * 2 ** min(failures, 10))
            await asyncio.sleep(longest * (0.5 + self._chance() / 2))

    def _trouble_of(self, fault: Exception) -> str:
        if isinstance(fault, ssl.SSLCertVerificationError):
            return "asterisk-certificate"
        if isinstance(fault, ssl.SSLError):
            return "asterisk-no-tls"
        if isinstance(fault, Unavailable) and fault.code != "pbx-unreachable":
            return fault.code
        return self._stage

    async def _one_connection(self) -> None:
        address = self._address
        self._stage = "pbx-unreachable"
        trust = ssl.create_default_context(cafile=address.ca or None) if address.tls else None
        wire = _Wire(self._on_message)
        async with asyncio.timeout(CONNECT_SECONDS):
            await asyncio.get_running_loop().create_connection(lambda: wire, address.host, address.port, ssl=trust)
        self._stage = "asterisk-no-greeting"
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await wire.greeted
            self._stage = "pbx-unreachable"
            await self._sign_in(wire)
            # From here on it is known; what is missing is only that it says that it has started.
            self._stage = self.trouble = "asterisk-not-booted"
            # An account that may not ask for them hears what its own filter says.
            await self._send(wire, [("Filter", [("Operation", "Add"), ("Filter", each)]) for each in self._filters])
            async with asyncio.timeout(BOOT_SECONDS):
                await wire.booted
            self._wire = wire
            self.ready = self._stood = True
            self._stage = self.trouble = "pbx-unreachable"
            self._on_ready()
            await self._stay(wire)
        finally:
            was_ready, self.ready, self._wire = self.ready, False, None
            wire.close()
            if was_ready:
                self._on_lost()

    async def _sign_in(self, wire: _Wire) -> None:
        """By challenge, so that the secret itself does not travel; the digest is the one the manager interface defines."""
        challenge = (await self._send(wire, [("Challenge", [("AuthType", "MD5")])]))[0].response.get("Challenge", "")
        key = hashlib.md5((challenge + self._address.secret).encode(), usedforsecurity=False).hexdigest()
        login = [("AuthType", "MD5"), ("Username", self._address.username), ("Key", key)]
        if not (await self._send(wire, [("Login", login)]))[0].succeeded:
            raise Unavailable("asterisk-sign-in")

    async def _stay(self, wire: _Wire) -> None:
        """Until the connection ends; a peer that does not answer a ping is as good as gone."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._ping_seconds):
                    await asyncio.shield(wire.ended)
            if wire.ended.done():
                return
            await self._send(wire, [("Ping", ())])

    def _on_message(self, wire: _Wire, message: Message) -> None:
        if message.get("Event") == "FullyBooted" and not wire.booted.done():
            wire.booted.set_result(None)
        elif message.get("Event") in ("FullyBooted", "Reload"):
            # A reload keeps the connection, and may have changed all that was read before.
            if self.ready:
                self._on_ready()
        elif message.get("Event") == "Shutdown":
            wire.close()
        else:
            self._on_event(message)


class _Wire(asyncio.Protocol):
    """The bytes of one connection: cuts them into messages, and gives answers to those who asked."""

    def __init__(self, on_event: Callable[[_Wire, Message], None]) -> None:
        loop = asyncio.get_running_loop()
        self.greeted: asyncio.Future[None] = loop.create_future()
        self.booted: asyncio.Future[None] = loop.create_future()
        self.ended: asyncio.Future[None] = loop.create_future()
        self.asked: dict[str, _Asked] = {}
        self._on_event = on_event
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connected."""
        self._transport = transport  # type: ignore[assignment]  # a stream connection has a Transport

    @property
    def own_address(self) -> str:
        """This end's address."""
        if self._transport is None:
            raise Unavailable("pbx-unreachable")
        return str(self._transport.get_extra_info("sockname")[0])

    def write(self, data: bytes) -> None:
        """Send; raises Unavailable `pbx-unreachable` when the connection is gone."""
        if self._transport is None or self._transport.is_closing():
            raise Unavailable("pbx-unreachable")
        self._transport.write(data)

    def close(self) -> None:
        """Cut the connection."""
        if self._transport is not None:
            self._transport.abort()

    def connection_lost(self, fault: Exception | None) -> None:
        """Whoever waits for something is told."""
        if not self.ended.done():
            self.ended.set_result(None)
        waiting: list[asyncio.Future[Any]] = [self.greeted, self.booted, *(asked.answer for asked in self.asked.values())]
        for future in waiting:
            if not future.done():
                future.set_exception(Unavailable("pbx-unreachable"))
                future.exception()  # not every one of them is waited for; asyncio need not complain

    def data_received(self, data: bytes) -> None:
        """Cut out whole messages and hand them on."""
        self._buffer += data
        if not self.greeted.done():
            end = self._buffer.find(b"\r\n")
            if end < 0:
                return
            if not self._buffer.startswith(b"Asterisk Call Manager/"):
                self.close()
                return
            del self._buffer[: end + 2]
            self.greeted.set_result(None)
        end = self._buffer.rfind(b"\r\n\r\n")
        if end < 0:
            if len(self._buffer) > LARGEST_MESSAGE:
                self.close()
            return
        whole = bytes(self._buffer[:end])
        del self._buffer[: end + 4]
        for message in whole.decode("utf-8", "replace").split("\r\n\r\n"):
            self._on_line(message)

    def _on_line(self, text: str) -> None:
        message: dict[str, str] = {}
        for header in text.split("\r\n"):
            name, _, value = header.partition(":")
            # Of a repeated header the first counts: what a caller can add comes after what the PBX says.
            message.setdefault(name, value.strip(" "))
        asked = self.asked.get(message.get("ActionID", ""))
        if "Event" in message and (asked is None or not asked.listing):
            # An event may bear the number of the action that caused it, and come at once with the answer or before it.
            with apart("pbx-event-failed"):  # the other messages of the same bytes are not to pay for it
                self._on_event(self, message)
            return
        if asked is None:
            return
        if "Response" in message:
            asked.response = message
            if message.get("EventList") == "start":
                asked.listing = True
                return
        elif message.get("EventList") != "Complete":
            asked.events.append(message)
            return
        if not asked.answer.done():
            asked.listing = False
            asked.answer.set_result(AmiAnswer(asked.response or {}, asked.events))
