"""What is done for others: told to them with who and why, taken back, a whole unit at once, and "are you back?"."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from kalix_presence import wire
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.store.frames import Frame
from kalix_presence.model.absence import Absence, Forward, Way
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound, PresenceError, TooMany
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub.house import ANNA, MARIA, embedded, lunch, made_database, running, until

OLLE = Caller("olle", "2043", "bygg", frozenset({Role.OFFICER}))
OTHER_OFFICER = Caller("orvar", None, "skola", frozenset({Role.OFFICER}))


@dataclass
class House:
    """A core, its clock and what it told."""

    core: Core
    clock: Clock
    frames: list[Frame]

    def told(self) -> list[wire.AbsenceSetForYou]:
        """What people were told that others did for them."""
        return [
            msgspec.json.decode(frame.full, type=wire.AbsenceSetForYou)
            for frame in self.frames
            if frame.kind == EventKind.SET_FOR_YOU
        ]

    async def set(self, caller: Caller, wish: wire.AbsenceRequest, extension: str = "2041") -> wire.StatusReply:
        return await self.core.absences.set_absence(caller, extension, wish, key=None, now=self.clock())

    async def undo(self, caller: Caller, reply: wire.StatusReply, extension: str = "2041") -> wire.StatusReply:
        asked = wire.AbsenceUndo(reply.made, reply.before.id if reply.before else "")
        return await self.core.absences.undo(caller, extension, asked, key=None, now=self.clock())

    def held(self, extension: str = "2041") -> tuple[str, str] | None:
        held = self.core.board.states[extension].held
        return None if held is None else (held.reason, held.note)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    await made_database(tmp_path / "hub.db")
    clock = Clock()
    async with running(tmp_path / "hub.db", embedded(clock), clock) as (core, frames):
        yield House(core, clock, frames)


async def test_whoever_is_set_away_by_somebody_else_is_told_who_and_why(house: House) -> None:
    await house.set(MARIA, lunch(house.clock, why="Telefonen  ringer ut"))
    [told] = house.told()
    assert (told.extension, told.by, told.by_name, told.why) == ("2041", "2001", "Anna Ek 2001", "Telefonen ringer ut")
    assert told.absence is not None
    assert (told.absence.reason, told.absence.why, told.absence.way) == ("lunch", "Telefonen ringer ut", Way.RECEPTIONIST)
    [frame] = [frame for frame in house.frames if frame.kind == EventKind.SET_FOR_YOU]
    assert frame.audience == {"2041"}
    assert frame.number == house.core.board.number or frame.number is not None
    assert house.core.board.standing("2041", full=True).absence == told.absence
    colleague = house.core.board.standing("2041", full=False).absence
    assert colleague is not None
    assert colleague.why == ""


async def test_ending_it_for_somebody_is_told_too_and_doing_it_oneself_is_not(house: House) -> None:
    await house.set(ANNA, lunch(house.clock, why="not for oneself"))
    assert house.told() == []
    held = house.core.board.states["2041"].held
    assert held is not None
    assert held.why == ""
    switchboard = house.core.absences
    await switchboard.end_absence(MARIA, "2041", way=Way.RECEPTIONIST, key=None, now=house.clock(), why="Hon är här")
    [told] = house.told()
    assert (told.absence, told.why) == (None, "Hon är här")


async def test_a_why_that_is_too_long_is_refused(house: House) -> None:
    with pytest.raises(BadInput, match="note-too-long"):
        await house.set(MARIA, lunch(house.clock, why="x" * 201))
    with pytest.raises(BadInput, match="note-too-long"):
        await house.core.absences.end_absence(MARIA, "2041", way=Way.RECEPTIONIST, key=None, now=house.clock(), why="x" * 201)


async def test_a_change_is_taken_back_to_what_stood_before_as_it_was(house: House) -> None:
    await house.set(ANNA, lunch(house.clock, note="tillbaka strax", forward_to="2042"))
    before = house.core.board.states["2041"].held
    house.clock.move(minutes=5)
    made = await house.set(MARIA, wire.AbsenceRequest("meeting", house.clock() + timedelta(hours=2)))
    assert made.before is not None
    await house.undo(MARIA, made)
    after = house.core.board.states["2041"].held
    assert before is not None
    assert after is not None
    assert (after.reason, after.note, after.end, after.forward) == (before.reason, before.note, before.end, before.forward)
    assert (after.set_by, after.way) == (before.set_by, before.way)
    assert [told.absence and told.absence.reason for told in house.told()] == ["meeting", "lunch"]


async def test_setting_somebody_away_who_was_in_is_taken_back_to_in(house: House) -> None:
    made = await house.set(MARIA, lunch(house.clock))
    assert made.before is None
    reply = await house.undo(MARIA, made)
    assert reply.standing.absence is None
    assert [told.absence is None for told in house.told()] == [False, True]


async def test_ending_it_is_taken_back(house: House) -> None:
    await house.set(ANNA, lunch(house.clock))
    ended = await house.core.absences.end_absence(MARIA, "2041", way=Way.RECEPTIONIST, key=None, now=house.clock())
    assert (ended.made, ended.before and ended.before.reason) == ("", "lunch")
    await house.undo(MARIA, ended)
    assert house.held() == ("lunch", "")


async def test_a_sensitive_absence_comes_back_though_its_receptionist_never_saw_it(house: House) -> None:
    await house.set(ANNA, wire.AbsenceRequest("sick", house.clock() + timedelta(hours=8), note="feber"))
    made = await house.set(MARIA, lunch(house.clock))
    await house.undo(MARIA, made)
    assert house.held() == ("sick", "feber")


async def test_what_holds_by_now_is_never_taken_away_by_an_undo(house: House) -> None:
    made = await house.set(MARIA, lunch(house.clock))
    await house.set(ANNA, wire.AbsenceRequest("meeting", house.clock() + timedelta(hours=2)))
    with pytest.raises(Conflict, match="absence-changed-since"):
        await house.undo(MARIA, made)
    assert house.held() == ("meeting", "")


async def test_nobody_brings_back_what_they_did_not_end(house: House) -> None:
    first = await house.set(ANNA, wire.AbsenceRequest("sick", house.clock() + timedelta(hours=8)))
    await house.core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=house.clock())
    asked = wire.AbsenceUndo("", first.made)
    with pytest.raises(NotFound, match="absence-unknown"):
        await house.core.absences.undo(MARIA, "2041", asked, key=None, now=house.clock())
    with pytest.raises(NotFound, match="absence-unknown"):
        await house.core.absences.undo(MARIA, "2042", asked, key=None, now=house.clock())
    with pytest.raises(Forbidden):
        await house.core.absences.undo(ANNA, "2042", asked, key=None, now=house.clock())


async def test_what_somebody_ended_for_one_never_comes_back_at_another(house: House) -> None:
    """Anna's reason and note would stand at Per's extension, and be told to him."""
    first = await house.set(ANNA, wire.AbsenceRequest("sick", house.clock() + timedelta(hours=8), note="x"))
    await house.core.absences.end_absence(MARIA, "2041", way=Way.RECEPTIONIST, key=None, now=house.clock())
    asked = wire.AbsenceUndo("", first.made)
    with pytest.raises(NotFound, match="absence-unknown"):
        await house.core.absences.undo(MARIA, "2042", asked, key=None, now=house.clock())
    assert house.core.board.states["2042"].absences == []


async def test_what_would_have_ended_by_now_does_not_come_back(house: House) -> None:
    await house.set(ANNA, lunch(house.clock))
    made = await house.set(MARIA, wire.AbsenceRequest("meeting", house.clock() + timedelta(hours=5)))
    house.clock.move(hours=2)
    with pytest.raises(Conflict, match="absence-over"):
        await house.undo(MARIA, made)


async def test_an_undo_is_done_once_however_often_it_is_sent(house: House) -> None:
    made = await house.set(MARIA, lunch(house.clock))
    asked = wire.AbsenceUndo(made.made, "")
    for _ in range(2):
        reply = await house.core.absences.undo(MARIA, "2041", asked, key="k", now=house.clock())
        assert reply.standing.absence is None
    assert len(house.told()) == 2


def unit(house: House, **more: object) -> wire.UnitForward:
    return wire.UnitForward("2042", "meeting", house.clock() + timedelta(hours=1), "Enhetsmöte", **more)  # type: ignore[arg-type]


async def test_a_unit_is_forwarded_person_by_person_and_taken_back(house: House) -> None:
    await house.set(ANNA, lunch(house.clock))
    others = house.core.reception.for_others
    done = await others.forward_unit(MARIA, "bygg", unit(house), key="k1", language="sv")
    results = {result.extension: result for result in done.results}
    assert {extension: result.skipped for extension, result in results.items()} == {
        "2001": "",
        "2041": "away",
        "2042": "target",
        "2043": "",
    }
    reply = results["2043"].reply
    assert reply is not None
    assert reply.in_force
    assert house.core.board.rules["2043"].target == "2042"
    assert [(told.extension, told.why) for told in house.told()] == [("2043", "Enhetsmöte")]
    changes = [wire.UnitUndoOne(each.extension, each.reply.made) for each in done.results if each.reply]
    undone = await others.undo_unit(MARIA, "bygg", wire.UnitUndo(changes), key="k2", language="sv")
    assert all(each.reply and each.reply.standing.absence is None for each in undone.results)
    assert house.held() == ("lunch", "")
    assert house.held("2043") is None


async def test_one_refusal_leaves_the_others_of_the_unit_forwarded(house: House) -> None:
    await house.set(Caller("x", "2042", "bygg", frozenset({Role.EMPLOYEE})), lunch(house.clock, forward_to="2043"), "2042")
    done = await house.core.reception.for_others.forward_unit(OLLE, "bygg", unit(house), key=None, language="en")
    results = {result.extension: result for result in done.results}
    assert results["2043"].problem == "forward-loop"
    assert results["2043"].detail.endswith(".")
    assert results["2041"].reply is not None


async def test_what_is_refused_for_everybody_is_refused_as_a_whole(house: House) -> None:
    forward = house.core.reception.for_others.forward_unit
    for wrong, code in (({"reason": "nonsense"}, "reason-unknown"), ({"to": "0900123456"}, "target-premium")):
        with pytest.raises(PresenceError, match=code):
            await forward(MARIA, "bygg", replace(unit(house), **wrong), key=None, language="en")
    assert all(state.held is None for state in house.core.board.states.values())


async def test_units_are_forwarded_by_those_who_may_and_not_too_large_ones(house: House) -> None:
    others = house.core.reception.for_others
    for caller in (ANNA, OTHER_OFFICER, Caller("ada", "2002", "bygg", frozenset({Role.ADMINISTRATOR}))):
        with pytest.raises(Forbidden):
            await others.forward_unit(caller, "bygg", unit(house), key=None, language="sv")
    with pytest.raises(NotFound, match="unit-unknown"):
        await others.forward_unit(MARIA, "nowhere", unit(house), key=None, language="sv")
    object.__setattr__(house.core.limits, "unit_people", 3)
    with pytest.raises(BadInput, match="unit-too-large"):
        await others.forward_unit(MARIA, "bygg", unit(house), key=None, language="sv")


async def test_somebody_overdue_is_asked_once_in_a_while(house: House) -> None:
    others = house.core.reception.for_others
    with pytest.raises(Conflict, match="not-overdue"):
        await others.nudge(MARIA, "2041")
    await house.set(ANNA, lunch(house.clock))
    house.clock.move(hours=1, minutes=1)
    await house.core.absence_clock.apply_due(house.clock())
    await until(lambda: house.core.board.states["2041"].overdue)
    await others.nudge(MARIA, "2041")
    [frame] = [frame for frame in house.frames if frame.kind == EventKind.NUDGE]
    event = msgspec.json.decode(frame.full, type=wire.Nudge)
    assert (event.extension, event.by, event.by_name, event.number) == ("2041", "2001", "Anna Ek 2001", frame.number)
    assert frame.audience == {"2041"}
    with pytest.raises(TooMany, match="nudge-wait"):
        await others.nudge(ANNA, "2041")
    house.clock.move(minutes=10)
    await others.nudge(ANNA, "2041")
    await house.core.absences.end_absence(ANNA, "2041", way=Way.TRAY, key=None, now=house.clock())
    with pytest.raises(Conflict, match="not-overdue"):
        await others.nudge(MARIA, "2041")


async def test_a_plan_that_stood_behind_holds_again(house: House) -> None:
    plan = Absence(
        "p1",
        "2041",
        "holiday",
        house.clock(),
        house.clock() + timedelta(days=3),
        Forward(),
        "",
        "2041",
        Way.PLAN,
        source="plan-1",
    )
    await house.core.absences.plan("2041", [plan], [], now=house.clock())
    made = await house.set(MARIA, lunch(house.clock))
    assert made.before is not None
    assert made.before.reason == "holiday"
    await house.undo(MARIA, made)
    assert house.core.board.states["2041"].held == plan
