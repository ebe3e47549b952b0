"""HTTP as uvicorn speaks it, with a connection that a stream can take over and an answer that leaves in one piece."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from kalix_presence.hub.site import sentences
from kalix_presence.hub.supervision.request_record import new_id
from kalix_presence.hub.web import problems
from kalix_presence.hub.web.front_door import FrontDoor
from kalix_presence.model.errors import PresenceError

EXTENSION = "kalix.connection"

MOST_HEADERS = 200
MOST_PIPELINED = 16
LAST_SECONDS = 2.0
"""Requests of one connection that may wait for the answer to the one before."""

_STATUS = {"request-host": 400, "request-slow": 408, "head-too-large": 431, "connections-full": 503}


class StreamProtocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it; a handler that takes the connection (`begin_stream`) writes to the transport by itself."""

    taken = False
    when_full: Callable[[], object] = staticmethod(lambda: None)
    """Called when more is unsent on a connection that was taken than its transport's limit, in the middle of the write."""
    when_drained: Callable[[], object] = staticmethod(lambda: None)
    """Called when there is room again on such a connection."""

    def __init__(self, *arguments: Any, door: FrontDoor, arrived: Callable[[], object] = lambda: None, **named: Any) -> None:
        """`arrived` is called when there is a connection, before `door` is asked for a place."""
        super().__init__(*arguments, **named)
        self._door, self._arrived = door, arrived
        self._admitted = False
        self._patience: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None
        self._whole = True
        self._beside_body = 0
        self._refused = ""

    @property
    def answering(self) -> bool:
        """Whether the hub works on an answer for it just now."""
        return self.taken or (self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body)

    def prove(self) -> None:
        """Whoever speaks here has borne a good token."""
        self._door.prove(self)

    def evict(self) -> None:
        """Somebody else needs the place."""
        self.transport.abort()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Somebody has come: they may stay when there is room, and have so long for their first request."""
        super().connection_made(transport)
        self._arrived()
        host = self.client[0] if self.client else ""
        self._admitted = self._door.admit(self, host, now=self.loop.time())
        if not self._admitted:
            self._refuse("connections-full")
            return
        self._patience = self.loop.call_later(self._door.limits.request_seconds, self._out_of_patience)

    def connection_lost(self, exc: Exception | None) -> None:
        """They are gone."""
        self._calm()
        self._read_on()
        if self._admitted:
            self._admitted = False
            self._door.remove(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on. What is no body (heads, chunk sizes, trailers) is bounded before the parser keeps it."""
        if self.taken or self._refused or self.transport.is_closing():
            return
        self._whole = False  # until the parser says that it is
        self._beside_body += len(data)
        super().data_received(data)
        if self._refused or self.taken or self.transport.is_closing():
            return
        if self._beside_body > self._door.limits.head_bytes:
            self._refuse("head-too-large")
        elif self._whole:
            self._calm()
        elif self._patience is None:
            self._patience = self.loop.call_later(self._door.limits.request_seconds, self._out_of_patience)

    def send_400_response(self, msg: str) -> None:
        """What the parser could not read, unless we have answered already."""
        if not self._refused:
            super().send_400_response(msg)

    def on_header(self, name: bytes, value: bytes) -> None:
        """One more line of the head, or of a trailer, which nobody reads."""
        if self._refused:
            return
        if len(self.headers) >= MOST_HEADERS:
            self._refuse("head-too-large")
            return
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is there: begin, or let it wait behind the one before."""
        if self._refused or self.transport.is_closing():
            return
        head = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if head > self._door.limits.head_bytes:
            self._refuse("head-too-large")
            return
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (not hosts and self.parser.get_http_version() == "1.1"):
            self._refuse("request-host")
            return
        if len(self.pipeline) >= MOST_PIPELINED:
            self._door.refuse("pipelined", now=self.loop.time())
            self._refused = "pipelined"
            self.transport.abort()
            return
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of the body, which is bounded by whoever reads it."""
        self._beside_body -= len(body)
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._whole, self._beside_body = True, 0
        if not self._refused:
            super().on_message_complete()

    def resume_writing(self) -> None:
        """They read on."""
        self._read_on()
        if self.taken:
            self.when_drained()
        super().resume_writing()

    def _calm(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _read_on(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _out_of_patience(self) -> None:
        self._patience = None
        if self.taken or self.transport.is_closing():
            return
        begun = self._beside_body or (self.cycle is not None and self.cycle.more_body)
        if begun and (self.cycle is None or self.cycle.response_complete or not self.cycle.response_started):
            self._refuse("request-slow")
        else:
            self._door.refuse("request-slow" if begun else "idle", now=self.loop.time())
            self.transport.close()

    def _stuck(self) -> None:
        self._unread = None
        self._door.refuse("answer-unread", now=self.loop.time())
        self.transport.abort()

    def _refuse(self, code: str) -> None:
        """Say why in a whole answer of our own, and close."""
        self._refused, request = code, new_id()
        self._calm()
        self._door.refuse(code, now=self.loop.time(), request=request)
        status = _STATUS[code]
        headers = self.headers or []
        accept = next((value for name, value in headers if name == b"accept-language"), b"")
        language = sentences.language_of(accept.decode("latin-1"))
        said = sentences.sentence(PresenceError(code), language)
        problem = {
            "title": STATUS_LINE[status].split(b" ", 2)[2].decode().strip(),
            "status": status,
            "detail": said,
            "code": code,
        }
        body = json.dumps(problem, ensure_ascii=False).encode()
        lines = [b"%b: %b\r\n" % each for each in self.server_state.default_headers]
        lines.append(b"content-type: %b\r\ncontent-language: %b\r\n" % (problems.MEDIA_TYPE.encode(), language.encode()))
        lines.append(b"x-request-id: %b\r\n" % request.encode())
        lines.append(b"content-length: %d\r\nconnection: close\r\n\r\n" % len(body))
        self.transport.write(b"".join((STATUS_LINE[status], *lines, body)))
        self.transport.close()
        self.loop.call_later(LAST_SECONDS, self._gone)

    def _gone(self) -> None:
        """Whoever is refused and does not read it is gone all the same."""
        if self.parser is not None:
            self.transport.abort()

    def on_message_begin(self) -> None:
        """Offer the connection to whoever handles the request."""
        self._whole = False
        super().on_message_begin()
        self.scope["extensions"] = {EXTENSION: {"connection": self}}

    def begin_stream(self, head: bytes) -> asyncio.Transport:
        """Send the answer's head; from now on the connection belongs to the handler until it is closed.

        Raises ConnectionResetError for one that is gone already.
        """
        names = b"".join(b"%b: %b\r\n" % each for each in self.server_state.default_headers)
        try:
            self.transport.write(head + names + b"\r\n")
        except RuntimeError:  # as uvloop says it
            raise ConnectionResetError from None
        self.taken = True
        self._calm()
        self._read_on()
        return self.transport

    @contextmanager
    def in_one_write(self) -> Iterator[None]:
        """Head and body that are sent in the block leave in one piece: one packet, and the client is woken once."""
        cycle, joined = self.cycle, _Joined(self.transport)
        cycle.transport = joined  # type: ignore[assignment]  # as much of one as an answer needs
        try:
            yield
        finally:
            cycle.transport = self.transport
            joined.flush()

    def pause_writing(self) -> None:
        """Too much is unsent."""
        if self.taken:
            self.when_full()
        else:
            super().pause_writing()
            # A clock of its own: whoever asks on without reading does not stop it.
            self._read_on()
            self._unread = self.loop.call_later(self._door.limits.answer_seconds, self._stuck)

    def shutdown(self) -> None:
        """The server stops: a stream has no end of its own to wait for."""
        if self.taken:
            self.transport.close()
        else:
            super().shutdown()


class _Joined:
    """A transport that keeps what is written until it is let go."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._parts: list[bytes] = []
        self.write = self._parts.append
        self.is_closing = transport.is_closing

    def close(self) -> None:
        """Let go of it, and close."""
        self.flush()
        self._transport.close()

    def flush(self) -> None:
        """Write what was kept."""
        if self._parts:
            with suppress(RuntimeError):  # uvloop's word for: they are gone, and nobody waits for it
                self._transport.write(b"".join(self._parts))
            self._parts.clear()
