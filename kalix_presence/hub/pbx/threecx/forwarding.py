"""A forwarding rule as one of 3CX's exceptions, and back.

3CX knows hours of a weekday and no moment. A rule that ends within six days is written as the hours from now to its end, day by
day: 3CX ends it by itself then, and would begin it anew a week later where nobody has taken it away. Another stands for all
hours. Which exceptions are the hub's is told by a mark in `Data`, where 3CX keeps numbers for other conditions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from kalix_presence.hub.pbx.protocol import DamagedRule
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule

Exception_ = dict[str, Any]
"""As 3CX tells and takes it."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FURTHEST = 6
"""Days ahead that hours of weekdays can say without meaning today as well."""
_TARGET = re.compile(r"\+?\d{1,18}", re.ASCII)
_ID = re.compile(r"[0-9A-Za-z._-]{1,64}", re.ASCII)
_TOLD = re.compile(r"[a-z_]{1,40}", re.ASCII)
_MARK = re.compile(r"kalix (\S+) (\d{8}T\d{6}Z|0) (\S+) (\d{1,3})", re.ASCII)
_WRITTEN = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a number is there: the `switchboard` as the site says, one of the `extensions`, or one outside."""

    switchboard: str
    switchboard_is: str
    extensions: Callable[[], Iterable[str]]

    def destination(self, target: str) -> dict[str, str]:
        """Where calls go."""
        if target == self.switchboard and self.switchboard_is != "External":
            return {"To": self.switchboard_is, "Number": target}
        if target != self.switchboard and target in set(self.extensions()):
            return {"To": "Extension", "Number": target}
        return {"To": "External", "External": target}


def exception_of(rule: ForwardingRule, numbers: Numbers, *, zone: ZoneInfo, now: datetime) -> Exception_:
    """The exception that does what `rule` says, from `now` on. Raises Unavailable `pbx-cannot` for what it cannot say, and
    `pbx-refused` for what may not stand in it."""
    if rule.divert is not Divert.ALWAYS:
        raise Unavailable("pbx-cannot")
    for shape, text in ((_TARGET, rule.target), (_ID, rule.id), (_TOLD, rule.told)):
        if not shape.fullmatch(text):
            raise Unavailable("pbx-refused", action="apply")
    if rule.until is not None and rule.until.microsecond:
        raise Unavailable("pbx-refused", action="apply")
    end = "0" if rule.until is None else rule.until.astimezone(UTC).strftime(_WRITTEN)
    return {
        "Condition": "ForwardAll",
        "CallType": "AllCalls",
        "Enabled": True,
        "Data": f"kalix {rule.id} {end} {rule.told} {rule.signals}",
        "Destination": numbers.destination(rule.target),
        "Hours": _hours(rule.until, zone, now),
    }


def is_ours(found: Exception_) -> bool:
    """Whether the hub wrote it."""
    data = found.get("Data")
    return isinstance(data, str) and data.startswith("kalix ")


def rule_of(extension: str, exceptions: list[Exception_], *, zone: ZoneInfo) -> ForwardingRule | DamagedRule | None:
    """The rule of ours among a person's exceptions; one that is not as we write it, not the first of those that forward all
    calls, or not alone is damaged. None where there is none."""
    ours = [one for one in exceptions if is_ours(one)]
    if not ours:
        return None
    forwards = [one for one in exceptions if one.get("Condition") == "ForwardAll" and one.get("Enabled") is not False]
    rule = _rule(extension, ours[0], zone)
    if rule is None or len(ours) > 1 or forwards[:1] != ours:
        return DamagedRule(extension, msgspec.json.encode(ours).decode()[:2000])
    return rule


def _rule(extension: str, found: Exception_, zone: ZoneInfo) -> ForwardingRule | None:
    mark = _MARK.fullmatch(found["Data"])
    there = found.get("Destination")
    if mark is None or not isinstance(there, dict):
        return None
    target = there.get("External") if there.get("To") == "External" else there.get("Number")
    id_, end, told, signals = mark.groups()
    if not isinstance(target, str) or not _TARGET.fullmatch(target) or not _ID.fullmatch(id_) or not _TOLD.fullmatch(told):
        return None
    try:
        until = None if end == "0" else datetime.strptime(end, _WRITTEN).replace(tzinfo=UTC)
    except ValueError:
        return None
    if (found.get("Condition"), found.get("CallType"), found.get("Enabled")) != ("ForwardAll", "AllCalls", True):
        return None
    if not _ends(found.get("Hours"), until, zone):
        return None
    return ForwardingRule(extension, id_, Divert.ALWAYS, target, until, told, int(signals))


def _hours(until: datetime | None, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    if until is None:
        return {"Type": "AllHours", "Periods": [], "IgnoreHolidays": True}
    begins, ends = now.astimezone(zone).replace(second=0, microsecond=0), until.astimezone(zone)
    days = (ends.date() - begins.date()).days
    if days > FURTHEST:
        return {"Type": "AllHours", "Periods": [], "IgnoreHolidays": True}
    periods = []
    for ahead in range(days + 1):
        day = begins.date() + timedelta(ahead)
        start = begins.time() if ahead == 0 else time()
        stop = ends.time() if ahead == days else time(23, 59, 59)
        if start < stop:
            periods.append({"DayOfWeek": DAYS[day.weekday()], "Start": start.isoformat(), "Stop": stop.isoformat()})
    if not periods:  # over already: such hours never come
        return {"Type": "Never", "Periods": [], "IgnoreHolidays": True}
    return {"Type": "SpecificHours", "Periods": periods, "IgnoreHolidays": True}


def _ends(hours: object, until: datetime | None, zone: ZoneInfo) -> bool:
    """Whether these hours may be those of a rule that ends so: what of them was written when is not known any more."""
    if not isinstance(hours, dict):
        return False
    kind, periods = hours.get("Type"), hours.get("Periods")
    if kind in ("AllHours", "Never"):
        return kind == "AllHours" or until is not None
    if kind != "SpecificHours" or until is None or not isinstance(periods, list) or not periods:
        return False
    ends = until.astimezone(zone)
    if ends.time() == time():
        ends -= timedelta(seconds=1)
    last = periods[-1]
    return isinstance(last, dict) and (last.get("DayOfWeek"), str(last.get("Stop"))[:8]) == (
        DAYS[ends.weekday()],
        ends.time().isoformat(),
    )
