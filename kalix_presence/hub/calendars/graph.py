"""Microsoft 365 by Graph: the calendar view of one mailbox, first whole, then only what changed (delta).

By Microsoft's published contract: client credentials (OAuth 2.0), `calendarView/delta`, `@odata.nextLink`, `@odata.deltaLink`,
`@removed`, 410 for a state that is too old. Occurrences of a series may say little more than their times; the rest is the
series' own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from zoneinfo import ZoneInfo

from kalix_presence.hub.calendars.event import says_out_of_office
from kalix_presence.hub.calendars.fetching import Fetched, Fetcher
from kalix_presence.hub.calendars.reading import MOST_ENTRIES, MOST_LEFT_OUT
from kalix_presence.hub.calendars.source import Reading
from kalix_presence.hub.calendars.whole_days import Times, span_of
from kalix_presence.hub.site.calendars_section import GraphSection
from kalix_presence.hub.store.calendar_account import CalendarAccount, LeftOut
from kalix_presence.model.entry import Busy, CalendarEntry, Mark, mark_of
from kalix_presence.model.errors import BadInput, Unavailable

_SHOWN = {
    "free": Busy.FREE,
    "tentative": Busy.TENTATIVE,
    "busy": Busy.BUSY,
    "oof": Busy.OUT_OF_OFFICE,
    "workingElsewhere": Busy.FREE,
}
_MOST_PAGES = 100
_REFUSALS = frozenset(range(400, 500)) - {401, 429}
"""Answers that say something of what was asked, rather than of who asks and how often."""
_EARLY = timedelta(minutes=2)
"""A token is renewed so long before it ends."""


class Graph:
    """Reads the mailbox of a person's e-mail address. Entries are kept by id between readings, as the delta demands."""

    def __init__(self, settings: GraphSection, folder: Path, fetcher: Fetcher, *, clock: Callable[[], datetime]) -> None:
        self._settings, self._secret, self._fetcher, self._clock = settings, folder / settings.secret_file, fetcher, clock
        self._token = ""
        self._good_until: datetime | None = None
        self._known: dict[str, dict[str, Any]] = {}

    async def read(
        self, account: CalendarAccount, password: str, *, first: datetime, last: datetime, zone: str, owner: str
    ) -> Reading:
        """See `CalendarSource.read`."""
        if not owner:
            raise BadInput("calendar-no-mailbox")
        begun = account.id in self._known and "delta" in account.mark and account.mark.get("mailbox") == owner
        link = account.mark["delta"] if begun else self._first_link(owner, first, last)
        if not begun:
            self._known[account.id] = {}
        pages, changed = 0, not begun
        while True:
            answer = await self._get(link)
            if answer.status == 410 and begun:
                self._known.pop(account.id, None)
                return await self.read(account, password, first=first, last=last, zone=zone, owner=owner)
            if answer.status == 404:
                raise BadInput("calendar-no-mailbox")
            page = _json(answer)
            changed = self._add_account(account.id, page.get("value", [])) or changed
            pages += 1
            if pages > _MOST_PAGES:
                raise BadInput("calendar-too-large")
            if "@odata.nextLink" in page:
                link = self._own(page["@odata.nextLink"])
                continue
            mark = {"delta": self._own(page.get("@odata.deltaLink", "")), "mailbox": owner}
            if not changed:
                return Reading(None, mark)
            entries, left_out = self._entries(account.id, zone)
            lacks = "calendar-nothing-usable" if left_out and not entries else None
            return Reading(entries, mark, (), lacks, left_out[:MOST_LEFT_OUT], len(left_out), whole=not begun)

    def forget(self, account_id: str) -> None:
        """See `CalendarSource.forget`."""
        self._known.pop(account_id, None)

    def _first_link(self, mailbox: str, first: datetime, last: datetime) -> str:
        times = {"startDateTime": _utc(first), "endDateTime": _utc(last)}
        return f"{self._settings.api}/users/{quote(mailbox, safe='@')}/calendarView/delta?{urlencode(times)}"

    def _own(self, link: object) -> str:
        """A link that leads on at the same API; any other would take the token elsewhere."""
        try:
            own = isinstance(link, str) and urlsplit(link)[:2] == urlsplit(self._settings.api)[:2]
        except ValueError:  # "https://["
            own = False
        if not isinstance(link, str) or not own:
            raise BadInput("calendar-unreadable")
        return link

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, Mapping[str, Any]]:
        """See `subscriptions.Api`."""
        link = f"{self._settings.api}{path}" if path.startswith("/") else self._own(path)
        answer = await self._request(method, link, {"Content-Type": "application/json"}, body, judged=_REFUSALS)
        if answer.status in _REFUSALS or not answer.content:
            return answer.status, {}
        try:
            told = json.loads(answer.content)
        except (ValueError, UnicodeDecodeError, RecursionError):
            raise Unavailable("calendar-unreachable", problem="json") from None
        if answer.status >= 300 or not isinstance(told, dict):
            raise Unavailable("calendar-unreachable", problem=str(answer.status))
        return answer.status, told

    async def _get(self, link: str) -> Fetched:
        return await self._request(
            "GET", link, {"Prefer": 'odata.maxpagesize=200, outlook.timezone="UTC", outlook.body-content-type="text"'}
        )

    async def _request(
        self,
        method: str,
        link: str,
        more: Mapping[str, str],
        body: object = None,
        *,
        judged: frozenset[int] = frozenset(),
    ) -> Fetched:
        headers = {"Authorization": f"Bearer {await self._bearer()}", **more}
        content = None if body is None else json.dumps(body).encode()
        try:
            return await self._fetcher.request(method, link, headers=headers, content=content, judged=judged)
        except BadInput as refusal:
            if refusal.code == "calendar-sign-in":
                self._good_until = None
                raise BadInput("calendar-site-sign-in") from None
            raise

    async def _bearer(self) -> str:
        now = self._clock()
        if self._good_until is None or now >= self._good_until:
            form = {
                "client_id": self._settings.client_id,
                "client_secret": _secret(self._secret),
                "scope": f"{'/'.join(self._settings.api.split('/')[:3])}/.default",
                "grant_type": "client_credentials",
            }
            answer = await self._fetcher.request(
                "POST",
                f"{self._settings.login}/{quote(self._settings.tenant)}/oauth2/v2.0/token",
                headers={"Content-Type": "application/x-www-form-urlencoded"},
                content=urlencode(form).encode(),
            )
            if answer.status != 200:
                raise BadInput("calendar-site-sign-in")
            told = _json(answer)
            try:
                self._token, seconds = str(told["access_token"]), int(told["expires_in"])
            except (KeyError, TypeError, ValueError):
                raise BadInput("calendar-site-sign-in") from None
            self._good_until = now + timedelta(seconds=seconds) - _EARLY
        return self._token

    def _add_account(self, account_id: str, events: object) -> bool:
        known = self._known[account_id]
        if not isinstance(events, list):
            raise BadInput("calendar-unreadable")
        for event in events:
            if not isinstance(event, dict) or not isinstance(event.get("id"), str):
                raise BadInput("calendar-unreadable")
            if "@removed" in event:
                known.pop(event["id"], None)
            else:
                known[event["id"]] = _without_text({**known.get(event["id"], {}), **event})
        if len(known) > MOST_ENTRIES:
            raise BadInput("calendar-too-large")
        return bool(events)

    def _entries(self, account_id: str, zone: str) -> tuple[tuple[CalendarEntry, ...], tuple[LeftOut, ...]]:
        known = self._known[account_id]
        events = [event for event in known.values() if event.get("type") != "seriesMaster"]
        found = [_entry(event, known.get(event.get("seriesMasterId") or "", {}), zone) for event in events]
        read = tuple(each for each in found if isinstance(each, CalendarEntry))
        return read, tuple(each for each in found if isinstance(each, LeftOut))


