"""For whom I act, in words: on the panel, with what and until when; many are named in one line."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from kalix_presence import wire
from kalix_presence.client.session_events import FactsChanged
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.status.acts_for import MOST_NAMED, acts_for, days, rights
from kalix_presence.desktop.status.panel import StatusPanel
from tests.desktop.sample import NOON, Clock, reasons_view, sample_people

TODAY = NOON.date()


def lent(number: int, first: int = 0, last: int = 3, **given: bool) -> wire.DelegationView:
    since, until = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
    return wire.DelegationView(f"{number}" * 32, f"203{number}", f"Eva {number}", "2041", "Anna Ek", since, until, **given)


def act(presence: Presence, *those: wire.DelegationView) -> None:
    people = sample_people()
    own = next(each for each in people if each.extension == "2041")
    me = wire.Me("anna", ["employee"], {}, own, acts_for=list(those))
    presence.on_session_event(FactsChanged(me, reasons_view(), people, None))


def test_the_panel_says_for_whom_i_act_as_long_as_i_do(presence: Presence, qtbot: QtBot) -> None:
    panel = StatusPanel(presence, "en")
    qtbot.addWidget(panel)
    act(presence, lent(1, absence=True, plans=True))
    assert panel._banner.acts_for.text() == "You are a delegate of Eva 1: absence, plans, until Fri 27/11"
    assert not panel._banner.acts_for.isHidden()
    act(presence)
    assert panel._banner.acts_for.isHidden()


def test_a_few_have_a_line_each_and_many_are_named_in_one(presence: Presence) -> None:
    few = [lent(number, messages=True) for number in range(MOST_NAMED)]
    act(presence, *few)
    assert len(acts_for(presence, "en").splitlines()) == MOST_NAMED
    act(presence, *few, lent(9, messages=True))
    assert acts_for(presence, "en") == "You are a delegate of 4 colleagues: Eva 0, Eva 1, Eva 2, Eva 9"


def test_without_contact_it_ends_by_its_last_day(presence: Presence, clock: Clock) -> None:
    act(presence, lent(1, last=0, plans=True))
    assert acts_for(presence, "en")
    clock.move(days=1)
    assert acts_for(presence, "en") == ""


@pytest.mark.parametrize(
    ("first", "said"), [(0, "until Fri 27/11"), (-4, "until Fri 27/11"), (1, "Wed 25/11 to Fri 27/11"), (3, "Fri 27/11")]
)
def test_the_first_day_is_said_while_it_is_to_come(presence: Presence, first: int, said: str) -> None:
    assert days(lent(1, first), presence, "en") == said


def test_every_right_has_its_word(presence: Presence) -> None:
    assert rights(lent(1, absence=True, messages=True, plans=True)) == "absence, callbacks, plans"
    assert rights(msgspec.structs.replace(lent(1), messages=True)) == "callbacks"
