"""The model PBX's phones and what calls meet there: rules, rings, announcements, and who is told that nobody answered."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from kalix_presence.hub.pbx.counted_call import CountedCall
from kalix_presence.hub.pbx.embedded.caller_marks import CallerMarks
from kalix_presence.hub.pbx.embedded.virtual_calls import VirtualCalls
from kalix_presence.hub.pbx.event_queue import EventQueues
from kalix_presence.hub.pbx.protocol import (
    CallDiverted,
    CallRecord,
    CallRecorded,
    DamagedRule,
    LineChanged,
    PlacedCallEnded,
)
from kalix_presence.hub.pbx.virtual_phones import CallStep, CallStory, StepKind
from kalix_presence.model.callback import Outcome, Source
from kalix_presence.model.errors import NotFound
from kalix_presence.model.forwarding import Divert, ForwardingRule
from kalix_presence.model.line import LineState
from kalix_presence.model.policy import Policy
from kalix_presence.model.present_call import CallEndedBy, CallPlace, CallState, DivertReason, TakenBy


@dataclass(frozen=True, slots=True)
class VirtualCaller:
    """Who calls and what they do: hang up somewhere, stay there, or press a key."""

    number: str
    name: str = ""
    hangs_up: CallPlace | None = None
    stays: CallPlace | None = None
    presses: str = ""
    waited: int = 10


@dataclass(slots=True)
class _Way:
    """A call on its way: for whom it was at first, what it met, and why it is not there. `asked_for` and `asked_why` are of
    whoever was called before it was passed on."""

    caller: VirtualCaller
    first: str
    steps: list[CallStep]
    why: DivertReason = DivertReason.NONE
    asked_for: str = ""
    asked_why: DivertReason = DivertReason.NONE
    away: bool = False


@dataclass(slots=True)
class VirtualPhone:
    """A phone that is not there. `answers`: whether somebody picks up when it rings."""

    state: LineState = LineState.IDLE
    answers: bool = True


class VirtualExchange:
    """Phones that are not there, the rules that hold for them, and the calls between them and from outside."""

    def __init__(
        self,
        extensions: Iterable[str],
        *,
        policy: Policy,
        clock: Callable[[], datetime],
        language: str,
        talks_for: float | None,
    ) -> None:
        self._talks_for = talks_for
        self._policy, self._clock, self._language = policy, clock, language
        self.phones: dict[str, VirtualPhone] = {}
        self.know_extensions(extensions)
        self.outside: dict[str, VirtualPhone] = {}
        """Numbers outside that do anything but answer."""
        self._rules: dict[str, ForwardingRule | DamagedRule] = {}
        self._records: dict[str, CallRecord] = {}
        self._counted: dict[str, CountedCall] = {}
        self._marks = CallerMarks()
        self._ways: dict[str, _Way] = {}
        """Of calls that nobody has taken yet, by id."""
        self._placed: set[str] = set()
        self._count = itertools.count(1)
        self._readers = EventQueues()
        self.talks = VirtualCalls(self._readers.publish, clock)

    def know_extensions(self, extensions: Iterable[str]) -> None:
        """Have a phone for each of `extensions`; those that are there stay as they are."""
        for extension in extensions:
            if extension not in self.phones:
                self.phones[extension] = VirtualPhone()

    def set_line(self, extension: str, state: LineState) -> None:
        """Let a virtual phone be in `state`, and say so. Raises NotFound("extension-unknown")."""
        phone = self._phone(extension)
        if phone.state is not state:
            phone.state = state
            self._readers.publish(LineChanged(extension, state))

    def hang_up(self, extension: str) -> None:
        """End what the phone does, and with whom it does it; the switchboard is a phone too here."""
        for call in self.talks.of(extension):
            self._let_go(call.id)
        if extension in self.phones:
            self.set_line(extension, LineState.IDLE)

    def rings(self, call_id: str) -> bool:
        """Whether that call still rings. Raises Unavailable when it is no longer there."""
        return self.talks.require(call_id).state is CallState.RINGING

    def answer(self, call_id: str) -> None:
        """Somebody takes a call that rings or waits."""
        call = self.talks.require(call_id)
        self._take(call_id)
        self.talks.set_state(call_id, CallState.TALKING)
        self._ends_by_itself(call_id)
        if call.extension in self.phones:
            self.set_line(call.extension, LineState.BUSY)

    def give_up(self, call_id: str, waited: int = 10) -> None:
        """The caller of a call that rings or waits hangs up after `waited` seconds: nobody answered."""
        call = self.talks.require(call_id)
        where = CallPlace.SWITCHBOARD if call.waiting else CallPlace.PHONE
        if (way := self._ways.pop(call_id, None)) is not None:
            self._end(way, TakenBy.NOBODY, waited=waited if call.waiting else None, stood=call.waiting)
        self._let_go(call_id)
        self._record(Source.MISSED, call.diverted_from or call.extension, VirtualCaller(call.number, waited=waited), where)

    def call(
        self,
        caller: str,
        extension: str,
        *,
        name: str = "",
        hangs_up: CallPlace | None = None,
        stays: CallPlace | None = None,
        presses: str = "",
        waited: int = 10,
        asked_for: str = "",
        asked_why: DivertReason = DivertReason.NONE,
    ) -> CallStory:
        """Let `caller` (a number, "" withheld) call `extension`; returns what the caller met.

        The caller may hang up somewhere after `waited` seconds, stay ringing at the phone or the
        switchboard until `answer` or `give_up`, or press a key in the announcement. `asked_for`: whom a call that is passed
        on was for, and `asked_why` it did not get there.
        """
        self._phone(extension)
        who = VirtualCaller(caller, name, hangs_up, stays, presses, waited)
        way = _Way(who, extension, [], asked_for=asked_for, asked_why=asked_why)
        way.away = self._holding(extension) is not None
        passed: list[str] = []
        at = extension
        while at in self.phones:
            passed.append(at)
            rule = self._holding(at)
            if rule is not None and rule.divert is Divert.ALWAYS:
                if self._announce(way, at, rule):
                    return CallStory(tuple(way.steps), None)
                at = self._divert(way, at, rule.target, DivertReason.ABSENCE, rule)
                if at in passed:
                    at = self._divert(way, at, self._policy.switchboard, DivertReason.LOOP, None)
                continue
            ended = self._ring(way, at)
            if ended is not None:
                return ended
            divert = {DivertReason.BUSY: Divert.BUSY, DivertReason.NO_ANSWER: Divert.NO_ANSWER}.get(way.why)
            target = rule.target if rule is not None and rule.divert is divert else self._policy.switchboard
            if target in passed:
                target = self._policy.switchboard
            at = self._divert(way, at, target, way.why, None)
        return self._ring_beyond(way, at)

    def _holding(self, extension: str) -> ForwardingRule | None:
        rule = self._rules.get(extension)
        if not isinstance(rule, ForwardingRule):
            return None
        return rule if rule.until is None or self._clock() < rule.until else None

    def _ring(self, way: _Way, extension: str) -> CallStory | None:
        """Ring the phone; None when the call goes on, with why in `way`."""
        phone = self.phones[extension]
        if phone.state in (LineState.NOT_REGISTERED, LineState.UNKNOWN):
            way.why = DivertReason.UNREGISTERED
            return None
        if phone.state is not LineState.IDLE:
            way.why = DivertReason.BUSY
            return None
        way.steps.append(CallStep(StepKind.RINGS, extension))
        call_id = self._begin(way, extension)
        self.set_line(extension, LineState.RINGING)
        if way.caller.stays == CallPlace.PHONE:
            return CallStory(tuple(way.steps), None, call_id)
        if way.caller.hangs_up == CallPlace.PHONE:
            self._ways.pop(call_id)
            self._end(way, TakenBy.NOBODY)
            self._let_go(call_id)
            self._record(Source.MISSED, way.first, way.caller, CallPlace.PHONE)
            return CallStory(tuple(way.steps), None)
        if not phone.answers:
            self._ways.pop(call_id)
            self.talks.end(call_id)
            self.set_line(extension, LineState.IDLE)
            way.why = DivertReason.NO_ANSWER
            return None
        way.steps.append(CallStep(StepKind.ANSWERED, extension))
        self.answer(call_id)
        return CallStory(tuple(way.steps), extension, call_id)

    def _ring_beyond(self, way: _Way, at: str) -> CallStory:
        """Ring at the switchboard, or outside."""
        way.steps.append(CallStep(StepKind.RINGS, at))
        switchboard = at == self._policy.switchboard
        call_id = self._begin(way, at, waiting=True) if switchboard else ""
        if switchboard and way.caller.stays == CallPlace.SWITCHBOARD:
            return CallStory(tuple(way.steps), None, call_id)
        if switchboard and way.caller.hangs_up == CallPlace.SWITCHBOARD:
            self.give_up(call_id, way.caller.waited)
            return CallStory(tuple(way.steps), None)
        way.steps.append(CallStep(StepKind.ANSWERED, at))
        if call_id:
            self.answer(call_id)
        else:
            self._end(way, TakenBy.MOBILE)
        return CallStory(tuple(way.steps), at, call_id)

    def _begin(self, way: _Way, at: str, *, waiting: bool = False) -> str:
        first = way.asked_for or way.first
        diverted_from, why = (first, way.why or way.asked_why) if at != first else ("", DivertReason.NONE)
        call_id = self.talks.begin(
            at,
            way.caller.number,
            name=way.caller.name,
            diverted_from=diverted_from,
            why=why,
            waiting=waiting,
            internal=way.caller.number in self.phones,
        )
        self._ways[call_id] = way
        return call_id

    def _announce(self, way: _Way, extension: str, rule: ForwardingRule) -> bool:
        """Say why nobody answers; whether the call ended with that."""
        # only a call that is announced needs the composer
        from kalix_presence.model.announcement import spoken

        clips = spoken(rule, language=self._language, now=self._clock(), zone=self._policy.zone, name_clip=None)
        way.steps.append(CallStep(StepKind.ANNOUNCED, extension, clips=tuple(clips)))
        if way.caller.presses == "1" and way.caller.number:
            way.steps.append(CallStep(StepKind.ASKED, extension))
            self._end(way, TakenBy.NOBODY)
            self._record(Source.ASKED, way.first, way.caller, CallPlace.ANNOUNCEMENT)
            return True
        if way.caller.hangs_up == CallPlace.ANNOUNCEMENT:
            self._end(way, TakenBy.NOBODY)
            self._record(Source.MISSED, way.first, way.caller, CallPlace.ANNOUNCEMENT)
            return True
        return False

    def _divert(self, way: _Way, extension: str, target: str, why: DivertReason, rule: ForwardingRule | None) -> str:
        way.why = why
        way.steps.append(CallStep(StepKind.DIVERTED, target, why))
        rule_id = rule.id if rule is not None else ""
        self._readers.publish(CallDiverted(extension, way.caller.number, target, why, rule_id))
        return target

    def _take(self, call_id: str) -> None:
        """A call that nobody had taken is; here it is counted at once, for nothing survives a restart."""
        way, call = self._ways.pop(call_id, None), self.talks.require(call_id)
        if way is None:
            return
        seconds = int((self._clock() - call.since).total_seconds())
        if call.extension == self._policy.switchboard:
            self._end(way, TakenBy.SWITCHBOARD, waited=seconds, stood=True)
        elif call.extension == way.first:
            self._end(way, TakenBy.OWN, rang=seconds)
        else:
            self._end(way, TakenBy.OTHER)

    def _end(
        self, way: _Way, took: TakenBy, *, rang: int | None = None, waited: int | None = None, stood: bool = False
    ) -> None:
        now = self._clock()
        key = f"{int(now.timestamp())}-{next(self._count)}"
        internal = way.caller.number in self.phones
        marks = () if internal else self._marks.of(way.caller.number, now)
        self._counted[key] = CountedCall(
            key, way.first, internal, way.away, took, rang, stood, waited, CallEndedBy.CALLER, now, marks
        )

    def _record(self, kind: Source, extension: str, caller: VirtualCaller, where: CallPlace) -> None:
        now = self._clock()
        key = f"{int(now.timestamp())}-{next(self._count)}"
        internal = caller.number in self.phones
        record = CallRecord(key, kind, extension, caller.number, where, internal, caller.waited, now)
        self._records[key] = record
        self._readers.publish(CallRecorded(record))

    def _reach(self, extension: str, number: str) -> Outcome:
        """Dial `number` for `extension`: answered when it was that number that answered, and then it talks on."""
        if number not in self.phones:
            phone = self.outside.get(number, VirtualPhone())
            if phone.state is not LineState.IDLE:
                return Outcome.BUSY if phone.state is LineState.BUSY else Outcome.FAILED
            return Outcome.ANSWERED if phone.answers else Outcome.NO_ANSWER
        story = self.call(extension, number)
        if story.answered_by == number:
            return Outcome.ANSWERED
        if story.answered_by is not None:
            self.hang_up(story.answered_by)
        why = next((step.why for step in story.steps if step.kind is StepKind.DIVERTED), DivertReason.NONE)
        return Outcome.BUSY if why is DivertReason.BUSY else Outcome.NO_ANSWER

    def _answers(self, number: str) -> bool:
        return self.outside.get(number, VirtualPhone()).answers

    def _ends_by_itself(self, call_id: str) -> None:
        if self._talks_for is not None:
            asyncio.get_running_loop().call_later(self._talks_for, self._let_go, call_id)

    def _let_go(self, call_id: str) -> None:
        """End one call, and the far end's when it is one of ours."""
        call = self.talks.present.get(call_id)
        if call is None:
            return
        talked = self.talks.end(call_id)
        if call_id in self._placed:
            self._placed.discard(call_id)
            self._readers.publish(PlacedCallEnded(call_id, Outcome.ANSWERED, talked))
        far = [
            other.id for other in self.talks.of(call.number) if other.number == call.extension and call.number in self.phones
        ]
        for other in far:
            self._let_go(other)
        if call.extension in self.phones and not self.talks.of(call.extension):
            self.set_line(call.extension, LineState.IDLE)

    def _phone(self, extension: str) -> VirtualPhone:
        phone = self.phones.get(extension)
        if phone is None:
            raise NotFound("extension-unknown", extension=extension)
        return phone
