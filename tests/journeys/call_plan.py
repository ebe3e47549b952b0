"""Three hundred calls drawn beforehand, with what each of them, each callback and each absence adds to the policy's counts."""

from __future__ import annotations

import random
from collections import Counter as Tally
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count, cycle

CALLS = 300
WAVES = 3
UNITS = {
    "Bygglov": "Samhällsbyggnad",
    "Gata": "Samhällsbyggnad",
    "Park": "Samhällsbyggnad",
    "Skola": "Utbildning",
    "Förskola": "Utbildning",
    "Kost": "Utbildning",
    "Växel": "Kansli",
    "Arkiv": "Kansli",
    "Protokoll": "Kansli",
}
"""Each unit's administration. The last one is too small to be shown."""
SMALL = "Protokoll"
LEFT_OUT = "2050"
"""Somebody there whose telephone is not connected."""
WITH_MOBILE = frozenset(list(UNITS)[:5])
"""Where the second of those who are away has calls sent to the mobile; elsewhere to a colleague."""
ROOT = ""
ANONYMOUS = "anonymous"
Cell = tuple[str, str]


class Kind(StrEnum):
    """How a call goes: a caller from outside, unless it says a colleague."""

    ANSWERED = "answered"
    LATE = "late"
    """Picked up after more signals than the policy's."""
    RINGS_OUT = "rings_out"
    """The switchboard answers in the end."""
    RINGS_OUT_IN_VAIN = "rings_out_in_vain"
    GIVES_UP = "gives_up"
    GIVES_UP_AT_ONCE = "gives_up_at_once"
    NOT_CONNECTED = "not_connected"
    BUSY = "busy"
    """Two callers; the second one is answered by the switchboard."""
    SECOND_TRY = "second_try"
    SECOND_TRY_IN_VAIN = "second_try_in_vain"
    REACHED = "reached"
    """In vain, then a conversation, which closes the callback."""
    AWAY = "away"
    """The switchboard answers."""
    AWAY_GIVES_UP = "away_gives_up"
    AWAY_ASKS = "away_asks"
    """Presses 1 to be called back."""
    AWAY_MOBILE = "away_mobile"
    AWAY_MOBILE_RINGS_OUT = "away_mobile_rings_out"
    AWAY_COLLEAGUE = "away_colleague"
    SWITCHBOARD = "switchboard"
    SWITCHBOARD_SLOW = "switchboard_slow"
    SWITCHBOARD_GIVES_UP = "switchboard_gives_up"
    SWITCHBOARD_SHORT = "switchboard_short"
    PASSED_ON = "passed_on"
    """By the switchboard, which asks nobody first; and answered there."""
    PASSED_ON_IN_VAIN = "passed_on_in_vain"
    PERSON_PASSES_ON = "person_passes_on"
    PERSON_ASKS_AND_PASSES_ON = "person_asks_and_passes_on"
    PERSON_TO_SWITCHBOARD = "person_to_switchboard"
    COLLEAGUE_ANSWERED = "colleague_answered"
    COLLEAGUE_GIVES_UP = "colleague_gives_up"
    COLLEAGUE_AWAY = "colleague_away"
    """A colleague calls somebody who is away; the switchboard answers."""
    COLLEAGUE_SWITCHBOARD = "colleague_switchboard"


