"""Everything that can be Anna's at 2041, how it comes to be there, and who follows her."""

from __future__ import annotations

import gc
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import FunctionType, ModuleType
from typing import Any

import httpx

from kalix_presence import shipped
from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.directory.editing import edit_person
from kalix_presence.hub.directory.importing import Imported, import_people
from kalix_presence.hub.directory.people_file import read_people_file
from kalix_presence.hub.store import (
    Transaction,
    absences,
    calendars,
    lines_answered,
    messages,
    mirrored,
    newcomers,
    notices,
    plans,
    preferences,
    report_letters,
)
from kalix_presence.hub.store.held_lines import HeldLine, put_held_lines
from kalix_presence.hub.store.people import read_person
from kalix_presence.hub.store.scim_resources import GROUP, USER, Pushed, change_members, put_resource
from kalix_presence.model.held_run import HeldKind
from kalix_presence.model.holding import holding_at
from kalix_presence.model.mirrored import Part
from tests.clocks import NINE
from tests.hub.serving import HASH, PEOPLE, Serving, soon

MARK = "ANNASEGET"
"""Is in everything that is Anna's alone."""
LUNCH = "10:47:00"
"""Nobody else has lunch then."""
HOLIDAY = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:taken\r\nDTSTAMP:20260101T000000Z\r\n"
    f"DTSTART;VALUE=DATE:20261221\r\nDTEND;VALUE=DATE:20261223\r\nSUMMARY:{MARK}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
BO = PEOPLE.replace("2041,Anna,Ek", "2041,Bo,Ny").replace("anna@x.example,anna", "bo@x.example,bo")


