"""CalDAV (RFC 4791): which calendars are at an address, whether they changed (sync-token, ctag), and what lies ahead.

A server that tells what has changed since a token (RFC 6578) is asked for that alone, once a calendar was read whole. Written
on httpx rather than with a client library, because every request must pass the one guarded door.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from kalix_presence.hub.calendars.asking import Readers
from kalix_presence.hub.calendars.fetching import Fetched, Fetcher, Login
from kalix_presence.hub.calendars.jobs import Collection, ReadWindow, Report
from kalix_presence.hub.calendars.reading import MOST_ENTRIES, MOST_LEFT_OUT, Read
from kalix_presence.hub.calendars.source import Reading
from kalix_presence.hub.store.calendar_account import CalendarAccount, LeftOut
from kalix_presence.model.entry import CalendarEntry
from kalix_presence.model.errors import BadInput, Unavailable
from kalix_presence.wire.calendars import FoundCalendar

_PROPS = b"""<?xml version="1.0" encoding="utf-8"?>
<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"><d:prop>
<d:resourcetype/><d:displayname/><d:sync-token/><s:getctag/><d:current-user-principal/><c:calendar-home-set/>
<c:supported-calendar-component-set/></d:prop></d:propfind>"""
_SPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
_QUERY = f"""<?xml version="1.0" encoding="utf-8"?>
<c:calendar-query {_SPACES}><d:prop><c:calendar-data/></d:prop>
<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="{{start}}" end="{{end}}"/>
</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"""
_CHANGES = f"""<?xml version="1.0" encoding="utf-8"?>
<d:sync-collection {_SPACES}><d:sync-token>{{token}}</d:sync-token><d:sync-level>1</d:sync-level>
<d:prop><d:getetag/><c:calendar-data/></d:prop></d:sync-collection>"""
_THESE = f"""<?xml version="1.0" encoding="utf-8"?>
<c:calendar-multiget {_SPACES}><d:prop><c:calendar-data/></d:prop>{{hrefs}}</c:calendar-multiget>"""
_MOST_CALENDARS = 50
_MOST_PAGES = 100
_AT_ONCE = 50
"""Files that are asked for in one request, where the server names changes and leaves out what they say."""
_REFUSALS = frozenset(range(400, 600)) - {401, 429, 503}
"""What a server may answer to being asked for changes: that it does not know the token any more, or does not tell changes. It
is asked for everything then."""


@dataclass(slots=True)
class _Known:
    """What one calendar holds, by the address of each file, up to a token."""

    token: str = ""
    items: dict[str, Read] = field(default_factory=dict)


class CalDav:
    """Reads calendars by PROPFIND and REPORT. What they hold is kept between readings, so that changes can be added to it."""

    def __init__(self, fetcher: Fetcher, readers: Readers) -> None:
        self._fetcher, self._readers = fetcher, readers
        self._known: dict[str, dict[str, _Known]] = {}

    async def read(
        self, account: CalendarAccount, password: str, *, first: datetime, last: datetime, zone: str, owner: str
    ) -> Reading:
        """See `CalendarSource.read`."""
        login = Login(account.address, account.username, password) if account.username else None
        there = await self._collections(account.address, login)
        found = tuple(FoundCalendar(each.href, each.name) for each in there)
        wanted = [each for each in there if not account.chosen or each.href in account.chosen]
        mark = {each.href: each.token for each in wanted}
        if account.mark and mark == account.mark and all(mark.values()):
            return Reading(None, mark, found)
        window = ReadWindow(first, last, zone, owner)
        before = self._known.get(account.id, {}) if account.mark else {}
        known: dict[str, _Known] = {}
        whole = True
        for each in wanted:
            now = await self._changed(each, before[each.href], login, window) if each.tells and each.href in before else None
            whole = whole and now is None
            known[each.href] = now or await self._everything(each, login, window)
            if sum(len(read.entries) for one in known.values() for read in one.items.values()) > MOST_ENTRIES:
                raise BadInput("calendar-too-large")
        self._known[account.id] = known
        return _reading(known, found, whole=whole)

    def forget(self, account_id: str) -> None:
        """See `CalendarSource.forget`."""
        self._known.pop(account_id, None)

    async def _collections(self, address: str, login: Login | None) -> list[Collection]:
        """The calendars at `address`: itself, those in it, or those of the home that its principal names."""
        asked: set[str] = set()
        while address not in asked and len(asked) < 4:
            asked.add(address)
            headers = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
            answer = await self._fetcher.request("PROPFIND", address, headers=headers, content=_PROPS, login=login)
            there = await self._readers.listing(_multistatus(answer), answer.address)
            if there.calendars:
                return there.calendars[:_MOST_CALENDARS]
            address = next((each for each in there.onward if each not in asked), address)
        raise BadInput("calendar-none-there", field="address")

    async def _everything(self, there: Collection, login: Login | None, window: ReadWindow) -> _Known:
        """All that lies ahead. The token was asked for before: what changes meanwhile is told of once more."""
        first, last = (moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for moment in (window.first, window.last))
        answer = await self._report(there.href, _QUERY.format(start=first, end=last), login, depth="1")
        report = await self._readers.report(_multistatus(answer), there.href, window)
        if report.more:
            raise BadInput("calendar-too-large")  # of what was left out nobody would know
        return _Known(there.token, {each.address: each.read for each in report.items if each.read is not None})

    async def _changed(self, there: Collection, before: _Known, login: Login | None, window: ReadWindow) -> _Known | None:
        """What it holds now, by what the server tells as changed; None where it tells nothing that can be used."""
        known = _Known(before.token, dict(before.items))
        for _ in range(_MOST_PAGES if known.token else 0):
            if known.token == there.token:
                return known
            asked = _CHANGES.format(token=escape(known.token))
            answer = await self._report(there.href, asked, login, depth="0", judged=_REFUSALS)
            if answer.status != 207:
                return None
            page = await self._readers.report(answer.content, there.href, window)
            _add(known, page)
            named = [each.address for each in page.items if each.read is None and not each.gone]
            for start in range(0, len(named), _AT_ONCE):
                _add(known, await self._these(there, named[start : start + _AT_ONCE], login, window))
            if not page.token or len(known.items) > MOST_ENTRIES:
                return None
            known.token = page.token
            if not page.more:
                return known
        return None

    async def _these(self, there: Collection, named: list[str], login: Login | None, window: ReadWindow) -> Report:
        hrefs = "".join(f"<d:href>{escape(urlsplit(each).path)}</d:href>" for each in named)
        answer = await self._report(there.href, _THESE.format(hrefs=hrefs), login, depth="0")
        return await self._readers.report(_multistatus(answer), there.href, window)

    async def _report(
        self, href: str, query: str, login: Login | None, *, depth: str, judged: frozenset[int] = frozenset()
    ) -> Fetched:
        headers = {"Depth": depth, "Content-Type": "application/xml; charset=utf-8"}
        return await self._fetcher.request("REPORT", href, headers=headers, content=query.encode(), login=login, judged=judged)


def _add(known: _Known, page: Report) -> None:
    for each in page.items:
        if each.read is not None and (each.read.entries or each.read.unread):
            known.items[each.address] = each.read
        else:  # gone, or nothing of it lies ahead; what is named alone is asked for by itself
            known.items.pop(each.address, None)


def _reading(known: dict[str, _Known], found: tuple[FoundCalendar, ...], *, whole: bool) -> Reading:
    ahead: list[CalendarEntry] = []
    left_out: list[LeftOut] = []
    held = unread = 0
    for one in known.values():
        for read in one.items.values():
            ahead += read.entries
            left_out += read.left_out
            held, unread = held + read.held, unread + read.unread
    # That nothing lies ahead in a calendar is no fault of it: the server was asked for this time only.
    lacks = "calendar-nothing-usable" if held and unread >= held else None
    mark = {href: one.token for href, one in known.items()}
    return Reading(tuple(ahead), mark, found, lacks, tuple(left_out[:MOST_LEFT_OUT]), unread, whole=whole)


def _multistatus(answer: Fetched) -> bytes:
    if answer.status != 207:
        raise Unavailable("calendar-unreachable", problem=str(answer.status))
    return answer.content