_AT_SWITCHBOARD = ("switchboard_offered", "switchboard_wait:5")
_TRIED = ("offered", "unanswered", "tries")
OWN: Mapping[Kind, tuple[str, ...]] = {
    Kind.ANSWERED: ("offered", "in_time"),
    Kind.LATE: ("offered",),
    Kind.RINGS_OUT: ("offered", "unanswered", *_AT_SWITCHBOARD),
    Kind.RINGS_OUT_IN_VAIN: (*_TRIED, "switchboard_offered", "switchboard_abandoned"),
    Kind.GIVES_UP: _TRIED,
    Kind.GIVES_UP_AT_ONCE: _TRIED,
    Kind.NOT_CONNECTED: ("offered", "unanswered", *_AT_SWITCHBOARD),
    Kind.BUSY: ("offered", "in_time", "offered", "unanswered", *_AT_SWITCHBOARD),
    Kind.SECOND_TRY: (*_TRIED, "offered", "in_time", "tried_again"),
    Kind.SECOND_TRY_IN_VAIN: (*_TRIED, *_TRIED, "tried_again"),
    Kind.REACHED: (*_TRIED, "offered", "in_time", "tried_again"),
    Kind.AWAY: ("unanswered", "referred", *_AT_SWITCHBOARD),
    Kind.AWAY_GIVES_UP: ("unanswered", "referred", "tries"),
    Kind.AWAY_ASKS: ("unanswered", "referred", "tries"),
    Kind.AWAY_MOBILE: (),
    Kind.AWAY_MOBILE_RINGS_OUT: ("unanswered", "referred", *_AT_SWITCHBOARD),
    Kind.AWAY_COLLEAGUE: ("unanswered", "referred"),
    Kind.PASSED_ON: ("offered", "in_time"),
    Kind.PASSED_ON_IN_VAIN: _TRIED,
    Kind.PERSON_PASSES_ON: ("offered", "in_time"),
    Kind.PERSON_ASKS_AND_PASSES_ON: ("offered", "in_time"),
    Kind.PERSON_TO_SWITCHBOARD: ("offered", "in_time"),
    Kind.COLLEAGUE_ANSWERED: ("internal_offered", "internal_in_time"),
    Kind.COLLEAGUE_GIVES_UP: ("internal_offered",),
}
"""What is added for the unit of the person called."""
OTHERS: Mapping[Kind, tuple[str, ...]] = {
    Kind.PERSON_PASSES_ON: ("offered", "in_time"),
    Kind.PERSON_ASKS_AND_PASSES_ON: ("internal_offered", "internal_in_time"),
}
"""For the unit of the one to whom it is passed on."""
MAIN: Mapping[Kind, tuple[str, ...]] = {
    Kind.SWITCHBOARD: _AT_SWITCHBOARD,
    Kind.SWITCHBOARD_SLOW: ("switchboard_offered", "switchboard_wait:20"),
    Kind.SWITCHBOARD_GIVES_UP: ("switchboard_offered", "switchboard_abandoned", "tries"),
    Kind.SWITCHBOARD_SHORT: ("switchboard_short", "tries"),
    Kind.PASSED_ON: _AT_SWITCHBOARD,
    Kind.PASSED_ON_IN_VAIN: _AT_SWITCHBOARD,
    Kind.PERSON_TO_SWITCHBOARD: _AT_SWITCHBOARD,
}
"""For the whole organisation, whose main number was called."""
DIALLED_TWICE = frozenset({Kind.BUSY, Kind.SECOND_TRY, Kind.SECOND_TRY_IN_VAIN, Kind.REACHED, Kind.PERSON_ASKS_AND_PASSES_ON})
LAST_LONG = frozenset(
    {
        Kind.RINGS_OUT,
        Kind.RINGS_OUT_IN_VAIN,
        Kind.SECOND_TRY,
        Kind.SECOND_TRY_IN_VAIN,
        Kind.REACHED,
        Kind.AWAY_MOBILE_RINGS_OUT,
        Kind.SWITCHBOARD_SLOW,
    }
)
"""Begun first, so that nobody waits for them alone."""
WANT_ANOTHER = frozenset(each for each in Kind if each.startswith("colleague")) | frozenset(
    {Kind.PERSON_PASSES_ON, Kind.PERSON_ASKS_AND_PASSES_ON, Kind.AWAY_COLLEAGUE}
)
LEAVES_CALLBACK = frozenset(
    {
        Kind.RINGS_OUT_IN_VAIN,
        Kind.GIVES_UP,
        Kind.SECOND_TRY,
        Kind.SECOND_TRY_IN_VAIN,
        Kind.AWAY_ASKS,
        Kind.PASSED_ON_IN_VAIN,
    }
)
"""Where somebody waits to be called back when the calls are over. REACHED leaves none: it has closed by itself."""

_EVERYWHERE = (
    Kind.ANSWERED,
    Kind.ANSWERED,
    Kind.RINGS_OUT,
    Kind.GIVES_UP,
    Kind.AWAY,
    Kind.COLLEAGUE_ANSWERED,
)
_IN_TURN = (
    Kind.BUSY,
    Kind.SECOND_TRY,
    Kind.PASSED_ON,
    Kind.AWAY_GIVES_UP,
    Kind.PERSON_ASKS_AND_PASSES_ON,
    Kind.LATE,
    Kind.AWAY_ASKS,
    Kind.SECOND_TRY_IN_VAIN,
    Kind.PERSON_PASSES_ON,
    Kind.COLLEAGUE_AWAY,
    Kind.RINGS_OUT_IN_VAIN,
    Kind.REACHED,
    Kind.PASSED_ON_IN_VAIN,
    Kind.COLLEAGUE_GIVES_UP,
    Kind.PERSON_TO_SWITCHBOARD,
    Kind.GIVES_UP_AT_ONCE,
    Kind.AWAY_MOBILE_RINGS_OUT,
)
_AT_MAIN_NUMBER = {
    Kind.SWITCHBOARD: 4,
    Kind.SWITCHBOARD_SLOW: 3,
    Kind.SWITCHBOARD_GIVES_UP: 4,
    Kind.SWITCHBOARD_SHORT: 3,
    Kind.COLLEAGUE_SWITCHBOARD: 2,
}
_MAY_BE_WITHHELD = frozenset(
    {Kind.ANSWERED, Kind.GIVES_UP, Kind.GIVES_UP_AT_ONCE, Kind.AWAY_GIVES_UP, Kind.SWITCHBOARD_GIVES_UP, Kind.SWITCHBOARD_SHORT}
)


