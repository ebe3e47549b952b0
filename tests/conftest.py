"""What holds for every test: none is judged by how long something took on a loaded machine."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog
from _pytest.nodeid import coerce_node_id
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.store import database
from kalix_presence.hub.supervision.alarm_clock import AlarmClock
from tests import draws

draws.register()

PATIENCE = 120_000
"""Milliseconds that what a test waits for may take; a condition that comes true ends the wait at once."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgresql", action="store_true", help="the hub keeps everything in a PostgreSQL of the tests' own")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "in_a_file: what is tried is of a database that is a file; left out with --postgresql")
    if config.getoption("postgresql"):
        from tests import postgresql

        database.kept_in = postgresql.kept_in


@pytest.fixture(autouse=True, scope="module")
def _databases_of_a_module_end() -> Iterator[None]:
    """What a module's tests share in PostgreSQL goes with the last of them."""
    with _databases_ending():
        yield


@pytest.fixture(autouse=True)
def _databases_end(_databases_of_a_module_end: None) -> Iterator[None]:
    """What a test alone kept in PostgreSQL goes with it."""
    with _databases_ending():
        yield


@contextmanager
def _databases_ending() -> Iterator[None]:
    if database.kept_in is database.SqliteFile:
        yield
        return
    from tests import postgresql

    before = postgresql.kept()
    yield
    postgresql.forget(but=before)


def _guard(board: type, name: str) -> None:
    """Let `name` be read and written by the hub's own thread (or a test's) alone, never by one that works for it."""
    usual_get, usual_set = board.__getattribute__, board.__setattr__

    def get(self: Any, attribute: str) -> Any:
        _refuse_workers(name)
        return usual_get(self, attribute)

    def put(self: Any, attribute: str, value: Any) -> None:
        _refuse_workers(name)
        usual_set(self, attribute, value)

    board.__getattribute__, board.__setattr__ = get, put  # type: ignore[assignment]


def _refuse_workers(name: str) -> None:
    thread = threading.current_thread().name
    assert not thread.startswith(("kalix-", "asyncio_")), f"the {name} belongs to the hub's own thread, not to {thread}"


_guard(Board, "board")

_ring = AlarmClock.ring


def _ring_in_own_thread(alarm: AlarmClock) -> None:
    _refuse_workers("alarm clock")
    _ring(alarm)


AlarmClock.ring = _ring_in_own_thread  # type: ignore[method-assign]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let pytest-xdist keep a group of tests together: 3.8.0 writes the group where pytest 9.2 reads no more."""
    for item in items:
        if item.get_closest_marker("in_a_file") and database.kept_in is not database.SqliteFile:
            item.add_marker(pytest.mark.skip("of a database that is a file"))
        if grouped := item.__dict__.get("_nodeid"):
            item._id = coerce_node_id(grouped)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _log_as_it_was() -> Iterator[None]:
    """A command that silences the log of its process leaves it as it was to the next test."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


class PatientBot(QtBot):
    """pytest-qt's bot, whose own five seconds are soon over beside other work."""

    def waitUntil(self, callback: Any, *, timeout: int = PATIENCE) -> None:  # noqa: N802 - pytest-qt's name
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **named: Any) -> Any:  # noqa: N802 - pytest-qt's name
        return super().waitSignal(signal, timeout=timeout, **named)

    def waitSignals(self, signals: Any, *, timeout: int = PATIENCE, **named: Any) -> Any:  # noqa: N802 - pytest-qt's name
        return super().waitSignals(signals, timeout=timeout, **named)

    def waitExposed(self, widget: Any, *, timeout: int = PATIENCE) -> Any:  # noqa: N802 - pytest-qt's name
        return super().waitExposed(widget, timeout=timeout)

    def waitActive(self, widget: Any, *, timeout: int = PATIENCE) -> Any:  # noqa: N802 - pytest-qt's name
        return super().waitActive(widget, timeout=timeout)


@pytest.fixture(autouse=True)
def _nothing_stays_behind() -> Iterator[None]:
    """What a test leaves set, all later ones of its process live with: a desk's language, somebody's token."""
    before = _settings()
    yield
    said = QCoreApplication.translate("CallStrip", "%n more call(s) wait", "", 1)
    assert said == "1 more call(s) wait", "a translation is still installed"  # English has its own plurals too
    assert _settings() == before, "the environment is not as it was"


def _settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("KALIX_")}


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """For every test that asks for it."""
    return PatientBot(request)
