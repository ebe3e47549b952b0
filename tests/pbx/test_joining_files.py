"""Files that a driver changes are kept first: what fails half way, or was changed since, loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalix_presence.hub.pbx.joining_files import KEPT, Change, difference, refuse_joined, undo, write
from kalix_presence.model.errors import BadInput, Conflict


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    folder = tmp_path / "hub"
    folder.mkdir()
    return folder


def test_what_cannot_be_written_whole_is_not_written_at_all(tmp_path: Path, hub: Path) -> None:
    first = tmp_path / "a.conf"
    first.write_bytes(b"as it was\r\n\xff")
    first.chmod(0o640)
    changes = [
        Change(first, first.read_bytes(), b"new"),
        Change(tmp_path / "new", None, b"n"),
        Change(tmp_path / "no" / "b", None, b"b"),
    ]
    with pytest.raises(BadInput, match="folder-unwritable"):
        write(changes, hub)
    assert first.read_bytes() == b"as it was\r\n\xff"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.conf", "hub"]
    write(changes[:2], hub)
    assert (first.read_bytes(), first.stat().st_mode & 0o777) == (b"new", 0o640)
    with pytest.raises(Conflict, match="join-joined-already"):
        refuse_joined(hub)
    assert undo(hub) == [first, tmp_path / "new"]
    assert first.read_bytes() == b"as it was\r\n\xff"
    assert not (hub / KEPT).exists()


def test_nothing_is_put_back_over_what_was_changed_or_removed_since(tmp_path: Path, hub: Path) -> None:
    paths = [tmp_path / "a", tmp_path / "b"]
    write([Change(path, None, b"x") for path in paths], hub)
    paths[1].write_bytes(b"changed")
    with pytest.raises(Conflict, match="join-changed-since"):
        undo(hub)
    assert paths[0].exists(), "all or nothing"
    paths[1].unlink()
    with pytest.raises(Conflict, match="join-changed-since"):
        undo(hub)


def test_a_difference_tells_lines_but_no_secret(tmp_path: Path) -> None:
    changes = [
        Change(tmp_path / "m", b"a\n", b"a\nsecret = 12345\n", secrets=("12345",)),
        Change(tmp_path / "s", None, b"12345", private=True),
    ]
    shown = difference(changes)
    assert "+secret = ...\n" in shown
    assert "12345" not in shown
    assert str(tmp_path / "s") in shown
