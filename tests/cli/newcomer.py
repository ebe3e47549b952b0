"""A command as somebody tries it who is new: its help, used wrongly, and before signing in."""

from __future__ import annotations

import shlex

from kalix_presence.cli.exits import Exit
from kalix_presence.commandline.frame_words import translated
from tests.cli.terminal import Terminal


def helps(terminal: Terminal, line: str) -> None:
    """`--help` says how it is used, and nothing is done."""
    assert terminal(*shlex.split(line), "--help") == Exit.OK
    from kalix_presence.cli.tree import WORDS  # of the language in which whoever ran first in this process has loaded it

    assert terminal.out.startswith(translated(f"Usage: kalix-presence {line}", WORDS)), terminal.out
    assert terminal.err == ""


def misused(terminal: Terminal, line: str) -> None:
    """What is missing or unknown is said: with the usage, or of an option by its name."""
    assert terminal(*shlex.split(line)) == Exit.NOT_UNDERSTOOD, terminal.out
    assert terminal.out == ""
    assert terminal.err.startswith(("Usage: kalix-presence", "Error: --")), terminal.err
    assert "Traceback" not in terminal.err


def signed_out(terminal: Terminal, line: str) -> None:
    """Nobody is signed in: a sentence says so, and a script is told by the exit code."""
    assert terminal(*shlex.split(line)) == Exit.SIGN_IN_NEEDED, terminal.err
    assert terminal.out == ""
    assert terminal.err.count("\n") == 1, terminal.err
