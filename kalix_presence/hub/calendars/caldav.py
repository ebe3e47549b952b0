"""CalDAV (RFC 4791): which calendars are at an address, whether they changed (sync-token, ctag), and what lies ahead.

Written on httpx rather than with a client library, because every request must pass the one guarded door.
"""

from __future__ import annotations

from datetime import UTC, datetime

from kalix_presence.hub.calendars.asking import Readers
from kalix_presence.hub.calendars.fetching import Fetched, Fetcher, Login
from kalix_presence.hub.calendars.jobs import Collection, ReadWindow
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
_QUERY = """<?xml version="1.0" encoding="utf-8"?>
<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><c:calendar-data/></d:prop>
<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="{start}" end="{end}"/>
</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"""
_MOST_CALENDARS = 50


class CalDav:
    """Reads calendars by PROPFIND and REPORT."""

    def __init__(self, fetcher: Fetcher, readers: Readers) -> None:
        self._fetcher, self._readers = fetcher, readers

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
        ahead: list[CalendarEntry] = []
        left_out: list[LeftOut] = []
        held = unread = 0
        for each in wanted:
            read = await self._report(each.href, login, window)
            ahead += read.entries
            left_out += read.left_out
            held, unread = held + read.held, unread + read.unread
            if len(ahead) > MOST_ENTRIES:
                raise BadInput("calendar-too-large")
        # That nothing lies ahead in a calendar is no fault of it: the server was asked for this time only.
        lacks = "calendar-nothing-usable" if held and unread >= held else None
        return Reading(tuple(ahead), mark, found, lacks, tuple(left_out[:MOST_LEFT_OUT]), unread)

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

    async def _report(self, href: str, login: Login | None, window: ReadWindow) -> Read:
        first, last = (moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for moment in (window.first, window.last))
        headers = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
        query = _QUERY.format(start=first, end=last).encode()
        answer = await self._fetcher.request("REPORT", href, headers=headers, content=query, login=login)
        return await self._readers.report(_multistatus(answer), window)


def _multistatus(answer: Fetched) -> bytes:
    if answer.status != 207:
        raise Unavailable("calendar-unreachable", problem=str(answer.status))
    return answer.content
