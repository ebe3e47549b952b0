"""What is said of the list: nobody and why, and how old it is without contact."""

from __future__ import annotations

from PySide6.QtTest import QTest

from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import LinkChanged
from kalix_presence.desktop.grid.keys import Do
from kalix_presence.desktop.grid.window import Grid
from kalix_presence.desktop.presence import Presence
from tests.desktop.grid.seen import names, sentences
from tests.desktop.sample import Clock, sample_people


def test_no_match_is_said_with_what_was_typed(grid: Grid) -> None:
    QTest.keyClicks(grid.search, "<b>xyzzy")
    assert "<b>xyzzy" in grid.empty.text()
    assert grid.empty.isVisible()
    assert not grid.view.isVisible()


def test_without_contact_the_age_of_what_is_shown_is_said(grid: Grid, presence: Presence, clock: Clock) -> None:
    assert not grid.offline.isVisible()
    clock.move(minutes=7)
    presence.on_session_event(LinkChanged(LinkState.OFFLINE))
    clock.move(hours=1)
    assert grid.offline.isVisible()
    assert "known at 12:07" in grid.offline.text()
    assert "as of 12:07" in sentences(grid)[0]
    assert grid.acts.button(Do.CALL).accessibleDescription() == "No contact with the presence server."
    assert not grid.acts.button(Do.CALL).isEnabled()
    presence.on_session_event(LinkChanged(LinkState.ONLINE))
    assert not grid.offline.isVisible()
    assert "as of" not in sentences(grid)[0]


def test_nobody_is_shown_to_somebody_who_is_signed_out(grid: Grid, presence: Presence) -> None:
    presence.on_session_event(LinkChanged(LinkState.SIGNED_OUT))
    assert names(grid) == []
    assert "not signed in" in grid.empty.text()
    presence.on_session_event(LinkChanged(LinkState.ONLINE))
    assert len(names(grid)) == len(sample_people())
