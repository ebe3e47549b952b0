"""What the organisation says of itself: a unit's address holds for all below it, the organisation's for the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.senders import address_of, sender_view
from kalix_presence.model.directory import Unit
from kalix_presence.model.signature import TEMPLATE

UNITS = (Unit("bygg", "Bygg"), Unit("lov", "Lov", "bygg"), Unit("arkiv", "Arkiv", "lov"), Unit("skola", "Skola"))


def made(*addresses: str) -> Board:
    policy = replace(shipped.default_policy(), organisation="Kalix", organisation_address="Nygatan 4", unit_addresses=addresses)
    board = Board(shipped.default_reasons(), policy)
    board.load_directory({}, {each.code: each for each in UNITS}, 1)
    return board


@pytest.mark.parametrize(
    ("unit", "address"), [("bygg", "A 1"), ("lov", "B 2"), ("arkiv", "B 2"), ("skola", "Nygatan 4"), ("gone", "Nygatan 4")]
)
def test_the_nearest_address_above_holds(unit: str, address: str) -> None:
    assert address_of(made("bygg: A 1", "lov: B 2"), unit) == address


def test_clients_are_told_every_unit_with_another_address_and_no_more() -> None:
    assert sender_view(made("bygg: A 1", "lov: B 2")).addresses == {"bygg": "A 1", "lov": "B 2", "arkiv": "B 2"}
    assert sender_view(made("lov: Nygatan 4")).addresses == {}
    assert sender_view(made()) == wire.Sender("Kalix", "", "Nygatan 4", {}, list(TEMPLATE))
