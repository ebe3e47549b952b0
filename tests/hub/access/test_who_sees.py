"""The table that tells who sees what says just what each reader is really answered, whatever the site has set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kalix_presence import shipped, wire
from kalix_presence.model.who_sees import Field, Reader, Sees
from tests.draws import draws
from tests.hub.serving import PEOPLE, Serving, made_config, serving, soon

pytestmark = pytest.mark.xdist_group("who-sees")

FOLK = PEOPLE + (
    "2044,Kim,Dahl,Bygglov,Samhällsbyggnad,,,,,kim,employee,,,sv\n2063,Eva,Ö,Skola,Utbildning,,,,,eva,officer,,,sv\n"
    "2064,Nina,Ek,Skola,Utbildning,,,,,nina,employee,,,sv\n2045,Hans,Ed,Bygglov,Samhällsbyggnad,,,,,hans,head,,,sv\n"
)
READERS = {
    Reader.SELF: "anna",
    Reader.COLLEAGUE: "kim",
    Reader.DEPUTY: "per",
    Reader.DELEGATE: "nina",
    Reader.HEAD: "hans",
    Reader.RECEPTIONIST: "maria",
    Reader.OFFICER: "olle",
    Reader.OTHER_OFFICER: "eva",
    Reader.ADMINISTRATOR: "ada",
}
NOTE, PRIVATE, MOBILE = "ANTECKNING", "0708112233", "0701740601"
REASONS = shipped.default_reasons()
SENSITIVE = [each.code for each in REASONS if each.sensitive]
OPEN = [each.code for each in REASONS if not each.sensitive and each.selectable]
OWN = "/api/v1/people/2041"


@dataclass
class House:
    """A served hub with everybody signed in."""

    hub: Serving
    clients: dict[Reader, httpx.Client]

    def lets(self, roles: set[str]) -> None:
        """From now on the site lets these roles see what is sensitive."""
        board = self.hub.hub.board
        self.hub.on_loop(lambda: setattr(board, "policy", replace(board.policy, sees_sensitive=tuple(roles))))

    def table(self, reader: Reader) -> dict[Field, Sees]:
        """What the hub tells `reader` that such readers see."""
        told = msgspec.json.decode(self.clients[reader].get("/api/v1/reasons").content, type=wire.ReasonsView).seen
        return {Field(each.field): Sees(each.by[reader]) for each in told}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("sees") / "hub"
    much = dict.fromkeys(("messages_per_minute", "changes_per_minute", "reads_per_minute"), 100_000)
    with serving(folder, config=made_config(folder, FOLK, **much)) as hub, ExitStack() as stack:
        clients = {reader: stack.enter_context(hub.client(name)) for reader, name in READERS.items()}
        lent = {"extension": "2064", "until": str(hub.clock().date()), "absence": True, "messages": True, "plans": True}
        clients[Reader.SELF].post("/api/v1/delegations", json=lent).raise_for_status()
        yield House(hub, clients)


def be_away(house: House, reason: str) -> None:
    """Anna is away and will be: with a note and a private number, and Per is asked to cover."""
    anna, local = house.clients[Reader.SELF], house.hub.clock().replace(microsecond=0, second=0, tzinfo=None)
    away = {"reason": reason, "note": NOTE, "forward_to": PRIVATE}
    anna.put(f"{OWN}/absence", json={**away, "until": soon(120)}).raise_for_status()
    for plan in anna.get(f"{OWN}/plans").json()["plans"]:
        anna.delete(f"/api/v1/plans/{plan['id']}").raise_for_status()
    days = {"starts": (local + timedelta(days=3)).isoformat(), "ends": (local + timedelta(days=4)).isoformat()}
    anna.post(f"{OWN}/plans", json={**away, **days, "deputy": "2042"}).raise_for_status()


def seen(house: House, reader: Reader, reason: str) -> dict[Field, Sees]:
    """What the hub really answers `reader` of Anna."""
    client = house.clients[reader]
    person = client.get(OWN).raise_for_status().json()
    absence, line = person["standing"]["absence"], person["standing"].get("line", "unknown")
    every = [client.get(path) for path in (OWN, f"{OWN}/plans", "/api/v1/plans/asked", f"{OWN}/holding", f"{OWN}/rule")]
    texts = "".join(each.text for each in every if each.status_code == 200)
    kind = Field.SENSITIVE_REASON if reason in SENSITIVE else Field.REASON
    shown = {reason: Sees.ALL, REASONS.get(reason).shown_as: Sees.PLAIN}
    return {
        kind: Sees.ALL if absence["reason"] == reason else shown[absence["reason"]],
        Field.NOTE: Sees.ALL if NOTE in texts else Sees.NOTHING,
        Field.FORWARD_NUMBER: Sees.ALL if PRIVATE in texts else Sees.NOTHING,
        Field.MOBILE: Sees.ALL if MOBILE in texts.replace("-", "").replace(" ", "") else Sees.NOTHING,
        Field.LINE: Sees.NOTHING if line == "unknown" else Sees.ALL,
        Field.PLANS: planned(client, reason),
    }


def planned(client: httpx.Client, reason: str) -> Sees:
    """Of her plans: those that are hers, and in which the reader is asked to cover."""
    found: list[dict[str, Any]] = []
    for path in (f"{OWN}/plans", "/api/v1/plans/asked"):
        answer = client.get(path)
        found += [each for each in answer.json().get("plans", ()) if each["extension"] == "2041"] if answer.is_success else []
    if not found:
        return Sees.NOTHING
    whole, plain = (reason, NOTE), (REASONS.get(reason).shown_as, "")
    return {whole: Sees.ALL, plain: Sees.PLAIN}[one({(each["reason"], each.get("note", "")) for each in found})]


def one(found: set[tuple[str, str]]) -> tuple[str, str]:
    """The only one there is: no plan tells more than another."""
    (only,) = found
    return only


@given(
    st.sets(st.sampled_from(["receptionist", "officer", "administrator"])), st.sampled_from(SENSITIVE), st.sampled_from(OPEN)
)
@settings(max_examples=draws(6), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_table_says_what_each_reader_is_answered(house: House, roles: set[str], sensitive: str, plain: str) -> None:
    house.lets(roles)
    for reason in (sensitive, plain):
        be_away(house, reason)
        for reader in Reader:
            table, answered = house.table(reader), seen(house, reader, reason)
            assert {field: table[field] for field in answered} == answered, (reader, reason, roles)


def test_every_field_tells_of_every_reader(house: House) -> None:
    told = house.clients[Reader.COLLEAGUE].get("/api/v1/reasons").json()["seen"]
    assert {each["field"]: set(each["by"]) for each in told} == {field.value: {one.value for one in Reader} for field in Field}


@pytest.mark.parametrize("role", [Reader.RECEPTIONIST, Reader.OFFICER, Reader.ADMINISTRATOR])
def test_the_table_follows_the_site_s_settings(house: House, role: Reader) -> None:
    house.lets(set())
    before = house.table(role)
    house.lets({role.value})
    after = house.table(role)
    assert (before[Field.NOTE], before[Field.SENSITIVE_REASON]) == (Sees.NOTHING, Sees.PLAIN)
    assert (after[Field.NOTE], after[Field.SENSITIVE_REASON]) == (Sees.ALL, Sees.ALL)
