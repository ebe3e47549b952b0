"""What nobody caught is written down without saying who, and told once."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from kalix_presence.client.local import program_log
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.program_log import Harmless, harmless, last_lines, log_path, open_log
from kalix_presence.desktop.controller import DesktopController
from kalix_presence.desktop.last_resort import LOGGER, LastResort, asyncio_fault
from kalix_presence.model.errors import BadInput, Unavailable

SECRET = "Anna Ek 2041 sjuk"


@pytest.fixture
def resort(tmp_path: Path, qapp: QApplication) -> Iterator[LastResort]:
    before = sys.excepthook, threading.excepthook
    made = LastResort(lambda: tmp_path)
    made.install()
    yield made
    made.remove()
    sys.excepthook, threading.excepthook = before


def written(folder: Path) -> str:
    return log_path(folder).read_text("utf-8") if log_path(folder).exists() else ""


def raises() -> None:
    raise LookupError(SECRET)


def test_what_the_program_notes_of_itself_is_written_and_libraries_are_not_talkative(
    resort: LastResort, tmp_path: Path
) -> None:
    resort.note("started, version 1")
    logging.getLogger("httpx").info("GET %s", SECRET)
    assert "INFO kalix_presence.tray: started, version 1" in written(tmp_path)
    assert "httpx" not in written(tmp_path)


def test_a_fault_in_a_slot_is_written_with_its_place_and_without_its_message(
    resort: LastResort, tmp_path: Path, qtbot: QtBot
) -> None:
    first = QSignalSpy(resort.first)
    hook = sys.excepthook
    with qtbot.captureExceptions():
        sys.excepthook = hook
        for _ in range(3):
            QTimer.singleShot(0, raises)
        qtbot.waitUntil(lambda: written(tmp_path).count("LookupError") == 3)
    assert "raises" in written(tmp_path)
    assert SECRET not in written(tmp_path)
    assert first.count() == 1, "told once a run"


def test_a_fault_in_another_thread_is_written_and_told(resort: LastResort, tmp_path: Path, qtbot: QtBot) -> None:
    first = QSignalSpy(resort.first)
    thread = threading.Thread(target=lambda: threading.excepthook(_args()))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: first.count() == 1)
    assert "KeyError" in written(tmp_path)
    assert SECRET not in written(tmp_path)


def _args() -> threading.ExceptHookArgs:
    fault = KeyError(SECRET)
    return threading.ExceptHookArgs((KeyError, fault, None, None))


def test_a_task_that_nobody_waits_for_is_written(resort: LastResort, tmp_path: Path) -> None:
    async def run() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(asyncio_fault)
        loop.call_soon(raises)
        await asyncio.sleep(0)
        loop.call_exception_handler({"message": f"Task was destroyed\n<Task {SECRET}>"})

    asyncio.run(run())
    assert "LookupError" in written(tmp_path)
    assert "Task was destroyed" in written(tmp_path)
    assert SECRET not in written(tmp_path)


def test_what_qt_warns_of_is_written_as_long_as_it_is_no_flood(resort: LastResort, tmp_path: Path) -> None:
    for number in range(500):
        qWarning(f'QWindow: no such screen "{SECRET}" {SECRET} {number}')
    lines = written(tmp_path).splitlines()
    assert 0 < len(lines) <= 200
    assert SECRET not in written(tmp_path)


def test_only_its_owner_may_read_it_and_it_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_log, "SIZE", 2_000)
    handler = open_log(tmp_path)
    for number in range(300):
        handler.handle(logging.LogRecord(LOGGER, logging.ERROR, "", 0, f"line {number}", None, None))
    handler.close()
    files = sorted(tmp_path.iterdir())
    assert len(files) == 1 + program_log.KEPT
    assert all(each.stat().st_size <= 2_000 for each in files)
    if sys.platform != "win32":
        assert {each.stat().st_mode & 0o777 for each in files} == {0o600}
    assert last_lines(tmp_path, 60)[-1].endswith("line 299")
    assert len(last_lines(tmp_path, 60)) == 60


def test_a_log_that_cannot_be_written_makes_no_second_fault(tmp_path: Path, qapp: QApplication) -> None:
    resort = LastResort(lambda: tmp_path / "no such folder")
    resort.install()
    resort.fault(LookupError("x"), "somewhere")
    resort.remove()
    assert not (tmp_path / "no such folder").exists()


name = st.text(st.characters(categories=["L", "N"]), min_size=4, max_size=20)


@given(secret=name, kind=st.sampled_from([LookupError, ValueError, BadInput, Unavailable, OSError]))
def test_no_message_of_any_fault_reaches_the_log(secret: str, kind: type[Exception]) -> None:
    secret = f"¤{secret}¤"
    fault = kind("code", field=secret) if kind in (BadInput, Unavailable) else kind(secret)
    fault.__cause__ = ValueError(secret)
    record = logging.LogRecord("x", logging.ERROR, "", 0, "said %s", (secret,), (type(fault), fault, None))
    assert secret not in Harmless().format(record)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("cannot reach https://hub.kommun.se/api/v1/people/2041", "kommun"),
        ("bad path /home/anna.ek/.config/x", "anna"),
        (r"bad path C:\Users\anna.ek\x", "anna"),
        ("no family “Anna Ek” here", "Anna"),
        ("mail to anna@kommun.se failed", "anna"),
        ("ringing 070-123 45 67", "123"),
        ("extension 2041 gone", "2041"),
    ],
)
def test_what_says_who_is_left_out(text: str, gone: str) -> None:
    assert gone not in harmless(text)


@pytest.mark.parametrize(
    "wrong", ["ftp://x", "http://elsewhere.example", "https://hub.example ftp://x", "https://", "https://x:99999"]
)
def test_a_wrong_address_from_the_environment_is_said_where_it_is_mended(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, wrong: str, qtbot: QtBot
) -> None:
    monkeypatch.setenv("KALIX_HUB", wrong)
    desk = DesktopController(qapp, QSystemTrayIcon(), Folders.usual())
    desk.open_sign_in()
    assert desk.sign_in is not None
    said, focus = desk.sign_in._error.text(), desk.sign_in.focusWidget()
    desk.stop()
    desk.sign_in.hide()
    assert said
    assert focus is desk.sign_in._hub