class Closing(StrEnum):
    """What becomes of a callback."""

    DONE = "done"
    LATE = "late"
    HANDED_OVER = "handed_over"
    """To somebody of another unit, who has done it in time."""
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Planned:
    """A call, or two that belong together. `person` is called first ("" at the main number); `other` the colleague who calls, or
    to whom it is passed on; `caller` the number outside."""

    kind: Kind
    person: str = ""
    other: str = ""
    caller: str = ""
    withheld: bool = False

    @property
    def dialled(self) -> int:
        """How many calls are made."""
        return 2 if self.kind in DIALLED_TWICE else 1

    @property
    def phones(self) -> tuple[str, ...]:
        """The telephones that have to be free for it; of those who withhold their number one alone stands at the switchboard."""
        away = self.kind.startswith("away") or self.kind is Kind.COLLEAGUE_AWAY
        wanted = ("" if away else self.person, self.other, ANONYMOUS if self.withheld and not self.person else "")
        return tuple(sorted({each for each in wanted if each}))


@dataclass(frozen=True, slots=True)
class Callback:
    """Somebody with the number `caller` is to be called back by `to`; `by` is to whom it is handed over."""

    caller: str
    to: str
    closing: Closing
    by: str = ""
    calls: int = 1
    left: bool = False
    """Taken down at the switchboard, not made of a call."""


@dataclass(slots=True)
class Plan:
    """`waves` of calls, `callbacks` when these are over, and who is away in each wave: (to the switchboard, elsewhere)."""

    people: dict[str, str] = field(default_factory=dict)
    """Each extension's unit, by name."""
    waves: list[list[Planned]] = field(default_factory=list)
    callbacks: list[Callback] = field(default_factory=list)

    @property
    def calls(self) -> int:
        """How many are made in all."""
        return sum(each.dialled for wave in self.waves for each in wave)

    def away(self, wave: int) -> dict[str, str]:
        """Who is away in that wave, and where their calls go: "", "mobile", or a colleague's extension."""
        found: dict[str, str] = {}
        for number, unit in enumerate(UNITS):
            if unit != SMALL:
                found[extension(number, 2 * wave + 1)] = ""
                found[extension(number, 2 * wave + 2)] = "mobile" if unit in WITH_MOBILE else extension(number, 7)
        return found

    def counts_of_calls(self, wave: int) -> Tally[Cell]:
        """What the calls of one wave add, but for callers who reached nobody and have not tried again: see `tried_once`."""
        cells = self._counts(wave)
        cells.subtract(self.tried_once(wave))
        return +cells

    def tried_once(self, wave: int) -> Tally[Cell]:
        """Callers who reached nobody and do not call the same unit again: counted when the day is over."""
        cells = self._counts(wave)
        return +Tally({(unit, "tries"): cells[unit, "tries"] - cells[unit, "tried_again"] for unit in (ROOT, *UNITS)})

    def _counts(self, wave: int) -> Tally[Cell]:
        cells: Tally[Cell] = Tally()
        for each in self.waves[wave]:
            whose = ((self.people.get(each.person, ROOT), OWN), (self.people.get(each.other, ROOT), OTHERS), (ROOT, MAIN))
            for unit, table in whose:
                for counter in table.get(each.kind, ()):
                    if not (each.withheld and counter == "tries"):
                        cells[unit, counter] += 1
            if each.kind is Kind.REACHED:
                cells.update(done_in_time(self.people[each.person]))
        return cells

    def counts_of_callbacks(self, *closings: Closing) -> Tally[Cell]:
        """What the callbacks add that end so."""
        cells: Tally[Cell] = Tally()
        for each in self.callbacks:
            if each.closing in closings:
                unit = self.people[each.by or each.to]
                late = {(unit, "callbacks"): 1, (unit, "callback_minutes:over"): 1}
                cells.update(late if each.closing is Closing.LATE else done_in_time(unit))
                if each.calls > 1:
                    cells[unit, "called_again"] += 1
        return cells


def done_in_time(unit: str) -> dict[Cell, int]:
    """What a callback adds that is done within minutes."""
    return {(unit, "callbacks"): 1, (unit, "callbacks_in_time"): 1, (unit, "callback_minutes:soon"): 1}


