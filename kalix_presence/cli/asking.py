"""A question that is answered by one letter: the suggestion of what was refused is taken, or it is not."""

from __future__ import annotations

import sys

import typer

from kalix_presence.cli.exits import Exit
from kalix_presence.client.error_words import sentence
from kalix_presence.model.errors import PresenceError
from kalix_presence.model.words import Words

YES = frozenset(("j", "ja", "y", "yes", "k", "kyllä", "joo"))
"""In every language: nobody who types one of them means no."""


def somebody_answers() -> bool:
    """Whether there is a terminal to ask and to hear somebody at; scripts are refused at once, as ever."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def says_yes(refused: PresenceError, words: Words, question: str) -> bool:
    """Say what was refused, and ask `question`; False where nobody can be asked.

    Raises typer.Exit for a no, for nothing more is to be said then, and typer.Abort for a question without an answer.
    """
    if not somebody_answers():
        return False
    print(sentence(refused, words.language), file=sys.stderr)
    print(question, end=" ", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        raise typer.Abort
    if answer.strip().casefold() not in YES:
        raise typer.Exit(Exit.NOT_UNDERSTOOD)
    return True


def instead(refused: PresenceError, words: Words) -> str | None:
    """The suggestion of what was refused, where somebody says that it was meant; raises as `says_yes`."""
    suggestion = refused.params.get("suggestion")
    if not isinstance(suggestion, str):
        return None
    return suggestion if says_yes(refused, words, words.say("cli.ask-instead", suggestion=suggestion)) else None
