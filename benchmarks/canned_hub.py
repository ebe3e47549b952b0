"""A hub that only reads aloud: the grid's benchmark gets everything over HTTP as from a real one, and none of its work.

`python -m benchmarks.canned_hub N` writes what a desk would have known last and prints its port. A line `RATE COUNT EXTENSION
...` on its input then has it send so many changes at so many a second (0: as fast as they are taken), half of them about the
extensions named; it answers with the extension and version of the last.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import msgspec

from benchmarks.grid_people import FIRST_EXTENSION, board, organisation, reasons, receptionist
from kalix_presence import wire
from kalix_presence.client.local.cache import Cache, Remembered
from kalix_presence.client.local.folders import Folders
from kalix_presence.model.line import LineState

AT_A_TIME = 10
"""Changes in one writing; every other one is of a line, the last of an absence."""
MOVED = 100
"""One in so many has another title since yesterday, so that a new index must be made of everybody."""
NOBODY_IS_LATE = 1_000
"""The first version of a change: newer than the board."""


class CannedHub:
    """Everything is encoded before the first connection."""

    def __init__(self, count: int) -> None:
        self.people = people = organisation(count)
        self._count, self._version, self._chance = count, NOBODY_IS_LATE, random.Random(1)
        self._encode = msgspec.json.Encoder().encode
        self._streams: list[asyncio.StreamWriter] = []
        standings = board(people)
        whole = wire.BoardView(1, datetime.now(UTC), standings, directory=1, own=standings[0])
        self._board = gzip.compress(self._encode(whole), 1)
        self._people = {str(at): self._page(people, at) for at in range(0, count, 500)}
        self._answers: dict[str, Callable[[], object]] = {
            "/api/v1/me": lambda: receptionist(people),
            "/api/v1/reasons": reasons,
            "/api/v1/messages": lambda: wire.MessagesPage([]),
        }

    def _page(self, people: list[wire.PersonView], at: int) -> bytes:
        last = at + 500 >= len(people)
        standing = [
            msgspec.structs.replace(each, standing=wire.Standing(each.extension, 1, line=LineState.IDLE))
            for each in people[at : at + 500]
        ]
        return gzip.compress(self._encode(wire.PeoplePage(standing, None if last else str(at + 500))), 1)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection until it ends."""
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                path = urlsplit(request.split(b" ", 2)[1].decode())
                if path.path == "/api/v1/events":
                    self._begin(writer)
                else:
                    self._answer(writer, path.path, parse_qs(path.query))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _begin(self, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        writer.write(b"event: board_apart\ndata: %b\n\n" % self._encode(wire.BoardApart(wire.API_VERSION, 1, 1)))
        self._streams.append(writer)

    def _answer(self, writer: asyncio.StreamWriter, path: str, asked: dict[str, list[str]]) -> None:
        packed = b""
        if path == "/api/v1/board":
            body, packed = self._board, b"Content-Encoding: gzip\r\n"
        elif path == "/api/v1/people":
            body, packed = self._people[asked.get("after", ["0"])[0]], b"Content-Encoding: gzip\r\n"
        elif path in self._answers:
            body = self._encode(self._answers[path]())
        else:
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n%bContent-Length: %d\r\n\r\n" % (packed, len(body))
        writer.write(head + body)

    async def tell(self, rate: int, count: int, in_sight: list[str]) -> str:
        """Send the changes; the extension and version of the last."""
        clock, extension = asyncio.get_running_loop().time, ""
        began = clock()
        for sent in range(0, count, AT_A_TIME):
            frames = []
            for place in range(AT_A_TIME):
                anybody = str(FIRST_EXTENSION + self._chance.randrange(self._count))
                extension = self._chance.choice(in_sight) if self._chance.random() < 0.5 else anybody
                frames.append(self._standing(extension) if place % 2 else self._line(extension))
            for stream in self._streams:
                stream.write(b"".join(frames))
                await stream.drain()
            if rate:
                await asyncio.sleep(max(0.0, began + (sent + AT_A_TIME) / rate - clock()))
        return f"{extension} {self._version}"

    def _standing(self, extension: str) -> bytes:
        self._version += 1
        now = datetime.now(UTC)
        reason = self._chance.choice(("", "lunch", "meeting"))
        absence = wire.ShownAbsence(f"a{self._version}", reason, now, now + timedelta(hours=1)) if reason else None
        event = wire.StandingChanged(self._version, now, wire.Standing(extension, self._version, absence))
        return b"event: standing\nid: %d\ndata: %b\n\n" % (self._version, self._encode(event))

    def _line(self, extension: str) -> bytes:
        state = self._chance.choice((LineState.BUSY, LineState.RINGING, LineState.IDLE))
        return b"event: lines\ndata: %b\n\n" % self._encode(wire.LinesChanged({extension: state}))


async def main(count: int) -> None:
    """Serve until the input ends."""
    canned = CannedHub(count)
    server = await asyncio.start_server(canned.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yesterday = [
        msgspec.structs.replace(each, title="Registrator") if not number % MOVED else each
        for number, each in enumerate(canned.people)
    ]
    known = (receptionist(yesterday), reasons(), yesterday, board(yesterday))
    Cache(Folders.usual().cache).save(Remembered(f"http://127.0.0.1:{port}", "maria", datetime.now(UTC), *known))
    print(port, flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        rate, changes, *in_sight = line.split()
        print(await canned.tell(int(rate), int(changes), in_sight), flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
