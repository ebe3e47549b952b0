"""The driver for Kamailio over the real server: the public contract, calls that go by the scripts, and a server that dies."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.kamailio.pbx import KamailioPbx
from kalix_presence.hub.pbx.protocol import DamagedRule, PbxLost, PbxReady
from kalix_presence.model.errors import Unavailable
from tests.clocks import machine_now
from tests.pbx.kamailio.kamailio_server import DOMAIN, KamailioServer, SipPhones, unpacked

pytestmark = pytest.mark.xdist_group("kamailio")


def driver(server: KamailioServer) -> KamailioPbx:
    return KamailioPbx(server.folder, DOMAIN, lambda: ["2041", "2042"])


@pytest.fixture
async def trial(kamailio: KamailioServer, kamailio_phones: SipPhones) -> AsyncIterator[contract.Trial]:
    pbx = driver(kamailio)

    async def rings(extension: str) -> str:
        return await asyncio.to_thread(kamailio_phones.call, extension)

    await contract.connected(pbx)
    yield contract.Trial(
        pbx, "2041", "2042", "9", machine_now, rings=rings, tamper=kamailio.write_by_hand,
        elsewhere=lambda: KamailioPbx(Path("/nowhere"), DOMAIN, tuple),
    )  # fmt: skip
    await pbx.stop()


@pytest.mark.parametrize("case", contract.CASES, ids=str)
async def test_the_driver_keeps_the_public_contract(trial: contract.Trial, case: contract.Case) -> None:
    await contract.kept(case, trial)


async def test_a_check_writes_and_reads_a_script_and_leaves_none(trial: contract.Trial, kamailio: KamailioServer) -> None:
    assert await trial.pbx.check() == [("reachable", None), ("kamailio-scripts", None)]
    with sqlite3.connect(kamailio.folder / "cpl.db") as tables:
        assert tables.execute("SELECT count(*) FROM cpl").fetchone() == (0,)
    assert not list(kamailio.folder.glob("script-*"))


async def test_a_foreign_script_is_told_as_no_rule_of_ours(trial: contract.Trial, kamailio: KamailioServer) -> None:
    foreign = '<cpl><incoming><location url="sip:2042@kalix.test"><proxy/></location></incoming></cpl>'
    file = kamailio.folder / "foreign.cpl"
    file.write_text(foreign)
    assert isinstance(trial.pbx, KamailioPbx)
    await trial.pbx._rpc.ask("cpl.load", f"sip:2041@{DOMAIN}", str(file))
    assert await trial.pbx.rules() == {"2041": DamagedRule("2041", foreign)}
    await trial.pbx.remove("2041")
    assert await trial.pbx.rules() == {}


async def test_what_cannot_stand_in_a_script_never_reaches_the_server(trial: contract.Trial) -> None:
    for wrong in ({"target": "9@evil.example"}, {"target": ""}, {"told": "a--b"}, {"id": "x--"}, {"until": machine_now()}):
        with pytest.raises(Unavailable, match="pbx-refused"):
            await trial.pbx.apply(replace(trial.rule(), **wrong))  # type: ignore[arg-type]
    assert await trial.pbx.rules() == {}


async def test_rules_stand_after_a_power_cut_and_the_driver_finds_the_server_again() -> None:
    if unpacked() is None:
        pytest.skip("Kamailio is not unpacked: installer/kamailio_for_tests")
    server = KamailioServer(Path(tempfile.mkdtemp(prefix="kk"))).start()
    pbx = driver(server)
    try:
        events = pbx.events()
        await contract.connected(pbx)
        assert await anext(events) == PbxReady()
        rule = contract.Trial(pbx, "2041", "2042", "9", machine_now).rule()
        await pbx.apply(rule)
        await asyncio.to_thread(server.stop, signal.SIGKILL)
        async with asyncio.timeout(120):
            assert await anext(events) == PbxLost()
        with pytest.raises(Unavailable, match="pbx-unreachable"):
            await pbx.read("2041")
        await asyncio.to_thread(server.start)
        async with asyncio.timeout(120):
            assert await anext(events) == PbxReady()
        assert await pbx.rules() == {"2041": rule}
    finally:
        await pbx.stop()
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


async def test_the_end_is_where_it_was_said_in_any_zone(trial: contract.Trial) -> None:
    later = trial.rule()
    assert later.until is not None
    ended = replace(later, until=later.until - timedelta(hours=2))
    await trial.pbx.apply(ended)
    assert trial.rings is not None
    assert await trial.rings("2041") == "2041"
    await trial.pbx.remove("2041")
