"""Every route that changes something leaves a line with who, for whom, from which session; a route nobody thought of fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.site.calendars_section import CalendarsSection
from kalix_presence.hub.store import newcomers
from kalix_presence.hub.store.audit_check import verify
from kalix_presence.hub.store.audit_lines import KeptLine, Search, search_lines
from kalix_presence.hub.web.app import create_app
from kalix_presence.model.audit import AuditAct
from tests.hub.access.test_second_factor import code_at
from tests.hub.core.test_succession import MARK, calendar_server
from tests.hub.house import looked_at
from tests.hub.serving import PASSWORD, Serving, made_config, serving, soon
from tests.hub.sync.waiting import BY_NOBODY, waits_with_anna
from tests.hub.web.test_streams import until

UNCHANGING = {"GET", "HEAD", "OPTIONS"}
LINELESS = {
    "begin_call": "who calls whom is kept nowhere (P13)",
    "transfer_call": "who calls whom is kept nowhere (P13)",
    "consult_call": "who calls whom is kept nowhere (P13)",
    "complete_call": "who calls whom is kept nowhere (P13)",
    "cancel_call": "who calls whom is kept nowhere (P13)",
    "share_asked": "which of the day's questions were answered never leaves the hub's memory",
    "offer_second_factor": "nothing holds until its first code has come back; then it has a line",
    "begin_in_browser": "nothing holds until the browser has come back",
    "begin_by_code": "nothing holds until the code was typed",
    "finish_in_browser": "a sign-in as with a password: tests/hub/identity sees its line",
    "finish_by_code": "a sign-in as with a password: tests/hub/identity sees its line",
    "refresh": "the same session goes on; one that is ended by it has a line",
    "take_notifications": "nobody asks, and nothing changes by it: a calendar is looked at sooner",
    "ring_own_phone": "who is called and when is kept nowhere (P13)",
    "place_call": "the demo's virtual telephones",
    "dial": "the demo's virtual telephones; the phone code that is dialled has a line",
}
"""Routes that leave no line, and why."""

OWN, PER = "/api/v1/people/2041", "/api/v1/people/2042"
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:two\r\nDTSTAMP:20260101T000000Z\r\n"
    f"DTSTART;VALUE=DATE:20261221\r\nDTEND;VALUE=DATE:20261223\r\nSUMMARY:{MARK}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def changing_routes(hub: Serving) -> set[str]:
    """The endpoints' functions, as the application itself has them."""
    return {
        handler.fn.__name__
        for route in create_app(hub.config, hub.hub).routes
        for handler in getattr(route, "route_handlers", [])
        if set(handler.http_methods) - UNCHANGING and "api" in route.path
    }


class House:
    """A served hub, with who asks: each `ask` has to leave its line."""

    def __init__(self, hub: Serving, clients: dict[str, httpx.Client], calendar: str) -> None:
        self.hub, self.clients, self.calendar = hub, clients, calendar
        self.asked: set[str] = set()

    def lines(self) -> list[KeptLine]:
        with looked_at(self.hub.config.path(self.hub.config.database)) as sql:
            return search_lines(sql, Search(), limit=500)

    def ask(self, endpoint: str, who: str, method: str, path: str, *, about: str = "", body: Any = None) -> Any:
        """Ask, and look for the line: of that act, by that one, about that one, in a session of theirs."""
        before = self.lines()[:1]
        answer = self.clients[who].request(method, path, json=body)
        assert answer.status_code < 300, (endpoint, answer.text)
        new = [one for one in self.lines() if not before or one.number > before[0].number]
        by = {"anna": "2041", "per": "2042", "maria": "2001", "ada": "2002", "olle": "2043", "": "2061"}[who]
        fitting = [one for one in new if one.act == AuditAct(endpoint.replace("_", "-")) and one.by == by]
        assert fitting, f"{endpoint} has changed something and left no line: {new}"
        assert about in {one.about for one in fitting}, (endpoint, fitting)
        assert all(one.by_person and (one.session or endpoint == "sign_in") for one in fitting), (endpoint, fitting)
        self.asked.add(endpoint)
        return answer.json() if answer.content else None

    def settle(self) -> None:
        until(lambda: self.hub.on_loop(lambda: all(state.in_force for state in self.hub.hub.board.states.values())))


