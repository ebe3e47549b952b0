"""Event streams: one encoded frame per view, written straight to every reader's connection.

A reader is a connection in the middle of its answer. Frames go to its transport without a task, queue or copy for each; a
reader whose transport holds too much unsent is cut off and resumes later by the number it saw last.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import msgspec
import structlog

from kalix_presence import wire
from kalix_presence.hub.access.sessions import Signed
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.board.views import sees_all
from kalix_presence.hub.core.pbx_events import pbx_changed
from kalix_presence.hub.store import Store, events
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.web.snapshot import Snapshots
from kalix_presence.hub.web.stream_readers import StreamReader, StreamReaders
from kalix_presence.model.access import Action, may
from kalix_presence.model.day import today
from kalix_presence.model.delegation import split_delegates
from kalix_presence.wire.event_kinds import EventKind
from kalix_presence.wire.events import kind_of

HEARTBEAT = b":\n\n"
CATCH_UP_MOST = 5_000
"""Events a reader may have missed and still be caught up with; past that a new Hello is less to send and to read."""

_log = structlog.get_logger("kalix.streams")


class Streams:
    """All open streams. Lives on the hub's event loop; `stop` before the loop ends."""

    def __init__(
        self,
        board: Board,
        store: Store,
        event_bus: EventBus,
        snapshots: Snapshots,
        *,
        clock: Callable[[], datetime],
        most_bytes: int,
        heartbeat: float,
    ) -> None:
        self._board, self._store, self._snapshots, self._clock = board, store, snapshots, clock
        self._most_bytes, self._heartbeat = most_bytes, heartbeat
        self._readers = StreamReaders()
        self._hellos: dict[bool, _Hello] = {}
        self._stop_listening = event_bus.listen(self._publish)
        self.delivered = 0
        self.cut_off = 0

    def __len__(self) -> int:
        return len(self._readers)

    async def beat(self) -> None:
        """Let every reader hear from time to time that the hub lives, until cancelled."""
        while True:
            await asyncio.sleep(self._heartbeat)
            self._on_beat()

    def stop(self) -> None:
        """Close every stream: their readers resume at the next start."""
        self._stop_listening()
        for reader in self._readers:
            self._close(reader)

    async def open(
        self, signed: Signed, transport: asyncio.Transport, after: int | None, *, apart: bool = False
    ) -> StreamReader:
        """Begin to write to `transport` (the answer's head is sent already): what was missed since event `after`, or a Hello;
        with `apart` a word that the board is to be asked for by itself.

        From here to `leave` nothing is missed and nothing comes twice: the reader joins in the same step of the event loop in
        which the board's number is read, and the log fills what lies between.
        """
        reader = StreamReader(signed, transport, sees_all(signed.caller, self._board), self._most_bytes)
        if after is None or not 0 <= self._board.number - after <= CATCH_UP_MOST:
            self._greet(reader, apart=apart)
            return reader
        reader.waiting = []
        self._readers.add(reader)
        until = self._board.number
        try:
            missed = await self._missed(after, until)
        except BaseException:
            self._readers.discard(reader)
            raise
        if missed is None:
            reader.waiting = None
            self._readers.discard(reader)
            self._greet(reader, apart=apart)
            return reader
        chunks = [self._framed(data, frame) for frame in missed if (data := self._view(reader, frame)) is not None]
        later = [frame for frame in reader.waiting if frame.number is None or frame.number > until]
        # Line and PBX states have no history: what holds now comes after what was missed, so nothing older overwrites it.
        chunks += [
            self._framed(data, frame) for frame in later if frame.number and (data := self._view(reader, frame)) is not None
        ]
        chunks += [b"event: lines\ndata: %b\n\n" % self._snapshots.lines(), _plain(pbx_changed(self._board))]
        reader.waiting = None
        self._readers.changed()
        self._begin(reader, b"".join(chunks))
        return reader

    def reaches(self, extension: str) -> bool:
        """Whether a program of the person at `extension` listens now."""
        return bool(self._readers.hearing([extension]))

    def open_by(self, signed: Signed) -> tuple[int, int]:
        """How many streams this account has open, and how many of them by this sign-in."""
        theirs = self._readers.hearing([f"user:{signed.caller.username}"])
        return len(theirs), sum(each.signed.session == signed.session for each in theirs)

    def open_sessions(self, username: str) -> set[str]:
        """The sessions of this account that have a stream open."""
        return {each.signed.session for each in self._readers.hearing([f"user:{username}"])}

    def unsubscribe(self, reader: StreamReader) -> None:
        """The connection is gone."""
        self._readers.discard(reader)

    def close_session(self, session: str) -> None:
        """The session ended: its streams end."""
        for reader in self._readers:
            if reader.signed.session == session:
                self._close(reader)

    def close_extensions(self, extensions: frozenset[str]) -> None:
        """These are somebody else's now: the streams of whoever was there end."""
        for reader in self._readers:
            if reader.caller.extension in extensions:
                self._readers.discard(reader)
                reader.transport.close()

    async def _missed(self, after: int, until: int) -> list[Frame] | None:
        """The events after `after` up to `until`; None when the log no longer reaches back that far."""
        if after == until:
            return []
        oldest = await self._store.read(events.oldest)
        if oldest is None or oldest > after + 1:
            return None
        found: list[Frame] = []
        while after < until:
            page = await self._store.read(lambda sql, after=after: events.read_after(sql, after))  # type: ignore[misc]
            if not page:
                return None
            found += [frame for frame in page if frame.number is not None and frame.number <= until]
            after = page[-1].number or until
        return found

    def _greet(self, reader: StreamReader, *, apart: bool) -> None:
        self._readers.add(reader)
        if apart:
            event = wire.BoardApart(wire.API_VERSION, self._board.number, self._snapshots.tick)
            at = self._board.generation.event_id(self._board.number)
            data = b"id: %b\nevent: board_apart\ndata: %b\n\n" % (at, msgspec.json.encode(event))
            self._begin(reader, data)
            return
        hello = self._hellos.get(reader.full)
        if hello is None:
            standings = self._snapshots.standings(full=reader.full)
            hello = self._hellos[reader.full] = _Hello.of(self._board, standings, now=self._clock())
        self._begin(reader, hello.encoded_for(self._board, reader.caller.extension))

    def _hearing(self, audience: frozenset[str]) -> list[StreamReader]:
        """Who hears what `audience` is told: of those who act for somebody, whoever does so at this moment."""
        names = set(audience)
        for whose in filter(None, map(split_delegates, audience)):
            person = self._board.people.get(whose[1])
            if person is not None:
                day = today(self._clock(), self._board.worktime)
                names.update(f"person:{one}" for one in self._board.delegated.delegates(person.id, whose[0], day))
        return self._readers.hearing(names)

    def _begin(self, reader: StreamReader, data: bytes) -> None:
        # A whole board may be larger than the limit by itself: only what comes on top counts.
        reader.most += len(data)
        try:
            reader.transport.set_write_buffer_limits(high=reader.most)
        except Exception:  # noqa: BLE001  (as in `_write`)
            self._readers.let_go(reader)
        else:
            self._write(reader, data)

    def full(self, reader: StreamReader) -> None:
        """More is unsent than may be: it is cut off, in a later step of the loop, for it is being written to."""
        asyncio.get_running_loop().call_soon(self._cut, reader)

    def _publish(self, frame: Frame) -> None:
        self._hellos.clear()
        if frame.audience is not None:
            data = self._framed(frame.full, frame)
            for reader in self._hearing(frame.audience):
                self._give(reader, frame, data)
            return
        if (
            frame.colleague is frame.full
            and frame.kind != EventKind.DRIFT
            and self._readers.write(self._framed(frame.full, frame))
        ):
            self.delivered += len(self._readers)
            return
        framed = {view: self._framed(view, frame) for view in (frame.full, frame.colleague) if view is not None}
        for reader in self._readers:
            view = self._view(reader, frame)
            if view is not None:
                self._give(reader, frame, framed[view])

    def _give(self, reader: StreamReader, frame: Frame, data: bytes) -> None:
        if reader.waiting is not None:
            reader.waiting.append(frame)
        else:
            self._write(reader, data)

    def _write(self, reader: StreamReader, data: bytes) -> None:
        try:
            reader.transport.write(data)
        except Exception:  # noqa: BLE001  (it is gone already and nobody was told: see `StreamReaders.write`)
            self._readers.let_go(reader)
        else:
            self.delivered += 1

    def _close(self, reader: StreamReader) -> None:
        self._readers.discard(reader)
        with suppress(Exception):  # it may be gone already
            reader.transport.close()

    def _cut(self, reader: StreamReader) -> None:
        if reader in self._readers:
            self._readers.let_go(reader)
            self.cut_off += 1
            _log.warning("slow-reader-cut-off")

    def _on_beat(self) -> None:
        now = self._clock()
        for reader in self._readers:
            if reader.signed.until <= now:
                self._close(reader)
            elif reader.waiting is None:
                self._write(reader, HEARTBEAT)

    def _framed(self, data: bytes, frame: Frame) -> bytes:
        if frame.number is None:
            return b"event: %b\ndata: %b\n\n" % (frame.kind.encode(), data)
        event_id = self._board.generation.event_id(frame.number)
        return b"id: %b\nevent: %b\ndata: %b\n\n" % (event_id, frame.kind.encode(), data)

    def _view(self, reader: StreamReader, frame: Frame) -> bytes | None:
        if frame.audience is not None:
            return frame.full if reader in self._hearing(frame.audience) else None
        person = self._board.people.get(frame.extension or "")
        if frame.kind == EventKind.DRIFT:
            return frame.full if person is not None and may(reader.caller, Action.SEE_DRIFT, person) else None
        own = frame.extension is not None and frame.extension == reader.caller.extension
        return frame.full if reader.full or own else frame.colleague


