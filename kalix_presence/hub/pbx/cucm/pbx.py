"""The driver for Cisco CUCM: a rule is a line's call forward all, written whole, read back, and taken away by the hub."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from kalix_presence.hub.pbx.capabilities import EndKept, ReadBack
from kalix_presence.hub.pbx.cucm.axl import Axl
from kalix_presence.hub.pbx.cucm.forwarding import Forward, forward_of, rule_of, target_of
from kalix_presence.hub.pbx.cucm.tables import lines
from kalix_presence.hub.pbx.forwards_only import FORWARDS_ONLY, ForwardsOnly
from kalix_presence.hub.pbx.protocol import Checked, Expectation, PbxLost, PbxReady, Remark
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import ForwardingRule

LOOK_SECONDS = 10.0
"""Between two looks whether it is there."""
READ_AGAIN = (0.0, 0.3, 0.7, 1.5)
"""Seconds before each look at what was written: another of CUCM's servers may answer, and be a moment behind."""


class CucmPbx(ForwardsOnly):
    """Lines of one `partition`, "" for those of none. A forward made by hand stands while the hub wants none."""

    capabilities = replace(
        FORWARDS_ONLY,
        forward_busy=False,
        forward_no_answer=False,
        end=EndKept.NONE,
        read_back=ReadBack.TARGET,
        writes_per_second=5.0,
    )

    def __init__(self, axl: Axl, partition: str) -> None:
        super().__init__()
        self._axl, self._partition = axl, partition
        self._there = False
        self._refused = False
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def connected(self) -> bool:
        """Whether it has answered when last asked."""
        return self._there

    async def start(self) -> None:
        """Begin to look for it."""
        self.supervised.run("pbx-connection", self._keep_connected)

    async def stop(self) -> None:
        """Close for good."""
        await self.supervised.stop()
        self._there = False
        await self._axl.close()

    async def apply(self, rule: ForwardingRule) -> None:
        """Forward the line to the rule's number, whatever it was forwarded to, and read it back."""
        self.require_connected()
        await self._forward(rule.extension, target_of(rule))

    async def remove(self, extension: str) -> None:
        """Forward the line to nowhere, and read that back."""
        self.require_connected()
        await self._forward(extension, "")

    async def read(self, extension: str) -> ForwardingRule | None:
        """Where the line is forwarded to now."""
        self.require_connected()
        found = await self._found(extension)
        return rule_of(extension, found.destination, voice_mail=found.voice_mail)

    async def rules(self) -> Mapping[str, ForwardingRule]:
        """Those of all lines of the partition whose number is an extension, a page at a time."""
        self.require_connected()
        found = {}
        for row in await lines(self._axl, self._partition, only_forwarded=True):
            rule = rule_of(row.number, row.destination, voice_mail=row.voice_mail)
            if rule is not None and _is_extension(row.number):
                found[row.number] = rule
        return found

    async def check(self, expected: Expectation | None = None) -> Checked:
        """Reachable; whether everybody in the directory has a line, and whether it has a search space to forward by."""
        if not self.connected:
            return [("reachable", Unavailable("cucm-refused" if self._refused else "cucm-not-there"))]
        try:
            rows = {row.number: row for row in await lines(self._axl, self._partition, only_forwarded=False)}
        except Unavailable as fault:
            return [("reachable", None), ("cucm-lines", Unavailable("cucm-tables") if fault.code == "pbx-refused" else fault)]
        wanted = expected.extensions if expected is not None else ()
        missing = [extension for extension in wanted if extension not in rows]
        bare = [extension for extension in wanted if extension in rows and not rows[extension].has_space]
        nobody = Unavailable("cucm-nobody", extension=missing[0], partition=self._partition or "-") if missing else None
        spaces = Remark("cucm-no-space", extension=bare[0], count=len(bare)) if bare else None
        return [("reachable", None), ("cucm-lines", nobody), ("cucm-spaces", spaces)]

    async def _forward(self, extension: str, destination: str) -> None:
        async with self._turns[extension]:
            found = await self._found(extension)
            if not destination and not found.destination and not found.voice_mail:
                return
            wanted = replace(found, destination=destination, voice_mail=False)
            await self._axl.ask("updateLine", callForwardAll=wanted.written(), **self._named(extension))
            for pause in READ_AGAIN:
                await asyncio.sleep(pause)
                if await self._found(extension) == wanted:
                    return
            raise Unavailable("pbx-not-confirmed")

    async def _found(self, extension: str) -> Forward:
        answer = await self._axl.ask("getLine", **self._named(extension))
        line = answer["return"]["line"]
        partition = line["routePartitionName"]
        name = partition if isinstance(partition, str) or partition is None else partition["_value_1"]
        if line["pattern"] != extension or (name or "") != self._partition:
            raise Unavailable("pbx-refused", action="number")  # never write to somebody else than was asked for
        return forward_of(line)

    def _named(self, extension: str) -> dict[str, str]:
        if not _is_extension(extension):
            raise Unavailable("pbx-refused", action="number")
        return {"pattern": extension} | ({"routePartitionName": self._partition} if self._partition else {})

    async def _keep_connected(self) -> None:
        while True:
            if await self._answers() is not self._there:
                self._there = not self._there
                self.publish(PbxReady() if self._there else PbxLost())
            await asyncio.sleep(LOOK_SECONDS)

    async def _answers(self) -> bool:
        try:
            await self._axl.ask("getCCMVersion")
        except Unavailable as fault:
            self._refused = fault.code == "pbx-refused"
            return False
        return True


def _is_extension(number: str) -> bool:
    return number.isascii() and number.isdigit()
