"""What a calendar no longer says is no absence any more, by a link and by a real CalDAV server; what does not answer takes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

import msgspec
import pytest

from kalix_presence.hub.site.calendars_section import CalendarsSection
from tests.hub.calendars.calendar_servers import PASSWORD, Radicale, radicale
from tests.hub.calendars.test_calendars import URL, at, held
from tests.hub.graph_server import answering
from tests.hub.serving import Serving, made_config, serving

Entries = Mapping[str, tuple[str, ...]]
"""What a calendar holds: the events of each UID."""


class There(Protocol):
    """A calendar at a server."""

    def holds(self, entries: Entries) -> None:
        """Let it hold these and no others."""

    def wish(self) -> dict[str, str]:
        """How Anna has it read."""


@dataclass
class Link:
    """A file behind a link; `tagged`: with an ETag."""

    url: str = ""
    tagged: bool = True
    status: int = 200
    text: str = ""
    turn: int = 0

    def holds(self, entries: Entries) -> None:
        events = (f"BEGIN:VEVENT\nUID:{uid}\n{one}\nEND:VEVENT\n" for uid, all_of in entries.items() for one in all_of)
        self.text, self.turn = f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(events)}END:VCALENDAR\n", self.turn + 1

    def wish(self) -> dict[str, str]:
        return {"kind": "ics", "address": self.url}

    def answer(self, method: str, path: str, content: bytes, headers: Mapping[str, str]) -> tuple[int, bytes, dict[str, str]]:
        tag = f'"{self.turn}"'
        if self.tagged and self.status == 200 and headers.get("if-none-match") == tag:
            return 304, b"", {}
        return self.status, self.text.encode(), {"etag": tag} if self.tagged else {}


@dataclass
class Collection:
    """A calendar in Radicale."""

    server: Radicale
    known: set[str] = field(default_factory=set)

    def holds(self, entries: Entries) -> None:
        for uid in self.known - entries.keys():
            self.server.delete(uid)
        for uid, events in entries.items():
            self.server.put(uid, *events)
        self.known = set(entries)

    def wish(self) -> dict[str, str]:
        return {"kind": "caldav", "address": self.server.calendar, "username": "anna", "password": PASSWORD}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        yield running


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("hub")
    config = msgspec.structs.replace(made_config(folder), calendars=CalendarsSection(hosts=("127.0.0.1",), poll_seconds=600))
    with serving(folder, config=config) as running:
        yield running


@contextmanager
def there(kind: str, server: Radicale) -> Iterator[There]:
    if kind == "caldav":
        collection = Collection(server)
        yield collection
        collection.holds({})
        return
    link = Link(tagged=kind == "link")
    with answering(link.answer) as url:  # type: ignore[arg-type]
        link.url = f"{url}/feed.ics"
        yield link


@contextmanager
def read(hub: Serving, calendar: There) -> Iterator[str]:
    """Have Anna's calendar read while the block lasts; its id."""
    with hub.client("anna") as anna:
        made = anna.post(URL, json=calendar.wish())
        assert made.status_code == 201, made.text
        try:
            yield made.json()["id"]
        finally:
            anna.delete(f"/api/v1/calendars/{made.json()['id']}").raise_for_status()


def away(hub: Serving) -> list[int]:
    """In how many hours from now she is away by her calendars, each time; what holds now is held."""
    now = hub.clock()
    expected = hub.on_loop(lambda: list(hub.hub.calendars.expected("2041", now - timedelta(days=1), now + timedelta(days=30))))
    found = sorted(round((each.occurrence.start - now) / timedelta(hours=1)) for each in expected)
    assert (held(hub) is not None) == (-1 in found)
    return found


ZONE = ";TZID=Europe/Stockholm:"
FIRST: Entries = {"now": ("@-1",), "later": ("@50",), "series": ("@24*3", "@90 RECURRENCE72")}
AT_FIRST = [-1, 24, 48, 50, 90]
GONE: dict[str, tuple[Entries, list[int]]] = {
    "the one that holds": ({"later": ("@50",), "series": ("@24*3",)}, [24, 48, 50, 72]),
    "all of them": ({}, []),
    "all but one": ({"later": ("@50",)}, [50]),
    "what holds is cancelled": ({"now": ("@-1 STATUS:CANCELLED",)}, []),
    "it is made free": ({"now": ("@-1 TRANSP:TRANSPARENT",)}, []),
    "it is declined": ({"now": ("@-1 ATTENDEE;PARTSTAT=DECLINED:mailto:anna@x.example",)}, []),
    "it is moved": ({"now": ("@5",)}, [5]),
    "it has another name": ({"other": ("@-1",)}, [-1]),
    "a series loses a day": ({"series": ("@24*3 EXDATE48",)}, [24, 72]),
    "a series ends sooner": ({"series": ("@24*1",)}, [24]),
    "another of the series is moved": ({"series": ("@24*3", "@100 RECURRENCE48")}, [24, 72, 100]),
    "one of the series is cancelled": ({"series": ("@24*3", "@48 RECURRENCE48 STATUS:CANCELLED")}, [24, 72]),
}


