"""Hub and PBX are compared: drift is healed and said, phone codes are taken over, nothing flaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec

from kalix_presence import wire
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store import Transaction, accounts
from kalix_presence.model.absence import Way
from kalix_presence.model.forwarding import ForwardingRule
from kalix_presence.model.line import LineState
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import Clock
from tests.hub.house import ANNA, MARIA, lunch, running, standings, until


async def test_a_tampered_rule_is_healed_and_said(database: Path, clock: Clock, pbx: EmbeddedPbx) -> None:
    async with running(database, pbx, clock) as (core, frames):
        found: list[str] = []
        core.reconciler.on_drift = found.append
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        await until(lambda: not core.synchroniser.busy("2041"))
        pbx.tamper("2041", "garbage")
        pbx.tamper("2042", "1|0|always")
        assert await core.reconciler.reconcile() == 2
        assert await pbx.rules() == core.board.rules
        assert found == ["damaged", "damaged"]
        drift = [frame for frame in frames if frame.kind == EventKind.DRIFT]
        assert [frame.extension for frame in drift] == ["2041", "2042"]
        assert all(frame.colleague is None for frame in drift)
        assert await core.reconciler.reconcile() == 0


async def test_a_lost_rule_comes_back_when_the_pbx_does(database: Path, clock: Clock, pbx: EmbeddedPbx) -> None:
    async with running(database, pbx, clock) as (core, frames):
        await core.absences.set_absence(ANNA, "2041", lunch(clock), key=None, now=clock())
        await until(lambda: core.board.states["2041"].in_force)
        await until(lambda: not core.synchroniser.busy("2041"))
        await pbx.remove("2041")
        before = len(standings(frames))
        pbx.unplug()
        pbx.plug_in()
        await until(lambda: any(frame.kind == EventKind.DRIFT for frame in frames))
        assert await pbx.rules() == core.board.rules
        assert len(standings(frames)) == before


async def test_a_code_on_the_phone_is_an_absence_like_any_other(database: Path, clock: Clock, pbx: EmbeddedPbx) -> None:
    async with running(database, pbx, clock) as (core, frames):
        digit = core.board.reasons.get("lunch").digit
        pbx.dial("2041", f"*23*{digit}*1000#")
        await until(lambda: core.board.states["2041"].in_force and core.board.states["2041"].held is not None)
        absence = standings(frames)[-1].absence
        assert absence is not None
        assert (absence.reason, absence.way, absence.end) == (
            "lunch",
            Way.PHONE,
            clock() + timedelta(hours=1),
        )
        await until(lambda: not pbx._codes)
        pbx.dial("2041", "#23#")
        await until(lambda: core.board.states["2041"].held is None)
        await until(lambda: not pbx._codes)
        assert await pbx.read("2041") is None


async def test_a_code_dialled_while_the_hub_was_down_is_taken_over_once(database: Path, clock: Clock, pbx: EmbeddedPbx) -> None:
    await pbx.start()
    pbx.dial("2041", "*23*1*1000#")
    code = (await pbx.codes())[0]
    async with running(database, pbx, clock) as (core, frames):
        await until(lambda: core.board.states["2041"].held is not None)
        await until(lambda: not pbx._codes)
        pbx._codes[code.key] = code
        await core.reconciler.reconcile()
        await until(lambda: core.board.states["2041"].in_force)
        assert len({standing.absence.id for standing in standings(frames) if standing.absence}) == 1


async def test_a_code_without_a_time_gets_the_reasons_usual_end(database: Path, clock: Clock, pbx: EmbeddedPbx) -> None:
    async with running(database, pbx, clock) as (core, _):
        pbx.dial("2041", f"*23*{core.board.reasons.get('lunch').digit}#")
        await until(lambda: core.board.states["2041"].in_force and core.board.states["2041"].held is not None)
        held = core.board.states["2041"].held
        assert held is not None
        assert held.end is not None
        assert held.end > clock()
        rule = await pbx.read("2041")
        assert isinstance(rule, ForwardingRule)
        assert rule.until == held.end


async def test_a_code_for_a_colleague_needs_the_right_to(database: Path, clock: Clock, pbx: EmbeddedPbx) -> None:
    async with running(database, pbx, clock) as (core, _):
        pbx.dial("2042", "*230*2041*1*1000#")
        await until(lambda: not pbx._codes)
        await until(lambda: not core.synchroniser.busy("2041"))
        assert core.board.states["2041"].held is None
        assert await pbx.read("2041") is None

        def promote(change: Transaction) -> None:
            accounts.put_account(change, accounts.Account("maria", "2001", roles=("employee", "receptionist")))

        await core.store.write(promote)
        pbx.dial("2001", "*230*2041*1*1000#")
        await until(lambda: core.board.states["2041"].held is not None)


async def test_lines_are_shown_as_the_pbx_says_them(database: Path, clock: Clock, pbx: EmbeddedPbx) -> None:
    pbx.phones["2042"].state = LineState.NOT_REGISTERED
    async with running(database, pbx, clock) as (core, frames):
        await until(lambda: any(frame.kind == EventKind.LINES for frame in frames))
        assert core.board.states["2042"].line is LineState.NOT_REGISTERED
        pbx.set_line("2041", LineState.RINGING)
        await until(lambda: core.board.states["2041"].line is LineState.RINGING)
        assert frames[-1].full == b'{"kind":"lines","states":{"2041":"ringing"},"complete":false}'


async def test_what_was_found_is_told_apart_a_rule_too_many_another_rule_one_that_is_gone(
    database: Path, clock: Clock, pbx: EmbeddedPbx
) -> None:
    async with running(database, pbx, clock) as (core, frames):
        for extension in ("2041", "2042"):
            await core.absences.set_absence(MARIA, extension, lunch(clock), key=None, now=clock())
        await until(lambda: not any(core.synchroniser.busy(each) for each in ("2041", "2042")))
        wanted = core.board.rules["2041"]
        await pbx.remove("2042")
        await pbx.apply(replace(wanted, target="2001"))
        await pbx.apply(replace(wanted, extension="2043"))
        assert await core.reconciler.reconcile() == 3
        told = [msgspec.json.decode(frame.full, type=wire.DriftHealed) for frame in frames if frame.kind == EventKind.DRIFT]
        assert {each.extension: each.found for each in told} == {"2041": "different", "2042": "missing", "2043": "extra"}
        assert await pbx.rules() == core.board.rules
