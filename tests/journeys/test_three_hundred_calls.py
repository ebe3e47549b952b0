"""Three hundred real calls over nine units give exactly the figures that were planned: the hub is killed in between, the PBX restarts."""

from __future__ import annotations

import csv
import io
import json
import signal
import sqlite3
import subprocess
from collections import Counter as Tally
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from kalix_presence.hub.store import quality
from kalix_presence.model.quality.measures import MEASURES, Distribution, Measure
from kalix_presence.model.quality.periods import Span, period_of
from tests.clocks import machine_now
from tests.journeys.busy_town import Town, from_number
from tests.journeys.call_plan import (
    LEFT_OUT,
    ROOT,
    SMALL,
    UNITS,
    WAVES,
    Callback,
    Cell,
    Closing,
    Kind,
    Plan,
    Planned,
    drawn,
    extension,
)
from tests.journeys.hub_process import BIN, HubProcess
from tests.pbx.asterisk_server import SWITCHBOARD, AsteriskServer, wait_until

pytestmark = [pytest.mark.asterisk, pytest.mark.xdist_group("three-hundred-calls")]

SEED = 14
CUT_OFF = "+46709000002"
EAGER = ("--every", "0.3")
POLICY = "signals = 2\nsignal_seconds = 3\nmissed_shortest = 6\nproposes_done_after = 3\n"
HEADING = "extension,given_name,family_name,unit,administration,mobile,username,roles,language"
ACCOUNTS = {
    extension(0, 1): ("anna", "head"),
    extension(1, 1): ("per", "officer"),
    extension(6, 8): ("maria", "receptionist"),
}
AT_DESK = 360
"""Seconds after which whoever uses the own desk phone is not just leaving any more."""
LONG_AFTER = 20 * 86_400
"""When what is still to be called back is late by more than all classes, and nobody is waited for who tried but once."""
PUBLISHED = 75 * 86_400
"""When every month is published in which something was counted."""


def people_of(plan: Plan) -> str:
    """The people file."""
    lines = [HEADING]
    for one, unit in plan.people.items():
        username, role = ACCOUNTS.get(one, ("", ""))
        lines.append(f"{one},Test,Nummer{one},{unit},{UNITS[unit]},0709{one}00,{username},{role},sv")
    return "\n".join(lines) + "\n"


@dataclass
class House:
    """The plan with the real parts that play it, and what is expected to be counted by now."""

    plan: Plan
    asterisk: AsteriskServer
    hub: HubProcess
    town: Town
    expected: Tally[Cell]

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """What the hub's database says."""
        with closing(sqlite3.connect(f"file:{self.hub.folder / 'kalix.db'}?mode=ro", uri=True)) as sql:
            return sql.execute(question).fetchall()

    def cells(self) -> Tally[Cell]:
        """What is counted, by the unit's name; of waits that depend on the machine's pace only whether they were short."""
        found: Tally[Cell] = Tally()
        with closing(sqlite3.connect(f"file:{self.hub.folder / 'kalix.db'}?mode=ro", uri=True)) as sql:
            names = dict(sql.execute("SELECT code, name FROM unit").fetchall())
            now, long = machine_now(), timedelta(days=100)
            for unit, _, counter, count in quality.read_cells(sql, now - long, now + long):
                kind, _, edge = counter.partition(":")
                if kind == Distribution.CALLBACK_MINUTES and edge != "over":
                    counter = f"{kind}:soon"
                found[names.get(unit, ROOT), counter] += count
        return found

    def counted(self, *more: Tally[Cell]) -> None:
        """Wait until exactly what is expected, with `more`, stands in the cells and nothing of it in the PBX's journal any more."""
        for each in more:
            self.expected.update(each)

        def said() -> str:
            cells = self.cells()
            differ = {
                each: (cells[each], self.expected[each]) for each in cells | self.expected if cells[each] != self.expected[each]
            }
            return f"counted and planned differ: {differ}; in the PBX: {self.asterisk.database('kalix-count')}"

        wait_until(lambda: self.cells() == self.expected and not self.asterisk.database("kalix-count"), said, seconds=60)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    plan = drawn(SEED)
    folder = tmp_path / "pbx"
    folder.mkdir()
    extensions = [each for each in plan.people if each != LEFT_OUT]
    asterisk = AsteriskServer(folder, more_phones=tuple(extensions)).start()
    asterisk.set_up(SIGNALS="15")
    hub = HubProcess(tmp_path, asterisk, people=people_of(plan), policy=POLICY)
    town = Town(asterisk, extensions)
    yield House(plan, asterisk, hub, town, Tally())
    hub.stop()
    asterisk.hang_up_all()
    town.close()
    asterisk.stop()


