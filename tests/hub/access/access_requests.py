"""For each route of the API a request that concerns Anna Ek, which whoever may make it is not refused for anything but rights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.hub.access.access_house import CALENDAR, OWN, House

Request = tuple[str, Any]
"""The path with what follows it, and the body."""
Made = Callable[[House], Request]


def at(path: str, body: Any = None) -> Made:
    """Always the same request."""
    return lambda _: (path, body)


def of_message(rest: str = "", body: Callable[[dict[str, Any]], Any] = lambda _: None) -> Made:
    """About a message to Anna, left anew."""

    def made(house: House) -> Request:
        left = house.message()
        return f"/api/v1/messages/{left['id']}{rest}", body(left)

    return made


def handed_over(left: dict[str, Any]) -> dict[str, Any]:
    """To hand it over to a colleague."""
    return {"step": "hand_over", "version": left["version"], "to": "2048", "word": "x"}


def calling(house: House) -> Request:
    """To call somebody, from a phone that is free."""
    house.back()
    return "/api/v1/calls", {"to": "2048"}


def of_report(rest: str = "") -> Made:
    """About the first period that was published."""

    def made(house: House) -> Request:
        period = house.as_anna("GET", "/api/v1/report", who="ada")["periods"][0]
        return f"/api/v1/report/{period}{rest}", None

    return made


def of_call(rest: str, body: Any = None, *, consulting: bool = False) -> Made:
    """About a call that Anna has answered, and perhaps asks a colleague about."""

    def made(house: House) -> Request:
        call = house.call()
        if consulting:
            house.as_anna("POST", f"/api/v1/calls/{call}/consult", {"to": "2048"})
        return f"/api/v1/calls/{call}/{rest}", body

    return made


def undone(house: House) -> Request:
    """To undo a change of Anna's absence."""
    made = house.away()
    return f"{OWN}/absence/undo", {"made": made["made"]}


def ended(house: House) -> Request:
    """To end Anna's absence."""
    house.away()
    return f"{OWN}/absence", None


def nudged(house: House) -> Request:
    """To ask whether she is back."""
    house.overdue()
    return f"{OWN}/nudge", None


def held(house: House) -> Request:
    """What a source would do with her, and waits with."""
    house.held_run()
    return "/api/v1/sources/staff/held", None


def held_answered(house: House) -> Request:
    """No to that: with a yes she would go, were there a file."""
    return "/api/v1/sources/staff/held", {"shown": house.held_run(), "answer": "no"}


def alive(house: House) -> Request:
    """Her computer says that she is there."""
    house.overdue()
    return f"{OWN}/sign-of-life", None


def of_plan(body: Callable[[dict[str, Any]], Any] = lambda _: None) -> Made:
    """About a plan of hers."""

    def made(house: House) -> Request:
        plan = house.plan()
        return f"/api/v1/plans/{plan['id']}", body(plan)

    return made


def answered(house: House) -> Request:
    """To answer in the place of the deputy whom she has asked."""
    plan = house.plan(deputy="2042")
    return f"/api/v1/plans/{plan['id']}/answer", {"accept": True}


def of_notice(body: Callable[[dict[str, Any]], Any] = lambda _: None) -> Made:
    """About a notice that she has proposed."""

    def made(house: House) -> Request:
        notice = house.notice()
        return f"/api/v1/notices/{notice['id']}", body(notice)

    return made


def forwarded(house: House) -> Request:
    """To forward all of her unit."""
    return "/api/v1/units/bygglov/forward", {"to": "2043", "reason": "meeting", "until": house.soon()}


def unforwarded(house: House) -> Request:
    """To undo that."""
    changed = house.as_anna("POST", *forwarded(house), "maria")["results"]
    back = [{"extension": each["extension"], "made": each["reply"]["made"]} for each in changed if "reply" in each]
    return "/api/v1/units/bygglov/forward/undo", {"changes": back}


def of_appointment(house: House) -> Request:
    """To withdraw the deputy officer of her unit."""
    wish = {"extension": "2048", "unit": "bygglov", "deputy": True, "starts": house.day(3)}
    for old in house.as_anna("GET", "/api/v1/appointments")["appointments"]:
        if old["extension"] == "2048":
            house.as_anna("PATCH", f"/api/v1/appointments/{old['id']}", {"version": old["version"], "withdrawn": True}, "ada")
    made = house.as_anna("POST", "/api/v1/appointments", wish, "ada")
    return f"/api/v1/appointments/{made['id']}", {"version": made["version"], "withdrawn": True}


