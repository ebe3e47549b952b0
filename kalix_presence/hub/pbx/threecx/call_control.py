"""3CX's call control: an event says whose line has changed, and what it is now is asked for. One that was missed is noticed.

Nothing that an event itself says of a call is believed or kept. A number that was skipped, a text that is none, and each minute
that passes have everything asked for anew; a socket over which no answer comes is closed, and opened again after a pause.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException

from kalix_presence.hub.pbx.threecx.line_states import number_of, state_of, states_of
from kalix_presence.hub.pbx.threecx.xapi import Xapi
from kalix_presence.hub.supervision.supervised import aside, end
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.line import LineState

SILENT_SECONDS = 10.0
"""Between two questions whether the socket lives, and the longest wait for each answer."""
ALL_SECONDS = 60.0
"""After so many everything is asked for again, whatever was told."""
FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
MOST_BYTES = 256 * 1024
MOST_TOLD = 200
"""Changes that are told one by one."""
MOST_ONE_BY_ONE = 20
"""Lines that are asked for by themselves; of more at once all are."""


class _Socket(connect):
    """Goes to the address of the settings and nowhere else: it carries the token."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


class CallControl:
    """`tell` is told of each line that is another than before, `tell_all` where so many are that all are to be read again. Only
    those that 3CX lets this client see are known."""

    def __init__(self, xapi: Xapi, tell: Callable[[str, LineState], None], tell_all: Callable[[], None]) -> None:
        self._xapi, self._tell, self._tell_all = xapi, tell, tell_all
        self._lines: dict[str, LineState] = {}
        self._asked: set[str] = set()
        self._all = True
        self._whole = False
        self._wake = asyncio.Event()
        self._last: int | None = None

    @property
    def lines(self) -> Mapping[str, LineState]:
        """As they are; empty while nobody tells."""
        return dict(self._lines)

    async def run(self) -> None:
        """Listen, and begin again after a pause that grows, until cancelled. What is not heard of again at once is unknown."""
        wait = FIRST_WAIT
        while True:
            try:
                await self._listen()
            except (OSError, TimeoutError, WebSocketException, Unavailable, ssl.SSLError):
                if self._whole:  # it had come to know everything: it may be back in a moment
                    wait = FIRST_WAIT
                else:
                    self._put({})
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _listen(self) -> None:
        self._all, self._whole, self._last = True, False, None
        async with asyncio.timeout(2 * SILENT_SECONDS):
            socket = await self._opened()
        async with socket:
            both = [aside(work) for work in (self._ask(), self._hear(socket))]
            try:
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            finally:
                ended = [each for each in both if each.done()]
                await end(both)
            for each in ended:
                each.result()

    async def _opened(self) -> ClientConnection:
        token = await self._xapi.token()
        for again in (True, False):
            try:
                return await _Socket(
                    f"ws{self._xapi.url.removeprefix('http')}/callcontrol/ws",
                    additional_headers={"Authorization": f"Bearer {token}"},
                    user_agent_header="kalix-hub",
                    ssl=self._xapi.context() if self._xapi.url.startswith("https:") else None,
                    proxy=None,
                    compression=None,
                    max_size=MOST_BYTES,
                    open_timeout=SILENT_SECONDS,
                    ping_interval=SILENT_SECONDS,
                    ping_timeout=SILENT_SECONDS,
                    close_timeout=1.0,
                )
            except InvalidStatus as refused:
                if refused.response.status_code != 401 or not again:
                    raise
                token = await self._xapi.token(refused=token)
        raise Unavailable("pbx-unreachable")

    async def _hear(self, socket: ClientConnection) -> None:
        async for text in socket:
            self._take(text)
            self._wake.set()
        raise Unavailable("pbx-unreachable")

    def _take(self, text: str | bytes) -> None:
        try:
            told = msgspec.json.decode(text)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            told = None
        sequence = told.get("sequence") if isinstance(told, dict) else None
        event = told.get("event") if isinstance(told, dict) else None
        if (
            not isinstance(sequence, int)
            or not isinstance(event, dict)
            or (self._last is not None and sequence != self._last + 1)
        ):
            self._all = True
        self._last = sequence if isinstance(sequence, int) else None
        if isinstance(event, dict) and (number := number_of(event.get("entity"))) is not None:
            self._asked.add(number)

    async def _ask(self) -> None:
        while True:
            self._wake.clear()
            asked, self._asked = self._asked, set()
            if self._all or len(asked) > MOST_ONE_BY_ONE:
                self._all = False
                found = states_of(await self._xapi.ask("GET", "", under="/callcontrol"))
                if found is None:
                    raise Unavailable("pbx-unreachable")
                self._put(found)
                self._whole = True
            elif asked:
                told = await asyncio.gather(*(self._ask_one(number) for number in asked))
                self._put({**self._lines, **dict(zip(asked, told, strict=True))})
            try:
                async with asyncio.timeout(ALL_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                self._all = True

    async def _ask_one(self, number: str) -> LineState:
        try:
            found = state_of(await self._xapi.ask("GET", f"/{number}", under="/callcontrol"))
        except Unavailable as fault:
            if fault.code != "pbx-refused":
                raise
            return LineState.UNKNOWN  # it is there no more
        return found[1] if found is not None and found[0] == number else LineState.UNKNOWN

    def _put(self, found: Mapping[str, LineState]) -> None:
        """These are known, and no others."""
        before, self._lines = self._lines, {number: state for number, state in found.items() if state is not LineState.UNKNOWN}
        numbers = before.keys() | self._lines.keys()
        changed = {
            each: self._lines.get(each, LineState.UNKNOWN) for each in numbers if before.get(each) is not self._lines.get(each)
        }
        if len(changed) > MOST_TOLD:
            self._tell_all()
            return
        for number, state in changed.items():
            self._tell(number, state)
