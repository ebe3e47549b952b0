"""The entries of a calendar file as plans: a series as one plan with its rule, what stands out of it as plans of their own.

Whether a plan says the same as its series is not believed but compared, occurrence by occurrence; a series that no plan can say
becomes single plans, or is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec import structs

from kalix_presence.hub.calendars.event import Event, Reader, is_private
from kalix_presence.hub.calendars.jobs import Candidate, Planned, ReadWindow
from kalix_presence.hub.calendars.reading import Opened, Read, opened
from kalix_presence.hub.calendars.series import Happening, Series, happenings, series_of
from kalix_presence.hub.calendars.whole_days import Times
from kalix_presence.model.entry import Busy, Mark
from kalix_presence.model.errors import BadInput
from kalix_presence.model.recurrence import DAYS, Rule, walls
from kalix_presence.model.repeat import LONGEST_TEXT, MOST_COUNT

MOST_CANDIDATES = 500
MOST_OVER = 20
"""Entries that are over and named all the same; more are counted."""
MOST_SINGLES = 60
"""Plans for the occurrences of one series that one plan cannot say."""
MOST_OCCURRENCES = 3_000
"""Of one series, in the time that is looked ahead."""
_LONGEST_UID = 150
_FIRST_YEAR = 2000


def plans_in(content: bytes, window: ReadWindow) -> Planned:
    """What the file in `content` would be as plans from `window.first` on. Raises as `reading.entries`."""
    found: list[Candidate] = []
    whole: dict[str, None] = {}
    cut_off = False
    gone: list[Candidate] = []
    held = unread = over = 0
    for calendar in opened(content, first=window.first, last=window.last, zone=window.zone, owner=window.owner):
        held, unread, cut_off = held + calendar.held, unread + calendar.unread, cut_off or calendar.cut_off
        for component in calendar.over:
            if len(gone) < MOST_OVER:
                gone.append(_over(component.text("UID"), "" if is_private(component) else component.text("SUMMARY")))
            else:
                over += 1
        broken = {component.text("UID") for component, event in calendar.read if isinstance(event, BadInput)}
        whole.update(dict.fromkeys(_named(uid) for uid in calendar.uids if uid not in broken))
        whole.update(dict.fromkeys(_busy_name(uid) for uid, _, _ in calendar.busy))
        for component, event in calendar.read:
            if isinstance(event, BadInput):
                summary = "" if is_private(component) else component.text("SUMMARY")
                found.append(Candidate(_named(component.text("UID")), "", summary, code=event.code, unread=True))
        for series in _of(calendar, window):
            found += series
            for candidate in series:
                if candidate.alone:
                    whole.pop(candidate.uid, None)
            if len(found) > MOST_CANDIDATES:
                raise BadInput("calendar-too-large")
    lacks = Read(held=held, unread=unread).lacks
    return Planned([*found, *gone], [] if cut_off else list(whole), over, lacks)


def _of(calendar: Opened, window: ReadWindow) -> Iterator[list[Candidate]]:
    for group in calendar.groups:
        several = series_of(group)
        begun = set[datetime]()
        for series in several:
            # Of two that begin together the other is known by its end as well.
            end = None
            if series.master is not None:
                end = series.master.times.end if series.master.times.start in begun else None
                begun.add(series.master.times.start)
            made = list(_Series(series, calendar.reader, window, several=len(several) > 1, end=end).candidates())
            yield made or [_without(series, window)]
    for part, times, busy in calendar.busy:
        like = Candidate(_busy_name(part), f"{_busy_name(part)}@{times.start:%Y%m%dT%H%M%SZ}", away=busy is Busy.OUT_OF_OFFICE)
        yield [_with(like, code="entry-free") if busy in (Busy.FREE, Busy.TENTATIVE) else _single(times, window.zone, like)]


class _Series:
    def __init__(self, series: Series, reader: Reader, window: ReadWindow, *, several: bool, end: datetime | None) -> None:
        self._series, self._reader, self._window = series, reader, window
        one = series.master or series.instead[0]
        written = one.uid or f"{one.times.start}{one.times.end}{one.written}"
        self._uid = _named(one.uid) if one.uid else f"no-uid:{_digest(written)}"
        self._key = f"{self._uid}~{one.starts:%Y%m%dT%H%M%S}" if several and series.master is not None else self._uid
        if end is not None:
            self._key += f"~{end:%Y%m%dT%H%M%S}"

    def candidates(self) -> Iterator[Candidate]:
        """The plans of it, and what is none."""
        master, window = self._series.master, self._window
        happening = []
        for each in happenings(self._series, self._reader, window.first, window.last):
            happening.append(each)
            if len(happening) > MOST_OCCURRENCES:
                raise BadInput("calendar-too-large")
        if master is not None:
            own = [each for each in happening if each.event is master]
            yield from self._spoken_of(master, self._key, own)
        for event in self._series.instead:
            wall = self._wall(event)
            key = f"{self._uid}#{wall:%Y%m%dT%H%M%S}" if isinstance(wall, datetime) else f"{self._uid}#{wall:%Y%m%d}"
            itself = [each for each in happening if each.event is event and each.base is None]
            replaces = _iso(event)
            for told in self._spoken_of(event, key, itself):
                yield _with(told, replaces=replaces, alone=master is None)
            elsewhere = Candidate(self._uid, key, event.summary, replaces=replaces, alone=master is None)
            if not itself and event.counts and event.times.start >= window.last:
                yield _single(event.times, window.zone, elsewhere)  # moved too far ahead: whoever plans it refuses
            elif not itself and event.counts and master is None:
                # Moved to where it is over: the series is without it all the same.
                yield _with(elsewhere, code="plan-over")
            if event.onward and master is not None:
                following = [each for each in happening if each.event is event and each.base is not None]
                yield from self._spoken_of(event, f"{key.replace('#', '~')}", following)

    def _spoken_of(self, event: Event, key: str, happening: list[Happening]) -> Iterator[Candidate]:
        mark = event.mark if self._window.marks else Mark.NONE
        away = event.busy is Busy.OUT_OF_OFFICE and mark is Mark.NONE
        like = Candidate(
            self._uid, key, event.summary, away=away, informs=mark is Mark.INFORMS, guessed_zone=event.guessed_zone
        )
        if event.cancelled:
            yield _with(like, code="entry-cancelled")
        elif event.declined:
            yield _with(like, code="entry-declined")
        elif event.busy in (Busy.FREE, Busy.TENTATIVE) and mark is Mark.NONE:  # a mark says more than busy or free does
            yield _with(like, code="entry-free")
        elif event.times.end <= event.times.start:
            yield _with(like, code="entry-without-time")
        elif not happening:
            return
        elif len(happening) == 1 and not event.rules and happening[0].base is None:
            yield _single(happening[0].times, self._window.zone, like)
        else:
            yield from self._repeating(event, like, happening)

    def _repeating(self, event: Event, like: Candidate, happening: list[Happening]) -> Iterator[Candidate]:
        """One plan for as many occurrences as it can say, and single ones for the rest."""
        master = self._series.master or event
        known = {each.times.wall(event.zone): each for each in happening}
        zone = self._zone(event)
        made, said = self._ruled(event, master, like, sorted(known), zone) if zone else (None, set[datetime]())
        rest = [each for wall, each in sorted(known.items()) if wall not in said]
        if len(rest) > MOST_SINGLES:
            yield _with(like, code="plan-repeat")
            return
        if made is not None:
            yield made
        for each in rest:
            wall = each.times.wall(event.zone)
            yield _single(each.times, self._window.zone, _with(like, key=f"{like.key}@{wall:%Y%m%dT%H%M%S}"))

    def _ruled(
        self, event: Event, master: Event, like: Candidate, starts: list[datetime], zone: str
    ) -> tuple[Candidate | None, set[datetime]]:
        """The plan that repeats, and the wall times it begins at."""
        onward = any(each.onward for each in self._series.instead)
        if len(master.rules) != 1 or not starts:
            return None, set()
        rule = master.rules[0]
        begins = master.starts if event is master and master.starts.year >= _FIRST_YEAR else starts[0]
        if onward or begins != master.starts:
            ends = self._window.last.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - timedelta(days=40)
            endless = rule.count is None and rule.until is None and event is not master and starts[-1] > ends
            rule = replace(rule, count=None, until=None if endless else starts[-1])
        text = _written(rule, whole=event.times.days > 0)
        if text is None:
            return None, set()
        first = self._window.first.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - event.times.length - timedelta(days=1)
        last = self._window.last.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        named = set(walls(rule, begins, max(first, begins), last))
        said = {wall for wall in starts if wall in named}
        if len(said) < 2 and len(starts) <= 2:
            return None, set()
        left_out = sorted({wall.date() for wall in named if wall not in said})
        return _timed(begins, event.times, zone, _with(like, repeat=text, skipped=tuple(left_out))), said

    def _zone(self, event: Event) -> str:
        """The name of the zone in which it repeats, "" for one that only its file knows."""
        if event.times.days:
            return self._window.zone
        return "UTC" if event.zone is UTC else str(getattr(event.zone, "key", ""))

    def _wall(self, event: Event) -> datetime | date:
        moment = event.times.start if event.replaces is None else event.replaces
        return self._reader.wall_of(moment, self._series.master or event)


def _single(times: Times, site: str, like: Candidate) -> Candidate:
    """By the site's clock, but in UTC in the hour that a clock change repeats."""
    zone = ZoneInfo(site)
    start, end = (moment.astimezone(zone).replace(tzinfo=None, fold=0) for moment in (times.start, times.end))
    plain = all(
        wall.replace(tzinfo=zone).astimezone(UTC) == moment for wall, moment in ((start, times.start), (end, times.end))
    )
    if times.first is not None or plain:
        return _timed(start, times, site, like, end)
    return _timed(times.start.replace(tzinfo=None), times, "UTC", like, times.end.replace(tzinfo=None))