def extension_wish(house: House) -> dict[str, Any]:
    """An extension for somebody new in her unit."""
    return {"kind": "order", "unit": "bygglov", "wanted": house.day(20), "name": "Nina Ny"}


def of_extension(step: str) -> Made:
    """About an order for her unit that the officer has made."""

    def made(house: House) -> Request:
        wish = house.as_anna("POST", "/api/v1/extension-requests", extension_wish(house), "olle")
        return f"/api/v1/extension-requests/{wish['id']}", {"version": wish["version"], "step": step, "word": "x"}

    return made


def sketched(house: House) -> dict[str, Any]:
    """How her unit's part of the sketch is to be; what was proposed before is withdrawn."""
    shown = house.as_anna("GET", "/api/v1/sketch", who="olle")
    for old in shown.get("proposals", ()):
        if "withdraw" in old.get("may", ()):
            step = {"version": old["version"], "step": "withdraw"}
            house.as_anna("PATCH", f"/api/v1/sketch/proposals/{old['id']}", step, "olle")
    [version] = [each["version"] for each in shown["units"] if each["unit"] == "bygglov"]
    place = f"Plan {version}"
    return {"unit": "bygglov", "version": version, "place": place, "duties": [{"name": "Tillsyn", "people": ["2041"]}]}


def of_sketch(house: House) -> Request:
    """To accept a change of her unit's part of the sketch."""
    made = house.as_anna("POST", "/api/v1/sketch/proposals", sketched(house), "olle")
    house.notice()  # which withdraws what the switchboard was told before
    return f"/api/v1/sketch/proposals/{made['id']}", {"version": made["version"], "step": "accept"}


def reviewed(house: House) -> Request:
    """To say that her unit's part is right."""
    path, body = of_sketch(house)
    house.as_anna("PATCH", path, body, "olle")
    return "/api/v1/sketch/bygglov/review", {"version": sketched(house)["version"]}


def of_delegation(house: House) -> Request:
    """To end what she has let a colleague do."""
    wish = {"extension": "2048", "until": house.day(5), "absence": True}
    made = house.as_anna("POST", "/api/v1/delegations", wish)
    return f"/api/v1/delegations/{made['id']}", None


def of_session(house: House) -> Request:
    """To end a session of hers."""
    with house.hub.client("anna"):
        """Signed in elsewhere, too."""
    [other, *_] = [one["id"] for one in house.as_anna("GET", "/api/v1/sessions")["sessions"] if not one["current"]]
    return f"/api/v1/sessions/{other}", None


def notice_wish(house: House) -> Request:
    """To tell of a change of her unit."""
    house.notice()
    return "/api/v1/notices", {"unit": "bygglov", "text": "x", "valid_until": house.soon(60)}


def own_ring(house: House) -> tuple[str, object]:
    """Anna, who is new, has her own telephone rung."""
    house.back()
    return "/api/v1/newcomer/ring", None


def greeting_wish(house: House) -> Request:
    """To let her unit answer with another line than it does."""
    shown = house.as_anna("GET", "/api/v1/greetings", who="olle")
    [version] = [each["version"] for each in shown["units"] if each["unit"] == "bygglov"]
    return "/api/v1/units/bygglov/greeting", {"version": version, "line": f"Plan {version}, {{given}}"}


