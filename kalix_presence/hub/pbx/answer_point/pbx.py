"""The driver for an exchange with an answer point behind it: the rule in the answer point, the way there in the exchange."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial

from kalix_presence.hub.pbx.answer_point.forwards import Forwards, Leads
from kalix_presence.hub.pbx.answer_point.merged import merged
from kalix_presence.hub.pbx.counted_call import CountedCall
from kalix_presence.hub.pbx.forwards_only import ForwardsOnly
from kalix_presence.hub.pbx.protocol import (
    CallDiverted,
    CallRecord,
    CallRecorded,
    CallSeen,
    Checked,
    DamagedRule,
    Expectation,
    Heard,
    Lamp,
    LineChanged,
    Pbx,
    PbxEvent,
    PbxLost,
    PbxReady,
    PlacedCallEnded,
    PresentCall,
    RangFromPhone,
    Talked,
)
from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import ForwardingRule
from kalix_presence.model.line import LineState

OF_POINT = (CallDiverted, CallRecorded, Talked, RangFromPhone)
"""What the answer point tells: calls that came to it. It has no phones of its own."""
OF_EXCHANGE = (LineChanged, CallSeen, PlacedCallEnded)
"""What the exchange tells: its phones."""
OF_PHONES = ("ways",)
"""What a check of an answer point need not say: where its own phones may dial. It has none."""
NOT_IN_FORCE = "no forward to the answer point"


class AnswerPointPbx(ForwardsOnly):
    """`point` keeps the rules and tells callers; `exchange` has the phones, and is None where nothing can be asked of it: then
    all `forwards` stand for ever.

    A call is never sent on without a rule: the rule is written first, then the forward; at the end the forward goes first.
    Whatever fails in between leaves a phone that rings.
    """

    def __init__(self, point: Pbx, exchange: Pbx | None, forwards: Forwards) -> None:
        super().__init__()
        self._point, self._exchange, self._forwards = point, exchange, forwards
        both = [point] if exchange is None else [point, exchange]
        self._both, self._phones = both, exchange if exchange is not None else ForwardsOnly()
        self.capabilities = merged(point.capabilities, None if exchange is None else exchange.capabilities)
        parts = {"point-": point.supervised}
        self.supervised = Supervised(beside=parts if exchange is None else parts | {"": exchange.supervised})
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._there = False

    @property
    def connected(self) -> bool:
        """Both are."""
        return all(each.connected for each in self._both)

    @property
    def unread(self) -> int:
        """Of both."""
        return sum(each.unread for each in self._both)

    def know_extensions(self, extensions: Iterable[str]) -> None:
        """Both are told."""
        known = list(extensions)
        for each in self._both:
            each.know_extensions(known)

    async def start(self) -> None:
        """Begin to connect to both."""
        self.supervised.run("answer-point-hears-point", partial(self._hear, self._point, OF_POINT))
        if self._exchange is not None:
            self.supervised.run("answer-point-hears-exchange", partial(self._hear, self._exchange, OF_EXCHANGE))
        for each in self._both:
            await each.start()

    async def stop(self) -> None:
        """Close both for good."""
        await self.supervised.stop()
        for each in self._both:
            await each.stop()
        self._tell_connected()

    # how calls are led

    async def apply(self, rule: ForwardingRule) -> None:
        """The rule, read back; then the forward, read back. A forward by hand stays, and the rule is not confirmed."""
        async with self._turns[rule.extension]:
            leads = await self._forwards.leads(rule.extension)
            if leads is Leads.ELSEWHERE:
                raise Unavailable("pbx-not-confirmed")
            await self._point.apply(rule)
            if leads is not Leads.HERE:
                await self._forwards.lead_here(rule.extension)

    async def remove(self, extension: str) -> None:
        """The forward first. An exchange that does not let go keeps nobody from their calls: without a rule the answer point
        rings past it."""
        async with self._turns[extension]:
            try:
                await self._forwards.let_go(extension)
            finally:
                await self._point.remove(extension)

    async def read(self, extension: str) -> ForwardingRule | DamagedRule | None:
        """The rule, where calls come to it."""
        held = await self._point.read(extension)
        return None if held is None else in_force(held, await self._forwards.leads(extension))

    async def rules(self) -> Mapping[str, ForwardingRule | DamagedRule]:
        """Likewise. Of a forward by hand, or one that is left without a rule, the hub has nothing to put right."""
        held = await self._point.rules()
        lead = await self._forwards.all_lead(held)
        return {extension: in_force(rule, lead.get(extension, Leads.NOWHERE)) for extension, rule in held.items()}

    async def check(self, expected: Expectation | None = None) -> Checked:
        """The answer point's parts, then the exchange's."""
        found = [line for line in await self._point.check(expected) if line[0] not in OF_PHONES]
        if self._exchange is not None:
            found = [*found, *await self._exchange.check(expected)]
        away = [fault for name, fault in found if name == "reachable" and fault is not None]
        return [("reachable", away[0] if away else None), *found[1:]]  # the first line speaks for both

    # calls that come to the answer point

    async def offers_callback(self) -> bool:
        """As its dialplan says."""
        return await self._point.offers_callback()

    async def listen(self, extension: str) -> Heard:
        """What callers hear there."""
        return await self._point.listen(extension)

    async def calls(self) -> list[CallRecord]:
        """Those that came to it."""
        return await self._point.calls()

    async def forget_call(self, key: str) -> None:
        """There."""
        await self._point.forget_call(key)

    async def rang(self) -> list[RangFromPhone]:
        """Likewise."""
        return await self._point.rang()

    async def forget_rang(self, key: str) -> None:
        """There."""
        await self._point.forget_rang(key)

    async def conversations(self) -> list[Talked]:
        """Likewise."""
        return await self._point.conversations()

    async def forget_conversation(self, key: str) -> None:
        """There."""
        await self._point.forget_conversation(key)

    async def counted_calls(self) -> list[CountedCall]:
        """Likewise."""
        return await self._point.counted_calls()

    async def forget_counted_call(self, key: str) -> None:
        """There."""
        await self._point.forget_counted_call(key)

    # phones: the exchange's

    async def show(self, extension: str, lamp: Lamp) -> None:
        """Where the exchange's driver can."""
        await self._phones.show(extension, lamp)

    async def message_lamp(self, extension: str, waiting: int, first: str = "") -> None:
        """Likewise."""
        await self._phones.message_lamp(extension, waiting, first)

    async def lines(self) -> Mapping[str, LineState]:
        """Likewise; nobody is painted as idle by the answer point."""
        self.require_connected()
        return {} if self._exchange is None else await self._exchange.lines()

    async def present_calls(self) -> list[PresentCall]:
        """Likewise."""
        return await self._phones.present_calls()

    async def place_call(self, extension: str, number: str) -> str:
        """Likewise."""
        return await self._phones.place_call(extension, number)

    async def ring_phone(self, extension: str, shown: str) -> str:
        """Likewise."""
        return await self._phones.ring_phone(extension, shown)

    async def move_call(self, call_id: str, target: str) -> None:
        """Likewise."""
        await self._phones.move_call(call_id, target)

    async def consult_call(self, call_id: str, target: str) -> str:
        """Likewise."""
        return await self._phones.consult_call(call_id, target)

    async def complete_consult(self, call_id: str) -> None:
        """Likewise."""
        await self._phones.complete_consult(call_id)

    async def cancel_consult(self, call_id: str) -> None:
        """Likewise."""
        await self._phones.cancel_consult(call_id)

    async def _hear(self, told_by: Pbx, heard: tuple[type[PbxEvent], ...]) -> None:
        events = told_by.events()
        self._tell_connected()  # what was told before is seen, where it is not heard
        async for event in events:
            if isinstance(event, PbxReady | PbxLost):
                self._tell_connected(anew=isinstance(event, PbxReady))
            elif isinstance(event, heard):
                self.publish(event)

    def _tell_connected(self, *, anew: bool = False) -> None:
        """Both or neither; one that has been away may have changed meanwhile, however short that was."""
        before, self._there = self._there, self.connected
        if self._there and (anew or not before):
            self.publish(PbxReady())
        elif before and not self._there:
            self.publish(PbxLost())


def in_force(held: ForwardingRule | DamagedRule, leads: Leads) -> ForwardingRule | DamagedRule:
    """A rule counts where the exchange sends calls to it; else it is half of one."""
    if isinstance(held, DamagedRule) or leads is Leads.HERE:
        return held
    return DamagedRule(held.extension, NOT_IN_FORCE)
