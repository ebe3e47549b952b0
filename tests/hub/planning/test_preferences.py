"""Preferences over a real server: who may change whose, what is refused, and what everybody else hears of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.hub.store.preferences import read_preferences
from kalix_presence.model.preferences import PhoneHours, Preferences, Span
from tests.hub.serving import Serving, events_of, made_config, serving

URL = "/api/v1/people/2041/preferences"
MORNINGS = {"hours": {str(day): [{"starts": "09:00:00", "ends": "11:00:00"}] for day in range(5)}}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.mark.parametrize("username", ["anna", "per", "maria", "olle", "siv", "ada"])
def test_oneself_the_officer_of_the_administration_and_the_administrator_see_and_change_them(
    hub: Serving, username: str
) -> None:
    board = hub.hub.board
    with hub.client(username) as client:
        me = client.get("/api/v1/me").json()
        assert me["may"]["set_preferences"] in ("self", "administration", "all")
        caller_is_allowed = username in ("anna", "olle", "ada")
        before = board.preferences_of("2041").lunch_minutes
        wanted = (before or 44) + 1
        assert client.get(URL).status_code == (200 if caller_is_allowed else 403)
        assert client.put(URL, json={"lunch_minutes": wanted}).status_code == (200 if caller_is_allowed else 403)
    assert board.preferences_of("2041").lunch_minutes == (wanted if caller_is_allowed else before)


def test_what_is_left_out_stays_and_null_is_as_the_site_has_it(hub: Serving) -> None:
    with hub.client("anna") as anna:
        week = {"0": [{"starts": "07:00:00", "ends": "11:00:00"}, {"starts": "12:00:00", "ends": "15:00:00"}]}
        anna.put(URL, json={"hours": week, "copy_by_mail": True}).raise_for_status()
        kept = anna.put(URL, json={"lunch_at": "11:30:00"}).json()["preferences"]
        assert kept["hours"] == week
        assert kept["copy_by_mail"] is True
        monday = date(2026, 11, 23)
        assert len(hub.hub.board.worktime_of("2041").spans(monday)) == 2
        assert anna.put(URL, json={"hours": None}).json()["preferences"]["hours"] is None
        assert hub.hub.board.worktime_of("2041").spans(monday) == hub.hub.board.worktime.spans(monday)


def test_choices_that_make_no_sense_are_refused_with_their_field(hub: Serving) -> None:
    with hub.client("anna") as anna:
        answer = anna.put(URL, json={"hours": {"0": [{"starts": "12:00:00", "ends": "08:00:00"}]}})
        assert (answer.status_code, answer.json()["field"]) == (422, "hours")
        assert anna.put(URL, json={"lunch_minutes": "long"}).status_code == 400


def test_phone_hours_reach_everybody_by_an_event_that_gives_no_mobile_away(hub: Serving) -> None:
    until = (hub.clock() + timedelta(days=30)).date().isoformat()
    with hub.client("per") as per, hub.client("anna") as anna:
        number = hub.hub.board.number
        with per.stream("GET", "/api/v1/events", headers={"last-event-id": str(number)}) as stream:
            anna.put(URL, json={"phone_hours": {**MORNINGS, "until": until}}).raise_for_status()
            person = next(event for _, event in events_of(stream.iter_lines()) if event["kind"] == "person")["person"]
        assert person["phone_hours"]["until"] == until
        assert "mobile" not in person
        assert per.get("/api/v1/people/2041").json()["phone_hours"]["until"] == until
    with hub.client("maria") as maria:
        assert maria.get("/api/v1/people/2041").json()["mobile"]


def test_they_are_kept_over_a_restart_and_what_the_site_has_locked_stays(tmp_path: Path) -> None:
    config = made_config(tmp_path / "hub")
    (tmp_path / "hub" / "policy.toml").write_text('locked = ["hours", "gone_at_day_end"]\n', "utf-8")
    with serving(tmp_path / "hub", config=config) as first, first.client("anna") as anna:
        anna.put(URL, json={"lunch_at": "11:00:00"}).raise_for_status()
    config = msgspec.structs.replace(config, policy="policy.toml")
    with serving(tmp_path / "hub", config=config) as again, again.client("anna") as anna:
        seen = anna.get(URL).json()
        assert seen["locked"] == ["hours", "gone_at_day_end"]
        assert seen["preferences"]["lunch_at"] == "11:00:00"
        assert again.hub.board.worktime_of("2041").lunch_until == time(12)
        refused = anna.put(URL, json={"gone_at_day_end": True}, headers={"accept-language": "en"})
        assert (refused.status_code, refused.json()["code"]) == (403, "preferences-locked")
        assert "organisation" in refused.json()["detail"]
        assert anna.put(URL, json={"hours": None, "copy_by_sms": True}).status_code == 200


def test_what_the_site_decides_holds_for_who_chose_nothing_and_where_it_is_locked_for_all(tmp_path: Path) -> None:
    config = made_config(tmp_path / "hub")
    with serving(tmp_path / "hub", config=config) as first, first.client("anna") as anna:
        anna.put(URL, json={"gone_at_day_end": True}).raise_for_status()
        anna.put(URL, json={"gone_at_day_end": False, "lunch_at": "11:00:00"}).raise_for_status()
    policy = tmp_path / "hub" / "policy.toml"
    policy.write_text('gone_at_day_end = true\nreminders = ["day_end on"]\noffice = ["10.12.0.0/16"]\n', "utf-8")
    config = msgspec.structs.replace(config, policy="policy.toml")
    with serving(tmp_path / "hub", config=config) as hub, hub.client("anna") as anna, hub.client("per") as per:
        mine, pers = anna.get(URL).json(), per.get(URL.replace("2041", "2042")).json()
        assert (mine["preferences"]["gone_at_day_end"], pers["preferences"]["gone_at_day_end"]) == (False, True)
        assert (pers["reminders"], pers["office"]) == ({"day_end": True}, ["10.12.0.0/16"])
        states = hub.hub.board.states
        assert {each.reason for each in states["2042"].absences} == {"gone_for_the_day"}
        assert not states["2041"].absences
    policy.write_text('gone_at_day_end = true\nlocked = ["gone_at_day_end"]\n', "utf-8")
    with serving(tmp_path / "hub", config=config) as hub, hub.client("anna") as anna:
        assert anna.get(URL).json()["preferences"]["gone_at_day_end"] is True
        assert {each.reason for each in hub.hub.board.states["2041"].absences} == {"gone_for_the_day"}
        refused = anna.put(URL, json={"gone_at_day_end": False})
        assert (refused.status_code, refused.json()["code"]) == (403, "preferences-locked")
        assert anna.put(URL, json={"lunch_at": "11:30:00"}).status_code == 200


def test_one_row_that_cannot_be_read_does_not_keep_the_hub_from_starting(tmp_path: Path) -> None:
    config = made_config(tmp_path / "hub")
    from kalix_presence.hub.commands.saying import write

    odd = "INSERT INTO preference(extension, body) VALUES (?, ?)", ("2041", '{"hours":7}')
    write(config, lambda change: change.sql.execute(*odd))
    with serving(tmp_path / "hub", config=config) as hub:
        assert hub.hub.board.preferences_of("2041") == Preferences()
        assert hub.on_loop(lambda: hub.hub.store.read(read_preferences)) == {}


def test_the_view_survives_the_wire() -> None:
    chosen = Preferences(phone_hours=PhoneHours({0: (Span(time(9), time(11)),)}, date(2027, 1, 1)))
    view = wire.PreferencesView(chosen)
    text = msgspec.json.encode(view)
    assert msgspec.json.decode(text, type=wire.PreferencesView).preferences.phone_hours == PhoneHours(
        {0: (Span(time(9), time(11)),)}, date(2027, 1, 1)
    )
    assert json.loads(text)["preferences"]["phone_hours"]["hours"]["0"][0]["starts"] == "09:00:00"
