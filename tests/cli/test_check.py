"""`check`: said in the reader's language, without screen, keyring, sign-in or network, with an exit code that scripts can go by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from socket import socket

import keyring.backends.fail
import pytest

from kalix_presence.cli import check as checking
from kalix_presence.cli.check_computer import Known
from kalix_presence.cli.exits import Exit
from kalix_presence.client.connection import lookup
from kalix_presence.client.local import settings
from kalix_presence.client.local.settings import Settings
from kalix_presence.model.errors import Unavailable
from tests.cli.terminal import Terminal
from tests.client.connection.servers import web
from tests.client.connection.test_probe import Hub
from tests.hub.serving import Serving
from tests.keyrings import keyring_of_this_process

WELL: Known = {
    "autostart": False,
    "everybody": False,
    "gone": "",
    "qt": "6",
    "screen": "xcb",
    "tray": True,
    "notifications": None,
}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Known:
    """What the screen has; a test may change it."""
    found = dict(WELL)

    async def asked() -> Known:
        return found

    monkeypatch.setattr(checking, "surroundings", asked)
    return found


@pytest.fixture
def closed() -> Iterator[str]:
    """An address where nobody listens."""
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def states(terminal: Terminal) -> dict[str, str]:
    found = json.loads(terminal.out)
    assert all(set(one) == {"check", "state", "code", "title", "text"} for one in found)
    return {one["check"]: one["state"] for one in found}


def test_all_is_well_signed_out_with_a_real_hub(
    terminal: Terminal, hub: Serving, known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KALIX_HUB", hub.url)
    code = terminal("check", "--json")
    found = states(terminal)
    found.pop("clock")  # the hub of this test has its own
    assert found.pop("fit") == "unknown", "the server's version is not for everybody"
    assert found.pop("ends") == found.pop("by-hand") == "unknown", "nor is what its exchange keeps"
    assert set(found.values()) == {"ok"}, terminal.out
    assert code in (Exit.OK, Exit.TO_DO)
    assert known["tray"]


def test_what_is_to_be_done_here_is_another_code_than_a_hub_that_is_away(
    terminal: Terminal, known: Known, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    monkeypatch.setattr(Hub, "date_time_string", lambda *_: "")
    with web(Hub) as port:
        monkeypatch.setenv("KALIX_HUB", f"http://127.0.0.1:{port}")
        assert terminal("check") == Exit.OK
        known["tray"] = False
        assert terminal("check") == Exit.TO_DO
    monkeypatch.setenv("KALIX_HUB", closed)
    assert terminal("check") == Exit.HUB_AWAY
    assert terminal("check", "--json") == Exit.HUB_AWAY
    assert states(terminal)["port"] == "do"
    assert states(terminal)["hub"] == states(terminal)["clock"] == "unknown"


def test_each_of_several_hubs_is_looked_at_and_one_that_is_away_is_to_be_done(
    terminal: Terminal, hub: Serving, known: Known, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    monkeypatch.setenv("KALIX_HUB", f"{closed}, {hub.url}")
    assert terminal("check", "--json") == Exit.TO_DO, "the server is reached all the same"
    found = json.loads(terminal.out)
    each = {one["text"].split("/")[2].split(" ")[0].strip(":"): one["state"] for one in found if one["check"] == "each-hub"}
    assert each == {closed.partition("//")[2]: "do", hub.url.partition("//")[2]: "ok"}
    assert next(one["state"] for one in found if one["check"] == "hub") == "ok"
    monkeypatch.setenv("KALIX_HUB", closed)
    assert "each-hub" not in terminal_lines(terminal)
    assert known["tray"]


def terminal_lines(terminal: Terminal) -> list[str]:
    """What is looked at, by name."""
    terminal("check", "--json")
    return [one["check"] for one in json.loads(terminal.out)]


@pytest.mark.usefixtures("known")
def test_a_name_that_leads_nowhere_is_said(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nowhere(name: str) -> object:
        raise Unavailable("hub-service-unknown", name=name)

    monkeypatch.setattr(lookup, "look_up", nowhere)
    monkeypatch.setenv("KALIX_HUB", "_kalix-presence._tcp.kommun.example")
    assert terminal("check", "--json") == Exit.HUB_AWAY
    assert {one["check"]: one["code"] for one in json.loads(terminal.out)}["name"] == "hub-service-unknown"


@pytest.mark.parametrize(("language", "word"), [("sv", "ATT GÖRA"), ("en", "TO DO"), ("fi", "TEHTÄVÄ")])
def test_it_is_said_in_the_readers_language(
    terminal: Terminal, known: Known, monkeypatch: pytest.MonkeyPatch, closed: str, language: str, word: str
) -> None:
    known["tray"] = False
    monkeypatch.setenv("KALIX_HUB", closed)
    (terminal.home / "config").mkdir(parents=True)
    settings.save(terminal.home / "config", Settings(language=language))
    terminal("check")
    assert sum(line.startswith(word) for line in terminal.out.splitlines()) == 2, terminal.out


def test_without_screen_keyring_sign_in_and_network_every_line_is_there(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KALIX_HUB", "https://telefon.finnsinte.invalid")
    with keyring_of_this_process(keyring.backends.fail.Keyring()):
        assert terminal("check", "--json") == Exit.HUB_AWAY
    found = states(terminal)
    assert found["name"] == found["keyring"] == "do"
    assert found["tray"] == found["notifications"] == "unknown"
    assert found["versions"] == found["autostart"] == found["address"] == "ok"
    assert not terminal.err


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(("hub", "code"), [("http://elsewhere.example", "hub-needs-https"), ("", "address-none")])
def test_without_an_address_that_can_be_used_the_way_is_not_tried(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, hub: str, code: str
) -> None:
    monkeypatch.setenv("KALIX_HUB", hub)
    assert terminal("check", "--json") == Exit.HUB_AWAY
    assert next(one["code"] for one in json.loads(terminal.out) if one["check"] == "address") == code
    assert {states(terminal)[about] for about in ("proxy", "name", "hub", "clock")} == {"unknown"}


@pytest.mark.usefixtures("known")
def test_the_file_is_named_once_it_is_written(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    monkeypatch.setenv("KALIX_HUB", closed)
    assert terminal("check", "--file", str(tmp_path / "a.json")) == Exit.HUB_AWAY
    assert str(tmp_path / "a.json") in terminal.out
    assert terminal("check", "--json", "--file", str(tmp_path / "b.json")) == Exit.HUB_AWAY
    json.loads(terminal.out)
    assert (tmp_path / "b.json").is_file()
