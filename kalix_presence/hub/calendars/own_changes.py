"""What somebody has changed of an imported plan stays when its file is read again, as long as the file says what it said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kalix_presence.model.plan import Plan


def with_own_changes(read: Plan, before: Plan, *, since: date) -> Plan:
    """`read`, which the file says now, with what was changed here in `before`: what the file says anew counts, the rest stays.

    Days that were left out here stay left out; those before `since` are forgotten, nothing happens on them any more.
    """
    after = replace(
        read,
        id=before.id,
        set_by=before.set_by,
        version=before.version,
        deputy=before.deputy,
        deputy_state=before.deputy_state,
    )
    then, now = before.imported, read.imported
    if then is None or now is None:  # kept by a program that did not remember what the file said
        return replace(after, forward_to=before.forward_to)
    if then.times == now.times:
        after = replace(
            after,
            starts=before.starts,
            ends=before.ends,
            zone=before.zone,
            repeat=before.repeat,
            whole_days=before.whole_days,
        )
    own = {day for day in before.skipped if day not in then.skipped and day >= since}
    back = {day for day in then.skipped if day not in before.skipped}
    return replace(
        after,
        reason=before.reason if then.reason == now.reason else after.reason,
        note=before.note if then.note == now.note else after.note,
        forward_to=before.forward_to if then.forward_to == now.forward_to else after.forward_to,
        skipped=tuple(sorted({*now.skipped} - back | own)),
    )
