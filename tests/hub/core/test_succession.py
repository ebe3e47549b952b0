"""2041 is somebody else's now: nothing that was Anna's can be fetched by Bo, found in the database or in the hub's memory."""

from __future__ import annotations

import gc
import json
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import alembic.command
import alembic.config
import httpx
import msgspec
import pytest

from kalix_presence import shipped
from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.directory.importing import Imported, import_people
from kalix_presence.hub.directory.people_file import read_people_file
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.protocol import Lamp
from kalix_presence.hub.site.calendars_section import CalendarsSection
from kalix_presence.hub.store import absences, calendars, messages, notices, plans, preferences
from kalix_presence.hub.store.accounts import read_accounts
from kalix_presence.hub.store.connection import engine
from kalix_presence.hub.store.holdings import ELSEWHERE, OWN, end_holdings
from kalix_presence.hub.store.leaving import Leaving
from kalix_presence.hub.store.people import read_people
from kalix_presence.hub.store.schema import metadata
from kalix_presence.hub.store.upgrade import MIGRATIONS, upgrade
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.holding import holding_at
from tests.clocks import NINE
from tests.hub.house import lunch
from tests.hub.serving import HASH, PEOPLE, Serving, made_config, serving, soon
from tests.hub.web.test_streams import until

MARK = "ANNASEGET"
"""Is in everything that is Anna's alone."""
LUNCH = "10:47:00"
"""Nobody else has lunch then."""
HOLIDAY = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:taken\r\nDTSTAMP:20260101T000000Z\r\n"
    f"DTSTART;VALUE=DATE:20261221\r\nDTEND;VALUE=DATE:20261223\r\nSUMMARY:{MARK}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
BO = PEOPLE.replace("2041,Anna,Ek", "2041,Bo,Ny").replace("anna@x.example,anna", "bo@x.example,bo")
NOBODY = "".join(line for line in PEOPLE.splitlines(keepends=True) if not line.startswith("2041"))
DARK = Lamp(away=False)
HANDED_ON = {"message", "message_step", "event"}
"""What waited for her lies at the switchboard, who could see it before."""


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


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    config = msgspec.structs.replace(
        made_config(tmp_path / "hub"), calendars=CalendarsSection(hosts=("127.0.0.1",), poll_seconds=5)
    )
    with serving(tmp_path / "hub", config=config) as hub:
        yield hub


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
    anna.put(f"{own}/asked", json={"day": str(hub.clock().date()), "over": ["lunch"]})
    with hub.client("ada") as ada:
        appointed = {"extension": "2041", "unit": "samhallsbyggnad"}
        ada.post("/api/v1/appointments", json=appointed).raise_for_status()
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


def rows_of(hub: Serving) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(hub.config.path(hub.config.database))) as sql:
        return {name: sql.execute(f"SELECT * FROM {name}").fetchall() for name in metadata.tables}


def holds(found: object, mark: str) -> bool:
    """Whether `mark` is anywhere in a row."""
    if isinstance(found, bytes):
        return mark.encode() in found
    if isinstance(found, tuple):
        return any(holds(one, mark) for one in found)
    return isinstance(found, str) and mark in found


def in_memory(start: object, mark: str) -> list[str]:
    """Where in all that `start` reaches a text with `mark` is kept, as the types on the way to it."""
    seen: set[int] = set()
    found: list[str] = []
    todo: list[tuple[object, tuple[str, ...]]] = [(start, ())]
    while todo:
        one, way = todo.pop()
        if id(one) in seen or isinstance(one, (ModuleType, type, FunctionType, int, float)):
            continue
        seen.add(id(one))
        if isinstance(one, (str, bytes, bytearray)):
            if holds(bytes(one) if isinstance(one, bytearray) else one, mark):
                found.append(" > ".join(way))
            continue
        name = type(one).__name__
        todo += [(each, (*way, name)) for each in gc.get_referents(one)]
    return found


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


def keyed_in(hub: Serving) -> set[str]:
    found = hub.on_loop(lambda: keyed(hub.hub, "2041"))
    assert isinstance(found, set)
    return found


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


def replayed(client: httpx.Client, after: str) -> str:
    """All that a stream tells who says they know the event `after`, up to where it is live."""
    with client.stream("GET", "/api/v1/events", headers={"last-event-id": after}) as answer:
        told = ""
        for text in answer.iter_text():
            told += text
            if "event: pbx" in told or "event: hello" in told:
                return told
    return told


