"""One tray per person, over either system's bell."""

from __future__ import annotations

import subprocess
import sys
import uuid

import pytest
from pytestqt.qtbot import QtBot

from kalix_presence.desktop.instance import Instance
from tests.desktop.platform.bells import KINDS, SECOND, bell_of

PROGRAM = [sys.executable, "-m", "tests.desktop.platform.bells"]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(autouse=True)
def _own_runtime_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    # As on a machine without a session manager; the folder is one for each person, like there.
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)


@pytest.fixture
def name() -> str:
    return f"kalix-test-{uuid.uuid4().hex}"


def test_a_second_start_raises_the_first_with_the_window_it_wants(qtbot: QtBot, kind: str, name: str) -> None:
    first = Instance(bell=bell_of(kind, name))
    assert first.claim()
    with qtbot.waitSignal(first.raised, timeout=60_000) as raised:
        second = subprocess.Popen([*PROGRAM, kind, name, "colleagues"])
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=60_000)
    assert raised.args == ["colleagues"]
    assert second.returncode == SECOND


def test_a_start_while_the_first_still_begins_is_heard_once_it_hears(qtbot: QtBot, kind: str, name: str) -> None:
    first = Instance(bell=bell_of(kind, name))
    assert first.claim()
    for window in ("colleagues", "panel", "colleagues"):
        with qtbot.waitSignal(first.raised, timeout=60_000):
            second = subprocess.Popen([*PROGRAM, kind, name, window])
            qtbot.waitUntil(lambda: second.poll() is not None, timeout=60_000)  # noqa: B023 - waited for within the round
    heard: list[str] = []
    first.hear(heard.append)
    assert heard == ["colleagues", "panel"]
    with qtbot.waitSignal(first.raised, timeout=60_000):
        second = subprocess.Popen([*PROGRAM, kind, name, "panel"])
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=60_000)
    assert heard == ["colleagues", "panel", "panel"]


def test_of_many_that_start_at_the_same_moment_one_is_first(kind: str, name: str) -> None:
    starts = [
        subprocess.Popen([*PROGRAM, kind, name, "panel", "wait"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for start in starts:
        assert start.stdout is not None
        assert start.stdout.readline().strip() == "ready"
    for start in starts:
        assert start.stdin is not None
        start.stdin.write("\n")
        start.stdin.flush()
    said = [start.stdout.readline().strip() for start in starts if start.stdout]
    for start in starts:
        start.communicate("\n", timeout=60)
    assert sorted(said) == ["first", "second", "second"]


def test_what_a_second_start_may_not_ask_for_is_ignored(qtbot: QtBot, kind: str, name: str) -> None:
    first = Instance(bell=bell_of(kind, name))
    assert first.claim()
    with qtbot.waitSignal(first.raised, timeout=60_000) as raised:
        second = subprocess.Popen([*PROGRAM, kind, name, "../../etc"])
    second.wait(60)
    assert raised.args == [""]


def test_what_a_crash_left_behind_does_not_stop_a_start(qtbot: QtBot, kind: str, name: str) -> None:
    subprocess.run([*PROGRAM, kind, name, ""], check=False, timeout=60)
    assert Instance(bell=bell_of(kind, name)).claim()
