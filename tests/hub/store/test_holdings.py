"""Who holds which extension, row by row: what ends with a holder, what moves along, and whose it never was."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kalix_presence.hub.store import Store, Transaction, absences, calendars, events, idempotency, messages, people, plans
from kalix_presence.hub.store.accounts import Account, put_account
from kalix_presence.hub.store.calendar_account import CalendarAccount
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.holdings import begin_holding, end_account, end_holdings, forget_holdings, require_holder, told_of
from kalix_presence.hub.store.leaving import Leaving
from kalix_presence.hub.store.schema import stored
from kalix_presence.model.absence import Absence, Forward, Way
from kalix_presence.model.callback import SWITCHBOARD
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.plan import DeputyState, Plan
from kalix_presence.wire.calendars import CalendarKind
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import NINE
from tests.hub.house import EXTENSIONS
from tests.hub.store.kept import message, opened

TEN = NINE + timedelta(hours=1)
START = datetime.fromisoformat("2026-12-01T08:00")


def plan(extension: str, **more: object) -> Plan:
    usual = Plan(f"p{extension}", extension, "course", START, START + timedelta(hours=2), "Europe/Stockholm", extension)
    return replace(usual, **more)  # type: ignore[arg-type]


def absence(extension: str, **more: object) -> Absence:
    usual = Absence(f"a{extension}", extension, "lunch", NINE, TEN, Forward(), "", extension, Way.TRAY)
    return replace(usual, **more)  # type: ignore[arg-type]


def filled(change: Transaction) -> None:
    """Everybody holds their extension, has an account, an absence, a plan and a calendar, and was told something."""
    for number, extension in enumerate(EXTENSIONS, 1):
        person = people.read_person(change.sql, extension)
        assert person is not None
        begin_holding(change, person, now=NINE)
        put_account(change, Account(f"user{extension}", extension))
        absences.add_absence(change, absence(extension), now=NINE)
        plans.put_plan(change, plan(extension))
        calendars.put_calendar(change, CalendarAccount(f"c{extension}", extension, CalendarKind.CALDAV))
        events.add_event(change, Frame(EventKind.STANDING, number, extension, b"{}", None, None), now=NINE)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with opened(tmp_path) as one:
        await one.write(filled)
        yield one


async def person(store: Store, extension: str) -> Person:
    found = await store.read(lambda sql: people.read_person(sql, extension))
    assert found is not None
    return found


async def rows(store: Store, statement: str) -> list[Any]:
    return await store.read(lambda sql: sql.execute(statement).fetchall())


async def test_who_holds_what_and_since_when_is_kept_over_a_move_and_an_end(store: Store) -> None:
    anna, per = await person(store, "2041"), await person(store, "2042")
    leaving = Leaving({"2041": anna}, {"2042": "2041"})
    await store.write(lambda change: end_holdings(change, leaving, now=TEN))
    nine, ten = stored(NINE), stored(TEN)
    found = await rows(store, "SELECT person, extension, since, until FROM holding WHERE extension IN ('2041', '2042')")
    assert sorted(found, key=str) == sorted(
        [(anna.id, "2041", nine, ten), (per.id, "2042", nine, ten), (per.id, "2041", ten, None)], key=str
    )
    assert await rows(store, "SELECT extension, username FROM account WHERE username LIKE 'user204%' ORDER BY 2") == [
        ("2041", "user2042"),
        ("2043", "user2043"),
    ]
    assert (await person(store, "2041")).id == per.id
    assert await store.read(lambda sql: people.read_person(sql, "2042")) is None


async def test_an_end_of_before_is_not_made_later(store: Store) -> None:
    anna = await person(store, "2041")
    await store.write(lambda change: end_holdings(change, Leaving({"2041": anna}), now=NINE))
    new = replace(anna, given_name="Nya", id="")
    await store.write(lambda change: people.put_person(change, new))
    following = await person(store, "2041")
    await store.write(lambda change: begin_holding(change, following, now=NINE))
    await store.write(lambda change: end_holdings(change, Leaving({"2041": following}), now=TEN))
    found = await rows(store, "SELECT person, until FROM holding WHERE extension = '2041' ORDER BY until")
    assert found == [(anna.id, stored(NINE)), (following.id, stored(TEN))]


async def test_two_who_change_places_take_along_what_is_theirs_and_nobody_elses(store: Store) -> None:
    leaving = Leaving(moved={"2041": "2042", "2042": "2041"})
    await store.write(lambda change: end_holdings(change, leaving, now=TEN))
    for table in ("absence", "plan", "calendar"):
        assert dict(await rows(store, f"SELECT substr(id, 2), extension FROM {table}")) == {
            "2001": "2001", "2041": "2042", "2042": "2041", "2043": "2043",
        }  # fmt: skip
    kept = await store.read(plans.read_plans)
    assert {one.id: (one.extension, one.version) for one in kept.values()} == {
        "p2001": ("2001", 1), "p2041": ("2042", 2), "p2042": ("2041", 2), "p2043": ("2043", 1),
    }  # fmt: skip
    read = await store.read(calendars.read_calendars)
    assert {one.id: one.extension for one in read} == {"c2001": "2001", "c2041": "2042", "c2042": "2041", "c2043": "2043"}


async def test_what_stays_of_who_left_is_their_name_and_who_covers_is_asked_no_more(store: Store) -> None:
    anna = await person(store, "2041")

    def named(change: Transaction) -> None:
        absences.add_absence(change, absence("2042", id="by", set_by="2041", deputy="2041"), now=NINE)
        absences.add_absence(change, absence("2042", id="own", deputy="2043"), now=NINE)
        plans.put_plan(change, plan("2043", deputy="2041", deputy_state=DeputyState.ACCEPTED))
        messages.put_message(change, message("m"), now=NINE)
        messages.put_message(change, message("other", to=SWITCHBOARD), now=NINE)

    await store.write(named)
    await store.write(lambda change: end_holdings(change, Leaving({"2041": anna}), now=TEN))
    found = await rows(store, "SELECT id, set_by, deputy FROM absence WHERE extension = '2042' ORDER BY id")
    assert found == [("a2042", "2042", None), ("by", anna.name, None), ("own", "2042", "2043")]
    after = (await store.read(plans.read_plans))["p2043"]
    assert (after.deputy, after.deputy_state, after.version) == (None, DeputyState.NONE, 2)
    handed = await store.read(lambda sql: messages.read_message(sql, "m"))
    assert handed is not None
    assert (handed.to, handed.open) == (SWITCHBOARD, True)
    steps = await store.read(lambda sql: messages.read_steps(sql, "m"))
    assert [(one.at, one.step, one.by, one.detail) for one in steps] == [(TEN, "return", anna.name, handed.word)]
    assert await store.read(lambda sql: messages.read_steps(sql, "other")) == []
    for table in ("plan", "calendar", "absence"):
        assert await rows(store, f"SELECT 1 FROM {table} WHERE extension = '2041'") == []
        assert len(await rows(store, f"SELECT 1 FROM {table}")) >= 3


@pytest.mark.parametrize("looked_before", [True, False])
async def test_no_replay_tells_of_who_left_and_others_hear_what_they_heard(store: Store, looked_before: bool) -> None:
    anna = await person(store, "2041")
    heard = {
        11: {"2041"}, 12: {"2041", "2043"}, 13: {"user:user2041"}, 14: {"user:user2041", "user:user2043"}, 15: {"2043"},
        16: {"2042", "2043"},
    }  # fmt: skip

    def told(change: Transaction) -> None:
        for number, names in heard.items():
            events.add_event(change, Frame(EventKind.MESSAGE, number, None, b"{}", None, frozenset(names)), now=NINE)

    await store.write(told)
    leaving = Leaving({"2041": anna}, {"2042": "2050"})
    before = await store.read(lambda sql: told_of(sql, leaving)) if looked_before else None
    await store.write(
        lambda change: events.add_event(change, Frame(EventKind.MESSAGE, 17, None, b"{}", None, frozenset({"2041"})), now=NINE)
    )
    await store.write(lambda change: end_holdings(change, leaving, now=TEN, told=before))
    left = {
        number: json.loads(audience) if audience else None
        for number, audience in await rows(store, "SELECT id, audience FROM event")
    }
    assert left == {1: None, 4: None, 12: ["2043"], 14: ["user:user2043"], 15: ["2043"], 16: ["2043", "2050"]}
    assert await store.read(events.newest) == 17


async def test_an_account_that_ends_leaves_nothing_for_the_next_of_its_name_and_others_stay(store: Store) -> None:
    for name in ("user2041", "user2042"):
        await store.write(lambda change, name=name: idempotency.claim(change, name, "k", b"d", now=NINE))
        await store.write(
            lambda change, name=name: (
                change.sql.execute(
                    "INSERT INTO session(id, username, access, access_expires_at, family, turn, made_by, created_at, seen_at,"
                    " expires_at) VALUES (?, ?, ?, 0, ?, '', '', 0, 0, 0)",
                    (name, name, name.encode(), name.encode()),
                ).rowcount
            )
        )
    await store.write(lambda change: end_account(change, "user2041"))
    for table in ("session", "idempotency"):
        assert await rows(store, f"SELECT username FROM {table}") == [("user2042",)]
    assert ("user2041",) not in await rows(store, "SELECT username FROM account")
    assert len(await rows(store, "SELECT username FROM account")) == len(EXTENSIONS) - 1


async def test_only_the_holder_of_now_may_go_on(store: Store) -> None:
    anna = await person(store, "2041")
    await store.write(lambda change: require_holder(change, "2041", anna.id))
    for extension, who in (("2041", "somebody else"), ("2999", anna.id), ("2042", anna.id)):
        with pytest.raises(Unavailable) as refused:
            await store.write(lambda change, extension=extension, who=who: require_holder(change, extension, who))
        assert refused.value.code == "holder-changed"


async def test_who_held_what_is_forgotten_once_it_is_too_long_ago_and_who_holds_it_never(store: Store) -> None:
    anna = await person(store, "2041")
    await store.write(lambda change: end_holdings(change, Leaving({"2041": anna}), now=TEN))

    async def held(before: datetime) -> list[str]:
        await store.write(lambda change: forget_holdings(change, before=before))
        return [one for (one,) in await rows(store, "SELECT extension FROM holding ORDER BY extension")]

    assert await held(TEN) == list(EXTENSIONS)
    assert await held(TEN + timedelta(microseconds=1)) == [one for one in EXTENSIONS if one != "2041"]
