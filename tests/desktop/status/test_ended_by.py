"""Who ends a forward is said where that is not the exchange itself: one that is confirmed goes at its time, one way or the other."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.client.session_events import FactsChanged
from kalix_presence.desktop.presence import MyStatus, Phase, Presence
from kalix_presence.desktop.status.phrases import certainty
from tests.desktop.sample import NOON, reasons_view, sample_people

LUNCH = MyStatus(Phase.IN_FORCE, "lunch", NOON + timedelta(hours=1), forward="switchboard")


@pytest.mark.parametrize(
    ("by_hub", "status", "said"),
    [
        (True, LUNCH, True),
        (False, LUNCH, False),
        (True, MyStatus(Phase.IN_FORCE, "away", forward="switchboard"), False),
        (True, MyStatus(Phase.IN_FORCE, "reachable", LUNCH.until, forward="none"), False),
        (True, MyStatus(Phase.IN_FORCE), False),
        (True, MyStatus(Phase.PENDING, "lunch", LUNCH.until, forward="switchboard"), False),
    ],
)
def test_who_ends_it(qapp: object, by_hub: bool, status: MyStatus, said: bool) -> None:
    made, people = Presence(lambda: NOON), sample_people()
    view = msgspec.structs.replace(reasons_view(), ended_by_hub=by_hub)
    made.on_session_event(FactsChanged(wire.Me("me", ["employee"], {}, people[0]), view, people, None))
    assert ("The presence server ends it." in certainty(status, made)) is said


@pytest.mark.parametrize(
    ("kept", "status", "said"),
    [
        ("exact", LUNCH, True),
        ("", LUNCH, False),
        ("today", LUNCH, False),
        ("exact", MyStatus(Phase.IN_FORCE, "away", forward="switchboard"), False),
        ("exact", MyStatus(Phase.IN_FORCE, "reachable", LUNCH.until, forward="none"), False),
        ("exact", MyStatus(Phase.PENDING, "lunch", LUNCH.until, forward="switchboard"), False),
    ],
)
def test_that_it_ends_in_the_exchange(qapp: object, kept: str, status: MyStatus, said: bool) -> None:
    made, people = Presence(lambda: NOON), sample_people()
    view = msgspec.structs.replace(reasons_view(), end_kept=kept)
    made.on_session_event(FactsChanged(wire.Me("me", ["employee"], {}, people[0]), view, people, None))
    assert ("which also ends it" in certainty(status, made)) is said
