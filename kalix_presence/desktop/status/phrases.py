"""My status in words and as a glyph, the same in tray, panel and tooltip."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon

from kalix_presence import __version__, shipped, wire
from kalix_presence.client.hub_time import SHOWN_FROM
from kalix_presence.desktop.presence import MyStatus, Phase, Presence
from kalix_presence.desktop.widgets.glyphs import icon
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.bent import said_bent
from kalix_presence.model.line import BY_HAND
from kalix_presence.model.versions import OLDEST_HUB, Fit, fit, is_newer
from kalix_presence.model.when.reading import short

MARKS = {
    Phase.IN_FORCE: "tick",
    Phase.SENDING: "dots",
    Phase.QUEUED: "dots",
    Phase.PENDING: "bang",
    Phase.STALE: "slash",
    Phase.UNKNOWN: "slash",
    Phase.SIGNED_OUT: "slash",
    Phase.NO_TELEPHONE: "",
}


def whose(presence: Presence) -> str:
    """Whose phone it is: Anna Ek · 2041; the username without an extension, "" while nobody is known to be signed in."""
    if presence.me is None:
        return ""
    person = presence.me.person
    return f"{person.name} · {person.extension}" if person is not None else presence.me.username


def owned(name: str, presence: Presence) -> str:
    """The title of a window that is somebody's: two desks on one screen are told apart by it."""
    owner = whose(presence)
    return f"{name} – {owner}" if owner else name


def title(status: MyStatus, presence: Presence, language: str) -> str:
    """What holds and until when: Lunch, back 13.00; Available; Not signed in."""
    if status.phase is Phase.SIGNED_OUT:
        return QCoreApplication.translate("Phrases", "Not signed in")
    if status.phase is Phase.NO_TELEPHONE:
        return QCoreApplication.translate("Phrases", "Your account has no telephone")
    if status.phase is Phase.UNKNOWN:
        return QCoreApplication.translate("Phrases", "Status not known yet")
    if status.reason is None:
        overdue = QCoreApplication.translate("Phrases", "Overdue: are you back?")
        if status.overdue:
            return overdue
        if status.trouble == BY_HAND:
            return QCoreApplication.translate("Phrases", "Phone forwarded")
        if status.unknown:  # never "available" by a guess
            return QCoreApplication.translate("Phrases", "Not known whether your phone can be reached")
        return QCoreApplication.translate("Phrases", "Available")
    name = presence.reason_name(status.reason, language)
    if status.until is None:
        return QCoreApplication.translate("Phrases", "{reason}, until further notice").format(reason=name)
    words = shipped.words(language)
    until = short(status.until, now=presence.clock(), zone=presence.zone, words=words)
    return QCoreApplication.translate("Phrases", "{reason}, back {time}").format(reason=name, time=until)


def bent(status: MyStatus, presence: Presence, language: str) -> list[str]:
    """Where calls go instead of where it was asked, and why; nothing when they go there."""
    if status.bent:
        return [said_bent(status.bent, shipped.words(language))]
    onward = goes_on(presence.extension or "", presence) if status.reason is not None and not status.wished else ""
    return [onward] if onward else []


def goes_on(extension: str, presence: Presence) -> str:
    """That whoever calls to `extension` are forwarded to is away too; "" while that colleague is there, or there is none."""
    behind = presence.away_behind(extension)
    if not behind:
        return ""
    person = presence.people.get(behind)
    name = behind if person is None else person.name
    return QCoreApplication.translate("Phrases", "{name} is away too: calls go on from there.").format(name=name)


def certainty(status: MyStatus, presence: Presence) -> str:
    """Whether the PBX has it, and who ends it where that is not the PBX itself."""
    match status.phase:
        case Phase.SIGNED_OUT:
            return QCoreApplication.translate("Phrases", "Sign in to set your status.")
        case Phase.NO_TELEPHONE:
            return QCoreApplication.translate(
                "Phrases", "It has no absence to set. Colleagues and messages are there as usual."
            )
        case Phase.UNKNOWN:
            return QCoreApplication.translate("Phrases", "Connecting to the presence server …")
        case Phase.STALE:
            return QCoreApplication.translate("Phrases", "No contact with the presence server. This is what was known last.")
        case Phase.SENDING:
            return QCoreApplication.translate("Phrases", "Sending …")
        case Phase.QUEUED:
            return QCoreApplication.translate("Phrases", "Waiting: it is sent as soon as the presence server answers.")
        case Phase.PENDING if status.trouble == BY_HAND:
            return QCoreApplication.translate(
                "Phrases", "Your phone is forwarded in the telephone exchange, by hand: calls do not ring at it."
            )
        case Phase.PENDING:
            return QCoreApplication.translate("Phrases", "Not confirmed: the telephone exchange does not have it yet.")
    if status.reason is None and status.unknown:
        return QCoreApplication.translate("Phrases", "The telephone exchange does not know your phone, or does not answer.")
    if status.reason is None:
        return QCoreApplication.translate("Phrases", "Calls ring at your phone. Confirmed by the telephone exchange.")
    return _confirmed(status, presence)


def _confirmed(status: MyStatus, presence: Presence) -> str:
    """That an absence is in force, and who ends it."""
    view = presence.view
    if status.until is not None and status.forward != ForwardKind.NONE and view is not None:
        if view.ended_by_hub:
            return QCoreApplication.translate("Phrases", "Confirmed by the telephone exchange. The presence server ends it.")
        if view.end_kept == "exact":
            return QCoreApplication.translate("Phrases", "Confirmed by the telephone exchange, which also ends it.")
    return QCoreApplication.translate("Phrases", "Confirmed by the telephone exchange.")


