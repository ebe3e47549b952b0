"""A second factor from a shell: set up, asked for at sign-in, given up, demanded by the site, taken away by the administrator."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from kalix_presence.cli import second_factor
from kalix_presence.cli.exits import Exit
from kalix_presence.hub.commands.program import program
from tests.cli.terminal import Terminal
from tests.cli.test_signing import typed
from tests.hub.access.test_second_factor import code_at
from tests.hub.serving import PASSWORD, Serving
from tests.hub.web.test_streams import until


def secure(hub: Serving, client: httpx.Client) -> list[str]:
    """Whoever `client` is has a second factor from now on; its recovery codes."""
    offer = client.post("/api/v1/second-factor").json()
    taken = {"password": PASSWORD, "ticket": offer["ticket"], "code": code_at(offer["secret"], hub.clock())}
    answer = client.put("/api/v1/second-factor", json=taken)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["codes"])


def test_the_key_is_shown_and_what_the_authenticator_shows_turns_it_on(
    anna: Terminal, hub: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert anna("second-factor") == Exit.OK
    assert "password is enough" in anna.out
    shown: list[str] = []
    monkeypatch.setattr(second_factor, "print_key", lambda words, secret, uri: shown.append(secret))
    monkeypatch.setattr(second_factor, "ask_code", lambda words: code_at(shown[0], hub.clock()))
    typed(monkeypatch, PASSWORD)
    assert anna("second-factor", "on") == Exit.OK, anna.err
    assert len([line for line in anna.err.splitlines() if line.count("-") == 2]) == 10
    assert anna("second-factor") == Exit.OK
    assert "code is asked for" in anna.out


def test_signing_in_asks_for_the_code_and_a_wrong_one_opens_nothing(
    terminal: Terminal, hub: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub.client("anna") as anna:
        codes = secure(hub, anna)
    sign_in: Any = ("sign-in", "--hub", hub.url, "--user", "anna")
    typed(monkeypatch, PASSWORD, "000000")
    assert terminal(*sign_in) == Exit.SIGN_IN_NEEDED
    assert "not right" in terminal.err
    typed(monkeypatch, PASSWORD, codes[0])
    assert terminal(*sign_in) == Exit.OK, terminal.err
    assert "authenticator" in terminal.err
    typed(monkeypatch, PASSWORD, codes[1])
    assert terminal("second-factor", "off") == Exit.OK, terminal.err
    typed(monkeypatch, PASSWORD)
    assert terminal(*sign_in) == Exit.OK, "the password is enough again"


def test_a_lost_one_is_taken_away_at_the_server_and_all_sessions_end(hub: Serving) -> None:
    with hub.client("anna") as anna:
        secure(hub, anna)
        done = CliRunner().invoke(program, ["user", "factor", "anna", "--config", str(hub.config.folder)])
        assert done.exit_code == 0, done.output
        until(lambda: anna.get("/api/v1/me").status_code == 401)
    with hub.client("anna") as anna:
        assert anna.get("/api/v1/second-factor").json() == {"there": False}


def test_on_or_off_is_all_that_is_understood(anna: Terminal) -> None:
    assert anna("second-factor", "perhaps") == Exit.NOT_UNDERSTOOD
    assert "on or off" in anna.err
