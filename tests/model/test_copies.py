"""Who gets a copy of a callback message while away, and by which way."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from kalix_presence import shipped
from kalix_presence.model.copies import CopyChannel, channels_for
from kalix_presence.model.policy import Policy
from kalix_presence.model.preferences import Preferences

MEETING = replace(shipped.default_reasons().get("meeting"), copies=True)
HOLIDAY = replace(MEETING, copies=False)
BOTH = Preferences(copy_by_mail=True, copy_by_sms=True)


@pytest.mark.parametrize(("mail", "sms"), list(product((False, True), repeat=2)))
def test_copies_go_by_the_ways_that_were_chosen(mail: bool, sms: bool) -> None:
    found = channels_for(MEETING, Preferences(copy_by_mail=mail, copy_by_sms=sms), Policy())
    assert found == (CopyChannel.MAIL,) * mail + (CopyChannel.SMS,) * sms


def test_whoever_is_not_away_needs_no_copy() -> None:
    assert channels_for(None, replace(BOTH, copies_when_off=True), Policy(copies_when_off=True)) == ()


@pytest.mark.parametrize(("site", "own"), list(product((False, True), repeat=2)))
def test_on_a_day_off_only_where_site_and_person_both_say_so(site: bool, own: bool) -> None:
    chosen, policy = replace(BOTH, copies_when_off=own), Policy(copies_when_off=site)
    assert channels_for(HOLIDAY, chosen, policy) == (tuple(CopyChannel) if site and own else ())
    assert channels_for(MEETING, chosen, policy) == tuple(CopyChannel)
