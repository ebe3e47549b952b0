"""Signing in from a shell by the organisation's own service: in a browser here, and by a code elsewhere."""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest

from kalix_presence.cli.exits import Exit
from tests.cli.terminal import Terminal
from tests.hub.identity.signing import Joined, joined
from tests.provider.service import browser, walk

pytestmark = pytest.mark.xdist_group("provider")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Joined]:
    with joined(tmp_path / "joined", device=True) as found:
        yield found


def test_the_browser_signs_in_and_the_command_stays_so(
    house: Joined, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[threading.Thread] = []

    def go(address: str) -> None:
        with browser() as one:
            one.get(walk(one, address, "anna"))

    def opened(address: str) -> bool:
        house.set_clock()
        pages.append(threading.Thread(target=go, args=(address,)))
        pages[-1].start()
        return True

    monkeypatch.setattr(webbrowser, "open", opened)
    assert terminal("sign-in", "--browser", "--hub", house.hub.url) == Exit.OK, terminal.err
    assert "Signed in as anna" in terminal.out
    for page in pages:
        page.join(60)
    house.service.stop()
    assert terminal("status") == Exit.OK, terminal.err
    assert terminal("sign-out") == Exit.OK
    assert terminal("status") == Exit.SIGN_IN_NEEDED
    house.hub.clock.move(hours=2)
    assert terminal("sign-in", "--browser", "--hub", house.hub.url) == Exit.HUB_AWAY
    assert "sign-in service does not answer" in terminal.err


def test_by_a_code_one_signs_in_without_a_browser(house: Joined, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    house.set_clock()
    told: list[str] = []

    def typed_at_once(said: str) -> None:
        told.append(said)
        with browser() as one:
            address, code = said.split()[1], said.partition("type the code ")[2].partition(".")[0]
            walk(one, f"{address}?user_code={code}", "anna")

    monkeypatch.setattr("kalix_presence.cli.organisation.print_error", typed_at_once)
    assert terminal("sign-in", "--device", "--hub", house.hub.url) == Exit.OK, terminal.err
    assert "Never give it to anybody" in told[0]
    assert terminal("status") == Exit.OK


def test_where_no_browser_opens_the_code_is_offered(house: Joined, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda address: False)
    assert terminal("sign-in", "--browser", "--hub", house.hub.url) == Exit.HUB_AWAY
    assert "--device" in terminal.err
