"""A real Asterisk and its phones for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pbx.asterisk_server import AsteriskServer
from tests.pbx.hand_phone import HandPhone
from tests.pbx.joined_site import JoinedSite
from tests.pbx.raw_manager import RawManager
from tests.pbx.sip_phones import Phones


@pytest.fixture(scope="session")
def shared_asterisk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AsteriskServer]:
    """One running Asterisk for each worker; tests use extensions of their own or clean up by `asterisk`."""
    server = AsteriskServer(tmp_path_factory.mktemp("asterisk")).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def joined_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JoinedSite]:
    """A site as it should be, with an Asterisk of its own."""
    server = AsteriskServer(tmp_path_factory.mktemp("joined")).start()
    yield JoinedSite(server, tmp_path_factory.mktemp("hub") / "hub").begin()
    server.stop()


@pytest.fixture
def nothing_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing answers late, so that what never comes is given up soon."""
    monkeypatch.setattr("kalix_presence.hub.pbx.asterisk.joining.SEEN_SECONDS", 4.0)


@pytest.fixture
def asterisk(shared_asterisk: AsteriskServer) -> AsteriskServer:
    """The shared Asterisk, with no rules and no journal in it, nothing in its log, and no phone registered that a test left there:
    to the next one it would look as if it were there, and it would never answer."""
    shared_asterisk.hang_up_all()
    for number in shared_asterisk.registered():
        phone = HandPhone(shared_asterisk, number, elsewhere=True)
        phone.forget_all()
        phone.close()
    shared_asterisk.forget("kalix", "Custom")
    (shared_asterisk.folder / "log" / "full").write_text("", "utf-8")
    shared_asterisk.command("logger reload")
    return shared_asterisk


@pytest.fixture
def own_asterisk(tmp_path: Path) -> Iterator[AsteriskServer]:
    """An Asterisk of this test alone, to be stopped and killed."""
    server = AsteriskServer(tmp_path).start()
    yield server
    server.stop()


@pytest.fixture
def phones(asterisk: AsteriskServer) -> Iterator[Phones]:
    """Phones around the shared Asterisk."""
    around = Phones(asterisk)
    yield around
    around.hang_up_all()


@pytest.fixture
def hand_phones(asterisk: AsteriskServer) -> Iterator[Callable[..., HandPhone]]:
    """Makes phones of the shared Asterisk that do what the test says."""
    made: list[HandPhone] = []

    def make(number: str, **more: bool) -> HandPhone:
        made.append(HandPhone(asterisk, number, **more))
        return made[-1]

    yield make
    if made and asterisk.is_running:
        asterisk.hang_up_all()  # while they can still answer to it; see Phones.hang_up_all
    for phone in made:
        phone.close()


@pytest.fixture
def manager(asterisk: AsteriskServer) -> Iterator[RawManager]:
    """A manager connection to the shared Asterisk."""
    connection = RawManager(asterisk)
    yield connection
    connection.close()
