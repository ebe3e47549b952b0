"""Each person is handed all that is held on them, nobody another's, and nothing that the program would show them nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kalix_presence.hub.directory import own_copy
from kalix_presence.hub.site.calendars_section import CalendarsSection
from kalix_presence.hub.store.held import held_of
from kalix_presence.hub.store.people import read_people
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.errors import Forbidden
from tests.hub.core.annas import MARK, calendar_server, fill
from tests.hub.house import looked_at
from tests.hub.serving import Serving, made_config, serving, soon
from tests.hub.web.test_streams import until

pytestmark = pytest.mark.xdist_group("audit")

COPY = "/api/v1/me/copy"
OTHERS = ("per", "siv", "maria", "olle", "ada")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A hub that holds of Anna everything that it can hold of anybody; Siv may do everything for her."""
    folder = tmp_path_factory.mktemp("own") / "hub"
    config = msgspec.structs.replace(made_config(folder), calendars=CalendarsSection(hosts=("127.0.0.1",), poll_seconds=5))
    with calendar_server() as address, serving(folder, config=config) as hub, hub.client("anna") as anna:
        fill(hub, anna, address)
        lent = {"extension": "2061", "until": (hub.clock() + timedelta(days=5)).date().isoformat()}
        anna.post("/api/v1/delegations", json={**lent, "absence": True, "messages": True, "plans": True}).raise_for_status()
        until(lambda: hub.on_loop(lambda: all(state.in_force for state in hub.hub.board.states.values())))
        yield hub


ADDED_BY_THE_COPY = ("session", "audit")


def export_of(hub: Serving, extension: str, username: str) -> dict[str, list[dict[str, Any]]]:
    """What the hub's own export holds now, but for what each copy adds."""
    with looked_at(hub.config.path(hub.config.database)) as sql:
        held = dict(held_of(sql, read_people(sql)[extension], username))
    return {table: rows if table not in ADDED_BY_THE_COPY else [] for table, rows in held.items()}


def copy_of(hub: Serving, name: str, **more: Any) -> dict[str, Any]:
    hub.clock.move(hours=1)
    return asked_for(hub, name, **more)


def asked_for(hub: Serving, name: str, **more: Any) -> dict[str, Any]:
    with hub.client(name) as client:
        return client.post(COPY, **more).raise_for_status().json()  # type: ignore[no-any-return]


def test_she_is_handed_what_the_hub_s_own_export_holds_or_told_how_much_is_left_out(filled: Serving) -> None:
    copy = copy_of(filled, "anna")
    exported: dict[str, list[dict[str, Any]]] = {}
    while exported != (exported := export_of(filled, "2041", "anna")):  # what the hour that went by has set off is done
        copy = asked_for(filled, "anna")
    assert (copy["extension"], copy["name"], copy["cut"]) == ("2041", "Anna Ek", [])
    assert copy["held"].keys() | copy["left_out"].keys() == exported.keys()
    for table, rows in exported.items():
        if table not in ADDED_BY_THE_COPY:
            assert len(copy["held"].get(table, [])) + copy["left_out"].get(table, 0) == len(rows), table
    assert set(copy["left_out"]) <= {"message", "message_step", "event", "notice", "extension_request", "sketch_place"}
    sheets = {each["sheet"] for each in copy["held"]["sketch_place"]}
    own = {each["id"] for each in copy["held"]["sketch_proposal"]}
    assert own, "what she proposed herself"
    assert sheets == {"unit:bygglov", *own}


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_is_handed_hers_not_her_delegate_nor_by_a_role_nor_by_asking(filled: Serving, name: str) -> None:
    for more in ({}, {"json": {"extension": "2041"}}, {"params": {"extension": "2041", "about": "2041", "for": "2041"}}):
        copy = copy_of(filled, name, **more)
        assert copy["extension"] != "2041"
        own = {"person", "absence", "plan", "preference", "calendar", "lift", "taken_away"}
        assert not [row for table in own for row in copy["held"].get(table, []) if row["extension"] == "2041"]
        marked = [(table, row) for table, rows in copy["held"].items() for row in rows if MARK in json.dumps(row)]
        for (
            table,
            row,
        ) in marked:  # what Maria left for her herself, Siv was handed, and Per sees to as her deputy while she is away
            assert table == "message" or (table == "event" and row["kind"] == "message"), (table, row)


def test_it_is_told_in_her_trail_and_in_nobody_else_s(filled: Serving) -> None:
    copy_of(filled, "anna")
    with filled.client("anna") as anna:
        newest = anna.get("/api/v1/audit", params={"act": "copy-own-data"}).json()["lines"][0]
    assert (newest["by"], newest["about"]) == ("2041", "2041")


