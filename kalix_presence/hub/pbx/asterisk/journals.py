"""The dialplan's journals in AstDB: read in order, forgotten one by one; what cannot be read is put aside, told, never dropped.

An unreadable entry goes to `kalix-unread/FAMILY.KEY` as it is. A hub that can read it (a newer one, after an older one had run)
takes it back.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import structlog

from kalix_presence.hub.pbx.asterisk.ami import Ami
from kalix_presence.hub.pbx.asterisk.database import is_missing
from kalix_presence.hub.pbx.asterisk.rule_text import read_call, read_code, read_count, read_rang, read_talk
from kalix_presence.model.errors import Unavailable

log = structlog.get_logger("kalix.journals")

T = TypeVar("T")

CODES, CALLS, RANG, TALKS, UNREAD = "kalix-code", "kalix-call", "kalix-rang", "kalix-talk", "kalix-unread"
COUNTS = "kalix-count"
READERS: Mapping[str, Callable[[str, str], Any]] = {
    CODES: read_code,
    CALLS: read_call,
    RANG: read_rang,
    TALKS: read_talk,
    COUNTS: read_count,
}


class Journals:
    """`family` reads all keys of one family. `unread` is how many entries lay aside when that was last looked at."""

    def __init__(self, ami: Ami, family: Callable[[str], Awaitable[dict[str, str]]]) -> None:
        self._ami, self._family = ami, family
        self.unread = 0
        self._stuck: set[tuple[str, str]] = set()

    async def entries(self, family: str, read: Callable[[str, str], T | None]) -> list[T]:
        """What `family` holds, in no order; raises Unavailable as the driver does. One bad entry keeps none from being read."""
        found: list[T] = []
        for key, text in (await self._family(family)).items():
            entry = read(key, text)
            if entry is None:
                await self._put_aside(family, key, text)
            else:
                found.append(entry)
        return found

    async def forget(self, family: str, key: str) -> None:
        """Delete the entry; one that is gone already is fine."""
        answer = await self._ami.request("DBDel", ("Family", family), ("Key", key))
        if not answer.succeeded and not is_missing(answer):
            raise Unavailable("pbx-refused", action="forget")

    async def look_aside(self) -> int:
        """How many lie aside now; those that can be read are taken back to their journals first."""
        aside = await self._family(UNREAD)
        left = 0
        for name, text in aside.items():
            family, _, key = name.partition(".")
            read = READERS.get(family)
            if read is None or read(key, text) is None or not await self._move(UNREAD, name, family, key, text):
                left += 1
        self.unread = left + len(self._stuck)
        return self.unread

    async def unreadable(self) -> int:
        """How many entries nobody can read, put aside or not yet; nothing is moved."""
        count = len(await self._family(UNREAD))
        for family, read in READERS.items():
            count += sum(1 for key, text in (await self._family(family)).items() if read(key, text) is None)
        return count

    async def _put_aside(self, family: str, key: str, text: str) -> None:
        if await self._move(family, key, UNREAD, f"{family}.{key}", text):
            self._stuck.discard((family, key))
            self.unread += 1
            # Neither key nor value: both may hold a number.
            log.error("journal-entry-unread", journal=family, put_aside=True)
        elif (family, key) not in self._stuck:
            self._stuck.add((family, key))
            self.unread += 1
            log.error("journal-entry-unread", journal=family, put_aside=False)

    async def _move(self, family: str, key: str, to_family: str, to_key: str, text: str) -> bool:
        """Whether it is there now; written before it is deleted, so that nothing is lost between."""
        try:
            put = await self._ami.request("DBPut", ("Family", to_family), ("Key", to_key), ("Val", text))
            if not put.succeeded:
                return False
            return (await self._ami.request("DBDel", ("Family", family), ("Key", key))).succeeded
        except ValueError:
            return False  # no line that the PBX could be sent; it stays where it is, and is counted
