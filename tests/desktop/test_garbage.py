"""Garbage is cleared in the GUI thread and in no other."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from kalix_presence.desktop import garbage as rubbish
from kalix_presence.desktop.garbage import GarbageTimer


class Circle(QObject):
    """Holds itself, as a window does by what its signals call."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


@pytest.fixture
def clearing(qapp: QObject) -> Iterator[GarbageTimer]:
    gc.enable()  # as in a program that has just begun
    made = GarbageTimer(qapp)
    yield made
    made.deleteLater()


def test_no_other_thread_ends_a_window(clearing: GarbageTimer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rubbish, "OLDEST_EVERY", 1)
    gone = weakref.ref(Circle())

    def busy() -> None:
        kept = [[number] for number in range(200_000)]
        assert kept

    other = threading.Thread(target=busy)
    other.start()
    other.join()
    assert gone() is not None, "cleared by whoever allocated"
    clearing.clear()
    assert gone() is None


def test_a_young_circle_goes_without_a_search_of_everything(clearing: GarbageTimer) -> None:
    gc.collect()
    gone = weakref.ref(Circle())
    many = [[number] for number in range(gc.get_threshold()[0] + 1)]
    clearing.clear()
    assert many
    assert gone() is None
