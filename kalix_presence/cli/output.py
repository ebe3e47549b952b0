"""How the command line speaks: sentences of the catalogue in the reader's language, refusals on standard error."""

from __future__ import annotations

import locale
import os
import sys

from kalix_presence.cli.exits import Exit
from kalix_presence.client.error_words import sentence as sentence
from kalix_presence.model.errors import BadInput, NotFound, PresenceError, SignInNeeded, TooMany, Unavailable
from kalix_presence.model.words import LANGUAGES


def language(chosen: str = "") -> str:
    """`chosen` when it is one of the languages, else the system's, else Swedish."""
    said = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    for tag in (chosen, (said or locale.getlocale()[0] or "")[:2].lower()):
        if tag in LANGUAGES:
            return tag
    return "sv"


def tongue() -> str:
    """The language that somebody chose in the settings, else the system's."""
    from kalix_presence.client.local import settings
    from kalix_presence.client.local.folders import Folders

    try:
        return language(settings.load(Folders.usual().config).language)
    except (PresenceError, OSError):
        return language()


def print_error(text: str) -> None:
    """One line for people on standard error."""
    print(text, file=sys.stderr)


def exit_of(error: PresenceError) -> Exit:
    """The exit code that says what kind of refusal it is."""
    match error:
        case SignInNeeded():
            return Exit.SIGN_IN_NEEDED
        case Unavailable(code=code) if code.startswith("keyring-"):
            return Exit.SIGN_IN_NEEDED
        case Unavailable() | TooMany():
            return Exit.HUB_AWAY
        case BadInput() | NotFound():
            return Exit.NOT_UNDERSTOOD
    return Exit.REFUSED
