"""The commands of callback messages, tried as somebody new."""

from __future__ import annotations

import pytest

from tests.cli.newcomer import helps, misused, signed_out
from tests.cli.terminal import Terminal


@pytest.mark.parametrize(
    "line",
    [
        "messages",
        "messages show",
        "messages take",
        "messages done",
        "messages ring",
        "messages no-answer",
        "messages later",
        "messages hand-over",
        "messages leave",
    ],
)
def test_the_help_says_how_it_is_used(terminal: Terminal, line: str) -> None:
    helps(terminal, line)


@pytest.mark.parametrize(
    "line",
    [
        "messages show",
        "messages later 3f2a",
        "messages hand-over 3f2a per",
        "messages leave",
        "messages nonsense",
        "messages show 3f2a 4f2a",
        "messages --nonsense",
        "messages leave per --before",
    ],
)
def test_what_is_used_wrongly_is_refused_in_a_sentence(terminal: Terminal, line: str) -> None:
    misused(terminal, line)


@pytest.mark.parametrize(
    "line",
    [
        "messages",
        "messages --json",
        "messages --done",
        "messages show 3f2a",
        "messages take 3f2a",
        "messages done 3f2a",
        "messages ring 3f2a",
        "messages no-answer 3f2a",
        "messages later 3f2a imorgon",
        "messages hand-over 3f2a per hej",
        "messages leave per om mötet",
    ],
)
def test_nobody_is_signed_in(terminal: Terminal, line: str) -> None:
    signed_out(terminal, line)
