"""The limits and waits of the hub's core: named settings with defaults, documented here; sites set them in `[limits]`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HubLimits:
    """Limits of the hub's core.

    `apply_seconds`: how long a status change waits for the PBX before it answers `in_force: false` and goes on trying.
    `retry_seconds`, `retry_cap_seconds`: first and longest wait between tries, doubled each time and jittered.
    `reconcile_seconds`: how often hub and PBX are compared. `directory_seconds`: how soon an import is noticed.
    `event_days`: how long events can be resumed from. `key_days`: how long an idempotency key is remembered, which is also
    how long a client's outbox may keep a change. `absence_days`: how long ended absences are kept.
    `overdue_hours`: how long somebody counts as overdue whose absence ended by the clock with no word of their return.
    `nudge_seconds`: how soon somebody overdue may be asked again whether they are back. `unit_people`: most people of a unit
    that is forwarded at once. `unit_notices`: most open notices of one unit. `notice_days`: how long those that are over are
    kept. `audit_days`: how long the audit trail tells who changed what.
    """

    apply_seconds: float = 2.0
    retry_seconds: float = 0.5
    retry_cap_seconds: float = 30.0
    reconcile_seconds: float = 60.0
    directory_seconds: float = 0.5
    event_days: int = 7
    key_days: int = 7
    absence_days: int = 30
    overdue_hours: int = 16
    nudge_seconds: float = 600.0
    unit_people: int = 300
    unit_notices: int = 20
    notice_days: int = 30
    audit_days: int = 90
