"""Unit notices: proposed by the unit, published by officer or receptionist, told to those they are for, ended by the clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.store import Store, Transaction, people
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.web.stream_readers import listens_as
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub.house import ANNA, MARIA, embedded, made_database, running, until

OLLE = Caller("olle", "2043", "bygg", frozenset({Role.OFFICER}))
SIV = Caller("siv", "3001", "kultur", frozenset({Role.EMPLOYEE}))
KULTUR = Caller("orvar", None, "kultur", frozenset({Role.OFFICER}))
ADA = Caller("ada", None, None, frozenset({Role.ADMINISTRATOR}))
TEXT = "Biblioteket stängt torsdag, inventering"


@dataclass
class House:
    """A core, its clock and what it told."""

    core: Core
    clock: Clock
    frames: list[Frame]

    def wish(self, unit: str = "bibliotek", *, publish: bool = False, **more: object) -> wire.NoticeRequest:
        ends = self.clock() + timedelta(hours=2)
        return wire.NoticeRequest(**{"unit": unit, "text": TEXT, "valid_until": ends, "publish": publish, **more})  # type: ignore[arg-type]

    async def propose(self, caller: Caller, wish: wire.NoticeRequest, key: str | None = None) -> wire.NoticeView:
        return await self.core.reception.notices.propose(caller, wish, key=key, now=self.clock())

    async def change(self, caller: Caller, seen: wire.NoticeView, **wanted: object) -> wire.NoticeView:
        change = wire.NoticeChange(**{"version": seen.version, **wanted})  # type: ignore[arg-type]
        return await self.core.reception.notices.change(caller, seen.id, change, key=None, now=self.clock())

    async def withdraw(self, caller: Caller, seen: wire.NoticeView) -> None:
        await self.core.reception.notices.withdraw(caller, seen.id, now=self.clock())

    def sees(self, caller: Caller) -> list[str]:
        return [notice.id for notice in self.core.reception.notices.seen_by(caller)]

    def heard(self, caller: Caller) -> list[tuple[list[str], list[str]]]:
        """What a reader's stream told: ids shown and ids gone, in order."""
        mine = [frame for frame in self.frames if frame.kind == EventKind.NOTICES]
        mine = [frame for frame in mine if frame.audience is None or frame.audience & listens_as(caller)]
        told = [msgspec.json.decode(frame.full, type=wire.NoticesChanged) for frame in mine]
        assert all(frame.colleague == frame.full for frame in mine if frame.audience is None)
        return [([notice.id for notice in event.notices], event.gone) for event in told]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    path = tmp_path / "hub.db"
    await made_database(path)
    store = Store(path)

    def more(change: Transaction) -> None:
        people.put_unit(change, Unit("kultur", "Kultur och fritid"))
        people.put_unit(change, Unit("bibliotek", "Bibliotek", "kultur"))
        people.put_person(change, Person("3001", "Siv", "Ström", "bibliotek", "kultur"))

    await store.write(more)
    store.close()
    clock = Clock()
    async with running(path, embedded(clock), clock) as (core, frames):
        yield House(core, clock, frames)


async def test_anybody_of_the_unit_proposes_and_a_receptionist_publishes_for_everybody(house: House) -> None:
    proposed = await house.propose(SIV, house.wish())
    assert (proposed.published, proposed.current, proposed.proposed_by_name) == (False, False, "Siv Ström")
    assert (proposed.unit_name, proposed.administration) == ("Bibliotek", "kultur")
    assert [house.sees(reader) for reader in (SIV, MARIA, KULTUR)] == [[proposed.id]] * 3
    assert [house.sees(reader) for reader in (ANNA, OLLE, ADA)] == [[], [], []]
    assert house.heard(ANNA) == []
    published = await house.change(MARIA, proposed, publish=True)
    assert (published.published, published.current, published.published_by_name) == (True, True, "Anna Ek 2001")
    assert [house.sees(reader) for reader in (SIV, ANNA, OLLE, ADA)] == [[proposed.id]] * 4
    assert house.heard(ANNA) == [([proposed.id], [])]
    assert house.heard(SIV) == [([proposed.id], [])] * 2


