"""Whether calls from outside come to whom they must, are heard in our words, and reach nothing that costs."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field

from kalix_presence.hub.pbx.asterisk.joining import Endpoint, Joining, Seen
from kalix_presence.hub.pbx.asterisk.joining_ways import CODES, not_joined, unheard
from kalix_presence.hub.pbx.asterisk.paths import Step, Way, rings_one, steps, way
from kalix_presence.hub.pbx.protocol import Expectation, Remark
from kalix_presence.model.errors import PresenceError, Unavailable

Found = tuple[str, PresenceError]

KEYS = ("rfc4733", "auto")
MOST_NUMBERS = 200
"""Numbers of a trunk that are tried."""
ANSWERED = {"Dial", "Queue"}
"""Lines by which it is known who answers: a menu, a program or a conference may lead anywhere."""


@dataclass(slots=True)
class Reach:
    """Where a trunk's numbers lead, by how they are written ("+46...", "0..."); a number each as an example."""

    trunk: Endpoint
    people: dict[str, str] = field(default_factory=dict)
    main: dict[str, str] = field(default_factory=dict)
    unclear: set[str] = field(default_factory=set)
    anything: bool = False
    """A line for whatever number leads where it cannot be followed."""


class Trunks:
    """The rules for trunks; `values` are those of the site file, `sample` some extensions, `numbers` some numbers outside, and
    `inside` the contexts that phones dial in."""

    def __init__(
        self, joining: Joining, seen: Seen, expected: Expectation,
        *, values: dict[str, str], sample: Sequence[str], numbers: Sequence[str], abroad: str, inside: Sequence[str],
    ) -> None:  # fmt: skip
        self._joining, self._seen, self._expected = joining, seen, expected
        self._values, self._sample, self._numbers, self._abroad, self._inside = values, sample, numbers, abroad, inside
        self._phones = frozenset(expected.extensions)
        self._names: list[str] = []

    async def faults(self) -> AsyncIterator[Found]:
        """All that is wrong, trunk by trunk, and then what is wrong with all of them together."""
        dialled = {name for line in self._seen.plan for name in re.findall(r"PJSIP/[^&,@()]*@([\w.-]+)", line.data)}
        everybody = await self._joining.others(self._phones)
        self._names = [each.name for each in everybody]
        trunks = [each for each in everybody if each.addressed or each.name in dialled or each.name == "anonymous"]
        outward = await self._outward()
        reaches: list[Reach] = []
        for trunk in trunks:
            if await self._joining.fits(self._values.get("KALIX_EXTENSIONS", ""), trunk.name):
                # Whoever is not dialled by a number may be a door or a fax of the house's.
                kind = Unavailable if trunk.name in dialled else Remark
                yield "trunks", kind("asterisk-trunk-named", trunk=trunk.name)
                if kind is Remark:
                    continue
            reaches.append(reach := Reach(trunk))
            for found in [*await self._settings_of(trunk), *await self._reached(trunk, outward), *await self._directly(reach)]:
                yield "trunks", found
        for fault in self._main_numbers(reaches):
            yield "trunks", fault

    async def _settings_of(self, trunk: Endpoint) -> list[PresenceError]:
        found: list[PresenceError] = []
        if trunk.transfers and trunk.name != "anonymous":
            found.append(Unavailable("asterisk-trunk-transfers", trunk=trunk.name))
        if self._values.get("KALIX_OFFER_CALLBACK") in ("early", "answer") and trunk.keys and not trunk.keys.startswith(KEYS):
            found.append(Unavailable("asterisk-trunk-keys", trunk=trunk.name, there=trunk.keys))
        if fault := unheard(trunk.name, trunk.sounds):
            found.append(fault)
        for watched in self._sample[:1] if trunk.watches else ():
            if await self._joining.functions([f"HINT({watched}@{trunk.watches})"]) != [""]:
                found.append(Unavailable("asterisk-trunk-watches", trunk=trunk.name, context=trunk.watches))
        return found

    async def _outward(self) -> set[tuple[str, str]]:
        """The places of the dialplan by which calls leave the house."""
        begun = [*self._inside, self._values.get("KALIX_OUTSIDE", ""), self._values.get("KALIX_DIAL", "")]
        met = [step for context in begun for number in self._numbers for step in await steps(self._joining, context, number)]
        return {step.group for step in met if step.line.application in ("Dial", "Macro")}

    async def _reached(self, trunk: Endpoint, outward: set[tuple[str, str]]) -> list[PresenceError]:
        policy = self._expected.policy
        found: list[PresenceError] = []
        numbers = [*self._numbers, *(f"{prefix}123456" for prefix in policy.forbidden_prefixes[:1]), self._abroad]
        for number in numbers:
            met = await steps(self._joining, trunk.context, number)
            leaves = next((step.line for step in met if step.group in outward or _leaves(step, number)), None)
            if leaves is not None:
                place = {"context": trunk.context, "other": leaves.context, "pattern": leaves.extension}
                found.append(Unavailable("asterisk-trunk-outside", trunk=trunk.name, number=number, **place))
                break
        code = policy.code_set + CODES["code_set"]
        if any(line.context == "kalix-codes" for line in await self._joining.first(trunk.context, code)):
            found.append(Unavailable("asterisk-trunk-codes", trunk=trunk.name, context=trunk.context, dialled=policy.code_set))
        return found

    async def _directly(self, reach: Reach) -> list[PresenceError]:
        """Each pattern of the trunk's is tried with somebody's last figures: none rings past us, none
        is handed on for nobody, and what is heard then is Swedish."""
        tried = {
            number: pattern
            for pattern in reversed(self._patterns(reach.trunk.context))
            for number in (number_for(pattern, each) for each in self._sample)
            if number
        }
        found: dict[str, PresenceError] = {}
        nobody: dict[str, set[str]] = {}
        for number in sorted(tried)[:MOST_NUMBERS]:
            met = await steps(self._joining, reach.trunk.context, number)
            for kind, fault in await self._wrong(reach.trunk, number, met):
                found.setdefault(kind, fault)
            lost = await self._lost(met)
            self._note(reach, tried[number], number, met, lost=bool(lost))
            nobody.setdefault(tried[number], set()).update(lost or _handed(met))
        return [*found.values(), *self._for_nobody(reach.trunk, nobody)]

    async def _wrong(self, trunk: Endpoint, number: str, met: Sequence[Step]) -> list[tuple[str, PresenceError]]:
        """What is wrong with the way of one number, by kind: each kind is told once."""
        found: list[tuple[str, PresenceError]] = []
        if await way(self._joining, trunk.context, number, rings_one(self._phones)) is Way.RINGS:
            found.append(("past", not_joined(trunk.context, number)))
        if await way(self._joining, trunk.context, number, self._rings_switchboard) is Way.RINGS:
            found.append(("switchboard", Unavailable("asterisk-main-number", context=trunk.context, number=number)))
        language = trunk.language or self._seen.language
        if any(step.joins for step in met) and language.casefold().startswith("en") and not _speaks(met):
            found.append(("language", Unavailable("asterisk-trunk-language", trunk=trunk.name, there=language)))
        return found

    def _patterns(self, context: str) -> list[str]:
        here, at = [context], 0
        while at < len(here):
            here += [each for each in self._seen.includes.get(here[at], []) if each not in here]
            at += 1
        return sorted({line.extension for line in self._seen.plan if line.context in here and line.priority == "1"})

    async def _lost(self, met: Sequence[Step]) -> set[str]:
        """The numbers to which a line sends the call although they are not there: it ends, and nobody has rung."""
        if any(step.joins or step.line.application in ANSWERED for step in met):
            return set()
        onward = [place for step in met for place in step.onward]
        return {number for context, number in onward if not await self._joining.exists(context, number)}

    def _note(self, reach: Reach, pattern: str, number: str, met: Sequence[Step], *, lost: bool) -> None:
        form = self._form(number)
        handed = _handed(met)
        if self._values.get("KALIX_SWITCHBOARD") in handed or any(step.queues or self._rings_switchboard(step) for step in met):
            reach.main.setdefault(form, number)
        elif any(step.joins for step in met):
            reach.people.setdefault(form, number)
        elif not lost and not any(step.line.application in ANSWERED for step in met):
            reach.unclear.add(form)
            reach.anything |= pattern.endswith((".", "!"))

    def _form(self, number: str) -> str:
        """How a number is written: with the country's prefix, with a 0, or as the carrier's own."""
        prefix = (self._values.get("KALIX_COUNTRY") or "+46").removeprefix("+")
        begins = re.match(rf"\+{prefix}|\+|00{prefix}|00|0|{prefix}(?=\d{{6}})", number)
        return begins[0] if begins else ""

    def _rings_switchboard(self, step: Step) -> bool:
        queue, dial = self._values.get("KALIX_SWITCHBOARD_QUEUE", ""), self._values.get("KALIX_SWITCHBOARD_DIAL", "")
        if step.line.application == "Queue":
            return bool(queue) and step.data.partition(",")[0] == queue
        return bool(step.phones) and not queue and step.phones <= set(re.findall(r"PJSIP/([\w.-]+)", dial))

    def _for_nobody(self, trunk: Endpoint, handed: dict[str, set[str]]) -> Iterable[PresenceError]:
        """Numbers that nobody has, and no other phone of that kind: the figures are cut or put together wrongly."""
        known = self._phones | {self._values.get("KALIX_SWITCHBOARD", "")}
        kinds = {(len(name), name[:1]) for name in self._names}
        for pattern, numbers in handed.items():
            there = [each for each in numbers if each in known or (len(each), each[:1]) in kinds]
            if numbers and not there:
                place = {"trunk": trunk.name, "context": trunk.context, "pattern": pattern}
                yield Unavailable("asterisk-trunk-nobody", other=sorted(numbers)[0], **place)

    def _main_numbers(self, reaches: Sequence[Reach]) -> Iterable[PresenceError]:
        """Where people are reached, the switchboard is too, by its number as the carrier writes theirs."""
        if any(reach.anything for reach in reaches):
            return
        somewhere = any(reach.main or reach.unclear for reach in reaches)
        for reach in reaches:
            for form, number in reach.people.items():
                if form in reach.main or form in reach.unclear or (somewhere and not reach.main):
                    continue
                place = {"trunk": reach.trunk.name, "context": reach.trunk.context, "number": number}
                main = self._values.get("KALIX_SWITCHBOARD", "")
                yield Unavailable("asterisk-trunk-main-number", form=f"{form}...", main=main, **place)
                break


