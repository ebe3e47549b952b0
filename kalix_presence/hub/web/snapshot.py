"""The whole board as bytes: each standing encoded once and again only when it changes, packed once for all who ask."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.store.frames import Frame
from kalix_presence.model.elsewhere import Elsewhere
from kalix_presence.model.line import LineState
from kalix_presence.wire.event_kinds import EventKind

LEVEL = 1
"""Of zlib: a board packs to a tenth at once, and little more for ten times the work."""
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

_lines = msgspec.json.Decoder(wire.LinesChanged).decode
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Packed:
    """A board without its last part, packed; `tick` says how new it is, `check` and `size` are of what was packed."""

    tick: int
    data: bytes
    check: int
    size: int

    def with_own(self, own: wire.Standing | None) -> bytes:
        """The whole gzip body for one reader: only the end, with their own standing, is packed for them alone."""
        end = _end(own)
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        tail = packer.compress(end) + packer.flush()
        check = zlib.crc32(end, self.check)
        size = (self.size + len(end)) & 0xFFFFFFFF
        return b"".join((_GZIP_HEAD, self.data, tail, check.to_bytes(4, "little"), size.to_bytes(4, "little")))


class Snapshots:
    """Boards in the colleagues' view and in the full one. `tick` counts everything that changed a board since the start."""

    def __init__(self, board: Board, event_bus: EventBus, *, clock: Callable[[], datetime]) -> None:
        self._board, self._clock = board, clock
        self.tick = 0
        self._pieces: dict[bool, dict[str, bytes]] = {}
        self._changed: dict[bool, set[str]] = {False: set(), True: set()}
        self._packed: dict[bool, Packed] = {}
        self._packing = {False: asyncio.Lock(), True: asyncio.Lock()}
        self._all_lines: tuple[int, bytes] = (-1, b"")
        event_bus.listen(self._heard)

    def standings(self, *, full: bool) -> dict[str, bytes]:
        """Everybody's standing in one view, encoded."""
        board = self._board
        pieces = self._pieces.get(full)
        if pieces is None:
            self._pieces[full] = {one: _encode(board.standing(one, full=full)) for one in board.states}
            self._changed[full].clear()
            return self._pieces[full]
        # Who stays in the directory stands where they stood, unless they are told of; who has come or gone is not told of.
        for one in pieces.keys() - board.states.keys():
            del pieces[one]
        self._changed[full].update(board.states.keys() - pieces.keys())
        changed = self._changed[full]
        while changed:
            one = changed.pop()
            if one in board.states:
                pieces[one] = _encode(board.standing(one, full=full))
        return pieces

    def plain(self, *, full: bool, own: wire.Standing | None) -> bytes:
        """The board as JSON, for readers who take nothing packed."""
        return self._beginning(full=full) + _end(own)

    async def packed(self, *, full: bool, since: int | None) -> Packed:
        """A packed board that is not older than `since` (None: than now); those who ask at once share one."""
        wanted = self.tick if since is None else min(since, self.tick)
        async with self._packing[full]:
            kept = self._packed.get(full)
            if kept is not None and kept.tick >= wanted:
                return kept
            tick, data = self.tick, self._beginning(full=full)
            kept = self._packed[full] = await asyncio.to_thread(_pack, tick, data)
            return kept

    def lines(self) -> bytes:
        """All line states, encoded; for those who resume a stream."""
        if self._all_lines[0] != self.tick:
            states: dict[str, LineState] = {one: state.line for one, state in self._board.states.items()}
            hints: dict[str, Elsewhere] = {one: state.elsewhere for one, state in self._board.states.items() if state.elsewhere}
            event = wire.LinesChanged(states, complete=True, elsewhere=hints or msgspec.UNSET)
            self._all_lines = self.tick, _encode(event)
        return self._all_lines[1]

    def _beginning(self, *, full: bool) -> bytes:
        """The board's JSON up to where a reader's own standing goes."""
        board = self._board
        standings = b",".join(self.standings(full=full).values())
        rest = b'],"pbx":%b,"directory":%d' % (b"true" if board.pbx else b"false", board.directory)
        if board.pbx_since is not None:
            rest += b',"pbx_since":%b' % _encode(board.pbx_since)
        return b'{"number":%d,"at":%b,"board":[%b%b' % (board.number, _encode(self._clock()), standings, rest)

    def _heard(self, frame: Frame) -> None:
        if frame.kind == EventKind.STANDING and frame.extension is not None:
            self._note((frame.extension,))
        elif frame.kind == EventKind.LINES:
            heard = _lines(frame.full)
            self._note((*heard.states, *(() if heard.elsewhere is msgspec.UNSET else heard.elsewhere)))
        elif frame.kind in (EventKind.PBX, EventKind.DIRECTORY):
            self.tick += 1

    def _note(self, extensions: tuple[str, ...]) -> None:
        self.tick += 1
        for view in self._pieces:
            self._changed[view].update(extensions)


def _pack(tick: int, data: bytes) -> Packed:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    # A full flush ends on a whole byte and forgets what came before: any end may follow.
    packed = packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)
    return Packed(tick, packed, zlib.crc32(data), len(data))


def _end(own: wire.Standing | None) -> bytes:
    return b"}" if own is None else b',"own":%b}' % _encode(own)
