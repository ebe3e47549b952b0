"""What is shown of one person: words and glyphs, the same in the list, on a tile, on the card and in a screen reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from kalix_presence import shipped, wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.desktop.grid.hours import hours_briefly, hours_words
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.phrases import goes_on
from kalix_presence.model.bent import said_bent
from kalix_presence.model.elsewhere import Elsewhere, shown_beside
from kalix_presence.model.line import BY_HAND, LineState, is_known
from kalix_presence.model.when.reading import short

translate = QCoreApplication.translate
BETWEEN = " · "
"""Between the return time and its reason, in a list."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """Shape, colour and mark as `glyphs.picture` takes them; `hollow` while nobody knows whether it still holds."""

    shape: str
    colour: str
    mark: str = ""
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One person as shown. `status` is a phrase; `status_briefly` is as a list shows it, the return time before the reason, so
    that the time is never what is cut. `away` says that it deserves a look; `remark` is what is the matter, mostly nothing.

    `line_age` says since when the line's state is not known to hold any more; empty while it is live.
    """

    extension: str
    name: str
    work: str
    status: str
    remark: str
    line: str
    line_glyph: Glyph
    away: bool
    overdue: bool
    glyph: Glyph
    line_age: str = ""
    hours: str = ""
    hours_briefly: str = ""
    place: str = ""
    note: str = ""
    deputy: str = ""
    duties: str = ""
    direct: str = ""
    mobile: str = ""
    waiting: int = 0
    favourite: bool = False
    notice: str = ""
    family_name: str = ""
    """Lists are in the order of it."""
    status_briefly: str = ""
    line_quiet: bool = False
    """The line is free, as nearly all are: eyes need not be told so sixty times. Whoever hears the row is."""

    @property
    def waits(self) -> str:
        """How many callbacks wait for this person, as a column says it; nothing for none."""
        return translate("Grid", "{count} waiting").format(count=self.waiting) if self.waiting else ""

    @property
    def sentence(self) -> str:
        """The whole row, for somebody who hears it."""
        extension = translate("Grid", "extension {number}").format(number=self.extension)
        deputy = translate("Grid", "deputy {name}").format(name=self.deputy) if self.deputy else ""
        line = ", ".join(part for part in (self.line, self.line_age) if part)
        parts = (
            self.name,
            translate("Grid", "favourite") if self.favourite else "",
            self.status,
            self.remark,
            line,
            self.hours,
            self.note,
            extension,
            self.work,
            self.place,
            deputy,
            translate("Grid", "{count} waiting for a callback").format(count=self.waiting) if self.waiting else "",
            self.notice,
        )
        return ", ".join(part for part in parts if part) + "."


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of a person beside directory and standing."""

    waiting: int = 0
    favourite: bool = False
    notice: str = ""
    officer: str = ""


NOTHING_BESIDE = Beside()


def row_of(person: wire.PersonView, presence: Presence, language: str, beside: Beside = NOTHING_BESIDE) -> Row:
    """How `person` stands at the present moment."""
    standing = presence.board.standings.get(person.extension)
    status, briefly, away = _status(standing, presence, language)
    line = standing.line if standing is not None else LineState.UNKNOWN
    stale = _stale_since(presence, language)
    # A hint that is not live is none: what somebody does there now nobody knows.
    told = standing is not None and presence.link is LinkState.ONLINE
    elsewhere = shown_beside(line, standing.elsewhere) if told and standing is not None else Elsewhere.NOTHING
    deputy = presence.people.get(person.deputy or "")
    return Row(
        person.extension,
        person.name,
        _work(person, presence),
        status,
        _remark(standing, presence, language),
        _beside(line, elsewhere),
        line_glyph(line, hollow=bool(stale)),
        away,
        standing is not None and standing.overdue,
        glyph_of(standing, presence),
        line_age=stale,
        hours=hours_words(person.phone_hours, presence, language),
        hours_briefly=hours_briefly(person.phone_hours, presence, language),
        place=person.place,
        note=standing.absence.note if standing is not None and standing.absence is not None else "",
        deputy=f"{deputy.name}, {deputy.extension}" if deputy is not None else "",
        duties=", ".join(person.duties),
        direct=person.direct,
        mobile=person.mobile,
        waiting=beside.waiting,
        favourite=beside.favourite,
        notice=beside.notice,
        family_name=person.family_name,
        status_briefly=briefly,
        line_quiet=line is LineState.IDLE and not stale and elsewhere is Elsewhere.NOTHING,
    )


def _work(person: wire.PersonView, presence: Presence) -> str:
    """What somebody does and where; one's own row says whose it is."""
    you = translate("Grid", "You") if person.extension == presence.extension else ""
    return ", ".join(part for part in (you, person.title, person.unit_name) if part)


def line_words(line: LineState) -> str:
    """What the line is doing; that nobody knows is said too."""
    match line:
        case LineState.IDLE:
            return translate("Grid", "Line free")
        case LineState.RINGING:
            return translate("Grid", "Ringing")
        case LineState.BUSY:
            return translate("Grid", "On the phone")
        case LineState.NOT_REGISTERED:
            return translate("Grid", "Phone not connected")
    return translate("Grid", "Line not known")


