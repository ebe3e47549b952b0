"""A sick person, a note, a private number and a private message are in the house: no field of any answer, event, log line or
metric tells them to those who may not know, and a house where the reason is no secret looks the same to them.

Nothing here names an endpoint: requests are made of the description at /openapi.json, with every id that the person herself
sees, and whatever comes back is walked field by field.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from structlog.testing import capture_logs

from kalix_presence.hub.site.calendars_section import CalendarsSection
from tests.hub.graph_server import answering
from tests.hub.serving import PASSWORD, PEOPLE, Serving, made_config, serving, soon
from tests.hub.web.test_streams import until

pytestmark = pytest.mark.xdist_group("who-learns")

NOTE = "ANTECKNINGKRAEFT"
WHY = "VARFORDIAGNOS"
MESSAGE = "PROVSVARET"
DEVICE = "ANNASDATOR"
CALENDAR = "KALENDERHEMLIG"
CALENDAR_USER = "annaskalender"
ENTRY = "PROVTAGNINGEN"
PRIVATE = "0708112233"
MOBILE = "0701740601"
FOLK = PEOPLE + (
    "2044,Kim,Dahl,Bygglov,Samhällsbyggnad,,,,,kim,employee,,,sv\n2063,Eva,Ö,Skola,Utbildning,,,,,eva,officer,,,sv\n"
    "2064,Nina,Ek,Skola,Utbildning,,,,,nina,employee,,,sv\n"
)
ROLES = ("nina", "kim", "per", "siv", "maria", "olle", "eva", "ada", "")
"""A colleague elsewhere whom she lets do everything for her, a colleague in the unit, the deputy, a colleague elsewhere, the
receptionist, the officer of the administration and of another, the administrator; and somebody who is not signed in."""
ELSE_EACH_TIME = {"version", "number", "tick", "since", "ticket", "secret", "uri", "line", "stage"}
"""Fields that differ between two houses alike: counters, the key of a second factor, which is made anew for who asks, and what
the walk's own calls bring about, which end when they end."""
LEFT_BY_CALLS = {"attempts", "reached", "proposes_done"}
"""Fields of a message that are there once a call of the walk's own to its caller has ended: when that is, is chance."""
MAY_READ_MESSAGE = {"nina", "per", "maria", "olle"}
"""Whom she lets see to her callbacks, the deputy while she is away, the switchboard, the officer of her administration: as docs/data-protection.md says."""
MAY_SEE_MOBILE = {"maria", "olle"}
ASKS_MUCH = dict.fromkeys(("calls_per_minute", "messages_per_minute", "changes_per_minute", "reads_per_minute"), 100_000)
NOBODY_WROTE = {
    CALENDAR: "KALENDERHEMLIX",
    NOTE: "ANTECKNINGKRAEFX",
    WHY: "VARFORDIAGNAS",
    MESSAGE: "PROVSVAREN",
    DEVICE: "ANNASDATAR",
    PRIVATE: "0708112299",
    MOBILE: "0701740699",
    "sick": "sack",
    "sjuk": "sjok",
}
"""Each hidden word beside one of its kind that stands nowhere: whoever may not know it finds no more by the one than by the other."""
PERIODS = ("2026-W47", "2026-W48", "2026-11", "2026-10")
NAMES_ALL_REASONS = {"/api/v1/reasons", "/openapi.json"}
OPEN_ENDED = "/api/v1/events"
_ID = re.compile(r"[0-9a-f]{32}")
_TIME = re.compile(r"\d{4}-\d\d-\d\d(T[0-9:.+Z-]+)?|\b\d\d\.\d\d\b")


@dataclass
class World:
    """A served house in which Anna is away for `reason`; all that each of the others has been told."""

    hub: Serving
    reason: str
    clients: dict[str, httpx.Client]
    ids: list[str]
    answers: dict[tuple[str, str, str, str], httpx.Response] = field(default_factory=dict)
    searched: dict[tuple[str, str, str, str], httpx.Response] = field(default_factory=dict)
    streams: dict[str, str] = field(default_factory=dict)
    heard: dict[str, list[str]] = field(default_factory=dict)
    exports: dict[tuple[str, str], str] = field(default_factory=dict)
    logs: list[Any] = field(default_factory=list)


