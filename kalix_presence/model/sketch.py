"""The sketch of an administration ("aktuell skiss", P15): what each unit does, who does it, where, and who stands in. Pure.

Units and their members are the directory's. A unit's part of the sketch says the rest: its place, who owns the part, the unit's
deputies, and its duties with people in the order in which they answer. People stand in it by identity, with the unit they
belonged to when they were put there: whoever leaves or moves stands in it no longer, and no successor comes in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from kalix_presence.model.errors import BadInput, Conflict, Forbidden

MOST_DUTIES, MOST_PEOPLE, MOST_DEPUTIES = 60, 20, 10
"""Of a unit, of a duty, and of a unit."""
MOST_PROPOSALS = 10
"""That may wait for an answer, of a unit."""
LONGEST_NAME, LONGEST_WORDS = 80, 500


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody who stands in the sketch: `person` is an identity, `unit` where they belonged when they were put there."""

    person: str
    unit: str


@dataclass(frozen=True, slots=True)
class SketchDuty:
    """What is done, where if that is elsewhere than the unit, and by whom: the first answers first."""

    name: str
    place: str = ""
    people: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one unit's part says."""

    place: str = ""
    owner: Placed | None = None
    deputies: tuple[Placed, ...] = ()
    duties: tuple[SketchDuty, ...] = ()

    def everybody(self) -> Iterator[Placed]:
        """Everybody who stands in it, perhaps more than once."""
        if self.owner is not None:
            yield self.owner
        yield from self.deputies
        for duty in self.duties:
            yield from duty.people

    def of(self, there: Callable[[Placed], bool]) -> Sheet:
        """The same with those only who are `there`."""
        duties = tuple(replace(duty, people=tuple(filter(there, duty.people))) for duty in self.duties)
        owner = self.owner if self.owner is not None and there(self.owner) else None
        return replace(self, owner=owner, deputies=tuple(filter(there, self.deputies)), duties=duties)


EMPTY = Sheet()


@dataclass(frozen=True, slots=True)
class Part:
    """A unit's part as it holds. `version` is 0 while nothing was accepted; days are where the site is. `reviewed_by` is an
    extension, a name, or "user:NAME"; `reminded` is the day on which the owner was last told that a review is due."""

    unit: str
    version: int
    sheet: Sheet
    reviewed: date | None = None
    reviewed_by: str = ""
    reminded: date | None = None


class ProposalState(StrEnum):
    """How far a proposal is. DONE, REFUSED and WITHDRAWN are the end of it."""

    PROPOSED = "proposed"
    WAITING = "waiting"
    """Accepted, and its day is still to come."""
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> ProposalState:
        return cls.UNKNOWN


class ProposalStep(StrEnum):
    """What somebody does with it."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    UNKNOWN = "unknown"

    @classmethod
    def _missing_(cls, value: object) -> ProposalStep:
        return cls.UNKNOWN


class ProposalPart(StrEnum):
    """What somebody is to a proposal."""

    PROPOSER = "proposer"
    OFFICER = "officer"


OPEN = (ProposalState.PROPOSED, ProposalState.WAITING)
_OFFICER, _OWN = frozenset({ProposalPart.OFFICER}), frozenset(ProposalPart)
TRANSITIONS: dict[tuple[ProposalState, ProposalStep], tuple[ProposalState, frozenset[ProposalPart]]] = {
    (ProposalState.PROPOSED, ProposalStep.ACCEPT): (ProposalState.WAITING, _OFFICER),
    (ProposalState.PROPOSED, ProposalStep.REFUSE): (ProposalState.REFUSED, _OFFICER),
    (ProposalState.PROPOSED, ProposalStep.WITHDRAW): (ProposalState.WITHDRAWN, _OWN),
    (ProposalState.WAITING, ProposalStep.REFUSE): (ProposalState.REFUSED, _OFFICER),
}
"""From where by which step to where, and who may. What is not here cannot be done. One that waits is done by the calendar."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a unit wants its part to be from the day `since`. `base` is the version of the part that it was made from; `notice`
    the id of what the switchboard was told of it. People are extensions, names, or "user:NAME"."""

    id: str
    version: int
    unit: str
    base: int
    sheet: Sheet
    since: date
    words: str
    state: ProposalState
    proposed_by: str
    proposed_at: datetime
    answered_by: str = ""
    answer: str = ""
    notice: str = ""
    closed_at: datetime | None = None


def steps_of(proposal: Proposal, parts: Collection[ProposalPart]) -> list[ProposalStep]:
    """What somebody who is `parts` to it may do with it now."""
    return [step for (state, step), (_, who) in TRANSITIONS.items() if state is proposal.state and who & set(parts)]


def stepped(
    proposal: Proposal, step: ProposalStep, parts: Collection[ProposalPart], *, version: int, word: str, by: str, now: datetime
) -> Proposal:
    """The proposal after a step.

    Raises Conflict `sketch-answered` when somebody was first or it is another than was seen, Forbidden `not-permitted`,
    BadInput `sketch-word-missing` (why it is refused).
    """
    found = TRANSITIONS.get((proposal.state, step))
    if proposal.version != version or found is None:
        raise Conflict("sketch-answered")
    state, who = found
    if not who & set(parts):
        raise Forbidden("not-permitted", action="accept_sketch")
    if step is ProposalStep.REFUSE and not word:
        raise BadInput("sketch-word-missing", field="word")
    closed = None if state in OPEN else now
    return replace(proposal, version=version + 1, state=state, answered_by=by, answer=word, closed_at=closed)


def checked_sheet(sheet: Sheet) -> Sheet:
    """The sheet with each text on one line.

    Raises BadInput `sketch-text` (`limit`), `sketch-duty-name`, `sketch-duty-twice` (`duty`), `sketch-many` (`limit`) or
    `sketch-person-twice` (`duty`).
    """
    if len(sheet.duties) > MOST_DUTIES:
        raise BadInput("sketch-many", field="duties", limit=MOST_DUTIES)
    names: set[str] = set()
    duties = []
    for duty in sheet.duties:
        name = line(duty.name, LONGEST_NAME, "duties")
        if not name:
            raise BadInput("sketch-duty-name", field="duties")
        if name.casefold() in names:
            raise BadInput("sketch-duty-twice", field="duties", duty=name)
        names.add(name.casefold())
        _check_people(duty.people, MOST_PEOPLE, name, "duties")
        duties.append(SketchDuty(name, line(duty.place, LONGEST_NAME, "duties"), duty.people))
    _check_people(sheet.deputies, MOST_DEPUTIES, "", "deputies")
    return replace(sheet, place=line(sheet.place, LONGEST_NAME, "place"), duties=tuple(duties))


def line(text: str, limit: int, field: str) -> str:
    """The text on one line. Raises BadInput `sketch-text`."""
    one = " ".join(text.split())
    if len(one) > limit or not one.isprintable():
        raise BadInput("sketch-text", field=field, limit=limit)
    return one


def _check_people(people: tuple[Placed, ...], limit: int, duty: str, field: str) -> None:
    if len(people) > limit:
        raise BadInput("sketch-many", field=field, limit=limit)
    if len({each.person for each in people}) != len(people):
        raise BadInput("sketch-person-twice", field=field, duty=duty)
