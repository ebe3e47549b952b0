"""A receptionist's grid over the sample organisation."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.session_events import FactsChanged
from kalix_presence.desktop.grid.present_calls import GridCalls
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.presence import Presence
from tests.desktop.sample import reasons_view, sample_people

EVERYTHING = (
    "see_people", "set_absence", "leave_message", "use_phone", "nudge", "forward_unit", "propose_notice",
    "publish_notice",
)  # fmt: skip


@pytest.fixture
def receptionist(presence: Presence) -> wire.Me:
    """Signed in as somebody of the switchboard, who may do everything for everybody."""
    people = sample_people()
    own = next(person for person in people if person.extension == "2004")
    me = wire.Me("maria", ["receptionist"], dict.fromkeys(EVERYTHING, "all"), own)
    presence.on_session_event(FactsChanged(me, reasons_view(), people, None))
    return me


@pytest.fixture
def grid(qtbot: QtBot, presence: Presence, receptionist: wire.Me) -> Grid:
    made = Grid(presence, "en")
    qtbot.addWidget(made)
    made.open()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def calls(qapp: object) -> GridCalls:
    return GridCalls()
