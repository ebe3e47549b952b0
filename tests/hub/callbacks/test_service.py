"""Callback messages over REST: left, seen, acted on; by whom, and what the other one is told who was second."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.clocks import NINE
from tests.hub.serving import Serving, soon


@pytest.fixture
def maria(hub: Serving) -> Iterator[httpx.Client]:
    with hub.client("maria") as client:
        yield client


@pytest.fixture
def anna(hub: Serving) -> Iterator[httpx.Client]:
    with hub.client("anna") as client:
        yield client


@pytest.fixture
def per(hub: Serving) -> Iterator[httpx.Client]:
    with hub.client("per") as client:
        yield client


@pytest.fixture
def siv(hub: Serving) -> Iterator[httpx.Client]:
    with hub.client("siv") as client:
        yield client


def wish(to: str = "2041", **more: object) -> dict[str, object]:
    return {"to": to, "caller_name": "Eva Niemi", "caller_number": "0923-123 45", "about": "Bygglov för en altan", **more}


def left(client: httpx.Client, to: str = "2041", **more: object) -> dict[str, Any]:
    answer = client.post("/api/v1/messages", json=wish(to, **more))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def step(client: httpx.Client, message: dict[str, Any], what: str, **more: object) -> httpx.Response:
    return client.patch(f"/api/v1/messages/{message['id']}", json={"step": what, "version": message["version"], **more})


def stepped(client: httpx.Client, message: dict[str, Any], what: str, **more: object) -> dict[str, Any]:
    answer = step(client, message, what, **more)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def listed(client: httpx.Client, **query: str) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/messages", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["messages"]
    return found


def test_a_message_reaches_its_addressee_with_number_and_due_time(maria: httpx.Client, anna: httpx.Client) -> None:
    message = left(maria)
    assert (message["stage"], message["to_name"], message["made_by_name"]) == ("new", "Anna Ek", "Maria Holm")
    assert (message["caller_number"], message["number_shown"]) == ("+4692312345", "0923-123 45")
    assert message["can_ring"]
    assert datetime.fromisoformat(message["due"]) > NINE
    assert [each["id"] for each in listed(anna)] == [message["id"]]


def test_it_lives_its_life_and_is_found_among_the_done_ones(maria: httpx.Client, anna: httpx.Client) -> None:
    message = left(maria)
    for what, more in (
        ("deliver", {}),
        ("see", {}),
        ("try", {"outcome": "no_answer"}),
        ("later", {"until": soon(30)}),
        ("try", {"outcome": "answered"}),
        ("finish", {}),
    ):
        message = stepped(anna, message, what, **more)
    assert (message["stage"], message["closed_by_name"]) == ("done", "Anna Ek")
    assert [each["outcome"] for each in message["attempts"]] == ["no_answer", "answered"]
    assert listed(anna) == []
    assert [each["id"] for each in listed(anna, state="done", q="altan niemi")] == [message["id"]]
    for nowhere in ("någon annan", "%", "_", "alt%n", "alt_n", "\\"):
        assert listed(anna, state="done", q=nowhere) == []
    assert stepped(anna, message, "reopen")["stage"] == "tried"


def test_two_act_at_once_and_one_of_them_is_told_that_the_other_was_first(hub: Serving, maria: httpx.Client) -> None:
    message = left(maria)
    with hub.client("anna") as one, hub.client("anna") as other, ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda client: step(client, message, "finish"), (one, other)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409).json()
    assert refused["code"] == "message-changed"
    assert refused["detail"].startswith("Anna Ek hann före")


def test_a_retry_with_the_same_key_makes_nothing_twice(maria: httpx.Client, anna: httpx.Client) -> None:
    key = {"Idempotency-Key": "one-and-the-same"}
    first, again = (maria.post("/api/v1/messages", json=wish(), headers=key).json() for _ in range(2))
    assert first == again
    assert len(listed(anna)) == 1
    done = {"step": "finish", "version": first["version"]}
    answers = [anna.patch(f"/api/v1/messages/{first['id']}", json=done, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["version"] == answers[1].json()["version"]
    assert maria.post("/api/v1/messages", json=wish(about="annat"), headers=key).json()["code"] == "idempotency-key-reused"


def test_nobody_else_reads_it_or_acts_on_it(hub: Serving, maria: httpx.Client, per: httpx.Client) -> None:
    message = left(maria, "2061")
    with hub.client("ada") as administrator:
        for other in (per, administrator):
            assert listed(other) == []
            assert other.get(f"/api/v1/messages/{message['id']}").status_code == 404
            assert step(other, message, "finish").status_code == 404
    with hub.client() as nobody:
        assert nobody.get("/api/v1/messages").status_code == 401
        assert nobody.post("/api/v1/messages", json=wish()).status_code == 401


def test_the_officer_sees_the_own_administration_s(hub: Serving, maria: httpx.Client) -> None:
    own, other = left(maria, "2041"), left(maria, "2061")
    with hub.client("olle") as officer:
        assert [each["id"] for each in listed(officer)] == [own["id"]]
        assert step(officer, own, "finish").status_code == 200
        assert step(officer, other, "finish").status_code == 404


def test_a_message_to_a_duty_is_taken_by_one_and_the_others_see_it(
    maria: httpx.Client, anna: httpx.Client, per: httpx.Client
) -> None:
    message = left(maria, "bygglov", to_kind="duty")
    assert [each["id"] for each in listed(anna)] == [message["id"]]
    assert listed(per) == []
    taken = stepped(anna, message, "take")
    assert taken["taker_name"] == "Anna Ek"


def test_a_message_to_a_unit_is_for_all_its_people_until_one_takes_it(
    hub: Serving, maria: httpx.Client, anna: httpx.Client, per: httpx.Client
) -> None:
    unit = anna.get("/api/v1/me").json()["person"]["unit"]
    message = left(maria, unit, to_kind="unit")
    assert listed(anna) == listed(per) != []
    taken = stepped(anna, message, "take")
    refused = step(per, taken, "finish")
    assert (refused.status_code, refused.json()["code"]) == (409, "message-taken")
    assert refused.json()["detail"].startswith("Anna Ek har redan tagit")
    assert stepped(anna, taken, "finish")["stage"] == "done"


def test_it_is_handed_over_with_a_word_and_may_be_declined(maria: httpx.Client, anna: httpx.Client, per: httpx.Client) -> None:
    message = left(maria)
    assert step(anna, message, "hand_over", to="2042").json()["code"] == "message-word-missing"
    handed = stepped(anna, message, "hand_over", to="2042", word="Du har ärendet")
    assert (handed["to"], handed["former"], handed["stage"]) == ("2042", "2041", "new")
    assert [each["id"] for each in listed(per)] == [message["id"]]
    declined = stepped(per, handed, "decline", word="Jag är ledig")
    assert (declined["to"], declined["word"]) == ("2041", "Jag är ledig")


def test_who_handed_it_on_sees_it_until_it_is_handed_on_again(
    maria: httpx.Client, anna: httpx.Client, per: httpx.Client, siv: httpx.Client
) -> None:
    handed = stepped(anna, left(maria), "hand_over", to="2061", word="Det är skolan")
    address = f"/api/v1/messages/{handed['id']}"
    assert anna.get(address).status_code == 200
    assert handed["id"] in [each["id"] for each in listed(anna)]
    assert per.get(address).status_code == 404
    stepped(siv, handed, "hand_over", to="2042", word="Nej, Per")
    assert anna.get(address).status_code == 404
    assert siv.get(address).status_code == 200


def test_it_is_returned_to_the_switchboard_which_hands_it_on(maria: httpx.Client, anna: httpx.Client) -> None:
    returned = stepped(anna, left(maria), "return", word="Det är en fråga för Miljö")
    assert (returned["to_kind"], returned["stage"]) == ("switchboard", "returned")
    assert returned["id"] in [each["id"] for each in listed(maria)]
    assert stepped(maria, returned, "hand_over", to="2043")["to"] == "2043"


def test_the_deputy_acts_while_the_person_is_away(maria: httpx.Client, anna: httpx.Client, per: httpx.Client) -> None:
    message = left(maria)
    assert step(per, message, "finish").status_code == 404
    anna.put("/api/v1/people/2041/absence", json={"reason": "holiday", "until": soon(60 * 24 * 14)}).raise_for_status()
    assert stepped(per, message, "try", outcome="answered")["stage"] == "tried"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"caller_number": "ring mig"}, "message-number"),
        ({"caller_number": "0923-123 45\r\nAction: x"}, "message-text-control"),
        ({"about": "x" * 501}, "message-text-too-long"),
        ({"about": "hej\u0007"}, "message-text-control"),
        ({"caller_name": "", "caller_number": "", "about": " "}, "message-empty"),
        ({"call_before": "2020-01-01T12:00:00Z"}, "message-window"),
        ({"to": "9999"}, "extension-unknown"),
        ({"to": "Ingenstans", "to_kind": "unit"}, "unit-unknown"),
        ({"to": "trolleri", "to_kind": "duty"}, "duty-unknown"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(maria: httpx.Client, fields: dict[str, object], code: str) -> None:
    answer = maria.post("/api/v1/messages", json={**wish(), **fields})
    assert answer.json()["code"] == code
    assert len(answer.json()["detail"]) > 20


def test_text_stays_what_it_is(maria: httpx.Client) -> None:
    assert left(maria, about="<b>5 < 6</b> & 'så'")["about"] == "<b>5 < 6</b> & 'så'"


def test_a_premium_number_may_be_noted_but_not_rung(maria: httpx.Client, anna: httpx.Client) -> None:
    message = left(maria, caller_number="0900-123 45 67")
    assert not message.get("can_ring", False)
    refused = anna.post(f"/api/v1/messages/{message['id']}/ring")
    assert refused.json()["code"] == "message-number-not-allowed"


def test_pages_lead_through_all_of_them(maria: httpx.Client) -> None:
    made = [left(maria, about=f"nummer {number}")["id"] for number in range(5)]
    seen: list[str] = []
    after = ""
    while True:
        page = maria.get("/api/v1/messages", params={"limit": 2, "after": after}).json()
        seen += [each["id"] for each in page["messages"]]
        after = page.get("next") or ""
        if not after:
            break
    assert sorted(seen) == sorted(made)
    for each in listed(maria):
        stepped(maria, each, "finish")
    seen, after = [], ""
    while True:
        page = maria.get("/api/v1/messages", params={"state": "done", "limit": 2, "after": after}).json()
        seen += [each["id"] for each in page["messages"]]
        after = page.get("next") or ""
        if not after:
            break
    assert sorted(seen) == sorted(made)


def test_a_page_goes_on_where_it_ended_also_when_its_last_message_was_done_meanwhile(maria: httpx.Client) -> None:
    made = [left(maria, about=f"nummer {number}") for number in range(4)]
    first = maria.get("/api/v1/messages", params={"limit": 2}).json()
    last = first["messages"][-1]
    stepped(maria, last, "finish")
    rest = maria.get("/api/v1/messages", params={"limit": 5, "after": first["next"]}).json()["messages"]
    assert {each["id"] for each in first["messages"]} | {each["id"] for each in rest} == {each["id"] for each in made}
    assert len(rest) == 2
    for state, mark in itertools.product(("open", "done"), ("no-mark", "²-x", f"{'9' * 40}-x", "7-")):
        refused = maria.get("/api/v1/messages", params={"state": state, "after": mark})
        assert (refused.status_code, refused.json()["code"]) == (422, "page-unknown")


def test_they_are_narrowed_to_a_person_a_unit_a_duty_and_to_how_far_they_have_come(
    maria: httpx.Client, anna: httpx.Client
) -> None:
    me = anna.get("/api/v1/me").json()["person"]
    unit, duty = me["unit"], me["duties"][0]
    own, to_unit, to_duty = left(maria), left(maria, unit, to_kind="unit"), left(maria, duty, to_kind="duty")

    def found(**asked: str) -> set[str]:
        return {each["id"] for each in anna.get("/api/v1/messages", params=asked).json()["messages"]}

    assert found(to=me["extension"]) == {own["id"]}
    # A unit and a duty may be called the same: then what is to either is found.
    assert found(to=unit) == {to_unit["id"]} | ({to_duty["id"]} if unit == duty else set())
    assert to_duty["id"] in found(to=duty.upper())
    stepped(anna, to_unit, "take")
    assert found(to=me["extension"]) == {own["id"], to_unit["id"]}
    assert found(state="seen") == {to_unit["id"]}
    assert found(state="new", to=duty) & {to_unit["id"], to_duty["id"]} == {to_duty["id"]}


def test_wishes_for_a_time_set_when_it_is_due(maria: httpx.Client) -> None:
    before = NINE + timedelta(minutes=20)
    message = left(maria, call_before=before.isoformat())
    assert datetime.fromisoformat(message["due"]) == before


def test_its_history_tells_who_did_what_when_and_by_which_way(
    maria: httpx.Client, anna: httpx.Client, per: httpx.Client
) -> None:
    message = stepped(anna, left(maria), "try", outcome="busy", way="cli")
    steps = anna.get(f"/api/v1/messages/{message['id']}/steps").json()["steps"]
    assert [(each["step"], each["by_name"], each["way"]) for each in steps] == [
        ("leave", "Maria Holm", "receptionist"),
        ("try", "Anna Ek", "cli"),
    ]
    assert steps[1]["detail"] == "busy"
    assert per.get(f"/api/v1/messages/{message['id']}/steps").status_code == 404


def test_whoever_it_is_handed_to_has_time_to_act(hub: Serving, maria: httpx.Client, anna: httpx.Client) -> None:
    message = left(maria)
    hub.clock.ahead = timedelta(days=3)
    asked_at = hub.clock()
    handed = stepped(anna, message, "hand_over", to="2042", word="Du har ärendet")
    assert datetime.fromisoformat(handed["due"]) >= asked_at + timedelta(minutes=30)


def test_ringing_for_a_group_takes_the_message(maria: httpx.Client, anna: httpx.Client, per: httpx.Client) -> None:
    unit = anna.get("/api/v1/me").json()["person"]["unit"]
    message = left(maria, unit, to_kind="unit")
    assert anna.post(f"/api/v1/messages/{message['id']}/ring").status_code == 202
    refused = per.post(f"/api/v1/messages/{message['id']}/ring")
    assert (refused.status_code, refused.json()["code"]) == (409, "message-taken")


def test_who_writes_is_told_of_a_long_absence_and_of_the_deputy(maria: httpx.Client, anna: httpx.Client) -> None:
    there = maria.get("/api/v1/people/2041/callback-advice").json()
    assert (there.get("in_time", True), there.get("deputy")) == (True, None)
    anna.put("/api/v1/people/2041/absence", json={"reason": "sick", "until": None}).raise_for_status()
    away = maria.get("/api/v1/people/2041/callback-advice").json()
    assert (away["in_time"], away["away"], away["deputy"], away["deputy_name"]) == (False, True, "2042", "Per Berg")
    assert maria.get("/api/v1/people/9999/callback-advice").status_code == 404


def test_a_deputy_who_is_away_as_well_is_not_advised(maria: httpx.Client, anna: httpx.Client, per: httpx.Client) -> None:
    anna.put("/api/v1/people/2041/absence", json={"reason": "sick", "until": None}).raise_for_status()
    per.put("/api/v1/people/2042/absence", json={"reason": "sick", "until": None}).raise_for_status()
    away = maria.get("/api/v1/people/2041/callback-advice").json()
    assert (away["away"], away.get("deputy"), away.get("deputy_name", "")) == (True, None, "")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"caller_name": "x" * 121}, "caller_name"),
        ({"caller_name": "x\u0007"}, "caller_name"),
        ({"caller_organisation": "x" * 121}, "caller_organisation"),
        ({"about": "x" * 501}, "about"),
        ({"call_before": "2020-01-01T12:00:00Z"}, "call_before"),
        ({"call_before": "2027-01-01T12:00:00"}, "call_before"),
        ({"call_after": "2027-01-01T12:00:00"}, "call_before"),
    ],
)
def test_it_is_refused_at_the_field_that_is_wrong(maria: httpx.Client, fields: dict[str, object], field: str) -> None:
    assert maria.post("/api/v1/messages", json={**wish(), **fields}).json()["field"] == field


def test_numbers_are_kept_for_units_of_some_size_and_never_for_one_person(hub: Serving, maria: httpx.Client) -> None:
    left(maria)
    left(maria, "", to_kind="switchboard")
    text = maria.get("/metrics").text
    assert 'kalix_messages_open{unit="rest"} 1.0' in text
    assert 'kalix_messages_open{unit="switchboard"} 1.0' in text
    assert "Bygglov" not in text


@pytest.mark.parametrize(
    ("username", "anna_s", "siv_s"),
    [
        ("anna", True, False),
        ("per", False, False),
        ("olle", True, False),
        ("siv", False, True),
        ("maria", True, True),
        ("ada", False, False),
    ],
)
def test_every_way_to_a_message_is_open_to_the_same_people(
    hub: Serving, maria: httpx.Client, username: str, anna_s: bool, siv_s: bool
) -> None:
    """The access table for messages: oneself, the switchboard, and the officer of the own administration."""
    with hub.client(username) as client:
        for to, allowed in (("2041", anna_s), ("2061", siv_s)):
            message = left(maria, to)
            expected = 200 if allowed else 404
            path = f"/api/v1/messages/{message['id']}"
            assert client.get(path).status_code == expected
            assert client.get(f"{path}/steps").status_code == expected
            assert (message["id"] in [each["id"] for each in listed(client)]) is allowed
            assert client.post(f"{path}/ring").status_code == (202 if allowed else 404)
            answer = step(client, client.get(path).json() if allowed else message, "finish")
            assert answer.status_code == expected
        assert client.get("/api/v1/people/2041/callback-advice").status_code == 200


@pytest.mark.parametrize("state", ["open", "done"])
def test_whoever_sees_to_somebody_s_callbacks_finds_open_and_done_ones_among_the_own(
    hub: Serving, maria: httpx.Client, anna: httpx.Client, siv: httpx.Client, state: str
) -> None:
    given = {"extension": "2061", "until": str(NINE.date() + timedelta(days=3)), "messages": True}
    message = left(maria)
    if state == "done":
        stepped(anna, message, "finish")
    assert listed(siv, state=state) == []
    anna.post("/api/v1/delegations", json=given).raise_for_status()
    assert [each["id"] for each in listed(siv, state=state)] == [message["id"]]
    assert siv.get(f"/api/v1/messages/{message['id']}/steps").status_code == 200
