"""Where a call goes in the dialplan that the PBX runs: followed line by line from a context and a number, without a call."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from kalix_presence.hub.pbx.asterisk.joining import Joining, Line

OURS = re.compile(r"kalix-(presence|queue)$")
THEIRS = ("kalix-in", "kalix-dial", "kalix-outside")
"""Contexts of the site that have names like ours."""
MOST = 60
"""Through so many places a call is followed."""


class Way(Enum):
    """How a call to somebody ends, as far as it can be followed: it comes to us, rings by itself, or nobody knows."""

    JOINS = "joins"
    RINGS = "rings"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Step:
    """One line that a call may run, and its data with the number dialled in place of ${EXTEN}."""

    line: Line
    data: str
    number: str

    @property
    def joins(self) -> bool:
        """Whether the call is handed to kalix-presence or kalix-queue here."""
        return any(OURS.match(context) for context, _ in _targets(self.line, self.data, ""))

    @property
    def phones(self) -> set[str]:
        """The phones that a Dial rings: {"2041"} for PJSIP/2041&PJSIP/trunk/sip:x,20."""
        named = re.findall(r"(?:^|&)(?:PJSIP|SIP)/([\w.-]+)(?=[,&]|$)", self.data)
        return set(named) if self.line.application == "Dial" else set()

    @property
    def handed(self) -> set[str]:
        """The numbers for which kalix-presence is entered here."""
        return {number for context, number in _targets(self.line, self.data, "") if context == "kalix-presence"}

    @property
    def onward(self) -> list[tuple[str, str]]:
        """Where a Goto leads."""
        return _targets(self.line, self.data, self.line.context) if self.line.application == "Goto" else []

    @property
    def queues(self) -> bool:
        """Whether kalix-queue is entered here: a queue of the site's own for the switchboard comes next."""
        return any(context == "kalix-queue" for context, _ in _targets(self.line, self.data, ""))

    @property
    def trunks(self) -> list[str]:
        """The endpoints by which a Dial of PJSIP/0701234567@trunk leaves."""
        return re.findall(r"PJSIP/[^&,@()]*@([\w.-]+)", self.data) if self.line.application == "Dial" else []

    @property
    def noted(self) -> bool:
        """Whether the call is noted here as one that leaves the house."""
        return any(context == "kalix-outward" for context, _ in _targets(self.line, self.data, ""))

    @property
    def leaves(self) -> bool:
        """Whether a channel of its own is dialled here, and not another place of the dialplan."""
        return self.line.application == "Dial" and "Local/" not in self.data

    @property
    def group(self) -> tuple[str, str]:
        """The extension of the dialplan that it is a line of."""
        return self.line.context, self.line.extension


async def steps(joining: Joining, context: str, number: str) -> list[Step]:
    """The lines that a call to `number` in `context` may run, in order; conditions are taken both ways, ours not entered."""
    met: set[tuple[str, str]] = set()
    found: list[Step] = []

    async def follow(here: str, dialled: str) -> None:
        if (here, dialled) in met or len(met) >= MOST:
            return
        met.add((here, dialled))
        for line in await joining.first(here, dialled):
            data = _filled(line.data, dialled)
            found.append(Step(line, data, dialled))
            for target, wanted in _targets(line, data, here):
                if not target.startswith("kalix-") or target in THEIRS:
                    await follow(target, wanted)

    await follow(context, number)
    return found


async def way(joining: Joining, context: str, number: str, rings: Callable[[Step], bool]) -> Way:
    """How a call to `number` in `context` comes to somebody: what is met first, we or a line that `rings`."""
    for step in await steps(joining, context, number):
        if step.joins:
            return Way.JOINS
        if rings(step):
            return Way.RINGS
    return Way.UNKNOWN


async def handed(joining: Joining, context: str, number: str) -> set[str]:
    """The numbers for which a call to `number` in `context` may come to kalix-presence; none where a call reckons it."""
    return {each for step in await steps(joining, context, number) for each in step.handed}


def rings_one(phones: frozenset[str]) -> Callable[[Step], bool]:
    """Whether a line rings a single phone, and one of these: a group is nobody's absence."""
    return lambda step: len(step.phones) == 1 and step.phones <= phones


def _filled(data: str, number: str) -> str:
    """`data` with ${EXTEN}, ${EXTEN:1}, ${EXTEN:-3:2} as they are for this number."""

    def cut(found: re.Match[str]) -> str:
        start, length = int(found[1] or 0), found[2]
        rest = number[start:] if abs(start) <= len(number) else number if start < 0 else ""
        return rest if length is None else rest[: int(length)]

    return re.sub(r"\$\{EXTEN(?::(-?\d+)(?::(-?\d+))?)?\}", cut, data)


def _targets(line: Line, data: str, here: str) -> list[tuple[str, str]]:
    """The contexts and numbers that a line may lead to, but for labels of its own extension."""
    match line.application:
        case "Goto" | "Gosub":
            places = [_bare(data)]
        case "GotoIf" | "GosubIf" | "GotoIfTime":
            places = [_bare(place) for place in re.split(r":(?![^(]*\))", data.rpartition("?")[2])]
        case "ExecIf":
            called = re.findall(r"(Goto|Gosub|Dial)\((.*?)\)(?=:|$)", data.rpartition("?")[2])
            return [each for name, inner in called for each in _targets(Line(*_name(line), name, inner), inner, here)]
        case "Macro":
            return [(f"macro-{data.partition(',')[0]}", "s")]
        case "Dial" | "Queue":
            return [(context, number) for number, context in re.findall(r"Local/([^@/&,]+)@([\w.-]+)", data)]
        case _:
            return []
    found = []
    for place in places:
        parts = [part.strip() for part in place.split(",")]
        if len(parts) == 3 and "$" not in parts[0] + parts[1]:
            found.append((parts[0], parts[1]))
        elif len(parts) == 2 and here and "$" not in parts[0]:
            found.append((here, parts[0]))
    return found


def _name(line: Line) -> tuple[str, str, str]:
    return line.context, line.extension, line.priority


def _bare(place: str) -> str:
    """Without the arguments of a Gosub."""
    return place.partition("(")[0]
