"""A PBX, a hub and phones of one test alone: journeys stop and kill them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from tests.journeys.hub_process import HubProcess
from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.hand_phone import HandPhone
from tests.pbx.sip_phones import Phones


@pytest.fixture
def asterisk(tmp_path: Path) -> Iterator[AsteriskServer]:
    folder = tmp_path / "pbx"
    folder.mkdir()
    server = AsteriskServer(folder).start()
    yield server
    server.stop()


@pytest.fixture
def hub(tmp_path: Path, asterisk: AsteriskServer) -> Iterator[HubProcess]:
    process = HubProcess(tmp_path, asterisk).start().connected()
    yield process
    process.stop()


@pytest.fixture
def phones(asterisk: AsteriskServer) -> Iterator[Phones]:
    around = Phones(asterisk)
    yield around
    around.hang_up_all()


@pytest.fixture
def phone(asterisk: AsteriskServer) -> Iterator[Callable[[str], HandPhone]]:
    """A phone in the test's hands."""
    made: list[HandPhone] = []

    def make(number: str) -> HandPhone:
        made.append(HandPhone(asterisk, number))
        return made[-1]

    yield make
    for each in made:
        each.close()
