"""Whether calls come to kalix-presence from wherever people call, and reach what they must: phones, trunks, hub."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence

from kalix_presence.hub.pbx.asterisk.joining import Endpoint, Joining, Line, Seen
from kalix_presence.hub.pbx.asterisk.paths import Step, Way, steps, way
from kalix_presence.hub.pbx.protocol import Expectation, Remark
from kalix_presence.model.errors import PresenceError, Unavailable

Found = tuple[str, PresenceError]

CODES = {"code_set": "1#", "code_other": "2041*1#", "code_back": "", "code_callbacks": ""}
"""The codes of the policy, each with what is dialled after it."""
PLAYED = {"alaw", "ulaw", "gsm", "g722", "g726", "adpcm", "ilbc", "lpc10", "speex", "slin", "slin16", "slin48"}
"""Codecs into which any Asterisk can turn a clip by itself."""
KEYS = ("rfc4733", "auto")
MOST_NUMBERS = 200
"""Numbers of a trunk that are tried."""


class Ways:
    """The rules for ways; `values` are those of the site file, `sample` some extensions, `numbers` some numbers outside."""

    def __init__(
        self, joining: Joining, seen: Seen, expected: Expectation,
        *, values: dict[str, str], sample: Sequence[str], numbers: Sequence[str], abroad: str,
        technology: str, dial_context: str,
    ) -> None:  # fmt: skip
        self._joining, self._seen, self._expected = joining, seen, expected
        self._values, self._sample, self._numbers, self._abroad = values, sample, numbers, abroad
        self._technology, self._dial_context = technology, dial_context
        self._phones = frozenset(expected.extensions)
        self._callers: list[tuple[str, str]] = []

    async def faults(self) -> AsyncIterator[Found]:
        """All that is wrong, in the order in which it is best put right."""
        self._callers = await self._calling()
        for rule in (self._codes, self._people, self._main_number, self._hub, self._talks, self._hints, self._trunks):
            async for found in rule():
                yield found

    @property
    def _contexts(self) -> list[str]:
        """From where colleagues dial."""
        return sorted({context for context, _ in self._callers})

    async def _calling(self) -> list[tuple[str, str]]:
        """The contexts of the sample's phones, with each extension that can be dialled there."""
        if self._technology != "PJSIP":
            return []
        states = await self._joining.functions([f"DEVICE_STATE(PJSIP/{each})" for each in self._sample])
        known = [each for state, each in zip(states, self._sample, strict=True) if state != "INVALID"]
        contexts = await self._joining.functions([f"PJSIP_ENDPOINT({each},context)" for each in known])
        pairs = [(context, each) for context in sorted({*contexts} - {""}) for each in known]
        # A phone in the entrance hall may dial nobody, and is no fault.
        return [pair for pair in pairs if await self._joining.exists(*pair)]

    async def _codes(self) -> AsyncIterator[Found]:
        policy = self._expected.policy
        known = True
        for name, rest in CODES.items():
            code = getattr(policy, name)
            if not await self._joining.exists("kalix-codes", code + rest):
                known = False
                yield "values", Unavailable("asterisk-code", dialled=code, setting=name)
        for context in self._contexts if known else ():
            if not await self._joining.exists(context, policy.code_set + CODES["code_set"]):
                yield "ways", Unavailable("asterisk-codes", context=context, dialled=policy.code_set)
                continue
            for name, rest in CODES.items():
                code = getattr(policy, name)
                taken = next(iter(await self._joining.first(context, code + rest)), None)
                if taken is not None and taken.context != "kalix-codes":
                    place = {"other": taken.context, "pattern": taken.extension}
                    yield "ways", Unavailable("asterisk-code-taken", context=context, dialled=code, setting=name, **place)

    async def _people(self) -> AsyncIterator[Found]:
        """Calls of colleagues to each other pass kalix-presence."""
        if not any(_joins(line) for line in self._seen.plan if not line.context.startswith("kalix-presence")):
            yield "ways", _not_joined("?", self._sample[0] if self._sample else "2041")
            return
        for context, extension in self._callers:
            match await self._way(context, extension):
                case Way.RINGS:
                    yield "ways", _not_joined(context, extension)
                case Way.UNKNOWN if not await self._joining.first(context, extension):
                    yield "ways", Remark("asterisk-switch", context=context, extension=extension)
                case Way.UNKNOWN if not await self._may_pass(context, extension):
                    yield "ways", _not_joined(context, extension)

    async def _main_number(self) -> AsyncIterator[Found]:
        """Who calls the switchboard by its number is noted, so that a caller who hangs up there is called back."""
        number = self._expected.policy.switchboard
        if self._values.get("KALIX_SWITCHBOARD", "") != number:
            return  # said already
        for context in self._contexts:
            if not await self._joining.exists(context, number):
                yield "ways", Unavailable("asterisk-main-number-none", context=context, number=number)
            elif await way(self._joining, context, number, _answers) is Way.RINGS:
                yield "ways", Unavailable("asterisk-main-number", context=context, number=number)
            elif await self._left_alone(context, number):
                yield "ways", Remark("asterisk-main-number-left", context=context, number=number)

    async def _left_alone(self, context: str, number: str) -> bool:
        """Whether a queue of the site's own can send callers away without a word of ours after it."""
        met = await steps(self._joining, context, number)
        queue = next((at for at, step in enumerate(met) if step.line.application == "Queue"), None)
        return queue is not None and not any(re.search(r"kalix-queue,left\b", step.data) for step in met[queue:])

    async def _hub(self) -> AsyncIterator[Found]:
        """What the hub dials for people leads somewhere, and to people by us."""
        named = {"KALIX_DIAL": self._values.get("KALIX_DIAL", ""), "dial_context ([pbx.asterisk])": self._dial_context}
        joined = any(_joins(line) for line in self._seen.plan)
        for value, context in named.items():
            reached = [each for each in self._sample if await self._joining.exists(context, each)]
            for number in self._numbers[:1] if reached else self._sample[:1]:
                if reached and await self._joining.exists(context, number):
                    continue
                yield "ways", Unavailable("asterisk-context", value=value, context=context, number=number)
            for each in reached[:1] if joined and context not in self._contexts else ():
                if await self._way(context, each) is Way.RINGS:
                    yield "ways", _not_joined(context, each)
        outside = self._values.get("KALIX_OUTSIDE", "")
        for number in self._numbers[:1]:
            if not await self._joining.exists(outside, number):
                yield "ways", Unavailable("asterisk-context", value="KALIX_OUTSIDE", context=outside, number=number)

    async def _talks(self) -> AsyncIterator[Found]:
        """Who called out of the house is noted, so that nobody who was reached is called back in vain; told and no fault, for
        while the hub serves it hears of such calls by itself."""
        told: set[tuple[str, str]] = set()
        for context in dict.fromkeys([*self._contexts, self._values.get("KALIX_DIAL", "")]):
            for number in self._numbers[:1]:
                met = await steps(self._joining, context, number)
                rings = next((at for at, step in enumerate(met) if step.leaves), None)
                if rings is None or met[rings].group in told or any(step.noted for step in met[:rings]):
                    continue
                told.add(met[rings].group)
                yield "ways", Remark("asterisk-outward", context=met[rings].line.context, pattern=met[rings].line.extension)

    async def _hints(self) -> AsyncIterator[Found]:
        """Desk phones that watch colleagues see the absence too, and no lamp tells of somebody else's messages."""
        known = [each for _, each in self._callers]
        asked = [f"PJSIP_ENDPOINT({each},{name})" for each in known for name in ("subscribe_context", "mailboxes")]
        said = await self._joining.functions(asked)
        watched = sorted({context for context in said[::2] if context})
        for context in watched:
            hints = await self._joining.functions([f"HINT({each}@{context})" for each in known])
            dark = [each for each, hint in zip(known, hints, strict=True) if "Custom:kalix-" not in hint]
            if dark:
                yield "phones", Unavailable("asterisk-hint", context=context, extension=dark[0])
        for each, boxes in zip(known, said[1::2], strict=True):
            ours = [box.strip() for box in boxes.split(",") if box.strip().endswith("@kalix")]
            if ours and ours != [f"{each}@kalix"]:
                yield "phones", Unavailable("asterisk-mailbox", extension=each, there=boxes)

    async def _trunks(self) -> AsyncIterator[Found]:
        """From outside people are reached by us, and nothing that costs or that is for colleagues only."""
        if self._technology != "PJSIP":
            return
        dialled = {name for line in self._seen.plan for name in re.findall(r"PJSIP/[^&,@()]*@([\w.-]+)", line.data)}
        everybody = await self._joining.others(self._phones)
        trunks = [each for each in everybody if each.addressed or each.name in dialled or each.name == "anonymous"]
        outward = await self._outward()
        for trunk in trunks:
            if await self._joining.fits(self._values.get("KALIX_EXTENSIONS", ""), trunk.name):
                # Whoever is not dialled by a number may be a door or a fax of the house's.
                kind = Unavailable if trunk.name in dialled else Remark
                yield "trunks", kind("asterisk-trunk-named", trunk=trunk.name)
                if kind is Remark:
                    continue
            for found in [*self._settings_of(trunk), *await self._reached(trunk, outward), *await self._directly(trunk)]:
                yield "trunks", found

    def _settings_of(self, trunk: Endpoint) -> list[PresenceError]:
        found: list[PresenceError] = []
        if trunk.transfers and trunk.name != "anonymous":
            found.append(Unavailable("asterisk-trunk-transfers", trunk=trunk.name))
        if self._values.get("KALIX_OFFER_CALLBACK") in ("early", "answer") and trunk.keys and not trunk.keys.startswith(KEYS):
            found.append(Unavailable("asterisk-trunk-keys", trunk=trunk.name, there=trunk.keys))
        sounds = set(re.findall(r"\w+", trunk.sounds))
        if sounds and not sounds & PLAYED:
            found.append(Unavailable("asterisk-sounds", endpoint=trunk.name, there=", ".join(sorted(sounds))))
        return found

    async def _outward(self) -> set[tuple[str, str]]:
        """The places of the dialplan by which calls leave the house."""
        begun = [*self._contexts, self._values.get("KALIX_OUTSIDE", ""), self._values.get("KALIX_DIAL", "")]
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

    async def _directly(self, trunk: Endpoint) -> list[PresenceError]:
        """A direct number that rings a phone past us; each pattern of the trunk's is tried with somebody's last figures."""
        here, at = [trunk.context], 0
        while at < len(here):
            here += [each for each in self._seen.includes.get(here[at], []) if each not in here]
            at += 1
        patterns = {line.extension for line in self._seen.plan if line.context in here and line.priority == "1"}
        numbers = dict.fromkeys(number_for(pattern, each) for pattern in sorted(patterns) for each in self._sample)
        for number in [each for each in numbers if each][:MOST_NUMBERS]:
            if await self._way(trunk.context, number) is Way.RINGS:
                return [_not_joined(trunk.context, number)]
        return []

    async def _way(self, context: str, number: str) -> Way:
        """Whether a call comes to us, or one person's phone rings before; a group is nobody's absence."""
        return await way(self._joining, context, number, lambda step: len(step.phones) == 1 and step.phones <= self._phones)

    async def _may_pass(self, context: str, extension: str) -> bool:
        """Whether such a call can come to us by whatever names stand in the lines: where it goes is reckoned at call time."""
        lines = list(await self._joining.first(context, extension))
        met: set[str] = set()
        while lines:
            if any(_joins(line) for line in lines):
                return True
            named = {name for line in lines for name in re.findall(r"[\w-]+", line.data)} - met
            met |= named
            lines = [line for line in self._seen.plan if line.context in named]
        return False


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


def _answers(step: Step) -> bool:
    return bool(step.phones) or step.line.application == "Queue"


def _leaves(step: Step, number: str) -> bool:
    return step.line.application == "Dial" and f"/{number}@" in step.data


def _joins(line: Line) -> bool:
    return bool(re.search(r"(^|[(,?])kalix-presence,|@kalix-presence\b|^kalix-presence$", line.data))


def _not_joined(context: str, extension: str) -> PresenceError:
    return Unavailable("asterisk-not-joined", context=context, extension=extension)