@contextmanager
def furnished(folder: Path, reason: str) -> Iterator[World]:
    """Nobody has asked anything yet; what each is told while it is lived in is in `heard`."""
    config = made_config(folder, FOLK, **ASKS_MUCH)
    config = msgspec.structs.replace(config, calendars=CalendarsSection(hosts=("127.0.0.1",)))
    with capture_logs() as logs, serving(folder, config=config) as hub, ExitStack() as stack:
        clients = {name: stack.enter_context(hub.client(name or None)) for name in ("anna", *ROLES)}
        heard = {name: stack.enter_context(listening(hub, client)) for name, client in clients.items() if name}
        calendar = stack.enter_context(answering(lambda *_: (200, entry(hub), {})))
        yield World(hub, reason, clients, furnish(hub, clients, reason, calendar), heard=heard, logs=logs)


@contextmanager
def world(folder: Path, reason: str) -> Iterator[World]:
    with furnished(folder, reason) as found:
        clients, streams = found.clients, found.heard
        for name in ROLES:
            ask_everything(found, name)
        maria = clients["maria"]
        maria.put("/api/v1/people/2043/absence", json={"reason": "meeting", "until": soon()}).raise_for_status()
        for name, heard in streams.items():
            until(lambda heard=heard: '"2043"' in "".join(heard))  # type: ignore[misc]
            found.streams[name] = "".join(heard) + replayed(clients[name])
        yield found


@contextmanager
def listening(hub: Serving, client: httpx.Client) -> Iterator[list[str]]:
    """What an open stream tells, as it comes."""
    heard: list[str] = []
    own = httpx.Client(base_url=hub.url, timeout=60, headers=client.headers, trust_env=False)
    with own, own.stream("GET", OPEN_ENDED) as answer:
        assert answer.status_code == 200

        def read() -> None:
            with suppress(httpx.HTTPError):  # the test is over
                heard.extend(answer.iter_text())

        threading.Thread(target=read, daemon=True).start()
        yield heard


def replayed(client: httpx.Client) -> str:
    told = ""
    with client.stream("GET", OPEN_ENDED, headers={"last-event-id": "0"}) as answer:
        for text in answer.iter_text():
            told += text
            if "event: pbx" in told or "event: hello" in told:
                break
    return told


def settle(hub: Serving) -> None:
    """Wait until every change is in force and told, so that what is told does not depend on which overtook which."""
    until(lambda: hub.on_loop(lambda: all(state.in_force for state in hub.hub.board.states.values())))


def entry(hub: Serving) -> bytes:
    """Anna's calendar: an appointment some days ahead."""
    day = (hub.clock() + timedelta(days=9)).strftime("%Y%m%d")
    times = f"DTSTART:{day}T080000Z\r\nDTEND:{day}T090000Z"
    event = f"BEGIN:VEVENT\r\nUID:{ENTRY}\r\nDTSTAMP:20260101T000000Z\r\n{times}\r\nSUMMARY:{ENTRY}\r\nEND:VEVENT"
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\n{event}\r\nEND:VCALENDAR\r\n".encode()


