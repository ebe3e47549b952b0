"""What the site has decided counts at every desk; what somebody chose is kept for when it does not any more."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.local.site_settings import decided, decided_names
from kalix_presence.model.preferences import Preferences

MINE = Settings(lunch=False, day_end=False, unannounced=True, office="192.0.2.0/24")


def test_nothing_is_decided_where_the_site_says_nothing_or_is_not_known() -> None:
    for view in (None, wire.PreferencesView(Preferences())):
        assert decided(MINE, view) == MINE
        assert decided_names(view) == frozenset()


def test_what_is_decided_counts_and_the_rest_is_as_it_was_chosen() -> None:
    view = wire.PreferencesView(Preferences(), [], {"day_end": True, "unannounced": False}, ["10.12.0.0/16", "10.13.0.0/16"])
    assert decided(MINE, view) == Settings(lunch=False, day_end=True, unannounced=False, office="10.12.0.0/16 10.13.0.0/16")
    assert decided_names(view) == {"day_end", "unannounced", "office"}


def test_what_a_newer_hub_decides_and_this_desk_does_not_know_is_left_out() -> None:
    view = wire.PreferencesView(Preferences(), [], {"tea": True})
    assert decided(MINE, view) == MINE
    assert decided_names(view) == frozenset()
