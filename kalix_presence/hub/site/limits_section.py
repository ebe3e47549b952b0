"""The limits and waits that a site may set under `[limits]` in `kalix-hub.toml`, each within bounds that the hub works with."""

from __future__ import annotations

from dataclasses import fields

import msgspec

from kalix_presence.hub.site.limits import HubLimits

CORE = HubLimits()


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What protects the hub: bytes of a request body, bytes waiting for one slow stream reader, streams at once, seconds.

    Before anybody has said who they are: `head_bytes` of a request's head, `request_seconds` until a request is whole,
    `answer_seconds` until an answer is read, `connections` in all and, without a good token, `connections_per_address`.

    `import_percent`: of the people in the directory, how many an import takes away or replaces without being asked.

    `pbx_seconds` is the core's `apply_seconds`; what follows it is called there as here, see `HubLimits`.
    """

    body_bytes: int = 65_536
    head_bytes: int = 65_536
    request_seconds: float = 20.0
    answer_seconds: float = 120.0
    connections: int = 16_000
    connections_per_address: int = 500
    stream_bytes: int = 1_048_576
    streams: int = 20_000
    streams_per_account: int = 40
    streams_per_session: int = 10
    calls_per_minute: int = 60
    messages_per_minute: int = 120
    changes_per_minute: int = 1_200
    reads_per_minute: int = 3_000
    heartbeat_seconds: float = 15.0
    pbx_seconds: float = CORE.apply_seconds
    reconcile_seconds: float = CORE.reconcile_seconds
    retry_seconds: float = CORE.retry_seconds
    retry_cap_seconds: float = CORE.retry_cap_seconds
    directory_seconds: float = CORE.directory_seconds
    event_days: int = CORE.event_days
    key_days: int = CORE.key_days
    absence_days: int = CORE.absence_days
    overdue_hours: int = CORE.overdue_hours
    nudge_seconds: float = CORE.nudge_seconds
    unit_people: int = CORE.unit_people
    unit_notices: int = CORE.unit_notices
    notice_days: int = CORE.notice_days
    audit_days: int = CORE.audit_days
    import_percent: float = 5.0

    @property
    def core(self) -> HubLimits:
        """Those of the hub's core."""
        same = {each.name: getattr(self, each.name) for each in fields(HubLimits) if each.name != "apply_seconds"}
        return HubLimits(apply_seconds=self.pbx_seconds, **same)


BOUNDS: dict[str, tuple[float, float]] = {
    "body_bytes": (16_384, 16_777_216),
    "head_bytes": (8_192, 1_048_576),
    "request_seconds": (0.5, 300),
    "answer_seconds": (1, 3_600),
    "connections": (16, 1_000_000),
    "connections_per_address": (4, 1_000_000),
    "stream_bytes": (65_536, 1_073_741_824),
    "streams": (1, 1_000_000),
    "streams_per_account": (1, 1_000_000),
    "streams_per_session": (1, 1_000_000),
    "calls_per_minute": (1, 1_000_000),
    "messages_per_minute": (1, 1_000_000),
    "changes_per_minute": (1, 1_000_000),
    "reads_per_minute": (1, 1_000_000),
    "pbx_seconds": (0.1, 120),
    "reconcile_seconds": (0.5, 3_600),
    "retry_seconds": (0.05, 60),
    "retry_cap_seconds": (1, 3_600),
    "directory_seconds": (0.1, 600),
    "event_days": (1, 90),
    "key_days": (7, 90),
    "absence_days": (1, 365),
    "overdue_hours": (1, 72),
    "nudge_seconds": (0, 86_400),
    "unit_people": (1, 10_000),
    "unit_notices": (1, 1_000),
    "notice_days": (1, 365),
    "audit_days": (30, 3_650),
    "import_percent": (0, 100),
}
"""Least and most of each. `key_days`: clients keep a change they could not deliver for seven days, and send it with its key."""


def out_of_bounds(limits: Limits) -> tuple[str, float, float] | None:
    """The first setting that cannot be meant, with its least and most; also what is no number (TOML knows `nan`)."""
    for name, (least, most) in BOUNDS.items():
        if not least <= getattr(limits, name) <= most:
            return name, least, most
    return None
