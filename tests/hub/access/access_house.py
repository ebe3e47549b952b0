"""A served house with somebody of each relation to Anna Ek, and for each route a request that concerns her."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec

from kalix_presence.hub.site.calendars_section import CalendarsSection
from kalix_presence.hub.store import Transaction, newcomers, quality
from kalix_presence.model.present_call import CallPlace
from tests.hub.core.test_succession import calendar_server
from tests.hub.serving import PEOPLE, Serving, made_config, serving
from tests.hub.sync.waiting import BY_NOBODY, waits_with_anna
from tests.hub.web.test_streams import until

READERS = {
    "oneself": "anna",
    "colleague": "kim",
    "elsewhere": "siv",
    "delegate": "nina",
    "deputy": "per",
    "switchboard": "maria",
    "officer": "olle",
    "other officer": "eva",
    "head": "hilda",
    "other head": "hugo",
    "administrator": "ada",
    "nobody": "",
}
"""The columns of docs/access.md: who asks about Anna Ek, and the account. `head` is of her unit, `officer` of her administration;
a delegate works elsewhere and may do everything for her, a deputy is a colleague of her unit who is named for when she is away (she
is not); nobody has not signed in."""
FOLK = PEOPLE + (
    "2044,Kim,Dahl,Bygglov,Samhällsbyggnad,,,,,kim,employee,,,sv\n2063,Eva,Ö,Skola,Utbildning,,,,,eva,officer,,,sv\n"
    "2064,Nina,Ek,Skola,Utbildning,,,,,nina,employee,,,sv\n2046,Hilda,Alm,Bygglov,Samhällsbyggnad,,,,,hilda,head,,,sv\n"
    "2066,Hugo,Ask,Skola,Utbildning,,,,,hugo,head,,,sv\n2048,Nils,Ny,Bygglov,Samhällsbyggnad,,,,,nils,employee,,,sv\n"
)
UNITS = ("Bygglov,Samhällsbyggnad", "Miljö,Samhällsbyggnad", "Skola,Utbildning", "Växel,Kansli", "IT,Kansli")
FOLK += "".join(f"{3000 + n},Bo,Berg {n},{UNITS[n % len(UNITS)]},,,,,,,,,sv\n" for n in range(30))
"""In every unit as many as the report wants before it shows one by itself."""
ASKS_MUCH = dict.fromkeys(("calls_per_minute", "messages_per_minute", "changes_per_minute", "reads_per_minute"), 100_000)
OWN = "/api/v1/people/2041"
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:two\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART;VALUE=DATE:20261221\r\nDTEND;VALUE=DATE:20261223\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


class House:
    """The hub, everybody signed in, and what requests need of it."""

    def __init__(self, hub: Serving, clients: dict[str, httpx.Client], calendar: str) -> None:
        self.hub, self.clients, self.calendar = hub, clients, calendar

    def as_anna(self, method: str, path: str, body: Any = None, who: str = "anna") -> Any:
        """What Anna (or `who`) is answered; it has to be let."""
        answer = self.clients[who].request(method, path, json=body)
        assert answer.status_code < 300, (who, method, path, answer.text)
        return answer.json() if answer.content else None

    def day(self, days: int) -> str:
        """A day so many days from now."""
        return (self.hub.clock() + timedelta(days=days)).date().isoformat()

    def soon(self, minutes: int = 30) -> str:
        """An instant in a while, as the API takes it."""
        return (self.hub.clock() + timedelta(minutes=minutes)).isoformat()

    def back(self) -> None:
        """Anna is there, and her phone and those of all others are free."""
        self.as_anna("DELETE", f"{OWN}/absence")
        phones = self.hub.hub.pbx.virtual_phones
        assert phones is not None
        people = list(self.hub.hub.board.people)
        self.hub.on_loop(lambda: [phones.hang_up(each) for each in people])

    def message(self) -> dict[str, Any]:
        """A message to Anna, left by the switchboard while she is there."""
        self.back()
        wish = {"to": "2041", "caller_name": "Karin", "caller_number": "0923-555 012", "about": "x"}
        left: dict[str, Any] = self.as_anna("POST", "/api/v1/messages", wish, "maria")
        return left

    def plan(self, **more: Any) -> dict[str, Any]:
        """An absence that Anna has planned; the one before is taken away."""
        for old in self.as_anna("GET", f"{OWN}/plans")["plans"]:
            self.as_anna("DELETE", f"/api/v1/plans/{old['id']}")
        made: dict[str, Any] = self.as_anna("POST", f"{OWN}/plans", self.plan_wish(**more))
        return made

    def plan_wish(self, **more: Any) -> dict[str, Any]:
        """What a plan is made of."""
        local = self.hub.clock().replace(microsecond=0, tzinfo=None)
        times = {"starts": (local + timedelta(days=3)).isoformat(), "ends": (local + timedelta(days=4)).isoformat()}
        return {"reason": "meeting", **times, **more}

    def away(self) -> dict[str, Any]:
        """Anna is away; the change as the hub told it."""
        made: dict[str, Any] = self.as_anna("PUT", f"{OWN}/absence", {"reason": "meeting", "until": self.soon()})
        return made

    def calendar_account(self) -> str:
        """A calendar that Anna has the hub read; the one before is taken away."""
        for old in self.as_anna("GET", f"{OWN}/calendars")["calendars"]:
            self.as_anna("DELETE", f"/api/v1/calendars/{old['id']}")
        wish = {"kind": "ics", "address": self.calendar, "username": "x", "password": "x"}
        made: str = self.as_anna("POST", f"{OWN}/calendars", wish)["id"]
        return made

    def overdue(self) -> None:
        """Anna is not back from what she set, by the clock of the hub; whoever was asked before may be asked again."""
        self.hub.clock.move(minutes=20)
        back = (self.hub.clock() + timedelta(minutes=5)).isoformat()
        self.as_anna("PUT", f"{OWN}/absence", {"reason": "meeting", "until": back})
        self.hub.clock.move(minutes=6)
        self.hub.on_loop(lambda: self.hub.hub.core.absence_clock.apply_due(self.hub.clock()))

    def notice(self) -> dict[str, Any]:
        """A notice of Anna's unit that she has proposed; the ones before are withdrawn."""
        for old in self.as_anna("GET", "/api/v1/notices", who="maria")["notices"]:
            self.as_anna("DELETE", f"/api/v1/notices/{old['id']}", who="maria")
        wish = {"unit": "bygglov", "text": "x", "valid_until": self.soon(60)}
        made: dict[str, Any] = self.as_anna("POST", "/api/v1/notices", wish)
        return made

    def held_run(self) -> str:
        """A source waits with Anna's removal; what an answer names."""
        return waits_with_anna(self.hub)

    def call(self) -> str:
        """A call to Anna, who answers it."""
        phones = self.hub.hub.pbx.virtual_phones
        assert phones is not None

        self.back()

        def rings() -> str:
            story = phones.call("0923555012", "2041", stays=CallPlace.PHONE)
            phones.answer(story.call_id)
            return story.call_id

        found: str = self.hub.on_loop(rings)
        until(lambda: found in {each["id"] for each in self.as_anna("GET", "/api/v1/calls")["calls"]})
        return found