def extension(unit: int, number: int) -> str:
    """Of the person `number` (from 1) in the unit that stands there (from 0) in `UNITS`."""
    return f"2{unit + 1}0{number}"


def drawn(seed: int) -> Plan:
    """A plan of `CALLS` calls."""
    chance = random.Random(seed)
    plan = Plan()
    for number, unit in enumerate(UNITS):
        for each in range(1, 4 if unit == SMALL else 9):
            plan.people[extension(number, each)] = unit
    plan.people[LEFT_OUT] = SMALL
    numbers = (f"+4670{1_000_000 + number}" for number in count(chance.randrange(1_000_000)))
    extra = cycle(chance.sample(_IN_TURN, len(_IN_TURN)))
    plan.waves = [_wave(plan, wave, extra, chance, numbers) for wave in range(WAVES)]
    fill = cycle([(wave, unit) for unit in range(len(UNITS) - 1) for wave in range(WAVES)])
    while plan.calls < CALLS:
        wave, unit = next(fill)
        plan.waves[wave].append(Planned(Kind.ANSWERED, extension(unit, 8), caller=next(numbers)))
    for wave in plan.waves:
        chance.shuffle(wave)
        wave.sort(key=lambda each: each.kind not in LAST_LONG)
    _plan_callbacks(plan, chance, numbers)
    return plan


def _wave(plan: Plan, wave: int, extra: Iterator[Kind], chance: random.Random, numbers: Iterator[str]) -> list[Planned]:
    away, found = plan.away(wave), []
    desks = {
        unit: cycle(chance.sample(there, len(there)))
        for unit in UNITS
        if (there := [one for one, theirs in plan.people.items() if theirs == unit and one not in away and one != LEFT_OUT])
    }
    neighbours = cycle(each for each in UNITS if each != SMALL)

    def planned(kind: Kind, unit: int) -> Planned:
        name = list(UNITS)[unit]
        to, elsewhere = extension(unit, 2 * wave + 1), extension(unit, 2 * wave + 2)
        caller = next(numbers)
        if kind.startswith("away") or kind is Kind.COLLEAGUE_AWAY:
            person = elsewhere if kind in (Kind.AWAY_MOBILE, Kind.AWAY_MOBILE_RINGS_OUT, Kind.AWAY_COLLEAGUE) else to
        else:
            person = next(desks[name])
        other = ""
        if kind in WANT_ANOTHER:
            other = away[elsewhere] if kind is Kind.AWAY_COLLEAGUE else next(desks[next(neighbours)])
            while other == person:
                other = next(desks[next(neighbours)])
        return Planned(kind, person, other, caller, kind in _MAY_BE_WITHHELD and chance.random() < 0.3)

    for number, name in enumerate(UNITS):
        if name == SMALL:
            found += [planned(kind, number) for kind in (Kind.ANSWERED, Kind.GIVES_UP)]
            found.append(replace(planned(Kind.NOT_CONNECTED, number), person=LEFT_OUT))
            continue
        elsewhere = Kind.AWAY_MOBILE if name in WITH_MOBILE else Kind.AWAY_COLLEAGUE
        kinds = [*_EVERYWHERE, elsewhere, next(extra), next(extra)]
        kinds = [elsewhere if kind is Kind.AWAY_MOBILE_RINGS_OUT and name not in WITH_MOBILE else kind for kind in kinds]
        found += [planned(kind, number) for kind in kinds]
    for kind, times in _AT_MAIN_NUMBER.items():
        for _ in range(times):
            found.append(replace(planned(kind, 0), person=""))
    return found


def _plan_callbacks(plan: Plan, chance: random.Random, numbers: Iterator[str]) -> None:
    """What becomes of those who wait, and a dozen messages more that the switchboard takes down."""
    everybody = [one for one, unit in plan.people.items() if unit != SMALL]
    closings = cycle([Closing.DONE, Closing.LATE, Closing.HANDED_OVER, Closing.DONE, Closing.OPEN])

    def planned(caller: str, to: str, *, calls: int = 1, left: bool = False) -> Callback:
        closing = next(closings)
        by = ""
        if closing is Closing.HANDED_OVER:
            by = chance.choice([one for one in everybody if plan.people[one] != plan.people[to]])
        return Callback(caller, to, closing, by, calls, left)

    for wave in plan.waves:
        for each in wave:
            if each.kind in LEAVES_CALLBACK and (not each.withheld):
                twice = each.kind is Kind.SECOND_TRY_IN_VAIN
                plan.callbacks.append(planned(each.caller, each.person, calls=2 if twice else 1))
    for to in chance.sample(everybody, 12):
        plan.callbacks.append(planned(next(numbers), to, left=True))
