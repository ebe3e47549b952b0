"""A plan of a calendar file that somebody took away: it stays away until its entry says something else, or is planned again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kalix_presence.model.plan import AsImported, Plan


@dataclass(frozen=True, slots=True)
class TakenAway:
    """`uid` is as in `Plan`; `imported` is what the file said of it, the rest is how the plan was when it was taken away."""

    uid: str
    starts: datetime
    ends: datetime
    zone: str
    repeat: str
    whole_days: int
    imported: AsImported

    def is_said_again(self, read: Plan) -> bool:
        """Whether the file says of it in `read` what it said then. A guess at its reason is no matter of the file."""
        said = read.imported
        return said is not None and (said.times, said.note) == (self.imported.times, self.imported.note)

    def is_planned_again(self, plan: Plan) -> bool:
        """Whether `plan`, made by hand, is the one that was taken away."""
        times = (plan.starts, plan.ends, plan.zone, plan.repeat)
        return not plan.uid and times == (self.starts, self.ends, self.zone, self.repeat)


def taken_away(plan: Plan) -> TakenAway | None:
    """What is remembered of `plan` when somebody takes it away; None where no file can bring it back."""
    if not plan.uid or plan.imported is None:
        return None
    return TakenAway(plan.uid, plan.starts, plan.ends, plan.zone, plan.repeat, plan.whole_days, plan.imported)
