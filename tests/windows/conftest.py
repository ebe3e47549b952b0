"""A computer with Windows for the tests of this folder, which see real windows; they are skipped where there is none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kalix_presence.client.local.site_files import DEFAULTS, KEYS
from kalix_presence.hub.commands.init import DEMO_PASSWORD
from tests.windows.computer import Computer, on_z
from tests.windows.desk import Desk
from tests.windows.linux_hub import USER, LinuxHub

FROM_CHECKOUT = Path(__file__).with_name("from_checkout.py")
MACHINE = f"HKLM\\{KEYS[DEFAULTS]}"


class Office:
    """Anna's desk: her computer with this checkout's program, signed in to a hub on Linux."""

    def __init__(self, stack: ExitStack, work: Path, windows: Path, pictures: Path) -> None:
        self.computer, self.hub = Computer(stack, work, windows), LinuxHub(stack, work)
        compiled = f"pycache_prefix={on_z(windows / 'compiled')}"
        self.program = (self.computer.python, "-I", "-X", compiled, on_z(FROM_CHECKOUT))
        self.desk = Desk(self.computer, pictures, *self.program)
        for name, value in (("hub", self.hub.address), ("language", "sv")):
            assert self.computer.run("reg", "add", MACHINE, "/v", name, "/t", "REG_SZ", "/d", value, "/f")[0] == 0
        code, said = self.computer.run(*self.program, "sign-in", "--user", USER, given=f"{DEMO_PASSWORD}\n")
        assert code == 0, said


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """See `Office`; it is closed when the module's tests are over."""
    windows = os.environ.get("KALIX_UNDER_WINE", "")
    if not windows:
        pytest.skip("installer/test sets up Wine and says where it is (KALIX_UNDER_WINE)")
    work = tmp_path_factory.mktemp("windows")
    with ExitStack() as stack:
        yield Office(stack, work, Path(windows), Path(os.environ.get("KALIX_PICTURES", work / "pictures")))


def pytest_exception_interact(node: pytest.Item | pytest.Collector) -> None:
    """Keep a picture of the screen of a test that failed."""
    office = getattr(node, "funcargs", {}).get("office")
    if isinstance(office, Office):
        office.desk.picture("not-seen")