def test_every_table_says_what_becomes_of_what_somebody_leaves() -> None:
    assert set(OWN) | set(ELSEWHERE) == {*metadata.tables, "alembic_version"}
    assert not set(OWN) & set(ELSEWHERE)
    assert all("extension" in metadata.tables[name].columns for name in OWN)
    with_person = {name for name, table in metadata.tables.items() if "extension" in table.columns}
    assert with_person - set(OWN) == {"person", "holding", "account", "event", "ringing", "lit_lamp"}


def test_a_successor_finds_nothing_of_whoever_held_the_extension(hub: Serving) -> None:
    with calendar_server() as address, hub.client("anna") as anna, hub.client("maria") as maria:
        fill(hub, anna, address)
        before = rows_of(hub)
        filled = {name for name, rows in before.items() if any(holds(row, "2041") for row in rows)}
        assert set(OWN) - filled <= {"message_copy", "pbx_job"}, "let Anna have something in every table"
        ends = threading.Event()
        listening = threading.Thread(target=lambda: (anna_listens(anna), ends.set()))
        listening.start()
        assert hub.hub.pbx.capabilities.message_lamp
        done = brought_in(hub, BO)
        assert [(one.extension, one.before, one.after) for one in done.successions] == [("2041", "Anna Ek", "Bo Ny")]
        with hub.client("bo") as bo:
            for path in gets(bo):
                answer = bo.get(path, headers={"accept-encoding": "gzip"})
                assert MARK not in answer.text, path
                if path not in ("/api/v1/reasons", "/openapi.json"):
                    assert '"sick"' not in answer.text, path
            person = bo.get("/api/v1/people/2041").json()
            assert person["name"] == "Bo Ny"
            assert "absence" not in person["standing"] or person["standing"]["absence"] is None
            assert LUNCH not in bo.get("/api/v1/people/2041/preferences").text
            assert [each["to_kind"] for each in bo.get("/api/v1/messages").json()["messages"]] == ["unit"]
            for path, name in (
                ("people/2041/plans", "plans"),
                ("plans/asked", "plans"),
                ("people/2041/calendars", "calendars"),
            ):
                assert not bo.get(f"/api/v1/{path}").json().get(name), path
            for after in ("0", "1", str(hub.hub.board.number)):
                told = replayed(bo, after)
                assert MARK not in told
                assert '"sick"' not in told
        assert anna.get("/api/v1/me").status_code == 401
        listening.join(20)
        assert ends.is_set(), "Anna's stream goes on"
        until(lambda: hub.on_loop(lambda: hub.hub.pbx.read("2041")) is None)
        handed = maria.get("/api/v1/messages").json()["messages"]
        mine = next(each for each in handed if each["about"] == MARK)
        assert (mine["to_kind"], mine["stage"], mine["word"]) == ("switchboard", "returned", "Anna Ek (2041)")
        taken = next(each for each in handed if each["about"] == "bygglov")
        assert (taken["to_kind"], taken.get("taker")) == ("unit", None)
        steps = maria.get(f"/api/v1/messages/{taken['id']}/steps").json()
        assert "Bo" not in json.dumps(steps, ensure_ascii=False)
        left = {name for name, rows in rows_of(hub).items() if any(holds(row, MARK) for row in rows)}
        assert left <= HANDED_ON
        assert "anna" not in {account.username for account in hub.on_loop(lambda: hub.hub.store.read(read_accounts))}


def test_nothing_of_them_stays_in_the_memory_of_a_hub_that_serves(hub: Serving) -> None:
    with calendar_server() as address, hub.client("anna") as anna:
        fill(hub, anna, address)
        assert in_memory(hub.hub, MARK), "the walk finds what is there"
        brought_in(hub, NOBODY, remove_missing=True)
        hub.on_loop(hub.hub.core.reload_directory)
        assert hub.on_loop(lambda: known(hub)) == hub.on_loop(lambda: kept(hub))
    gc.collect()
    until(lambda: not hub.on_loop(lambda: hub.hub.core.synchroniser.busy("2041")))
    # A dark lamp and a look that is due are nobody's; the phone itself is the PBX's.
    harmless = {"MessageLampService._shown", "Finding._changed"}
    until(lambda: {way for way in keyed_in(hub) if not way.startswith("EmbeddedPbx.")} <= harmless)
    # A look at her calendar that was under way ends first.
    until(lambda: {way.rpartition(" > ")[2] for way in hub.on_loop(lambda: in_memory(hub.hub, MARK))} <= {"CallbackMessage"})


