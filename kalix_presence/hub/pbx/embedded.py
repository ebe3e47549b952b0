"""A small model PBX inside the hub, with virtual phones, so that a first look and the demo need no PBX."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kalix_presence.hub.pbx.dialled import Dialled, read_dialled
from kalix_presence.hub.pbx.protocol import (
    CallDiverted,
    Capabilities,
    CodeDialled,
    DamagedRule,
    Lamp,
    LineChanged,
    PbxEvent,
    PbxLost,
    PbxReady,
    PhoneCode,
)
from kalix_presence.hub.pbx.readers import Readers
from kalix_presence.model.errors import BadInput, NotFound, Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule
from kalix_presence.model.line import LineState
from kalix_presence.model.policy import Policy
from kalix_presence.model.reason import Reasons


@dataclass(frozen=True, slots=True)
class CallStep:
    """One thing that happened: "diverted" (to `where`, because of `why`), "announced" (`clips`), "rings", "answered"."""

    kind: str
    where: str
    why: str = ""
    clips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallStory:
    """A whole call as the caller met it; `answered_by` None when nobody answered."""

    steps: tuple[CallStep, ...]
    answered_by: str | None

    @property
    def clips(self) -> tuple[str, ...]:
        """All clips the caller heard, in order."""
        return tuple(clip for step in self.steps for clip in step.clips)


@dataclass(slots=True)
class VirtualPhone:
    """A phone that is not there. `answers`: whether somebody picks up when it rings."""

    state: LineState = LineState.IDLE
    answers: bool = True


class EmbeddedPbx:
    """Holds rules, ends them by its own clock, rings virtual phones and takes phone codes. Nothing survives a restart.

    `clock` gives the aware moment; `language` is that of the announcements. `unplug` and `plug_in` take it away and back.
    """

    capabilities = Capabilities()

    def __init__(
        self,
        extensions: Iterable[str] = (),
        *,
        policy: Policy,
        reasons: Reasons,
        clock: Callable[[], datetime],
        language: str = "sv",
    ) -> None:
        self._policy, self._reasons, self._clock, self._language = policy, reasons, clock, language
        self.phones: dict[str, VirtualPhone] = {}
        self.furnish(extensions)
        self.lamps: dict[str, Lamp] = {}
        self.waiting: dict[str, int] = {}
        self._rules: dict[str, ForwardingRule | DamagedRule] = {}
        self._codes: dict[str, PhoneCode] = {}
        self._calls: dict[str, str] = {}
        self._count = itertools.count(1)
        self._readers = Readers()
        self._connected = False

    @property
    def connected(self) -> bool:
        """Whether it is plugged in and started."""
        return self._connected

    async def start(self) -> None:
        """It is ready at once."""
        self.plug_in()

    async def stop(self) -> None:
        """Pull the plug for good."""
        self._connected = False

    def furnish(self, extensions: Iterable[str]) -> None:
        """Have a phone for each of `extensions`; those that are there stay as they are."""
        for extension in extensions:
            self.phones.setdefault(extension, VirtualPhone())

    def plug_in(self) -> None:
        """Be there (again)."""
        self._connected = True
        self._readers.tell(PbxReady())

    def unplug(self) -> None:
        """Be gone: every request is refused until `plug_in`. Rules and phones stay as they are."""
        self._connected = False
        self._readers.tell(PbxLost())

    async def apply(self, rule: ForwardingRule) -> None:
        """Hold `rule`."""
        self._require_plug()
        self._rules[rule.extension] = rule

    async def remove(self, extension: str) -> None:
        """Hold no rule for `extension`."""
        self._require_plug()
        self._rules.pop(extension, None)

    async def read(self, extension: str) -> ForwardingRule | DamagedRule | None:
        """The rule of `extension` as it lies here, ended or not."""
        self._require_plug()
        return self._rules.get(extension)

    async def rules(self) -> Mapping[str, ForwardingRule | DamagedRule]:
        """All rules."""
        self._require_plug()
        return dict(self._rules)

    async def show(self, extension: str, lamp: Lamp) -> None:
        """Remember what desk phones show."""
        self._require_plug()
        self.lamps[extension] = lamp

    async def lines(self) -> Mapping[str, LineState]:
        """All line states."""
        self._require_plug()
        return {extension: phone.state for extension, phone in self.phones.items()}

    async def codes(self) -> list[PhoneCode]:
        """Codes not yet taken over, oldest first."""
        self._require_plug()
        return list(self._codes.values())

    async def forget_code(self, key: str) -> None:
        """The hub has it."""
        self._require_plug()
        self._codes.pop(key, None)

    async def place_call(self, extension: str, number: str) -> str:
        """Ring `extension`, then dial `number`: both are busy from then on until `hang_up`."""
        self._require_plug()
        self.set_line(extension, LineState.BUSY)
        if number in self.phones:
            self.set_line(number, LineState.BUSY)
        call = f"call-{next(self._count)}"
        self._calls[call] = number
        return call

    async def move_call(self, call_id: str, target: str) -> None:
        """Send the far end to `target`."""
        self._require_plug()
        if call_id not in self._calls:
            raise Unavailable("pbx-refused", action="move_call")
        self._calls[call_id] = target

    async def message_lamp(self, extension: str, waiting: int) -> None:
        """Remember how many messages wait."""
        self._require_plug()
        self.waiting[extension] = waiting

    async def check(self) -> list[tuple[str, str | None]]:
        """Reachable or not; the rest cannot be wrong here."""
        reachable = None if self._connected else "pbx-unreachable"
        return [("reachable", reachable), ("rights", None), ("dialplan", None), ("clock", None)]

    def events(self) -> AsyncIterator[PbxEvent]:
        """Events from this call on, for one reader."""
        return self._readers.read()

    def set_line(self, extension: str, state: LineState) -> None:
        """Let a virtual phone be in `state`, and say so. Raises NotFound("extension-unknown")."""
        phone = self._phone(extension)
        if phone.state is not state:
            phone.state = state
            self._readers.tell(LineChanged(extension, state))

    def hang_up(self, extension: str) -> None:
        """End what the phone does."""
        self.set_line(extension, LineState.IDLE)

    def tamper(self, extension: str, raw: str) -> None:
        """Put a damaged value in place of the rule, as a hand in the database would."""
        self._rules[extension] = DamagedRule(extension, raw)

    def call(self, caller: str, extension: str) -> CallStory:
        """Let `caller` (a number) call `extension`, from the first ring to the end; returns what the caller met."""
        self._phone(extension)
        steps: list[CallStep] = []
        passed: list[str] = []
        at = extension
        while at in self.phones:
            passed.append(at)
            rule = self._holding(at)
            if rule is not None and rule.divert is Divert.ALWAYS:
                at = self._divert(steps, at, caller, rule.target, "absence", rule)
                if at in passed:
                    at = self._divert(steps, at, caller, self._policy.switchboard, "loop", None)
                continue
            why = self._ring(steps, at)
            if why is None:
                return CallStory(tuple(steps), at)
            divert = {"busy": Divert.BUSY, "no_answer": Divert.NO_ANSWER}.get(why)
            target = rule.target if rule is not None and rule.divert is divert else self._policy.switchboard
            if target in passed:
                target = self._policy.switchboard
            at = self._divert(steps, at, caller, target, why, None)
        steps += [CallStep("rings", at), CallStep("answered", at)]
        return CallStory(tuple(steps), at)

    def dial(self, by: str, digits: str) -> PhoneCode:
        """Dial a phone code: the rule stands at once, and the journal keeps the code for the hub.

        Raises BadInput("phone-code-unknown"), BadInput("phone-digit-unknown"), BadInput("until-past"), NotFound.
        """
        self._phone(by)
        now = self._clock()
        dialled = read_dialled(digits, by, self._policy, now)
        self._phone(dialled.extension)
        key = f"{int(now.timestamp())}-{next(self._count)}"
        code = PhoneCode(key, dialled.extension, by, dialled.digit, dialled.until, f"code-{key}", now)
        if dialled.digit is None:
            self._rules.pop(dialled.extension, None)
        else:
            self._rules[dialled.extension] = self._rule_of(dialled, code.rule_id)
        self._codes[key] = code
        self._readers.tell(CodeDialled(code))
        return code

    def _rule_of(self, dialled: Dialled, rule_id: str) -> ForwardingRule:
        reason = self._reasons.by_digit(dialled.digit or "")
        if reason is None:
            raise BadInput("phone-digit-unknown", digit=dialled.digit)
        return ForwardingRule(
            dialled.extension,
            rule_id,
            Divert.ALWAYS,
            self._policy.switchboard,
            dialled.until,
            reason.told_as,
            self._policy.signals,
        )

    def _holding(self, extension: str) -> ForwardingRule | None:
        rule = self._rules.get(extension)
        if not isinstance(rule, ForwardingRule):
            return None
        return rule if rule.until is None or self._clock() < rule.until else None

    def _ring(self, steps: list[CallStep], extension: str) -> str | None:
        """Ring the phone; None when somebody answered, else why not."""
        phone = self.phones[extension]
        if phone.state in (LineState.NOT_REGISTERED, LineState.UNKNOWN):
            return "unregistered"
        if phone.state is not LineState.IDLE:
            return "busy"
        steps.append(CallStep("rings", extension))
        self.set_line(extension, LineState.RINGING)
        if not phone.answers:
            self.set_line(extension, LineState.IDLE)
            return "no_answer"
        steps.append(CallStep("answered", extension))
        self.set_line(extension, LineState.BUSY)
        return None

    def _divert(
        self,
        steps: list[CallStep],
        extension: str,
        caller: str,
        target: str,
        why: str,
        rule: ForwardingRule | None,
    ) -> str:
        if rule is not None:
            # only a call that is announced needs the composer
            from kalix_presence.model.announcement import spoken

            clips = spoken(rule, language=self._language, now=self._clock(), zone=self._policy.zone, name_clip=None)
            steps.append(CallStep("announced", extension, clips=tuple(clips)))
        steps.append(CallStep("diverted", target, why))
        self._readers.tell(CallDiverted(extension, caller, target, why, rule.id if rule is not None else ""))
        return target

    def _phone(self, extension: str) -> VirtualPhone:
        phone = self.phones.get(extension)
        if phone is None:
            raise NotFound("extension-unknown", extension=extension)
        return phone

    def _require_plug(self) -> None:
        if not self._connected:
            raise Unavailable("pbx-unreachable")
