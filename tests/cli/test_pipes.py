"""Answers that somebody stops reading: `| head` ends a command without a word."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kalix_presence.cli.exits import Exit
from tests.cli.terminal import Terminal


def into_a_closed_pipe(*arguments: str) -> tuple[int, str]:
    """The exit code, and what it said on standard error."""
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "kalix_presence", *arguments],
        stdout=writing, stderr=subprocess.PIPE, text=True, check=False, timeout=100,
    )  # fmt: skip
    os.close(writing)
    return ran.returncode, ran.stderr


def test_a_pipe_that_is_closed_is_no_fault() -> None:
    assert into_a_closed_pipe("when", "1h")  # never over, as an hour of the clock is == (Exit.UNREAD, "")


def test_a_command_that_asked_the_hub_ends_as_quietly(anna: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("kalix_presence.cli.status.print_table", closed)
    assert anna("who", "per") == Exit.UNREAD
    assert anna.err == ""
