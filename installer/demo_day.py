"""Fills the demo's hub with a working day that has come to Wednesday 10.07: made as people make it, through the hub itself.

The hub of the folder is run for a moment by a clock that is moved from act to act; so its history, due times and late callbacks
are as they would be. What stands here is who did what, and when.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from demo_history import remember, set_goals

from kalix_presence.hub.commands.init import DEMO_PASSWORD
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.site.config import FILE, read_config
from kalix_presence.hub.web.app import create_app
from kalix_presence.hub.web.running import Hub

ZONE = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 25, 10, 7, tzinfo=ZONE)
"""A Wednesday: that is what the demo's clock shows when it begins, whatever day it really is."""
ANNA, MARIA, ADMINISTRATOR = "anna.ek", "maria.lundberg", "admin"
PATIENCE = 60.0


def fill(folder: Path) -> None:
    """Let the hub in `folder`, which does not run, begin at that Wednesday 10.07, with its day behind it."""
    set_goals(folder)
    asyncio.run(_fill(folder))
    path = folder / FILE
    text = path.read_text("utf-8")
    path.write_text(text.replace('driver = "embedded"', f'driver = "embedded"\nbegins = {NOW.isoformat()}', 1), "utf-8")


@dataclass
class Town:
    """The hub with its moved clock, and its people's hands."""

    hub: Hub
    http: httpx.AsyncClient
    now: datetime = field(default_factory=lambda: NOW)
    tokens: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    """Extensions by username."""

    async def at(self, clock: str, day: int = 25) -> None:
        """It is `clock` of that day in November: whatever is due by then has turned."""
        hour, minute = map(int, clock.split("."))
        self.now = datetime(2026, 11, day, hour, minute, tzinfo=ZONE)
        await self.hub.core.absence_clock.apply_due(self.now)

    async def does(self, who: str, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """`who` (a username) asks the hub for something, and gets it."""
        if who not in self.tokens:
            signed = await self.http.post("/api/v1/sign-in", json={"username": who, "password": DEMO_PASSWORD})
            self.tokens[who] = signed.raise_for_status().json()["token"]
        answer = await self.http.request(
            method, f"/api/v1{path}", json=body, headers={"Authorization": f"Bearer {self.tokens[who]}"}
        )
        if answer.is_error:
            raise RuntimeError(f"{who} {method} {path}: {answer.status_code} {answer.text}")
        return answer.json() if answer.content else None

    async def away(self, extension: str, reason: str, until: datetime | None, note: str = "", **more: Any) -> None:
        """Somebody goes; `by` does it for them."""
        who = more.pop("by", "") or self.name(extension)
        body = {"reason": reason, "until": until.isoformat() if until else None, "note": note, **more}
        await self.does(who, "PUT", f"/people/{extension}/absence", body)

    async def back(self, extension: str) -> None:
        """Somebody is back."""
        await self.does(self.name(extension), "DELETE", f"/people/{extension}/absence")

    def name(self, extension: str) -> str:
        """The username of whoever has the extension."""
        return next(name for name, one in self.accounts.items() if one == extension)

    def unit(self, extension: str) -> str:
        """The code of somebody's unit."""
        return self.hub.board.person(extension).unit

    async def message(self, to: str, caller: tuple[str, str], about: str, by: str = MARIA, **more: Any) -> dict[str, Any]:
        """A message that somebody takes down."""
        name, number = caller
        body = {"to": to, "caller_name": name, "caller_number": number, "about": about, **more}
        found: dict[str, Any] = await self.does(by, "POST", "/messages", body)
        return found

    async def step(self, who: str, message: dict[str, Any], step: str, **more: Any) -> dict[str, Any]:
        """One step of a message as it is now."""
        seen = await self.does(who, "GET", f"/messages/{message['id']}")
        body = {"step": step, "version": seen["version"], **more}
        found: dict[str, Any] = await self.does(who, "PATCH", f"/messages/{message['id']}", body)
        return found

    async def nobody_answers(self, caller: str, extension: str, waited: int = 24, **more: str) -> dict[str, Any]:
        """Somebody calls in vain; the callback that comes of it."""
        assert isinstance(self.hub.pbx, EmbeddedPbx)
        before = {each["id"] for each in await self.waiting(extension)}
        self.hub.pbx.call(caller, extension, waited=waited, **(more or {"hangs_up": "phone"}))

        async def come() -> dict[str, Any] | None:
            return next((each for each in await self.waiting(extension) if each["id"] not in before), None)

        found: dict[str, Any] = await self._until(come)
        return found

    async def waiting(self, extension: str) -> list[dict[str, Any]]:
        """The open messages to somebody, as they see them."""
        page = await self.does(self.name(extension), "GET", f"/messages?to={extension}")
        found: list[dict[str, Any]] = page["messages"]
        return found

    async def _until(self, look: Callable[[], Awaitable[Any]]) -> Any:
        async with asyncio.timeout(PATIENCE):
            while not (found := await look()):  # noqa: ASYNC110 - it is asked by the same way as people ask
                await asyncio.sleep(0.01)
        return found


def wall(clock: str, day: int = 25, month: int = 11) -> datetime:
    """A moment of that autumn as it stands on the wall."""
    hour, minute = map(int, clock.split("."))
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


async def _fill(folder: Path) -> None:
    from kalix_presence.hub.store.accounts import read_accounts

    config = read_config(folder)
    town: Town | None = None
    hub = Hub(config, clock=lambda: (town.now if town else wall("7.00", 19)).astimezone(UTC))
    app: Any = create_app(config, hub)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://demo") as http:
        await hub.start()
        try:
            town = Town(hub, http, wall("7.00", 19))
            accounts = await hub.store.read(read_accounts)
            town.accounts = {one.username: one.extension or "" for one in accounts}
            await remember(hub, NOW, ZONE)
            await _days_before(town)
            await _officers(town)
            await _plans(town)
            await _morning(town)
            await _callbacks(town)
            await _just_now(town)
        finally:
            await hub.stop()


async def _days_before(town: Town) -> None:
    """What lies behind Anna: lunches, and callers she has rung back."""
    for day in (19, 20, 23, 24):
        await town.at("11.30", day)
        await town.away("2041", "lunch", wall("12.15", day))
        await town.at("12.13", day)
        await town.back("2041")
    await town.at("13.05", 23)
    altan = await town.message("2041", ("Karin Berg", "0923-555 12"), "Bygglov för altan, undrar vad ritningen ska visa")
    await town.at("13.40", 23)
    await town.step(ANNA, altan, "try", outcome="no_answer")
    await town.at("14.20", 23)
    await town.step(ANNA, altan, "try", outcome="answered")
    await town.step(ANNA, altan, "finish")
    await town.at("9.15", 24)
    missed = await town.nobody_answers("0701740633", "2041")
    await town.at("9.50", 24)
    await town.step(ANNA, missed, "try", outcome="answered")
    await town.step(ANNA, missed, "finish")
    await town.at("15.10", 24)
    shore = await town.message("2041", ("Fredrik Wallin", "070-174 06 42"), "Strandskydd vid Björkfors")
    await town.at("15.45", 24)
    await town.step(ANNA, shore, "try", outcome="left_word")


async def _plans(town: Town) -> None:
    """What people know ahead: Anna's week, holidays with deputies, phone hours."""
    await town.at("16.00", 24)
    for reason, starts, ends, more in (
        ("meeting", "2026-11-25T13:00", "2026-11-25T14:30", {"note": "Byggsamråd, Sjöstugan"}),
        ("errand", "2026-11-26T09:00", "2026-11-26T11:30", {"note": "Slutbesiktning i Töre"}),
        ("remote_work", "2026-11-27T08:00", "2026-11-27T16:30", {}),
        ("course", "2026-12-01T08:30", "2026-12-01T16:00", {}),
        ("meeting", "2026-11-24T08:15", "2026-11-24T09:00", {"repeat": "FREQ=WEEKLY;BYDAY=TU", "note": "Enhetsmöte"}),
    ):
        await town.does(ANNA, "POST", "/people/2041/plans", {"reason": reason, "starts": starts, "ends": ends, **more})
    await _holiday(town, "2041", "2030", "2026-12-21T00:00", "2027-01-07T08:00")
    await _holiday(town, "2033", "2034", "2026-11-25T00:00", "2026-11-30T08:00")
    await _holiday(town, "2303", "2304", "2026-11-25T00:00", "2026-12-07T08:00")
    for extension, first, last in (("2102", 8, 9), ("2220", 13, 15), ("2226", 10, 11), ("2032", 9, 11)):
        spans = {str(day): [{"starts": f"{first:02}:00:00", "ends": f"{last:02}:00:00"}] for day in range(5)}
        hours = {"phone_hours": {"hours": spans, "until": "2027-01-31"}}
        await town.does(town.name(extension), "PUT", f"/people/{extension}/preferences", hours)


async def _holiday(town: Town, extension: str, deputy: str, starts: str, ends: str) -> None:
    wish = {"reason": "holiday", "starts": starts, "ends": ends, "deputy": deputy, "forward_to": "deputy"}
    plan = await town.does(town.name(extension), "POST", f"/people/{extension}/plans", wish)
    await town.does(town.name(deputy), "POST", f"/plans/{plan['id']}/answer", {"accept": True})


async def _officers(town: Town) -> None:
    """Who answers for the telephones of each administration, and who stands in."""
    await town.at("8.00", 23)
    for officer, deputy in (("2034", "2035"), ("2100", "2101"), ("2200", "2201"), ("2004", "2005")):
        unit = town.hub.core.board.people[officer].administration
        for extension, post in ((officer, "officer"), (deputy, "deputy")):
            appointed = {"extension": extension, "unit": unit, "post": post, "since": "2026-01-01"}
            await town.does(ADMINISTRATOR, "POST", "/appointments", appointed)
    unit, ask = town.unit("2041"), "/extension-requests"
    order = {"kind": "order", "unit": unit, "wanted": "2026-12-01", "name": "Nina Öberg", "number": "2046"}
    made = await town.does("per.nilsson", "POST", ask, {**order, "words": "Ny bygglovshandläggare, börjar tisdag 1/12"})
    await town.does("per.nilsson", "PATCH", f"{ask}/{made['id']}", {"version": 1, "step": "approve"})
    comment = {"version": 2, "step": "comment", "word": "Vilket rum ska telefonen stå i?"}
    await town.does(MARIA, "PATCH", f"{ask}/{made['id']}", comment)
    move = {"kind": "move", "unit": unit, "wanted": "2026-12-14", "number": "2036", "to_unit": town.unit("2050")}
    await town.does("per.nilsson", "POST", ask, move)


async def _morning(town: Town) -> None:
    """Who went where, until the clock was ten."""
    await town.at("7.20")
    await town.away("2121", "sick", None)
    await town.away("2104", "care_of_child", wall("7.45", 26), by=MARIA, why="Ringde och sa det")
    await town.at("7.45")
    await town.away("2050", "course", wall("16.30"), "Heta arbeten")
    await town.away("2053", "travel", wall("13.00", 26), "Luleå, regionmöte")
    await town.at("8.02")
    await town.away("2122", "remote_work", wall("16.30"))
    await town.away("2041", "meeting", wall("8.30"))
    await town.at("8.28")
    await town.back("2041")
    await town.at("8.40")
    await town.away("2037", "errand", wall("10.00"), "Arkivet")
    await town.away("2051", "errand", wall("14.30"), "Lekplatsen i Näsbyn")
    await town.at("8.55")
    await town.away("2030", "meeting", wall("11.00"))
    await town.away("2201", "meeting", wall("11.30"))
    await town.away("2123", "errand", wall("9.30"))
    await town.at("9.20")
    await town.away("2031", "errand", wall("12.00"), "Tillsyn i Töre", forward_to="mobile")
    await town.away("2101", "do_not_disturb", wall("10.45"))
    await town.does(MARIA, "POST", "/notices", {
        "unit": town.unit("2050"), "text": "Vattenläcka på Strandgatan. Åtgärdas under förmiddagen; ingen behöver anmäla den.",
        "valid_until": wall("15.00").isoformat(), "publish": True,
    })  # fmt: skip


async def _callbacks(town: Town) -> None:
    """Who waits to be rung back, in every state that a message can be in."""
    await town.at("7.35")
    await town.message("2041", ("Gun Sundberg", "0923-555 31"), "Bygglov för garage, vill veta när beslutet kommer")
    await town.at("8.12")
    tried = await town.message("2041", ("Norrbottens Bygg AB", "0923-555 84"), "Startbesked för Strandgatan 4")
    school = await town.message("2106", ("Johanna Berglund", "070-174 06 55"), "Sjukanmälan Elsa, 3B")
    await town.at("8.50")
    await town.step(ANNA, tried, "try", outcome="no_answer")
    await town.step(town.name("2106"), school, "try", outcome="answered")
    await town.step(town.name("2106"), school, "finish")
    await town.at("9.25")
    await town.step(ANNA, tried, "try", outcome="busy")
    await town.at("9.31")
    unit = await town.message(town.unit("2041"), ("Sven Ek", "0923-555 47"), "Rivningslov, vem kan svara?", to_kind="unit")
    await town.step(ANNA, unit, "take")
    await town.message(town.unit("2041"), ("Eva Lund", "070-174 06 61"), "Eldning av löv på tomten", to_kind="unit")
    await town.at("9.40")
    handed = await town.message("2030", ("Ola Nyberg", "0923-555 09"), "Ritningar till bygglov för carport")
    await town.step(town.name("2030"), handed, "hand_over", to="2041", word="Kan du? Jag sitter i möte till elva.")
    await town.at("9.48")
    later = await town.message("2041", ("Birgit Falk", "0923-555 63"), "Vill ha råd om inglasad balkong")
    await town.step(ANNA, later, "later", until=wall("14.30").isoformat())


async def _just_now(town: Town) -> None:
    """The last minutes before the demo begins."""
    await town.at("9.56")
    await town.nobody_answers("0923555770", "2041", waited=31)
    await town.at("10.00")
    await town.away("2036", "break", wall("10.15"))
    await town.away("2205", "break", wall("10.15"))
    await town.away("2222", "meeting", wall("10.30"))
    await town.does(MARIA, "POST", "/notices", {
        "unit": town.unit("2300"), "text": "Stängt i dag för inventering, öppet igen i morgon 10.00.",
        "valid_until": wall("10.00", 26).isoformat(), "publish": True,
    })  # fmt: skip
    await town.at("10.03")
    urgent = "Grävmaskinen står på plats och väntar på besked om rivningen"
    await town.message("2041", ("Mats Isaksson", "070-174 06 77"), urgent, urgent=True)
    await town.at("10.05")
    for message in await town.waiting("2041"):
        if not message.get("urgent") and message["stage"] in ("new", "delivered"):
            await town.step(ANNA, message, "see")
    town.now = NOW - timedelta(seconds=1)
    await town.hub.core.absence_clock.apply_due(town.now)


if __name__ == "__main__":
    fill(Path(sys.argv[1]))
