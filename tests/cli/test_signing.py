"""Another password from a shell: by the present one, or by a code of the administrator's."""

from __future__ import annotations

import io
import sys

import pytest
from typer.testing import CliRunner

from kalix_presence.cli.exits import Exit
from kalix_presence.hub.commands.program import program
from tests.cli.terminal import Terminal
from tests.hub.serving import PASSWORD, Serving

NEW = "another good password"


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_one_changes_ones_password_and_stays_signed_in(anna: Terminal, hub: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    with hub.client("anna") as other:
        typed(monkeypatch, "wrong", NEW)
        assert anna("password") == Exit.NOT_UNDERSTOOD
        assert "not right" in anna.err
        typed(monkeypatch, PASSWORD, NEW)
        assert anna("password") == Exit.OK
        assert other.get("/api/v1/me").status_code == 401
    assert anna("status") == Exit.OK


def test_with_a_code_of_the_administrators_one_chooses_a_password(
    terminal: Terminal, hub: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = CliRunner().invoke(program, ["user", "reset", "anna", "--config", str(hub.config.folder)]).output.split()[-1]
    typed(monkeypatch, code, NEW)
    assert terminal("sign-in", "--hub", hub.url, "--user", "anna") == Exit.OK, terminal.err
    assert "choose a new password" in terminal.err
    assert terminal("status") == Exit.OK
    typed(monkeypatch, code, NEW)
    assert terminal("sign-in", "--hub", hub.url, "--user", "anna") == Exit.SIGN_IN_NEEDED
