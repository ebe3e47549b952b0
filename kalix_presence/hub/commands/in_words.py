"""kalix-hub in the administrator's language: its help, and what its parser refuses.

The commands are written in English, which is looked up in the catalogue (`hub_help.toml`) as Qt looks up the texts of windows.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import typer

from kalix_presence import shipped
from kalix_presence.commandline.frame import Fault, fault_words
from kalix_presence.commandline.frame_words import translated
from kalix_presence.model.words import Words

HELP = "hub.help-"


def run_in_words(program: typer.Typer, words: Words, arguments: list[str]) -> int:
    """Run one command of `program`; its exit code."""
    command = typer.main.get_command(program)
    for each in _all(command):
        _speak(each, words)
    try:
        code = command(args=arguments, prog_name="kalix-hub", standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except Fault as fault:
        print(fault_words(fault, words), file=sys.stderr)
        return 2
    except typer.Abort:
        return 130
    return code if isinstance(code, int) else 0


def _all(command: Any) -> Iterator[Any]:
    yield command
    for each in getattr(command, "commands", {}).values():
        yield from _all(each)


def _speak(command: Any, words: Words) -> None:
    command.help = told(command.help, words)
    for each in command.params:
        if getattr(each, "help", None):
            each.help = told(each.help, words)
    plain: Callable[[Any], str] = command.get_help
    command.get_help = lambda context: translated(plain(context), words)


def told(english: str | None, words: Words) -> str | None:
    """A text of a command in the language of `words`, or as it is."""
    key = _keys().get(english or "")
    return english if key is None else words.say(key)


@cache
def _keys() -> dict[str, str]:
    return {text: key for key, text in shipped.words("en").sentences.items() if key.startswith(HELP)}
