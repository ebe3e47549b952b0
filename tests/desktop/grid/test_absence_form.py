"""The form for somebody else's absence says the whole truth before Enter: what callers hear, where calls go, what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.desktop.grid.absence_form import AbsenceForm
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.absence import ForwardKind
from tests.desktop.sample import NOON, absent


@pytest.fixture
def form(presence: Presence, qtbot: QtBot) -> AbsenceForm:
    made = AbsenceForm(presence, "en")
    qtbot.addWidget(made)
    made.open_for(list(presence.people.values())[1])
    return made


def coming(form: AbsenceForm, reason: str, hours: float, **more: object) -> wire.ShownAbsence:
    """A planned absence that begins in so many hours and lasts two."""
    made = absent(form._extension, reason, hours=hours + 2, **more).absence  # type: ignore[arg-type]
    assert made is not None
    return wire.ShownAbsence(made.id, reason, NOON + timedelta(hours=hours), made.end, forward=made.forward)


def test_it_says_what_callers_hear_and_where_calls_go(form: AbsenceForm) -> None:
    form._line.setText("lunch 13.30")
    assert "A caller hears: “" in form._said.text()
    assert "Calls go to the switchboard." in form._said.text()


@pytest.mark.parametrize("presence_forward", list(ForwardKind)[:3])
def test_where_calls_go_is_where_the_reason_sends_them(
    form: AbsenceForm, presence: Presence, presence_forward: ForwardKind
) -> None:
    reason = next((each for each in presence.reasons if each.forward is presence_forward), None)
    if reason is None:
        pytest.skip("no such reason in the sample")
    form._line.setText(f"{reason.name('en')} 14.00")
    words = {
        ForwardKind.SWITCHBOARD: "Calls go to the switchboard.",
        ForwardKind.MOBILE: "Calls go to their mobile.",
        ForwardKind.NONE: "Calls ring at their phone as usual.",
    }
    assert words[presence_forward] in form._said.text()
    assert ("A caller hears" in form._said.text()) is (presence_forward is not ForwardKind.NONE)


def test_callers_hear_the_end_of_what_follows_without_a_gap(form: AbsenceForm) -> None:
    form._line.setText("lunch 13.00")
    alone = form._said.text()
    assert "follows" not in alone
    form.show_coming(form._extension, [coming(form, "meeting", 1)])
    assert "Another absence follows: really back" in form._said.text()
    assert form._said.text() != alone
    form.show_coming("nobody's", [])
    assert "Another absence follows" in form._said.text()
    form.show_coming(form._extension, [coming(form, "meeting", 3)])
    assert form._said.text() == alone


def test_a_unit_is_told_who_gets_its_calls(form: AbsenceForm, presence: Presence) -> None:
    first, second = list(presence.people.values())[:2]
    form.open_for_unit(first)
    form._line.setText("meeting 14.00")
    assert "Calls go to the switchboard." in form._said.text()
    form._to.setText(f"{second.name}, {second.extension}")
    assert f"Calls go to {second.name}." in form._said.text()
    form._to.setText("xyzzy")
    assert "Choose from the list" in form._said.text()


def test_a_suggestion_is_taken_by_one_key(form: AbsenceForm) -> None:
    form._line.setText("lunch 9")
    suggested = form._reading.suggestion
    assert suggested
    assert not form.answers.isHidden()
    QTest.keyClick(form._line, Qt.Key.Key_F2)
    assert form._line.text() == suggested
    assert form.answers.isHidden()


def test_it_says_why_it_cannot_be_set_yet(form: AbsenceForm) -> None:
    assert not form._set.isEnabled()
    assert form._set.toolTip()
    form._line.setText("lunch 13.30")
    assert form._set.isEnabled()
    assert not form._set.toolTip()
    spy = QSignalSpy(form.set_asked)
    QTest.keyClick(form._line, Qt.Key.Key_Return)
    assert spy.count() == 1
