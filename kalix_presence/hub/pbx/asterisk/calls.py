"""Calls in Asterisk: placed, moved, passed on after asking, and known again after every gap."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from kalix_presence.hub.pbx.asterisk.ami import Ami, AmiAnswer, Message
from kalix_presence.hub.pbx.asterisk.call_tracker import CallTracker, Consultation
from kalix_presence.hub.pbx.asterisk.channels import JOINT, Channel
from kalix_presence.hub.pbx.protocol import PbxEvent, PresentCall
from kalix_presence.hub.supervision.faults import described
from kalix_presence.hub.supervision.supervised import aside, end
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.present_call import DivertReason

log = structlog.get_logger("kalix.calls")

COMPARE_AGAIN_SECONDS = 1.0
RING_SECONDS = 30
"""How long a person's own phone rings before a placed call is given up."""


@dataclass(frozen=True, slots=True)
class CallSettings:
    """The names the dialplan uses, and how long a call that comes in rings; see `AsteriskSettings`."""

    technology: str
    dial_context: str
    switchboard: str
    switchboard_queue: str
    ring_seconds: int


class AsteriskCalls:
    """Everything about calls that go on now. `own` names the extension of a channel by its title, None when it has none."""

    def __init__(
        self, ami: Ami, settings: CallSettings, tell: Callable[[PbxEvent], None], own: Callable[[str], str | None]
    ) -> None:
        self._ami, self._settings = ami, settings
        self._tracker = CallTracker(tell, _now, own, switchboard=settings.switchboard, queue=settings.switchboard_queue)
        self._kept: list[Message] | None = []
        self._comparing: asyncio.Task[None] | None = None

    def on_event(self, event: Message) -> None:
        """Take in one event; those that come while the PBX's list is on its way are kept until it is there."""
        if self._kept is None:
            self._tracker.on_event(event)
        else:
            self._kept.append(event)

    def ready(self) -> None:
        """The PBX is there (again): compare what is known with its own list."""
        self._kept = self._kept if self._kept is not None else []
        if self._comparing is not None:
            self._comparing.cancel()
        self._comparing = aside(self._compare())

    def lost(self) -> None:
        """The connection is gone."""
        self._kept = []
        self._tracker.lost()

    async def stop(self) -> None:
        """No longer compare."""
        if self._comparing is not None:
            await end([self._comparing])

    async def _compare(self) -> None:
        while self._ami.ready:
            try:
                await self._compare_now()
                return
            except Unavailable as refusal:
                log.warning("calls-not-compared", trouble=refusal.code)
            except Exception as fault:  # noqa: BLE001  (until it is done no call is shown to anybody)
                log.error("calls-not-compared", **described(fault))
            await asyncio.sleep(COMPARE_AGAIN_SECONDS)

    async def _compare_now(self) -> None:
        listed = await self._ami.request("CoreShowChannels")
        rung = [each for each in listed.events if each.get("Application") in ("AppDial", "AppQueue")]
        rung = [each for each in rung if each.get("Channel", "").isprintable()]
        asked = [("Channel", each.get("Channel", "")) for each in rung]
        told = await self._ami.request_all([("Getvar", (each, ("Variable", "KALIX_TELL"))) for each in asked])
        diverted: dict[str, tuple[str, DivertReason]] = {}
        for each, answer in zip(rung, told, strict=True):
            parts = re.fullmatch(r"(\d{1,8});([a-z_]{1,20});.*", answer.response.get("Value", ""), re.ASCII)
            if parts:
                diverted[each.get("Linkedid", "")] = (parts[1], DivertReason(parts[2]))
        calls, withheld = await self._told_at_first(list(listed.events))
        self._tracker.compare(calls, diverted, await self._queued(), withheld)
        kept, self._kept = self._kept or [], None
        for event in kept:
            self._tracker.on_event(event)

    async def _told_at_first(self, listed: list[Message]) -> tuple[list[Message], frozenset[str]]:
        """The channels with the numbers and names that came with the calls, which the dialplan drops or words for the desk
        phones and the caller may have changed since; and the calls whose first channel is of somebody who does not want to be
        known. All in one round, however many calls."""
        first = _first(listed)
        asked = [
            ("Getvar", (("Channel", each["Channel"]), ("Variable", which)))
            for which in ("KALIX_NAMED", "KALIX_CALLER", "CALLERID(num-pres)")
            for each in first
        ]
        said = [got.response.get("Value", "") for got in await self._ami.request_all(asked)]
        names, numbers = said[: len(first)], said[len(first) : 2 * len(first)]
        at_first = {each["Uniqueid"]: told for each, *told in zip(first, names, numbers, strict=True)}
        named: list[Message] = []
        for each in listed:
            name, number = at_first.get(each.get("Uniqueid", ""), ("", ""))
            kept = {"CallerIDName": name, "CallerIDNum": number}
            named.append({**each, **{header: text for header, text in kept.items() if text}})
        hides = zip(first, said[2 * len(first) :], strict=True)
        return named, frozenset(each["Linkedid"] for each, how in hides if how.startswith("prohib"))

    async def _queued(self) -> set[str]:
        if not self._settings.switchboard_queue:
            return set()
        answer = await self._ami.request("QueueStatus", ("Queue", self._settings.switchboard_queue))
        return {event.get("Uniqueid", "") for event in answer.events if event.get("Event") == "QueueEntry"}

    def present(self) -> list[PresentCall]:
        """The calls as they are now."""
        if not self._ami.ready:
            raise Unavailable("pbx-unreachable")
        return self._tracker.calls()

    async def place(self, extension: str, number: str) -> str:
        """Ring all of the person's phones; the one that is picked up dials `number` as it could by itself."""
        call = f"kalix-{uuid.uuid4().hex}"
        headers = (
            ("Channel", f"Local/{extension}@kalix-own/n"),
            ("Application", "NoOp"),
            ("Variable", f"_KALIX_WANTED={number}"),
            ("CallerID", f"<{extension}>"),
            ("Timeout", str(RING_SECONDS * 1000)),
            ("ChannelId", call + JOINT),
            ("Async", "true"),
        )
        self._tracker.placed.begin(call)
        self._tracker.channels.expect(call, extension, number)
        try:
            require([await self._ami.request("Originate", *headers)], "place_call")
        except Unavailable:
            self._tracker.placed.refused(call)
            self._tracker.channels.unexpected(call)
            raise
        self._tracker.placed.accepted(call)
        return call

    async def ring(self, extension: str, shown: str) -> str:
        """Ring all of the person's phones; the one that is picked up hears a tone."""
        call = f"kalix-{uuid.uuid4().hex}"
        headers = (
            ("Channel", f"Local/{extension}@kalix-ring/n"),
            ("Context", "kalix-ring"),
            ("Exten", "answered"),
            ("Priority", "1"),
            ("CallerID", f'"{shown}" <>'),
            ("Timeout", str(self._settings.ring_seconds * 1000)),
            ("ChannelId", call),
            ("Async", "true"),
        )
        self._tracker.placed.begin(call, rings_only=True)
        try:
            require([await self._ami.request("Originate", *headers)], "ring_phone")
        except Unavailable:
            self._tracker.placed.refused(call)
            raise
        self._tracker.placed.accepted(call)
        return call

    async def move(self, call_id: str, target: str) -> None:
        """Whoever the person talks to, or the caller who rings or waits, goes to `target`."""
        channels = self._tracker.channels
        channel = channels.of(call_id.removesuffix("-waits"))
        if channel is None:
            raise Unavailable("pbx-refused", action="move_call")
        if channels.peer_of(channel) is not None:
            headers = (("Channel", channel.title), ("Context", self._settings.dial_context), ("Exten", target))
            require([await self._ami.request("BlindTransfer", *headers)], "move_call")
            return
        caller = channels.caller_of(channel)
        waits = call_id in {call.id for call in self._tracker.calls() if call.waiting}
        if channel.calling and not waits:
            raise Unavailable("pbx-refused", action="move_call")
        # The dialplan takes this for the sign that the call comes on purpose; and one that nobody has answered stays whose it
        # was.
        sign = ("Setvar", (("Channel", caller.title), ("Variable", "BLINDTRANSFER"), ("Value", "fetched")))
        go = ("Redirect", (("Channel", caller.title), *self._to(target)))
        require(await self._ami.request_all([sign, go]), "move_call")
        self._tracker.moved(caller)

    async def consult(self, call_id: str, target: str) -> str:
        """Hold the other party in the dialplan, and let the person's phone dial `target`."""
        leg = self._tracker.channels.of(call_id)
        held = self._tracker.channels.peer_of(leg) if leg is not None else None
        if leg is None or held is None or not leg.own or self._is_asking(leg):
            raise Unavailable("pbx-refused", action="consult")
        keep = ("Setvar", (("Channel", leg.title), ("Variable", "KALIX_HELD"), ("Value", held.title)))
        go = (
            ("Channel", held.title),
            ("ExtraChannel", leg.title),
            ("Context", "kalix-held"),
            ("Exten", leg.own),
            ("Priority", "1"),
            ("ExtraContext", "kalix-consult"),
            ("ExtraExten", target),
            ("ExtraPriority", "1"),
        )
        asking = self._tracker.begin_consultation(leg, held, target)
        try:
            require(await self._ami.request_all([keep, ("Redirect", go)]), "consult")
        except Unavailable:
            self._tracker.drop_consultation(asking)
            raise
        return asking.id

    async def complete(self, call_id: str) -> None:
        """Bridge the held party and whoever was asked; while that phone still rings, the held party rings it instead."""
        asking = self._tracker.consultation_of(call_id)
        leg, held = self._both(asking)
        asked = self._tracker.channels.peer_of(leg)
        forget = ("Setvar", (("Channel", leg.title), ("Variable", "KALIX_HELD"), ("Value", "")))
        if asked is not None:
            join = (("Channel1", held.title), ("Channel2", asked.title), ("Tone", "no"))
            require(await self._ami.request_all([forget, _free(held), ("Bridge", join)]), "consult")
            return
        sign = ("Setvar", (("Channel", held.title), ("Variable", "BLINDTRANSFER"), ("Value", "kalix")))
        down = ("Hangup", (("Channel", leg.title),))
        go = ("Redirect", (("Channel", held.title), *self._to(asking.target)))
        require(await self._ami.request_all([forget, down, sign, go]), "consult")

    async def cancel(self, call_id: str) -> None:
        """Bridge the person and the held party again; whoever was asked is hung up on."""
        asking = self._tracker.consultation_of(call_id)
        leg, held = self._both(asking)
        forget = ("Setvar", (("Channel", leg.title), ("Variable", "KALIX_HELD"), ("Value", "")))
        asked = [each for each in self._tracker.asked_in(asking) if each is not held]
        join = (("Channel1", leg.title), ("Channel2", held.title), ("Tone", "no"))
        told = ("Setvar", (("Channel", leg.title), ("Variable", "CONNECTED_LINE_SEND_SUB"), ("Value", "kalix-connected,s,1")))
        require(await self._ami.request_all([forget, told, _free(held), ("Bridge", join)]), "consult")
        # Taken away in the moment between answer and talk, the person leaves the asked one behind, alone for ever.
        # One who is gone already is refused, and that is well.
        if asked:
            await self._ami.request_all([("Hangup", (("Channel", each.title),)) for each in asked])

    def _is_asking(self, leg: Channel) -> bool:
        try:
            self._tracker.consultation_of(leg.id)
        except Unavailable:
            return False
        return True

    def _both(self, asking: Consultation) -> tuple[Channel, Channel]:
        there = self._tracker.channels.there
        if asking.leg not in there or asking.held not in there:
            raise Unavailable("pbx-refused", action="consult")
        return there[asking.leg], there[asking.held]

    def _to(self, number: str) -> tuple[tuple[str, str], ...]:
        return ("Context", self._settings.dial_context), ("Exten", number), ("Priority", "1")


def _first(listed: list[Message]) -> list[Message]:
    """The channels that calls began with, as far as they can be asked about."""
    begun = [each for each in listed if each.get("Uniqueid") and each.get("Uniqueid") == each.get("Linkedid")]
    return [each for each in begun if each.get("Channel", "").isprintable()]


def _free(held: Channel) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The held party is with somebody from now on: when that ends, nobody is rung again."""
    return "Setvar", (("Channel", held.title), ("Variable", "SHARED(KALIX_HELD_STILL)"), ("Value", "0"))


def require(answers: list[AmiAnswer], action: str) -> None:
    """Raises Unavailable `pbx-refused` unless the PBX said yes to all."""
    if not all(answer.succeeded for answer in answers):
        raise Unavailable("pbx-refused", action=action)


def _now() -> datetime:
    return datetime.now(UTC)
