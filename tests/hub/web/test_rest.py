"""Every endpoint over a real server: what it answers, to whom, and how it refuses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kalix_presence.hub.pbx.capabilities import Capabilities
from kalix_presence.model.access import Action, Caller, Role, may
from tests.hub.serving import PASSWORD, Serving, serving, soon

WHO = {"anna": "2041", "maria": "2001", "olle": "2043", "ada": "2002"}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hub")) as running:
        yield running


def test_lunch_is_set_confirmed_read_back_heard_and_ended(hub: Serving) -> None:
    with hub.client("anna") as anna:
        until = soon()
        reply = anna.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": until}).json()
        assert reply["in_force"] is True
        assert reply["standing"]["absence"]["reason"] == "lunch"
        rule = anna.get("/api/v1/people/2041/rule").json()
        assert (rule["present"], rule["target"], rule["told"]) == (True, "9", "lunch")
        story = anna.post("/api/v1/demo/calls", json={}).json()
        assert story["answered_by"] == "9"
        assert story["clips"]
        assert anna.delete("/api/v1/people/2041/absence").json()["in_force"] is True
        assert "present" not in anna.get("/api/v1/people/2041/rule").json()
        assert anna.post("/api/v1/demo/calls", json={}).json()["answered_by"] == "2041"


def test_me_says_who_is_signed_in_and_what_they_may(hub: Serving) -> None:
    with hub.client("maria") as maria:
        me = maria.get("/api/v1/me").json()
    assert me["username"] == "maria"
    assert me["may"]["set_absence"] == "all"
    assert "administer_users" not in me["may"]


def test_a_page_of_people_ends_with_where_the_next_begins(hub: Serving) -> None:
    with hub.client("anna") as anna:
        seen, after = [], ""
        while True:
            page = anna.get("/api/v1/people", params={"limit": 2, "after": after}).json()
            seen += [person["extension"] for person in page["people"]]
            after = page.get("next")
            if not after:
                break
        assert seen == ["2042", "2041", "2001", "2043", "2002", "2061"]
        assert [one["extension"] for one in anna.get("/api/v1/people?q=SKOLskjuts").json()["people"]] == ["2061"]
        assert len(anna.get("/api/v1/people?unit=samhallsbyggnad").json()["people"]) == 3


def test_a_person_is_shown_with_who_covers_for_whom(hub: Serving) -> None:
    with hub.client("siv") as siv:
        anna, per = siv.get("/api/v1/people/2041").json(), siv.get("/api/v1/people/2042").json()
    assert anna["deputy_name"] == "Per Berg"
    assert "covers" not in anna
    assert per["covers"] == [{"extension": "2041", "name": "Anna Ek"}]


def test_a_contact_card_gives_the_direct_number_and_never_the_mobile(hub: Serving) -> None:
    for who in ("anna", "siv", "maria"):
        with hub.client(who) as client:
            answer = client.get("/api/v1/people/2041/card.vcf")
        assert answer.headers["content-type"] == "text/vcard; charset=utf-8"
        assert "TEL;TYPE=WORK,VOICE:+4692365041\r\n" in answer.content.decode()
        assert "0601" not in answer.text


def test_a_colleagues_mobile_is_not_shown(hub: Serving) -> None:
    with hub.client("anna") as anna:
        assert anna.get("/api/v1/people/2041").json()["mobile"]
        assert "mobile" not in anna.get("/api/v1/people/2042").json()


@pytest.mark.parametrize("username", WHO)
@pytest.mark.parametrize("extension", ["2041", "2042", "2061"])
def test_who_may_set_whose_absence_follows_the_table(hub: Serving, username: str, extension: str) -> None:
    person = hub.hub.board.people[extension]
    with hub.client(username) as client:
        caller = _caller(hub, username)
        url = f"/api/v1/people/{extension}"
        allowed = may(caller, Action.SET_ABSENCE, person)
        put = client.put(f"{url}/absence", json={"reason": "meeting", "until": soon()})
        assert put.status_code == (200 if allowed else 403)
        assert client.delete(f"{url}/absence").status_code == (200 if allowed else 403)
        assert client.get(f"{url}/rule").status_code == (200 if may(caller, Action.READ_RULE, person) else 403)
        assert ("mobile" in client.get(url).json()) == (bool(person.mobile) and may(caller, Action.SEE_PRIVATE_NUMBERS, person))


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


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/me"),
        ("GET", "/api/v1/people"),
        ("GET", "/api/v1/people/2041"),
        ("PUT", "/api/v1/people/2041/absence"),
        ("DELETE", "/api/v1/people/2041/absence"),
        ("POST", "/api/v1/people/2041/sign-of-life"),
        ("PUT", "/api/v1/people/2041/asked"),
        ("GET", "/api/v1/people/2041/rule"),
        ("GET", "/api/v1/reasons"),
        ("GET", "/api/v1/events"),
        ("POST", "/api/v1/people/2041/absence/undo"),
        ("GET", "/api/v1/board"),
        ("GET", "/api/v1/people/2041/card.vcf"),
        ("GET", "/api/v1/notices"),
        ("POST", "/api/v1/notices"),
        ("PATCH", "/api/v1/notices/00000000000000000000000000000000"),
        ("DELETE", "/api/v1/notices/00000000000000000000000000000000"),
        ("POST", "/api/v1/people/2041/nudge"),
        ("POST", "/api/v1/units/bygglov/forward"),
        ("POST", "/api/v1/units/bygglov/forward/undo"),
        ("GET", "/api/v1/calls"),
        ("POST", "/api/v1/calls"),
        ("POST", "/api/v1/calls/c1/transfer"),
        ("POST", "/api/v1/calls/c1/consult"),
        ("POST", "/api/v1/calls/c1/complete"),
        ("POST", "/api/v1/calls/c1/cancel"),
        ("DELETE", "/api/v1/sign-in"),
        ("POST", "/api/v1/demo/calls"),
        ("POST", "/api/v1/demo/codes"),
    ],
)
@pytest.mark.parametrize("token", [None, "Bearer nonsense", "Basic YTpi", "Bearer "])
def test_nothing_is_open_to_whoever_is_not_signed_in(hub: Serving, method: str, path: str, token: str | None) -> None:
    headers = {"authorization": token.strip()} if token else {}
    with hub.client() as client:
        answer = client.request(method, path, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["code"] == "sign-in-needed"


def test_a_sensitive_reason_is_plain_absence_to_colleagues_and_roles(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("per") as per, hub.client("maria") as maria:
        anna.put("/api/v1/people/2041/absence", json={"reason": "sick", "until": soon(), "note": "fever"})
        try:
            own = anna.get("/api/v1/people/2041").json()["standing"]["absence"]
            assert (own["reason"], own["note"]) == ("sick", "fever")
            for reader in (per, maria):
                seen = reader.get("/api/v1/people/2041").json()["standing"]["absence"]
                assert seen["reason"] != "sick"
                assert "note" not in seen
        finally:
            anna.delete("/api/v1/people/2041/absence")


def test_an_undo_tells_colleagues_no_more_than_they_may_see(hub: Serving) -> None:
    with hub.client("anna") as anna, hub.client("maria") as maria:
        anna.put("/api/v1/people/2041/absence", json={"reason": "sick", "until": soon(), "note": "fever"})
        try:
            made = maria.put("/api/v1/people/2041/absence", json={"reason": "lunch", "until": soon(), "why": "Ringer ut"})
            before = made.json()["before"]
            assert (before["reason"], before.get("note")) == ("out_of_office", None)
            undo = {"made": made.json()["made"], "before": before["id"]}
            back = maria.post("/api/v1/people/2041/absence/undo", json=undo).json()
            assert back["standing"]["absence"]["reason"] == "out_of_office"
            assert "fever" not in str(back)
            own = anna.get("/api/v1/people/2041").json()["standing"]["absence"]
            assert (own["reason"], own["note"]) == ("sick", "fever")
            assert maria.post("/api/v1/people/2041/absence/undo", json=undo).status_code == 409
        finally:
            anna.delete("/api/v1/people/2041/absence")


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


def test_the_same_key_does_nothing_twice(hub: Serving) -> None:
    with hub.client("per") as per:
        body, headers = {"reason": "lunch", "until": soon()}, {"Idempotency-Key": "once"}
        first = per.put("/api/v1/people/2042/absence", json=body, headers=headers).json()
        again = per.put("/api/v1/people/2042/absence", json=body, headers=headers).json()
        assert first["standing"]["absence"]["id"] == again["standing"]["absence"]["id"]
        other = per.put("/api/v1/people/2042/absence", json={**body, "note": "other"}, headers=headers)
        assert (other.status_code, other.json()["code"]) == (409, "idempotency-key-reused")
        per.delete("/api/v1/people/2042/absence")


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


def test_health_and_measures_are_there_for_the_watchman(hub: Serving) -> None:
    with hub.client() as client:
        assert client.get("/healthz").json() == {"alive": True}
        assert client.get("/readyz").json() == {"database": True, "pbx": True}
        text = client.get("/metrics").text
    assert "kalix_people 6.0" in text
    assert "Anna" not in text


def test_a_code_dialled_on_the_phone_is_taken_over(hub: Serving) -> None:
    with hub.client("siv") as siv:
        assert siv.post("/api/v1/demo/codes", json={"digits": "*23*1*2359#"}).status_code in (200, 422)
        assert siv.post("/api/v1/demo/codes", json={"digits": "*99#"}).json()["code"] == "phone-code-unknown"
        assert siv.post("/api/v1/demo/codes", json={"digits": "*98#"}).json() == {"extension": "2061"}
        siv.delete("/api/v1/people/2061/absence")


def _caller(hub: Serving, username: str) -> Caller:
    person = hub.hub.board.people[WHO[username]]
    role = {"anna": Role.EMPLOYEE, "maria": Role.RECEPTIONIST, "olle": Role.OFFICER, "ada": Role.ADMINISTRATOR}[username]
    return Caller(username, person.extension, person.administration, frozenset({role}))


@pytest.mark.parametrize("body", [b'\x80"', b'{"username":"\x80","password":"x"}', b'{"\x80":1}', b"\xff\xfe", b""])
def test_a_body_that_is_no_text_is_refused_and_no_fault_of_ours(hub: Serving, body: bytes) -> None:
    with hub.client() as nobody:
        answer = nobody.post("/api/v1/sign-in", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["code"] == "request-not-understood"


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


def test_every_answer_tells_browsers_and_proxies_to_keep_and_guess_nothing(hub: Serving) -> None:
    with hub.client("anna") as anna:
        answers = [anna.get(path) for path in ("/api/v1/me", "/api/v1/board", "/healthz", "/nowhere", "/openapi.json")]
        with anna.stream("GET", "/api/v1/events") as stream:
            answers.append(stream)
    for answer in answers:
        headers = answer.headers
        said = [headers.get_list(name) for name in ("x-content-type-options", "cache-control", "referrer-policy")]
        assert said == [["nosniff"], ["no-store"], ["no-referrer"]]


def test_head_is_a_get_without_its_body(hub: Serving) -> None:
    with hub.client("anna") as anna:
        for path in ("/healthz", "/api/v1/me", "/api/v1/people", "/openapi.json"):
            assert (anna.head(path).status_code, anna.head(path).content) == (200, b"")
        assert anna.head("/api/v1/events").status_code == 405


def test_an_address_with_empty_parts_is_another_address(hub: Serving) -> None:
    with hub.client("anna") as anna:
        assert anna.get(f"{hub.url}//api/v1//me").json()["code"] == "address-unknown"
