"""No secret stands on a command line: of no command of either program, and what is given otherwise is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer

from kalix_presence.cli.program import program as client_program
from kalix_presence.hub.commands.program import program as hub_program
from kalix_presence.hub.site.config import read_config
from tests.hub.commands.test_commands import run
from tests.hub.serving import PASSWORD, serving

SECRET = re.compile(r"pass(word|phrase)|secret|token|credential|pin\b|api.?key", re.IGNORECASE)


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from _commands(below, f"{path} {name}")


def _parameters() -> Iterator[tuple[str, click.Parameter]]:
    for name, program in (("kalix-hub", hub_program), ("kalix-presence", client_program)):
        for path, command in _commands(typer.main.get_command(program), name):
            for parameter in command.params:
                yield f"{path} {'/'.join(parameter.opts)}", parameter


def test_no_command_takes_a_secret_as_a_word_or_from_the_environment() -> None:
    seen = list(_parameters())
    assert len(seen) > 20
    for where, parameter in seen:
        names = " ".join([*parameter.opts, parameter.name or ""])
        takes_a_value = not getattr(parameter, "is_flag", False)
        named_by_file = all(name.endswith(("-file", "_file")) for name in [*parameter.opts, parameter.name or ""])
        assert not (SECRET.search(names) and takes_a_value and not named_by_file), f"{where} shows in ps"
        for variable in [parameter.envvar] if isinstance(parameter.envvar, str) else parameter.envvar or []:
            assert not SECRET.search(variable), f"{where} is read from {variable}"


@pytest.mark.parametrize("given", ["file", "standard input"])
def test_a_password_comes_from_a_private_file_or_standard_input(tmp_path: Path, given: str) -> None:
    file = tmp_path / "word"
    file.touch(0o600)
    file.write_text(f"{PASSWORD}\nnot this\n", "utf-8")
    word = file if given == "file" else Path("-")
    made = run("init", "--port", "0", "--password-file", word, tmp_path / "hub", typed=f"{PASSWORD}\n")
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    with serving(tmp_path / "hub", config=read_config(tmp_path / "hub")) as hub, hub.client() as client:
        answer = client.post("/api/v1/sign-in", json={"username": "admin", "password": PASSWORD})
    assert answer.status_code == 200


def test_a_password_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "word"
    file.write_text(PASSWORD, "utf-8")
    file.chmod(0o644)
    made = run("init", "--password-file", file, tmp_path / "hub")
    assert made.exit_code == 1
    assert "chmod go-rwx" in made.output
    assert not (tmp_path / "hub" / "kalix-hub.toml").exists()


def test_an_empty_password_is_refused_and_none_is_made_up(tmp_path: Path) -> None:
    run("init", tmp_path / "hub")
    done = run("user", "password", "admin", "--password-file", "-", "--config", tmp_path / "hub", typed="\n")
    assert done.exit_code == 1
    assert "too short" in done.output
