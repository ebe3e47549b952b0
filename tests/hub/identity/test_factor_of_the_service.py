"""A role that must have a second factor gets in by the service only when its token says that it asked for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kalix_presence.hub.store.identities import is_bound
from kalix_presence.model.access import Role
from tests.hub.identity.signing import Joined, joined
from tests.provider.service import browser, walk

pytestmark = pytest.mark.xdist_group("provider")
SEVERAL = "http://schemas.microsoft.com/claims/multipleauthn"
CLAIMS = {
    "maria": {"email": "maria@x.example", "groups": ["switchboard"]},
    "anna": {"email": "anna@x.example"},
}
PEOPLE = """\
extension,given_name,family_name,unit,administration,email,username,roles
2001,Maria,Holm,Växel,Kansli,maria@x.example,maria,receptionist
2041,Anna,Ek,Bygglov,Samhällsbyggnad,anna@x.example,anna,employee
"""
HOUSE: dict[str, Any] = {"roles": {"switchboard": Role.RECEPTIONIST}, "second_factor": (Role.RECEPTIONIST,)}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joined]:
    more: dict[str, Any] = {"device": True, "factor_amr": ("mfa", SEVERAL), "factor_acr": ("level-2",)}
    with joined(tmp_path_factory.mktemp("factor"), PEOPLE, CLAIMS, **HOUSE, **more) as found:
        yield found


def says(house: Joined, **claims: Any) -> str:
    """The code that keeps Maria out when the service's token says so; "" when she gets in."""
    house.service.tell("lie", {"claims": claims})
    answer = house.sign_in("maria")
    return "" if answer.status_code == 200 else str(answer.json()["code"])


def test_who_came_by_one_factor_alone_is_refused_and_nothing_is_bound(house: Joined) -> None:
    wrong: list[dict[str, Any]] = [
        {},
        {"amr": ["pwd"]},
        {"acr": "1"},
        {"amr": "pwd", "acr": None},
        {"amr": {"mfa": 1}},
        {"amr": [["mfa"]]},
    ]
    for claims in wrong:
        assert says(house, **claims) == "organisation-factor", claims
    assert not house.hub.on_loop(lambda: house.hub.hub.store.read(lambda sql: is_bound(sql, "maria")))


def test_who_was_asked_for_a_second_gets_in(house: Joined) -> None:
    right: list[dict[str, Any]] = [{"amr": ["pwd", "mfa"]}, {"amr": "mfa"}, {"amr": [SEVERAL]}, {"acr": "level-2"}]
    for claims in right:
        assert says(house, **claims) == "", claims


def test_nobody_else_is_asked(house: Joined) -> None:
    house.service.tell("lie", None)
    assert house.sign_in("anna").status_code == 200


def test_by_a_code_typed_elsewhere_it_is_the_same(house: Joined) -> None:
    """Whoever sits at a shell is asked by the service as well, on the telephone where the code is typed."""
    for claims, kept_out in (({"amr": ["pwd"]}, "organisation-factor"), ({"amr": ["pwd", "mfa"]}, "")):
        house.service.tell("lie", {"claims": claims})
        with house.hub.client() as client, browser() as one:
            house.set_clock()
            begun = client.post("/api/v1/sign-in/device").json()
            walk(one, begun["whole"], "maria")
            ask = {"ticket": begun["ticket"], "device": "server"}
            answer = client.post("/api/v1/sign-in/device/answer", json=ask)
            assert answer.json().get("code", "") == kept_out
            again = client.post("/api/v1/sign-in/device/answer", json=ask).json()
            assert again["code"] == "organisation-over", "refused or not, a code is good once"


def test_where_the_service_is_trusted_its_word_is_not_needed(tmp_path: Path) -> None:
    with joined(tmp_path / "trusted", PEOPLE, CLAIMS, **HOUSE, factor_trusted=True) as house:
        assert says(house) == ""
