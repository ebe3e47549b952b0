"""One VEVENT as its writer meant it: times and whole days, rule and exceptions in its series' zone, busy or free, declined."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from kalix_presence.hub.calendars.components import Component
from kalix_presence.hub.calendars.values import Moment, length_of, moment_of, moments_of
from kalix_presence.hub.calendars.whole_days import Times, day_of, span_of
from kalix_presence.hub.calendars.zones import Zones
from kalix_presence.model.entry import Busy, Mark, mark_of
from kalix_presence.model.errors import BadInput
from kalix_presence.model.recurrence import Rule, read_rule

MOST_DATES = 2_000
"""RDATE and EXDATE of one entry."""
_PRIVATE = ("PRIVATE", "CONFIDENTIAL")
_OUTLOOK = {
    "FREE": Busy.FREE,
    "TENTATIVE": Busy.TENTATIVE,
    "BUSY": Busy.BUSY,
    "OOF": Busy.OUT_OF_OFFICE,
    "WORKINGELSEWHERE": Busy.FREE,
}
_OUT_OF_OFFICE = frozenset(
    (
        "out of office",
        "ooo",
        "frånvarande",
        "inte på kontoret",
        "ej på kontoret",
        "poissa",
        "poissa toimistosta",
        "poissa työpaikalta",
    )
)
"""What Google's own kind of entry is called when it comes as a file: nothing else in the file says what it is."""
_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")


@dataclass(frozen=True, slots=True)
class Event:
    """`zone` is that of its series: times of it are wall times there. Of a whole day, `first` is its midnight.

    `replaces` is the wall time of the occurrence it stands for, in its own terms (see `Event.wall_of`); `onward` when for all
    that follow as well.
    """

    uid: str
    times: Times
    zone: tzinfo
    busy: Busy
    mark: Mark = Mark.NONE
    private: bool = False
    cancelled: bool = False
    declined: bool = False
    summary: str = ""
    revision: tuple[int, str] = (0, "")
    rules: tuple[Rule, ...] = ()
    never: tuple[Rule, ...] = ()
    """Rules of what does not happen (EXRULE of RFC 2445, which programs still write)."""
    written: str = ""
    """The rule as it is written, where there is one."""
    extra: tuple[tuple[Moment, timedelta | None], ...] = ()
    left_out: tuple[Moment, ...] = ()
    replaces: Moment | None = None
    onward: bool = False
    guessed_zone: bool = False
    """Its times name a zone that nobody knows."""

    @property
    def starts(self) -> datetime:
        """Its wall time in `zone`."""
        return self.times.wall(self.zone)

    @property
    def counts(self) -> bool:
        """Whether it says that somebody is not there."""
        return not (self.cancelled or self.declined) and self.busy in (Busy.BUSY, Busy.OUT_OF_OFFICE)


