"""Passwords given to commands: from a file, standard input or a hidden prompt, never as a word of the command line.

Everybody on the machine can read the command lines of all programs (`ps`), and environments are inherited and printed.
"""

from __future__ import annotations

import getpass
import secrets
import stat
import sys
from pathlib import Path
from typing import Annotated

import typer

from kalix_presence import shipped
from kalix_presence.hub.commands.saying import language
from kalix_presence.model.errors import BadInput

PasswordFile = Annotated[
    Path | None,
    typer.Option(
        help="File whose first line is the password, readable by you only; - reads standard input, or asks at a terminal. "
        "Without it one is made up and printed."
    ),
]

STANDARD_INPUT = "-"
_SIGNS = "abcdefghkmnprstuvwxyz23456789"
"""Without i, j, l, o, q, 0 and 1."""


def chosen_password(file: Path | None) -> str | None:
    """The password in `file`; None when there is no file and one is to be made up.

    Raises BadInput `config-file-missing`, `config-file-open` (others may read it), `password-unlike` (typed differently).
    """
    if file is None:
        return None
    if str(file) != STANDARD_INPUT:
        return _first_line(file)
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    words = shipped.words(language())
    typed = getpass.getpass(words.say("hub.ask-password"))
    if getpass.getpass(words.say("hub.ask-password-again")) != typed:
        raise BadInput("password-unlike", field="password")
    return typed


def made_up() -> str:
    """A password of 96 random bits."""
    return secrets.token_urlsafe(12)


def one_time_code() -> str:
    """Twelve signs that are not taken for each other on paper or the telephone: 59 random bits, good once and for a while."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(3))


def _first_line(file: Path) -> str:
    try:
        with file.open(encoding="utf-8") as opened:
            if sys.platform != "win32" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise BadInput("config-file-open", file=str(file))
            return opened.readline(4096).rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise BadInput("config-file-missing", file=str(file)) from None
