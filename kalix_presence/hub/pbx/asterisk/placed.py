"""How calls end that the hub began for somebody; each is told once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kalix_presence.hub.pbx.protocol import PbxEvent, PlacedCallEnded
from kalix_presence.model.callback import Outcome
from kalix_presence.model.present_call import DivertReason

_OUTCOMES = {
    "ANSWER": Outcome.ANSWERED,
    "BUSY": Outcome.BUSY,
    "NOANSWER": Outcome.NO_ANSWER,
    "CANCEL": Outcome.NO_ANSWER,
    "": Outcome.FAILED,
}


_NOT_PICKED_UP = {"3": Outcome.NO_ANSWER, "5": Outcome.BUSY}
"""By the `Reason` of an OriginateResponse: what the call was told last."""


@dataclass(slots=True)
class _Placed:
    rings_only: bool = False
    status: str = ""
    answered: datetime | None = None
    taken: bool = False
    ended: PlacedCallEnded | None = None


class PlacedCalls:
    """Follows each placed call to its end. `tell` hands the event on."""

    def __init__(self, tell: Callable[[PbxEvent], None], clock: Callable[[], datetime]) -> None:
        self._tell, self._clock = tell, clock
        self._placed: dict[str, _Placed] = {}

    def begin(self, call_id: str, *, rings_only: bool = False) -> None:
        """The PBX is about to be asked for it; with `rings_only` nobody is dialled once the own phone is picked up."""
        self._placed[call_id] = _Placed(rings_only)

    def accepted(self, call_id: str) -> None:
        """The PBX took it, and whoever asked knows its id now; an end that came before is told after."""
        placed = self._placed.get(call_id)
        if placed is not None:
            placed.taken = True
            if placed.ended is not None:
                self._end(call_id, placed.ended)

    def refused(self, call_id: str) -> None:
        """The PBX did not take it; whoever asked is told by the refusal itself."""
        self._placed.pop(call_id, None)

    def lost(self) -> None:
        """The connection broke: how they end nobody will know."""
        placed, self._placed = self._placed, {}
        for call_id, each in placed.items():
            if each.taken:
                self._tell(PlacedCallEnded(call_id, Outcome.FAILED))

    def on_event(self, event: Mapping[str, str], call_id: str, diverted: DivertReason) -> None:
        """Take in one event: of the own phone of placed call `call_id` ("" of none); `diverted` is why the call of this event
        went elsewhere."""
        kind = event.get("Event")
        placed = self._placed.get(call_id)
        if placed is None:
            return
        if kind == "OriginateResponse" and placed.rings_only:
            picked_up = event.get("Response") == "Success"
            outcome = Outcome.ANSWERED if picked_up else _NOT_PICKED_UP.get(event.get("Reason", ""), Outcome.FAILED)
            self._end(call_id, PlacedCallEnded(call_id, outcome))
        elif kind == "OriginateResponse" and event.get("Response") != "Success":
            # The own phone was not picked up, or is not there at all: then no channel ever is.
            self._end(call_id, PlacedCallEnded(call_id, Outcome.FAILED))
        elif kind == "DialEnd" and placed.status != "ANSWER":
            placed.status = event.get("DialStatus", "")
            placed.answered = self._clock() if placed.status == "ANSWER" else None
        elif kind == "Hangup":
            outcome = outcome_of(placed.status, diverted)
            begun = placed.answered or self._clock()
            talked = (self._clock() - begun).total_seconds() if outcome is Outcome.ANSWERED else 0.0
            self._end(call_id, PlacedCallEnded(call_id, outcome, talked))

    def _end(self, call_id: str, ended: PlacedCallEnded) -> None:
        placed = self._placed[call_id]
        placed.ended = placed.ended or ended
        if placed.taken:
            del self._placed[call_id]
            self._tell(placed.ended)


def outcome_of(status: str, diverted: DivertReason) -> Outcome:
    """Whoever was diverted did not reach the one who was dialled, also when the switchboard answered."""
    if diverted and status:
        return Outcome.BUSY if diverted is DivertReason.BUSY else Outcome.NO_ANSWER
    return _OUTCOMES.get(status, Outcome.FAILED)
