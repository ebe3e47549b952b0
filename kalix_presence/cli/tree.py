"""The root of the command tree, and what every command of it shares: words, options, how work is run and how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Annotated, Any

import typer

from kalix_presence import __version__, shipped
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.output import exit_of, print_error, sentence, tongue
from kalix_presence.commandline.frame import Command, Group, Tree
from kalix_presence.model.errors import PresenceError, Unavailable

WORDS = shipped.words(tongue())


def said(key: str) -> str:
    """A sentence of the command line in the reader's language."""
    return WORDS.say(f"cli.{key}")


Command.words = Group.words = WORDS
program = Tree(
    name="kalix-presence",
    help=said("help"),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

AsJson = Annotated[bool, typer.Option("--json", help=said("help-json"))]
Whom = Annotated[str, typer.Option("--for", metavar="WHO", help=said("help-for"))]


def run_work(work: Coroutine[Any, Any, int]) -> None:
    """Run `work` and end with its exit code, or with the sentence and the code of what it was refused for."""
    try:
        code = asyncio.run(work)
    except PresenceError as error:
        print_error(sentence(error, tongue()))
        raise typer.Exit(exit_of(error)) from None
    except BrokenPipeError:
        raise typer.Exit(Exit.UNREAD) from None
    except OSError as fault:  # no network fault comes this far: a folder or file of this computer
        print_error(sentence(Unavailable("files-unusable", problem=fault.strerror or type(fault).__name__), tongue()))
        raise typer.Exit(Exit.REFUSED) from None
    raise typer.Exit(code)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"kalix-presence {__version__}")
        raise typer.Exit


@program.callback()
def _program(
    version: Annotated[bool, typer.Option("--version", help=said("help-version"), is_eager=True, callback=_version)] = False,
) -> None:
    """Every command stands below."""
