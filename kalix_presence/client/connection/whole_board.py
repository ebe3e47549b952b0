"""The whole board as it comes beside the stream: read in small pieces, so that 50 000 standings hold up no other thread."""

from __future__ import annotations

import asyncio
from datetime import datetime

import msgspec

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.gc_pause import many_objects
from kalix_presence.model.errors import Unavailable

PIECE = 200
"""Standings that are read at a time, which takes a fraction of a millisecond; every other thread gets its turn between two."""


class _Unread(msgspec.Struct, frozen=True):
    """A `wire.BoardView` whose standings are not looked into yet."""

    number: int
    at: datetime
    board: list[msgspec.Raw]
    pbx: bool = True
    directory: int = 0
    own: wire.Standing | None = None
    pbx_since: datetime | None = None


async def whole_board(hub: HubClient, apart: wire.BoardApart, *, at: str = "") -> wire.Hello:
    """The Hello that the stream would have begun with, the reader's own standing in full. Raises what the hub refuses.

    `at` is the hub whose stream it is: of another one nobody could say that it is not older. What comes on the stream meanwhile
    waits there, and is newer than this board or the same.
    """
    answer = await hub.send("GET", "/board", params={"since": str(apart.since)}, at=at)
    try:
        with many_objects():
            unread = msgspec.json.decode(answer, type=_Unread)
            board = await _read(unread.board)
    except wire.UNREADABLE:
        raise Unavailable("hub-not-understood") from None
    seen = (unread.number, unread.at, board, unread.pbx, unread.directory, unread.own, unread.pbx_since)
    return hello_of(apart, wire.BoardView(*seen))


def hello_of(apart: wire.BoardApart, view: wire.BoardView) -> wire.Hello:
    """`view` with the reader's own standing in its place, as a Hello."""
    own = view.own
    board = view.board if own is None else [own if each.extension == own.extension else each for each in view.board]
    since = msgspec.UNSET if view.pbx_since is None else view.pbx_since
    return wire.Hello(apart.api, view.number, view.at, board, view.pbx, view.directory, since)


async def _read(unread: list[msgspec.Raw]) -> list[wire.Standing]:
    decoder, board = msgspec.json.Decoder(list[wire.Standing]), list[wire.Standing]()
    for at in range(0, len(unread), PIECE):
        board += decoder.decode(b"[%b]" % b",".join(unread[at : at + PIECE]))
        await asyncio.sleep(0)
    return board
