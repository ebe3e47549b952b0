"""A hub that stands by has all at hand that leading takes: at a takeover it loads no module and works out nothing that it knows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kalix_presence.hub.commands.rehearsal import rehearse
from kalix_presence.hub.site.config import read_config
from kalix_presence.model.errors import BadInput
from tests.hub.commands.test_commands import run

_LEADS = """
import asyncio, sys
from pathlib import Path
from kalix_presence.hub.access.auth import stranger_hash
from kalix_presence.hub.commands import group
from kalix_presence.hub.commands.rehearsal import rehearse
from kalix_presence.hub.site.config import read_config
from kalix_presence.hub.web.running import Hub
from kalix_presence.model.worktime import public_holidays

config = read_config(Path(sys.argv[1]))
rehearse(config)
loaded, made = set(sys.modules), (public_holidays.cache_info().misses, stranger_hash.cache_info().misses)

async def lead():
    hub = Hub(config)
    await hub.start()
    await hub.core.ahead.known(hub.clock())
    await hub.stop()

asyncio.run(lead())
print(sorted(name for name in set(sys.modules) - loaded if not name.startswith("encodings.")))
print((public_holidays.cache_info().misses, stranger_hash.cache_info().misses) == made)
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    assert run("init", "--sample", "--port", "0", str(tmp_path / "site")).exit_code == 0
    return tmp_path / "site"


def test_what_leads_loads_nothing_that_was_not_loaded_while_it_stood_by(site: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", _LEADS, str(site)], capture_output=True, text=True, timeout=120, check=True)
    assert ran.stdout.splitlines()[-2:] == ["[]", "True"], ran.stdout


def test_broken_files_are_told_while_it_stands_by_and_not_at_a_takeover(site: Path) -> None:
    (site / "policy.toml").write_text("extension_pattern = 7", "utf-8")
    settings = site / "kalix-hub.toml"
    settings.write_text(settings.read_text("utf-8").replace("#policy =", "policy =", 1), "utf-8")
    with pytest.raises(BadInput):
        rehearse(read_config(site))