def test_who_is_removed_holds_nothing_any_longer_and_their_rule_goes(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("per") as per:
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
        brought_in(hub, NOBODY, remove_missing=True)
        until(lambda: per.get("/api/v1/people/2041").status_code == 404)
        until(lambda: anna.get("/api/v1/me").status_code == 401)
        until(lambda: hub.on_loop(lambda: hub.hub.pbx.read("2041")) is None)
        answer = per.post("/api/v1/sign-in", json={"username": "anna", "password": "a good long password"})
        assert answer.status_code == 401


@pytest.fixture
def uncompared(tmp_path: Path) -> Iterator[Serving]:
    """A hub that does not compare itself with the PBX while the test looks: what goes there, goes at once."""
    with serving(tmp_path / "hub", reconcile_seconds=3_600.0) as hub:
        yield hub


def test_the_pbx_forgets_who_is_removed_at_once(uncompared: Serving) -> None:
    hub, pbx = uncompared, uncompared.hub.core.pbx
    assert isinstance(pbx, EmbeddedPbx)
    with hub.client("anna") as anna, hub.client("per") as per:
        wish = {"to": "2041", "caller_name": "Eva", "caller_number": "0923-555 013", "about": "ring"}
        per.post("/api/v1/messages", json=wish).raise_for_status()
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
        until(lambda: pbx.lamps.get("2041", DARK).away and pbx.waiting.get("2041") == 1)
        brought_in(hub, NOBODY, remove_missing=True)
        hub.on_loop(hub.hub.core.reload_directory)
    assert hub.on_loop(lambda: pbx.read("2041")) is None
    assert not pbx.lamps["2041"].away
    until(lambda: pbx.waiting["2041"] == 0)


def test_a_successor_is_not_waited_for_because_somebody_before_was(uncompared: Serving) -> None:
    hub = uncompared
    with hub.client("anna") as anna:
        anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon()}).raise_for_status()
    state = hub.hub.board.states["2041"]
    hub.clock.move(hours=1)
    hub.hub.board.on_due_time()
    until(lambda: state.overdue and state.in_force)
    with hub.client("per") as per:
        assert per.get("/api/v1/people/2041").json()["standing"]["overdue"]
        brought_in(hub, BO)
        hub.on_loop(hub.hub.core.reload_directory)
        person = per.get("/api/v1/people/2041").json()
    assert (person["name"], person["standing"].get("overdue", False)) == ("Bo Ny", False)


def test_who_moves_to_another_extension_has_everything_there(hub: Serving) -> None:
    moved = BO + "2077,Anna,Ek,Bygglov,Samhällsbyggnad,,,,anna@x.example,anna,employee,,,sv\n"
    with calendar_server() as address, hub.client("anna") as anna:
        fill(hub, anna, address)
        done = brought_in(hub, moved)
        assert [(one.name, one.before, one.after) for one in done.moves] == [("Anna Ek", "2041", "2077")]
        until(lambda: anna.get("/api/v1/me").json().get("person", {}).get("extension") == "2077")
        until(lambda: MARK in anna.get("/api/v1/people/2077").text)
        assert MARK in anna.get("/api/v1/people/2077/plans").text
        assert MARK in anna.get("/api/v1/people/2077/calendars").text
        assert MARK in anna.get("/api/v1/messages").text
        assert hub.on_loop(lambda: known(hub)) == hub.on_loop(lambda: kept(hub))
        with hub.client("bo") as bo:
            assert not any(MARK in bo.get(path).text for path in gets(bo))


def test_two_who_change_extensions_keep_what_is_theirs(hub: Serving) -> None:
    swapped = PEOPLE.replace("2041,Anna", "X,Anna").replace("2042,Per", "2041,Per").replace("X,Anna", "2042,Anna")
    swapped = swapped.replace("anna,employee,2042", "anna,employee,2041")
    with hub.client("anna") as anna, hub.client("per") as per:
        anna.put("/api/v1/people/2041/absence", json={"reason": "sick", "note": MARK, "until": soon()}).raise_for_status()
        brought_in(hub, swapped)
        until(lambda: MARK in anna.get("/api/v1/people/2042").text)
        assert MARK not in per.get("/api/v1/people/2041").text
        assert MARK not in per.get("/api/v1/people/2042").text


