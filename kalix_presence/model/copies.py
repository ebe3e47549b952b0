"""Whether somebody who is away gets a copy of a callback message, and by which way. Pure."""

from __future__ import annotations

from enum import StrEnum

from kalix_presence.model.policy import Policy
from kalix_presence.model.preferences import Preferences
from kalix_presence.model.reason import Reason


class CopyChannel(StrEnum):
    """By which way a copy goes."""

    MAIL = "mail"
    SMS = "sms"


def channels_for(reason: Reason | None, preferences: Preferences, policy: Policy) -> tuple[CopyChannel, ...]:
    """The ways that somebody has chosen, while away for `reason`; none for those who are not away.

    Reasons with `copies` false are days off (sick, holiday): nobody gets copies then, unless the site lets people choose that
    as well and this one has.
    """
    if reason is None:
        return ()
    if not reason.copies and not (policy.copies_when_off and preferences.copies_when_off):
        return ()
    chosen = {CopyChannel.MAIL: preferences.copy_by_mail, CopyChannel.SMS: preferences.copy_by_sms}
    return tuple(channel for channel, wanted in chosen.items() if wanted)
