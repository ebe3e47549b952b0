"""Calendars become absences: a real Radicale with series, exceptions and zones, a file behind a link, and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from kalix_presence.hub.site.calendars_section import CalendarsSection
from kalix_presence.hub.store.calendars import read_calendars
from kalix_presence.model.absence import ForwardKind, Way
from tests.hub.calendars.calendar_servers import PASSWORD, Radicale, radicale
from tests.hub.graph_server import answering
from tests.hub.serving import Serving, made_config, serving

URL = "/api/v1/people/2041/calendars"
HERE = ZoneInfo("Europe/Stockholm")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        yield running


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    config = made_config(tmp_path / "hub")
    config = msgspec.structs.replace(config, calendars=CalendarsSection(hosts=("127.0.0.1",), poll_seconds=5))
    with serving(tmp_path / "hub", config=config) as running:
        yield running


def at(hub: Serving, **ahead: float) -> str:
    """A moment from now as iCalendar has it, in Swedish wall time."""
    return (hub.clock() + timedelta(**ahead)).astimezone(HERE).strftime("%Y%m%dT%H%M%S")


def event(hub: Serving, begins: float, ends: float, *more: str) -> str:
    """From so many hours from now until so many."""
    zone = ";TZID=Europe/Stockholm:"
    times = [f"DTSTART{zone}{at(hub, hours=begins)}", f"DTEND{zone}{at(hub, hours=ends)}"]
    return "\n".join([*times, *(more or ("SUMMARY:Budget",))])


def add(hub: Serving, server: Radicale, address: str = "") -> str:
    """Have Anna's calendar read; its id."""
    with hub.client("anna") as anna:
        wish = {"kind": "caldav", "address": address or server.calendar, "username": "anna", "password": PASSWORD}
        answer = anna.post(URL, json=wish)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])


def looked(hub: Serving, calendar: str) -> None:
    """The hub has looked at it again."""
    hub.on_loop(lambda: hub.hub.calendars.look(calendar))


def held(hub: Serving) -> tuple[str, ForwardKind] | None:
    absence = hub.hub.board.states["2041"].held
    return None if absence is None else (absence.reason, absence.forward.kind)


@pytest.fixture(autouse=True)
def empty(server: Radicale) -> Iterator[None]:
    yield
    listing = server.http.request("PROPFIND", "/anna/arbete/", headers={"depth": "1"}).text
    for part in listing.split("<href>")[1:]:
        href = part.partition("</href>")[0]
        if href.endswith(".ics"):
            server.http.delete(href)


def test_a_meeting_closes_the_phone_is_changed_and_goes(hub: Serving, server: Radicale) -> None:
    server.put("budget", event(hub, -1, 1))
    calendar = add(hub, server)
    assert held(hub) == ("meeting", ForwardKind.SWITCHBOARD)
    absence = hub.hub.board.states["2041"].held
    assert absence is not None
    assert (absence.way, absence.note) == (Way.CALENDAR, "")
    server.put("budget", event(hub, 2, 3))
    looked(hub, calendar)
    assert held(hub) is None
    server.put("budget", event(hub, -1, 2, "SUMMARY:MÖT; jag hör telefonen"))
    looked(hub, calendar)
    assert held(hub) == ("meeting", ForwardKind.NONE)
    server.delete("budget")
    looked(hub, calendar)
    assert held(hub) is None


def test_a_change_is_noticed_by_itself(hub: Serving, server: Radicale) -> None:
    add(hub, server)
    server.put("sudden", event(hub, -1, 1))
    with hub.client("anna") as anna, anna.stream("GET", "/api/v1/events", headers={"last-event-id": "0"}) as stream:
        assert any('"way":"calendar"' in line for line in stream.iter_lines())


@pytest.mark.parametrize(
    "more",
    [
        ("SUMMARY:Ledig tid", "TRANSP:TRANSPARENT"),
        ("SUMMARY:Kanske", "STATUS:TENTATIVE"),
        ("SUMMARY:Inställt", "STATUS:CANCELLED"),
        ("SUMMARY:Nej tack", "ORGANIZER:mailto:b@x.example", "ATTENDEE;PARTSTAT=DECLINED:mailto:anna@x.example"),
    ],
)
def test_free_tentative_cancelled_and_declined_do_nothing(hub: Serving, server: Radicale, more: tuple[str, ...]) -> None:
    server.put("nothing", event(hub, -1, 1, *more))
    add(hub, server)
    assert held(hub) is None


def test_the_text_of_an_entry_is_nowhere_in_the_hub(hub: Serving, server: Radicale, tmp_path: Path) -> None:
    server.put("secret", event(hub, -1, 1, "SUMMARY:Hemlig läkarundersökning", "CLASS:PRIVATE"))
    server.put("open", event(hub, 3, 4, "SUMMARY:Projekt Zebra", "LOCATION:Ekosalen", "DESCRIPTION:Dagordning"))
    add(hub, server)
    assert held(hub) == ("meeting", ForwardKind.SWITCHBOARD)
    with hub.client("anna") as anna:
        said = anna.get(URL).text + anna.get("/api/v1/people/2041/plans").text + anna.get("/api/v1/people/2041").text
    kept = b"".join(path.read_bytes() for path in (tmp_path / "hub").rglob("*") if path.is_file())
    for text in ("läkar", "Zebra", "Ekosalen", "Dagordning", PASSWORD):
        assert text not in said
        assert text.encode() not in kept
    assert (tmp_path / "hub" / "calendars.key").stat().st_mode & 0o777 == 0o600