def leave(house: House, maria: httpx.Client, wave: int) -> Tally[Cell]:
    """Those who are away in this wave are: set by the switchboard, in the second wave half of them by their own phone's code."""
    cells: Tally[Cell] = Tally()
    for one, goes in house.plan.away(wave).items():
        unit = house.plan.people[one]
        if wave == 1 and goes == "":
            call = house.town[one].dial("*23*1")
            house.town[one].put_down(house.town[one].connected(call))
            cells[unit, "set_phone"] += 1
            continue
        kept = timedelta(minutes=9) if goes == "" else timedelta(hours=2)
        wish = {
            "reason": "lunch",
            "until": (machine_now() + kept).isoformat(),
            "forward_to": goes or "switchboard",
            "why": "rang",
        }
        reply = maria.put(f"/api/v1/people/{one}/absence", json=wish).raise_for_status().json()
        assert reply["in_force"], reply
        cells[unit, "set_for_other"] += 1
    wait_until(lambda: len(house.asterisk.database("kalix")) == len(house.plan.away(wave)), "a rule is not in force")
    return cells


def come_back(house: House, maria: httpx.Client, wave: int, *, mobiles: bool) -> Tally[Cell]:
    """They are back; those whose calls went to the mobile, or all others."""
    cells: Tally[Cell] = Tally()
    for one, goes in house.plan.away(wave).items():
        if (goes == "mobile") is not mobiles:
            continue
        unit = house.plan.people[one]
        maria.delete(f"/api/v1/people/{one}/absence").raise_for_status()
        cells.update({(unit, "return_stated"): 1, (unit, "lateness:0"): 1})
        if goes == "" and wave != 1:
            cells[unit, "return_kept"] += 1
        if mobiles:
            cells[unit, "to_mobile"] += 1
    return cells


def waiting(client: httpx.Client) -> list[dict[str, Any]]:
    """All who wait to be called back."""
    found, after = [], ""
    while after is not None:
        page = client.get("/api/v1/messages", params={"limit": 100, "after": after}).raise_for_status().json()
        found += page["messages"]
        after = page.get("next")
    return found


def see_to(maria: httpx.Client, callbacks: list[Callback]) -> None:
    """The switchboard closes, or hands over and closes, what is waiting for these people."""
    there = {(each.get("caller_number"), each["to"]): each for each in waiting(maria)}
    for each in callbacks:
        message = there[each.caller, each.to]
        if each.by:
            step = {"step": "hand_over", "version": message["version"], "to": each.by, "word": "yours"}
            message = maria.patch(f"/api/v1/messages/{message['id']}", json=step).raise_for_status().json()
        step = {"step": "finish", "version": message["version"]}
        maria.patch(f"/api/v1/messages/{message['id']}", json=step).raise_for_status()


def ringing_and_spoken(house: House) -> tuple[str, str]:
    """Three calls that go on: one spoken, one ringing, one before the switchboard; who was called in the first two."""
    spoken, rung = extension(1, 8), extension(2, 8)
    outside = house.town["outside"]
    talk = outside.dial(spoken, headers=from_number("+46709000001"))
    house.town[spoken].pick_up()
    outside.connected(talk)
    outside.dial(rung, headers=from_number(CUT_OFF))
    house.town[rung].ringing()
    outside.dial(SWITCHBOARD, headers=from_number("+46709000003"))
    house.town[SWITCHBOARD].ringing()
    return spoken, rung


def restart_the_pbx(house: House) -> tuple[Tally[Cell], Tally[Cell]]:
    """Shut down as an administrator does it, in the middle of calls: they are over, and the PBX has ended them. What is counted at
    once, and of those who tried but once."""
    spoken, rung = (house.plan.people[one] for one in ringing_and_spoken(house))
    house.asterisk.stop()
    house.asterisk.start()
    house.hub.connected()
    at_once = Tally({(spoken, "offered"): 1, (spoken, "in_time"): 1, (rung, "offered"): 1, (rung, "unanswered"): 1})
    at_once.update({(ROOT, "switchboard_offered"): 1, (ROOT, "switchboard_abandoned"): 1})
    return at_once, Tally({(rung, "tries"): 1, (ROOT, "tries"): 1})