@dataclass(slots=True)
class Reader:
    """Reads the events of one calendar; `owner` is the e-mail address whose answer counts."""

    zones: Zones
    owner: str = ""
    cancels: bool = False
    """The whole calendar is a cancellation (METHOD:CANCEL)."""
    _sites: tuple[tzinfo, ...] = field(default=())

    def __post_init__(self) -> None:
        own = self.zones.own
        self._sites = (self.zones.site,) if own is None else (own, self.zones.site)

    def read(self, component: Component) -> Event:
        """One event. Raises BadInput `entry-...` when it cannot be."""
        line = component.one("DTSTART")
        if line is None or not component.whole:
            raise BadInput("entry-without-time" if component.whole else "entry-cut-off")
        try:
            start = self._moment(line.value, line.parameters)
            end = self._end(component, start)
            times = span_of(start, end, flagged=_flagged(component), sites=self._sites)
        except (ValueError, OverflowError):
            raise BadInput("entry-time-unreadable") from None
        zone = self._zone(start)
        again = component.one("RECURRENCE-ID")
        private = is_private(component)
        status, summary = component.text("STATUS").upper(), component.text("SUMMARY")
        rules, never = (() if again is not None else self._rules(component, name, times, zone) for name in ("RRULE", "EXRULE"))
        extra, left_out = self._dates(component)
        try:
            replaces = None if again is None else self._moment(again.value, again.parameters)
        except (ValueError, OverflowError):
            raise BadInput("entry-time-unreadable") from None
        sequence = component.text("SEQUENCE")
        return Event(
            uid=component.text("UID"),
            times=times,
            zone=zone,
            busy=busy_of(component),
            mark=Mark.NONE if private else mark_of(summary),
            private=private,
            cancelled=status == "CANCELLED" or self.cancels,
            declined=self._declined(component),
            summary="" if private else summary,
            revision=(int(sequence) if sequence.isascii() and sequence.isdigit() else 0, component.text("DTSTAMP")),
            rules=rules,
            never=never,
            written=component.text("RRULE") if rules else "",
            extra=extra,
            left_out=left_out,
            replaces=replaces,
            guessed_zone=self.zones.guesses(*component.all("DTSTART"), *component.all("DTEND")),
            onward=again is not None and again.parameters.get("RANGE", "").upper() == "THISANDFUTURE",
        )

    def instant(self, wall: datetime, zone: tzinfo) -> datetime:
        """The instant of a wall time; one that a clock change repeats is the first."""
        return wall.replace(tzinfo=zone).astimezone(UTC)

    def _moment(self, value: str, parameters: dict[str, str]) -> Moment:
        found = moment_of(value, parameters, self.zones.of)
        if isinstance(found, datetime) and found.tzinfo is None:
            return found.replace(tzinfo=self._sites[0])
        return found

    def _zone(self, start: Moment) -> tzinfo:
        """That of the series: one in UTC from a calendar that says where it is follows the clocks there."""
        if not isinstance(start, datetime) or start.tzinfo is None:
            return self._sites[0]
        return self.zones.own if start.tzinfo is UTC and self.zones.own is not None else start.tzinfo

    def _end(self, component: Component, start: Moment) -> Moment:
        end, length = component.one("DTEND"), component.one("DURATION")
        if end is not None:
            return self._moment(end.value, end.parameters)
        if length is not None:
            lasts = length_of(length.value)
            if isinstance(start, datetime):  # so many hours are so many, whatever the clocks do meanwhile
                return (start.astimezone(UTC) + lasts).astimezone(start.tzinfo)
            return start + lasts if lasts % timedelta(1) == timedelta() else start + timedelta(lasts.days + 1)
        return start if isinstance(start, datetime) else start + timedelta(1)

    def _rules(self, component: Component, name: str, times: Times, zone: tzinfo) -> tuple[Rule, ...]:
        found: list[Rule] = []
        for line in component.all(name)[:10]:
            parts = dict(each.strip().split("=", 1) for each in line.value.upper().split(";") if "=" in each)
            if not line.value:
                continue  # what some programs write for no rule
            if parts.get("COUNT", "").startswith("-"):
                del parts["COUNT"]  # and for no end
            if parts.get("FREQ") in _OFTEN:
                raise BadInput("entry-repeats-often")
            try:
                until = self._until(parts["UNTIL"], times, zone) if "UNTIL" in parts else None
                found.append(read_rule(parts, until=until))
            except (ValueError, OverflowError, KeyError):
                raise BadInput("entry-repeat") from None
        return tuple(found)

    def _until(self, value: str, times: Times, zone: tzinfo) -> datetime:
        """The last wall time that counts; a mere day counts whole."""
        until = moment_of(value, {}, self.zones.of)
        if times.days:
            return datetime.combine(day_of(until, (*self._sites, zone)), time())
        if not isinstance(until, datetime):
            return datetime.combine(until, time(23, 59, 59))
        return until if until.tzinfo is None else until.astimezone(zone).replace(tzinfo=None)

    def _dates(self, component: Component) -> tuple[tuple[tuple[Moment, timedelta | None], ...], tuple[Moment, ...]]:
        lines = [*component.all("RDATE"), *component.all("EXDATE")]
        if sum(line.value.count(",") + 1 for line in lines) > MOST_DATES:
            raise BadInput("entry-many-dates")
        try:
            extra = [each for line in component.all("RDATE") for each in moments_of(line, self.zones.of)]
            left_out = [moment for line in component.all("EXDATE") for moment, _ in moments_of(line, self.zones.of)]
        except (ValueError, OverflowError):
            raise BadInput("entry-time-unreadable") from None
        return tuple(extra), tuple(left_out)

    def wall_of(self, moment: Moment, event: Event) -> datetime | date:
        """`moment` in the terms of the series `event`: the midnight of a whole day, a wall time, or a day meant whole."""
        if event.times.days:
            return datetime.combine(day_of(moment, (*self._sites, event.zone)), time())
        if not isinstance(moment, datetime):
            return moment
        return moment if moment.tzinfo is None else moment.astimezone(event.zone).replace(tzinfo=None)

    def _declined(self, component: Component) -> bool:
        if not self.owner:
            return False
        mailbox = self.owner.casefold()
        declined = [line for line in component.all("ATTENDEE") if line.parameters.get("PARTSTAT", "").upper() == "DECLINED"]
        return any(line.value.casefold().rpartition("mailto:")[2].strip() == mailbox for line in declined)


def is_private(component: Component) -> bool:
    """Whether nothing of its text may be looked at."""
    return component.text("CLASS").upper() in _PRIVATE


def busy_of(component: Component) -> Busy:
    """What it says of the time: the programs' own words first, for they know more, then the standard's."""
    if component.text("X-NEXTCLOUD-OUT-OF-OFFICE"):
        return Busy.OUT_OF_OFFICE
    for name in ("X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-INTENDEDSTATUS"):
        said = _OUTLOOK.get(component.text(name).upper())
        if said is not None:
            return said
    if component.text("TRANSP").upper() == "TRANSPARENT":
        return Busy.FREE
    if component.text("STATUS").upper() == "TENTATIVE":
        return Busy.TENTATIVE
    return Busy.OUT_OF_OFFICE if says_out_of_office(component.text("SUMMARY")) else Busy.BUSY


def says_out_of_office(summary: str) -> bool:
    """Whether a text is the name that Google gives its own kind of entry."""
    return " ".join(summary.casefold().split()) in _OUT_OF_OFFICE


def _flagged(component: Component) -> bool:
    return component.text("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE" or bool(component.text("X-NEXTCLOUD-OUT-OF-OFFICE"))
