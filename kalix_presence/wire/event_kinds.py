"""What events are of: the tag of each in the event stream. A kind is never taken away: the hub's log may still hold it."""

from __future__ import annotations

from enum import StrEnum


class EventKind(StrEnum):
    """The `kind` of an event, which is also its SSE `event:` field and what the hub's log keeps of it."""

    APPOINTMENTS = "appointments"
    ASKED = "asked"
    BOARD_APART = "board_apart"
    CALENDARS = "calendars"
    CALL = "call"
    DELEGATIONS = "delegations"
    DEPUTY_ASKED = "deputy_asked"
    DIRECTORY = "directory"
    DRIFT = "drift"
    EXTENSION_REQUESTS = "extension_requests"
    GREETING = "greeting"
    HELLO = "hello"
    LINES = "lines"
    MAILBOX_AWAY = "mailbox_away"
    MESSAGE = "message"
    MESSAGES_FORGOTTEN = "messages_forgotten"
    NEWCOMER = "newcomer"
    NEWCOMERS = "newcomers"
    NOTICES = "notices"
    NUDGE = "nudge"
    PBX = "pbx"
    PERSON = "person"
    PLANS = "plans"
    SET_FOR_YOU = "set_for_you"
    SKETCH = "sketch"
    SOURCES = "sources"
    STANDING = "standing"