def lose_the_pbx(house: House) -> None:
    """It dies in the middle of calls: of these nobody will ever know, but of no others."""
    ringing_and_spoken(house)
    kept = sqlite3.connect(f"file:{house.asterisk.folder / 'db' / 'astdb.sqlite3'}?mode=ro", uri=True)
    with closing(kept):
        # Asterisk writes its database about once a second; what it has not written yet it loses as well.
        counted = "SELECT COUNT(*) FROM astdb WHERE key LIKE '/kalix-count/%' OR key LIKE '/kalix-call/%'"
        wait_until(lambda: kept.execute(counted).fetchone() == (0,), "the PBX does not write its database")
    house.asterisk.kill9()
    house.asterisk.start()
    house.hub.connected()


def at_their_desks(house: House) -> Tally[Cell]:
    """Some are there again and call a colleague, while their calls still go to the mobile."""
    cells: Tally[Cell] = Tally()
    there = [one for one, goes in house.plan.away(2).items() if goes == "mobile"][:3]
    for one in there:
        house.town.play([Planned(Kind.COLLEAGUE_ANSWERED, f"{one[:-1]}8", one)])
        unit = house.plan.people[one]
        cells.update({(unit, "internal_offered"): 1, (unit, "internal_in_time"): 1, (unit, "at_desk_forwarded"): 1})
    wait_until(
        lambda: house.ask("SELECT COUNT(*) FROM absence WHERE at_desk = 1") == [(len(there),)], "it is not noted who is there"
    )
    return cells


def planned(house: House, unit: str, measure: Measure) -> tuple[int, int]:
    """Part and whole of a unit's measure with all that is below it, over all months."""
    counts: Tally[str] = Tally()
    for (own, counter), count in house.expected.items():
        if unit in (ROOT, own, UNITS.get(own)):
            counts[counter.partition(":")[0]] += count
    part = counts[str(measure.distribution or measure.part)]
    return part, part if measure.whole is None else counts[str(measure.whole)]


def compare(house: House, reports: list[dict[str, Any]]) -> int:
    """What is shown is what was planned; how many figures with something in them were."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for report in reports:
        assert {each["name"] for each in report["hidden"]} == {SMALL, "Växel"}, "and one that it could be reckoned by"
        for unit in report["units"]:
            for figure in unit["figures"]:
                found.setdefault((unit["name"], figure["measure"]), []).append(figure)
    shown = 0
    for measure in MEASURES:
        for unit in (ROOT, *set(UNITS.values()), *(set(UNITS) - {SMALL, "Växel"})):
            figures = found[unit, measure.key]
            if any(each.get("withheld") for each in figures):
                # By which hub a call was counted is not planned, and so not when a person may have had most of a small figure.
                large = measure.key in ("answered_in_time", "referral_coverage") and unit not in UNITS
                assert not large, (unit, measure.key)
                continue
            part, whole = planned(house, unit, measure)
            assert (sum(each["part"] for each in figures), sum(each["whole"] for each in figures)) == (part, whole), (
                unit,
                measure.key,
            )
            shown += whole > 0
    return shown


def written(house: House, month: str, form: str) -> bytes:
    """What `kalix-hub report` writes."""
    command = [BIN / "kalix-hub", "report", month, "--config", house.hub.folder, "--format", form]
    return subprocess.run(command, capture_output=True, check=True, timeout=100).stdout


def numbers(report: dict[str, Any]) -> list[tuple[str, ...]]:
    """The report's figures as a spreadsheet has them."""
    return [
        (report["period"], unit["code"], *(("", "") if each.get("withheld") else (str(each["part"]), str(each["whole"]))))
        for unit in report["units"]
        for each in unit["figures"]
    ]


def published(admin: httpx.Client) -> list[str]:
    """Every month in which something can have been counted, once it is published."""
    zone, now = ZoneInfo("Europe/Stockholm"), machine_now() + timedelta(seconds=PUBLISHED)
    newest = period_of((now - timedelta(days=1)).astimezone(zone).date(), Span.MONTH).before()

    def months() -> list[str]:
        return [each for each in admin.get("/api/v1/report").raise_for_status().json()["periods"] if "W" not in each]

    wait_until(lambda: str(newest) in months(), "it is not published")
    return months()


