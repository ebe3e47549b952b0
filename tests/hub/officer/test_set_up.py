"""The hub carries out what was ordered: done when the PBX has confirmed it, undone whenever it was not committed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kalix_presence import wire
from kalix_presence.hub.officer.set_up import mark_of
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.phone_accounts import PhoneAccount, new_secret
from kalix_presence.hub.store import Transaction, extension_requests, people
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Conflict, Forbidden, Unavailable
from kalix_presence.model.extension_request import Kind, State, Step
from tests.clocks import Clock
from tests.hub.house import MARIA, embedded
from tests.hub.officer.request_house import ADA, HEAD, OFFICER, House, eventually, opened


class Watched(EmbeddedPbx):
    """Tells what it was asked for, and lets a test come in between."""

    def __init__(self, clock: Clock, **more: Any) -> None:
        model = embedded(clock)
        super().__init__(policy=model._policy, reasons=model._reasons, clock=clock, **more)
        self.put: list[PhoneAccount] = []
        self.between: Any = None

    async def put_phone(self, account: PhoneAccount, secret: str | None, mark: str) -> None:
        await super().put_phone(account, secret, mark)
        self.put.append(account)
        if self.between is not None:
            await self.between()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pbx(clock: Clock) -> Watched:
    return Watched(clock)


@pytest.fixture
async def house(tmp_path: Path, pbx: Watched, clock: Clock) -> AsyncIterator[House]:
    async with opened(tmp_path, pbx, clock) as one:
        yield one


async def ordered(house: House, kind: Kind = Kind.ORDER, **more: object) -> wire.ExtensionRequestView:
    given = {"unit": "filial"} | ({"number": "3005"} if kind is Kind.ORDER else {}) | more
    seen = await house.ask(OFFICER, kind, **given)
    return await house.step(MARIA, await house.step(OFFICER, seen, Step.APPROVE), Step.ORDER)


async def set_up(house: House) -> wire.ExtensionRequestView:
    return await house.step(MARIA, await ordered(house), Step.SET_UP)


def pbx_of(house: House) -> Watched:
    pbx = house.core.pbx
    assert isinstance(pbx, Watched)
    return pbx


async def seen_again(house: House, one: wire.ExtensionRequestView) -> wire.ExtensionRequestView:
    return next(each for each in (await house.sees(MARIA)).requests if each.id == one.id)


async def test_the_phone_is_set_up_and_its_secret_told_once(house: House, tmp_path: Path) -> None:
    seen = await ordered(house)
    assert seen.may == [Step.FINISH, Step.REFUSE, Step.SET_UP, Step.COMMENT]
    assert (await house.sees(MARIA)).by_hub
    done = await house.step(MARIA, seen, Step.SET_UP)
    assert (done.state, done.may, done.connected, len(done.secret)) == (State.DONE, [Step.NEW_SECRET], False, 20)
    assert pbx_of(house).put == [PhoneAccount("3005", "Nina Ny", ("filial", "bibliotek", "kultur"))]
    assert await house.core.pbx.unkept_phones() is None
    assert [each.secret for each in (await house.sees(MARIA)).requests] == [""]
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert done.secret.encode() not in kept
    assert not [frame for frame in house.frames if done.secret.encode() in frame.full]


async def test_it_is_said_whether_the_phone_has_been_connected_since(house: House) -> None:
    done, pbx = await set_up(house), pbx_of(house)
    assert (await seen_again(house, done)).connected is False
    assert pbx.sign_in("3005", done.secret)

    async def connected() -> bool:
        return (await seen_again(house, done)).connected is True

    await eventually(connected)
    pbx.unplug()
    assert (await seen_again(house, done)).connected is True


async def test_a_retry_with_the_same_key_sets_up_nothing_twice_and_tells_no_secret(house: House) -> None:
    seen = await ordered(house)
    first, again = [await house.step(MARIA, seen, Step.SET_UP, key="k") for _ in range(2)]
    assert (first.state, again.state, again.secret, len(pbx_of(house).put)) == (State.DONE, State.DONE, "", 1)
    assert pbx_of(house).sign_in("3005", first.secret)


async def test_of_two_at_once_one_is_first_and_the_others_phone_is_not_there(house: House) -> None:
    seen = await ordered(house)
    two = await asyncio.gather(house.step(MARIA, seen, Step.SET_UP), house.step(ADA, seen, Step.SET_UP), return_exceptions=True)
    [done] = [each for each in two if isinstance(each, wire.ExtensionRequestView)]
    assert len(pbx_of(house).put) == 1
    assert pbx_of(house).sign_in("3005", done.secret)


async def test_what_somebody_else_has_decided_meanwhile_is_undone_in_the_pbx(house: House) -> None:
    seen, pbx = await ordered(house), pbx_of(house)

    async def refused() -> None:
        pbx.between = None
        await house.step(ADA, seen, Step.REFUSE, "behövs inte")

    pbx.between = refused
    with pytest.raises(Conflict, match="request-changed"):
        await house.step(MARIA, seen, Step.SET_UP)
    assert await pbx.phone_accounts() == frozenset()
    assert await pbx.unkept_phones() is None
    assert (await seen_again(house, seen)).state is State.REFUSED


async def test_a_pbx_that_is_not_there_leaves_it_to_be_done_again(house: House) -> None:
    seen, pbx = await ordered(house), pbx_of(house)
    pbx.unplug()
    with pytest.raises(Unavailable, match="phone-pbx-away"):
        await house.step(MARIA, seen, Step.SET_UP)
    assert (await seen_again(house, seen)).state is State.ORDERED
    pbx.plug_in()
    assert (await house.step(MARIA, seen, Step.SET_UP)).state is State.DONE


@pytest.mark.parametrize("step", [Step.SET_UP, Step.NEW_SECRET])
async def test_only_who_carries_out_has_the_hub_do_it(house: House, step: Step) -> None:
    seen = await ordered(house) if step is Step.SET_UP else await set_up(house)
    for who in (OFFICER, HEAD):
        asked = await house.ask(who)
        assert not {Step.SET_UP, Step.NEW_SECRET} & set(asked.may)
    with pytest.raises(Forbidden):
        await house.step(OFFICER, seen, step)
    assert len(pbx_of(house).put) == (step is Step.NEW_SECRET)


async def test_another_secret_lets_the_first_one_in_no_more(house: House) -> None:
    done, pbx = await set_up(house), pbx_of(house)
    again = await house.step(MARIA, done, Step.NEW_SECRET)
    assert again.secret not in ("", done.secret)
    assert (again.state, pbx.sign_in("3005", done.secret), pbx.sign_in("3005", again.secret)) == (State.DONE, False, True)


async def test_a_move_and_a_change_keep_the_secret_and_take_name_and_unit_from_what_is_known_now(house: House) -> None:
    done, pbx = await set_up(house), pbx_of(house)

    def comes(change: Transaction) -> None:
        people.put_person(change, Person("3005", "Nina", "Nyström", "filial", "kultur"))
        people.touch_directory(change)

    await house.core.store.write(comes)
    await house.core.reload_directory()
    for kind, more in ((Kind.MOVE, {"to_unit": "museum"}), (Kind.CHANGE, {})):
        seen = await ordered(house, kind, number="3005", **more)
        moved = await house.step(MARIA, seen, Step.SET_UP)
        assert (moved.state, moved.secret) == (State.DONE, "")
    assert pbx.put[1:] == [
        PhoneAccount("3005", "Nina Nyström", ("museum", "kultur")),
        PhoneAccount("3005", "Nina Nyström", ("filial", "bibliotek", "kultur")),
    ]
    assert pbx.sign_in("3005", done.secret)


async def test_a_phone_that_is_not_the_hubs_is_left_to_whoever_runs_the_pbx(house: House) -> None:
    for kind, more in ((Kind.CHANGE, {}), (Kind.END, {}), (Kind.MOVE, {"to_unit": "museum"})):
        seen = await ordered(house, kind, unit="bibliotek", number="3002", **more)
        assert Step.SET_UP not in seen.may
        with pytest.raises(Conflict, match="request-not-by-hub"):
            await house.step(MARIA, seen, Step.SET_UP)
    assert "3002" in await pbx_of(house).lines()


async def test_where_the_pbx_cannot_the_steps_stay_by_hand(
    tmp_path: Path, clock: Clock, pbx: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pbx, "capabilities", replace(pbx.capabilities, sets_up_phones=False))
    async with opened(tmp_path, pbx, clock) as house:
        seen = await ordered(house)
        assert (seen.may, (await house.sees(MARIA)).by_hub) == ([Step.FINISH, Step.REFUSE, Step.COMMENT], False)
        with pytest.raises(Conflict, match="request-not-by-hub"):
            await house.step(MARIA, seen, Step.SET_UP)
        assert pbx.put == []
        assert (await house.step(MARIA, seen, Step.FINISH)).state is State.DONE


async def test_a_phone_is_ended_after_its_day_and_not_on_it(house: House) -> None:
    done, pbx = await set_up(house), pbx_of(house)
    end = await ordered(house, Kind.END, number="3005", wanted=house.clock().date() + timedelta(3))
    requests = house.core.officer.requests
    house.clock.move(days=3)
    await requests.end_over(house.clock())
    assert ((await seen_again(house, end)).state, pbx.sign_in("3005", done.secret)) == (State.ORDERED, True)
    pbx.unplug()
    house.clock.move(days=1)
    await requests.end_over(house.clock())
    waiting = await seen_again(house, end)
    assert (waiting.state, waiting.waits) == (State.ORDERED, "phone-pbx-away")
    pbx.plug_in()

    async def ended() -> bool:
        now = await seen_again(house, end)
        return (now.state, now.waits, house.core.officer.seen.of("3005")) == (State.DONE, "", None)

    await eventually(ended)  # the PBX is there again, and nobody asks twice; what hangs on it is read when it is committed
    over = await seen_again(house, end)
    assert ((over.waits, over.may), over.steps[-1].step, over.steps[-1].by_name) == (("", []), Step.SET_UP, "")
    assert not pbx.sign_in("3005", done.secret)
    assert [each.number for each in (await house.numbers()).quarantine] == ["3005"]


@pytest.mark.parametrize("committed", [True, False])
async def test_a_hub_that_was_killed_in_the_middle_makes_it_agree_at_its_next_start(
    tmp_path: Path, clock: Clock, pbx: Watched, committed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def not_any_more() -> None:
        raise Unavailable("pbx-unreachable")

    async with opened(tmp_path, pbx, clock) as house:
        seen = await ordered(house)
        if committed:
            with monkeypatch.context() as killed:
                killed.setattr(pbx, "keep_phones", not_any_more)
                secret = (await house.step(MARIA, seen, Step.SET_UP)).secret
        else:
            [one] = await house.core.store.read(extension_requests.read_requests)
            secret = new_secret()
            await pbx.put_phone(PhoneAccount("3005", "Nina Ny"), secret, mark_of(one, clock()))
    assert await pbx.unkept_phones() is not None
    async with opened(tmp_path, pbx, clock) as house:

        async def agrees() -> bool:
            return await pbx.unkept_phones() is None

        await eventually(agrees)
        assert await pbx.phone_accounts() == (frozenset({"3005"}) if committed else frozenset())
        assert pbx.sign_in("3005", secret) is committed
        assert (await seen_again(house, seen)).state is (State.DONE if committed else State.ORDERED)


async def test_a_number_left_by_somebody_whose_phone_is_the_hubs_is_no_secret_of_the_next_one(house: House) -> None:
    """Ordered anew, the phone signs in by another secret."""
    first = await set_up(house)
    end = await ordered(house, Kind.END, number="3005", wanted=house.clock().date())
    await house.step(MARIA, end, Step.FINISH)  # by hand, though the hub's phone is still there
    house.clock.move(days=91)
    second = await set_up(house)
    assert (pbx_of(house).sign_in("3005", first.secret), pbx_of(house).sign_in("3005", second.secret)) == (False, True)


def test_secrets_are_long_drawn_anew_and_of_letters_that_are_read_from_paper() -> None:
    drawn = {new_secret() for _ in range(200)}
    assert len(drawn) == 200
    assert not set("".join(drawn)) & set("0O1lIo \"'\\;")
