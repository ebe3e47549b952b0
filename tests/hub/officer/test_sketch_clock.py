"""What the calendar does with the sketch: a change begins on its day, the switchboard has its notice, owners are asked once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.officer.sketch_notice import fitted
from kalix_presence.model.errors import Conflict
from kalix_presence.model.sketch import ProposalState, ProposalStep
from tests.hub.house import ANNA, MARIA
from tests.hub.officer.sketch_house import ADA, EVA, HEAD, OFFICER, TALES, House, opened_house

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened_house(tmp_path) as found:
        yield found


def notices(house: House) -> list[wire.NoticeView]:
    return house.core.reception.notices.seen_by(MARIA)


async def test_the_switchboard_is_told_with_the_day_and_by_whom(house: House) -> None:
    made = await house.propose(owner="3001", duties=[TALES, wire.DutyWish("Boklån", "", [])])
    assert notices(house) == [], "a proposal is the unit's own business"
    await house.step(OFFICER, made, ProposalStep.ACCEPT)
    [told] = notices(house)
    assert (told.unit, told.published, told.current, told.published_by_name) == ("bibliotek", True, True, "Orvar Lind")
    assert (told.valid_from, told.valid_until) == (house.clock(), house.clock() + timedelta(days=14))
    assert told.text.startswith("Bibliotek: Sagostund: Eva Ö (3001), Siv Ström (3002).")
    assert "Ny uppgift Boklån: ingen." in told.text
    assert "Ägare" not in told.text


async def test_what_callers_would_not_notice_is_told_to_nobody(house: House) -> None:
    await house.accepted()
    before = len(notices(house))
    await house.accepted(owner="3001")
    assert len(notices(house)) == before
    assert (await house.unit()).version == 2


async def test_a_change_begins_on_its_day_and_not_before(house: House) -> None:
    made = await house.accepted(since=house.day(10))
    assert made.state is ProposalState.WAITING
    [told] = notices(house)
    midnight = datetime.combine(house.day(10), time(), STOCKHOLM).astimezone(UTC)
    assert (told.valid_from, told.current) == (midnight, False)
    with pytest.raises(Conflict, match="sketch-waits"):
        await house.accepted(duties=[])
    await house.turn()
    assert (await house.unit()).version == 0
    house.clock.moment = midnight - timedelta(seconds=1)
    await house.turn()
    assert (await house.unit()).version == 0
    house.clock.moment = midnight
    await house.turn()
    library = await house.unit()
    assert (library.version, [each.name for each in library.sheet.duties]) == (1, ["Sagostund"])
    [done, other] = sorted((await house.sees()).proposals, key=lambda each: each.state.value)
    assert (done.state, other.outdated) == (ProposalState.DONE, True)
    await house.turn()
    assert (await house.unit()).version == 1, "once"


async def test_the_clock_looks_at_midnight_where_the_site_is(house: House) -> None:
    following = await house.core.officer.sketch_clock.turn(house.clock())
    assert following.astimezone(STOCKHOLM).time() == time()
    assert following.astimezone(STOCKHOLM).date() == house.day(1)


async def test_an_accepted_one_that_has_not_begun_is_taken_back_with_its_notice(house: House) -> None:
    made = await house.accepted(since=house.day(10))
    refused = await house.step(OFFICER, made, ProposalStep.REFUSE, "Vi väntar")
    assert refused.state is ProposalState.REFUSED
    assert notices(house) == []
    house.clock.move(days=11)
    await house.turn()
    assert (await house.unit()).version == 0


async def test_where_the_unit_has_no_room_for_a_notice_nothing_is_accepted(house: House) -> None:
    limit = house.core.reception.notices._limits.unit_notices
    wish = wire.NoticeRequest("bibliotek", "Stängt", house.clock() + timedelta(hours=1), publish=True)
    for _ in range(limit):
        await house.core.reception.notices.propose(MARIA, wish, key=None, now=house.clock())
    made = await house.propose()
    with pytest.raises(Conflict, match="notice-many"):
        await house.step(OFFICER, made, ProposalStep.ACCEPT)
    [still] = (await house.sees()).proposals
    assert (still.state, (await house.unit()).version) == (ProposalState.PROPOSED, 0)


async def test_the_owner_is_asked_once_a_year_to_review_and_nobody_else(house: House) -> None:
    await house.accepted(owner="3001")
    for days, asked in ((364, 0), (1, 1), (1, 1), (363, 1), (1, 2)):
        house.clock.move(days=days)
        await house.turn()
        await house.turn()
        assert len(house.reminded(EVA)) == asked, days
    [first, _] = house.reminded(EVA)
    assert (first.unit, first.unit_name) == ("bibliotek", "Bibliotek")
    for other in (HEAD, OFFICER, ANNA, MARIA, ADA):
        assert house.reminded(other) == []
    await house.review(HEAD, "bibliotek", 1)
    assert (await house.unit()).reviewed == house.day()
    house.clock.move(days=364)
    await house.turn()
    assert len(house.reminded(EVA)) == 2
    house.clock.move(days=1)
    await house.turn()
    assert len(house.reminded(EVA)) == 3


async def test_where_nobody_owns_the_part_its_officer_is_asked(house: House) -> None:
    await house.accepted()
    house.clock.move(days=365)
    await house.turn()
    assert [each.unit for each in house.reminded(OFFICER)] == ["bibliotek"]
    assert house.reminded(EVA) == house.reminded(ANNA) == []


async def test_what_is_long_over_is_erased(house: House) -> None:
    await house.step(HEAD, await house.propose(), ProposalStep.WITHDRAW)
    house.clock.move(days=367)
    await house.turn()

    def rows(sql: object) -> int:
        return int(sql.execute("SELECT count(*) FROM sketch_proposal").fetchone()[0])  # type: ignore[attr-defined]

    assert await house.core.store.read(rows) == 0


def test_a_notice_holds_whole_sentences_and_says_how_many_more_there_are() -> None:
    words = shipped.words("sv")
    many = [f"uppgift {each}: Anna Ek (2041)." for each in range(20)]
    assert fitted(words, "Bygg", many[:1], 200) == "Bygg: uppgift 0: Anna Ek (2041)."
    text = fitted(words, "Bygg", many, 200)
    assert len(text) <= 200
    assert text.endswith("(2041). Och 15 ändringar till, se skissen.")
    assert fitted(words, "Bygg", ["x" * 500], 60) == "Bygg: 1 ändringar i skissen, se där."
    assert len(fitted(words, "B" * 99, ["x" * 500], 20)) == 20