async def test_the_unit_above_ones_own_is_ones_own_too_and_others_are_not(house: House) -> None:
    await house.propose(SIV, house.wish("kultur"))
    for caller, unit in ((SIV, "bygg"), (ANNA, "bibliotek"), (OLLE, "bibliotek"), (ADA, "bibliotek")):
        with pytest.raises(Forbidden):
            await house.propose(caller, house.wish(unit))
    await house.propose(MARIA, house.wish("bibliotek", publish=True))
    await house.propose(KULTUR, house.wish("bibliotek", publish=True))
    with pytest.raises(Forbidden):
        await house.propose(SIV, house.wish(publish=True))


async def test_an_officer_publishes_for_the_own_administration_only(house: House) -> None:
    seen = await house.propose(SIV, house.wish())
    with pytest.raises(NotFound, match="notice-unknown"):
        await house.change(OLLE, seen, publish=True)
    with pytest.raises(Forbidden):
        await house.change(SIV, seen, publish=True)
    assert (await house.change(KULTUR, seen, publish=True)).published


async def test_a_proposal_is_changed_by_who_made_it_until_it_is_published(house: House) -> None:
    seen = await house.propose(SIV, house.wish())
    seen = await house.change(SIV, seen, text="Stängt  fredag")
    assert seen.text == "Stängt fredag"
    published = await house.change(MARIA, seen, publish=True)
    with pytest.raises(Forbidden):
        await house.change(SIV, published, text="Öppet")
    again = await house.change(MARIA, published, text="Stängt fredag efter 12")
    assert (again.published, again.published_by_name) == (True, "Anna Ek 2001")


async def test_who_was_second_is_told_so(house: House) -> None:
    seen = await house.propose(SIV, house.wish())
    await house.change(SIV, seen, text="Stängt fredag")
    with pytest.raises(Conflict, match="notice-changed"):
        await house.change(MARIA, seen, publish=True)


async def test_taking_it_back_leaves_everybody_without_it_and_those_concerned_with_a_proposal(house: House) -> None:
    seen = await house.propose(KULTUR, house.wish(publish=True))
    back = await house.change(MARIA, seen, publish=False)
    assert (back.published, back.current) == (False, False)
    assert house.heard(ANNA) == [([seen.id], []), ([], [seen.id])]
    assert house.heard(MARIA)[-1] == ([seen.id], [])
    assert house.sees(ANNA) == []


async def test_who_proposed_it_withdraws_it_and_nobody_else_of_the_unit(house: House) -> None:
    seen = await house.propose(SIV, house.wish())
    published = await house.change(MARIA, seen, publish=True)
    with pytest.raises(Forbidden):
        await house.withdraw(ANNA, published)
    await house.withdraw(SIV, published)
    await house.withdraw(SIV, published)
    assert house.heard(ANNA)[-1] == ([], [seen.id])
    assert house.sees(MARIA) == []
    proposal = await house.propose(SIV, house.wish())
    await house.withdraw(MARIA, proposal)
    assert house.heard(SIV)[-1] == ([], [proposal.id])
    assert all(proposal.id not in gone for _, gone in house.heard(ANNA))


async def test_the_clock_shows_it_from_its_beginning_and_takes_it_away_at_its_end(house: House) -> None:
    begins = house.clock() + timedelta(hours=1)
    seen = await house.propose(MARIA, house.wish(publish=True, valid_from=begins))
    assert not seen.current
    notices = house.core.reception.notices
    house.clock.move(hours=1)
    await notices.apply_due(house.clock())
    assert [notice.current for notice in notices.seen_by(ANNA)] == [True]
    house.clock.move(minutes=59)
    await notices.apply_due(house.clock())
    assert len(house.heard(ANNA)) == 2
    house.clock.move(minutes=1)
    await notices.apply_due(house.clock())
    assert house.sees(ANNA) == []
    assert house.heard(ANNA)[-1] == ([], [seen.id])
    with pytest.raises(Conflict, match="notice-changed"):
        await house.change(MARIA, seen, text="Öppet")


