"""Whether calls come to kalix-presence from wherever people call, and reach what they must: phones, trunks, hub."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence

from kalix_presence.hub.pbx.asterisk.joining import Joining, Line, Seen
from kalix_presence.hub.pbx.asterisk.paths import Step, Way, handed, rings_one, steps, way
from kalix_presence.hub.pbx.protocol import Expectation, Remark
from kalix_presence.model.errors import PresenceError, Unavailable

Found = tuple[str, PresenceError]

CODES = {"code_set": "1#", "code_other": "2041*1#", "code_back": "", "code_callbacks": ""}
"""The codes of the policy, each with what is dialled after it."""
PLAYED = {"alaw", "ulaw", "gsm", "g722", "g726", "adpcm", "ilbc", "lpc10", "speex", "slin", "slin16", "slin48"}
"""Codecs into which any Asterisk can turn a clip by itself."""


class Ways:
    """The rules inside; `values` are those of the site file, `sample` some extensions, `numbers` some numbers outside."""

    def __init__(
        self, joining: Joining, seen: Seen, expected: Expectation,
        *, values: dict[str, str], sample: Sequence[str], numbers: Sequence[str], technology: str, dial_context: str,
    ) -> None:  # fmt: skip
        self._joining, self._seen, self._expected = joining, seen, expected
        self._values, self._sample, self._numbers = values, sample, numbers
        self._technology, self._dial_context = technology, dial_context
        self._phones = frozenset(expected.extensions)
        self._callers: list[tuple[str, str]] = []

    async def faults(self) -> AsyncIterator[Found]:
        """All that is wrong, in the order in which it is best put right."""
        self._callers = await self._calling()
        for rule in (self._codes, self._people, self._main_number, self._hub, self._out, self._talks, self._hints, self._heard):
            async for found in rule():
                yield found

    @property
    def contexts(self) -> list[str]:
        """From where colleagues dial, once `faults` has looked."""
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
        for context in self.contexts if known else ():
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
            yield "ways", not_joined("?", self._sample[0] if self._sample else "2041")
            return
        for context, extension in self._callers:
            match await self._way(context, extension):
                case Way.RINGS:
                    yield "ways", not_joined(context, extension)
                case Way.JOINS if other := await self._another(context, extension):
                    yield "ways", other
                case Way.UNKNOWN if not await self._joining.first(context, extension):
                    yield "ways", Remark("asterisk-switch", context=context, extension=extension)
                case Way.UNKNOWN if not await self._may_pass(context, extension):
                    yield "ways", not_joined(context, extension)

    async def _main_number(self) -> AsyncIterator[Found]:
        """Who calls the switchboard by its number is noted, so that a caller who hangs up there is called back."""
        number = self._expected.policy.switchboard
        if self._values.get("KALIX_SWITCHBOARD", "") != number:
            return  # said already
        for context in self.contexts:
            if not await self._joining.exists(context, number):
                yield "ways", Unavailable("asterisk-main-number-none", context=context, number=number)
            elif await way(self._joining, context, number, _answers) is Way.RINGS:
                yield "ways", Unavailable("asterisk-main-number", context=context, number=number)
            else:
                for remark in await self._own_queue(context, number):
                    yield "ways", remark

    async def _own_queue(self, context: str, number: str) -> list[PresenceError]:
        """What a queue of the site's own may lack: a word of ours after it for whom it sends away, and our line on the phones
        that it rings, by which what somebody outside says of himself later is looked at."""
        met = await steps(self._joining, context, number)
        queue = next((at for at, step in enumerate(met) if step.line.application == "Queue"), None)
        if queue is None:
            return []
        place, found = {"context": context, "number": number}, list[PresenceError]()
        if not any(re.search(r"kalix-queue,left\b", step.data) for step in met[queue:]):
            found.append(Remark("asterisk-main-number-left", **place))
        if "b(kalix-header^s^1)" not in met[queue].data:
            found.append(Remark("asterisk-main-number-names", **place))
        return found

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
            for each in reached[:1] if joined and context not in self.contexts else ():
                if await self._way(context, each) is Way.RINGS:
                    yield "ways", not_joined(context, each)
                elif other := await self._another(context, each):
                    yield "ways", other
        outside = self._values.get("KALIX_OUTSIDE", "")
        for number in self._numbers[:1]:
            if not await self._joining.exists(outside, number):
                yield "ways", Unavailable("asterisk-context", value="KALIX_OUTSIDE", context=outside, number=number)

    async def _out(self) -> AsyncIterator[Found]:
        """Calls out of the house are dialled by a trunk that is there."""
        begun = dict.fromkeys([*self.contexts, self._values.get("KALIX_DIAL", ""), self._values.get("KALIX_OUTSIDE", "")])
        dialled = [(context, number) for context in begun for number in self._numbers[:1]]
        met = [step for place in dialled for step in await steps(self._joining, *place)]
        for group, trunk in dict.fromkeys((step.group, trunk) for step in met for trunk in step.trunks):
            if await self._joining.functions([f"PJSIP_ENDPOINT({trunk},context)"]) == [""]:
                yield "ways", Unavailable("asterisk-way-out", context=group[0], pattern=group[1], trunk=trunk)

    async def _talks(self) -> AsyncIterator[Found]:
        """Who called out of the house is noted, so that nobody who was reached is called back in vain; told and no fault, for
        while the hub serves it hears of such calls by itself."""
        told: set[tuple[str, str]] = set()
        for context in dict.fromkeys([*self.contexts, self._values.get("KALIX_DIAL", "")]):
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

    async def _heard(self) -> AsyncIterator[Found]:
        """What a phone can play is something into which a clip can be turned."""
        known = sorted({each for _, each in self._callers})
        said = await self._joining.functions([f"PJSIP_ENDPOINT({each},allow)" for each in known])
        for each, allowed in zip(known, said, strict=True):
            if fault := unheard(each, allowed):
                yield "phones", fault

    async def _way(self, context: str, number: str) -> Way:
        """Whether a call comes to us, or one person's phone rings before; a group is nobody's absence."""
        return await way(self._joining, context, number, rings_one(self._phones))

    async def _another(self, context: str, extension: str) -> PresenceError | None:
        """Told when a call comes to us, but as one to another number, so that it is another person's absence that counts."""
        found = await handed(self._joining, context, extension)
        if not found or extension in found or self._values.get("KALIX_SWITCHBOARD") in found:
            return None
        return Unavailable("asterisk-joined-other", context=context, extension=extension, other=sorted(found)[0])

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


def _answers(step: Step) -> bool:
    return bool(step.phones) or step.line.application == "Queue"


def _joins(line: Line) -> bool:
    return bool(re.search(r"(^|[(,?])kalix-presence,|@kalix-presence\b|^kalix-presence$", line.data))


def unheard(endpoint: str, allowed: str) -> PresenceError | None:
    """Told when `endpoint` has only codecs into which no clip can be turned."""
    sounds = set(re.findall(r"\w+", allowed))
    if not sounds or sounds & PLAYED:
        return None
    return Unavailable("asterisk-sounds", endpoint=endpoint, there=", ".join(sorted(sounds)))


def not_joined(context: str, extension: str) -> PresenceError:
    """A call that rings a phone past us."""
    return Unavailable("asterisk-not-joined", context=context, extension=extension)
