"""What a site sets about calendars; without hosts nobody can have one read."""

from __future__ import annotations

import msgspec


class GraphSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The site's own application in Microsoft 365 (client credentials, application permission Calendars.ReadBasic or
    Calendars.Read, limited to the mailboxes concerned). `tenant` empty: not used. The secret lies in a file of mode 0600.
    `notify_url` is where Microsoft reaches this hub from the internet, empty where it does not: then calendars are only looked
    at."""

    tenant: str = ""
    client_id: str = ""
    secret_file: str = "graph.secret"  # noqa: S105  (a file name)
    login: str = "https://login.microsoftonline.com"
    api: str = "https://graph.microsoft.com/v1.0"
    notify_url: str = ""


class CalendarsSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which hosts calendars may be read from, how often (seconds, 60 at most), how far ahead (days), and what one answer may
    weigh and take (bytes, seconds). `key_file` holds the key that encrypts passwords; it is made when first needed."""

    hosts: tuple[str, ...] = ()
    poll_seconds: float = 30.0
    days: int = 21
    most_bytes: int = 10_000_000
    seconds: float = 20.0
    per_person: int = 5
    key_file: str = "calendars.key"
    graph: GraphSection = GraphSection()