@contextmanager
def house(folder: Path) -> Iterator[House]:
    config = msgspec.structs.replace(
        made_config(folder / "hub"),
        calendars=CalendarsSection(hosts=("127.0.0.1",), poll_seconds=5),
        sync=BY_NOBODY,
    )
    with ExitStack() as stack:
        calendar = stack.enter_context(calendar_server())
        hub = stack.enter_context(serving(folder / "hub", config=config))
        yield House(
            hub, {name: stack.enter_context(hub.client(name or None)) for name in ("anna", "per", "maria", "")}, calendar
        )


def absences(house: House) -> None:
    away = {"reason": "sick", "until": soon(120), "note": MARK}
    house.ask("set_absence", "anna", "PUT", f"{OWN}/absence", about="2041", body=away)
    made = house.ask(
        "set_absence", "maria", "PUT", f"{OWN}/absence", about="2041", body={"reason": "meeting", "until": soon(), "why": MARK}
    )
    undo = {"made": made["made"], "before": made["before"]["id"]}
    house.ask("undo_absence", "maria", "POST", f"{OWN}/absence/undo", about="2041", body=undo)
    house.ask("end_absence", "anna", "DELETE", f"{OWN}/absence?way=cli", about="2041")
    house.ask("end_absence", "maria", "DELETE", f"{OWN}/absence?why={MARK}", about="2041")
    body = {"to": "2043", "reason": "meeting", "until": soon(), "why": MARK}
    done = house.ask("forward_unit", "maria", "POST", "/api/v1/units/bygglov/forward", about="2042", body=body)["results"]
    changes = [{"extension": each["extension"], "made": each["reply"]["made"]} for each in done if "reply" in each]
    house.ask("undo_unit", "maria", "POST", "/api/v1/units/bygglov/forward/undo", about="2042", body={"changes": changes})


def overdue(house: House) -> None:
    house.ask("set_absence", "per", "PUT", f"{PER}/absence", about="2042", body={"reason": "meeting", "until": soon(5)})
    house.hub.clock.move(minutes=6)
    house.hub.on_loop(lambda: house.hub.hub.core.absence_clock.apply_due(house.hub.clock()))
    until(lambda: house.hub.on_loop(lambda: house.hub.hub.board.states["2042"].overdue))
    house.ask("nudge", "maria", "POST", f"{PER}/nudge", about="2042")
    house.ask("show_life", "per", "POST", f"{PER}/sign-of-life", about="2042")


def plans(house: House) -> None:
    local = house.hub.clock().replace(microsecond=0, tzinfo=None)
    times = {"starts": (local + timedelta(days=3)).isoformat(), "ends": (local + timedelta(days=4)).isoformat()}
    plan = {"reason": "sick", "note": MARK, "deputy": "2042", **times}
    made = house.ask("add_plan", "anna", "POST", f"{OWN}/plans", about="2041", body=plan)
    house.ask("answer_plan", "per", "POST", f"/api/v1/plans/{made['id']}/answer", about="2041", body={"accept": True})
    newer = house.clients["anna"].get(f"{OWN}/plans").json()["plans"][0]
    change = {"version": newer["version"], "note": f"{MARK} 2"}
    house.ask("change_plan", "anna", "PATCH", f"/api/v1/plans/{made['id']}", about="2041", body=change)
    house.ask("remove_plan", "anna", "DELETE", f"/api/v1/plans/{made['id']}", about="2041")
    house.ask("import_plans", "anna", "POST", f"{OWN}/plans/import", about="2041", body={"calendar": CALENDAR})


def own_things(house: House) -> None:
    wish = {"lunch_at": "10:47:00", "lunch_minutes": 33}
    house.ask("set_preferences", "anna", "PUT", f"{OWN}/preferences", about="2041", body=wish)
    calendar = {"kind": "ics", "address": house.calendar, "username": MARK, "password": MARK}
    added = house.ask("add_calendar", "anna", "POST", f"{OWN}/calendars", about="2041", body=calendar)
    one = f"/api/v1/calendars/{added['id']}"
    house.ask("change_calendar", "anna", "PATCH", one, about="2041", body={"password": f"{MARK}2"})
    house.ask("remove_calendar", "anna", "DELETE", one, about="2041")


