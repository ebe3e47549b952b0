"""The tray's log says what went wrong and where, never who somebody is: whatever stands in a message or a fault."""

from __future__ import annotations

import logging
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.client.local.program_log import KEPT, LONGEST, SIZE, harmless, last_lines, log_path, open_log, places
from kalix_presence.model.errors import BadInput

NUMBERS = st.from_regex(r"\+?[0-9]{4,12}", fullmatch=True)
WORDS = st.text(st.characters(categories=["Ll"]), min_size=3, max_size=12)


def record(message: str, fault: BaseException | None = None) -> logging.LogRecord:
    info = (type(fault), fault, fault.__traceback__) if fault is not None else None
    return logging.LogRecord("kalix_presence.tray", logging.WARNING, __file__, 1, message, (), info)


@given(WORDS, NUMBERS)
def test_names_in_quotes_addresses_and_long_numbers_are_left_out(word: str, number: str) -> None:
    name = f"zq{word}"
    said = harmless(f"no '{name}' at https://hub.se/{name} for {name}@kommun.se in /home/{name}/x, rang {number}")
    assert name not in said
    assert number.lstrip("+") not in said


@given(st.text(max_size=5000))
def test_a_line_is_never_longer_than_it_may_be(text: str) -> None:
    assert len(harmless(text)) <= LONGEST


@given(WORDS)
def test_a_fault_is_its_kind_and_its_places_and_its_causes_without_their_words(word: str) -> None:
    secret = f"zq{word}"
    try:
        try:
            raise ValueError(secret)
        except ValueError as cause:
            raise BadInput("extension-unknown", extension=secret) from cause
    except BadInput as fault:
        lines = places(fault)
    assert lines[0] == "BadInput extension-unknown"
    assert "because of ValueError" in lines
    assert not any(secret in line for line in lines)


def test_a_circle_of_causes_ends() -> None:
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert places(one) == ["ValueError", "because of KeyError"]


def test_what_an_exception_of_the_system_says_is_its_number_alone() -> None:
    assert places(FileNotFoundError(2, "nothing there", "/home/anna/secret")) == ["FileNotFoundError 2"]


def test_the_last_lines_are_read_across_files_and_there_are_never_more_than_are_kept(tmp_path: Path) -> None:
    handler = open_log(tmp_path)
    written = 0
    while not log_path(tmp_path).with_name(f"tray.log.{KEPT}").exists():
        handler.emit(record(f"line {written} " + "x" * 200))
        written += 1
    handler.close()
    assert len(list(tmp_path.iterdir())) == KEPT + 1
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= SIZE * (KEPT + 1)
    assert len(last_lines(tmp_path, 10)) == 10
    assert "x" * 200 in last_lines(tmp_path, 1)[0]
    many = last_lines(tmp_path, written)
    assert many[-3:] == last_lines(tmp_path, 3)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_only_its_owner_may_read_it_and_it_is_made_with_the_first_line(tmp_path: Path) -> None:
    handler = open_log(tmp_path)
    assert not log_path(tmp_path).exists()
    handler.emit(record("first"))
    handler.close()
    assert stat.S_IMODE(log_path(tmp_path).stat().st_mode) == 0o600
