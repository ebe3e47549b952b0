"""First steps over a real hub: ticked by what is true, kept by identity, taken by nobody for somebody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.pbx.capabilities import Capabilities
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.store import Transaction, newcomers
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound, Unavailable
from kalix_presence.model.line import LineState
from kalix_presence.model.newcomer import STEPS, FirstStep
from kalix_presence.model.policy import Policy
from kalix_presence.model.preferences import Span
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import NINE
from tests.hub.house import lunch, until
from tests.hub.officer.newcomers_house import FIRST, NINA, OWN_POLICY, House, bring_in, furnished


@pytest.fixture
def policy() -> Policy:
    return shipped.default_policy()


@pytest.fixture
async def house(tmp_path: Path, policy: Policy) -> AsyncIterator[House]:
    async with furnished(tmp_path, policy) as made:
        yield made


async def test_whoever_a_site_begins_with_is_no_newcomer_and_who_comes_later_is(house: House) -> None:
    assert await house.own(house.caller("2041")) == wire.FirstSteps()
    found = await house.own()
    assert [each.step for each in found.steps] == list(STEPS)
    assert [each.step for each in found.steps if each.done] == [FirstStep.EXTENSION]
    assert (found.walked, found.can_ring, found.code_set) == (True, True, "*23*")
    assert found.policy is not None
    assert (found.policy.version, found.policy.link, found.policy.accepted) == ("1", "", "")
    assert "five rings" in found.policy.text
    with pytest.raises(NotFound, match="newcomer-none"):
        await house.say(FirstStep.CODES, who=house.caller("2041"))
    with pytest.raises(NotFound, match="newcomer-none"):
        await house.core.officer.first_steps.ring(house.caller("2041"), key=None)


async def test_nobody_has_anybody_else_s_steps(house: House) -> None:
    passed = replace(house.nina, person="somebody who was there before")
    with pytest.raises(Forbidden):
        await house.own(passed)
    assert await house.own(Caller("ada", None, None, frozenset({Role.ADMINISTRATOR}))) == wire.FirstSteps()
    for who in (passed, Caller("ada", None, None, frozenset({Role.ADMINISTRATOR})), replace(house.nina, roles=frozenset())):
        with pytest.raises(Forbidden):
            await house.say(FirstStep.CODES, who=who)
        with pytest.raises(Forbidden):
            await house.core.officer.first_steps.ring(who, key=None)
    assert (await house.steps())["codes"] is False


async def test_only_what_the_hub_cannot_see_is_ticked_by_hand_and_taken_back(house: House) -> None:
    for step in (FirstStep.SIGNATURE, FirstStep.CODES):
        assert wire.FirstStepView(step, True) in (await house.say(step)).steps
        assert wire.FirstStepView(step, False) in (await house.say(step, done=False)).steps
    for step in (FirstStep.EXTENSION, FirstStep.HOURS, FirstStep.ABSENCE, FirstStep.CALL, FirstStep.UNKNOWN):
        with pytest.raises(BadInput, match="newcomer-step-seen"):
            await house.say(step)
    with pytest.raises(BadInput, match="newcomer-step-seen"):
        await house.say(FirstStep.POLICY, "1", done=False)
    assert len(house.heard(house.nina, EventKind.NEWCOMER)) == 4
    assert house.heard(house.caller("2041"), EventKind.NEWCOMER) == []


async def test_hours_and_an_absence_of_one_s_own_tick_themselves_and_stay_done_when_they_are_gone(house: House) -> None:
    maria = Caller("maria", "2041", "bygg", frozenset({Role.RECEPTIONIST}))
    wish = lunch(house.clock)
    await house.core.absences.set_absence(maria, "2042", wish, key=None, now=house.clock())
    assert (await house.steps())["absence"] is False, "it was set by somebody else"
    await house.core.absences.set_absence(house.nina, "2042", wish, key=None, now=house.clock())
    chosen = wire.PreferencesRequest(hours={0: [Span(NINE.time().replace(tzinfo=None), NINE.time().replace(hour=15))]})
    await house.core.preferences.choose(house.nina, "2042", chosen, now=house.clock())
    assert {"absence", "hours"} <= {step for step, done in (await house.steps()).items() if done}
    await house.core.officer.newcomers.look(house.clock())

    def forget(change: Transaction) -> None:
        change.sql.execute("DELETE FROM absence")

    await house.core.store.write(forget)
    await house.core.preferences.choose(house.nina, "2042", wire.PreferencesRequest(hours=None), now=house.clock())
    assert {"absence", "hours"} <= {step for step, done in (await house.steps()).items() if done}
    assert (await house.steps())["codes"] is False


async def test_the_phone_rings_and_only_an_answer_ticks_it(house: House) -> None:
    ring = house.core.officer.first_steps.ring
    for answers, outcome in ((False, "no_answer"), (True, "answered")):
        house.pbx.phones["2042"].answers = answers
        house.frames.clear()
        await ring(house.nina, key=None)
        await until(lambda: len(house.heard(house.nina, EventKind.NEWCOMER)) == 1)
        [told] = house.heard(house.nina, EventKind.NEWCOMER)
        assert msgspec.json.decode(told.full, type=wire.NewcomerChanged).rang == outcome
        assert (told.number, (await house.steps())["call"]) == (None, answers)
    house.core.board.states["2042"].line = LineState.NOT_REGISTERED
    with pytest.raises(Conflict, match="call-phone-gone"):
        await ring(house.nina, key=None)


async def test_asked_twice_with_one_key_the_phone_rings_once(house: House) -> None:
    house.frames.clear()
    first = await house.core.officer.first_steps.ring(house.nina, key="one")
    assert await house.core.officer.first_steps.ring(house.nina, key="one") == first
    await until(lambda: bool(house.heard(house.nina, EventKind.NEWCOMER)))
    assert len([frame for frame in house.frames if frame.kind == EventKind.NEWCOMER]) == 1


async def test_a_pbx_that_cannot_ring_says_so(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EmbeddedPbx, "capabilities", Capabilities(place_call=False))
    assert (await house.own()).can_ring is False
    [(_, lacks)] = await house.seen_by(house.caller("2043", Role.OFFICER))
    assert FirstStep.CALL not in lacks, "nobody could ever finish"
    with pytest.raises(Unavailable, match="pbx-cannot"):
        await house.core.officer.first_steps.ring(house.nina, key=None)


@pytest.mark.parametrize("policy", [OWN_POLICY])
async def test_the_site_s_own_policy_is_accepted_by_the_version_that_was_read(house: House) -> None:
    policy = (await house.own()).policy
    assert policy == wire.PolicyToRead("7", date(2026, 5, 1), link="https://kalix.example/policy")
    for version in ("", "6", "8"):
        with pytest.raises(Conflict, match="newcomer-policy-changed"):
            await house.say(FirstStep.POLICY, version)
    assert (await house.steps())["policy"] is False
    accepted = (await house.say(FirstStep.POLICY, "7")).policy
    assert accepted is not None
    assert accepted.accepted == "7"
    assert (await house.steps())["policy"] is True
    await house.core.officer.newcomers.look(house.clock())
    house.core.board.policy = replace(OWN_POLICY, telephone_policy_version="8")
    house.core.board.load_directory(house.core.board.people, house.core.board.units, house.core.board.directory)
    assert (await house.steps())["policy"] is False, "a new version asks again"


async def test_the_days_count_from_the_first_sign_in(house: House) -> None:
    house.clock.move(days=100)
    assert (await house.own()).walked

    def begin(change: Transaction) -> None:
        newcomers.begin_newcomer(change, "nina", now=house.clock())

    await house.core.store.write(begin)
    house.clock.move(days=29)
    await house.core.store.write(begin)
    assert (await house.own()).walked
    house.clock.move(days=1)
    assert not (await house.own()).walked
    assert len((await house.own()).steps) == len(STEPS), "they are still there to be taken"


async def test_who_leaves_takes_the_steps_along_who_follows_has_none_of_them_and_who_moves_keeps_them(house: House) -> None:
    await house.say(FirstStep.CODES)
    moved = NINA.replace("2042,Nina,Ny", "2050,Nina,Ny")
    await house.core.store.write(lambda change: bring_in(change, moved, house.clock))
    await house.core.reload_directory()
    assert (await house.steps(house.caller("2050")))["codes"] is True
    bo = FIRST + "2050,Bo,Nyare,Bygglov,Bygg,bo\n"
    await house.core.store.write(lambda change: bring_in(change, bo, house.clock))
    await house.core.reload_directory()
    assert (await house.steps(house.caller("2050")))["codes"] is False
    assert len(await house.core.store.read(newcomers.read_newcomers)) == 1