def number_for(pattern: str, extension: str) -> str:
    """A number that fits an extension of the dialplan and ends, where its places are open, like `extension`; "" for a name."""
    if not pattern.startswith("_"):
        return pattern if re.fullmatch(r"\+?\d+", pattern) else ""
    places = re.findall(r"\[[^\]]*\]|.", pattern[1:])
    if places and places[-1] in (".", "!"):
        places[-1:] = ["X"] * (1 if places[-1] == "." else 0)
    number = ""
    for place, figure in zip(reversed(places), [*reversed(extension), *"0" * len(places)], strict=False):
        low = {"X": "0123456789", "Z": "123456789", "N": "23456789"}.get(place.upper()) or _class(place)
        if not low:
            return ""
        number = (figure if figure in low else low[:1]) + number
    return number if re.fullmatch(r"\+?\d+", number) else ""


def _class(place: str) -> str:
    """The figures that [1-3] means; a single figure or sign means itself."""
    if not place.startswith("["):
        return place
    spans = re.findall(r"(\d)-(\d)|(\d)", place)
    return "".join(one or "".join(str(n) for n in range(int(low), int(high) + 1)) for low, high, one in spans)


def _handed(met: Sequence[Step]) -> set[str]:
    return {number for step in met for number in step.handed}


def _speaks(met: Sequence[Step]) -> bool:
    """Whether the site's own lines say which language is spoken: then it is what somebody wants."""
    return any("CHANNEL(language)" in step.data for step in met)


def _leaves(step: Step, number: str) -> bool:
    return step.line.application == "Dial" and f"/{number}@" in step.data
