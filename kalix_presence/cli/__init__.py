"""The command line: the same client as the tray, for people who type and for scripts."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from kalix_presence.cli.exits import Exit


def run(arguments: list[str]) -> int:
    """Do what `arguments` ask for; the exit code is one of `exits.Exit`."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a letter shows a question mark: no reason to end in a traceback.
        with suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    if "--json" in arguments:
        # JSON is UTF-8 by its own standard, whatever a terminal or a code page is.
        with suppress(AttributeError):
            sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if not all(_is_text(argument) for argument in arguments):
        from kalix_presence import shipped
        from kalix_presence.cli.output import print_error, tongue

        print_error(shipped.words(tongue()).say("errors.arguments-not-text"))
        return Exit.NOT_UNDERSTOOD
    try:
        code = _ended(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has seen enough (`| head`): nobody's fault, and nothing to say at the end of the program either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.UNREAD
    return code


def _is_text(argument: str) -> bool:
    """Whether the bytes that a shell gave were text at all: a script that is saved in another encoding gives others."""
    try:
        argument.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _ended(arguments: list[str]) -> int:
    if arguments[:1] == ["when"]:
        # Straight to it: reading a time needs no network, no command tree, and a tenth of the time to start.
        from kalix_presence.cli.when import run_when

        return run_when(arguments[1:])
    from kalix_presence.cli.program import run_program

    return run_program(arguments)
