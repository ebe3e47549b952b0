"""The officer's work list: of the own units only, of what is known now only, and of no forward or hours that are well."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store import Store, Transaction, lines_seen, people
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import Forbidden
from kalix_presence.model.line import LineState
from kalix_presence.model.preferences import PhoneHours
from kalix_presence.model.work_list import Telephone, ToSee, to_see
from tests.clocks import NINE, Clock
from tests.hub.house import ANNA, MARIA, embedded, made_database, running, until

OFFICER = Caller("olle", "2043", "bygg", frozenset({Role.OFFICER}))
OTHER = Caller("orvar", "3001", "kultur", frozenset({Role.OFFICER}))
HEAD = Caller("bo", "2041", "bygg", frozenset({Role.HEAD}))
ADA = Caller("ada", None, None, frozenset({Role.ADMINISTRATOR}))
TODAY = NINE.date()
ENDLESS = Absence(
    "a", "2041", "meeting", NINE - timedelta(days=8), None, Forward(ForwardKind.MOBILE), note="", set_by="2041", way=Way.TRAY
)


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Core]:
    path = tmp_path / "hub.db"
    await made_database(path)
    store, clock = Store(path), Clock()

    def more(change: Transaction) -> None:
        people.put_unit(change, Unit("kultur", "Kultur"))
        people.put_person(change, Person("3001", "Orvar", "Lind", "kultur", "kultur"))

    await store.write(more)
    store.close()
    async with running(path, embedded(clock), clock) as (started, _):
        yield started


async def test_each_officer_is_told_of_the_own_units_and_nobody_else_of_any(core: Core) -> None:
    board, work, now = core.board, core.officer.work, core.clock()
    for extension in ("2042", "2041", "3001"):
        board.states[extension].line = LineState.NOT_REGISTERED
    found = await work.seen_by(OFFICER, now=now)
    assert found == wire.WorkList([wire.WorkItem(ToSee.NOT_CONNECTED, "bygg", "Bygg och miljö", ["2041", "2042"])], True, 1)
    assert [each.extensions for each in (await work.seen_by(OTHER, now=now)).items] == [["3001"]]
    for who in (ANNA, MARIA, HEAD, ADA):
        with pytest.raises(Forbidden):
            await work.seen_by(who, now=now)
    wish = wire.AppointmentRequest("2041", "bygg")
    await core.officer.appointments.appoint(ADA, wish, key=None, now=now)
    assert await work.seen_by(ANNA, now=now) == found
    board.pbx = False
    assert await work.seen_by(OFFICER, now=now) == wire.WorkList([], False, 1)


async def test_a_telephone_that_the_hub_never_saw_connected_is_told_apart(core: Core) -> None:
    board, seen, clock, pbx = core.board, core.officer.seen, core.clock, core.pbx
    assert isinstance(clock, Clock)
    assert isinstance(pbx, EmbeddedPbx)
    await until(lambda: all(seen.of(extension) for extension in board.people))
    for extension in ("2041", "2042"):
        pbx.set_line(extension, LineState.NOT_REGISTERED)
    await until(lambda: {board.states[each].line for each in ("2041", "2042")} == {LineState.NOT_REGISTERED})

    def look(change: Transaction) -> None:
        for extension in ("2041", "2042"):
            lines_seen.look_anew(change, extension, now=NINE)
        lines_seen.were_connected(change, ["2041"])

    await core.store.write(look)
    await seen.read()
    clock.move(days=8)
    found = (await core.officer.work.seen_by(OFFICER, now=clock())).items
    assert [(each.what, each.extensions) for each in found] == [
        (ToSee.NEVER_CONNECTED, ["2042"]),
        (ToSee.NOT_CONNECTED, ["2041"]),
    ]


@pytest.mark.parametrize("line", LineState)
@pytest.mark.parametrize("pbx", [True, False])
def test_a_telephone_is_not_connected_only_where_the_pbx_says_so_now(line: LineState, pbx: bool) -> None:
    found = to_see(Telephone(line, None, None), pbx=pbx, now=NINE, today=TODAY)
    assert found == ([ToSee.NOT_CONNECTED] if pbx and line is LineState.NOT_REGISTERED else [])


def test_a_forward_is_endless_after_a_week_and_only_where_calls_go_elsewhere() -> None:
    def found(absence: Absence) -> list[ToSee]:
        return to_see(Telephone(LineState.IDLE, absence, None), pbx=True, now=NINE, today=TODAY)

    assert found(ENDLESS) == [ToSee.ENDLESS_FORWARD]
    assert found(replace(ENDLESS, end=NINE + timedelta(days=30))) == []
    assert found(replace(ENDLESS, start=NINE - timedelta(days=7))) == []
    for kind in ForwardKind:
        elsewhere = kind in (ForwardKind.MOBILE, ForwardKind.NUMBER, ForwardKind.COLLEAGUE)
        assert bool(found(replace(ENDLESS, forward=Forward(kind)))) is elsewhere


def test_phone_hours_are_over_after_their_last_day() -> None:
    for days, over in ((-1, True), (0, False), (1, False)):
        hours = PhoneHours({}, TODAY + timedelta(days))
        found = to_see(Telephone(LineState.IDLE, None, hours), pbx=True, now=NINE, today=TODAY)
        assert found == ([ToSee.OLD_HOURS] if over else [])


def test_what_a_newer_hub_has_found_is_unknown() -> None:
    assert ToSee("dusty") is ToSee.UNKNOWN
