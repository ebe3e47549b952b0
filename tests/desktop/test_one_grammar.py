"""Phrases that people type, through every field that reads times: one meaning everywhere, or a refusal in a sentence.

Half of them are the words of people at desks, half were made up to be hard: trips, half days, weeks, years, spans backwards, slips of
spelling. It is Tuesday 24 November 2026, noon. After the phrase stands when somebody is back who is away from now, then what is planned;
a name of a fault says that it is refused there.
"""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kalix_presence import shipped
from kalix_presence.cli.absence import _request_from
from kalix_presence.desktop.callbacks.later_part import LaterPart
from kalix_presence.desktop.planning.entry import PlanEntry
from kalix_presence.desktop.presence import Presence, sentence
from kalix_presence.desktop.status.line_reading import read_typed, with_time
from kalix_presence.model.errors import BadInput
from kalix_presence.model.hours_text import read_spans
from kalix_presence.model.when.planning import PlannedLine, read_plan
from kalix_presence.model.worktime import WorkingTime

HERE = ZoneInfo("Europe/Stockholm")
AWAY = {"sv": "ledig", "en": "leave", "fi": "vapaa"}
SWEDISH = """
13 | 26-11-24 13.00 | from now
13.30 | 26-11-24 13.30 | from now
30 | 26-11-24 12.30 | from now
halv tre | 26-11-24 14.30 | from now
kvart i tre | 26-11-24 14.45 | from now
till halv fyra | 26-11-24 15.30 | from now
45 min | 26-11-24 12.45 | from now
en och en halv timme | 26-11-24 13.30 | from now
efter lunch | 26-11-24 13.00 | from now
resten av dagen | 26-11-25 08.00 | from now
hela dagen | 26-11-25 08.00 | from now
dagen ut | 26-11-25 08.00 | from now
t.o.m. fredag | 26-11-30 08.00 | from now
tom fredag | 26-11-30 08.00 | from now
till fredag | 26-11-27 08.00 | from now
till fredag 10 | 26-11-27 10.00 | from now
åter måndag | 26-11-30 08.00 | from now
åter på måndag kl 9 | 26-11-30 09.00 | from now
i morgon | 26-11-25 08.00 | 26-11-25 00.00 26-11-26 08.00
imorgon 9 | 26-11-25 09.00 | plan-unreadable
i övermorgon | 26-11-26 08.00 | 26-11-26 00.00 26-11-27 08.00
om en timme | 26-11-24 13.00 | from now
om en vecka | 26-12-01 08.00 | 26-12-01 00.00 26-12-02 08.00
om tre dagar | 26-11-27 08.00 | 26-11-27 00.00 26-11-30 08.00
två veckor | 26-12-08 08.00 | from now
i tre dagar | 26-11-27 08.00 | from now
10 dagar | 26-12-04 08.00 | from now
en månad | 26-12-28 08.00 | from now
tre månader | 27-02-24 08.00 | from now
24.00 | 26-11-25 00.00 | from now
till midnatt | 26-11-25 00.00 | from now
till 24 | 26-11-25 00.00 | from now
v 28 | 27-07-12 08.00 | 27-07-12 00.00 27-07-19 08.00
v 28 2027 | 27-07-12 08.00 | 27-07-12 00.00 27-07-19 08.00
v 28-31 | when-unreadable | 27-07-12 00.00 27-08-09 08.00
v 31-28 | when-unreadable | plan-hours-order
vecka 51 och 52 | when-unreadable | 26-12-14 00.00 26-12-28 08.00
v 53 2027 | when-no-such-week | when-no-such-week
12/6 2027 | 27-06-14 08.00 | 27-06-12 00.00 27-06-14 08.00
12/6 | 27-06-14 08.00 | 27-06-12 00.00 27-06-14 08.00
24/12 | 26-12-28 08.00 | 26-12-24 00.00 26-12-28 08.00
tisdag 11 januari | when-wrong-weekday | when-wrong-weekday
31/11 | when-no-such-day | when-no-such-day
julafton | 26-12-28 08.00 | 26-12-24 00.00 26-12-28 08.00
mellan jul och nyår | when-unreadable | plan-unreadable
julafton - nyårsdagen | when-unreadable | 26-12-24 00.00 27-01-04 08.00
påsk | 27-03-30 08.00 | 27-03-26 00.00 27-03-30 08.00
midsommar | 27-06-28 08.00 | 27-06-25 00.00 27-06-28 08.00
i juli | 27-07-01 08.00 | 27-07-01 00.00 27-08-02 08.00
hela veckan | 26-11-30 08.00 | 26-11-24 00.00 26-11-30 08.00
nästa vecka | 26-11-30 08.00 | 26-11-30 00.00 26-12-07 08.00
nästa vecka 9-12 | when-unreadable | 26-11-30 09.00 26-11-30 12.00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261204T235959
mån-ons | when-unreadable | 26-11-30 00.00 26-12-03 08.00
mån-ons 9-12 | when-unreadable | 26-11-30 09.00 26-11-30 12.00 FREQ=WEEKLY;BYDAY=MO,TU,WE;UNTIL=20261202T235959
måndag till onsdag 9 till 12 | when-unreadable | 26-11-30 09.00 26-11-30 12.00 FREQ=WEEKLY;BYDAY=MO,TU,WE;UNTIL=20261202T235959
mån ons och fre | when-unreadable | 26-11-25 00.00 26-11-26 00.00 FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20261130T235959
mån, ons, fre 13-15 | when-unreadable | 26-11-25 13.00 26-11-25 15.00 FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20261130T235959
mån-fre em | when-unreadable | 26-11-30 13.00 26-11-30 16.30 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261204T235959
fredag em | when-unreadable | 26-11-27 13.00 26-11-27 16.30
i eftermiddag | when-unreadable | 26-11-24 13.00 26-11-24 16.30
på eftermiddagen | when-unreadable | plan-unreadable
halva dagen | when-unreadable | plan-unreadable
9-12 | when-unreadable | plan-past
13-15 | when-unreadable | 26-11-24 13.00 26-11-24 15.00
15-13 | when-unreadable | plan-hours-order
fredag 22-02 | when-unreadable | plan-hours-order
fredag 18-24 | when-unreadable | 26-11-27 18.00 26-11-28 00.00
1 dec 8 - 3 dec 16 | when-unreadable | 26-12-01 08.00 26-12-03 16.00
fredag kl 12 till söndag kl 18 | when-unreadable | 26-11-27 12.00 26-11-29 18.00
mån 13 - ons 9.30 | when-unreadable | 26-11-30 13.00 26-12-02 09.30
10 dec - 1 dec | when-unreadable | plan-hours-order
7-11 december | when-unreadable | 26-12-07 00.00 26-12-14 08.00
varje tisdag 13-15 | when-unreadable | 26-11-24 13.00 26-11-24 15.00 FREQ=WEEKLY;BYDAY=TU
varannan fredag | when-unreadable | 26-11-27 00.00 26-11-28 00.00 FREQ=WEEKLY;INTERVAL=2;BYDAY=FR
varannan vecka tisdag 9-10 | when-unreadable | 26-12-01 09.00 26-12-01 10.00 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU
första måndagen i månaden | when-unreadable | 26-12-07 00.00 26-12-08 00.00 FREQ=MONTHLY;BYDAY=1MO
första måndagen | when-unreadable | plan-unreadable
varje dag 9.30-9.45 | when-unreadable | 26-11-25 09.30 26-11-25 09.45 FREQ=DAILY
varje tisdag från 1 mars 9-10 | when-unreadable | 27-03-02 09.00 27-03-02 10.00 FREQ=WEEKLY;BYDAY=TU
två veckor från måndag | when-unreadable | 26-11-30 00.00 26-12-14 08.00
från måndag | when-unreadable | when-needs-end
igår | when-unreadable | plan-unreadable
2026-2027 | when-unreadable | plan-unreadable
fredga | when-unreadable | plan-unreadable
halv tvo | when-unreadable | plan-unreadable
25.00 | when-unreadable | plan-unreadable
snart | when-unreadable | plan-unreadable
om ett tag | when-unreadable | plan-unreadable
om en stund | when-unreadable | plan-unreadable
om ett par dagar | when-unreadable | plan-unreadable
kl 14.15 | 26-11-24 14.15 | from now
1430 | 26-11-24 14.30 | from now
om en kvart | 26-11-24 12.15 | from now
lördag | 26-11-30 08.00 | 26-11-28 00.00 26-11-30 08.00
nästa torsdag | 26-12-03 08.00 | 26-12-03 00.00 26-12-04 08.00
fredag nästa vecka | 26-12-04 08.00 | 26-12-04 00.00 26-12-07 08.00
v 50 9-12 | when-unreadable | 26-12-07 09.00 26-12-07 12.00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261211T235959
1-5/12 | when-unreadable | 26-12-01 00.00 26-12-07 08.00
tors-tis 9-12 | when-unreadable | 26-11-26 09.00 26-11-26 12.00 FREQ=WEEKLY;BYDAY=MO,TU,TH,FR;UNTIL=20261201T235959
kvart i | when-unreadable | plan-unreadable
till två veckor | when-unreadable | plan-unreadable
"""
ENGLISH = """
1 pm | 26-11-24 13.00 | from now
half past two | 26-11-24 14.30 | from now
quarter to four | 26-11-24 15.45 | from now
until friday | 26-11-27 08.00 | from now
through friday | 26-11-30 08.00 | from now
tomorrow | 26-11-25 08.00 | 26-11-25 00.00 26-11-26 08.00
tomorrow 9 | 26-11-25 09.00 | plan-unreadable
the day after tomorrow | 26-11-26 08.00 | 26-11-26 00.00 26-11-27 08.00
in two days | 26-11-26 08.00 | 26-11-26 00.00 26-11-27 08.00
in a week | 26-12-01 08.00 | 26-12-01 00.00 26-12-02 08.00
two weeks | 26-12-08 08.00 | from now
for a month | 26-12-28 08.00 | from now
until midnight | 26-11-25 00.00 | from now
week 28 | 27-07-12 08.00 | 27-07-12 00.00 27-07-19 08.00
week 28-31 | when-unreadable | 27-07-12 00.00 27-08-09 08.00
june 12, 2027 | 27-06-14 08.00 | 27-06-12 00.00 27-06-14 08.00
friday 17 december | when-wrong-weekday | when-wrong-weekday
christmas eve | 26-12-28 08.00 | 26-12-24 00.00 26-12-28 08.00
christmas | 26-12-28 08.00 | 26-12-24 00.00 26-12-28 08.00
next week | 26-11-30 08.00 | 26-11-30 00.00 26-12-07 08.00
friday next week | 26-12-04 08.00 | 26-12-04 00.00 26-12-07 08.00
mon-wed 9-12 | when-unreadable | 26-11-30 09.00 26-11-30 12.00 FREQ=WEEKLY;BYDAY=MO,TU,WE;UNTIL=20261202T235959
monday to wednesday 9 to 12 | when-unreadable | 26-11-30 09.00 26-11-30 12.00 FREQ=WEEKLY;BYDAY=MO,TU,WE;UNTIL=20261202T235959
mon, wed and fri | when-unreadable | 26-11-25 00.00 26-11-26 00.00 FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20261130T235959
every other friday | when-unreadable | 26-11-27 00.00 26-11-28 00.00 FREQ=WEEKLY;INTERVAL=2;BYDAY=FR
first monday of the month | when-unreadable | 26-12-07 00.00 26-12-08 00.00 FREQ=MONTHLY;BYDAY=1MO
this afternoon | when-unreadable | 26-11-24 13.00 26-11-24 16.30
the afternoon | when-unreadable | plan-unreadable
10 to 12 | when-unreadable | plan-past
ten to two | 26-11-24 13.50 | from now
1 dec 8 - 3 dec 16 | when-unreadable | 26-12-01 08.00 26-12-03 16.00
fri 10 am - 2 pm | when-unreadable | 26-11-27 10.00 26-11-27 14.00
yesterday | when-unreadable | plan-unreadable
tomorow | when-unreadable | plan-unreadable
from monday | when-unreadable | when-needs-end
two weeks starting monday | when-unreadable | 26-11-30 00.00 26-12-14 08.00
noon | when-past | when-past
wednesday 9-12 | when-unreadable | 26-11-25 09.00 26-11-25 12.00
every tuesday until march 31 | when-unreadable | 26-11-24 00.00 26-11-25 00.00 FREQ=WEEKLY;BYDAY=TU;UNTIL=20270331T235959
"""
FINNISH = """
klo 14 | 26-11-24 14.00 | from now
puoli kolme | 26-11-24 14.30 | from now
varttia vaille kolme | 26-11-24 14.45 | from now
perjantaihin asti | 26-11-30 08.00 | from now
perjantaihin | 26-11-27 08.00 | from now
huomenna | 26-11-25 08.00 | 26-11-25 00.00 26-11-26 08.00
huomenna klo 9 | 26-11-25 09.00 | plan-unreadable
ylihuomenna | 26-11-26 08.00 | 26-11-26 00.00 26-11-27 08.00
kahden päivän päästä | 26-11-26 08.00 | 26-11-26 00.00 26-11-27 08.00
viikon päästä | 26-12-01 08.00 | 26-12-01 00.00 26-12-02 08.00
kaksi viikkoa | 26-12-08 08.00 | from now
kahdeksi viikoksi | 26-12-08 08.00 | from now
keskiyöhön asti | 26-11-25 00.00 | from now
vko 28 | 27-07-12 08.00 | 27-07-12 00.00 27-07-19 08.00
vko 28-31 | when-unreadable | 27-07-12 00.00 27-08-09 08.00
12.6.2027 | 27-06-14 08.00 | 27-06-12 00.00 27-06-14 08.00
keskiviikkona 29. joulukuuta | when-wrong-weekday | when-wrong-weekday
jouluaattona | 26-12-28 08.00 | 26-12-24 00.00 26-12-28 08.00
ensi viikolla | 26-11-30 08.00 | 26-11-30 00.00 26-12-07 08.00
ma-ke 9-12 | when-unreadable | 26-11-30 09.00 26-11-30 12.00 FREQ=WEEKLY;BYDAY=MO,TU,WE;UNTIL=20261202T235959
maanantaista keskiviikkoon klo 9-12 | when-unreadable | 26-11-30 09.00 26-11-30 12.00 FREQ=WEEKLY;BYDAY=MO,TU,WE;UNTIL=20261202T235959
ma, ke ja pe | when-unreadable | 26-11-25 00.00 26-11-26 00.00 FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20261130T235959
joka toinen perjantai | when-unreadable | 26-11-27 00.00 26-11-28 00.00 FREQ=WEEKLY;INTERVAL=2;BYDAY=FR
kuukauden ensimmäinen maanantai | when-unreadable | 26-12-07 00.00 26-12-08 00.00 FREQ=MONTHLY;BYDAY=1MO
perjantaina iltapäivällä | when-unreadable | 26-11-27 13.00 26-11-27 16.30
9-12 | when-unreadable | plan-past
1.12. klo 8 - 3.12. klo 16 | when-unreadable | 26-12-01 08.00 26-12-03 16.00
eilen | when-unreadable | plan-unreadable
huomena | when-unreadable | plan-unreadable
maanantaista kaksi viikkoa | when-unreadable | 26-11-30 00.00 26-12-14 08.00
perjantaisin | when-unreadable | 26-11-27 00.00 26-11-28 00.00 FREQ=WEEKLY;BYDAY=FR
kahden viikon takia | when-unreadable | plan-unreadable
"""
TABLES = {"sv": SWEDISH, "en": ENGLISH, "fi": FINNISH}
HOURS_ALONE = {"9-12", "13-15", "15-13", "10 to 12", "ten to two"}
"""What phone hours read as hours, or refuse as such; they know no days."""


