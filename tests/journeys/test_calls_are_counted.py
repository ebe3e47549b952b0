"""Calls of every outcome over a real Asterisk give exactly the known figures: the hub dies half-way, the PBX restarts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence import shipped
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.asterisk.pbx import AsteriskPbx
from kalix_presence.hub.store import quality
from tests.clocks import machine_now
from tests.hub.house import made_database, running
from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.hand_phone import HandPhone

pytestmark = [pytest.mark.asterisk, pytest.mark.xdist_group("calls-are-counted")]

LUNCH = "1|0|always|9|lunch|a-1"
KARIN = "P-Asserted-Identity: <sip:+46701234567@trunk>\r\n"
WITHHELD = KARIN + "Privacy: id\r\n"
Phone = Callable[[str], HandPhone]


class Town:
    """Phones, and calls that end as they are named."""

    def __init__(self, asterisk: AsteriskServer, phone: Phone) -> None:
        self.asterisk = asterisk
        self.outside, self.anna, self.ulla, self.switchboard = (phone(each) for each in ("outside", "2041", "2042", "9"))
        self.busy = HandPhone(asterisk, "2043", busy=True)

    def over(self) -> None:
        """Wait until the call is."""
        self.asterisk.all_calls_over()

    def answered(self, *, caller: HandPhone | None = None, headers: str = KARIN) -> None:
        """Anna picks up."""
        caller = caller or self.outside
        call = caller.dial("2041", headers=headers)
        talk = self.anna.pick_up()
        caller.connected(call)
        self.anna.put_down(talk)
        caller.ended(call)
        self.over()

    def given_up_ringing(self, *, caller: HandPhone | None = None, headers: str = KARIN) -> None:
        """The caller hangs up while Anna's phone rings."""
        caller = caller or self.outside
        call = caller.dial("2041", headers=headers)
        self.anna.ringing()
        caller.put_down(caller.told(call, 180))
        self.over()

    def away_and_given_up(self) -> None:
        """The caller hangs up in the announcement."""
        self.outside.put_down(self.outside.told(self.outside.dial("2041", headers=KARIN), 183))
        self.over()

    def to_the_switchboard(self, number: str) -> None:
        """The switchboard picks up, whoever was called."""
        call = self.outside.dial(number, headers=KARIN)
        self.switchboard.pick_up()
        self.outside.put_down(self.outside.connected(call))
        self.over()

    def short_before_the_switchboard(self) -> None:
        """The caller hangs up almost at once."""
        call = self.outside.dial("9", headers=KARIN)
        self.switchboard.ringing()
        self.outside.put_down(call)
        self.over()

    def passed_on(self) -> None:
        """The switchboard answers and passes the call on to Anna, who picks up."""
        call = self.outside.dial("9", headers=KARIN)
        talk = self.switchboard.pick_up()
        self.outside.connected(call)
        self.switchboard.refer(talk, "2041")
        self.anna.put_down(self.anna.pick_up())
        self.outside.ended(call)
        self.over()


async def counted(core: Core) -> dict[tuple[str, str], int]:
    """What was counted of calls, by unit and counter; of the waits only how many there were."""
    await core.quality.counting.catch_up()
    now, later = machine_now(), timedelta(days=1)
    found: dict[tuple[str, str], int] = {}
    for unit, _, counter, count in await core.store.read(lambda sql: quality.read_cells(sql, now - later, now + later)):
        name = (unit, counter.partition(":")[0])
        found[name] = found.get(name, 0) + count
    return found


async def test_known_calls_give_exactly_the_known_figures(tmp_path: Path, asterisk: AsteriskServer, phone: Phone) -> None:
    database = tmp_path / "hub.db"
    await made_database(database)
    town = Town(asterisk, phone)

    def morning() -> None:
        for headers in (KARIN, WITHHELD, KARIN):
            town.answered(headers=headers)
        town.answered(caller=town.ulla, headers="")
        for headers in (KARIN, WITHHELD):
            town.given_up_ringing(headers=headers)
        town.given_up_ringing(caller=town.ulla, headers="")
        asterisk.put("2041", LUNCH)
        for _ in range(2):
            town.away_and_given_up()
        town.to_the_switchboard("2041")
        asterisk.command("database del kalix 2041")

    def afternoon() -> None:
        town.to_the_switchboard("2043")
        asterisk.put("2043", LUNCH)
        town.to_the_switchboard("2043")
        for _ in range(3):
            town.to_the_switchboard("9")
        for _ in range(2):
            town.short_before_the_switchboard()
        for _ in range(2):
            town.passed_on()
        town.busy.close()

    asterisk.set_up(SIGNALS="20")  # a phone may be picked up slowly where much goes on
    await asyncio.to_thread(morning)

    class Dies(AsteriskPbx):
        """The hub is gone before it could say what it has counted."""

        async def forget_counted_call(self, key: str) -> None:
            raise RuntimeError("killed")

    async with running(database, Dies(asterisk.settings), machine_now) as (core, _):  # type: ignore[arg-type]
        with pytest.raises(RuntimeError, match="killed"):
            await core.quality.counting.catch_up()
    await asyncio.to_thread(asterisk.stop)
    await asyncio.to_thread(asterisk.start)
    await asyncio.to_thread(afternoon)
    patient = replace(shipped.default_policy(), missed_shortest=60)
    pbx = AsteriskPbx(asterisk.settings)
    async with running(database, pbx, machine_now, policy=patient) as (core, _):  # type: ignore[arg-type]
        expected = {
            ("bygg", "offered"): 8,  # five in the morning, a busy one, two that the switchboard passed on
            ("bygg", "in_time"): 5,
            ("bygg", "internal_offered"): 2,
            ("bygg", "internal_in_time"): 1,
            ("bygg", "unanswered"): 7,  # two given up, one busy, three and one away
            ("bygg", "referred"): 4,
            ("bygg", "switchboard_offered"): 3,
            ("bygg", "switchboard_wait"): 3,
            ("", "switchboard_offered"): 5,
            ("", "switchboard_wait"): 5,
            ("", "switchboard_short"): 2,
        }
        assert await counted(core) == expected
        assert asterisk.database("kalix-count") == {}
        assert await counted(core) == expected, "and once only"
