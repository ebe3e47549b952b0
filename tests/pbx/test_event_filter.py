"""What the hub hears of an Asterisk whose account has a filter of its own, written for an older version or for nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kalix_presence.hub.pbx.protocol import PbxReady
from tests.pbx.asterisk.test_calls import driver, hands, until
from tests.pbx.asterisk_server import AsteriskServer

pytestmark = pytest.mark.asterisk

RIGHTS = "read = system,call,user,reporting,agent\nwrite = system,call,originate,reporting\n"
FILTERS = {
    "older": "eventfilter = Event: (FullyBooted|Shutdown|DeviceStateChange)[^A-Za-z]\n",
    "deaf": "eventfilter = Event: NothingAtAll\n",
    "none": "",
}


@pytest.fixture(scope="module")
def asterisk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AsteriskServer]:
    server = AsteriskServer(tmp_path_factory.mktemp("heard"))
    account: Path = server.folder / "etc" / "manager.conf"
    more = "".join(f"[{name}]\nsecret = {server.settings.secret}\n{RIGHTS}{line}" for name, line in FILTERS.items())
    account.write_text(account.read_text("utf-8") + more, "utf-8")
    yield server.start()
    server.stop()


@pytest.mark.parametrize("account", FILTERS)
async def test_a_reload_and_a_call_are_heard_whatever_the_account_s_filter_says(asterisk: AsteriskServer, account: str) -> None:
    async with driver(replace(asterisk.settings, username=account)) as (pbx, told):
        assert dict(await pbx.check())["events"] is None
        await hands(asterisk.command, "core reload")
        await until(lambda: told.count(PbxReady()) == 2)
