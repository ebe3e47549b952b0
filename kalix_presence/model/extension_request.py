"""A request for an extension (P15): which states it goes through, by whose step, and what a number has to be for it. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from kalix_presence.model.errors import BadInput, Conflict, Forbidden


class Kind(StrEnum):
    """What is asked for."""

    ORDER = "order"
    CHANGE = "change"
    MOVE = "move"
    END = "end"
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> Kind:
        return cls.UNKNOWN


class State(StrEnum):
    """How far it is. DONE, REFUSED and WITHDRAWN are the end of it."""

    ASKED = "asked"
    APPROVED = "approved"
    ORDERED = "ordered"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> State:
        return cls.UNKNOWN


class Step(StrEnum):
    """What somebody does with it."""

    APPROVE = "approve"
    REFUSE = "refuse"
    ORDER = "order"
    FINISH = "finish"
    WITHDRAW = "withdraw"
    COMMENT = "comment"
    SET_UP = "set_up"
    """The hub carries it out in the PBX itself, and it is done once that was confirmed."""
    NEW_SECRET = "new_secret"  # noqa: S105  (the name of a step)
    """The phone that the hub set up gets another secret, which is told once."""
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> Step:
        return cls.UNKNOWN


class Part(StrEnum):
    """What somebody is to a request."""

    ASKER = "asker"
    OFFICER = "officer"
    CARRIER = "carrier"
    """The switchboard or an administrator: whoever carries it out."""


OPEN = (State.ASKED, State.APPROVED, State.ORDERED)
BY_HUB = frozenset({Step.SET_UP, Step.NEW_SECRET})
"""Steps in which the hub itself does something with the PBX."""
_EVERYBODY = frozenset(Part)
_OFFICER, _CARRIER, _OWN = frozenset({Part.OFFICER}), frozenset({Part.CARRIER}), frozenset({Part.ASKER, Part.OFFICER})
TRANSITIONS: dict[tuple[State, Step], tuple[State, frozenset[Part]]] = {
    (State.ASKED, Step.APPROVE): (State.APPROVED, _OFFICER),
    (State.ASKED, Step.REFUSE): (State.REFUSED, _OFFICER),
    (State.ASKED, Step.WITHDRAW): (State.WITHDRAWN, _OWN),
    (State.APPROVED, Step.ORDER): (State.ORDERED, _CARRIER),
    (State.APPROVED, Step.REFUSE): (State.REFUSED, _CARRIER),
    (State.APPROVED, Step.WITHDRAW): (State.WITHDRAWN, _OWN),
    (State.ORDERED, Step.FINISH): (State.DONE, _CARRIER),
    (State.ORDERED, Step.REFUSE): (State.REFUSED, _CARRIER),
    (State.ORDERED, Step.SET_UP): (State.DONE, _CARRIER),
    (State.DONE, Step.NEW_SECRET): (State.DONE, _CARRIER),
    **{(state, Step.COMMENT): (state, _EVERYBODY) for state in OPEN},
}
"""From where by which step to where, and who may. What is not here cannot be done."""


@dataclass(frozen=True, slots=True)
class ExtensionRequest:
    """One request. `number` is the extension it is about, "" for an order while none is chosen; `about` who it is for: a name,
    or the extension of who is there already. `wanted` is a day where the site is; people are extensions or "user:NAME".
    `reminded`: 0, 1 when it was said that the day is near, 2 when it was said that it has come."""

    id: str
    version: int
    kind: Kind
    unit: str
    to_unit: str
    number: str
    about: str
    wanted: date
    state: State
    words: str
    asked_by: str
    asked_at: datetime
    closed_at: datetime | None = None
    reminded: int = 0


def steps_of(request: ExtensionRequest, parts: Collection[Part], able: Collection[Step] = ()) -> list[Step]:
    """What somebody who is `parts` to it may do with it now; of what the hub does itself only what it is `able` to."""
    mine = [step for (state, step), (_, who) in TRANSITIONS.items() if state is request.state and who & set(parts)]
    return [step for step in mine if step not in BY_HUB or step in able]


def able_of(request: ExtensionRequest, ours: Collection[str]) -> frozenset[Step]:
    """What the hub can do itself for a request in a PBX in which it may set up phones, and has set up those of `ours`: a new
    one, and change, move or end one of its own."""
    if request.number in ours:
        return BY_HUB if request.kind in (Kind.ORDER, Kind.CHANGE) else frozenset({Step.SET_UP})
    return frozenset({Step.SET_UP}) if request.kind is Kind.ORDER else frozenset()


def stepped(
    request: ExtensionRequest, step: Step, parts: Collection[Part], *, version: int, word: str, number: str, now: datetime
) -> ExtensionRequest:
    """The request after a step.

    Raises Conflict `request-changed` when somebody was first or it cannot be done (any longer), Forbidden `not-permitted`,
    BadInput `request-word-missing` (why, or the comment) or `request-number-missing`.
    """
    found = TRANSITIONS.get((request.state, step))
    if request.version != version or found is None:
        raise Conflict("request-changed")
    state, who = found
    if not who & set(parts):
        raise Forbidden("not-permitted", action="order_extensions")
    if step in (Step.REFUSE, Step.COMMENT) and not word:
        raise BadInput("request-word-missing", field="word")
    kept = (number or request.number) if step is Step.ORDER and request.kind is Kind.ORDER else request.number
    if step is Step.ORDER and not kept:
        raise BadInput("request-number-missing", field="number")
    closed = None if state in OPEN else request.closed_at or now
    return replace(request, version=version + 1, state=state, number=kept, closed_at=closed)


def due(request: ExtensionRequest, today: date, lead_days: int) -> int:
    """2 when its day has come, 1 when that is at most `lead_days` ahead, else 0; 0 for what is over."""
    if request.state not in OPEN:
        return 0
    ahead = (request.wanted - today).days
    return 2 if ahead <= 0 else 1 if ahead <= lead_days else 0


SERIES = re.compile(r"(\d{1,10})-(\d{1,10})", re.ASCII)
MOST_NUMBERS = 100_000


def read_series(line: str) -> range | None:
    """The numbers of a line such as "2000-2999"; None for what is none, or more than anybody has."""
    found = SERIES.fullmatch(line)
    if found is None or len(found[1]) != len(found[2]) or found[1].startswith("0"):
        return None
    numbers = range(int(found[1]), int(found[2]) + 1)
    return numbers if 0 < len(numbers) <= MOST_NUMBERS else None


def free_numbers(series: Collection[str], taken: Collection[str]) -> Iterator[str]:
    """The numbers of the site's series that are not `taken`, each once, from the lowest."""
    every = sorted({number for line in series for number in read_series(line) or ()})
    return (str(number) for number in every if str(number) not in taken)