def _timed(starts: datetime, times: Times, zone: str, like: Candidate, ends: datetime | None = None) -> Candidate:
    if times.days:
        first = (times.first if ends is not None else starts.date()) or starts.date()
        starts = datetime.combine(first, time())
        ends = starts + timedelta(times.days)
    return _with(like, starts=starts, ends=starts + times.length if ends is None else ends, zone=zone, whole_days=times.days)


def _written(rule: Rule, *, whole: bool) -> str | None:
    """The rule as plans have it; None for one that plans cannot have."""
    if rule.hours or rule.minutes or rule.seconds or rule.year_days or rule.interval > 999 or (rule.count or 0) > MOST_COUNT:
        return None
    until = rule.until
    if until is not None and whole:
        until = datetime.combine(until.date(), time(23, 59, 59))
    parts = {
        "FREQ": rule.every.value,
        "INTERVAL": str(rule.interval) if rule.interval > 1 else "",
        "COUNT": str(rule.count or ""),
        "UNTIL": "" if until is None else f"{until:%Y%m%dT%H%M%S}",
        "BYDAY": ",".join(f"{which or ''}{DAYS[weekday]}" for which, weekday in rule.on),
        "BYMONTHDAY": ",".join(map(str, rule.month_days)),
        "BYMONTH": ",".join(map(str, rule.months)),
        "BYSETPOS": ",".join(map(str, rule.positions)),
        "BYWEEKNO": ",".join(map(str, rule.weeks)),
        "WKST": DAYS[rule.week_begins] if rule.week_begins else "",
    }
    text = ";".join(f"{name}={value}" for name, value in parts.items() if value)
    return text if len(text) <= LONGEST_TEXT else None


def _iso(event: Event) -> str:
    replaces = event.replaces
    if isinstance(replaces, datetime):
        return replaces.astimezone(UTC).isoformat()
    return "" if replaces is None else replaces.isoformat()


def _without(series: Series, window: ReadWindow) -> Candidate:
    """One that happens at no time that is looked at: it is over, or too far ahead, or each of its times is left out."""
    one = series.master or series.instead[0]
    told = _over(one.uid, one.summary)
    if one.times.end <= window.first:
        return told
    if one.times.start >= window.last:
        return _single(one.times, window.zone, _with(told, key=told.uid, code=""))
    return _with(told, code="plan-all-skipped")


def _over(uid: str, summary: str) -> Candidate:
    return Candidate(_named(uid), "", summary, code="plan-over")


def _busy_name(part: str) -> str:
    return f"free-busy:{_named(part)}"


def _named(uid: str) -> str:
    return uid if len(uid) <= _LONGEST_UID else f"{uid[:60]}:{_digest(uid)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _with(like: Candidate, **named: object) -> Candidate:
    return structs.replace(like, **named)