def test_three_hundred_calls_give_exactly_the_planned_figures(house: House) -> None:
    plan, hub, asterisk, town = house.plan, house.hub, house.asterisk, house.town
    assert plan.calls == 300

    # The hub dies while calls ring and are spoken, and is there again before they are over.
    hub.start(*EAGER).connected()
    with hub.client("maria") as maria:
        set_by = leave(house, maria, 0)
    town.play(plan.waves[0], {20: hub.kill9, 60: lambda: hub.start(*EAGER).connected()})
    house.counted(set_by, plan.counts_of_calls(0))
    with hub.client("maria") as maria:
        back = [come_back(house, maria, 0, mobiles=each) for each in (False, True)]
        set_by = leave(house, maria, 1)
    house.counted(*back, set_by)

    # It is dead when calls end; then it dies while it writes what it has counted, and when it has written it but not told the PBX.
    town.play(plan.waves[1], {40: hub.kill9})
    assert asterisk.database("kalix-count")
    assert hub.died(*EAGER, "--dies", "writing") == -signal.SIGKILL
    assert hub.died(*EAGER, "--dies", "forgetting") == -signal.SIGKILL
    assert asterisk.database("kalix-count")
    hub.start(*EAGER).connected()
    house.counted(plan.counts_of_calls(1))
    with hub.client("maria") as maria:
        back = [come_back(house, maria, 1, mobiles=each) for each in (False, True)]
        set_by = leave(house, maria, 2)
    house.counted(*back, set_by)

    # The PBX is restarted in the middle of calls, and loses its power in the middle of others; then it has its rules and marks again.
    at_once, tried_once = restart_the_pbx(house)
    house.counted(at_once)
    lose_the_pbx(house)
    house.town.hung_up()
    with hub.client("maria") as maria:
        assert [each["caller_number"] for each in waiting(maria) if each.get("caller_number") == CUT_OFF] == [CUT_OFF]
    wait_until(lambda: set(asterisk.database("kalix")) == set(plan.away(2)), "the rules are not there")
    town.play(plan.waves[2])
    house.counted(plan.counts_of_calls(2))
    with hub.client("maria") as maria:
        for each in plan.callbacks:
            if each.left:
                wish = {"to": each.to, "caller_number": each.caller, "about": "the bill"}
                maria.post("/api/v1/messages", json=wish).raise_for_status()
        see_to(maria, [each for each in plan.callbacks if each.closing in (Closing.DONE, Closing.HANDED_OVER)])
        back = [come_back(house, maria, 2, mobiles=False)]
    house.counted(plan.counts_of_callbacks(Closing.DONE, Closing.HANDED_OVER), *back)

    # Some have forgotten the forward to the mobile (P14).
    hub.kill9()
    hub.start(*EAGER, "--ahead", str(AT_DESK)).connected()
    at_desk = at_their_desks(house)
    with hub.client("maria") as maria:
        back = [come_back(house, maria, 2, mobiles=True)]
    house.counted(at_desk, *back)

    # Much later: what was not called back is late, and nobody is waited for any more who tried but once.
    hub.kill9()
    hub.start(*EAGER, "--ahead", str(LONG_AFTER)).connected()
    with hub.client("maria") as maria:
        see_to(maria, [each for each in plan.callbacks if each.closing is Closing.LATE])
    house.counted(plan.counts_of_callbacks(Closing.LATE), tried_once, *(plan.tried_once(wave) for wave in range(WAVES)))

    # The months are over: whoever may see the report sees these figures, wherever they look.
    hub.kill9()
    hub.start("--ahead", str(PUBLISHED)).connected()
    with hub.client("admin") as admin, hub.client("per") as officer, hub.client("anna") as head:
        months = published(admin)
        seen = {
            who: [one.get(f"/api/v1/report/{month}").raise_for_status().json() for month in months]
            for who, one in (("admin", admin), ("officer", officer), ("head", head))
        }
    assert compare(house, seen["admin"]) >= 100
    own = {"officer": {ROOT, "Samhällsbyggnad", "Bygglov", "Gata", "Park"}, "head": {ROOT, "Bygglov"}}
    for who, units in own.items():
        for report, whole in zip(seen[who], seen["admin"], strict=True):
            assert {each["name"] for each in report["units"]} == units
            theirs = {each["name"]: each["figures"] for each in whole["units"]}
            assert all(each["figures"] == theirs[each["name"]] for each in report["units"])
    for month, report in zip(months, seen["admin"], strict=True):
        assert json.loads(written(house, month, "json")) == report
        lines = list(csv.reader(io.StringIO(written(house, month, "csv").decode("utf-8-sig")), delimiter=";"))[1:]
        cells = [
            (line[0], line[1], *((line[5], line[6]) if line[5].isdigit() else ("", ""))) for line in lines if len(line) > 5
        ]
        assert cells == numbers(report)
    assert house.cells() == house.expected, "and nothing is counted by looking"
