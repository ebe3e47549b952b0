"""What was dialled on a phone: it sets an absence for whom that phone may, unless something newer holds by then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.protocol import PhoneCode
from kalix_presence.hub.store import absences, accounts
from kalix_presence.hub.store.accounts import Account
from kalix_presence.hub.store.audit_lines import Search, search_lines
from kalix_presence.model.absence import ForwardKind, Way
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.reason import EndRule, Reasons
from tests.clocks import NINE, Clock
from tests.hub.house import ANNA, embedded, made_database, running

HOUR = timedelta(hours=1)
LUNCH = PhoneCode("k1", "2041", "2041", "1", NINE + HOUR, "rule-1", NINE)
BACK = replace(LUNCH, key="k2", digit=None, until=None, rule_id="rule-2")
RECEPTION = Account("maria", "2001", roles=("receptionist",))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[tuple[Core, Clock]]:
    await made_database(tmp_path / "hub.db")
    clock = Clock()
    async with running(tmp_path / "hub.db", embedded(clock), clock) as (core, _):
        yield core, clock


async def held_after(core: Core, *codes: PhoneCode) -> str | None:
    for code in codes:
        await core.codes.take_over(code)
    held = core.board.states[codes[-1].extension].held
    return None if held is None else held.reason


async def test_what_was_dialled_holds_as_it_was_said_and_is_back_by_the_phone_too(house: tuple[Core, Clock]) -> None:
    core, _ = house
    assert await held_after(core, LUNCH) == "lunch"
    held = core.board.states["2041"].held
    assert held is not None
    assert (held.id, held.start, held.end, held.set_by, held.way) == ("rule-1", NINE, NINE + HOUR, "2041", Way.PHONE)
    assert await held_after(core, BACK) is None


async def test_the_same_entry_is_taken_over_once(house: tuple[Core, Clock]) -> None:
    core, clock = house
    await held_after(core, LUNCH)
    await core.absences.end_absence(ANNA, "2041", key=None, way=Way.TRAY, now=clock())
    assert await held_after(core, LUNCH) is None


@pytest.mark.parametrize(("ago", "taken"), [(0, True), (0.9, True), (1, False), (60, False)])
async def test_what_was_changed_after_the_second_it_was_dialled_in_is_newer(
    house: tuple[Core, Clock], ago: float, taken: bool
) -> None:
    core, clock = house
    request = wire.AbsenceRequest("meeting", NINE + 2 * HOUR)
    await core.absences.set_absence(ANNA, "2041", request, key=None, now=clock())
    code = replace(LUNCH, dialled_at=NINE - timedelta(seconds=ago))
    assert await held_after(core, code) == ("lunch" if taken else "meeting")


async def test_a_code_that_comes_too_late_is_undone_in_the_pbx(tmp_path: Path) -> None:
    await made_database(tmp_path / "hub.db")
    clock = Clock()
    pbx = embedded(clock)
    async with running(tmp_path / "hub.db", pbx, clock) as (core, _):
        await core.absences.set_absence(ANNA, "2041", wire.AbsenceRequest("meeting", NINE + 2 * HOUR), key=None, now=clock())
        wanted = core.board.rules["2041"]
        assert await pbx.read("2041") == wanted
        clock.move(minutes=-5)  # when it was dialled, as the PBX says
        pbx.dial("2041", "*23*1*1000#")
        assert await pbx.read("2041") != wanted
        clock.move(minutes=5)
        while await pbx.read("2041") != wanted or await pbx.codes():
            await asyncio.sleep(0.001)
        held = core.board.states["2041"].held
        assert held is not None
        assert held.reason == "meeting"


@pytest.mark.parametrize(
    ("account", "may"),
    [
        (RECEPTION, True),
        (replace(RECEPTION, locked=True), False),
        (replace(RECEPTION, roles=("employee",)), False),
        (replace(RECEPTION, roles=("officer",), administration="bygg"), True),
        (replace(RECEPTION, roles=("officer",), administration="skola"), False),
        (replace(RECEPTION, roles=("officer",)), False),
        (None, False),
    ],
)
async def test_a_phone_sets_it_for_others_as_its_holders_account_may(
    house: tuple[Core, Clock], account: Account | None, may: bool
) -> None:
    core, _ = house
    if account is not None:
        await core.store.write(lambda change: accounts.put_account(change, account))
    assert await held_after(core, replace(LUNCH, by="2001")) == ("lunch" if may else None)


async def test_what_cannot_hold_any_more_or_is_no_reason_sets_nothing(house: tuple[Core, Clock]) -> None:
    core, clock = house
    assert await held_after(core, replace(LUNCH, digit="99")) is None
    clock.move(hours=1)
    assert await held_after(core, replace(LUNCH, key="k3")) is None, "it is over at its end"


async def test_until_further_notice_no_calls_go_to_a_mobile(house: tuple[Core, Clock]) -> None:
    core, _ = house
    mobile = next(each for each in core.board.reasons if each.forward is ForwardKind.MOBILE and each.digit)
    core.board.reasons = Reasons(
        tuple(replace(each, end=EndRule.OPTIONAL) if each is mobile else each for each in core.board.reasons)
    )
    for until, forward in ((None, ForwardKind.SWITCHBOARD), (NINE + HOUR, ForwardKind.MOBILE)):
        await held_after(core, replace(LUNCH, key=f"to {until}", rule_id=f"rule to {until}", digit=mobile.digit, until=until))
        held = core.board.states["2041"].held
        assert held is not None
        assert (held.end, held.forward.kind) == (until, forward)


async def test_what_was_dialled_is_meant_in_the_site_s_time(house: tuple[Core, Clock]) -> None:
    core, _ = house
    core.board.policy = replace(core.board.policy, zone="Europe/Helsinki")
    await held_after(core, LUNCH)
    held = core.board.states["2041"].held
    assert held is not None
    assert held.zone == "Europe/Helsinki"


async def test_the_trail_says_what_was_dialled_and_by_which_way(house: tuple[Core, Clock]) -> None:
    core, clock = house
    await held_after(core, LUNCH)
    clock.move(seconds=2)
    await held_after(core, replace(BACK, dialled_at=clock()))
    lines = await core.store.read(lambda sql: search_lines(sql, Search(about="2041"), limit=10))
    assert [(line.act, line.by, line.way) for line in lines] == [
        (AuditAct.END_ABSENCE, "2041", "phone"),
        (AuditAct.SET_ABSENCE, "2041", "phone"),
    ]


@pytest.mark.parametrize(("left", "taken"), [(1, True), (0, False), (-1, False)])
async def test_what_has_ended_by_the_time_it_is_read_sets_nothing(house: tuple[Core, Clock], left: int, taken: bool) -> None:
    core, clock = house
    code = replace(LUNCH, until=clock() + timedelta(seconds=left), dialled_at=NINE)
    assert await held_after(core, code) == ("lunch" if taken else None)
    assert (await core.store.read(lambda sql: absences.read_kept(sql, "rule-1")) is not None) is taken
