"""What CalDAV servers answer (RFC 4791), as far as it matters here; read in the process that reads calendars."""

from __future__ import annotations

from urllib.parse import urljoin
from xml.etree import ElementTree

from kalix_presence.hub.calendars.jobs import Collection, Item, ListingJob, ReadWindow, Report
from kalix_presence.hub.calendars.reading import MOST_ENTRIES, entries
from kalix_presence.model.errors import BadInput

_DAV, _CAL, _CS = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://calendarserver.org/ns/}"


def listing(content: bytes, base: str) -> ListingJob:
    """The calendars that an answer to PROPFIND at `base` names. Raises BadInput `calendar-unreadable`."""
    responses = list(_tree(content).iter(f"{_DAV}response"))
    found = [each for response in responses if (each := _calendar(base, response)) is not None]
    onward = [
        address
        for name in (f"{_CAL}calendar-home-set", f"{_DAV}current-user-principal")
        for response in responses
        if (address := _address(base, _text(response, f".//{name}/{_DAV}href")))
    ]
    return ListingJob(found, onward)


def report(content: bytes, base: str, window: ReadWindow) -> Report:
    """What a REPORT at `base` is answered (RFC 4791, RFC 6578). A file in it that cannot be read is told and stops no other.

    Raises BadInput `calendar-unreadable`, `calendar-too-large`.
    """
    tree = _tree(content)
    found: list[Item] = []
    more, count = False, 0
    for response in tree.iter(f"{_DAV}response"):
        address, status = _address(base, _text(response, f"{_DAV}href")), _text(response, f"{_DAV}status")
        if " 507" in status:
            more = True
        elif not address or address == base:
            continue  # the calendar itself
        elif " 404" in status or " 410" in status:
            found.append(Item(address, gone=True))
        elif text := _text(response, f".//{_CAL}calendar-data"):
            read = entries(text.encode(), first=window.first, last=window.last, zone=window.zone, owner=window.owner)
            found.append(Item(address, read))
            count += len(read.entries)
        else:
            found.append(Item(address))
        if max(count, len(found)) > MOST_ENTRIES:
            raise BadInput("calendar-too-large")
    return Report(found, _text(tree, f"{_DAV}sync-token"), more)


def _tree(content: bytes) -> ElementTree.Element:
    # A document type may define entities that grow without end; no CalDAV answer has one, in whatever encoding.
    head = content[:10_000].replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in content.replace(b"\0", b"").upper():
        raise BadInput("calendar-unreadable")
    try:
        return ElementTree.fromstring(content)  # noqa: S314 - entities are refused above
    except (ElementTree.ParseError, LookupError, ValueError):
        raise BadInput("calendar-unreadable") from None


def _calendar(base: str, response: ElementTree.Element) -> Collection | None:
    address = _address(base, _text(response, f"{_DAV}href"))
    if response.find(f".//{_DAV}resourcetype/{_CAL}calendar") is None or not address:
        return None
    kinds = [each.get("name") for each in response.iter(f"{_CAL}comp")]
    if kinds and "VEVENT" not in kinds:
        return None
    synced = _text(response, f".//{_DAV}sync-token")
    token = synced or _text(response, f".//{_CS}getctag")
    return Collection(address, _text(response, f".//{_DAV}displayname"), token, tells=bool(synced))


def _address(base: str, href: str) -> str:
    """The whole of it; "" for none, and for one that cannot be one."""
    try:
        return urljoin(base, href) if href else ""
    except ValueError:  # "http://["
        return ""


def _text(element: ElementTree.Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None or found.text is None else found.text.strip()