def elsewhere_words(elsewhere: Elsewhere) -> str:
    """What somebody does in another program; nothing for nothing."""
    match elsewhere:
        case Elsewhere.CALL:
            return translate("Grid", "In a call in Teams")
        case Elsewhere.MEETING:
            return translate("Grid", "In a meeting in Teams")
        case Elsewhere.PRESENTING:
            return translate("Grid", "Presenting in Teams")
    return ""


def _beside(line: LineState, elsewhere: Elsewhere) -> str:
    """The line in words, with the hint behind it; a line that is free makes room for the hint."""
    hint = elsewhere_words(elsewhere)
    if not hint:
        return line_words(line)
    return hint if line is LineState.IDLE else f"{line_words(line)}{BETWEEN}{hint}"


def line_glyph(line: LineState, *, hollow: bool = False) -> Glyph:
    """The line's own small glyph: five states, five shapes."""
    match line:
        case LineState.IDLE:
            return Glyph("ring", "green", hollow=hollow)
        case LineState.RINGING:
            return Glyph("diamond", "blue", hollow=hollow)
        case LineState.BUSY:
            return Glyph("circle", "red", hollow=hollow)
        case LineState.NOT_REGISTERED:
            return Glyph("square", "grey", "slash", hollow=True)
    return Glyph("circle", "grey", "query", hollow=True)


def glyph_of(standing: wire.Standing | None, presence: Presence) -> Glyph:
    """The person's glyph: the absence, else the line."""
    if standing is None:
        return Glyph("circle", "grey", "query", hollow=True)
    hollow = presence.link is not LinkState.ONLINE
    mark = "query" if standing.overdue else "" if standing.in_force else "bang"
    absence = standing.absence
    if absence is not None:
        if absence.reason not in presence.reasons:
            return Glyph("square", "grey", mark, hollow)
        reason = presence.reasons.get(absence.reason)
        return Glyph(reason.shape, reason.colour, mark, hollow)
    if not standing.overdue and not is_known(standing.line, pbx=presence.pbx):
        return Glyph("circle", "grey", "query", hollow=True)
    if standing.line is LineState.NOT_REGISTERED:
        return Glyph("circle", "grey", "slash", hollow=True)
    if standing.line is LineState.BUSY:
        return Glyph("ring", "red", mark, hollow)
    if standing.line is LineState.RINGING:
        return Glyph("diamond", "blue", mark, hollow)
    unsure = standing.overdue or standing.trouble == BY_HAND
    return Glyph("circle", "amber" if unsure else "green", mark, hollow)


def told_at(moment: datetime, presence: Presence, language: str) -> str:
    """A moment as short as is clear."""
    return short(moment, now=presence.clock(), zone=presence.zone, words=shipped.words(language))


def _stale_since(presence: Presence, language: str) -> str:
    """Since when line states are not heard of any more; nothing while they are live."""
    if presence.link is LinkState.ONLINE and presence.pbx:
        return ""
    since = presence.heard_at
    if since is None:
        return translate("Grid", "not up to date")
    return translate("Grid", "as of {time}").format(time=told_at(since, presence, language))


def _status(standing: wire.Standing | None, presence: Presence, language: str) -> tuple[str, str, bool]:
    """As a phrase, as a list shows it, and whether it deserves a look."""
    if standing is None:
        unknown = translate("Grid", "Not known")
        return unknown, unknown, False
    absence = standing.absence
    if absence is None:
        # Never "available" by a guess: the phone rings, but nobody knows whether somebody is there.
        if standing.overdue:
            said = translate("Grid", "Overdue")
        elif standing.trouble == BY_HAND:
            said = translate("Grid", "Phone forwarded")
        elif is_known(standing.line, pbx=presence.pbx):
            said = translate("Grid", "Available")
        else:
            said = translate("Grid", "Not known if in")
        return said, said, standing.overdue
    name = presence.reason_name(absence.reason, language)
    if absence.returns is None:
        briefly = f"{shipped.words(language).say('when.open')}{BETWEEN}{name}"
        return translate("Grid", "{reason}, until further notice").format(reason=name), briefly, True
    time = told_at(absence.returns, presence, language)
    return translate("Grid", "{reason}, back {time}").format(reason=name, time=time), f"{time}{BETWEEN}{name}", True


def _remark(standing: wire.Standing | None, presence: Presence, language: str) -> str:
    if standing is None:
        return ""
    if standing.overdue:
        return translate("Grid", "Should be back by now")
    if not standing.in_force and standing.trouble == BY_HAND:
        return translate("Grid", "Forwarded by hand in the telephone exchange")
    if not standing.in_force:
        return translate("Grid", "Not confirmed")
    if standing.absence is not None and standing.absence.bent:
        return said_bent(standing.absence.bent, shipped.words(language))
    return goes_on(standing.extension, presence)
