"""What the parsers say is in the reader's language; a version is told; what is no text is refused; JSON is UTF-8."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kalix_presence import __version__
from kalix_presence.cli.exits import Exit

ENGLISH = (
    "Usage",
    "usage:",
    "Options",
    "options:",
    "No such",
    "Error:",
    "Missing",
    "for help",
    "Show this",
    "Commands:",
    "Arguments:",
    "required",
    "completion for",
    "invalid",
    "unexpected",
)


def run(tmp_path: Path, *arguments: str | bytes, **settings: str) -> subprocess.CompletedProcess[bytes]:
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON", "KALIX"))}
    command = [sys.executable, "-m", "kalix_presence", *arguments]
    surroundings = keep | {"KALIX_HOME": str(tmp_path)} | settings
    return subprocess.run(command, env=surroundings, capture_output=True, timeout=60, check=False)


@pytest.mark.parametrize("language", ["sv_SE", "fi_FI"])
@pytest.mark.parametrize(
    "line",
    [
        "--help",
        "plan --help",
        "plan add --help",
        "set",
        "foo",
        "who --bar x",
        "set lunch --note",
        "when",
        "when --now x 13",
        "messages show a b",
    ],
)
def test_no_word_of_the_parser_is_english_for_a_reader_of_another_language(tmp_path: Path, language: str, line: str) -> None:
    ran = run(tmp_path, *line.split(), LANG=f"{language}.UTF-8")
    said = (ran.stdout + ran.stderr).decode()
    assert said
    assert not [word for word in ENGLISH if word in said], said
    assert ran.returncode == (Exit.OK if "--help" in line else Exit.NOT_UNDERSTOOD)


def test_the_version_is_told(tmp_path: Path) -> None:
    ran = run(tmp_path, "--version", LANG="sv_SE.UTF-8")
    assert (ran.returncode, ran.stdout.decode()) == (0, f"kalix-presence {__version__}\n")


@pytest.mark.parametrize(
    "arguments", [("who", b"\xf6hman"), ("set", "meeting", "23", "--note", b"m\xf6te"), ("when", b"\xe5tta"), (b"\xff",)]
)
def test_arguments_that_are_no_text_are_refused_in_a_sentence(tmp_path: Path, arguments: tuple[str | bytes, ...]) -> None:
    ran = run(tmp_path, *arguments, LANG="sv_SE.UTF-8")
    assert ran.returncode == Exit.NOT_UNDERSTOOD
    assert ran.stderr.decode().startswith("Ett argument är ingen text i UTF-8.")
    assert ran.stderr.count(b"\n") == 1


@pytest.mark.parametrize("encoding", ["latin-1", "cp850", "ascii", "utf-8"])
def test_json_is_utf_8_whatever_the_terminal_is(tmp_path: Path, encoding: str) -> None:
    ran = run(tmp_path, "when", "lördag", "--now", "2026-11-24T09:00", "--json", "--lang", "sv", PYTHONIOENCODING=encoding)
    assert json.loads(ran.stdout.decode("utf-8"))["reading"] == "måndag 30 november klockan 8.00"
