"""Nearly four months of the demo's municipality behind it, as counts: so that its policy report is worth looking at.

Drawn anew the same each time: each unit has its habits, mornings and Mondays are busy, since October more are answered in time.
"""

from __future__ import annotations

import random
from collections import Counter as Tally
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kalix_presence.hub.quality.counting import unit_days
from kalix_presence.hub.quality.stretches import Stretches
from kalix_presence.hub.site.config import FILE
from kalix_presence.hub.store import Transaction, quality
from kalix_presence.hub.web.running import Hub
from kalix_presence.model.quality.measures import Counter, Distribution, class_of
from kalix_presence.model.quality.publishing import ROOT

FIRST = date(2026, 8, 3)
"""A Monday."""
BETTER_SINCE = date(2026, 10, 1)
BY_HOUR = {8: 1.3, 9: 1.6, 10: 1.4, 11: 1.0, 12: 0.6, 13: 1.1, 14: 1.0, 15: 0.8, 16: 0.4}
"""How busy an hour of the day is, against the mean."""
GOALS = ("answered_in_time 80", "referral_coverage 85", "callbacks_in_time 90", "abandoned 6", "switchboard_wait 30")


async def remember(hub: Hub, now: datetime, zone: ZoneInfo) -> None:
    """Let the hub, which runs, have counted since August, and publish what is over by `now`."""
    moment = hub.board.moment()
    last = now.astimezone(zone).date()
    days = [FIRST + timedelta(days=number) for number in range((last - FIRST).days)]
    people = Tally(person.unit for person in moment.people.values())

    def work(change: Transaction) -> None:
        draw, stretches = random.Random(14), Stretches()
        for day in days:
            quality.note_sizes(change, unit_days(moment, datetime.combine(day, time(12), zone)))
        for unit in (*moment.units, ROOT):
            habit = Habit(draw, unit, people[unit])
            for day in days:
                if day.weekday() < 5:
                    for hour, cells in habit.day(day, switchboard=unit == ROOT):
                        at = datetime.combine(day, time(hour, draw.choice((0, 15, 30, 45))), zone)
                        quality.add(change, unit, at, cells)
                        for person, share in habit.by_person(cells):
                            stretches.note(zone, unit, person, at, share)
        stretches.write(change)

    await hub.store.write(work)
    await hub.core.quality.publishing.publish(now)


def set_goals(folder: Path) -> None:
    """Give the site in `folder` goals and series of numbers of its own."""
    goals = ", ".join(f'"{goal}"' for goal in GOALS)
    (folder / "policy.toml").write_text(f'goals = [{goals}]\nnumbers = ["2000-2399"]\n', "utf-8")
    file = folder / FILE
    file.write_text(file.read_text("utf-8").replace('#policy = "policy.toml"', 'policy = "policy.toml"', 1), "utf-8")


class Habit:
    """How a unit of so many people takes its calls."""

    def __init__(self, draw: random.Random, unit: str, people: int) -> None:
        self._draw, self._unit, self._people = draw, unit, people
        self._answers = draw.uniform(0.68, 0.82)
        self._refers = draw.uniform(0.72, 0.9)
        self._calls_back = draw.uniform(0.75, 0.92)

    def day(self, day: date, *, switchboard: bool) -> Iterator[tuple[int, Tally[str]]]:
        """What each hour of a working day adds."""
        better = 0.06 if day >= BETTER_SINCE else 0.0
        busy = 1.3 if day.weekday() == 0 else 0.8 if day.weekday() == 4 else 1.0
        for hour, how in BY_HOUR.items():
            cells: Tally[str] = Tally()
            if switchboard:
                self._switchboard(cells, round(14 * how * busy))
            else:
                for _ in range(self._some(self._people * 0.32 * how * busy)):
                    self._call(cells, better, lunch=hour == 12)
                self._absences(cells)
            yield hour, cells

    def by_person(self, cells: Tally[str]) -> Iterator[tuple[str, Tally[str]]]:
        """The same, by whom it is of: as good as evenly, for nobody takes half of a unit's calls."""
        shares: dict[str, Tally[str]] = {}
        for counter, count in cells.items():
            for _ in range(count):
                person = f"{self._unit}/{self._draw.randrange(max(1, self._people))}"
                shares.setdefault(person, Tally())[counter] += 1
        yield from shares.items()

    def _some(self, mean: float) -> int:
        return int(mean + self._draw.random())

    def _is(self, share: float) -> bool:
        return self._draw.random() < share

    def _call(self, cells: Tally[str], better: float, *, lunch: bool) -> None:
        if self._is(0.25):
            cells[Counter.INTERNAL_OFFERED] += 1
            cells[Counter.INTERNAL_IN_TIME] += self._is(self._answers + better + 0.05)
            return
        if self._is(0.45 if lunch else 0.22):
            cells[Counter.UNANSWERED] += 1
            cells[Counter.REFERRED] += 1
        else:
            cells[Counter.OFFERED] += 1
            if self._is(self._answers + better - (0.12 if lunch else 0.0)):
                cells[Counter.IN_TIME] += 1
                return
            cells[Counter.UNANSWERED] += 1
            if self._is(self._refers + better):
                cells[Counter.REFERRED] += 1
        if self._is(0.5):
            cells[Counter.CALLBACKS] += 1
            done = self._is(self._calls_back + better)
            cells[Counter.CALLBACKS_IN_TIME] += done
            cells[class_of(Distribution.CALLBACK_MINUTES, self._draw.lognormvariate(3.5 if done else 5.4, 0.7))] += 1
            cells[Counter.CALLED_AGAIN] += self._is(0.05 if done else 0.35)

    def _absences(self, cells: Tally[str]) -> None:
        for _ in range(self._some(self._people * 0.12)):
            ways = (Counter.SET_SELF, Counter.SET_CALENDAR, Counter.SET_PHONE, Counter.SET_FOR_OTHER, Counter.SET_SCHEDULE)
            (way,) = self._draw.choices(ways, (52, 24, 10, 8, 6))
            cells[way] += 1
            kept = self._is(self._refers - 0.08)
            cells[Counter.RETURN_STATED] += 1
            cells[Counter.RETURN_KEPT] += kept
            cells[class_of(Distribution.LATENESS, 0 if kept and self._is(0.7) else self._draw.lognormvariate(2.6, 0.8))] += 1
            if self._is(0.2):
                cells[Counter.TO_MOBILE] += 1
                cells[Counter.AT_DESK_FORWARDED] += self._is(0.09)

    def _switchboard(self, cells: Tally[str], calls: int) -> None:
        for _ in range(calls):
            if self._is(0.03):
                cells[Counter.SWITCHBOARD_SHORT] += 1
                continue
            cells[Counter.SWITCHBOARD_OFFERED] += 1
            waited = self._draw.lognormvariate(2.3, 0.8)
            if waited > 40 and self._is(0.55):
                cells[Counter.SWITCHBOARD_ABANDONED] += 1
            else:
                cells[class_of(Distribution.SWITCHBOARD_WAIT, waited)] += 1
