"""The room of the report: fetches, draws beside the window's thread, saves; who may not see it has no entry in the menu."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, LinkChanged
from kalix_presence.desktop.language import Translations
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.report import saving
from kalix_presence.desktop.report.controller import ReportController
from kalix_presence.model.errors import Forbidden, NotFound
from kalix_presence.report import drawing, paper
from tests.desktop.sample import NOON
from tests.report.samples import read


class Hub:
    """Answers as a hub does, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.gone = False
        self.unread: int | None = None

    async def request(self, _method: str, path: str, _kind: object, *, params: dict[str, str] | None = None) -> Any:
        self.asked.append((path, params or {}))
        if self.gone:
            raise NotFound("report-unknown", period="2026-10")
        if path == "/unclear":
            if self.unread is None:
                raise Forbidden("not-permitted")
            return wire.Unclear(pbx=True, phones=[], bent=[], journal_unread=self.unread)
        sample = read("sv")
        if path == "/report":
            return wire.ReportPeriods(["2026-10"])
        return sample.history if path.endswith("/history") else sample.report


class Session:
    def __init__(self) -> None:
        self.hub = Hub()


@pytest.fixture
def session() -> Session:
    return Session()


@pytest.fixture
def room(qapp: object, session: Session) -> Iterator[ReportController]:
    spoken = Translations()
    spoken.install("sv")

    def submit(work: Any, done: Any = None, /, *also: object) -> None:
        try:
            result, fault = asyncio.run(work(session)), None
        except Exception as refused:  # noqa: BLE001 - as the bridge does
            result, fault = None, refused
        if done is not None:
            done(result, fault, *also)

    made = ReportController(Presence(lambda: NOON), "sv", submit=submit)
    yield made
    made.forget_window()
    spoken.remove()


def test_the_newest_month_is_there_with_its_history_and_a_plot(room: ReportController, session: Session) -> None:
    room.open()
    assert room.window is not None
    assert [path for path, _ in session.hub.asked] == ["/report", "/report/2026-10", "/report/2026-10/history", "/unclear"]
    room.window.list.setCurrentRow(1)
    assert room.window.plot._image is not None


@pytest.mark.parametrize(("unread", "said"), [(2, ": 2."), (0, ""), (None, "")], ids=["some", "none", "not theirs to know"])
def test_whoever_answers_for_the_phones_is_told_of_journal_entries_that_nobody_can_read(
    room: ReportController, session: Session, unread: int | None, said: str
) -> None:
    session.hub.unread = unread
    room.open()
    assert room.window is not None
    assert (said in room.window.unread.text(), room.window.unread.isVisible()) == (True, bool(unread))


def test_what_the_hub_refuses_is_said(room: ReportController, session: Session) -> None:
    session.hub.gone = True
    room.open()
    assert room.window is not None
    assert room.window.state.text()


def test_what_was_refused_is_fetched_when_there_is_contact(room: ReportController, session: Session) -> None:
    session.hub.gone = True
    room.open()
    session.hub.gone = False
    room._presence.on_session_event(LinkChanged(LinkState.ONLINE))
    assert room.window is not None
    assert room.window.read is not None


def test_without_the_extra_the_table_stands_alone_and_a_sentence_says_why(
    room: ReportController, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "can_draw", lambda: False)
    monkeypatch.setattr(paper, "can_print", lambda: False)
    room.open()
    assert room.window is not None
    room.window.list.setCurrentRow(1)
    assert "inte installerade" in room.window.plot._said
    assert room.window.table.rowCount() == 13
    room.window.saved.emit("pdf")
    assert "inte installerat" in room.window.state.text()


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_what_is_shown_is_saved_as_a_file(
    room: ReportController, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / f"report.{kind}"
    monkeypatch.setattr(saving, "choose_file", lambda _parent, _kind, _read, chosen: chosen(str(target)))
    room.open()
    assert room.window is not None
    room.window.saved.emit(kind)
    assert b"Bygg" in target.read_bytes()
    assert str(target) in room.window.state.text()
    monkeypatch.setattr(saving, "choose_file", lambda _parent, _kind, _read, chosen: chosen(str(tmp_path / "no" / "where")))
    room.window.saved.emit(kind)
    assert room.window.state.objectName() == "error"


@pytest.mark.parametrize(("may", "there"), [({"see_report": "unit"}, True), ({"see_people": "all"}, False)])
def test_the_entry_is_in_the_menu_of_those_who_may_see_it(qapp: object, may: dict[str, str], there: bool) -> None:
    from PySide6.QtWidgets import QSystemTrayIcon

    from kalix_presence.desktop.status.tray import Tray
    from tests.desktop.sample import reasons_view

    presence = Presence(lambda: NOON)
    tray = Tray(QSystemTrayIcon(), presence, "sv")
    presence.on_session_event(LinkChanged(LinkState.ONLINE))
    presence.on_session_event(FactsChanged(wire.Me("siv", ["employee"], may), reasons_view(), [], None))
    tray.refresh()
    wanted = tray.tr("Policy report …")
    assert any(action.text() == wanted for action in tray.menu.actions()) is there