def publish(hub: Serving) -> None:
    """A month passes in which units were called, and its report is published."""

    def counted(change: Transaction) -> None:
        for unit in ("bygglov", "miljo", "skola", "vaxel", "it"):
            quality.add(change, unit, hub.clock(), {"offered": 40, "in_time": 30})

    async def passes() -> None:
        core = hub.hub.core
        await core.store.write(counted)
        for _ in range(40):
            hub.clock.move(days=1)
            await core.quality.counting.catch_up()
        await core.quality.publishing.publish(hub.clock())

    hub.on_loop(passes)


@contextmanager
def house(folder: Path, **served: Any) -> Iterator[House]:
    """Serve it; `served` as `serving` has it."""
    config = msgspec.structs.replace(
        made_config(folder / "hub", FOLK, **ASKS_MUCH),
        calendars=CalendarsSection(hosts=("127.0.0.1",), poll_seconds=5),
        sync=BY_NOBODY,
    )
    with ExitStack() as stack:
        calendar = stack.enter_context(calendar_server())
        hub = stack.enter_context(serving(folder / "hub", config=config, **served))
        publish(hub)
        anna = hub.on_loop(lambda: hub.hub.board.people["2041"].id)
        hub.on_loop(lambda: hub.hub.core.store.write(lambda change: newcomers.add_newcomer(change, anna, now=hub.clock())))
        clients = {name: stack.enter_context(hub.client(name or None)) for name in READERS.values()}
        found = House(hub, clients, calendar)
        rights = {"absence": True, "messages": True, "plans": True}
        found.as_anna("POST", "/api/v1/delegations", {"extension": "2064", "until": found.day(20), **rights})
        yield found
