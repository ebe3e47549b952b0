"""People sign in at a real OpenID Connect provider and have a session of the hub's own, that does not hang on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.store.database import SqliteFile
from tests.hub.house import looked_at
from tests.hub.identity.signing import BACK, VERIFIER, Joined, configured, joined
from tests.hub.serving import serving
from tests.provider.service import CLAIMS, brought, browser, service, walk

pytestmark = pytest.mark.xdist_group("provider")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joined]:
    with joined(tmp_path_factory.mktemp("joined"), device=True) as found:
        yield found


@pytest.fixture(autouse=True)
def _as_it_was(house: Joined) -> Iterator[None]:
    yield
    if house.service.process.poll() is None:
        house.service.tell("lie", None)


def test_whoever_signs_in_at_the_service_is_signed_in_here_and_stays_so_without_it(tmp_path: Path) -> None:
    with joined(tmp_path) as house, house.hub.client() as client:
        signed = house.sign_in("anna").json()
        house.service.stop()
        me = client.get("/api/v1/me", headers={"authorization": f"Bearer {signed['token']}"}).json()
        assert (me["person"]["extension"], me["roles"], signed["username"]) == ("2041", ["employee"], "anna")
        begun = house.begin(client)  # what it published is known for an hour, and the browser will say that it is away
        lost = {"ticket": begun["ticket"], "verifier": VERIFIER, "code": "x", "issuer": house.service.issuer}
        gone = client.post("/api/v1/sign-in/browser/answer", json=lost)
        assert (gone.status_code, gone.json()["code"]) == (503, "organisation-unreachable")
        other = client.post("/api/v1/sign-in/browser/answer", json=lost | {"verifier": "w" * 64})
        assert other.json()["code"] == "organisation-over"  # the hub itself sees that, whatever the service looks at
        house.hub.clock.move(hours=2)
        away = client.post("/api/v1/sign-in/browser", json={"redirect": BACK, "challenge": "c" * 43})
        assert (away.status_code, away.json()["code"]) == (503, "organisation-unreachable")


@pytest.mark.in_a_file  # both hubs serve the same file, one after the other
@pytest.mark.parametrize("led", [True, False], ids=["one of several hubs", "a hub alone"])
def test_a_sign_in_that_was_begun_at_one_hub_is_finished_at_the_next_that_leads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, led: bool
) -> None:
    monkeypatch.setattr(SqliteFile, "led", led)
    with service(tmp_path / "service") as found, browser() as one:
        config = configured(tmp_path / "hub", found)
        with serving(config.folder, config=config) as hub, hub.client() as client:
            begun = Joined(hub, found).begin(client)
        back = brought(walk(one, begun["address"], "anna"))
        answer = {"ticket": begun["ticket"], "verifier": VERIFIER, "code": back["code"], "issuer": back["iss"]}
        with serving(config.folder, config=config) as hub, hub.client() as client:
            told = client.post("/api/v1/sign-in/browser/answer", json=answer)
    assert (told.status_code, told.json().get("code")) == ((200, None) if led else (401, "organisation-over"))


def test_the_session_is_refreshed_and_a_refresh_token_used_twice_ends_it(house: Joined) -> None:
    with house.hub.client() as client:
        signed = house.sign_in("anna", refreshing=True).json()  # type: ignore[arg-type]
        first = client.post("/api/v1/sign-in/refresh", json={"refresh": signed["refresh"], "key": "a"}).json()
        again = client.post("/api/v1/sign-in/refresh", json={"refresh": signed["refresh"], "key": "b"})
        assert again.json()["code"] == "sign-in-reused"
        assert client.get("/api/v1/me", headers={"authorization": f"Bearer {first['token']}"}).status_code == 401


def test_a_code_is_good_once_and_with_its_own_verifier_and_ticket(house: Joined) -> None:
    assert house.refused("anna", verifier="w" * 64)["code"] == "organisation-over"
    assert house.refused("anna", code="made-up")["code"] == "organisation-over"
    assert house.refused("anna", ticket="made-up")["code"] == "organisation-over"
    assert house.refused("anna", issuer="https://other.example")["code"] == "organisation-issuer"
    assert house.refused("anna", issuer="")["code"] == "organisation-issuer"
    with house.hub.client() as client, browser() as one:
        begun, other = house.begin(client), house.begin(client)
        found = brought(walk(one, begun["address"], "anna"))
        answer = {"ticket": begun["ticket"], "verifier": VERIFIER, "code": found["code"], "issuer": found["iss"]}
        crossed = client.post("/api/v1/sign-in/browser/answer", json=answer | {"ticket": other["ticket"]})
        assert (crossed.json()["code"], crossed.json()["params"]) == ("organisation-token", {"problem": "nonce"})
        assert client.post("/api/v1/sign-in/browser/answer", json=answer).json()["code"] == "organisation-over"
        begun = house.begin(client)
        found = brought(walk(one, begun["address"], "anna"))
        house.hub.clock.move(minutes=15)
        late = answer | {"ticket": begun["ticket"], "code": found["code"]}
        assert client.post("/api/v1/sign-in/browser/answer", json=late).json()["code"] == "organisation-over"


@pytest.mark.parametrize(
    ("lie", "problem"),
    [
        ({"claims": {"iss": "https://other.example"}}, "iss"),
        ({"claims": {"aud": "another"}}, "aud"),
        ({"claims": {"aud": ["kalix-hub", "another"]}}, "azp"),
        ({"claims": {"aud": ["kalix-hub", "another"], "azp": "another"}}, "azp"),
        ({"claims": {"nonce": "another"}}, "nonce"),
        ({"claims": {"exp": 1}}, "exp"),
        ({"header": {"alg": "none"}}, "algorithm"),
        ({"header": {"kid": "another"}}, "key"),
        ({"claims": {"sub": ""}}, "sub"),
    ],
)
def test_a_token_that_does_not_hold_lets_nobody_in(house: Joined, lie: object, problem: str) -> None:
    house.service.tell("lie", lie)
    refused = house.refused("anna")
    assert (refused["code"], refused["params"]) == ("organisation-token", {"problem": problem})
    house.service.tell("lie", {})
    assert house.sign_in("anna").status_code == 200


def test_keys_that_were_changed_are_fetched_and_one_that_is_not_published_lets_nobody_in(house: Joined) -> None:
    assert house.sign_in("anna").status_code == 200
    house.service.tell("rotate", {})
    assert house.sign_in("anna").status_code == 200
    house.service.tell("rotate", {"hidden": True})
    assert house.refused("anna")["params"] == {"problem": "key"}
    house.service.tell("rotate", {})
    assert house.sign_in("anna").status_code == 200


@pytest.mark.parametrize("seconds", [600, -600])
def test_a_clock_ten_minutes_off_is_said_to_be_it(house: Joined, seconds: int) -> None:
    refused = replace(house, off=timedelta(seconds=seconds)).refused("anna")
    assert (refused["code"], refused["params"]) == ("organisation-clock", {"minutes": 10})


def test_the_browser_is_sent_back_to_ones_own_computer_alone(house: Joined) -> None:
    with house.hub.client() as client:
        for redirect in ("http://127.0.0.1", "http://127.0.0.1:80@evil.example", "https://127.0.0.1:5", "http://evil.example:5",
                         "http://127.0.0.1:5/x", "http://127.0.0.1:x", "http://localhost:5", "http://127.0.0.1.evil.example:5"):  # fmt: skip
            refused = client.post("/api/v1/sign-in/browser", json={"redirect": redirect, "challenge": "c" * 43})
            assert refused.json()["code"] == "organisation-redirect", redirect


def test_a_code_that_is_typed_elsewhere_signs_in_here_once(house: Joined) -> None:
    with house.hub.client() as client, browser() as one:
        house.set_clock()
        begun = client.post("/api/v1/sign-in/device").json()
        ask = {"ticket": begun["ticket"], "device": "server", "refreshing": True}
        waits = client.post("/api/v1/sign-in/device/answer", json=ask)
        assert (waits.status_code, waits.json()["code"], waits.json()["params"]) == (
            401,
            "organisation-pending",
            {"seconds": 5},
        )
        walk(one, begun["whole"], "anna")
        signed = client.post("/api/v1/sign-in/device/answer", json=ask).json()
        assert signed["username"] == "anna"
        assert signed["refresh"]
        assert client.post("/api/v1/sign-in/device/answer", json=ask).json()["code"] == "organisation-over"
        sealed = {"ticket": begun["ticket"], "verifier": VERIFIER, "code": "x"}
        assert client.post("/api/v1/sign-in/browser/answer", json=sealed).json()["code"] == "organisation-over"


def test_an_address_from_which_many_tries_were_in_vain_has_to_wait(tmp_path: Path) -> None:
    with joined(tmp_path, tries=5) as house, house.hub.client() as client:
        lost = {"verifier": VERIFIER, "code": "x", "issuer": house.service.issuer}
        codes = set()
        for _ in range(10):
            refused = client.post(
                "/api/v1/sign-in/browser/answer", json=lost | {"ticket": house.begin(client)["ticket"]}
            ).json()
            codes.add(refused["code"])
            if refused["code"] == "sign-in-wait":
                break
        assert codes == {"organisation-over", "sign-in-wait"}


def test_no_more_is_asked_of_the_service_at_once_than_it_can_bear(house: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalix_presence.hub.identity.organisation_sign_in.AT_ONCE", 0)
    assert house.refused("anna")["code"] == "sign-in-busy"
    monkeypatch.undo()
    assert house.sign_in("anna").status_code == 200


def test_the_trail_tells_of_the_first_sign_in_and_of_each(house: Joined) -> None:
    house.service.tell("claims", CLAIMS | {"siv": {"sub": "siv", "email": "anna@x.example"}})
    house.sign_in("anna")
    with looked_at(house.hub.config.path(house.hub.config.database)) as sql:
        told = sql.execute("SELECT act, by, about FROM audit WHERE by = '2041' ORDER BY number").fetchall()
    assert told.count(("bind-identity", "2041", "2041")) == 1
    assert told[-1] == ("sign-in", "2041", "2041")
