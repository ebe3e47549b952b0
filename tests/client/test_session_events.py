"""What a session tells can be told apart, and nothing that an event carries is told as something else."""

from __future__ import annotations

from typing import get_args, get_type_hints

from kalix_presence import wire
from kalix_presence.client.session_events import HAPPENED, FactsChanged, Happened, StandingsChanged


def test_every_event_that_is_told_as_it_is_may_stand_in_what_happened() -> None:
    assert set(HAPPENED) == set(get_args(get_type_hints(Happened)["event"]))
    assert set(HAPPENED) <= set(get_args(wire.Event)), "and it is an event of the hub"


def test_standings_and_people_are_put_by_extension_where_they_are_told() -> None:
    standings = [wire.Standing("2041", 1), wire.Standing("2042", 2)]
    assert StandingsChanged(standings, whole=False).by_extension == {"2041": standings[0], "2042": standings[1]}
    anna = wire.PersonView("2041", "Anna Ek", "bygg", "Bygg", "samhall")
    assert FactsChanged(None, None, [anna], None).by_extension == {"2041": anna}
