"""The commands of what is one's own, tried as somebody new."""

from __future__ import annotations

import pytest

from tests.cli.newcomer import helps, misused, signed_out
from tests.cli.terminal import Terminal


@pytest.mark.parametrize(
    "line",
    [
        "preferences",
        "preferences set",
        "sessions",
        "audit",
        "who-sees",
        "my-data",
        "sign-in",
        "password",
        "sign-out",
        "log",
        "tray",
    ],
)
def test_the_help_says_how_it_is_used(terminal: Terminal, line: str) -> None:
    helps(terminal, line)


@pytest.mark.parametrize(
    "line",
    [
        "preferences set",
        "preferences set lunch-at",
        "sessions --end",
        "audit --about",
        "log --tail x",
        "log --tail 0",
        "sign-in --hub",
        "sign-out now",
    ],
)
def test_what_is_used_wrongly_is_refused_in_a_sentence(terminal: Terminal, line: str) -> None:
    misused(terminal, line)


@pytest.mark.parametrize(
    "line",
    [
        "preferences",
        "preferences --json",
        "preferences set lunch-at 11",
        "sessions",
        "sessions --end-others",
        "audit",
        "unclear",
        "password",
        "notices",
        "set lunch 13",
        "back",
        "status",
        "who berg",
    ],
)
def test_nobody_is_signed_in(terminal: Terminal, line: str) -> None:
    signed_out(terminal, line)