@dataclass(frozen=True, slots=True)
class _Hello:
    """A Hello in one view, in pieces, so that a reader's own standing can be put in without encoding the rest again."""

    event_id: bytes
    head: bytes
    standings: dict[str, bytes]
    tail: bytes
    whole: bytes

    @classmethod
    def of(cls, board: Board, standings: dict[str, bytes], *, now: datetime) -> _Hello:
        encode, standings = msgspec.json.encode, dict(standings)
        since = msgspec.UNSET if board.pbx_since is None else board.pbx_since
        hello = wire.Hello(wire.API_VERSION, board.number, now, [], board.pbx, board.directory, since)
        head, found, tail = encode(hello).partition(b'"board":[')
        parts = head + found, standings, tail
        event_id = board.generation.event_id(board.number)
        return cls(event_id, *parts, _hello_frame(event_id, *parts))

    def encoded_for(self, board: Board, extension: str | None) -> bytes:
        """The whole frame for the reader at `extension`."""
        theirs = self.standings.get(extension or "")
        if extension is None or theirs is None:
            return self.whole
        own = msgspec.json.encode(board.standing(extension, full=True))
        if own == theirs:
            return self.whole
        return _hello_frame(self.event_id, self.head, {**self.standings, extension: own}, self.tail)


def _hello_frame(event_id: bytes, head: bytes, standings: dict[str, bytes], tail: bytes) -> bytes:
    return b"id: %b\nevent: hello\ndata: %b%b%b\n\n" % (event_id, head, b",".join(standings.values()), tail)


def _plain(event: wire.PbxChanged) -> bytes:
    return b"event: %b\ndata: %b\n\n" % (kind_of(event).encode(), msgspec.json.encode(event))
