"""A few plans and what comes of them, as the hub tells."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kalix_presence import wire
from kalix_presence.model.absence import ForwardKind, Way
from kalix_presence.model.plan import DeputyState

KALIX = ZoneInfo("Europe/Stockholm")


def at(text: str) -> datetime:
    """A wall time in Kalix."""
    return datetime.fromisoformat(text).replace(tzinfo=KALIX)


def coming(
    key: str,
    reason: str,
    start: str,
    end: str | None,
    *,
    way: Way = Way.SCHEDULE,
    plan: str | None = None,
    behind: bool = False,
) -> wire.ComingAbsence:
    """Something that comes."""
    ends = None if end is None else at(end)
    absence = wire.ShownAbsence(key, reason, at(start), ends, forward=ForwardKind.SWITCHBOARD, way=way)
    return wire.ComingAbsence(absence, plan, behind)


HOLIDAY = wire.PlanView(
    "a" * 32, 3, "2041", "Anna Ek", "holiday", "2026-12-21T00:00", "2027-01-11T08:00", "Europe/Stockholm",
    deputy="2042", deputy_name="Per Berg", deputy_state=DeputyState.ACCEPTED,
)  # fmt: skip
TUESDAYS = wire.PlanView(
    "b" * 32, 1, "2041", "Anna Ek", "meeting", "2026-11-24T13:00", "2026-11-24T15:00", "Europe/Stockholm",
    repeat="FREQ=WEEKLY;BYDAY=TU",
)  # fmt: skip
STRANGE = wire.PlanView(
    "c" * 32, 1, "2041", "Anna Ek", "meeting", "2026-11-27T09:00", "2026-11-27T10:00", "Europe/Stockholm",
    repeat="FREQ=MONTHLY;BYMONTHDAY=-3",
)  # fmt: skip
VIEW = wire.PlansView(
    [HOLIDAY, TUESDAYS, STRANGE],
    [
        coming("x1", "errand", "2026-11-24T12:30", "2026-11-24T13:30", way=Way.TRAY),
        coming("x2", "meeting", "2026-11-24T13:00", "2026-11-24T15:00", plan=TUESDAYS.id, behind=True),
        coming("x3", "meeting", "2026-11-27T09:00", "2026-11-27T10:00", plan=STRANGE.id),
        coming("x4", "meeting", "2026-12-01T13:00", "2026-12-01T15:00", plan=TUESDAYS.id),
        coming("x5", "holiday", "2026-12-21T00:00", "2027-01-11T08:00", plan=HOLIDAY.id),
    ],
)
