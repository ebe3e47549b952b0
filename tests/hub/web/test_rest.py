"""Every endpoint over a real server: what it answers, to whom, and how it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.hub.pbx.capabilities import Capabilities, EndKept, ForeignChanges
from kalix_presence.model.access import Action, Caller, Role, may
from tests.hub.serving import PASSWORD, Serving, serving, soon

WHO = {"anna": "2041", "maria": "2001", "olle": "2043", "ada": "2002"}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hub")) as running:
        yield running


def test_me_says_who_is_signed_in_and_what_they_may(hub: Serving) -> None:
    with hub.client("maria") as maria:
        me = maria.get("/api/v1/me").json()
    assert me["username"] == "maria"
    assert me["may"]["set_absence"] == "all"
    assert "administer_users" not in me["may"]


@pytest.mark.parametrize("username", WHO)
@pytest.mark.parametrize(
    ("path", "action"),
    [
        ("/api/v1/me", None),
        ("/api/v1/people", Action.SEE_PEOPLE),
        ("/api/v1/people/2061", Action.SEE_PEOPLE),
        ("/api/v1/reasons", Action.SEE_REASONS),
    ],
)
def test_reading_follows_the_table(hub: Serving, username: str, path: str, action: Action | None) -> None:
    with hub.client(username) as client:
        allowed = action is None or may(_caller(hub, username), action)
        assert client.get(path).status_code == (200 if allowed else 403)


def test_a_unit_is_forwarded_over_rest_with_a_result_for_each(hub: Serving) -> None:
    body = {"to": "2043", "reason": "meeting", "until": soon(), "why": "Möte"}
    with hub.client("maria") as maria:
        done = maria.post("/api/v1/units/bygglov/forward", json=body).json()["results"]
        assert [(each["name"], each["reply"]["in_force"]) for each in done] == [("Anna Ek", True), ("Per Berg", True)]
        changes = [{"extension": each["extension"], "made": each["reply"]["made"]} for each in done]
        undone = maria.post("/api/v1/units/bygglov/forward/undo", json={"changes": changes}).json()["results"]
        assert all("absence" not in each["reply"]["standing"] for each in undone)
        assert maria.post("/api/v1/people/2041/nudge").json()["code"] == "not-overdue"


def test_a_notice_goes_from_proposal_to_published_to_withdrawn_over_rest(hub: Serving) -> None:
    with hub.client("siv") as siv, hub.client("maria") as maria, hub.client("anna") as anna:
        wish = {"unit": "skola", "text": "Skolskjutsar inställda", "valid_until": soon()}
        proposed = siv.post("/api/v1/notices", json=wish)
        assert proposed.status_code == 201
        assert anna.get("/api/v1/notices").json() == {"notices": []}
        url = f"/api/v1/notices/{proposed.json()['id']}"
        assert anna.patch(url, json={"version": 1, "publish": True}).status_code == 404
        assert siv.patch(url, json={"version": 1, "publish": True}).status_code == 403
        published = maria.patch(url, json={"version": 1, "publish": True}).json()
        assert (published["current"], published["published_by_name"]) == (True, "Maria Holm")
        assert anna.get("/api/v1/notices").json()["notices"] == [published]
        assert anna.delete(url).status_code == 403
        assert siv.delete(url).status_code == 204
        assert anna.get("/api/v1/notices").json() == {"notices": []}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"reason": "nonsense", "until": None}, 422, "reason-unknown"),
        ({"reason": "lunch", "until": None}, 422, "until-needed"),
        ({"reason": "lunch", "until": "2020-01-01T12:00:00Z"}, 422, "until-past"),
        ({"reason": "lunch", "until": "2030-01-01T12:00:00"}, 422, "until-naive"),
        ({"reason": "lunch", "until": "yesterday"}, 400, "request-not-understood"),
        ({"reason": 3}, 400, "request-not-understood"),
        ({}, 400, "request-not-understood"),
        ({"reason": "lunch", "until": soon(), "forward_to": "0900123456"}, 422, "target-premium"),
        ({"reason": "lunch", "until": soon(), "note": "x" * 201}, 422, "note-too-long"),
        ({"reason": "lunch", "until": soon(), "note": "x" * 70_000}, 413, "request-too-large"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(hub: Serving, body: object, status: int, code: str) -> None:
    with hub.client("anna", **{"accept-language": "en"}) as anna:
        answer = anna.put("/api/v1/people/2041/absence", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].endswith((".", "…"))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/people/9999", 404),
        ("GET", "/nowhere", 404),
        ("PATCH", "/api/v1/me", 405),
        ("GET", "/api/v1/people?limit=x", 400),
    ],
)
@pytest.mark.parametrize(("wanted", "given"), [("fi-FI,sv;q=0.5", "fi"), ("de,en;q=0.8", "en"), ("", "sv"), ("q=;;,*", "sv")])
def test_refusals_speak_the_readers_language(
    hub: Serving, method: str, path: str, status: int, wanted: str, given: str
) -> None:
    with hub.client("anna", **{"accept-language": wanted}) as anna:
        answer = anna.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-language"] == given
    assert answer.headers["content-type"] == "application/problem+json"


def test_signing_out_makes_the_token_worthless_at_once(hub: Serving) -> None:
    with hub.client("anna") as anna:
        assert anna.delete("/api/v1/sign-in").status_code == 204
        assert anna.get("/api/v1/me").status_code == 401


def test_a_token_is_kept_only_as_its_digest(hub: Serving) -> None:
    with hub.client("anna") as anna:
        token = anna.headers["authorization"].partition(" ")[2]
    for path in hub.config.folder.iterdir():
        assert token.encode() not in path.read_bytes()
        assert PASSWORD.encode() not in path.read_bytes()


def _caller(hub: Serving, username: str) -> Caller:
    person = hub.hub.board.people[WHO[username]]
    role = {"anna": Role.EMPLOYEE, "maria": Role.RECEPTIONIST, "olle": Role.OFFICER, "ada": Role.ADMINISTRATOR}[username]
    return Caller(username, person.extension, person.administration, frozenset({role}))


def test_reasons_say_which_days_are_off(hub: Serving) -> None:
    with hub.client("anna") as anna:
        off = anna.get("/api/v1/reasons").json()["days_off"]
    year = hub.clock().year
    assert f"{year}-12-25" in off
    assert f"{year + 2}-06-06" in off
    assert off == sorted(off)


def test_reasons_say_the_policy_s_signals_and_what_the_exchange_cannot_do(
    hub: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub.client("anna") as anna:
        able = anna.get("/api/v1/reasons").json()
        monkeypatch.setattr(hub.hub.pbx, "capabilities", Capabilities(move_call=False, announces=False, sets_up_phones=True))
        less = anna.get("/api/v1/reasons").json()
    assert able.get("unable", []) == []
    assert able.get("signals", 5) == hub.hub.policy.signals
    assert less["unable"] == ["announces", "move_call"]


def test_reasons_say_who_ends_a_forward_and_when_a_change_by_hand_is_seen(
    hub: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub.hub.core, "limits", replace(hub.hub.core.limits, reconcile_seconds=60.0))
    ways = [("events", 5.0, 0.0), ("none", 5.0, 0.0), ("poll", 5.0, 60.0), ("poll", 90.0, 90.0)]
    with hub.client("anna") as anna:
        for end, (seen, poll, seconds) in product(EndKept, ways):
            able = Capabilities(end=end, foreign_changes=ForeignChanges(seen), poll_seconds=poll)
            monkeypatch.setattr(hub.hub.pbx, "capabilities", able)
            told = msgspec.json.decode(anna.get("/api/v1/reasons").content, type=wire.ReasonsView)
            assert (told.end_kept, told.by_hand_seen, told.by_hand_seconds) == (end, seen, seconds)
            assert told.ended_by_hub is (end is not EndKept.EXACT)
