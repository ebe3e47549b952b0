"""What can be typed, in the reader's language, with completion for the shell: one command run, by the tree of all of them."""

from __future__ import annotations

import typer

from kalix_presence import shipped

# Each hangs its commands into the tree as it is loaded, and the help lists them in this order.
from kalix_presence.cli import (  # noqa: F401
    card_commands,
    daily_commands,
    delegation_commands,
    extension_commands,
    greeting_commands,
    message_commands,
    newcomer_commands,
    notice_commands,
    officer_commands,
    own_commands,
    plan_commands,
    sketch_commands,
)
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.output import print_error, tongue
from kalix_presence.cli.tree import program
from kalix_presence.commandline.frame import Fault, fault_words


def run_program(arguments: list[str]) -> int:
    """Run one command; its exit code."""
    try:
        code = program(args=arguments, prog_name="kalix-presence", standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else Exit.OK
    except Fault as fault:
        print_error(fault_words(fault, shipped.words(tongue())))
        return Exit.NOT_UNDERSTOOD
    except typer.Abort:
        return Exit.INTERRUPTED
    return code if isinstance(code, int) else Exit.OK
