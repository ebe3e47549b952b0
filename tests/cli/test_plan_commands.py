"""The commands of plans and calendars, tried as somebody new."""

from __future__ import annotations

import pytest

from tests.cli.newcomer import helps, misused, signed_out
from tests.cli.terminal import Terminal


@pytest.mark.parametrize(
    "line",
    [
        "plan",
        "plan add",
        "plan list",
        "plan remove",
        "plan accept",
        "plan decline",
        "plan import",
        "calendars",
        "calendars list",
        "calendars add",
        "calendars remove",
    ],
)
def test_the_help_says_how_it_is_used(terminal: Terminal, line: str) -> None:
    helps(terminal, line)


@pytest.mark.parametrize(
    "line",
    [
        "plan add",
        "plan remove",
        "plan accept",
        "plan import",
        "plan nonsense",
        "plan list x",
        "plan add semester --deputy",
        "calendars remove",
        "calendars nonsense",
    ],
)
def test_what_is_used_wrongly_is_refused_in_a_sentence(terminal: Terminal, line: str) -> None:
    misused(terminal, line)


@pytest.mark.parametrize(
    "line",
    [
        "plan add semester imorgon",
        "plan list",
        "plan list --json",
        "plan remove 3f2a",
        "plan accept 3f2a",
        "plan decline 3f2a",
        "calendars list",
        "calendars remove 3f2a",
    ],
)
def test_nobody_is_signed_in(terminal: Terminal, line: str) -> None:
    signed_out(terminal, line)