def callbacks(house: House) -> None:
    wish = {"to": "2041", "caller_name": MARK, "caller_number": "0923-555 012", "about": MARK}
    left = house.ask("leave_message", "maria", "POST", "/api/v1/messages", about="2041", body=wish)
    one = f"/api/v1/messages/{left['id']}"
    handed = {"step": "hand_over", "version": left["version"], "to": "2042", "word": MARK}
    house.ask("step_message", "anna", "PATCH", one, about="2041", body=handed)
    house.ask("ring_message", "per", "POST", f"{one}/ring", about="2042")


def notices(house: House) -> None:
    notice = {"unit": "bygglov", "text": MARK, "valid_until": soon(60)}
    made = house.ask("propose_notice", "per", "POST", "/api/v1/notices", body=notice)
    change = {"version": made["version"], "publish": True}
    house.ask("change_notice", "maria", "PATCH", f"/api/v1/notices/{made['id']}", body=change)
    house.ask("withdraw_notice", "per", "DELETE", f"/api/v1/notices/{made['id']}")


def given(house: House) -> None:
    until_day = (house.hub.clock() + timedelta(days=2)).date().isoformat()
    body = {"extension": "2042", "until": until_day, "absence": True}
    made = house.ask("give_delegation", "anna", "POST", "/api/v1/delegations", about="2042", body=body)
    house.ask("set_absence", "per", "PUT", f"{OWN}/absence", about="2041", body={"reason": "meeting", "until": soon()})
    house.ask("end_delegation", "per", "DELETE", f"/api/v1/delegations/{made['id']}", about="2041")


def officers(house: House) -> None:
    with house.hub.client("ada") as ada:
        house.clients["ada"] = ada
        wish = {"extension": "2043", "unit": "samhallsbyggnad"}
        made = house.ask("appoint_officer", "ada", "POST", "/api/v1/appointments", about="2043", body=wish)
        change = {"version": made["version"], "withdrawn": True}
        house.ask("change_appointment", "ada", "PATCH", f"/api/v1/appointments/{made['id']}", about="2043", body=change)


def extensions(house: House) -> None:
    with house.hub.client("olle") as olle:
        house.clients["olle"] = olle
        wanted = (house.hub.clock() + timedelta(days=20)).date().isoformat()
        wish = {"kind": "order", "unit": "bygglov", "wanted": wanted, "name": "Nina Ny", "number": "2099"}
        made = house.ask("ask_extension", "olle", "POST", "/api/v1/extension-requests", body=wish)
        step = {"version": made["version"], "step": "comment", "word": MARK}
        house.ask("step_extension", "olle", "PATCH", f"/api/v1/extension-requests/{made['id']}", body=step)


def sketches(house: House) -> None:
    with house.hub.client("olle") as olle:
        house.clients["olle"] = olle
        wish = {"unit": "bygglov", "version": 0, "duties": [{"name": "Tillsyn", "people": ["2041"]}], "words": MARK}
        made = house.ask("propose_sketch", "olle", "POST", "/api/v1/sketch/proposals", body=wish)
        step = {"version": made["version"], "step": "accept", "word": MARK}
        house.ask("step_sketch", "olle", "PATCH", f"/api/v1/sketch/proposals/{made['id']}", body=step)
        house.ask("review_sketch", "olle", "POST", "/api/v1/sketch/bygglov/review", body={"version": 1})


def newcomer(house: House) -> None:
    identity = house.hub.on_loop(lambda: house.hub.hub.board.people["2042"].id)
    write(house.hub.config, lambda change: newcomers.add_newcomer(change, identity, now=house.hub.clock()))
    house.ask("take_first_step", "per", "POST", "/api/v1/newcomer", about="2042", body={"step": "signature"})


def greeting(house: House) -> None:
    with house.hub.client("olle") as olle:
        house.clients["olle"] = olle
        body = {"version": 0, "line": f"{MARK}, {{given}}"}
        house.ask("set_greeting", "olle", "PUT", "/api/v1/units/bygglov/greeting", body=body)


