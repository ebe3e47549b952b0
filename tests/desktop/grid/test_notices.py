"""Notices of units: on top and at their people while the hub says so; proposed, published, withdrawn."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.client.session_events import Happened
from kalix_presence.desktop.grid.notices import GridNotices
from kalix_presence.desktop.presence import Presence
from tests.desktop.sample import NOON

LIBRARY = wire.NoticeView(
    "n1", 2, "Biblioteket", "Biblioteket", "Utbildningsförvaltningen", "Stängt torsdag, inventering", NOON, NOON + timedelta(days=2),
    "2303", "Axel Öberg", NOON, True, "Maria Lind", True,
)  # fmt: skip
PROPOSED = msgspec.structs.replace(LIBRARY, id="n2", text="Ny öppettid", published=False, current=False)


@pytest.fixture
def notices(qapp: object) -> GridNotices:
    made = GridNotices()
    made.replace([LIBRARY, PROPOSED])
    return made


def test_a_notice_is_at_its_unit_s_people_and_at_nobody_else(notices: GridNotices, presence: Presence) -> None:
    said = {person.unit: notices.at(person) for person in presence.people.values()}
    assert said.pop("Biblioteket") == "Stängt torsdag, inventering"
    assert set(said.values()) == {""}
    notices.put([msgspec.structs.replace(LIBRARY, version=3, unit="utbildningsförvaltningen")])
    told = {person.administration for person in presence.people.values() if notices.at(person)}
    assert told == {"utbildningsförvaltningen"}


def test_what_the_hub_tells_later_wins_and_what_is_gone_is_gone(notices: GridNotices) -> None:
    notices.put([msgspec.structs.replace(LIBRARY, version=1, text="old")])
    assert [each.text for each in notices.current] == ["Stängt torsdag, inventering"]
    over = msgspec.structs.replace(LIBRARY, version=3, current=False)
    notices.on_session_event(Happened(wire.NoticesChanged(7, NOON, [over], ["n2"])))
    assert notices.current == []
    assert notices.proposed == []
