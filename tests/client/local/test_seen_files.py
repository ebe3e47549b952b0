"""A sign-out clears all that was seen: one file that stays keeps no other, and is tried again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kalix_presence.client.local.held_file import clear_away
from kalix_presence.client.local.seen_files import NOTE, SeenFiles

NAMES = ["last-known.jsonl", "known-plans.json", "own-standing.json"]


@pytest.fixture
def seen(tmp_path: Path) -> dict[str, Path]:
    files = {name: tmp_path / name for name in NAMES}
    for path in files.values():
        path.write_bytes(b"Anna Ek")
    return files


def removing(path: Path) -> Callable[[], None]:
    return lambda: clear_away(path)


def refused() -> None:
    raise PermissionError(13, "Permission denied")


def test_nothing_is_left_behind_not_even_what_was_being_written(tmp_path: Path, seen: dict[str, Path]) -> None:
    (tmp_path / ".last-known.jsonl.k3x9").write_bytes(b"Anna")
    assert SeenFiles(tmp_path, {name: removing(path) for name, path in seen.items()}).clear() == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stays", NAMES)
def test_one_that_stays_is_named_and_tried_again_with_the_others_gone(
    tmp_path: Path, seen: dict[str, Path], stays: str
) -> None:
    ways = {name: removing(path) for name, path in seen.items()}
    assert SeenFiles(tmp_path, ways | {stays: refused}).clear() == [stays]
    assert {path.name for path in tmp_path.iterdir()} == {stays, NOTE}
    SeenFiles(tmp_path, ways | {stays: refused}).clear_left()
    assert {path.name for path in tmp_path.iterdir()} == {stays, NOTE}
    SeenFiles(tmp_path, ways).clear_left()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("note", [None, b"", b"{", b'["../../elsewhere", "nothing of ours"]'])
def test_without_a_note_of_what_stayed_nothing_is_cleared(tmp_path: Path, seen: dict[str, Path], note: bytes | None) -> None:
    if note is not None:
        (tmp_path / NOTE).write_bytes(note)
    SeenFiles(tmp_path, {name: removing(path) for name, path in seen.items()}).clear_left()
    assert all(path.exists() for path in seen.values())
