"""What a phone code means: `*23*d*hhmm#`, `*23*d#`, `#23#` and `*230*ext*d*hhmm#`, with the policy's prefixes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kalix_presence.model.errors import BadInput
from kalix_presence.model.policy import Policy


@dataclass(frozen=True, slots=True)
class Dialled:
    """A code as understood: for whom, which reason digit (None for back), until when (aware UTC, None: not said)."""

    extension: str
    digit: str | None
    until: datetime | None


def read_dialled(digits: str, by: str, policy: Policy, now: datetime) -> Dialled:
    """Understand `digits` as dialled on `by`'s phone at `now`; the last # may be left out.

    A clock time is today's in the policy's zone. Raises BadInput("phone-code-unknown") and BadInput("until-past").
    """
    if digits.rstrip("#") == policy.code_back.rstrip("#"):
        return Dialled(by, None, None)
    own = re.fullmatch(rf"{re.escape(policy.code_set)}(\d{{1,2}})(?:\*(\d{{4}}))?#?", digits, re.ASCII)
    if own:
        return Dialled(by, own[1], _until(own[2], policy, now))
    other = re.fullmatch(rf"{re.escape(policy.code_other)}(\d{{2,8}})\*(\d{{1,2}})(?:\*(\d{{4}}))?#?", digits, re.ASCII)
    if other:
        return Dialled(other[1], other[2], _until(other[3], policy, now))
    raise BadInput("phone-code-unknown")


def _until(clock: str | None, policy: Policy, now: datetime) -> datetime | None:
    if clock is None:
        return None
    hour, minute = int(clock[:2]), int(clock[2:])
    if hour > 23 or minute > 59:
        raise BadInput("phone-code-unknown")
    local = now.astimezone(ZoneInfo(policy.zone))
    wanted = local.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0)
    until = wanted.astimezone(UTC)
    if until <= now.astimezone(UTC):
        raise BadInput("until-past", field="until")
    return until
