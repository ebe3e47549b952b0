"""The windows beside the grid: made when first wanted, and asking the hub only what somebody may see."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, LinkChanged
from kalix_presence.desktop.callbacks.messages import Messages
from kalix_presence.desktop.grid.controller import GridController
from kalix_presence.desktop.presence import Presence
from tests.desktop.sample import absent

ANNA = "2041"


@pytest.fixture
def asked() -> list[object]:
    """What was asked of the hub, by who is to be told."""
    return []


@pytest.fixture
def desk(presence: Presence, receptionist: wire.Me, asked: list[object], qtbot: QtBot) -> Iterator[GridController]:
    def submit(_work: object, done: object = None, *_also: object) -> None:
        asked.append(done)

    made = GridController(presence, Messages(presence), "en", submit=submit, say=lambda *_: None)  # type: ignore[arg-type]
    made.open()
    asked.clear()
    yield made
    made.forget_windows()


def answer(asked: list[object], view: wire.PlansView) -> None:
    [done] = asked
    done(view, None)  # type: ignore[operator]


def coming(*reasons: str) -> wire.PlansView:
    views = [wire.ComingAbsence(absent(ANNA, each, hours=24).absence) for each in reasons]  # type: ignore[arg-type]
    return wire.PlansView([], coming=views)


def test_whoever_may_set_somebodys_absence_sees_what_is_planned(desk: GridController, asked: list[object]) -> None:
    desk.beside.open_card(ANNA)
    answer(asked, coming("holiday"))
    card = desk.beside.card
    assert card is not None
    assert [absence.reason for absence in card._plans] == ["holiday"]


def test_what_cannot_be_had_or_may_not_be_seen_is_not_asked_for(
    desk: GridController, presence: Presence, receptionist: wire.Me, asked: list[object]
) -> None:
    presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    desk.beside.open_card(ANNA)
    desk.beside.open_absence_form(presence.people[ANNA])
    assert asked == []
    me = wire.Me("per", ["employee"], {"see_people": "all", "set_absence": "self"}, presence.people["2004"])
    presence.on_session_event(LinkChanged(LinkState.ONLINE))
    presence.on_session_event(FactsChanged(me, presence.view, list(presence.people.values()), None))
    asked.clear()
    desk.beside.open_card(ANNA)
    assert asked == []


def test_plans_that_come_after_the_card_has_gone_are_no_matter(desk: GridController, asked: list[object]) -> None:
    desk.beside.open_card(ANNA)
    desk.forget_windows()
    answer(asked, coming("holiday"))
    assert desk.beside.card is None


def test_the_keys_are_made_anew_for_they_may_be_anothers_by_now(desk: GridController) -> None:
    desk.beside.open_keys()
    first = desk.beside.key_map
    assert first is not None
    desk.beside.open_keys()
    assert desk.beside.key_map is first
    first.hide()
    desk.beside.open_keys()
    assert desk.beside.key_map is not first
    assert desk.beside.windows == [desk.beside.key_map]


@pytest.mark.parametrize("plans", [True, False])
def test_a_delegate_sees_what_is_planned_where_that_was_given(
    desk: GridController, asked: list[object], presence: Presence, plans: bool
) -> None:
    assert presence.me is not None
    today = presence.clock().date()
    lent = wire.DelegationView("a" * 32, ANNA, "Anna Ek", "2004", "", today, today, absence=True, plans=plans)
    me = msgspec.structs.replace(presence.me, roles=["employee"], may={"set_absence": "self"}, acts_for=[lent])
    presence.on_session_event(FactsChanged(me, presence.view, list(presence.people.values()), None))
    asked.clear()
    desk.beside.open_card(ANNA)
    assert len(asked) == plans
    asked.clear()
    desk.beside.open_absence_form(presence.people[ANNA])
    assert len(asked) == plans
