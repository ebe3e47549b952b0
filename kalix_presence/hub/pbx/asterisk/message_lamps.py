"""Message lamps of desk phones, and what the code for callbacks says and rings: kept in AstDB, lit again when forgotten."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from kalix_presence.hub.pbx.asterisk.ami import Ami
from kalix_presence.hub.pbx.asterisk.calls import require
from kalix_presence.hub.supervision.faults import described
from kalix_presence.hub.supervision.supervised import aside, end
from kalix_presence.model.errors import Unavailable

log = structlog.get_logger("kalix.lamps")

WAITING = "kalix-waiting"
_KEPT = re.compile(r"1\|(?P<count>\d{1,5})\|(?P<first>\d{0,18})", re.ASCII)


class MessageLamps:
    """AstDB family `kalix-waiting`, value `1|COUNT|NUMBER`, and the lamp itself. `family` reads a family of AstDB.

    Asterisk forgets lamps at a restart, and phones when they do; so they are lit again after both, from AstDB also when the
    hub itself is new.
    """

    def __init__(self, ami: Ami, family: Callable[[str], Awaitable[dict[str, str]]]) -> None:
        self._ami, self._family = ami, family
        self._shown: dict[str, tuple[int, str]] = {}
        self._lighting: set[asyncio.Task[None]] = set()

    async def show(self, extension: str, waiting: int, first: str) -> None:
        """Keep it and light the lamp, or put it out; numbers are digits."""
        self._shown[extension] = (waiting, first)
        await self._show(extension)

    def ready(self) -> None:
        """The PBX is there (again): all lamps anew."""
        self._later(self._all_anew())

    def registered(self, extension: str, status: str) -> None:
        """A phone is there again, and may have forgotten its lamp."""
        if extension in self._shown and status not in ("Removed", "Unreachable", "Unknown"):
            self._later(self._quietly(extension))

    async def stop(self) -> None:
        """Light no more."""
        await end(self._lighting)

    async def _all_anew(self) -> None:
        try:
            kept = await self._family(WAITING)
        except Unavailable:
            return  # gone again: the next time it is ready comes back here
        for extension, text in kept.items():
            found = _KEPT.fullmatch(text)
            if found is not None and re.fullmatch(r"\d{1,8}", extension, re.ASCII):
                self._shown.setdefault(extension, (int(found["count"]), found["first"]))
        for extension in list(self._shown):
            await self._quietly(extension)

    async def _show(self, extension: str) -> None:
        waiting, first = self._shown[extension]
        key = (("Family", WAITING), ("Key", extension))
        lamp = (
            ("Channel", "Local/s@kalix-lamp/n"),
            ("Application", "MinivmMWI"),
            ("Data", f"{extension}@kalix,0,{waiting},0"),
            ("Async", "true"),
        )
        if waiting:
            keep = ("DBPut", (*key, ("Val", f"1|{waiting}|{first}")))
            require(await self._ami.request_all([keep, ("Originate", lamp)]), "message_lamp")
        else:
            _, lit = await self._ami.request_all([("DBDel", key), ("Originate", lamp)])
            require([lit], "message_lamp")

    async def _quietly(self, extension: str) -> None:
        try:
            await self._show(extension)
        except Unavailable as refusal:
            log.warning("lamp-not-lit", extension=extension, trouble=refusal.code)
        except Exception as fault:  # noqa: BLE001  (one lamp must not keep the others dark)
            log.error("lamp-not-lit", extension=extension, **described(fault))

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = aside(work)
        self._lighting.add(task)
        task.add_done_callback(self._lighting.discard)
