"""Acts done through a real hub: what is said, what can be undone, what the other person is told; and the desk around them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.session import Session
from kalix_presence.client.session_events import FactsChanged, Happened, LinkChanged, StandingsChanged
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.grid.controller import GridController
from kalix_presence.desktop.grid.keys import Do
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.present_call import CallState
from tests.clocks import NINE
from tests.hub.serving import Serving, serving


class HubDesk:
    """The grid of a receptionist (2001) at a real hub; what is asked for is done at once, in a loop of its own."""

    def __init__(self, hub: Serving) -> None:
        self.hub, self.notes = hub, list[tuple[str, str]]()
        with hub.client("maria") as maria:
            self._token = maria.headers["authorization"].removeprefix("Bearer ")
        self.presence = Presence(hub.clock)
        self.desk = GridController(
            self.presence,
            Messages(self.presence),
            "en",
            submit=self.ask,
            say=lambda title, text: self.notes.append((title, text)),
        )
        self.refresh()
        self.presence.on_session_event(LinkChanged(LinkState.ONLINE))
        self.desk.open()

    def ask(self, work: Callable[[Session], Any], done: Callable[[Any, Exception | None], None] | None = None) -> None:
        """As the bridge does."""
        result, fault = None, None
        try:
            result = asyncio.run(self._run(work))
        except Exception as caught:  # noqa: BLE001 - handed over, as the bridge does
            fault = caught
        if done is not None:
            done(result, fault)
        elif fault is not None:
            raise fault

    async def _run(self, work: Callable[[Session], Any]) -> Any:
        settings = Settings(hub=self.hub.url, username="maria")
        session = Session(settings, Folders.usual(), language="en", clock=self.hub.clock)
        session.hub.token = self._token
        try:
            return await work(session)
        finally:
            await session.hub.close()

    def refresh(self) -> None:
        """Have what the hub's events would have told."""

        async def facts(session: Session) -> tuple[wire.Me, wire.ReasonsView, list[wire.PersonView]]:
            return await session.hub.me(), await session.hub.reasons(), await session.hub.everybody()

        def take(found: Any, fault: Exception | None) -> None:
            assert fault is None
            me, reasons, people = found
            self.presence.on_session_event(FactsChanged(me, reasons, people, None))
            self.presence.on_session_event(StandingsChanged([each.standing for each in people if each.standing], whole=True))

        self.ask(facts, take)

    def absence(self, extension: str) -> wire.ShownAbsence | None:
        """What holds for somebody by now."""
        self.refresh()
        return self.presence.board.standings[extension].absence

    def reason(self, extension: str) -> str | None:
        """Why somebody is away by now."""
        absence = self.absence(extension)
        return absence.reason if absence is not None else None

    @property
    def said(self) -> str:
        """What stands in the line that offers to undo."""
        assert self.desk.undo is not None
        return self.desk.undo.words


@pytest.fixture
def house(tmp_path: Path, qtbot: QtBot) -> Iterator[HubDesk]:
    with serving(tmp_path / "hub") as hub:
        made = HubDesk(hub)
        yield made
        made.desk.forget_windows()


def lunch() -> wire.AbsenceRequest:
    return wire.AbsenceRequest("lunch", NINE + timedelta(hours=1), why="She rang")


def test_a_forgotten_lunch_is_set_told_and_undone(house: HubDesk) -> None:
    house.desk.actions.set_absence("2041", lunch())
    assert house.said == "Anna Ek: Lunch is set."
    assert house.reason("2041") == "lunch"
    assert house.desk.grid is not None
    assert house.desk.grid.can_undo
    house.desk.grid.act(Do.UNDO)
    assert house.said == "Undone for Anna Ek."
    assert house.absence("2041") is None


def test_ending_an_absence_is_undone_too(house: HubDesk) -> None:
    house.desk.actions.set_absence("2041", lunch())
    house.refresh()
    house.desk.actions.do(Do.END_ABSENCE, "2041")
    assert house.said == "Anna Ek is back."
    assert house.absence("2041") is None
    assert house.desk.undo is not None
    house.desk.undo.undo()
    assert house.reason("2041") == "lunch"


def test_a_whole_unit_is_forwarded_and_taken_back(house: HubDesk) -> None:
    until = NINE + timedelta(hours=1)
    unit = house.presence.people["2041"].unit
    house.desk.actions.forward_unit(unit, wire.UnitForward("switchboard", "meeting", until, "Staff day"))
    assert house.said.startswith("2 telephone")
    assert house.absence("2042") is not None
    assert house.desk.undo is not None
    house.desk.undo.undo()
    assert (house.absence("2041"), house.absence("2042")) == (None, None)


