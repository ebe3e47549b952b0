"""All that is held on one, from a shell, over a real hub."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kalix_presence.cli.exits import Exit
from tests.cli.terminal import Terminal


@pytest.mark.parametrize("name", ["me.txt", "me.json", "ME.JSON"])
def test_it_is_written_for_its_owner_alone_and_over_nothing(anna: Terminal, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    assert anna("my-data", "--file", str(file)) == Exit.OK, anna.err
    assert str(file) in anna.out
    assert file.stat().st_mode & 0o777 == 0o600
    text = file.read_text("utf-8")
    assert "anna@x.example" in text
    if name.lower().endswith("json"):
        assert json.loads(text)["held"]["person"][0]["extension"] == "2041"
    else:
        assert text.startswith("All that the presence server holds on Anna Ek (2041)")
    assert anna("my-data", "--file", str(file)) != Exit.OK
    assert "there already" in anna.err
    assert file.read_text("utf-8") == text


def test_a_folder_that_is_not_there_is_said(anna: Terminal, tmp_path: Path) -> None:
    assert anna("my-data", "--file", str(tmp_path / "no" / "where.txt")) == Exit.REFUSED
    assert "No such file" in anna.err


def test_too_often_is_said_with_the_wait(anna: Terminal, tmp_path: Path) -> None:
    codes = [anna("my-data", "--file", str(tmp_path / f"{number}.txt")) for number in range(5)]
    assert codes[:4] == [Exit.OK] * 4
    assert codes[4] != Exit.OK
    assert "Wait" in anna.err
    assert not (tmp_path / "4.txt").exists()
