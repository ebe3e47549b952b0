"""How a command ended, for scripts. The numbers are stable and stand in `kalix-presence --help`."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of every command."""

    OK = 0
    """Done; a status is in force."""
    NOTHING_FOUND = 1
    TO_DO = 1
    """`check` found something to be done, and the hub can be reached."""
    NOT_UNDERSTOOD = 2
    SIGN_IN_NEEDED = 3
    HUB_AWAY = 4
    """The hub cannot be reached: a change waits, what is shown is what was known last."""
    REFUSED = 5
    NOT_YET = 6
    """Set, but the PBX has not confirmed it yet."""
    INTERRUPTED = 130
    """Somebody pressed Ctrl+C, or ended a question without an answer."""
    UNREAD = 141
    """Whoever read the answer closed the pipe first; what shells say of a program that wrote to nobody."""