async def test_a_proposal_that_nobody_published_ends_without_a_word_to_others(house: House) -> None:
    seen = await house.propose(SIV, house.wish())
    house.clock.move(hours=3)
    await house.core.reception.notices.apply_due(house.clock())
    assert house.heard(ANNA) == []
    assert house.heard(SIV)[-1] == ([], [seen.id])


async def test_an_end_that_was_put_off_in_the_same_moment_is_not_ended(house: House) -> None:
    seen = await house.propose(MARIA, house.wish(publish=True))
    later = house.clock() + timedelta(hours=9)
    house.clock.move(hours=1)
    changed = await house.change(MARIA, seen, valid_until=later)
    house.clock.move(hours=2)
    notices = house.core.reception.notices
    stale = notices.open[seen.id]
    await house.core.store.write(lambda change: notices._apply_due_of(change, stale.id, house.clock()))
    assert notices.open[seen.id].version == changed.version
    assert notices.open[seen.id].current


async def test_what_is_open_is_there_after_a_restart_and_ends_by_itself(house: House, tmp_path: Path) -> None:
    seen = await house.propose(MARIA, house.wish(publish=True))
    path = house.core.store.path
    async with running(path, embedded(house.clock), house.clock) as (core, _):
        assert [notice.id for notice in core.reception.notices.seen_by(ANNA)] == [seen.id]
        house.clock.move(hours=2)
        core.reception.notices._alarm.ring()
        await until(lambda: core.reception.notices.seen_by(ANNA) == [])


async def test_the_same_key_proposes_once(house: House) -> None:
    wish = house.wish()
    first, again = await house.propose(SIV, wish, "k"), await house.propose(SIV, wish, "k")
    assert first == again
    with pytest.raises(Conflict, match="idempotency-key-reused"):
        await house.propose(SIV, house.wish(text="Annat"), "k")


def at(hours: float) -> timedelta:
    return timedelta(hours=hours)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"unit": "nowhere"}, "unit-unknown"),
        ({"text": "  "}, "notice-empty"),
        ({"text": "x" * 301}, "notice-too-long"),
        ({"text": "a\x07b"}, "notice-text"),
        ({"valid_until": at(-1)}, "notice-times"),
        ({"valid_until": at(24 * 400)}, "notice-times"),
        ({"valid_until": at(1), "valid_from": at(2)}, "notice-times"),
        ({"valid_until": at(24 * 500), "valid_from": at(24 * 499)}, "notice-times"),
        ({"valid_until": datetime(2030, 1, 1)}, "until-naive"),  # noqa: DTZ001
    ],
)
async def test_what_cannot_be_used_is_refused(house: House, wanted: dict[str, object], code: str) -> None:
    asked = {name: house.clock() + value if isinstance(value, timedelta) else value for name, value in wanted.items()}
    with pytest.raises((BadInput, NotFound), match=code):
        await house.propose(MARIA, house.wish(**asked))  # type: ignore[arg-type]


async def test_a_unit_has_only_so_many_notices(house: House) -> None:
    object.__setattr__(house.core.limits, "unit_notices", 2)
    for _ in range(2):
        await house.propose(SIV, house.wish())
    with pytest.raises(Conflict, match="notice-many"):
        await house.propose(SIV, house.wish())


async def test_what_is_over_is_erased_after_a_while(house: House) -> None:
    await house.propose(MARIA, house.wish(publish=True))
    notices = house.core.reception.notices
    house.clock.move(hours=3)
    await notices.apply_due(house.clock())
    house.clock.move(days=31)
    await notices._forget(house.clock())
    assert await house.core.store.read(lambda sql: sql.execute("SELECT count(*) FROM notice").fetchone()) == (0,)