def where_calls_go(absence: wire.ShownAbsence | None, presence: Presence, language: str) -> str:
    """Where calls really go while `absence` holds, why when that is not where it was asked, and its note."""
    if absence is None:
        return ""
    if absence.bent:
        return " ".join((said_bent(absence.bent, shipped.words(language)), *_noted(absence)))
    match absence.forward:
        case ForwardKind.SWITCHBOARD:
            said = [QCoreApplication.translate("ForwardChoice", "Calls go to the switchboard.")]
        case ForwardKind.MOBILE:
            said = [QCoreApplication.translate("ForwardChoice", "Calls go to your mobile.")]
        case ForwardKind.NONE:
            said = [QCoreApplication.translate("ForwardChoice", "Calls still ring at your phone.")]
        case _:
            number = absence.forward_number or ""
            person = presence.people.get(number)
            name = number if person is None else f"{person.name} ({number})"
            said = [QCoreApplication.translate("ForwardChoice", "Calls go to {number}.").format(number=name)] if name else []
            said.append(goes_on(presence.extension or "", presence))
    return " ".join(part for part in (*said, *_noted(absence)) if part)


def _noted(absence: wire.ShownAbsence) -> tuple[str, ...]:
    if not absence.note:
        return ()
    return (QCoreApplication.translate("StatusPanel", "Note: {note}").format(note=absence.note),)


def about(presence: Presence) -> str:
    """Everything that is to be known beside one's status: of the versions, then of clock and zone."""
    return "\n".join(said for said in (about_versions(presence), about_time(presence)) if said)


def about_versions(presence: Presence) -> str:
    """That this program or the server is too old for the other, or that the site has a newer program ready; else nothing."""
    view = presence.view
    if view is None or presence.known_at is not None:
        return ""
    match fit(__version__, view.version, view.clients_from):
        case Fit.CLIENT_OLD:
            text = QCoreApplication.translate(
                "Phrases",
                "This program ({own}) is older than the presence server wants ({wanted}). It goes on, but some things may be "
                "missing: ask for a newer one.",
            )
            return text.format(own=__version__, wanted=view.clients_from)
        case Fit.HUB_OLD:
            text = QCoreApplication.translate(
                "Phrases",
                "The presence server ({hub}) is older than this program wants ({wanted}). It goes on, but some things may be "
                "missing. Tell the administrator.",
            )
            return text.format(hub=view.version, wanted=OLDEST_HUB)
    if not presence.updates or not is_newer(view.newest_client, __version__):
        return ""
    if not view.newest_from:
        text = QCoreApplication.translate("Phrases", "A newer version of this program is ready ({newest}): ask for it.")
        return text.format(newest=view.newest_client)
    text = QCoreApplication.translate("Phrases", "A newer version of this program is ready ({newest}): {where}")
    return text.format(newest=view.newest_client, where=view.newest_from)


def about_time(presence: Presence) -> str:
    """What is to be known of this computer's clock and zone; nothing where both are as at the site."""
    said, skew, now = [], presence.skew, presence.clock()
    if presence.own_time:
        said.append(QCoreApplication.translate("Phrases", "A demo: its clock is its own, and so are its callers."))
    elif abs(skew) >= SHOWN_FROM:
        text = (
            QCoreApplication.translate("Phrases", "This computer's clock is {much} fast; the presence server's time counts.")
            if skew > timedelta()
            else QCoreApplication.translate(
                "Phrases", "This computer's clock is {much} slow; the presence server's time counts."
            )
        )
        said.append(text.format(much=_much(abs(skew))))
    there = now.astimezone(ZoneInfo(presence.zone))
    if now.astimezone().utcoffset() != there.utcoffset():
        # Without the time there: it would stand still wherever this is shown.
        text = QCoreApplication.translate("Phrases", "All times are those of {city}.")
        said.append(text.format(city=presence.zone.rpartition("/")[2].replace("_", " ")))
    return " ".join(said)


def _much(skew: timedelta) -> str:
    seconds = round(skew.total_seconds())
    if seconds < 90:
        return QCoreApplication.translate("Phrases", "{count} s").format(count=seconds)
    if seconds < 90 * 60:
        return QCoreApplication.translate("Phrases", "{count} min").format(count=round(seconds / 60))
    if seconds < 36 * 3600:
        return QCoreApplication.translate("Phrases", "{count} h").format(count=round(seconds / 3600))
    return QCoreApplication.translate("Phrases", "{count} days").format(count=round(seconds / 86400))


def status_icon(status: MyStatus, presence: Presence, *, dark: bool, badge: int = 0, rim: bool = False) -> QIcon:
    """Shape and colour tell the state, the mark how sure it is; hollow while it is not what holds."""
    mark = MARKS[status.phase]
    if status.phase is Phase.IN_FORCE and status.bent:
        mark = "bang"  # the PBX has a rule, and not the one that was asked for
    if status.phase in (Phase.SIGNED_OUT, Phase.NO_TELEPHONE, Phase.UNKNOWN):
        return icon("circle", "grey", mark, dark=dark, badge=badge, rim=rim, hollow=True)
    hollow = status.phase in (Phase.SENDING, Phase.QUEUED, Phase.STALE)
    if status.overdue:
        return icon("circle", "amber", "query", dark=dark, badge=badge, rim=rim, hollow=hollow)
    if status.reason is None and status.unknown:
        return icon("circle", "grey", "query", dark=dark, badge=badge, rim=rim, hollow=True)
    if status.reason is None:
        return icon("circle", "green", mark, dark=dark, badge=badge, rim=rim, hollow=hollow)
    if status.reason in presence.reasons:
        reason = presence.reasons.get(status.reason)
        return icon(reason.shape, reason.colour, mark, dark=dark, badge=badge, rim=rim, hollow=hollow)
    return icon("square", "grey", mark, dark=dark, badge=badge, rim=rim, hollow=hollow)