def _without_text(event: dict[str, Any]) -> dict[str, Any]:
    """What matters of an event; of its text only the mark, and of a private one not even that."""
    private = event.get("sensitivity", "normal") not in ("normal", None)
    mark = event.get("mark", Mark.NONE.value)
    if "subject" in event:
        subject = str(event["subject"] or "")
        mark = Mark.NONE.value if private else mark_of(subject).value
        if event.get("showAs") == "busy" and says_out_of_office(subject):
            event = {**event, "showAs": "oof"}
    names = (
        "id",
        "start",
        "end",
        "showAs",
        "isAllDay",
        "isCancelled",
        "responseStatus",
        "sensitivity",
        "type",
        "seriesMasterId",
    )
    return {name: event[name] for name in names if name in event} | {"mark": mark}


def _entry(event: Mapping[str, Any], series: Mapping[str, Any], zone: str) -> CalendarEntry | LeftOut | None:
    whole = {**series, **event, "mark": event["mark"] if event.get("mark") != "none" else series.get("mark", "none")}
    try:
        times = _times(whole, zone)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return LeftOut("entry-time-unreadable", _day(whole.get("start")))
    if times.end <= times.start:
        return None
    answered = whole.get("responseStatus")
    declined = isinstance(answered, dict) and answered.get("response") == "declined"
    private = whole.get("sensitivity", "normal") not in ("normal", None)
    return CalendarEntry(
        key=hashlib.sha256(str(event["id"]).encode()).hexdigest()[:24],
        start=times.start,
        end=times.end,
        busy=_SHOWN.get(str(whole.get("showAs")), Busy.FREE),
        all_day=times.days > 0,
        private=private,
        declined=declined or bool(whole.get("isCancelled")),
        mark=Mark.NONE if private else Mark(str(whole["mark"])),
    )


def _times(whole: Mapping[str, Any], zone: str) -> Times:
    """A whole day is one wherever its reader is, and however it is written."""
    start, end, sites = _moment(whole["start"]), _moment(whole["end"]), (ZoneInfo(zone),)
    if whole.get("isAllDay"):
        return span_of(start.date(), end.date(), flagged=True, sites=sites)
    return span_of(start, end, flagged=False, sites=sites)


def _day(told: object) -> date | None:
    try:
        return date.fromisoformat(str(told["dateTime"])[:10]) if isinstance(told, dict) else None
    except (KeyError, ValueError):
        return None


def _moment(told: Mapping[str, str]) -> datetime:
    """A dateTimeTimeZone; all are asked for in UTC. Seven digits of a second are one more than Python reads."""
    if told.get("timeZone", "UTC") not in ("UTC", "Etc/UTC"):
        raise ValueError(told.get("timeZone"))
    return datetime.fromisoformat(told["dateTime"][:19]).replace(tzinfo=UTC)


def _json(answer: Fetched) -> dict[str, Any]:
    if answer.status != 200:
        raise Unavailable("calendar-unreachable", problem=str(answer.status))
    try:
        told = json.loads(answer.content)
    except (ValueError, UnicodeDecodeError):
        raise BadInput("calendar-unreadable") from None
    if not isinstance(told, dict):
        raise BadInput("calendar-unreadable")
    return told


def _secret(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise BadInput("calendar-site-sign-in") from None


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