def held_run(house: House) -> None:
    body = {"shown": waits_with_anna(house.hub), "answer": "no"}
    with house.hub.client("ada") as ada:
        house.clients["ada"] = ada
        house.ask("answer_held_run", "ada", "POST", "/api/v1/sources/staff/held", body=body)


def copies(house: House) -> None:
    house.ask("copy_own_data", "anna", "POST", "/api/v1/me/copy", about="2041")


def signing(house: House) -> None:
    with house.hub.client("siv"):
        """Signed in elsewhere, too."""
    signed = house.ask(
        "sign_in", "", "POST", "/api/v1/sign-in", about="2061", body={"username": "siv", "password": PASSWORD, "device": MARK}
    )
    house.clients[""].headers["authorization"] = f"Bearer {signed['token']}"
    kept = house.clients[""].get("/api/v1/sessions").json()["sessions"]
    [other] = [one["id"] for one in kept if not one["current"]]
    house.ask("end_session", "", "DELETE", f"/api/v1/sessions/{other}", about="2061")
    with house.hub.client("siv"):
        house.ask("end_sessions", "", "DELETE", "/api/v1/sessions?others=true", about="2061")
    offer = house.clients[""].post("/api/v1/second-factor").json()
    taken = {"password": PASSWORD, "ticket": offer["ticket"], "code": code_at(offer["secret"], house.hub.clock())}
    codes = house.ask("set_second_factor", "", "PUT", "/api/v1/second-factor", about="2061", body=taken)["codes"]
    again = {"username": "siv", "password": PASSWORD, "device": MARK, "code": codes[0]}
    house.ask("sign_in", "", "POST", "/api/v1/sign-in", about="2061", body=again)
    given_up = {"password": PASSWORD, "code": codes[1]}
    house.ask("end_second_factor", "", "POST", "/api/v1/second-factor/end", about="2061", body=given_up)
    change = {"current": PASSWORD, "password": "another good password"}
    house.ask("change_password", "", "PUT", "/api/v1/password", about="2061", body=change)
    house.ask("sign_out", "", "DELETE", "/api/v1/sign-in", about="2061")


DAY: list[Callable[[House], None]] = [
    overdue,
    absences,
    plans,
    own_things,
    callbacks,
    notices,
    given,
    officers,
    extensions,
    sketches,
    newcomer,
    greeting,
    held_run,
    copies,
    signing,
]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house in which everything has been done once."""
    with house(tmp_path_factory.mktemp("audit")) as found:
        for part in DAY:
            part(found)
            found.settle()
        yield found


@pytest.mark.xdist_group("audit")
def test_every_route_that_changes_something_leaves_a_line(lived: House) -> None:
    assert changing_routes(lived.hub) - LINELESS.keys() == lived.asked


@pytest.mark.xdist_group("audit")
def test_every_route_has_a_name_of_its_own_in_the_trail(lived: House) -> None:
    named = {act.value.replace("-", "_") for act in AuditAct}
    assert not changing_routes(lived.hub) - LINELESS.keys() - named


@pytest.mark.xdist_group("audit")
def test_nothing_that_somebody_wrote_and_no_reason_is_in_the_trail(lived: House) -> None:
    with looked_at(lived.hub.config.path(lived.hub.config.database)) as sql:
        cells = {str(cell) for row in sql.execute("SELECT * FROM audit") for cell in row}
    for secret in (MARK, "0923555012", "92355501", "10:47"):
        assert not [cell for cell in cells if secret in cell], secret
    assert not cells & ({reason.code for reason in lived.hub.hub.reasons} - {"leave"})  # a message is left, too


@pytest.mark.xdist_group("audit")
def test_the_trail_of_a_day_is_whole(lived: House) -> None:
    database = lived.hub.config.path(lived.hub.config.database)
    with looked_at(database) as sql:
        assert verify(sql, database).findings == []


@pytest.mark.xdist_group("audit")
def test_the_way_is_told_as_it_was(lived: House) -> None:
    ways = {(one.act, one.by, one.way) for one in lived.lines() if one.about == "2041"}
    assert (AuditAct.SET_ABSENCE, "2041", "tray") in ways
    assert (AuditAct.SET_ABSENCE, "2001", "receptionist") in ways
    assert (AuditAct.END_ABSENCE, "2041", "cli") in ways
