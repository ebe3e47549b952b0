"""A small model PBX inside the hub, with virtual phones, so that a first look and the demo need no PBX."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from kalix_presence.hub.pbx.capabilities import Capabilities
from kalix_presence.hub.pbx.counted_call import CountedCall
from kalix_presence.hub.pbx.embedded.dialled import Dialled, read_dialled
from kalix_presence.hub.pbx.embedded.virtual_accounts import VirtualAccounts
from kalix_presence.hub.pbx.embedded.virtual_calls import Consult
from kalix_presence.hub.pbx.embedded.virtual_exchange import VirtualExchange
from kalix_presence.hub.pbx.known_ahead import KnownAhead
from kalix_presence.hub.pbx.protocol import (
    CallRecord,
    Checked,
    CodeDialled,
    DamagedRule,
    Expectation,
    Heard,
    Lamp,
    PbxEvent,
    PbxLost,
    PbxReady,
    PhoneCode,
    PlacedCallEnded,
    PresentCall,
    RangFromPhone,
    Talked,
)
from kalix_presence.hub.pbx.virtual_phones import VirtualPhones
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.model.callback import Outcome
from kalix_presence.model.errors import BadInput, Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule
from kalix_presence.model.line import LineState
from kalix_presence.model.policy import Policy
from kalix_presence.model.present_call import CallState
from kalix_presence.model.reason import Reasons


class EmbeddedPbx(VirtualAccounts, VirtualExchange):
    """Holds rules, ends them by its own clock, rings virtual phones and takes phone codes. Nothing survives a restart.

    `clock` gives the aware moment; `language` is that of the announcements. `talks_for`: after so many seconds who talks hangs
    up, None never. `unplug` and `plug_in` take it away and back.
    """

    capabilities = Capabilities(sets_up_phones=True)

    def __init__(
        self,
        extensions: Iterable[str] = (),
        *,
        policy: Policy,
        reasons: Reasons,
        clock: Callable[[], datetime],
        language: str = "sv",
        talks_for: float | None = None,
    ) -> None:
        super().__init__(extensions, policy=policy, clock=clock, language=language, talks_for=talks_for)
        self.supervised = Supervised()
        self._reasons = reasons
        self.lamps: dict[str, Lamp] = {}
        self.waiting: dict[str, int] = {}
        self.firsts: dict[str, str] = {}
        self._codes: dict[str, PhoneCode] = {}
        self._rang: dict[str, RangFromPhone] = {}
        self.ahead = KnownAhead()
        self._connected = False

    @property
    def virtual_phones(self) -> VirtualPhones:
        """All of them."""
        return self

    @property
    def connected(self) -> bool:
        """Whether it is plugged in and started."""
        return self._connected

    @property
    def unread(self) -> int:
        """None ever: it writes its journals itself."""
        return 0

    async def start(self) -> None:
        """It is ready at once."""
        self.plug_in()

    async def stop(self) -> None:
        """Pull the plug for good."""
        self._connected = False

    def plug_in(self) -> None:
        """Be there (again)."""
        self._connected = True
        self._readers.publish(PbxReady())

    def unplug(self) -> None:
        """Be gone: every request is refused until `plug_in`. Rules and phones stay as they are."""
        self._connected = False
        self._readers.publish(PbxLost())

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

    async def know_ahead(self, ahead: KnownAhead) -> None:
        """Keep it for the next code."""
        self._require_plug()
        self.ahead = ahead

    async def forget_code(self, key: str) -> None:
        """The hub has it."""
        self._require_plug()
        self._codes.pop(key, None)

    async def calls(self) -> list[CallRecord]:
        """Calls not yet taken over, oldest first."""
        self._require_plug()
        return list(self._records.values())

    async def forget_call(self, key: str) -> None:
        """The hub has it."""
        self._require_plug()
        self._records.pop(key, None)

    async def rang(self) -> list[RangFromPhone]:
        """Calls back not yet taken over, oldest first."""
        self._require_plug()
        return list(self._rang.values())

    async def forget_rang(self, key: str) -> None:
        """The hub has it."""
        self._require_plug()
        self._rang.pop(key, None)

    async def conversations(self) -> list[Talked]:
        """None: while the hub is down nobody talks here."""
        self._require_plug()
        return []

    async def forget_conversation(self, key: str) -> None:
        """There is none."""
        self._require_plug()

    async def counted_calls(self) -> list[CountedCall]:
        """Calls not yet counted, oldest first."""
        self._require_plug()
        return list(self._counted.values())

    async def forget_counted_call(self, key: str) -> None:
        """The hub has it."""
        self._require_plug()
        self._counted.pop(key, None)

    async def present_calls(self) -> list[PresentCall]:
        """The calls as they are now."""
        self._require_plug()
        return list(self.talks.present.values())

    async def place_call(self, extension: str, number: str) -> str:
        """Ring `extension`, then dial `number`: both are busy from then on until `hang_up`."""
        self._require_plug()
        own = self._phone(extension)
        call_id = f"placed-{next(self._count)}"
        if own.state is not LineState.IDLE or not own.answers:
            self._readers.publish(PlacedCallEnded(call_id, Outcome.FAILED))
            return call_id
        self.set_line(extension, LineState.BUSY)
        self.talks.begin(extension, number, outward=True, call_id=call_id)
        outcome = self._reach(extension, number)
        if outcome is Outcome.ANSWERED:
            self._placed.add(call_id)
            self.talks.set_state(call_id, CallState.TALKING)
            self._ends_by_itself(call_id)
        else:
            self._let_go(call_id)
            self._readers.publish(PlacedCallEnded(call_id, outcome))
        return call_id

    async def ring_phone(self, extension: str, shown: str) -> str:
        """Ring `extension`; where somebody is near it is picked up and ends."""
        self._require_plug()
        own = self._phone(extension)
        call_id = f"rung-{next(self._count)}"
        if own.state is not LineState.IDLE:
            busy = own.state in (LineState.BUSY, LineState.RINGING)
            self._readers.publish(PlacedCallEnded(call_id, Outcome.BUSY if busy else Outcome.FAILED))
            return call_id
        self.set_line(extension, LineState.RINGING)
        self.talks.begin(extension, "", name=shown, call_id=call_id)
        if own.answers:
            self.talks.set_state(call_id, CallState.TALKING)
        self._let_go(call_id)
        self._readers.publish(PlacedCallEnded(call_id, Outcome.ANSWERED if own.answers else Outcome.NO_ANSWER))
        return call_id

    async def move_call(self, call_id: str, target: str) -> None:
        """Send the far end to `target`."""
        self._require_plug()
        call = self.talks.require(call_id)
        if call.outward and call.state is CallState.RINGING:
            raise Unavailable("pbx-refused", action="move_call")
        self._let_go(call_id)
        if target in self.phones:
            self.call(call.number, target, name=call.name, asked_for=call.diverted_from, asked_why=call.why)

    async def consult_call(self, call_id: str, target: str) -> str:
        """Hold the far end and ring `target`; the id of the second call."""
        self._require_plug()
        call = self.talks.require(call_id)
        if call.state is not CallState.TALKING:
            raise Unavailable("pbx-refused", action="consult")
        self.talks.set_state(call_id, CallState.HELD)
        asking = self.talks.begin(call.extension, target, outward=True)
        asked = self.call(call.extension, target).call_id if target in self.phones else None
        self.talks.consults.append(Consult(call_id, asking, asked))
        if self._answers(target) if asked is None else self.talks.require(asked).extension == target:
            self.talks.set_state(asking, CallState.TALKING)
        else:
            await self.cancel_consult(asking)
        return asking

    async def complete_consult(self, call_id: str) -> None:
        """Connect the two and leave them."""
        self._require_plug()
        consult = self.talks.consult_of(call_id)
        self.talks.consults.remove(consult)
        held = self.talks.require(consult.held)
        if consult.asked is not None:
            self.talks.talks_to(consult.asked, held)
        self._let_go(consult.asking)
        self._let_go(consult.held)

    async def cancel_consult(self, call_id: str) -> None:
        """Be back with the first one."""
        self._require_plug()
        consult = self.talks.consult_of(call_id)
        self.talks.consults.remove(consult)
        if consult.asked is not None:
            self._let_go(consult.asked)
        self._let_go(consult.asking)
        self.talks.set_state(consult.held, CallState.TALKING)

    async def message_lamp(self, extension: str, waiting: int, first: str = "") -> None:
        """Remember how many messages wait, and whom the code for callbacks rings."""
        self._require_plug()
        self.waiting[extension], self.firsts[extension] = waiting, first

    async def offers_callback(self) -> bool:
        """Always."""
        return True

    async def listen(self, extension: str) -> Heard:
        """It has no sound."""
        raise Unavailable("pbx-cannot")

    async def check(self, expected: Expectation | None = None) -> Checked:
        """Reachable or not; the rest cannot be wrong here."""
        reachable = None if self._connected else Unavailable("pbx-unreachable")
        return [("reachable", reachable)]

    def events(self) -> AsyncIterator[PbxEvent]:
        """Events from this call on, for one reader."""
        return self._readers.read()

    def ring_back(self, extension: str) -> Outcome | None:
        """Dial the code for callbacks: the first that waits is rung; how it ended, None when there is nobody to ring."""
        number = self.firsts.get(extension, "")
        if not self.waiting.get(extension) or not number:
            return None
        outcome = self._reach(extension, number)
        now = self._clock()
        key = f"{int(now.timestamp())}-{next(self._count)}"
        rang = RangFromPhone(key, extension, number, outcome, 20.0 if outcome is Outcome.ANSWERED else 0.0, now)
        self._rang[key] = rang
        self._readers.publish(rang)
        self.hang_up(number)
        return outcome

    def tamper(self, extension: str, raw: str) -> None:
        """Put a damaged value in place of the rule, as a hand in the database would."""
        self._rules[extension] = DamagedRule(extension, raw)

    def dial(self, by: str, digits: str) -> PhoneCode:
        """Dial a phone code: the rule stands at once, and the journal keeps the code for the hub.

        Raises BadInput("phone-code-unknown"), BadInput("phone-digit-unknown"), BadInput("until-past"), NotFound.
        """
        self._phone(by)
        now = self._clock()
        dialled = read_dialled(digits, by, self._policy, now)
        self._phone(dialled.extension)
        if dialled.digit is not None and dialled.digit in self.ahead.usual and dialled.until is None:
            with suppress(LookupError):
                dialled = replace(dialled, until=self.ahead.end(dialled.digit, dialled.extension, now))
        key = f"{int(now.timestamp())}-{next(self._count)}"
        code = PhoneCode(key, dialled.extension, by, dialled.digit, dialled.until, f"code-{key}", now)
        if dialled.digit is None:
            self._rules.pop(dialled.extension, None)
        else:
            self._rules[dialled.extension] = self._rule_of(dialled, code.rule_id)
        self._codes[key] = code
        self._readers.publish(CodeDialled(code))
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

    def _require_plug(self) -> None:
        if not self._connected:
            raise Unavailable("pbx-unreachable")
