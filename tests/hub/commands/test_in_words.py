"""kalix-hub speaks the administrator's language: each help, each refusal of its parser, nothing left in English."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from kalix_presence import shipped
from kalix_presence.hub.__main__ import main
from kalix_presence.hub.commands.in_words import HELP, run_in_words
from kalix_presence.hub.commands.program import program
from tests.cli.test_frame import ENGLISH


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, each in getattr(command, "commands", {}).items():
        yield from commands(each, (*path, name))


def texts() -> set[str]:
    """What the commands say of themselves, as they are written."""
    found = set()
    for _, command in commands(typer.main.get_command(program)):
        own = [each for each in command.params if not each.name.endswith("_completion")]
        found |= {text for each in (command, *own) if (text := getattr(each, "help", None))}
    return found


def test_every_help_is_in_the_catalogue_and_nothing_else_is() -> None:
    known = {text for key, text in shipped.words("en").sentences.items() if key.startswith(HELP)}
    assert texts() == known, "write it in resources/words/*/hub_help.toml, in each language"


@pytest.mark.parametrize("language", ["sv", "fi"])
def test_no_help_and_no_refusal_has_a_word_of_english(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    words, said, english = shipped.words(language), "", shipped.words("en")
    for path, _ in commands(typer.main.get_command(program)):
        assert run_in_words(program, words, [*path, "--help"]) == 0
        said += capsys.readouterr().out
    for line in (["foo"], ["user", "add"], ["import", "x", "--bar"], ["init", "x", "--port", "y"], ["user", "list", "-c"]):
        assert run_in_words(program, words, line) == 2
        refused = capsys.readouterr()
        assert refused.out == ""
        assert words.say("cli.frame-error").strip() in refused.err
        said += refused.err
    assert not [word for word in (*ENGLISH, "default:", "env var", "Aborted") if word in said], said
    same = {key for key, text in words.sentences.items() if key.startswith(HELP) and text == english.sentences[key]}
    assert same == {"hub.help-people-file"}


def test_the_program_itself_speaks_by_the_locale(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fi_FI.UTF-8")
    for arguments, code, begins in ((["--help"], 0, "Käyttö: kalix-hub"), (["foo"], 2, "Käyttö: kalix-hub"), ([], 2, "Käyttö")):
        monkeypatch.setattr(sys, "argv", ["kalix-hub", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == code
        told = capsys.readouterr()
        assert (told.out + told.err).startswith(begins)
