"""The driver for 3CX: a rule is a forwarding exception of a person's, written, read back, and taken away by the XAPI."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kalix_presence.hub.pbx.capabilities import EndKept
from kalix_presence.hub.pbx.forwards_only import FORWARDS_ONLY, ForwardsOnly
from kalix_presence.hub.pbx.protocol import Checked, DamagedRule, Expectation, LineChanged, PbxLost, PbxReady, Remark
from kalix_presence.hub.pbx.threecx.call_control import CallControl
from kalix_presence.hub.pbx.threecx.forwarding import Exception_, Numbers, exception_of, is_ours, rule_of
from kalix_presence.hub.pbx.threecx.xapi import Xapi
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import ForwardingRule
from kalix_presence.model.line import LineState

LOOK_SECONDS = 5.0
"""Between two looks whether it is there."""
PAGE = 100
"""People that are asked for at a time."""
MOST_PAGES = 1000
_EXCEPTIONS = {"$select": "Id,Number", "$expand": "ForwardingExceptions"}


class ThreeCxPbx(ForwardsOnly):
    """`zone` is where 3CX keeps hours, `clock` gives aware UTC instants. Exceptions that somebody made by hand stand as
    they are, after ours: while a rule of the hub's holds, it counts."""

    capabilities = replace(
        FORWARDS_ONLY, forward_busy=False, forward_no_answer=False, end=EndKept.TODAY, writes_per_second=10.0
    )

    def __init__(
        self, xapi: Xapi, numbers: Numbers, *, zone: ZoneInfo, clock: Callable[[], datetime], lines: bool = False
    ) -> None:
        super().__init__()
        if lines:
            self.capabilities = replace(self.capabilities, line_states=True)
        self._control = CallControl(xapi, self._line_changed, self._lines_changed) if lines else None
        self._xapi, self._numbers, self._zone, self._clock = xapi, numbers, zone, clock
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
        if self._control is not None:
            self.supervised.run("pbx-lines", self._control.run, vital=False)

    async def stop(self) -> None:
        """Close for good."""
        await self.supervised.stop()
        self._there = False
        await self._xapi.close()

    async def apply(self, rule: ForwardingRule) -> None:
        """Put the rule's exception before all others, in place of an earlier one of ours, and read it back."""
        self.require_connected()
        wanted = exception_of(rule, self._numbers, zone=self._zone, now=self._clock())
        async with self._turns[rule.extension]:
            person = await self._person(rule.extension)
            await self._write(person, [wanted, *_of_others(person)])
            if rule_of(rule.extension, _exceptions(await self._person(rule.extension)), zone=self._zone) != rule:
                raise Unavailable("pbx-not-confirmed")

    async def remove(self, extension: str) -> None:
        """Take ours away, and read back that it is gone."""
        self.require_connected()
        async with self._turns[extension]:
            person = await self._person(extension)
            if len(others := _of_others(person)) != len(_exceptions(person)):
                await self._write(person, others)
                if rule_of(extension, _exceptions(await self._person(extension)), zone=self._zone) is not None:
                    raise Unavailable("pbx-not-confirmed")

    async def read(self, extension: str) -> ForwardingRule | DamagedRule | None:
        """Ours, as 3CX has it now."""
        self.require_connected()
        return rule_of(extension, _exceptions(await self._person(extension)), zone=self._zone)

    async def rules(self) -> Mapping[str, ForwardingRule | DamagedRule]:
        """Those of everybody, a page of people at a time."""
        self.require_connected()
        found: dict[str, ForwardingRule | DamagedRule] = {}
        for page in range(MOST_PAGES):
            query = {**_EXCEPTIONS, "$orderby": "Id", "$top": str(PAGE), "$skip": str(page * PAGE)}
            people = _people(await self._xapi.ask("GET", "/Users", query=query))
            for person in people:
                extension = str(person.get("Number") or "")
                if (rule := rule_of(extension, _exceptions(person), zone=self._zone)) is not None:
                    found[extension] = rule
            if len(people) < PAGE:
                return found
        raise Unavailable("pbx-refused", action="rules")

    async def lines(self) -> Mapping[str, LineState]:
        """Those that 3CX lets this client see, as it told them last; none where they are not asked for."""
        self.require_connected()
        return {} if self._control is None else self._control.lines

    async def check(self, expected: Expectation | None = None) -> Checked:
        """Reachable, and whether everybody in the directory is somebody there."""
        if not self.connected:
            return [("reachable", Unavailable("threecx-refused" if self._refused else "threecx-not-there"))]
        found: Checked = [("reachable", None)]
        for extension in expected.extensions if expected is not None else ():
            try:
                await self._person(extension)
            except Unavailable as fault:
                if fault.code != "pbx-refused":
                    return [("reachable", fault)]
                found.append(("threecx-people", Unavailable("threecx-nobody", extension=extension)))
                break
        else:
            found.append(("threecx-people", None))
        if self._control is not None and expected is not None:
            unseen = [extension for extension in expected.extensions if extension not in self._control.lines]
            told = Remark("threecx-unseen", extension=unseen[0], count=len(unseen)) if unseen else None
            found.append(("threecx-lines", told))
        return found

    def _line_changed(self, number: str, state: LineState) -> None:
        self.publish(LineChanged(number, state))

    def _lines_changed(self) -> None:
        if self._there:
            self.publish(PbxReady())

    async def _person(self, extension: str) -> dict[str, Any]:
        if not (extension.isascii() and extension.isdigit()):
            raise Unavailable("pbx-refused", action="number")
        query = {**_EXCEPTIONS, "$filter": f"Number eq '{extension}'", "$top": "2"}
        people = _people(await self._xapi.ask("GET", "/Users", query=query))
        if len(people) != 1 or people[0].get("Number") != extension or not isinstance(people[0].get("Id"), int):
            raise Unavailable("pbx-refused", action="number")
        return people[0]

    async def _write(self, person: dict[str, Any], exceptions: list[Exception_]) -> None:
        await self._xapi.ask("PATCH", f"/Users({person['Id']})", body={"ForwardingExceptions": exceptions})

    async def _keep_connected(self) -> None:
        while True:
            if await self._answers() is not self._there:
                self._there = not self._there
                self.publish(PbxReady() if self._there else PbxLost())
            await asyncio.sleep(LOOK_SECONDS)

    async def _answers(self) -> bool:
        try:
            await self._xapi.ask("GET", "/Users", query={"$select": "Id", "$top": "1"})
        except Unavailable as fault:
            self._refused = fault.code == "pbx-refused"
            return False
        return True


def _people(answer: object) -> list[dict[str, Any]]:
    people = answer.get("value") if isinstance(answer, dict) else None
    if not isinstance(people, list) or not all(isinstance(one, dict) for one in people):
        raise Unavailable("pbx-unreachable")
    return people


def _exceptions(person: dict[str, Any]) -> list[Exception_]:
    """As they are told, in order. Raises Unavailable where they are not: then nobody knows, and nothing may be written."""
    found = person.get("ForwardingExceptions")
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Unavailable("pbx-unreachable")
    return found


def _of_others(person: dict[str, Any]) -> list[Exception_]:
    return [one for one in _exceptions(person) if not is_ours(one)]