REQUESTS: dict[str, Made] = {
    "GET /healthz": at("/healthz"),
    "GET /readyz": at("/readyz"),
    "GET /metrics": at("/metrics"),
    "GET /api/v1/sign-in/ways": at("/api/v1/sign-in/ways"),
    "GET /api/v1/me": at("/api/v1/me"),
    "POST /api/v1/me/copy": at("/api/v1/me/copy"),
    "GET /api/v1/people": at("/api/v1/people?q=ek"),
    "GET /api/v1/people/{extension}": at(OWN),
    "GET /api/v1/people/{extension}/card.vcf": at(f"{OWN}/card.vcf"),
    "GET /api/v1/people/{extension}/holding": at(f"{OWN}/holding"),
    "GET /api/v1/people/{extension}/callback-advice": at(f"{OWN}/callback-advice"),
    "GET /api/v1/people/{extension}/rule": at(f"{OWN}/rule"),
    "GET /api/v1/people/{extension}/rule/sound": at(f"{OWN}/rule/sound"),
    "GET /api/v1/people/{extension}/preferences": at(f"{OWN}/preferences"),
    "PUT /api/v1/people/{extension}/preferences": at(f"{OWN}/preferences", {"lunch_minutes": 33}),
    "PUT /api/v1/people/{extension}/asked": lambda house: (f"{OWN}/asked", {"day": house.day(0)}),
    "PUT /api/v1/people/{extension}/absence": lambda house: (f"{OWN}/absence", {"reason": "meeting", "until": house.soon()}),
    "DELETE /api/v1/people/{extension}/absence": ended,
    "POST /api/v1/people/{extension}/absence/undo": undone,
    "POST /api/v1/people/{extension}/nudge": nudged,
    "POST /api/v1/people/{extension}/sign-of-life": alive,
    "GET /api/v1/people/{extension}/plans": at(f"{OWN}/plans"),
    "POST /api/v1/people/{extension}/plans": lambda house: (f"{OWN}/plans", house.plan_wish()),
    "POST /api/v1/people/{extension}/plans/import": at(f"{OWN}/plans/import", {"calendar": CALENDAR}),
    "GET /api/v1/plans/asked": at("/api/v1/plans/asked"),
    "PATCH /api/v1/plans/{plan_id}": of_plan(lambda plan: {"version": plan["version"], "note": "y"}),
    "DELETE /api/v1/plans/{plan_id}": of_plan(),
    "POST /api/v1/plans/{plan_id}/answer": answered,
    "GET /api/v1/people/{extension}/calendars": at(f"{OWN}/calendars"),
    "POST /api/v1/people/{extension}/calendars": lambda house: (
        f"{OWN}/calendars",
        {"kind": "ics", "address": house.calendar, "username": "x", "password": "x"},
    ),
    "PATCH /api/v1/calendars/{calendar_id}": lambda house: (
        f"/api/v1/calendars/{house.calendar_account()}",
        {"password": "y"},
    ),
    "DELETE /api/v1/calendars/{calendar_id}": lambda house: (f"/api/v1/calendars/{house.calendar_account()}", None),
    "GET /api/v1/messages": at("/api/v1/messages"),
    "POST /api/v1/messages": at("/api/v1/messages", {"to": "2041", "caller_number": "0923-555 012", "about": "x"}),
    "GET /api/v1/messages/{message_id}": of_message(),
    "GET /api/v1/messages/{message_id}/steps": of_message("/steps"),
    "PATCH /api/v1/messages/{message_id}": of_message(body=handed_over),
    "POST /api/v1/messages/{message_id}/ring": of_message("/ring"),
    "GET /api/v1/calls": at("/api/v1/calls"),
    "POST /api/v1/calls": calling,
    "POST /api/v1/calls/{call_id}/transfer": of_call("transfer", {"to": "2048"}),
    "POST /api/v1/calls/{call_id}/consult": of_call("consult", {"to": "2048"}),
    "POST /api/v1/calls/{call_id}/complete": of_call("complete", consulting=True),
    "POST /api/v1/calls/{call_id}/cancel": of_call("cancel", consulting=True),
    "GET /api/v1/events": at("/api/v1/events"),
    "GET /api/v1/board": at("/api/v1/board"),
    "GET /api/v1/reasons": at("/api/v1/reasons"),
    "GET /api/v1/unclear": at("/api/v1/unclear"),
    "GET /api/v1/report": at("/api/v1/report"),
    "GET /api/v1/report/{period}": of_report("?unit=bygglov"),
    "GET /api/v1/report/{period}/history": of_report("/history?unit=bygglov"),
    "GET /api/v1/audit": at("/api/v1/audit?about=2041"),
    "GET /api/v1/notices": at("/api/v1/notices"),
    "POST /api/v1/notices": notice_wish,
    "PATCH /api/v1/notices/{notice_id}": of_notice(lambda made: {"version": made["version"], "publish": True}),
    "DELETE /api/v1/notices/{notice_id}": of_notice(),
    "POST /api/v1/units/{unit}/forward": forwarded,
    "POST /api/v1/units/{unit}/forward/undo": unforwarded,
    "GET /api/v1/appointments": at("/api/v1/appointments"),
    "POST /api/v1/appointments": lambda house: (
        "/api/v1/appointments",
        {"extension": "2048", "unit": "bygglov", "deputy": True, "starts": house.day(3), "until": house.day(4)},
    ),
    "PATCH /api/v1/appointments/{appointment_id}": of_appointment,
    "GET /api/v1/extension-requests": at("/api/v1/extension-requests"),
    "POST /api/v1/extension-requests": lambda house: ("/api/v1/extension-requests", extension_wish(house)),
    "PATCH /api/v1/extension-requests/{request_id}": of_extension("approve"),
    "GET /api/v1/numbers": at("/api/v1/numbers"),
    "GET /api/v1/work-list": at("/api/v1/work-list"),
    "GET /api/v1/cards": at("/api/v1/cards?unit=bygglov"),
    "GET /api/v1/cards.zip": at("/api/v1/cards.zip?unit=bygglov"),
    "GET /api/v1/sketch": at("/api/v1/sketch?administration=samhallsbyggnad"),
    "POST /api/v1/sketch/proposals": lambda house: ("/api/v1/sketch/proposals", sketched(house)),
    "PATCH /api/v1/sketch/proposals/{proposal_id}": of_sketch,
    "POST /api/v1/sketch/{unit}/review": reviewed,
    "GET /api/v1/newcomer": at("/api/v1/newcomer"),
    "POST /api/v1/newcomer": lambda house: ("/api/v1/newcomer", {"step": "codes"}),
    "POST /api/v1/newcomer/ring": own_ring,
    "GET /api/v1/newcomers": at("/api/v1/newcomers"),
    "GET /api/v1/sources": at("/api/v1/sources"),
    "GET /api/v1/sources/{source}/held": held,
    "POST /api/v1/sources/{source}/held": held_answered,
    "GET /api/v1/greetings": at("/api/v1/greetings"),
    "PUT /api/v1/units/{unit}/greeting": greeting_wish,
    "GET /api/v1/delegations": at("/api/v1/delegations"),
    "POST /api/v1/delegations": lambda house: (
        "/api/v1/delegations",
        {"extension": "2048", "until": house.day(5), "plans": True},
    ),
    "DELETE /api/v1/delegations/{delegation_id}": of_delegation,
    "GET /api/v1/second-factor": at("/api/v1/second-factor"),
    "POST /api/v1/second-factor": at("/api/v1/second-factor"),
    "GET /api/v1/sessions": at("/api/v1/sessions"),
    "DELETE /api/v1/sessions/{session_id}": of_session,
}
"""By method and path as the API's description has them."""

