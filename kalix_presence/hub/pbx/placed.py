"""How calls end that were begun for somebody: by a click, or by the code for callbacks; each is told once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kalix_presence.hub.pbx.protocol import PbxEvent, PlacedCallEnded, RangFromPhone

_OUTCOMES = {"ANSWER": "answered", "BUSY": "busy", "NOANSWER": "no_answer", "CANCEL": "no_answer", "": "failed"}


@dataclass(slots=True)
class _Placed:
    extension: str
    number: str
    status: str = ""
    answered: datetime | None = None
    seen: bool = False


class PlacedCalls:
    """Follows each placed call to its end. `tell` hands the event on."""

    def __init__(self, tell: Callable[[PbxEvent], None], clock: Callable[[], datetime]) -> None:
        self._tell, self._clock = tell, clock
        self._placed: dict[str, _Placed] = {}

    def begin(self, call_id: str, extension: str, number: str) -> None:
        """The PBX is about to be asked for it."""
        self._placed[call_id] = _Placed(extension, number)

    def refused(self, call_id: str) -> None:
        """The PBX did not take it; whoever asked is told by the refusal itself."""
        self._placed.pop(call_id, None)

    def lost(self) -> None:
        """The connection broke: how they end nobody will know."""
        placed, self._placed = self._placed, {}
        for call_id in placed:
            self._tell(PlacedCallEnded(call_id, "failed"))

    def take(self, event: Mapping[str, str], diverted: str) -> None:
        """Take in one event; `diverted` is why the call of this event went elsewhere, "" when it did not."""
        kind, call_id = event.get("Event"), event.get("Uniqueid", "")
        placed = self._placed.get(call_id)
        if kind == "OriginateResponse" and event.get("Response") != "Success":
            self._never_began(event)
        elif placed is None:
            if event.get("UserEvent") == "KalixRang":
                self._rang(event, diverted)
        elif kind == "Newchannel":
            placed.seen = True
        elif kind == "DialEnd" and placed.status != "ANSWER":
            placed.status = event.get("DialStatus", "")
            placed.answered = self._clock() if placed.status == "ANSWER" else None
        elif kind == "Hangup":
            del self._placed[call_id]
            outcome = _outcome(placed.status, diverted)
            begun = placed.answered or self._clock()
            talked = (self._clock() - begun).total_seconds() if outcome == "answered" else 0.0
            self._tell(PlacedCallEnded(call_id, outcome, talked))

    def _never_began(self, event: Mapping[str, str]) -> None:
        """A phone that is not there: no channel was made, so the call is known by whose and whither it is."""
        for call_id, placed in list(self._placed.items()):
            if not placed.seen and (placed.extension, placed.number) == (event.get("CallerIDNum"), event.get("Exten")):
                del self._placed[call_id]
                self._tell(PlacedCallEnded(call_id, "failed"))
                return

    def _rang(self, event: Mapping[str, str], diverted: str) -> None:
        extension, number, seconds = event.get("Extension", ""), event.get("Number", ""), event.get("Talked", "")
        outcome = _outcome(event.get("Status", ""), diverted)
        talked = float(seconds) if outcome == "answered" and seconds.isdigit() else 0.0
        self._tell(RangFromPhone(extension, number, outcome, talked))


def _outcome(status: str, diverted: str) -> str:
    """Whoever was diverted did not reach the one who was dialled, also when the switchboard answered."""
    if diverted and status:
        return "busy" if diverted == "busy" else "no_answer"
    return _OUTCOMES.get(status, "failed")