def event(hub: Serving, short: str) -> str:
    """ "@24*3 EXDATE48": an hour in 24 hours, three days running, without the one in 48 hours."""
    begins, *more = short.removeprefix("@").split()
    hours, _, count = begins.partition("*")
    lines = [f"DTSTART{ZONE}{at(hub, hours=int(hours))}", f"DTEND{ZONE}{at(hub, hours=int(hours) + 2)}", "SUMMARY:Budget"]
    lines += [f"RRULE:FREQ=DAILY;COUNT={count}"] if count else []
    for each in more:
        if each.startswith("EXDATE"):
            each = f"EXDATE{ZONE}{at(hub, hours=int(each[6:]))}"
        elif each.startswith("RECURRENCE"):
            each = f"RECURRENCE-ID{ZONE}{at(hub, hours=int(each[10:]))}"
        lines.append(each)
    return "\n".join(lines)


def put(hub: Serving, calendar: There, entries: Entries) -> None:
    calendar.holds({uid: tuple(event(hub, one) for one in events) for uid, events in entries.items()})


@pytest.mark.parametrize("kind", ["link", "link without tags", "caldav"])
def test_what_a_calendar_no_longer_says_is_no_absence_any_more(hub: Serving, server: Radicale, kind: str) -> None:
    with there(kind, server) as calendar:
        put(hub, calendar, FIRST)
        with read(hub, calendar) as known:
            for changed, (entries, expected) in GONE.items():
                put(hub, calendar, FIRST)
                hub.on_loop(lambda: hub.hub.calendars.look(known))
                assert away(hub) == AT_FIRST, changed
                put(hub, calendar, entries)
                hub.on_loop(lambda: hub.hub.calendars.look(known))
                assert away(hub) == expected, changed
            put(hub, calendar, FIRST)
            hub.on_loop(lambda: hub.hub.calendars.look(known))
        assert away(hub) == []


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 500, 503])
def test_a_link_that_does_not_answer_takes_nothing_away_and_says_so(hub: Serving, status: int) -> None:
    link = Link()
    with answering(link.answer) as url:  # type: ignore[arg-type]
        link.url = f"{url}/feed.ics"
        put(hub, link, FIRST)
        with read(hub, link) as known:
            link.status, link.text = status, ""
            assert hub.on_loop(lambda: hub.hub.calendars.look(known)).trouble is not None
            assert away(hub) == AT_FIRST
            link.status = 200
            put(hub, link, {})
            after = hub.on_loop(lambda: hub.hub.calendars.look(known))
            assert (after.trouble, after.lacks) == (None, "calendar-empty")
            assert away(hub) == []


@pytest.mark.parametrize("text", ["", "<html>Sign in</html>", "BEGIN:VCALENDAR\n", "\0\0"])
def test_a_link_that_gives_no_calendar_takes_nothing_away_and_says_so(hub: Serving, text: str) -> None:
    link = Link()
    with answering(link.answer) as url:  # type: ignore[arg-type]
        link.url = f"{url}/feed.ics"
        put(hub, link, FIRST)
        with read(hub, link) as known:
            link.text, link.turn = text, link.turn + 1
            after = hub.on_loop(lambda: hub.hub.calendars.look(known))
            assert after.trouble is not None, after.lacks
            assert away(hub) == AT_FIRST


@pytest.mark.parametrize("kept", [0.3, 0.5, 0.7, 0.9])
def test_a_link_whose_text_ends_in_the_middle_takes_nothing_away_and_says_so(hub: Serving, kept: float) -> None:
    link = Link()
    with answering(link.answer) as url:  # type: ignore[arg-type]
        link.url = f"{url}/feed.ics"
        put(hub, link, FIRST)
        with read(hub, link) as known:
            whole = link.text
            for turn, text in enumerate((whole[: int(len(whole) * kept)], whole), link.turn + 1):
                link.text, link.turn = text, turn
                after = hub.on_loop(lambda: hub.hub.calendars.look(known))
                assert after.trouble == ("calendar-cut-off" if text is not whole else None)
                assert away(hub) == AT_FIRST
            link.text, link.turn = whole.replace("END:VCALENDAR\n", ""), link.turn + 1  # as some programs write it
            assert hub.on_loop(lambda: hub.hub.calendars.look(known)).trouble is None
