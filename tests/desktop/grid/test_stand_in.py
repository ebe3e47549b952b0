"""A colleague who is away offers the deputy; what a role never lets one do is neither shown nor named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.session_events import FactsChanged, Happened, PbxSeen, StandingsChanged
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.grid.action_rules import name
from kalix_presence.desktop.grid.actions import STILL_READ
from kalix_presence.desktop.grid.controller import GridController
from kalix_presence.desktop.grid.key_map import KeyMap
from kalix_presence.desktop.grid.keys import Do, said, shown
from kalix_presence.desktop.grid.stand_in import deputy_of, situation_of
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.line import LineState
from kalix_presence.model.present_call import CallState
from tests.desktop.sample import NOON, Clock, absent, reasons_view, sample_people

LARS, HIS_DEPUTY, AGREED = "2031", "2032", "2033"
FREE = wire.Standing(HIS_DEPUTY, 2, line=LineState.IDLE)
CALL = wire.PresentCallView("c1", "2004", CallState.TALKING, NOON, "+4692355512", "0923-555 12", "Karin Berg")
RECEPTION = ("see_people", "set_absence", "leave_message", "use_phone", "nudge", "forward_unit", "serve_switchboard")


def facts(presence: Presence, *, roles: tuple[str, ...] = ("receptionist",), may: dict[str, str] | None = None) -> None:
    people = [msgspec.structs.replace(each, deputy=HIS_DEPUTY) if each.extension == LARS else each for each in sample_people()]
    own = next(person for person in people if person.extension == "2004")
    me = wire.Me("maria", list(roles), dict.fromkeys(RECEPTION, "all") if may is None else may, own)
    presence.on_session_event(FactsChanged(me, reasons_view(), people, None))
    presence.on_session_event(PbxSeen(connected=True))
    presence.on_session_event(StandingsChanged([absent(LARS, "lunch", version=2), FREE], whole=False))


def deputy(presence: Presence) -> str | None:
    found = deputy_of(presence, LARS)
    return found.extension if found is not None else None


def test_the_usual_deputy_is_called_unless_another_agreed_to_cover(presence: Presence) -> None:
    facts(presence)
    assert deputy(presence) == HIS_DEPUTY
    covered = absent(LARS, "lunch", version=3)
    covered = msgspec.structs.replace(covered, absence=msgspec.structs.replace(covered.absence, deputy=AGREED))  # type: ignore[type-var]
    presence.on_session_event(StandingsChanged([covered, wire.Standing(AGREED, 3, line=LineState.IDLE)], whole=False))
    assert deputy(presence) == AGREED


@pytest.mark.parametrize(
    "standing",
    [
        absent(HIS_DEPUTY, "lunch", version=3),
        wire.Standing(HIS_DEPUTY, 3, line=LineState.BUSY),
        wire.Standing(HIS_DEPUTY, 3, line=LineState.NOT_REGISTERED),
        wire.Standing(HIS_DEPUTY, 3, overdue=True),
    ],
)
def test_a_deputy_whom_no_call_reaches_is_not_offered(presence: Presence, standing: wire.Standing) -> None:
    facts(presence)
    presence.on_session_event(StandingsChanged([standing], whole=False))
    assert deputy(presence) is None


@pytest.mark.parametrize("forward", [ForwardKind.MOBILE, ForwardKind.NONE])
def test_whoever_is_away_and_reached_is_called_themselves(presence: Presence, forward: ForwardKind) -> None:
    facts(presence)
    reached = absent(LARS, "remote_work", version=3)
    reached = msgspec.structs.replace(reached, absence=msgspec.structs.replace(reached.absence, forward=forward))  # type: ignore[type-var]
    presence.on_session_event(StandingsChanged([reached], whole=False))
    assert deputy(presence) is None


def test_nobody_is_offered_instead_of_somebody_who_is_in(presence: Presence) -> None:
    facts(presence)
    presence.on_session_event(StandingsChanged([wire.Standing(LARS, 3)], whole=False))
    assert deputy(presence) is None


def test_the_main_button_names_the_deputy(presence: Presence, grid: Grid) -> None:
    facts(presence)
    grid.show_person(LARS)
    given = presence.people[HIS_DEPUTY].name.split()[0]
    assert name(Do.CALL, situation_of(presence, LARS, None)).startswith(f"Call {given}")
    assert grid.acts.button(Do.CALL).text().startswith(f"Call {given}")
    assert "(deputy) instead" in grid.acts.button(Do.CALL).text()
    assert grid.acts.button(Do.CALL_ANYWAY).isVisible()
    presence.on_session_event(StandingsChanged([absent(HIS_DEPUTY, "lunch", version=4)], whole=False))
    grid._flow.passed.emit({HIS_DEPUTY})
    assert grid.acts.button(Do.CALL).text().startswith("Call  ")
    assert not grid.acts.button(Do.CALL_ANYWAY).isVisible()


class Desk:
    """A receptionist's acts; `asked` has what the hub would have been asked for."""

    def __init__(self, presence: Presence, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[tuple[str, str]] = []
        self.failed: list[str] = []
        for each in ("place_call", "transfer", "consult"):
            monkeypatch.setattr(f"kalix_presence.desktop.grid.actions.exchange.{each}", self._noting(each))
        self.controller = GridController(
            presence, Messages(presence), "en", submit=lambda work, _done: work(SimpleNamespace(hub=None)), say=lambda *_: None
        )
        self.actions = self.controller.actions
        self.actions.failed.connect(self.failed.append)

    def _noting(self, what: str) -> Callable[..., None]:
        def note(_hub: object, *words: str, **_more: object) -> None:
            self.asked.append((what, words[0] if what == "place_call" else words[1]))

        return note

    def talks(self) -> None:
        """There is a call to pass on."""
        self.controller.on_session_event(Happened(wire.CallChanged(CALL)))


@pytest.fixture
def desk(presence: Presence, monkeypatch: pytest.MonkeyPatch) -> Desk:
    facts(presence)
    return Desk(presence, monkeypatch)


def test_enter_calls_the_deputy_and_shift_enter_the_person_all_the_same(desk: Desk) -> None:
    desk.actions.do(Do.CALL, LARS)
    desk.actions.do(Do.CALL_ANYWAY, LARS)
    desk.talks()
    desk.actions.do(Do.CALL, LARS)
    desk.actions.do(Do.CALL_ANYWAY, LARS)
    assert desk.asked == [
        ("place_call", HIS_DEPUTY), ("place_call", LARS), ("transfer", HIS_DEPUTY), ("transfer", LARS),
    ]  # fmt: skip


def test_asking_somebody_away_first_says_so_before_a_recording_rings(desk: Desk, presence: Presence) -> None:
    desk.talks()
    desk.actions.do(Do.CONSULT, LARS)
    assert desk.asked == []
    [why] = desk.failed
    assert why.startswith("Lars Öhman is away: Lunch, back 13:00. ")
    assert presence.people[HIS_DEPUTY].name in why
    desk.actions.do(Do.CONSULT, LARS)
    assert desk.asked == [("consult", HIS_DEPUTY)]


def test_without_a_deputy_the_second_key_asks_all_the_same(desk: Desk, presence: Presence) -> None:
    presence.on_session_event(StandingsChanged([absent(HIS_DEPUTY, "lunch", version=4)], whole=False))
    desk.talks()
    desk.actions.do(Do.CONSULT, LARS)
    assert desk.asked == []
    assert "announcement" in desk.failed[0]
    desk.actions.do(Do.CONSULT, LARS)
    assert desk.asked == [("consult", LARS)]


def test_the_warning_is_for_one_person_and_each_time(desk: Desk, presence: Presence) -> None:
    presence.on_session_event(StandingsChanged([absent(HIS_DEPUTY, "lunch", version=4)], whole=False))
    desk.talks()
    desk.actions.do(Do.CONSULT, LARS)
    desk.actions.do(Do.CONSULT, HIS_DEPUTY)
    desk.actions.do(Do.CONSULT, LARS)
    assert desk.asked == []
    assert len(desk.failed) == 3


def test_a_warning_that_nobody_answers_is_said_anew(desk: Desk, presence: Presence, clock: Clock) -> None:
    desk.talks()
    desk.actions.do(Do.CONSULT, LARS)
    clock.moment += STILL_READ
    desk.actions.do(Do.CONSULT, LARS)
    assert desk.asked == []
    assert len(desk.failed) == 2
    clock.moment += STILL_READ - timedelta(seconds=1)
    desk.actions.do(Do.CONSULT, LARS)
    assert desk.asked == [("consult", HIS_DEPUTY)]


def test_while_the_pbx_stands_still_a_number_is_not_rung_and_it_is_said(desk: Desk, presence: Presence) -> None:
    presence.on_session_event(PbxSeen(connected=False))
    desk.actions.call("0923-555 12", as_given=True)
    assert desk.asked == []
    assert desk.failed == ["The telephone exchange cannot be reached: no call will come."]


# roles

EMPLOYEE = {"see_people": "all", "set_absence": "self", "leave_message": "all", "use_phone": "self", "nudge": "all"}
NOT_THEIRS = (Do.TAKE, Do.SET_ABSENCE, Do.END_ABSENCE, Do.FORWARD_UNIT)


def test_an_employee_sees_no_button_of_the_telephonists(presence: Presence, grid: Grid) -> None:
    facts(presence, roles=("employee",), may=EMPLOYEE)
    grid.show_person(LARS)
    seen = {act for act in Do if act in grid.acts._buttons and grid.acts.button(act).isVisible()}
    assert seen == {Do.CALL, Do.CALL_ANYWAY, Do.MESSAGE}
    words = [action.text() for action in grid.menu().actions()]
    assert not any(shown(act) in word for act in NOT_THEIRS for word in words)
    grid.show_person("2004")
    assert grid.acts.button(Do.SET_ABSENCE).isVisible(), "one's own absence is one's own to set"


@pytest.mark.parametrize(("roles", "may", "left_out"), [(("employee",), EMPLOYEE, NOT_THEIRS), (("receptionist",), None, ())])
def test_the_map_of_keys_has_the_keys_one_has(
    qtbot: QtBot, presence: Presence, roles: tuple[str, ...], may: dict[str, str] | None, left_out: tuple[Do, ...]
) -> None:
    facts(presence, roles=roles, may=may)
    key_map = KeyMap(me=presence.me)
    qtbot.addWidget(key_map)
    words = {label.text() for label in key_map.findChildren(QLabel)}
    assert {act for act in Do if said(act) not in words} == set(left_out)


def test_shift_enter_of_either_kind_is_one_key(presence: Presence, grid: Grid, qtbot: QtBot) -> None:
    facts(presence)
    grid.show_person(LARS)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(grid.act_asked) as asked:
            QTest.keyClick(grid.search, key, Qt.KeyboardModifier.ShiftModifier)
        assert asked.args == [Do.CALL_ANYWAY, LARS]