def rows(language: str) -> list[tuple[str, str, str]]:
    found = [tuple(cell.strip() for cell in line.split("|")) for line in TABLES[language].strip().splitlines()]
    return [(text, back, planned) for text, back, planned in found]


def test_there_are_enough_of_them() -> None:
    assert sum(len(rows(language)) for language in TABLES) >= 120


def said(moment: datetime | None) -> str:
    return "open" if moment is None else f"{moment.astimezone(HERE):%y-%m-%d %H.%M}"


def planned_words(found: PlannedLine) -> str:
    return "from now" if found.from_now else f"{found.starts:%y-%m-%d %H.%M} {found.ends:%y-%m-%d %H.%M} {found.repeat}".strip()


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
def test_every_field_reads_the_same_or_refuses_in_a_sentence(presence: Presence, language: str) -> None:
    presence.worktime = WorkingTime()  # with the days off of Sweden, which the sample's view does not tell
    later, entry = LaterPart(presence, language), PlanEntry(presence, language)
    wrong = [problem for row in rows(language) for problem in problems(presence, language, row, later, entry)]
    assert not wrong, "\n".join(wrong)


def problems(presence: Presence, language: str, row: tuple[str, str, str], later: LaterPart, entry: PlanEntry) -> list[str]:
    """What is wrong with how the fields read one phrase."""
    text, back, planned = row
    line, wrong = f"{AWAY[language]} {text}", []

    def expect(where: str, found: str, wanted: str) -> None:
        if found != wanted:
            wrong.append(f"{text} ({where}): {found}, not {wanted}")

    refused = back.startswith(("when-", "plan-"))
    # What has begun already ("hela veckan") holds from now, until the same end.
    ahead = planned[0].isdigit() and (planned > "26-11-24 12.00" or "FREQ" in planned)
    expect("later field", outcome(lambda: said(later._read(text, language))), back)
    entry.line.setText(line)
    expect("plan field", planned_words(entry._read_line) if entry._read_line else planned, planned)
    expect("plan add", outcome(lambda: planned_words(plan_add(presence, line, language))), planned)
    expect("set", outcome(lambda: said(set_until(presence, line, language))), "line-ahead" if ahead else back)
    panel = read_typed(line, presence, language, own=True)
    expect(
        "panel",
        "asks" if panel.planned else "refused" if panel.fault else said(panel.until),
        "asks" if ahead else "refused" if refused else back,
    )
    if panel.planned is not None:
        expect("panel's plan", planned_words(panel.planned), planned)
    if not panel.sentence:
        wrong.append(f"{text} (panel): says nothing")
    if entry._read_line is None and not entry._said.text():
        wrong.append(f"{text} (plan field): says nothing")
    expect("chips", with_time(AWAY[language], text, presence, language), line)
    hours = outcome(lambda: bool(read_spans(text, language)))
    expect("phone hours", str(hours == "True" or hours == "hours-order"), str(text in HOURS_ALONE))
    return wrong


def outcome(reads: Any) -> str:
    """What was read, or the name of the fault, which has a sentence."""
    try:
        return str(reads())
    except BadInput as fault:
        assert sentence(fault, "sv") != fault.code
        return fault.code


def plan_add(presence: Presence, line: str, language: str) -> PlannedLine:
    return read_plan(line, now=presence.clock(), worktime=presence.worktime, language=language, reasons=presence.reasons)


def set_until(presence: Presence, line: str, language: str) -> datetime | None:
    context: Any = SimpleNamespace(
        words=shipped.words(language), now=presence.clock(), worktime=presence.worktime, reasons=presence.reasons
    )
    person: Any = SimpleNamespace(standing=None)
    return _request_from(context, person, line, "", "").until