@contextmanager
def calendar_server() -> Iterator[str]:
    """Anna's calendar: away since an hour ago."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = (
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:one\r\n"
                f"DTSTAMP:20260101T000000Z\r\nDTSTART:20200101T080000Z\r\nDTEND:20200101T090000Z\r\nSUMMARY:{MARK}\r\n"
                "RRULE:FREQ=DAILY\r\nX-MICROSOFT-CDO-BUSYSTATUS:OOF\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
            ).encode()
            self.send_response(200)
            self.send_header("content-type", "text/calendar")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/{MARK}.ics"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def brought_in(hub: Serving, people: str, *, remove_missing: bool = False) -> Imported:
    """Import beside the serving hub; whoever is new has the usual password."""

    def work(change: Any) -> Imported:
        wanted = read_people_file(people, shipped.default_policy())
        assert not wanted.bad
        done = import_people(change, wanted, now=hub.clock(), remove_missing=remove_missing)
        change.sql.execute("UPDATE account SET password_hash = ? WHERE password_hash IS NULL", (HASH,))
        return done

    return write(hub.config, work)


def fill(hub: Serving, anna: httpx.Client, address: str) -> None:
    """Let Anna have everything that the program keeps of anybody."""
    own = "/api/v1/people/2041"
    identity = hub.on_loop(lambda: hub.hub.board.people["2041"].id)
    write(hub.config, lambda change: newcomers.add_newcomer(change, identity, now=hub.clock()))
    anna.post("/api/v1/newcomer", json={"step": "codes"}).raise_for_status()
    calendar = {"kind": "ics", "address": address, "username": MARK, "password": MARK}
    anna.post(f"{own}/calendars", json=calendar).raise_for_status()
    local = hub.clock().replace(microsecond=0, tzinfo=None)
    plan = {"reason": "sick", "note": MARK, "deputy": "2042"}
    for days in (0, 3):
        starts, ends = local + timedelta(days=days, hours=-1), local + timedelta(days=days + 1)
        anna.post(f"{own}/plans", json={**plan, "starts": starts.isoformat(), "ends": ends.isoformat()}).raise_for_status()
    anna.delete(f"{own}/absence").raise_for_status()  # a lift
    day = f"{local + timedelta(days=20):%Y%m%d}"
    entry = f"UID:{MARK}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:{day}T080000Z\r\nDTEND:{day}T090000Z\r\nSUMMARY:{MARK}"
    file = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\n{entry}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    anna.post(f"{own}/plans/import", json={"calendar": file}).raise_for_status()
    [brought] = [
        one["id"]
        for one in anna.get(f"{own}/plans").json()["plans"]
        if one["starts"].startswith(f"{day[:4]}-{day[4:6]}-{day[6:]}")
    ]
    anna.delete(f"/api/v1/plans/{brought}").raise_for_status()  # taken away, so that the file does not bring it again
    anna.put(f"{own}/preferences", json={"lunch_at": LUNCH, "lunch_minutes": 33}).raise_for_status()
    month = hub.clock().date().replace(day=1)
    write(hub.config, lambda change: lines_answered.were_answered(change, [("2041", 24321)]))
    write(hub.config, lambda change: report_letters.want_letter(change, month, "2041", now=hub.clock()))
    wrote = mirrored.Wrote(MARK, (MARK,), hub.clock() + timedelta(hours=1))
    write(hub.config, lambda change: mirrored.put_mirrored(change, "teams", [((identity, Part.TEXT), wrote)]))
    anna.put(f"{own}/asked", json={"day": str(hub.clock().date()), "over": ["lunch"]})
    for lent in ({"extension": "2042"}, {"extension": "2061"}):
        given = {**lent, "until": str(hub.clock().date()), "messages": True, "plans": True}
        anna.post("/api/v1/delegations", json=given).raise_for_status()
    edited = {"order": (), "policy": shipped.default_policy(), "now": hub.clock(), "by": "uid:0"}
    write(hub.config, lambda change: edit_person(change, "2041", "place", MARK, **edited))
    hub.on_loop(lambda: hub.hub.store.write(_push))
    would_go = HeldLine(HeldKind.REMOVED, "2041", MARK, person=identity)
    write(hub.config, lambda change: put_held_lines(change, "staff", [would_go]))
    with hub.client("ada") as ada:
        appointed = {"extension": "2041", "unit": "samhallsbyggnad"}
        ada.post("/api/v1/appointments", json=appointed).raise_for_status()
    with hub.client("olle") as olle:
        everywhere = {"owner": "2041", "deputies": ["2042", "2041"], "duties": [{"name": "Tillsyn", "people": ["2041"]}]}
        drawn = {"unit": "bygglov", "version": 0, **everywhere}
        made = olle.post("/api/v1/sketch/proposals", json=drawn).raise_for_status().json()
        accepted = {"version": made["version"], "step": "accept"}
        olle.patch(f"/api/v1/sketch/proposals/{made['id']}", json=accepted).raise_for_status()
    anna.post("/api/v1/sketch/bygglov/review", json={"version": 1}).raise_for_status()
    wish = {**drawn, "version": 1, "place": "Plan 2"}
    anna.post("/api/v1/sketch/proposals", json=wish).raise_for_status()
    known = {each["id"] for each in anna.get(f"{own}/plans").json()["plans"]}
    anna.post(f"{own}/plans/import", json={"calendar": HOLIDAY}).raise_for_status()
    for each in anna.get(f"{own}/plans").json()["plans"]:
        if each["id"] not in known:
            anna.delete(f"/api/v1/plans/{each['id']}").raise_for_status()  # taken away of a file
    with hub.client("maria") as maria, hub.client("per") as per:
        wish = {"to": "2041", "caller_name": "Läkaren", "caller_number": "0923-555 012", "about": MARK}
        maria.post("/api/v1/messages", json=wish).raise_for_status()
        made = maria.post("/api/v1/messages", json={**wish, "about": f"{MARK} klar"}).raise_for_status().json()
        act(anna, made, "finish")
        passed = maria.post("/api/v1/messages", json={**wish, "about": f"{MARK} skola"}).raise_for_status().json()
        handed = {"step": "hand_over", "version": passed["version"], "to": "2061", "word": "Till skolan"}
        anna.patch(f"/api/v1/messages/{passed['id']}", json=handed).raise_for_status()
        group = {"to": "bygglov", "to_kind": "unit", "caller_name": "Eva", "caller_number": "0923-555 013", "about": "bygglov"}
        act(anna, per.post("/api/v1/messages", json=group).raise_for_status().json(), "take")
        notice = {"unit": "bygglov", "text": "Stängt", "valid_until": soon(60)}
        anna.post("/api/v1/notices", json=notice).raise_for_status()
        per.post(
            "/api/v1/people/2042/plans",
            json={
                "reason": "holiday",
                "deputy": "2041",
                "starts": (local + timedelta(days=5)).isoformat(),
                "ends": (local + timedelta(days=9)).isoformat(),
            },
        ).raise_for_status()
        covered = {
            "reason": "leave",
            "deputy": "2041",
            "starts": local.isoformat(),
            "ends": (local + timedelta(days=2)).isoformat(),
        }
        made = per.post("/api/v1/people/2042/plans", json=covered).raise_for_status().json()
        anna.post(f"/api/v1/plans/{made['id']}/answer", json={"accept": True}).raise_for_status()
    anna.put(f"{own}/absence", json={"reason": "sick", "note": MARK, "until": soon(60)}, headers={"idempotency-key": MARK})


def act(client: httpx.Client, message: dict[str, Any], step: str) -> None:
    """One step of a message."""
    wish = {"step": step, "version": message["version"]}
    client.patch(f"/api/v1/messages/{message['id']}", json=wish).raise_for_status()


def keyed(start: object, key: str) -> set[str]:
    """Where in all that `start` reaches something is kept under `key`: attribute and class of each dict or set that has it."""
    seen: set[int] = set()
    found: set[str] = set()
    todo: list[tuple[object, str]] = [(start, "")]
    while todo:
        one, way = todo.pop()
        if id(one) in seen or isinstance(one, (ModuleType, type, FunctionType, int, float, str, bytes)):
            continue
        seen.add(id(one))
        if isinstance(one, (dict, set, frozenset)) and key in one:
            found.add(way)
        if isinstance(one, dict):
            todo += [
                (each, f"{way}.{name}" if isinstance(name, str) and name.isidentifier() else way) for name, each in one.items()
            ]
        else:
            name = type(one).__name__
            inner = vars(one) if hasattr(one, "__dict__") else {}
            todo += [(each, f"{name}.{attribute}") for attribute, each in inner.items()]
            slots = [slot for kind in type(one).__mro__ for slot in getattr(kind, "__slots__", ())]
            todo += [(getattr(one, slot), f"{name}.{slot}") for slot in slots if hasattr(one, slot)]
            todo += [(each, way) for each in gc.get_referents(one) if not isinstance(each, dict)]
    return found


def _push(change: Transaction) -> None:
    """A directory service has said who she is, and put her into a group."""
    anna = read_person(change.sql, "2041")
    assert anna is not None
    one = Pushed("a" * 32, USER, MARK.casefold(), MARK, {"userName": MARK}, 1, NINE, NINE, person=anna.id)
    team = Pushed("b" * 32, GROUP, "alla", "", {"displayName": "Alla"}, 1, NINE, NINE)
    for each in (one, team):
        put_resource(change, each)
    change_members(change, team.id, added=[one.id], removed=[])


def known(hub: Serving) -> list[Any]:
    """All that the serving hub has in memory of what people have there."""
    core, board = hub.hub.core, hub.hub.board
    return [
        {one: list(state.absences) for one, state in board.states.items() if state.absences},
        {one: held.id for one, held in board.held.items()},
        dict(board.preferences),
        dict(core.plans.known),
        dict(core.planner.lifts),
        dict(hub.hub.calendars.known),
        dict(core.callbacks.book.open),
        dict(core.reception.notices.open),
    ]


async def kept(hub: Serving) -> list[Any]:
    """The same, as a hub that starts now would read it."""

    def read(sql: sqlite3.Connection) -> list[Any]:
        by_extension: dict[str, list[Any]] = {}
        for absence in absences.read_open(sql):
            by_extension.setdefault(absence.extension, []).append(absence)
        held = {one: found.id for one, theirs in by_extension.items() if (found := holding_at(theirs, hub.clock()))}
        return [
            by_extension,
            held,
            preferences.read_preferences(sql),
            plans.read_plans(sql),
            plans.read_lifts(sql),
            {one.id: one for one in calendars.read_calendars(sql)},
            {one.id: one for one in messages.read_open(sql)},
            {one.id: one for one in notices.read_open(sql)},
        ]

    return await hub.hub.store.read(read)


def gets(client: httpx.Client) -> Iterator[str]:
    """Every address that can be read, filled in for 2041."""
    filled = {"{extension}": "2041", "{unit}": "bygglov"}
    for path, verbs in client.get("/openapi.json").json()["paths"].items():
        if "get" in verbs and path != "/api/v1/events":
            yield re.sub(r"{\w+}", lambda name: filled.get(name[0], "0" * 32), path)