WITH_A_SESSION_OF_THEIR_OWN: dict[str, Made] = {
    "DELETE /api/v1/sessions": at("/api/v1/sessions?others=false"),
    "DELETE /api/v1/sign-in": at("/api/v1/sign-in"),
}
"""What ends the session by which it is asked."""

OF_ONES_OWN = {
    "POST /api/v1/sign-in": "whoever knows name and password: hub/access/test_sign_in.py",
    "POST /api/v1/sign-in/refresh": "whoever holds the token: hub/access/test_sessions.py",
    "POST /api/v1/sign-in/browser": "where the organisation signs in: hub/identity/test_organisation_sign_in.py",
    "POST /api/v1/sign-in/browser/answer": "as before",
    "POST /api/v1/sign-in/device": "as before",
    "POST /api/v1/sign-in/device/answer": "as before",
    "POST /api/v1/calendars/notified": "whoever knows what only Graph was told: hub/calendars/test_subscriptions.py",
    "PUT /api/v1/password": "asks for the password of whoever asks: hub/access/test_own_password.py",
    "PUT /api/v1/second-factor": "as before: hub/access/test_second_factor.py",
    "POST /api/v1/second-factor/end": "as before",
    "POST /api/v1/demo/calls": "there in the demo alone, with Anna's rights",
    "POST /api/v1/demo/codes": "as before",
}
"""Routes that ask for a secret of whoever asks in place of a right, and where they are tried."""
