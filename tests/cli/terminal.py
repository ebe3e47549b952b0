"""Somebody's terminal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from kalix_presence.cli import run


@dataclass
class Terminal:
    """Somebody's terminal: runs commands, and knows what they said."""

    capture: pytest.CaptureFixture[str]
    home: Path
    out: str = ""
    err: str = ""

    def __call__(self, *arguments: str) -> int:
        self.capture.readouterr()
        code = run(list(arguments))
        self.out, self.err = self.capture.readouterr()
        return code

    def json(self, *arguments: str) -> object:
        """The answer of a command as JSON, whatever its exit code."""
        self(*arguments, "--json")
        return json.loads(self.out)
