"""What another program has open for a moment is waited for; what it keeps open is emptied."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kalix_presence.client.local import held_file
from kalix_presence.client.local.held_file import HELD, clear_away, patiently
from kalix_presence.client.local.whole_file import write_whole
from tests.client.local.holding import held, refusal


@pytest.fixture
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_file, "PATIENCE", 0.05)


@pytest.mark.parametrize("number", sorted(HELD))
def test_what_is_held_for_a_moment_is_waited_for(number: int) -> None:
    refused = [refusal(Path("a"), number), refusal(Path("a"), number)]

    def work() -> None:
        if refused:
            raise refused.pop()

    patiently(work)
    assert refused == []


def test_another_refusal_is_not_waited_for() -> None:
    asked = []

    def work() -> None:
        asked.append(1)
        raise PermissionError(13, "Permission denied")

    with pytest.raises(PermissionError):
        patiently(work)
    assert asked == [1]


def test_a_file_is_written_once_it_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held_file, "PATIENCE", 60)
    path, waited = tmp_path / "settings.json", threading.Event()
    path.write_bytes(b"before")
    monkeypatch.setattr("kalix_presence.client.local.held_file.time.sleep", lambda _: waited.set())
    with held(path):
        writing = threading.Thread(target=write_whole, args=(path, b"after"))
        writing.start()
        assert waited.wait(30)
        assert path.read_bytes() == b"before"
    writing.join(30)
    assert path.read_bytes() == b"after"


@pytest.mark.usefixtures("in_haste")
def test_a_file_that_stays_held_stays_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"before")
    with held(path), pytest.raises(PermissionError):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.usefixtures("in_haste")
def test_what_cannot_be_removed_is_emptied(tmp_path: Path) -> None:
    path = tmp_path / "last-known.jsonl"
    path.write_bytes(b"Anna Ek")
    with held(path):
        clear_away(path)
        assert path.read_bytes() == b""
    clear_away(path)
    assert not path.exists()
    clear_away(path)  # what is not there is cleared away