def test_what_the_hub_refuses_is_said_in_the_window(house: HubDesk) -> None:
    house.desk.actions.set_absence("2041", wire.AbsenceRequest("lunch", None))
    assert house.desk.grid is not None
    assert house.desk.grid.said.isVisible()
    assert house.desk.grid.said.text()
    house.desk.actions.do(Do.NUDGE, "2041")
    assert house.desk.grid.said.text() == "Only somebody overdue is asked."
    house.desk.actions.act_on_call(Do.TAKE)
    assert house.desk.grid.said.text() == "Nobody waits at the switchboard."


def test_the_forms_set_for_a_person_and_for_a_unit(house: HubDesk) -> None:
    house.desk.actions.do(Do.SET_ABSENCE, "2041")
    form = house.desk.beside.form()
    assert form.isVisible()
    form._line.setText("lunch 45")
    form._why.setText("She rang")
    form.send()
    assert not form.isVisible()
    assert house.reason("2041") == "lunch"
    house.desk.actions.do(Do.FORWARD_UNIT, "2061")
    form._line.setText("meeting 45")
    form._to.setText("nobody")
    form.send()
    assert form.isVisible(), "who gets the calls must be somebody"
    form._to.setText("Siv Ström, 2061")
    form._to.clear()
    form.send()
    assert house.reason("2061") == "meeting"


def test_a_notice_is_published_shown_and_withdrawn(house: HubDesk) -> None:
    house.desk.notices_controller.open()
    window = house.desk.notices_controller.window
    assert window is not None
    unit = house.presence.people["2061"].unit
    window._unit.setCurrentIndex(window._unit.findData(unit))
    window._text.setText("Closed on Friday")
    QTest.keyClicks(window._until, "1 h")
    window._publish.click()
    [notice] = house.desk.notices.current
    assert (notice.unit, notice.text) == (unit, "Closed on Friday")
    assert window._text.text() == "", "the hub has it"
    house.desk.notices_controller._withdraw(notice.id)
    house.desk._link_changed()
    assert house.desk.notices.all == []


def test_the_card_shows_what_is_planned_and_calls_the_fixed_phone(house: HubDesk, qtbot: QtBot) -> None:
    house.desk.actions.set_absence("2041", lunch())
    house.refresh()
    house.desk.beside.open_card("2041")
    card = house.desk.beside.card
    assert card is not None
    assert card.extension == "2041"
    assert [absence.reason for absence in card._plans] == ["lunch"]
    with qtbot.waitSignal(card.call_asked) as asked:
        card._number("Mobile", "070-174 06 01", True).click()
    assert asked.args == ["070-174 06 01", True]


def test_messages_from_the_grid_know_the_caller(house: HubDesk, qtbot: QtBot) -> None:
    call = wire.PresentCallView("c1", "2001", CallState.TALKING, NINE, "+4692355512", "0923-555 12", "Karin Berg")
    house.desk.on_session_event(Happened(wire.CallChanged(call)))
    with qtbot.waitSignal(house.desk.form_asked) as asked:
        house.desk.actions.do(Do.MESSAGE, "2041")
    assert asked.args == ["2041", "0923-555 12", "Karin Berg"]


def test_what_others_did_for_me_is_told(house: HubDesk, qtbot: QtBot) -> None:
    now = NINE
    away = wire.ShownAbsence("a1", "lunch", now)
    house.desk.on_session_event(Happened(wire.AbsenceSetForYou(1, now, "2001", "2002", "Ada Min", away, "You rang")))
    house.desk.on_session_event(Happened(wire.AbsenceSetForYou(2, now, "2001", "2002", "Ada Min")))
    assert house.notes == [("Ada Min set for you: Lunch", "You rang"), ("Ada Min ended your absence", "No reason was given.")]
    with qtbot.waitSignal(house.desk.nudged) as nudged:
        house.desk.on_session_event(Happened(wire.Nudge(3, now, "2001", "2002", "Ada Min")))
    assert nudged.args == ["Ada Min"]


def test_a_short_break_makes_no_call_come_and_go(house: HubDesk) -> None:
    rang: list[str] = []
    house.desk.calls.rings.connect(lambda call: rang.append(call.id))
    call = wire.PresentCallView("c1", "2001", CallState.RINGING, NINE, "2041", "2041", "Anna Ek", "2041")
    house.desk.on_session_event(Happened(wire.CallChanged(call)))
    house.presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    assert house.desk.calls.get("c1") is not None
    house.desk.calls.begin()
    house.desk.calls.replace([msgspec.structs.replace(call, state=CallState.RINGING)])
    assert rang == ["c1"]
    house.presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    assert house.desk.calls.all == []


def test_a_tray_that_lives_all_day_loads_none_of_the_windows() -> None:
    code = "import sys, kalix_presence.desktop.controller; print(*[name for name in sys.modules if '.grid.' in name or name == 'segno'])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"window", "view", "card", "qr", "finder", "call_strip", "incoming_card", "notice_window"}
    assert heavy.isdisjoint(name.rpartition(".")[2] for name in loaded)
    assert "segno" not in loaded
