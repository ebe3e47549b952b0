"""Phones that the hub sets up in a real Asterisk: confirmed or put back, nobody else's touched, and one that rings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.asterisk.accounts_file import AccountsFile, digest_of, made
from kalix_presence.hub.pbx.asterisk.pbx import AsteriskPbx
from kalix_presence.hub.pbx.phone_accounts import PhoneAccount
from kalix_presence.model.errors import PresenceError, Unavailable
from kalix_presence.model.extension_request import Kind, State, Step
from tests.clocks import Clock
from tests.hub.house import MARIA
from tests.hub.officer.request_house import OFFICER, POLICY, House, eventually, opened
from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.hand_phone import HandPhone
from tests.pbx.registration import registers
from tests.pbx.soft_phone import SoftPhone

pytestmark = pytest.mark.asterisk
NINA = PhoneAccount("2070", "Nina Ny")


@pytest.fixture
async def pbx(asterisk: AsteriskServer) -> AsyncIterator[AsteriskPbx]:
    """A driver that sets up phones; afterwards Asterisk has none of them, and the folder is as it was."""
    one = AsteriskPbx(asterisk.settings_with_accounts)
    await contract.connected(one)
    await one.settle_phones()
    yield one
    path = file_of(asterisk).path
    for left in path.parent.iterdir():
        left.unlink()
    path.parent.chmod(0o755)
    asterisk.command("module reload res_pjsip.so")
    await one.stop()


def file_of(server: AsteriskServer) -> AccountsFile:
    style = server.settings_with_accounts.accounts
    assert style is not None
    return AccountsFile(style)


async def fault_of(pbx: AsteriskPbx) -> str:
    fault = await pbx.accounts_fault()
    return "" if fault is None else fault.code


async def test_an_ordered_phone_signs_in_with_the_told_secret_rings_and_is_refused_after_its_end(
    asterisk: AsteriskServer, pbx: AsteriskPbx, tmp_path: Path, hand_phones: Callable[..., HandPhone]
) -> None:
    clock = Clock()
    policy = replace(POLICY, numbers=("2070-2079",))
    hub = AsteriskPbx(asterisk.settings_with_accounts)
    async with opened(tmp_path, hub, clock, policy) as house:
        done = await carried_out(house, Kind.ORDER, number="2070")
        assert (done.state, done.connected) == (State.DONE, False)
        with await asyncio.to_thread(lambda: SoftPhone(asterisk, "2070", at=1, secret=done.secret)) as phone:
            caller = hand_phones("2042")
            call = caller.dial("2070")
            await asyncio.to_thread(phone.pick_up)
            await asyncio.to_thread(caller.connected, call)
            caller.put_down(call)

        async def connected() -> bool:
            return (await house.sees(MARIA)).requests[0].connected is True

        await eventually(connected)
        assert not await asyncio.to_thread(registers, asterisk, "2070", "another")
        assert await asyncio.to_thread(registers, asterisk, "2070", done.secret)
        ended = await carried_out(house, Kind.END, number="2070")
        assert ended.state is State.DONE
        assert not await asyncio.to_thread(registers, asterisk, "2070", done.secret)
        assert [each.number for each in (await house.numbers()).quarantine] == ["2070"]


async def carried_out(house: House, kind: Kind, **more: object) -> wire.ExtensionRequestView:
    seen = await house.ask(OFFICER, kind, unit="filial", **more)
    for by, step in ((OFFICER, Step.APPROVE), (MARIA, Step.ORDER), (MARIA, Step.SET_UP)):
        seen = await house.step(by, seen, step)
    return seen


async def test_the_file_is_the_groups_alone_and_holds_no_secret(asterisk: AsteriskServer, pbx: AsteriskPbx) -> None:
    await pbx.put_phone(NINA, "told-once", "a:1")
    path = file_of(asterisk).path
    assert (path.stat().st_mode & 0o777, path.with_name("accounts.conf.before").stat().st_mode & 0o777) == (0o640, 0o640)
    assert "told-once" not in path.read_text("utf-8")
    assert await fault_of(pbx) == ""


async def test_what_asterisk_does_not_take_is_put_back_and_the_others_stay(
    asterisk: AsteriskServer, pbx: AsteriskPbx, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pbx.put_phone(NINA, "first", "a:1")
    await pbx.keep_phones()
    before = file_of(asterisk).path.read_bytes()
    monkeypatch.setattr("kalix_presence.hub.pbx.asterisk.parts.accounts.READ_SECONDS", 1.0)
    style = replace(file_of(asterisk).style, template="nobody-has-this")
    wrong = AsteriskPbx(replace(asterisk.settings, accounts=style))
    await contract.connected(wrong)
    with pytest.raises(Unavailable, match="pbx-not-confirmed"):
        await wrong.put_phone(PhoneAccount("2071", "Eva"), "second", "a:2")
    await wrong.stop()
    assert file_of(asterisk).path.read_bytes() == before
    assert await pbx.unkept_phones() is None
    assert await asyncio.to_thread(registers, asterisk, "2070", "first")
    assert "2071" not in asterisk.command("pjsip show endpoints")


async def test_a_hub_killed_between_writing_and_reloading_agrees_with_asterisk_when_it_is_there_again(
    asterisk: AsteriskServer, pbx: AsteriskPbx
) -> None:
    file = file_of(asterisk)
    account = made(NINA, digest_of("2070", "first"), file.style)
    file.change({"2070": account}, "a:1")  # and there it is killed: Asterisk has read nothing
    assert await fault_of(pbx) == "asterisk-accounts-differ"
    again = AsteriskPbx(asterisk.settings_with_accounts)
    await contract.connected(again)
    assert await again.unkept_phones() == "a:1"
    await again.keep_phones()
    await again.settle_phones()
    assert await asyncio.to_thread(registers, asterisk, "2070", "first")
    await again.stop()


async def test_a_phone_of_the_sites_own_is_left_and_so_is_a_file_that_somebody_has_changed(
    asterisk: AsteriskServer, pbx: AsteriskPbx
) -> None:
    path = file_of(asterisk).path
    with pytest.raises(PresenceError, match="phone-elsewhere"):
        await pbx.put_phone(PhoneAccount("2041", "Anna"), "secret", "a:1")
    await pbx.put_phone(NINA, "first", "a:2")
    await pbx.keep_phones()
    changed = path.read_text("utf-8") + "[2075]\ntype=aor\n"
    path.write_text(changed, "utf-8")
    for change in (pbx.put_phone(NINA, "second", "a:3"), pbx.remove_phone("2070", "a:4")):
        with pytest.raises(Unavailable, match="asterisk-accounts-changed"):
            await change
    assert path.read_text("utf-8") == changed
    assert await fault_of(pbx) == "asterisk-accounts-changed"


async def test_the_check_tells_what_is_wrong_with_file_and_line(asterisk: AsteriskServer, pbx: AsteriskPbx) -> None:
    path = file_of(asterisk).path
    assert ("accounts", None) in await pbx.check()
    for mode in (0o644, 0o660):
        path.chmod(mode)
        assert await fault_of(pbx) == "asterisk-accounts-open"
    path.chmod(0o640)
    path.parent.chmod(0o757)
    assert await fault_of(pbx) == "asterisk-accounts-open"
    path.parent.chmod(0o755)
    path.unlink()
    assert await fault_of(pbx) == "asterisk-accounts-missing"
    await pbx.settle_phones()
    site = asterisk.folder / "etc" / "pjsip.conf"
    whole = site.read_text("utf-8")
    site.write_text(whole.replace("#tryinclude", ";"), "utf-8")
    asterisk.command("module reload res_pjsip.so")
    assert await fault_of(pbx) == "asterisk-accounts-not-included"
    site.write_text(whole, "utf-8")
    asterisk.command("module reload res_pjsip.so")
    assert await fault_of(pbx) == ""
    assert "accounts" not in [name for name, _ in await AsteriskPbx(asterisk.settings).check()]


async def test_a_person_of_a_unit_has_the_template_of_the_nearest_unit(asterisk: AsteriskServer, pbx: AsteriskPbx) -> None:
    await pbx.put_phone(PhoneAccount("2070", "Nina", ("filial", "abroad")), "first", "a:1")
    assert "language                           : en" in asterisk.command("pjsip show endpoint 2070")
    assert "auth_type" not in asterisk.command("pjsip show endpoint 2070")