def furnish(hub: Serving, clients: dict[str, httpx.Client], reason: str, calendar: str) -> list[str]:
    """Everything of Anna's that is a secret; every id that she sees of it."""
    anna, maria, own = clients["anna"], clients["maria"], "/api/v1/people/2041"
    wish = {"username": "anna", "password": PASSWORD, "device": DEVICE}
    anna.post("/api/v1/sign-in", json=wish).raise_for_status()
    lent = {"extension": "2064", "until": str(hub.clock().date()), "absence": True, "messages": True, "plans": True}
    anna.post("/api/v1/delegations", json=lent).raise_for_status()
    local = hub.clock().replace(microsecond=0, second=0, tzinfo=None)
    written = f"+46 {PRIVATE[1:3]}-{PRIVATE[3:6]} {PRIVATE[6:]}"
    plan = {"reason": reason, "note": NOTE, "deputy": "2042", "forward_to": written}
    for first, last in ((-2, 0), (3, 5), (-1, 2)):
        times = {
            "starts": (local + timedelta(days=first)).isoformat(),
            "ends": (local + timedelta(days=last, hours=4)).isoformat(),
        }
        made = anna.post(f"{own}/plans", json={**plan, **times})
        made.raise_for_status()
        settle(hub)  # else the answer of the deputy may overtake what is told of the plan
        clients["per"].post(f"/api/v1/plans/{made.json()['id']}/answer", json={"accept": True}).raise_for_status()
        settle(hub)
    away = {"reason": reason, "until": soon(120), "note": NOTE, "forward_to": written}
    anna.put(f"{own}/absence", json=away).raise_for_status()
    settle(hub)
    meeting = {"reason": "meeting", "until": soon(), "why": WHY}
    maria.put(f"{own}/absence", json={**meeting, "note": NOTE}).raise_for_status()
    settle(hub)
    anna.put(f"{own}/absence", json=away).raise_for_status()
    settle(hub)
    message = {"to": "2041", "caller_name": "Läkaren", "caller_number": "0923-555 012", "about": MESSAGE}
    maria.post("/api/v1/messages", json=message).raise_for_status()
    read = {"kind": "ics", "address": f"{calendar}/{CALENDAR}.ics", "username": CALENDAR_USER, "password": CALENDAR}
    added = anna.post(f"{own}/calendars", json=read)
    assert added.status_code == 201, added.text
    assert added.json()["entries"] == 1, "it was read"
    paths = ("/api/v1/messages", f"{own}/plans", own, f"{own}/holding", f"{own}/calendars", "/api/v1/sessions")
    texts = [anna.get(path).text for path in paths]
    return list(dict.fromkeys(one for text in texts for one in _ID.findall(text)))


