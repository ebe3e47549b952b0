"""People and reasons over the wire: of an older hub, of a newer one, and without what is not known."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.model.absence import ForwardKind

ANNA = b'{"extension":"2041","name":"Anna Ek","unit":"bygg","unit_name":"Bygg","administration":"samhalle"}'


def test_an_administration_is_called_by_its_name() -> None:
    named = msgspec.structs.replace(msgspec.json.decode(ANNA, type=wire.PersonView), administration_name="Samhälle")
    assert named.administration_shown == "Samhälle"


def test_an_administration_of_an_older_hub_is_called_by_its_code() -> None:
    assert msgspec.json.decode(ANNA, type=wire.PersonView).administration_shown == "samhalle"


def test_what_is_not_known_of_a_person_is_empty_and_not_sent() -> None:
    anna = msgspec.json.decode(ANNA, type=wire.PersonView)
    assert (anna.mobile, anna.email, anna.deputy, anna.standing, anna.phone_hours) == ("", "", None, None, None)
    assert (anna.duties, anna.does, anna.covers) == ([], [], [])
    assert msgspec.json.encode(anna) == ANNA


def test_two_people_without_duties_do_not_share_a_list() -> None:
    first, second = (msgspec.json.decode(ANNA, type=wire.PersonView) for _ in range(2))
    assert first.duties is not second.duties


@pytest.mark.parametrize("missing", ["extension", "name", "unit", "unit_name", "administration"])
def test_a_person_without_what_every_row_shows_is_refused(missing: str) -> None:
    told = msgspec.json.decode(ANNA, type=dict[str, str])
    del told[missing]
    with pytest.raises(msgspec.ValidationError, match=missing):
        msgspec.convert(told, wire.PersonView)


def test_the_last_page_of_people_names_no_next_and_no_why() -> None:
    page = msgspec.json.decode(b'{"people":[]}', type=wire.PeoplePage)
    assert (page.next, page.why) == (None, None)


LEAST = b'{"code":"lunch","names":{"sv":"Lunch"},"icon":"lunch","colour":"#c60","shape":"disc"}'


def test_a_reason_leads_to_the_switchboard_needs_an_end_and_can_be_chosen_unless_it_says_otherwise() -> None:
    lunch = msgspec.json.decode(LEAST, type=wire.ReasonView)
    assert (lunch.forward, lunch.end, lunch.selectable) == (ForwardKind.SWITCHBOARD, "required", True)
    assert (lunch.digit, lunch.usual, lunch.shown_as, lunch.aliases, lunch.told_as) == (None, None, None, [], "")


def test_a_way_to_forward_that_only_a_newer_hub_knows_leads_to_the_switchboard() -> None:
    newer = LEAST.replace(b'"code"', b'"forward":"robot","code"')
    assert msgspec.json.decode(newer, type=wire.ReasonView).forward is ForwardKind.SWITCHBOARD


def test_a_hub_that_says_nothing_of_what_its_pbx_lacks_can_do_all() -> None:
    site = msgspec.json.decode(b'{"reasons":[]}', type=wire.ReasonsView)
    assert site.unable == []
    assert not site.ended_by_hub
    assert not site.own_time
    assert not site.sound


def test_a_hub_that_says_nothing_of_versions_warns_of_none_and_offers_none() -> None:
    site = msgspec.json.decode(b'{"reasons":[]}', type=wire.ReasonsView)
    assert (site.version, site.clients_from, site.newest_client, site.newest_from, site.newest_feed) == ("",) * 5
    assert (site.sender, site.seen, site.at) == (None, [], None)


def test_a_hub_that_says_nothing_of_its_day_has_an_ordinary_one() -> None:
    site = msgspec.json.decode(b'{"reasons":[]}', type=wire.ReasonsView)
    assert (site.day_starts, site.lunch_at, site.lunch_until, site.day_ends) == ("08:00", "12:00", "13:00", "16:30")
    assert (site.zone, site.country, site.signals, site.note_limit) == ("Europe/Stockholm", "SE", 5, 200)


def test_days_off_and_short_days_go_as_dates() -> None:
    site = wire.ReasonsView([], days_off=[date(2026, 12, 25)], short_days={date(2026, 12, 30): "12:00"})
    text = msgspec.json.encode(site)
    assert b'"days_off":["2026-12-25"],"short_days":{"2026-12-30":"12:00"}' in text
    assert msgspec.json.decode(text, type=wire.ReasonsView) == site


def test_what_a_newer_hub_shows_of_a_person_is_read_with_words_of_its_own() -> None:
    seen = msgspec.json.decode(b'{"field":"shoe_size","by":{"neighbour":"half"}}', type=wire.FieldSeen)
    assert (seen.field, seen.by) == ("shoe_size", {"neighbour": "half"})
