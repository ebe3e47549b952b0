"""The calls of people as they are now, told as they change: from Asterisk's channels, and what the dialplan says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kalix_presence.hub.pbx.asterisk.channels import JOINT, Channel, Channels
from kalix_presence.hub.pbx.asterisk.placed import PlacedCalls
from kalix_presence.hub.pbx.protocol import CallSeen, PbxEvent, PresentCall, Talked
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.present_call import CallState, DivertReason

WITHHELD = frozenset({"anonymous", "restricted"})
"""What stands in the place of a number that is withheld, where the network says it that way."""
LONGEST_EXTENSION = 8
_NOT_DIVERTED = ("", DivertReason.NONE)


@dataclass(slots=True)
class Consultation:
    """Somebody asks `target` before passing on the call of channel `leg`, whose other party (`number`, `name`, `own` is
    who the number says) waits on channel `held`.

    `apart` once the two have left each other; when they are together again after that, the asking is over. `before`: the
    channels that `leg` had dialled already, for the call that is held.
    """

    id: str
    leg: str
    held: str
    target: str
    number: str
    name: str
    own: bool = False
    apart: bool = False
    before: frozenset[str] = frozenset()


class CallTracker:
    """Who is in a call with whom. `switchboard` is its number, `queue` the name of its queue ("" none)."""

    def __init__(
        self,
        tell: Callable[[PbxEvent], None],
        clock: Callable[[], datetime],
        own: Callable[[str], str | None],
        *,
        switchboard: str,
        queue: str = "",
    ) -> None:
        self._tell, self._clock = tell, clock
        self._switchboard, self._queue = switchboard, queue
        self.channels = Channels(own, clock)
        self.placed = PlacedCalls(tell, clock)
        self._reported: dict[str, PresentCall] = {}
        self._diverted: dict[str, tuple[str, DivertReason]] = {}
        self._withheld: set[str] = set()
        self._returned: set[str] = set()
        self._waits: set[str] = set()
        self._consultations: dict[str, Consultation] = {}

    def calls(self) -> list[PresentCall]:
        """All of them, oldest first."""
        return list(self._reported.values())

    def on_event(self, event: Mapping[str, str]) -> None:
        """Take in one event of the PBX."""
        linked = event.get("Linkedid", "")
        self._hear(event, linked)
        why = self._diverted.get(linked or event.get("Uniqueid", ""), _NOT_DIVERTED)[1]
        self.placed.on_event(event, self._ends(event), why)
        for channel in self.channels.on_event(event):
            self._show(channel)
        if event.get("Event") == "Hangup" and not any(each.linked == linked for each in self.channels.there.values()):
            self._diverted.pop(linked, None)
            self._withheld.discard(linked)
            self._returned.discard(linked)

    def lost(self) -> None:
        """The connection broke: what is known stays until it can be compared."""
        self.placed.lost()

    def compare(
        self,
        listed: list[Mapping[str, str]],
        diverted: Mapping[str, tuple[str, DivertReason]],
        queued: set[str],
        withheld: frozenset[str] = frozenset(),
    ) -> None:
        """After a gap: the PBX's own list, why calls were diverted by linked id, who waits in the queue, and which calls (by
        linked id) are of somebody who does not want to be known."""
        self._withheld |= withheld
        self._diverted = {**diverted, **self._diverted}
        present, gone = self.channels.replace(listed)
        self._waits = (self._waits | queued) & self.channels.there.keys()
        for channel in gone:
            channel.talked_since = None
            self._show(channel)
        for channel in present:
            self._show(channel)

    def begin_consultation(self, leg: Channel, held: Channel, target: str) -> Consultation:
        """Somebody asks first from now on."""
        asking = Consultation(f"{leg.id}-asks", leg.id, held.id, target, leg.far_number, leg.far_name, leg.proven)
        asking.before = frozenset(each.id for each in self.channels.dialled_from(leg))
        self._consultations[leg.id] = asking
        self._show(leg)
        return asking

    def asked_in(self, asking: Consultation) -> list[Channel]:
        """Whoever was rung for the asking and is still there: ringing, answered, or just between the two."""
        leg = self.channels.there.get(asking.leg)
        return [each for each in self.channels.dialled_from(leg) if each.id not in asking.before] if leg is not None else []

    def drop_consultation(self, asking: Consultation) -> None:
        """The PBX refused it: everything is as it was."""
        if self._consultations.pop(asking.leg, None) is not None:
            self._report(asking.id, None)
            leg = self.channels.there.get(asking.leg)
            if leg is not None:
                self._show(leg)

    def consultation_of(self, call_id: str) -> Consultation:
        """The asking that `call_id` is part of. Raises Unavailable `pbx-refused` when nobody is asked."""
        leg = self.channels.of(call_id)
        found = next(
            (each for each in self._consultations.values() if call_id == each.id or (leg is not None and leg.id == each.leg)),
            None,
        )
        if found is None:
            raise Unavailable("pbx-refused", action="consult")
        return found

    def moved(self, channel: Channel) -> None:
        """A caller who waited was sent elsewhere."""
        self._waits.discard(channel.id)
        self._show(channel)

    def _ends(self, event: Mapping[str, str]) -> str:
        """The id of the placed call whose own phone this event is about, "" when it is about none. That a phone stops
        ringing is no end while another of the same person rings or talks."""
        channel = self.channels.there.get(event.get("Uniqueid", ""))
        if event.get("Event") == "OriginateResponse":
            return event.get("Uniqueid", "").removesuffix(JOINT)
        if channel is None or (event.get("Event") == "Hangup" and self._goes_on(channel)):
            return ""
        return channel.placed

    def _goes_on(self, channel: Channel) -> bool:
        return bool(self.channels.beside(channel))

    def _hear(self, event: Mapping[str, str], linked: str) -> None:
        """What the dialplan and the queue say beside the channels' own events."""
        channel = self.channels.there.get(event.get("Uniqueid", ""))
        kind = event.get("UserEvent") or event.get("Event")
        if kind == "KalixDiverted":
            self._note_diverted(event, linked)
        elif (kind == "Newchannel" and event.get("CallerIDNum", "").casefold() in WITHHELD) or kind == "KalixWithheld":
            self._withheld.add(linked)
        elif kind == "KalixReturned":
            self._returned.add(linked)
        elif kind == "ParkedCallTimeOut":
            self._returned.add(event.get("ParkeeLinkedid", ""))
        if channel is None:
            return
        if (kind == "KalixDiverted" and event.get("Target") == self._switchboard) or kind == "KalixWaits":
            self._waits.add(self.channels.caller_of(channel).id)
        elif kind == "KalixNobody":
            self._waits.discard(self.channels.caller_of(channel).id)
        elif kind == "KalixRings":
            channel.far_number = event.get("Number", "")
        elif kind == "QueueCallerJoin" and event.get("Queue") == self._queue:
            self._waits.add(channel.id)
        elif kind in ("QueueCallerLeave", "QueueCallerAbandon", "Hangup"):
            self._waits.discard(channel.id)
        if kind is not None and kind.startswith(("Kalix", "Queue")):
            self._show(channel)

    def _note_diverted(self, event: Mapping[str, str], linked: str) -> None:
        """Whom the caller asked for, and why it did not get there: not why it went on from those that it came to after that. A
        call to the main number is for nobody whom it could have been diverted from."""
        extension, why = event.get("Extension", ""), DivertReason(event.get("Why", ""))
        before, because = self._diverted.get(linked, _NOT_DIVERTED)
        first = event.get("First") or before or extension
        if first == self._switchboard:
            self._diverted.pop(linked, None)
        elif extension == first or first != before:
            self._diverted[linked] = (first, why)
        else:
            self._diverted[linked] = (first, because)

    def _show(self, channel: Channel) -> None:
        """Tell what changed of the calls that this channel is part of."""
        caller = channel if channel.calling else self.channels.caller_of(channel)
        if caller.talked_since is not None:
            self._waits.discard(caller.id)
        if channel.id in self._consultations:
            self._show_asking(channel)
        self._report(f"{caller.id}-waits" if caller.own else caller.id, self._waiting(caller))
        if channel.own and (channel.id in self.channels.there or not self._goes_on(channel)):
            # What one of somebody's phones does takes nothing back from the one that is farther.
            shown = max((channel, *self.channels.beside(channel)), key=_how_far)
            self._report(channel.call, self._present(shown, caller))

    def _waiting(self, caller: Channel) -> PresentCall | None:
        if caller.id not in self._waits or caller.id not in self.channels.there:
            return None
        first, why = self._diverted.get(caller.linked, _NOT_DIVERTED)
        number, name = (caller.own or caller.number), caller.name
        withheld = caller.linked in self._withheld
        if withheld:
            number = name = ""
        call_id = f"{caller.id}-waits" if caller.own else caller.id
        # Since the call began, also when it was elsewhere meanwhile: that is how long the caller has waited.
        return PresentCall(
            call_id,
            self._switchboard,
            number,
            name,
            False,
            CallState.RINGING,
            caller.begun or self._clock(),
            first,
            why,
            waiting=True,
            internal=bool(caller.own) and not withheld,
            withheld=withheld,
        )

    def _present(self, channel: Channel, caller: Channel) -> PresentCall | None:
        gone = channel.id not in self.channels.there
        if gone:
            self._end(channel)
            return None
        begun = channel.calling or channel.up or (channel.rings and channel.dialled)
        at_switchboard = channel.own == self._switchboard and not channel.calling
        if not begun or (channel.calling and not channel.far_number):
            return None
        # Not when the phone is picked up but when the two are together: only then can the call be held or passed on.
        talks = channel.talked_since is not None
        if at_switchboard and not talks and caller.id in self._waits:
            return None
        held = channel.held or channel.id in self._consultations
        state = (CallState.HELD if held else CallState.TALKING) if talks else CallState.RINGING
        first, why = self._diverted.get(channel.linked, _NOT_DIVERTED)
        if channel.calling or first == channel.own:
            first, why = _NOT_DIVERTED
        if channel.fetched:
            first, why = first or channel.fetched_from, DivertReason.PICKED_UP
        elif channel.linked in self._returned and not channel.calling and not talks:
            why = DivertReason.RETURNED
        asking = self._consultations.get(channel.id)
        number, name = (asking.number, asking.name) if asking else (channel.far_number, channel.far_name)
        proven = asking.own if asking else channel.proven
        withheld = self._hides(channel)
        if withheld:
            number = name = ""
        waiting = at_switchboard and state is CallState.RINGING
        return PresentCall(
            channel.call,
            channel.own,
            number,
            name,
            channel.calling,
            state,
            self._clock(),
            first,
            why,
            waiting,
            internal=proven and not withheld,
            withheld=withheld,
        )

    def _end(self, channel: Channel) -> None:
        if channel.talked_since is not None:
            seconds = (self._clock() - channel.talked_since).total_seconds()
            number = "" if self._hides(channel) else channel.far_number
            # An outside caller who claims to be an extension has not been spoken to as that one.
            if len(number) <= LONGEST_EXTENSION and not channel.proven:
                number = ""
            self._tell(Talked(channel.own, number, channel.calling, seconds))

    def _hides(self, channel: Channel) -> bool:
        """Whether the far party does not want to be known; whom this phone dialled is known to it."""
        return (channel.far_linked or ("" if channel.calling else channel.linked)) in self._withheld

    def _show_asking(self, leg: Channel) -> None:
        asking = self._consultations[leg.id]
        peer = self.channels.peer_of(leg)
        together = peer is not None and peer.id == asking.held
        asking.apart = asking.apart or not together
        if (asking.apart and together) or leg.id not in self.channels.there:
            leg.far_number, leg.far_name, leg.far_own = asking.number, asking.name, asking.own
        if (asking.apart and together) or leg.id not in self.channels.there:
            del self._consultations[leg.id]
            self._report(asking.id, None)
            return
        talked = asking.id in self._reported and self._reported[asking.id].state is CallState.TALKING
        state = CallState.TALKING if talked or (peer is not None and not together) else CallState.RINGING
        self._report(asking.id, PresentCall(asking.id, leg.own, asking.target, "", True, state, self._clock(), internal=True))

    def _report(self, call_id: str, call: PresentCall | None) -> None:
        """Tell a call when it is not as it was told; None when there is none."""
        before = self._reported.get(call_id)
        if call is None:
            if before is not None:
                del self._reported[call_id]
                self._tell(CallSeen(replace(before, state=CallState.ENDED, waiting=False, since=self._clock())))
            return
        if before is not None and before.state == call.state:
            call = replace(call, since=before.since)
        if call != before:
            self._reported[call_id] = call
            self._tell(CallSeen(call))


def _how_far(channel: Channel) -> tuple[bool, bool, bool]:
    """Talking, before picked up, before ringing."""
    return channel.talked_since is not None, channel.up, channel.rings