def anna_listens(anna: httpx.Client) -> None:
    with anna.stream("GET", "/api/v1/events") as answer:
        for _ in answer.iter_raw():
            pass


def test_a_change_on_its_way_never_lands_at_the_successor(hub: Serving) -> None:
    """The import commits between what the hub looked at and what it writes."""
    core = hub.hub.core
    anna = next(iter(hub.on_loop(lambda: [person for person in core.board.people.values() if person.extension == "2041"])))

    async def change_after_import() -> None:
        wish = lunch(hub.clock, note=MARK)
        caller = _caller("anna", anna)
        with pytest.raises(Unavailable, match="holder-changed"):
            await core.absences.set_absence(caller, "2041", wish, key=None, now=hub.clock())

    def hold() -> Callable[[], None]:
        reload = core.reload_directory

        async def later() -> None:
            """The hub has not noticed yet."""

        core.reload_directory = later  # type: ignore[method-assign]
        return lambda: setattr(core, "reload_directory", reload)

    let_go = hub.on_loop(hold)
    brought_in(hub, BO)
    hub.on_loop(change_after_import)
    hub.on_loop(let_go)
    assert not any(holds(row, MARK) for rows in rows_of(hub).values() for row in rows)


def _caller(username: str, person: Person) -> Any:
    return Caller(username, person.extension, person.administration, frozenset({Role.EMPLOYEE}), person.id)


def test_a_ring_of_holders_and_a_leaver_in_one_file_take_along_what_is_theirs(tmp_path: Path) -> None:
    """Per moves into Anna's, Olle into Per's; Anna is gone."""
    config = made_config(tmp_path / "hub")

    def work(change: Any) -> dict[str, Person]:
        before = read_people(change.sql)
        leaving = Leaving({"2041": before["2041"]}, {"2042": "2041", "2043": "2042"})
        for extension in ("2041", "2042", "2043"):
            change.sql.execute("INSERT INTO preference(extension, body) VALUES (?, ?)", (extension, extension.encode()))
        end_holdings(change, leaving, now=NINE)
        kept = dict(change.sql.execute("SELECT extension, body FROM preference").fetchall())
        assert kept == {"2041": b"2042", "2042": b"2043"}
        return read_people(change.sql)

    after = write(config, work)
    assert (after["2041"].name, after["2042"].name) == ("Per Berg", "Olle Lind")
    assert "2043" not in after


def test_a_database_of_before_gets_an_identity_for_everybody(tmp_path: Path) -> None:
    path = tmp_path / "kalix.db"
    path.touch()
    config = alembic.config.Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine(path).connect() as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, "0007")
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("INSERT INTO unit(code, name) VALUES ('bygg', 'Bygg')")
        for extension in ("2041", "2042"):
            person = (extension, "Anna", "Ek", "bygg", "bygg")
            sql.execute(
                "INSERT INTO person(extension, given_name, family_name, unit, administration) VALUES (?,?,?,?,?)", person
            )
        sql.commit()
    upgrade(path)
    with closing(sqlite3.connect(path)) as sql:
        people = read_people(sql)
        assert len({person.id for person in people.values()}) == 2
        held = dict(sql.execute("SELECT extension, person FROM holding WHERE until IS NULL").fetchall())
    assert held == {extension: person.id for extension, person in people.items()}


@pytest.mark.parametrize(
    "change",
    [
        lambda people: people.replace("maria,receptionist", "maria,employee"),
        lambda people: people.replace("Maria,Holm,Växel,Kansli", "Maria,Holm,Växel,Utbildning"),
        lambda people: people.replace("2001,Maria", "2009,Maria"),
        lambda people: people.replace("2001,Maria,Holm,Växel,Kansli,,,,,maria", "2001,Bo,Ny,Växel,Kansli,,,,,bo"),
    ],
    ids=["a role taken away", "another administration", "another extension", "somebody else there"],
)
def test_an_open_stream_follows_what_its_reader_may_at_once(hub: Serving, change: Callable[[str], str]) -> None:
    with hub.client("maria") as maria, maria.stream("GET", "/api/v1/events") as answer:
        lines = answer.iter_raw()
        next(lines)
        brought_in(hub, change(PEOPLE))
        for _ in lines:
            """Until it ends: what its reader resumes has the rights of now."""
