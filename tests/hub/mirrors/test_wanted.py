"""What is told of somebody elsewhere: as colleagues see it, in the site's language, of those alone who have chosen it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence import shipped
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.mirrors.wanted import LEASE, WantedElsewhere
from kalix_presence.hub.store import Store, Transaction, people
from kalix_presence.model.mirrored import Presence
from kalix_presence.model.policy import Policy
from kalix_presence.model.preferences import Preferences
from kalix_presence.wire import AbsenceRequest
from tests.clocks import Clock
from tests.hub.house import ANNA, embedded, furnish, running

MARK = "ANNASEGET"


@asynccontextmanager
async def anna_at(
    folder: Path, *, policy: Policy | None = None, language: str = "sv"
) -> AsyncIterator[tuple[Core, WantedElsewhere, Clock]]:
    """Anna wants to be told of elsewhere."""

    def work(change: Transaction) -> None:
        furnish(change)
        known = people.read_person(change.sql, "2041")
        assert known is not None
        people.put_person(change, replace(known, email="anna@x.example", deputy="2042"))
        known = people.read_person(change.sql, "2042")
        assert known is not None
        people.put_person(change, replace(known, direct="0923-650 42", email="per@x.example"))

    store = Store(folder / "hub.db")
    await store.write(work)
    store.close()
    clock = Clock()
    async with running(folder / "hub.db", embedded(clock), clock, policy=policy) as (core, _):
        core.board.put_preferences("2041", Preferences(status_elsewhere=True))
        yield core, WantedElsewhere(core.board, language=language, presence={}, clock=clock), clock


def identity(core: Core) -> str:
    return core.board.people["2041"].id


async def set_absence(core: Core, clock: Clock, reason: str, **more: object) -> None:
    request = AbsenceRequest(reason, **{"until": clock() + timedelta(hours=1), **more})  # type: ignore[arg-type]
    await core.absences.set_absence(ANNA, "2041", request, key=None, now=clock())


@pytest.mark.parametrize(
    ("language", "text"),
    [("sv", "Lunch, åter 10.00"), ("en", "Lunch, back 10.00"), ("fi", "Lounas, takaisin 10.00")],
)
async def test_reason_and_time_are_said_in_the_sites_language(tmp_path: Path, language: str, text: str) -> None:
    async with anna_at(tmp_path, language=language) as (core, wanted, clock):
        assert wanted.told(identity(core)) is None
        await set_absence(core, clock, "lunch")
        told = wanted.told(identity(core))
        assert told is not None
        assert (told.text, told.presence, told.until) == (text, Presence.AWAY, clock() + timedelta(hours=1))


@pytest.mark.parametrize("reason", ["sick", "care_of_child"])
async def test_a_sensitive_reason_is_told_nowhere(tmp_path: Path, reason: str) -> None:
    async with anna_at(tmp_path) as (core, wanted, clock):
        await set_absence(core, clock, reason)
        told = wanted.told(identity(core))
        assert told is not None
        names = {word.casefold() for word in shipped.default_reasons().get(reason).names.values()}
        assert not any(name in told.text.casefold() for name in names)
        assert told.text == f"{shipped.default_reasons().get('out_of_office').name('sv')}, åter 10.00"
        assert told.presence is Presence.AWAY, "nothing that others are not shown by either"


async def test_a_note_and_where_calls_go_are_told_nowhere(tmp_path: Path) -> None:
    async with anna_at(tmp_path) as (core, wanted, clock):
        await set_absence(core, clock, "meeting", note=MARK, forward_to="mobile")
        told = wanted.told(identity(core))
        assert told is not None
        assert (told.text, told.presence) == ("Möte, åter 10.00", Presence.BUSY)


async def test_nothing_is_told_of_who_has_not_chosen_it(tmp_path: Path) -> None:
    async with anna_at(tmp_path) as (core, wanted, clock):
        await set_absence(core, clock, "lunch")
        assert list(wanted.everybody()) == [identity(core)]
        core.board.put_preferences("2041", Preferences())
        assert (list(wanted.everybody()), wanted.address(identity(core)), wanted.told(identity(core))) == ([], "", None)


async def test_a_site_that_locks_it_has_nothing_told_whatever_was_chosen_before(tmp_path: Path) -> None:
    policy = replace(shipped.default_policy(), locked=("status_elsewhere",))
    async with anna_at(tmp_path, policy=policy) as (core, wanted, clock):
        await set_absence(core, clock, "lunch")
        assert (list(wanted.everybody()), wanted.address(identity(core)), wanted.told(identity(core))) == ([], "", None)


async def test_who_works_elsewhere_is_shown_as_before_and_says_so(tmp_path: Path) -> None:
    async with anna_at(tmp_path) as (core, wanted, clock):
        await set_absence(core, clock, "remote_work")
        told = wanted.told(identity(core))
        assert told is not None
        assert told.presence is None
        assert told.text.endswith("åter 10.00")


async def test_days_are_said_by_their_names(tmp_path: Path) -> None:
    async with anna_at(tmp_path) as (core, wanted, clock):
        await set_absence(core, clock, "holiday", until=clock() + timedelta(days=6))
        told = wanted.told(identity(core))
        assert told is not None
        assert (told.text, told.presence) == ("Semester, åter måndag 30 november 9.00", Presence.OFF)


async def test_what_has_no_end_is_told_for_some_hours_at_a_time(tmp_path: Path) -> None:
    async with anna_at(tmp_path) as (core, wanted, clock):
        await set_absence(core, clock, "sick", until=None)
        first = wanted.told(identity(core))
        assert first is not None
        assert "åter" not in first.text
        assert LEASE / 2 < first.until - clock() <= LEASE
        clock.move(minutes=1)
        assert wanted.told(identity(core)) == first, "not told anew by the minute"
        clock.move(hours=6)
        later = wanted.told(identity(core))
        assert later is not None
        assert later.until == first.until + LEASE / 2


async def test_the_mailbox_answers_for_a_day_or_more_with_who_is_there_and_never_why(tmp_path: Path) -> None:
    async with anna_at(tmp_path) as (core, wanted, clock):
        core.board.put_preferences("2041", Preferences(reply_elsewhere=True))
        await set_absence(core, clock, "sick", until=clock() + timedelta(days=1), note=MARK)
        told = wanted.told(identity(core))
        assert told is not None
        assert (told.text, told.presence) == ("", None), "she wants nothing of that told"
        back = "Jag är inte på plats, och är åter onsdag 25 november 9.00."
        assert told.reply == f"{back} Under tiden: Anna Ek 2042, 0923-650 42, per@x.example."
        del core.board.people["2042"]
        told = wanted.told(identity(core))
        assert told is not None
        assert told.reply == back
        await set_absence(core, clock, "holiday", until=clock() + timedelta(hours=23))
        assert wanted.told(identity(core)) is None
        await set_absence(core, clock, "sick", until=None)
        assert wanted.told(identity(core)) is None, "nobody knows when she is back"


@pytest.mark.parametrize(
    ("locked", "left"),
    [
        ("status_elsewhere", (False, True, True)),
        ("reply_elsewhere", (True, False, True)),
        ("calls_elsewhere", (True, True, False)),
    ],
)
async def test_each_choice_is_locked_by_itself(tmp_path: Path, locked: str, left: tuple[bool, bool, bool]) -> None:
    policy = replace(shipped.default_policy(), locked=(locked,))
    async with anna_at(tmp_path, policy=policy) as (core, wanted, clock):
        everything = Preferences(status_elsewhere=True, calls_elsewhere=True, reply_elsewhere=True)
        core.board.put_preferences("2041", everything)
        await set_absence(core, clock, "holiday", until=clock() + timedelta(days=2))
        told = wanted.told(identity(core))
        assert told is not None
        assert (told.text != "", told.reply != "", wanted.watched("2041")) == left