def test_a_series_with_a_moved_and_a_dropped_occurrence_keeps_its_wall_time(hub: Serving, server: Radicale) -> None:
    now = hub.clock().astimezone(HERE)
    monday = (now - timedelta(days=now.weekday() + 28)).replace(hour=9, minute=0, second=0, microsecond=0)
    first, second = (monday + timedelta(days=days) for days in (28 + 7, 28 + 14))
    zone = ";TZID=Europe/Stockholm:"
    series = f"""DTSTART{zone}{monday:%Y%m%dT%H%M%S}
DTEND{zone}{monday:%Y%m%d}T100000
RRULE:FREQ=WEEKLY
EXDATE{zone}{first:%Y%m%dT%H%M%S}
SUMMARY:Veckomöte"""
    moved = f"""RECURRENCE-ID{zone}{second:%Y%m%dT%H%M%S}
DTSTART{zone}{second:%Y%m%d}T140000
DTEND{zone}{second:%Y%m%d}T150000
SUMMARY:Veckomöte flyttat"""
    server.put("weekly", series, moved)
    add(hub, server)
    (account,) = hub.hub.calendars.known.values()
    starts = {entry.start.astimezone(HERE).replace(tzinfo=None) for entry in account.entries}
    assert first.replace(tzinfo=None) not in starts
    assert second.replace(tzinfo=None) not in starts
    assert second.replace(hour=14, tzinfo=None) in starts


def test_days_away_end_when_work_next_begins(hub: Serving, server: Radicale) -> None:
    today = hub.clock().astimezone(HERE).date()
    days = [f"DTSTART;VALUE=DATE:{today:%Y%m%d}", f"DTEND;VALUE=DATE:{today + timedelta(1):%Y%m%d}"]
    server.put("away", "\n".join([*days, "SUMMARY:Semester", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"]))
    server.put("birthday", "\n".join([*days, "SUMMARY:Eva 50"]))
    add(hub, server)
    absence = hub.hub.board.states["2041"].held
    assert absence is not None
    assert absence.end is not None
    worktime = hub.hub.board.worktime
    assert (absence.reason, absence.end) == ("out_of_office", worktime.starts(worktime.next_working_day(today)))


def test_the_home_is_found_and_calendars_are_chosen(hub: Serving, server: Radicale) -> None:
    server.put("mine", event(hub, -1, 1), calendar="privat")
    calendar = add(hub, server, address=f"{server.url}/")
    assert held(hub) is not None
    with hub.client("anna") as anna:
        [seen] = anna.get(URL).json()["calendars"]
        assert {found["name"] for found in seen["found"]} == {"arbete", "privat"}
        work = next(found["href"] for found in seen["found"] if found["name"] == "arbete")
        assert anna.patch(f"/api/v1/calendars/{calendar}", json={"chosen": [work]}).status_code == 200
        assert held(hub) is None
        assert anna.delete(f"/api/v1/calendars/{calendar}").status_code == 204
        assert anna.get(URL).json()["calendars"] == [] if "calendars" in anna.get(URL).json() else True
    server.http.delete("/anna/privat/mine.ics")


def test_rules_of_the_person_switch_it_off(hub: Serving, server: Radicale) -> None:
    server.put("budget", event(hub, -1, 1))
    add(hub, server)
    with hub.client("anna") as anna:
        off = {"calendar": {"on": False}}
        anna.put("/api/v1/people/2041/preferences", json=off).raise_for_status()
        assert held(hub) is None
        anna.put("/api/v1/people/2041/preferences", json={"calendar": {"on": True}}).raise_for_status()
        assert held(hub) is not None


def test_what_is_known_stays_over_a_restart_without_the_server(tmp_path: Path, server: Radicale) -> None:
    config = made_config(tmp_path / "hub")
    config = msgspec.structs.replace(config, calendars=CalendarsSection(hosts=("127.0.0.1",), poll_seconds=60))
    with serving(tmp_path / "hub", config=config) as first:
        server.put("budget", event(first, -1, 1))
        add(first, server)
        assert held(first) is not None
    elsewhere = msgspec.structs.replace(config, calendars=CalendarsSection(hosts=("nowhere.example",), poll_seconds=60))
    with serving(tmp_path / "hub", config=elsewhere) as again:
        assert held(again) is not None
        (calendar,) = again.hub.calendars.known
        looked(again, calendar)
        with again.client("anna") as anna:
            [seen] = anna.get(URL).json()["calendars"]
        assert seen["trouble"] == "calendar-host"
        assert seen["detail"]
        assert held(again) is not None


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"kind": "caldav", "address": "http://calendar.example.org/"}, "calendar-host"),
        ({"kind": "ics", "address": "http://169.254.169.254/latest/meta-data"}, "calendar-host"),
        ({"kind": "ics", "address": "http://anna:pw@127.0.0.1/x"}, "calendar-address"),
        ({"kind": "ics", "address": "file:///etc/passwd"}, "calendar-address"),
        ({"kind": "ics", "address": "gopher://127.0.0.1/x"}, "calendar-address"),
        ({"kind": "ics", "address": "http://127.0.0.1:99999/x"}, "calendar-address"),
        ({"kind": "ics", "address": "http://127.0.0.1:1/x"}, "calendar-unreachable"),
        ({"kind": "graph"}, "calendar-kind"),
    ],
)
def test_what_must_not_be_asked_is_refused(hub: Serving, wish: dict[str, str], code: str) -> None:
    with hub.client("anna") as anna:
        answer = anna.post(URL, json=wish)
        assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_wrong_password_and_nothing_there_are_told(hub: Serving, server: Radicale) -> None:
    with hub.client("anna") as anna:
        wish = {"kind": "caldav", "address": server.calendar, "username": "anna", "password": "wrong"}
        assert anna.post(URL, json=wish).json()["code"] == "calendar-sign-in"


