"""CalDAV (RFC 4791): which calendars are at an address, whether they changed (sync-token, ctag), and what lies ahead.

Written on httpx rather than with a client library, because every request must pass the one guarded door.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin
from xml.etree import ElementTree

from kalix_presence.hub.calendars.account import Account, Reading
from kalix_presence.hub.calendars.fetching import Answer, Fetcher
from kalix_presence.hub.calendars.reading import MOST_ENTRIES, entries
from kalix_presence.model.entry import Entry
from kalix_presence.model.errors import BadInput, Unavailable
from kalix_presence.wire.calendars import FoundCalendar

_DAV, _CAL, _CS = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://calendarserver.org/ns/}"
_PROPS = b"""<?xml version="1.0" encoding="utf-8"?>
<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"><d:prop>
<d:resourcetype/><d:displayname/><d:sync-token/><s:getctag/><d:current-user-principal/><c:calendar-home-set/>
<c:supported-calendar-component-set/></d:prop></d:propfind>"""
_QUERY = """<?xml version="1.0" encoding="utf-8"?>
<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><c:calendar-data/></d:prop>
<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="{start}" end="{end}"/>
</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"""
_MOST_CALENDARS = 50


@dataclass(frozen=True, slots=True)
class _Collection:
    href: str
    name: str
    token: str


class CalDav:
    """Reads calendars by PROPFIND and REPORT."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    async def read(self, account: Account, password: str, *, first: datetime, last: datetime, zone: str, owner: str) -> Reading:
        """See `CalendarSource.read`."""
        login = (account.username, password) if account.username else None
        there = await self._collections(account.address, login)
        found = tuple(FoundCalendar(each.href, each.name) for each in there)
        wanted = [each for each in there if not account.chosen or each.href in account.chosen]
        mark = {each.href: each.token for each in wanted}
        if account.mark and mark == account.mark and all(mark.values()):
            return Reading(None, mark, found)
        ahead: list[Entry] = []
        for each in wanted:
            ahead += await self._entries(each.href, login, first=first, last=last, zone=zone, owner=owner)
            if len(ahead) > MOST_ENTRIES:
                raise BadInput("calendar-too-large")
        return Reading(tuple(ahead), mark, found)

    async def _collections(self, address: str, login: tuple[str, str] | None) -> list[_Collection]:
        """The calendars at `address`: itself, those in it, or those of the home that its principal names."""
        asked: set[str] = set()
        while address not in asked and len(asked) < 4:
            asked.add(address)
            base, responses = await self._propfind(address, login)
            calendars = [each for response in responses if (each := _calendar(base, response)) is not None]
            if calendars:
                return calendars[:_MOST_CALENDARS]
            onward = [
                urljoin(base, href)
                for name in (f"{_CAL}calendar-home-set", f"{_DAV}current-user-principal")
                for response in responses
                if (href := _text(response, f".//{name}/{_DAV}href"))
            ]
            address = next((each for each in onward if each not in asked), address)
        raise BadInput("calendar-none-there", field="address")

    async def _propfind(self, address: str, login: tuple[str, str] | None) -> tuple[str, list[ElementTree.Element]]:
        headers = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
        answer = await self._fetcher.ask("PROPFIND", address, headers=headers, content=_PROPS, login=login)
        return answer.address, list(_responses(answer))

    async def _entries(
        self, href: str, login: tuple[str, str] | None, *, first: datetime, last: datetime, zone: str, owner: str
    ) -> list[Entry]:
        times = (moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for moment in (first, last))
        query = _QUERY.format(start=next(times), end=next(times)).encode()
        headers = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
        answer = await self._fetcher.ask("REPORT", href, headers=headers, content=query, login=login)
        return await asyncio.to_thread(_read_all, list(_responses(answer)), first, last, zone, owner)


def _read_all(responses: list[ElementTree.Element], first: datetime, last: datetime, zone: str, owner: str) -> list[Entry]:
    found: list[Entry] = []
    for response in responses:
        text = _text(response, f".//{_CAL}calendar-data")
        if text:
            found += entries(text, first=first, last=last, zone=zone, owner=owner)
    return found


def _responses(answer: Answer) -> Iterator[ElementTree.Element]:
    if answer.status != 207:
        raise Unavailable("calendar-unreachable", problem=str(answer.status))
    # A document type may define entities that grow without end; no CalDAV answer has one.
    if b"<!DOCTYPE" in answer.content[:10_000].upper() or b"<!ENTITY" in answer.content.upper():
        raise BadInput("calendar-unreadable")
    try:
        tree = ElementTree.fromstring(answer.content)  # noqa: S314 - entities are refused above
    except ElementTree.ParseError:
        raise BadInput("calendar-unreadable") from None
    yield from tree.iter(f"{_DAV}response")


def _calendar(base: str, response: ElementTree.Element) -> _Collection | None:
    href = _text(response, f"{_DAV}href")
    if response.find(f".//{_DAV}resourcetype/{_CAL}calendar") is None or not href:
        return None
    kinds = [each.get("name") for each in response.iter(f"{_CAL}comp")]
    if kinds and "VEVENT" not in kinds:
        return None
    token = _text(response, f".//{_DAV}sync-token") or _text(response, f".//{_CS}getctag")
    return _Collection(urljoin(base, href), _text(response, f".//{_DAV}displayname"), token)


def _text(element: ElementTree.Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None or found.text is None else found.text.strip()
