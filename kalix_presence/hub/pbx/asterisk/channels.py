"""What Asterisk's channels do, put together from its events: who dials whom, who rings, who is in a bridge with whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_NAME = 60
JOINT = "-joint"
"""What the id of the channel that rings a person's phones for a placed call has behind the call's own id."""


@dataclass(slots=True)
class Channel:
    """One leg of a call. `own` is the extension whose phone it is, else ""; `calling` whether it is the one who called.

    `fetched`: it dialled the code that picks up a call ringing elsewhere, at the phone `fetched_from` ("" nobody's), or one
    that is parked.

    `number` and `name` are its own; `far_number` and `far_name` the party it talks to or wants, `far_own` whether that is a
    phone of ours (and not an outside number that looks like one), `far_linked` the call it came from when it is another one
    than at first, else ""; `dialled_by` the id of the channel that rings it. `talked_since` is set from the first bridge with
    somebody on. `placed` is the id of the call that the PBX was asked to begin by ringing this phone, else ""; each phone
    that somebody has may ring for it. `with_phone` is the id of the first of several phones of one person that one call
    rings, else "".
    """

    id: str
    title: str
    linked: str
    own: str
    calling: bool
    number: str = ""
    name: str = ""
    far_number: str = ""
    far_name: str = ""
    far_own: bool = False
    far_linked: str = ""
    fetched: bool = False
    fetched_from: str = ""
    dialled_by: str = ""
    dialled: bool = False
    rings: bool = False
    up: bool = False
    held: bool = False
    bridge: str = ""
    peer: str = ""
    talked_since: datetime | None = None
    begun: datetime | None = None
    placed: str = ""
    with_phone: str = ""

    @property
    def call(self) -> str:
        """The id of its call as told: one for all phones that somebody has."""
        return self.placed or self.with_phone or self.id

    @property
    def local(self) -> bool:
        """A joint inside the PBX, nobody's phone."""
        return self.title.startswith("Local/")

    @property
    def proven(self) -> bool:
        """Whether the far party is who its number says: its phone is one of ours, or this one dialled it."""
        return self.far_own or (self.calling and not self.far_linked)

    @property
    def half(self) -> str:
        """The title of the other end of a joint."""
        return self.title[:-1] + ("2" if self.title.endswith("1") else "1")


class Channels:
    """All channels that are there. `own` names the extension of a channel by its title, None when it is nobody's phone."""

    def __init__(self, own: Callable[[str], str | None], clock: Callable[[], datetime]) -> None:
        self._own, self._clock = own, clock
        self.there: dict[str, Channel] = {}
        self._wanted: dict[str, tuple[str, str]] = {}

    def expect(self, call_id: str, extension: str, number: str) -> None:
        """A call with this id is about to be placed for `extension`, who wants `number`."""
        self._wanted[call_id] = (extension, number)

    def unexpected(self, call_id: str) -> None:
        """No further phone rings for it."""
        self._wanted.pop(call_id, None)

    def on_event(self, event: Mapping[str, str]) -> list[Channel]:
        """Take in one event; the channels that it changed. One that hung up is no longer `there`, and comes last."""
        kind, channel = event.get("Event"), self.there.get(event.get("Uniqueid", ""))
        if kind == "OriginateResponse":
            self.unexpected(event.get("Uniqueid", "").removesuffix(JOINT))
        if kind == "Newchannel" and channel is None:
            return [self._begin(event)]
        if kind == "DialBegin":
            return self._dial(event, channel)
        if kind == "UnParkedCall":
            return self._fetch(event, "RetrieverUniqueid", "ParkeeUniqueid")
        return [] if channel is None else self._on_event_of(channel, event)

    def _on_event_of(self, channel: Channel, event: Mapping[str, str]) -> list[Channel]:
        match kind := event.get("Event"):
            case "Pickup":
                return self._fetch(event, "Uniqueid", "TargetUniqueid")
            case "NewConnectedLine":
                return self._learn(channel, event)
            case "Newstate":
                return self._on_new_state(channel, event)
            case "Hold" | "Unhold":
                channel.held = kind == "Hold"
                return [channel]
            case "BridgeEnter":
                return self._enter(channel, event)
            case "BridgeLeave":
                return self._leave(channel)
            case "Hangup":
                return [self.there.pop(channel.id)]
        return []

    def of(self, call_id: str) -> Channel | None:
        """The phone whose call is told with this id; of several the one that is talked at."""
        found = [each for each in self.there.values() if call_id in (each.id, each.call)]
        return next((each for each in found if each.talked_since is not None), found[0] if found else None)

    def beside(self, channel: Channel) -> list[Channel]:
        """The other phones that ring, or rang, for the same call of the same person."""
        return [each for each in self.there.values() if each is not channel and each.call == channel.call]

    def caller_of(self, channel: Channel) -> Channel:
        """The channel at the beginning of the call that rings `channel`, through the joints between."""
        seen: set[str] = set()
        while channel.id not in seen and not channel.placed:
            seen.add(channel.id)
            if channel.dialled_by in self.there and channel.dialled_by != channel.id:
                channel = self.there[channel.dialled_by]
            elif channel.local:
                half = next((each for each in self.there.values() if each.title == channel.half), None)
                channel = half or channel
        return channel

    def dialled_from(self, channel: Channel) -> list[Channel]:
        """The channels that `channel` has dialled."""
        return [each for each in self.there.values() if each.dialled_by == channel.id and each is not channel]

    def peer_of(self, channel: Channel) -> Channel | None:
        """Whom it talks to now."""
        if not channel.bridge:
            return None
        others = [each for each in self.there.values() if each.bridge == channel.bridge and each.id != channel.id]
        return others[0] if len(others) == 1 else None

    def replace(self, listed: list[Mapping[str, str]]) -> tuple[list[Channel], list[Channel]]:
        """The list as the PBX gives it, after a gap: those that are new or changed, and those that are gone."""
        now = {each.get("Uniqueid", ""): each for each in listed}
        gone = [self.there.pop(each) for each in list(self.there) if each not in now]
        for channel_id, told in now.items():
            channel = self.there.get(channel_id) or self._found(told)
            state = told.get("ChannelStateDesc", "")
            channel.rings, channel.up = state == "Ringing", state == "Up"
            channel.bridge = told.get("BridgeId", "")
        for channel in self.there.values():
            if not channel.calling and not channel.peer:
                self._called_by(channel, self.caller_of(channel))
            peer = self.peer_of(channel)
            if peer is not None:
                channel.talked_since = channel.talked_since or channel.begun or self._clock()
                channel.peer = channel.peer or peer.id
        return list(self.there.values()), gone

    def _begin(self, event: Mapping[str, str]) -> Channel:
        title, channel_id = event.get("Channel", ""), event["Uniqueid"]
        own, linked = self._own(title) or "", event.get("Linkedid", "")
        placed = linked.removesuffix(JOINT)
        extension, number = self._wanted.get(placed, ("", ""))
        # Whoever is dialled may ring before the PBX says that the person's own phone was picked up.
        wanted = number if own and own == extension else ""
        calling = event.get("ChannelStateDesc") == "Ring" or bool(wanted)
        channel = Channel(
            channel_id,
            title,
            linked,
            own,
            calling,
            _number(event, "CallerIDNum"),
            _name(event, "CallerIDName"),
            wanted or (_number(event, "Exten") if calling else ""),
            begun=self._clock(),
            placed=placed if wanted else "",
        )
        self.there[channel_id] = channel
        return channel

    def _found(self, told: Mapping[str, str]) -> Channel:
        """A channel that began while nobody listened."""
        channel = self._begin(told)
        channel.dialled, channel.dialled_by = True, channel.linked
        channel.calling = bool(channel.placed) or told.get("Application", "") not in ("AppDial", "AppQueue")
        if not channel.calling:
            self._join(channel)
        far = _number(told, "ConnectedLineNum")
        if not channel.placed:
            channel.far_number = (_number(told, "Exten") or far) if channel.calling else far
        # Whoever answered out there may have said any name; whom this phone dialled is known by the number.
        channel.far_name = "" if channel.calling else _name(told, "ConnectedLineName")
        spent = [int(part) for part in told.get("Duration", "").split(":") if part.isdigit()]
        seconds = sum(part * 60**place for place, part in enumerate(reversed(spent)))
        channel.begun = self._clock() - timedelta(seconds=seconds)
        return channel

    def _dial(self, event: Mapping[str, str], caller: Channel | None) -> list[Channel]:
        rung = self.there.get(event.get("DestUniqueid", ""))
        if rung is None:
            return []
        rung.dialled = True
        rung.dialled_by = caller.id if caller is not None else ""
        rung.number = rung.number or _number(event, "DestCallerIDNum")
        if caller is None or rung.placed:
            return [rung]
        self._join(rung)
        rung.far_number = _number(event, "DestConnectedLineNum")
        rung.far_name = _name(event, "DestConnectedLineName")
        self._called_by(rung, self.caller_of(caller))
        if caller.calling and not caller.far_number and not rung.local:
            caller.far_number = rung.own or rung.number
        return [caller, rung]

    def _fetch(self, event: Mapping[str, str], fetching: str, fetched: str) -> list[Channel]:
        """Somebody picks up a call: it is as if it had rung there, and not a call of theirs to the outside."""
        channel, target = self.there.get(event.get(fetching, "")), self.there.get(event.get(fetched, ""))
        if channel is None or target is None:
            return []
        channel.calling, channel.dialled, channel.fetched = False, True, True
        channel.linked, channel.placed = target.linked, ""
        parked = target.calling or not target.dialled_by
        caller = target if parked else self.caller_of(target)
        channel.dialled_by = target.id if parked else target.dialled_by
        channel.fetched_from = "" if parked else target.own
        channel.far_number, channel.far_name, channel.far_own = caller.own or caller.number, caller.name, bool(caller.own)
        return [channel]

    def _learn(self, channel: Channel, event: Mapping[str, str]) -> list[Channel]:
        """Who calls is told only now: a queue and others begin to ring before they say it."""
        number = _number(event, "ConnectedLineNum")
        if not number or channel.far_number or channel.calling or channel.placed:
            return []
        channel.far_number, channel.far_name = number, _name(event, "ConnectedLineName")
        return [channel]

    def _called_by(self, rung: Channel, caller: Channel) -> None:
        """Whoever is at the beginning of the call that rings `rung`: a phone of ours is known for sure, and a number that
        nobody has told yet is the caller's own."""
        if caller is rung:
            return
        if caller.own:
            rung.far_number, rung.far_own = caller.own, True
            return
        # As it came: the dialplan may have dropped it for the desk phones.
        rung.far_number, rung.far_name = rung.far_number or caller.number, caller.name or rung.far_name

    def _join(self, rung: Channel) -> None:
        """With the other phones of the same person that the same call rings."""
        same = (rung.own, rung.dialled_by, False)
        others = [
            each for each in self.there.values() if each is not rung and (each.own, each.dialled_by, each.calling) == same
        ]
        if rung.own and others:
            rung.with_phone = others[0].call

    def _on_new_state(self, channel: Channel, event: Mapping[str, str]) -> list[Channel]:
        state = event.get("ChannelStateDesc")
        channel.up = channel.up or state == "Up"
        channel.rings = state == "Ringing" and not channel.up
        return [channel]

    def _enter(self, channel: Channel, event: Mapping[str, str]) -> list[Channel]:
        channel.bridge, channel.up, channel.rings = event.get("BridgeUniqueid", ""), True, False
        return self._together(channel)

    def _leave(self, channel: Channel) -> list[Channel]:
        """Whoever takes another one's place comes before that one leaves: only then two are together."""
        left, channel.bridge = channel.bridge, ""
        staying = [each for each in self.there.values() if left and each.bridge == left]
        return [channel, *(self._together(staying[0]) if len(staying) == 2 else [])]

    def _together(self, channel: Channel) -> list[Channel]:
        peer = self.peer_of(channel)
        if peer is None:
            return [channel]
        for one in (channel, peer):
            one.talked_since = one.talked_since or self._clock()
        here, there = self._end_behind(channel), self._end_behind(peer)
        if here is None or there is None:
            return [peer, channel]
        self._meet(here, there)
        self._meet(there, here)
        return [peer, channel, *(end for end in (here, there) if end not in (peer, channel))]

    def _end_behind(self, channel: Channel) -> Channel | None:
        """The phone or line at the end of the joints that begin with `channel`; None while they lead nowhere yet."""
        for _ in range(10):
            if not channel.local:
                return channel
            half = next((each for each in self.there.values() if each.title == channel.half), None)
            beyond = self.peer_of(half) if half is not None else None
            if beyond is None:
                return None
            channel = beyond
        return None

    def _meet(self, one: Channel, other: Channel) -> None:
        """Whom `one` talks to from now on; the first it meets is whom it dialled or who called it."""
        if one.peer == other.id:
            return
        known = other.own or other.number
        if known and (one.peer or not one.far_number):
            one.far_number, one.far_name, one.far_own, one.far_linked = known, other.name, bool(other.own), other.linked
        one.peer = other.id


def _number(event: Mapping[str, str], header: str) -> str:
    """A number as the PBX tells it: digits, perhaps with a leading +, else nothing."""
    found = re.fullmatch(r"\+?\d{1,20}", event.get(header, ""), re.ASCII)
    return found[0] if found else ""


def _name(event: Mapping[str, str], header: str) -> str:
    """A name as the caller's exchange sends it: whatever it holds, only what can be read of it."""
    text = event.get(header, "")
    if text == "<unknown>":
        return ""
    return "".join(sign for sign in text if sign.isprintable())[:LONGEST_NAME].strip()