@pytest.mark.parametrize("username", ["per", "maria", "olle", "ada"])
def test_nobody_sees_or_adds_somebody_elses_calendars(hub: Serving, server: Radicale, username: str) -> None:
    calendar = add(hub, server)
    with hub.client(username) as other:
        assert other.get(URL).status_code == 403
        assert other.post(URL, json={"kind": "ics", "address": "x"}).status_code == 403
        assert other.patch(f"/api/v1/calendars/{calendar}", json={"chosen": []}).status_code == 403
        assert other.delete(f"/api/v1/calendars/{calendar}").status_code == 403


def test_a_link_is_asked_with_its_etag_and_never_followed_elsewhere(hub: Serving) -> None:
    body = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n{event(hub, -1, 1)}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    asked: list[tuple[str, str | None]] = []

    def answer(method: str, path: str, content: bytes, headers: msgspec.Raw) -> tuple[int, bytes, dict[str, str]]:
        asked.append((path, headers.get("if-none-match")))  # type: ignore[attr-defined]
        if path == "/away":
            return 302, b"", {"location": "http://169.254.169.254/"}
        if path == "/here":
            return 302, b"", {"location": "/feed.ics"}
        if path == "/large":
            return 200, b"x" * 10_000_001, {}
        if path == "/page":
            return 200, b"<html>sign in</html>", {}
        if headers.get("if-none-match") == '"v1"':  # type: ignore[attr-defined]
            return 304, b"", {}
        return 200, body.encode(), {"etag": '"v1"'}

    with answering(answer) as url, hub.client("anna") as anna:
        for path, code in (("/away", "calendar-host"), ("/large", "calendar-too-large"), ("/page", "calendar-unreadable")):
            refused = anna.post(URL, json={"kind": "ics", "address": url + path})
            assert (refused.status_code, refused.json()["code"]) == (422, code)
        made = anna.post(URL, json={"kind": "ics", "address": f"{url}/here"})
        assert made.status_code == 201, made.text
        assert held(hub) == ("meeting", ForwardKind.SWITCHBOARD)
        looked(hub, made.json()["id"])
        assert asked[-1] == ("/feed.ics", '"v1"')
        assert held(hub) is not None


def test_entities_in_an_answer_are_refused(hub: Serving) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with answering(lambda *asked: (207, bomb, {})) as url, hub.client("anna") as anna:
        refused = anna.post(URL, json={"kind": "caldav", "address": url})
        assert refused.json()["code"] == "calendar-unreadable"


def test_the_password_lies_encrypted(hub: Serving, server: Radicale) -> None:
    add(hub, server)
    (account,) = hub.on_loop(lambda: hub.hub.store.read(read_calendars))
    assert PASSWORD.encode() not in account.sealed
    assert account.read_at is not None
    assert account.read_at <= hub.clock()


def test_days_that_move_onward_come_through_a_real_server_as_days(hub: Serving, server: Radicale) -> None:
    today = hub.clock().astimezone(HERE).date()

    def day(ahead: int) -> str:
        return f"{today + timedelta(days=ahead):%Y%m%d}"

    server.put(
        "onward",
        f"DTSTART;VALUE=DATE:{day(2)}\nDTEND;VALUE=DATE:{day(3)}\nRRULE:FREQ=DAILY;INTERVAL=4;COUNT=4\nSUMMARY:Semester",
        f"RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:{day(10)}\nDTSTART;VALUE=DATE:{day(11)}\nDTEND;VALUE=DATE:{day(13)}\nSUMMARY:Semester",
    )
    try:
        calendar = add(hub, server)
        found = hub.on_loop(lambda: hub.hub.calendars.known[calendar]).entries
        spans = sorted(
            ((entry.start.astimezone(HERE).date() - today).days, (entry.end.astimezone(HERE).date() - today).days)
            for entry in found
            if entry.all_day
        )
        assert spans == [(2, 3), (6, 7), (11, 13), (15, 17)]
    finally:
        server.delete("onward")