def requests(world: World, description: dict[str, Any]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """(method, path as described, path, more) of everything that can be asked about Anna; what is written is empty or hers."""
    for path, verbs in description["paths"].items():
        blanks = set(re.findall(r"{(\w+)}", path))
        ids = PERIODS if blanks == {"period"} else world.ids
        fillings = [dict.fromkeys(blanks, one) for one in ids] if blanks - {"extension", "unit"} else [{}]
        for filling in fillings:
            real = path.format(**{**filling, "extension": "2041", "unit": "bygglov"} if blanks else {})
            for method in sorted(verbs.keys() & {"get", "post", "put", "patch"}):
                if path == OPEN_ENDED:
                    continue
                if method == "get":
                    yield method, path, real, {}
                else:
                    for body in ({}, {"extension": "2041"}, {"made": "", "before": filling.get(next(iter(blanks), ""), "")}):
                        yield method, path, real, {"json": body}


def searches(description: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(path as described, path, more) of all that can be looked for: hidden words and such as nobody wrote where words are free."""
    for path, verbs in description["paths"].items():
        for each in verbs.get("get", {}).get("parameters", ()):
            schema = each.get("schema", {})
            if each["in"] != "query" or path == OPEN_ENDED:
                continue
            values: tuple[str, ...] = ("true", "false", "1", "open", "done", "audit-read", "nonsense")
            if schema.get("type") == "string" and "pattern" not in schema:
                values = (*NOBODY_WROTE, *NOBODY_WROTE.values(), "2041", "bygglov")
            blanks = dict.fromkeys(re.findall(r"{(\w+)}", path), "2041")
            real = path.format(**{**blanks, "period": PERIODS[0]} if blanks else {})
            for value in values:
                yield path, real, {"params": {each["name"]: value}}


def search_everything(world: World, name: str) -> None:
    for _, real, more in searches(world.clients["ada"].get("/openapi.json").json()):
        answer = world.clients[name].get(real, headers={"accept-encoding": "gzip"}, **more)
        world.searched[name, "get", real, json.dumps(more, sort_keys=True)] = answer
        assert answer.status_code < 500 or answer.status_code == 503, (name, real, more)
        assert answer.status_code != 429, "what is not answered cannot be looked through"


def ask_everything(world: World, name: str) -> None:
    client = world.clients[name]
    description = world.clients["ada"].get("/openapi.json").json()
    for method, path, real, more in requests(world, description):
        if "sign-in" in real or (method, path) == ("delete", "/api/v1/sessions"):  # else nobody asks what comes after
            continue
        answer = client.request(method, real, headers={"accept-encoding": "gzip"}, **more)
        world.answers[name, method, real, json.dumps(more, sort_keys=True)] = answer
        assert answer.status_code < 500 or answer.status_code == 503, (name, method, path)
        assert answer.status_code != 429, "what is not answered cannot be looked through"


def told(name: str, reason: str, text: str) -> list[str]:
    """What in `text` the reader `name` must not learn."""
    close = re.sub(r"(?<=\d)[ \-]+(?=\d)", "", text)
    marks = [NOTE, WHY, DEVICE, CALENDAR, CALENDAR_USER, ENTRY, PRIVATE, PRIVATE[1:], f'"{reason}"']
    if name not in MAY_READ_MESSAGE:
        marks += [MESSAGE, "Läkaren", "923555012"]
    if name not in MAY_SEE_MOBILE:
        marks.append(MOBILE[1:])
    return [mark for mark in marks if mark in close]


@pytest.fixture(scope="module")
def sick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("sick") / "hub", "sick") as found:
        for name in ROLES:
            search_everything(found, name)
        yield found


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("away") / "hub", "out_of_office") as found:
        yield found


@pytest.mark.parametrize("name", ROLES)
def test_no_answer_tells_what_is_not_for_them(sick: World, name: str) -> None:
    answers = [(key, answer) for key, answer in (*sick.answers.items(), *sick.searched.items()) if key[0] == name]
    assert sum(answer.status_code == 200 for _, answer in answers) >= (15 if name else 2)
    leaks = {
        (key[1], key[2], *found)
        for key, answer in answers
        if key[2] not in NAMES_ALL_REASONS and (found := told(name, "sick", answer.text + str(answer.headers)))
    }
    assert not leaks


@pytest.mark.parametrize("name", ROLES)
def test_no_hidden_word_finds_more_than_one_that_nobody_wrote(sick: World, name: str) -> None:
    tried = 0
    for (who, method, path, more), answer in sick.searched.items():
        asked = json.loads(more).get("params", {})
        for parameter, word in asked.items():
            other = NOBODY_WROTE.get(word)
            if who != name or other is None or not (word in ("sick", "sjuk") or told(name, "sick", word)):
                continue
            beside = sick.searched[who, method, path, json.dumps({"params": {parameter: other}}, sort_keys=True)]
            assert (answer.status_code, unsaid(answer, word)) == (beside.status_code, unsaid(beside, other)), (path, asked)
            tried += 1
    assert tried >= 2 * len(NOBODY_WROTE)


def unsaid(answer: httpx.Response, word: str) -> str:
    """The answer without the word that it may repeat."""
    return answer.text.replace(word, "WORD")


def test_who_may_know_a_word_finds_by_it(sick: World) -> None:
    for path, word in (("/api/v1/messages", MESSAGE), ("/api/v1/people", MOBILE)):
        found = [
            sick.searched["maria", "get", path, json.dumps({"params": {"q": one}}, sort_keys=True)].json()
            for one in (word, NOBODY_WROTE[word])
        ]
        assert found[0] != found[1], path


@pytest.mark.parametrize("name", [name for name in ROLES if name])
def test_refusals_of_every_kind_were_looked_through(sick: World, name: str) -> None:
    statuses = {answer.status_code for (who, *_), answer in sick.answers.items() if who == name}
    assert statuses >= {200, 400, 403, 404}


@pytest.mark.parametrize("name", [name for name in ROLES if name])
def test_no_event_tells_what_is_not_for_them(sick: World, name: str) -> None:
    assert "event: standing" in sick.streams[name]
    assert not told(name, "sick", sick.streams[name])


def test_what_is_looked_for_can_be_found(sick: World) -> None:
    own = "/api/v1/people/2041"
    seen = "".join(sick.clients["anna"].get(path).text for path in (own, f"{own}/plans", "/api/v1/messages"))
    assert CALENDAR in sick.clients["anna"].get(f"{own}/calendars").text
    for mark in (NOTE, PRIVATE, '"sick"', MESSAGE):
        assert mark in re.sub(r"(?<=\d)[ \-]+(?=\d)", "", seen), mark
        assert mark in sick.streams["anna"], mark


def test_no_line_of_the_log_and_no_metric_tells_it(sick: World) -> None:
    assert any(line["event"] == "hub-started" for line in sick.logs)
    lines = [json.dumps(line, default=str, ensure_ascii=False) for line in sick.logs]
    metrics = sick.clients[""].get("/metrics").text
    assert "kalix_people" in metrics
    for text in (*lines, metrics):
        assert not told("", "sick", text), text
        assert not any(name in text for name in ("Anna", "Ek", "anna", "Läkaren")), text


@pytest.mark.parametrize("name", ROLES)
def test_two_houses_that_differ_in_the_hidden_reason_answer_the_same(sick: World, away: World, name: str) -> None:
    assert answers_of(sick, name) == answers_of(away, name)


@pytest.mark.parametrize("name", [name for name in ROLES if name])
def test_two_houses_that_differ_in_the_hidden_reason_tell_the_same(sick: World, away: World, name: str) -> None:
    sick_told, away_told = told_of_absence(sick, name), told_of_absence(away, name)
    assert sick_told == away_told, "\n".join(sorted(sick_told ^ away_told))


def told_of_absence(world: World, name: str) -> set[str]:
    """Every absence, and every other fact of Anna's, that an event has told `name`, whenever and how often."""
    events = [json.loads(line.removeprefix("data: ")) for line in world.streams[name].splitlines() if line.startswith("data: ")]
    found = [one for one in events if '"2041"' in json.dumps(one) and one["kind"] not in ("hello", "lines")]
    return {json.dumps(walked(one, lambda text: _TIME.sub("TIME", _ID.sub("ID", text))), sort_keys=True) for one in found}


def answers_of(world: World, name: str) -> list[Any]:
    """What `name` was answered, in order, without ids, moments and counters."""
    return [
        (method, _ID.sub("ID", path), _ID.sub("ID", more), answer.status_code, plain(answer))
        for (who, method, path, more), answer in world.answers.items()
        if who == name and path not in NAMES_ALL_REASONS and not path.endswith("metrics")
    ]


def plain(answer: httpx.Response) -> Any:
    try:
        found = answer.json()
    except ValueError:
        return _TIME.sub("TIME", _ID.sub("ID", answer.text))
    return walked(found, lambda text: _TIME.sub("TIME", _ID.sub("ID", text)))


def walked(found: Any, change: Callable[[str], str]) -> Any:
    if isinstance(found, dict):
        kept = ((key, value) for key, value in found.items() if key not in LEFT_BY_CALLS)
        return {key: 0 if key in ELSE_EACH_TIME else walked(value, change) for key, value in kept}
    if isinstance(found, list):
        # Clips that say a time: a voice is heard in both houses, a minute later in one of them.
        return [walked(one, change) for one in found if not (isinstance(one, str) and re.match(r"(hour|minute)_|hundred", one))]
    return change(found) if isinstance(found, str) else found
