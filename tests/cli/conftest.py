"""A hub, a network that can fail, and Anna at her terminal."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from kalix_presence.cli.exits import Exit
from tests.cli.terminal import Terminal
from tests.client.house import Network, network
from tests.clocks import NINE
from tests.hub.serving import PASSWORD, Serving, serving
from tests.keyrings import Memory, keyring_of_this_process


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path / "hub") as running:
        yield running


@pytest.fixture
def way(hub: Serving) -> Iterator[Network]:
    with network(hub) as between:
        yield between


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    for name in ("LC_ALL", "LC_MESSAGES", "KALIX_HUB", "KALIX_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("KALIX_HOME", str(tmp_path / "home"))
    # A command reads the machine's clock, and has nothing else without contact: here that one goes from nine, as the hub's does.
    with keyring_of_this_process(Memory()), time_machine.travel(NINE, tick=True):
        yield Terminal(capsys, tmp_path / "home")


@pytest.fixture
def anna(way: Network, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Anna, signed in over a network that can fail."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    assert terminal("sign-in", "--hub", way.url, "--user", "anna") == Exit.OK, terminal.err
    return terminal
