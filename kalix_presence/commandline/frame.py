"""The words that the parsers of the command line put around ours ("Usage", "No such command"), in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any, TypeVar

import typer
import typer.core

from kalix_presence.commandline.frame_words import translated
from kalix_presence.model.words import Words

Act = TypeVar("Act", bound=Callable[..., Any])

Fault: type[Exception] = next(base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException")
"""What the parser raises for what cannot be asked for."""


def fault_words(fault: Any, words: Words) -> str:
    """What a `Fault` of the parser says."""
    said = StringIO()
    fault.show(said)
    return translated(said.getvalue(), words).rstrip()


class Command(typer.core.TyperCommand):
    """A command whose help is in the reader's language."""

    words: Words

    def get_help(self, ctx: Any) -> str:
        """See `typer`."""
        return translated(super().get_help(ctx), self.words)


class Group(typer.core.TyperGroup):
    """The same for a group of commands."""

    words: Words

    def get_help(self, ctx: Any) -> str:
        """See `typer`."""
        return translated(super().get_help(ctx), self.words)


class Tree(typer.Typer):
    """A tree of such commands."""

    def __init__(self, **how: Any) -> None:
        super().__init__(cls=Group, rich_markup_mode=None, **how)

    def command(self, name: str | None = None, **how: Any) -> Callable[[Act], Act]:
        """See `typer`."""
        return super().command(name, cls=Command, **how)
