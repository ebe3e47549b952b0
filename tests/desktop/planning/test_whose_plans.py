"""Whose plans are shown: offered by what is lent, said in words, and one's own again when that ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.session_events import FactsChanged
from kalix_presence.desktop.planning.window import PlanWindow
from kalix_presence.desktop.presence import Presence
from tests.desktop.planning.plan_sample import HOLIDAY, VIEW
from tests.desktop.sample import NOON


def lent(giver: str = "2034", **rights: bool) -> wire.DelegationView:
    known: dict[str, Any] = {"absence": True, "plans": True} | rights
    day = NOON.date()
    return wire.DelegationView("a" * 32, giver, f"Per {giver}", "2041", "Anna Ek", day, day + timedelta(9), **known)


def tell(presence: Presence, *lends: wire.DelegationView) -> None:
    """The hub tells who lets one act for them."""
    assert presence.me is not None
    me = msgspec.structs.replace(presence.me, acts_for=list(lends))
    presence.on_session_event(FactsChanged(me, presence.view, list(presence.people.values()), None))


@pytest.fixture
def window(presence: Presence, qtbot: QtBot) -> PlanWindow:
    made = PlanWindow(presence, "en")
    qtbot.addWidget(made)
    made.open()
    made.show_plans(VIEW)
    return made


def test_it_is_there_only_for_a_delegate_who_may_plan_or_see(window: PlanWindow, presence: Presence) -> None:
    assert window.whose.isHidden()
    tell(presence, lent(absence=False, plans=False, messages=True))
    assert window.whose.isHidden()
    tell(presence, msgspec.structs.replace(lent(), until=NOON.date() - timedelta(1)))
    assert window.whose.isHidden(), "without contact what was told ends by its own last day"
    tell(presence, lent(), lent("2031"))
    assert not window.whose.isHidden()
    offered = [window.whose.box.itemText(at) for at in range(window.whose.box.count())]
    assert offered == ["My own", "Per 2031 (2031)", "Per 2034 (2034)"]
    assert window.whose.extension == presence.extension


def test_for_whom_it_is_planned_is_said_and_nothing_of_before_is_left(window: PlanWindow, presence: Presence) -> None:
    tell(presence, lent())
    window.strip._choose("x2")
    window._edit()
    assert window.entry.changes is not None
    wanted = QSignalSpy(window.wanted)
    window.whose.box.setCurrentIndex(1)
    assert (window.whose.extension, wanted.count()) == ("2034", 1)
    assert window.whose.said.text().startswith("You are a delegate of Per 2034: absence, plans, until")
    assert (window.entry.button.text(), window.entry.button.accessibleName()) == ("Plan it", "Plan it for Per 2034")
    assert window.entry.changes is None
    assert window.strip.bars == []
    assert not window.edit.isVisible()
    extensions = [window.entry.deputy.itemData(at) for at in range(window.entry.deputy.count())]
    assert "2034" not in extensions, "nobody covers for themselves"
    assert presence.extension in extensions


def test_who_may_only_see_changes_nothing(window: PlanWindow, presence: Presence) -> None:
    tell(presence, lent(absence=False))
    window.whose.box.setCurrentIndex(1)
    window.show_plans(VIEW)
    assert window.entry.isHidden()
    assert window.read_in.isHidden()
    window.strip._choose("x2")
    asked = QSignalSpy(window.remove_asked)
    assert not window.remove.isVisible()
    window._edit()
    window._remove(once=False)
    assert (asked.count(), window.entry.changes) == (0, None)
    window._days_chosen(NOON.date(), NOON.date())
    assert window.chosen.text() == "You may see what is planned for Per 2034, and change nothing."
    window.show_plans(wire.PlansView([]))
    assert window.state.text() == "Nothing is planned in these days."


def test_who_may_not_see_plans_all_the_same(window: PlanWindow, presence: Presence) -> None:
    tell(presence, lent(plans=False))
    wanted = QSignalSpy(window.wanted)
    window.whose.box.setCurrentIndex(1)
    assert wanted.count() == 0, "it would be refused"
    assert window.state.text() == "You may plan for Per 2034, and are not shown what is planned."
    assert window.entry.isVisible()
    window.planned(HOLIDAY)
    assert window.undo.isVisible()


def test_when_it_ends_it_is_ones_own_again(window: PlanWindow, presence: Presence) -> None:
    tell(presence, lent(), lent("2031"))
    window.whose.box.setCurrentIndex(2)
    window.entry.line.setText("holiday week 28")
    tell(presence, lent("2031"))
    assert window.whose.extension == presence.extension
    assert window.whose.said.isHidden()
    assert window.entry.button.accessibleName() == ""
    assert window.entry.line.text() == "holiday week 28", "what is typed is not lost"
    tell(presence)
    assert window.whose.isHidden()
