"""`log` finds what the tray has written, in all its files, and never makes anything of its own."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from kalix_presence.cli.exits import Exit
from kalix_presence.client.local import program_log
from kalix_presence.client.local.folders import Folders
from tests.cli.terminal import Terminal


def write(lines: int) -> Path:
    """What a tray in the folder of this terminal would write."""
    folder = Folders.usual().data
    folder.mkdir(parents=True, exist_ok=True)
    handler = program_log.open_log(folder)
    for number in range(lines):
        handler.handle(logging.LogRecord("kalix_presence.x", logging.ERROR, "", 0, f"line-{number} " + "." * 80, None, None))
    handler.close()
    return folder


def numbers(terminal: Terminal) -> list[int]:
    return [int(line.partition("line-")[2].split()[0]) for line in terminal.out.splitlines()]


def test_the_path_is_that_of_the_file_that_the_tray_writes(terminal: Terminal) -> None:
    assert terminal("log", "--path") == Exit.OK
    named = Path(terminal.out.rstrip("\n"))
    assert named.is_relative_to(terminal.home)
    assert not named.exists(), "asking makes none"
    write(1)
    assert named.is_file()


def test_without_a_log_nothing_is_printed(terminal: Terminal) -> None:
    assert terminal("log") == Exit.OK
    assert terminal("log", "--tail", "5") == Exit.OK
    assert terminal.out == ""


def test_the_last_lines_are_printed_oldest_first(terminal: Terminal) -> None:
    write(100)
    assert terminal("log") == Exit.OK
    assert numbers(terminal) == list(range(60, 100))
    assert terminal("log", "--tail", "3") == Exit.OK
    assert numbers(terminal) == [97, 98, 99]
    assert terminal("log", "--tail", "5000") == Exit.OK
    assert numbers(terminal) == list(range(100))


def test_the_last_lines_go_on_into_the_older_files(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_log, "SIZE", 2_000)
    folder = write(30)
    assert (folder / f"{program_log.NAME}.1").exists()
    assert terminal("log", "--tail", "25") == Exit.OK
    assert numbers(terminal) == list(range(5, 30))


def test_both_say_the_path_and_then_the_lines(terminal: Terminal) -> None:
    write(2)
    assert terminal("log", "--path", "--tail", "1") == Exit.OK
    path, line = terminal.out.splitlines()
    assert Path(path).is_file()
    assert "line-1" in line


@pytest.mark.parametrize("count", ["0", "-1", "x"])
def test_a_count_that_is_none_is_refused(terminal: Terminal, count: str) -> None:
    assert terminal("log", "--tail", count) == Exit.NOT_UNDERSTOOD
    assert terminal.err