def test_what_others_wrote_of_her_and_show_her_nowhere_is_counted_and_not_told(filled: Serving) -> None:
    with filled.client("olle") as olle, filled.client("anna") as anna:
        wanted = (filled.clock() + timedelta(days=20)).date().isoformat()
        wish = {"kind": "change", "unit": "bygglov", "wanted": wanted, "number": "2041", "words": "Hemligt om Anna"}
        olle.post("/api/v1/extension-requests", json=wish).raise_for_status()
        others = anna.post("/api/v1/messages", json={"to": "2061", "about": "Till Siv"}).json()
    copy = copy_of(filled, "anna")
    assert copy["left_out"]["extension_request"] == 1
    assert "Hemligt" not in json.dumps(copy, ensure_ascii=False)
    assert others["id"] in {row["id"] for row in copy["held"]["message"]}  # she left it herself


def test_a_message_that_went_on_past_her_is_not_in_what_she_was_told_either(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub, hub.client("maria") as maria, hub.client("anna") as anna, hub.client("siv") as siv:
        wish = {"to": "2041", "about": "Skolskjuts i vinter", "caller_name": "Eva"}
        made = maria.post("/api/v1/messages", json=wish).raise_for_status().json()
        tried = {"step": "try", "version": made["version"], "outcome": "no_answer"}
        made = anna.patch(f"/api/v1/messages/{made['id']}", json=tried).raise_for_status().json()
        for client, to in ((anna, "2061"), (siv, "2043")):
            assert "Skolskjuts i vinter" in json.dumps(copy_of(hub, "anna"))
            body = {"step": "hand_over", "version": made["version"], "to": to, "word": "Hen vet"}
            made = client.patch(f"/api/v1/messages/{made['id']}", json=body).raise_for_status().json()
        copy = copy_of(hub, "anna")
        assert "Skolskjuts i vinter" not in json.dumps(copy)
        assert copy["left_out"].keys() == {"event", "message", "message_step"}
        assert {row["by"] for row in copy["held"]["message_step"]} == {"2041"}
        assert "Skolskjuts i vinter" in json.dumps(copy_of(hub, "olle"))


def test_what_a_role_lets_somebody_do_for_others_is_not_theirs(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub, hub.client("maria") as maria, hub.client("per") as per:
        made = per.post("/api/v1/messages", json={"to": "2041", "about": "Rör Anna"}).raise_for_status().json()
        tried = {"step": "try", "version": made["version"], "outcome": "no_answer"}
        maria.patch(f"/api/v1/messages/{made['id']}", json=tried).raise_for_status()
        notice = {"unit": "bygglov", "text": "Byggda Anna", "valid_until": (hub.clock() + timedelta(hours=8)).isoformat()}
        proposed = per.post("/api/v1/notices", json=notice).raise_for_status().json()
        published = {"version": proposed["version"], "publish": True}
        maria.patch(f"/api/v1/notices/{proposed['id']}", json=published).raise_for_status()
        copy = copy_of(hub, "maria")
        assert "Anna" not in json.dumps({table: rows for table, rows in copy["held"].items() if table != "event"})
        assert {"message", "notice"} <= copy["left_out"].keys()


def test_so_many_an_hour_and_the_refusal_says_when(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub, hub.client("anna") as anna, hub.client("siv") as siv:
        codes = [anna.post(COPY) for _ in range(5)]
        assert [each.status_code for each in codes] == [200, 200, 200, 200, 429]
        assert codes[-1].json()["detail"].startswith("Det blev för mycket på en gång.")
        assert int(codes[-1].headers["retry-after"]) >= 60
        assert siv.post(COPY).status_code == 200
        assert anna.get("/api/v1/me").status_code == 200


def test_of_very_much_the_newest_is_handed_out_and_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_copy, "MOST", 2)
    with serving(tmp_path / "hub") as hub, hub.client("anna") as anna:
        for minutes in (20, 30, 40):
            anna.put("/api/v1/people/2041/absence", json={"reason": "meeting", "until": soon(minutes)}).raise_for_status()
        copy = anna.post(COPY).json()
        now = anna.get("/api/v1/people/2041").json()["standing"]["absence"]["id"]
    assert len(copy["held"]["absence"]) == 2
    assert {"absence", "event"} <= set(copy["cut"])
    assert now in {row["id"] for row in copy["held"]["absence"]}


def test_whoever_has_not_signed_in_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub, hub.client() as stranger:
        assert stranger.post(COPY).status_code == 401


@pytest.mark.parametrize(("extension", "person"), [(None, ""), ("2041", "whoever-held-it-before"), ("2999", "")])
def test_an_account_that_is_nobody_of_the_house_any_more_is_handed_nothing(
    tmp_path: Path, extension: str | None, person: str
) -> None:
    caller = Caller("root", extension, None, frozenset({Role.ADMINISTRATOR}), person)
    with serving(tmp_path / "hub") as hub:
        making = hub.hub.own_copies.make
        with pytest.raises(Forbidden):
            hub.on_loop(lambda: making(caller, now=hub.clock()))
