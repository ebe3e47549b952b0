"""What somebody has chosen about their time, as clients get and change it."""

from __future__ import annotations

from datetime import time

import msgspec
from msgspec import UNSET, UnsetType

from kalix_presence.model.preferences import CalendarRules, DayException, PhoneHours, Preferences, Span


class PreferencesView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET and PUT /people/{extension}/preferences; `locked` names what the site lets nobody change.

    `reminders` (by their names in a desk's settings) and `office` (networks) are decided by the site for all desks.
    """

    preferences: Preferences
    locked: list[str] = []
    reminders: dict[str, bool] = {}
    office: list[str] = []
    mirrors: list[str] = []
    """Where the site lets people be told of, by name: "teams", and "mailbox" where mailboxes may answer; a newer hub may know
    more."""


class PreferencesRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of PUT /people/{extension}/preferences; see `model.preferences.Preferences` for the meaning of each field.

    What is left out stays as it is, so that an older client does no harm to what it does not know; null is "as the site has
    it".
    """

    hours: dict[int, list[Span]] | UnsetType | None = UNSET
    lunch_at: time | UnsetType | None = UNSET
    lunch_minutes: int | UnsetType | None = UNSET
    exceptions: list[DayException] | UnsetType = UNSET
    phone_hours: PhoneHours | UnsetType | None = UNSET
    copy_by_mail: bool | UnsetType = UNSET
    copy_by_sms: bool | UnsetType = UNSET
    copies_when_off: bool | UnsetType = UNSET
    gone_at_day_end: bool | UnsetType = UNSET
    lunch_when_locked: bool | UnsetType = UNSET
    report_by_mail: bool | UnsetType = UNSET
    status_elsewhere: bool | UnsetType = UNSET
    calls_elsewhere: bool | UnsetType = UNSET
    reply_elsewhere: bool | UnsetType = UNSET
    calendar: CalendarRules | UnsetType = UNSET
