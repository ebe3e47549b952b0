"""The door: who gets in, how much of one request is taken, and that nothing that is sent makes it fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.store.scim_tokens import read_tokens, remove_token
from tests.draws import draws
from tests.hub.scim.pushing import Push, good_token, pushing, user
from tests.hub.serving import serving


@pytest.fixture(scope="module")
def push(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Push]:
    with pushing(tmp_path_factory.mktemp("scim") / "hub", body_bytes=20_000, requests_per_minute=100_000) as found:
        yield found


def test_nobody_gets_in_without_a_token_for_it(push: Push) -> None:
    with push.hub.client("ada") as ada:  # an administrator's own sign-in opens nothing here
        session = ada.headers["authorization"]
    for bearer in ("", "Bearer", "Bearer nonsense", f"Basic {push.token}", session, f"Bearer {push.token}x"):
        answer = httpx.get(f"{push.hub.url}/scim/v2/Users", headers={"authorization": bearer}, trust_env=False)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == 'Bearer realm="SCIM"'
        assert answer.headers["content-type"] == "application/scim+json"
        assert "SCIM" in answer.json()["detail"]
    assert httpx.get(f"{push.hub.url}/scim/v2/ServiceProviderConfig", trust_env=False).status_code == 401


def test_the_token_opens_nothing_else(push: Push) -> None:
    for path in ("/api/v1/me", "/api/v1/people", "/openapi.json", "/api/v1/audit"):
        answer = httpx.get(f"{push.hub.url}{path}", headers={"authorization": f"Bearer {push.token}"}, trust_env=False)
        assert answer.status_code == 401, path


def test_a_token_that_was_revoked_or_is_over_opens_nothing(push: Push) -> None:
    old, short = good_token(push.hub.config, "old"), good_token(push.hub.config, "short", days=1)
    for text in (old, short):
        push.hub.clock.move(seconds=2)
        assert asked(push, text) == 200
    kept = next(one for one in push.read(read_tokens) if one.name == "old")
    assert old not in repr(push.read(read_tokens))
    write(push.hub.config, lambda change: remove_token(change, kept.id))
    push.hub.clock.move(seconds=2)
    assert asked(push, old) == 401
    push.hub.clock.move(days=1)
    assert asked(push, short) == 401
    assert asked(push, push.token) == 200


def asked(push: Push, token: str) -> int:
    headers = {"authorization": f"Bearer {token}"}
    return httpx.get(f"{push.hub.url}/scim/v2/Users?count=1", headers=headers, trust_env=False).status_code


def test_when_it_was_used_and_refused_last_is_kept(push: Push) -> None:
    push.ask("POST", "/Users", {"userName": ""}, status=400)
    push.look()
    token = next(one for one in push.read(read_tokens) if one.name == "entra")
    assert (token.seen, token.refused_at, token.refused) == (push.hub.clock(), push.hub.clock(), "400")
    text = httpx.get(f"{push.hub.url}/metrics", trust_env=False).text
    assert 'kalix_scim_requests_total{method="POST",status="400"}' in text


def test_more_than_is_taken_of_one_request_is_refused_unread(push: Push) -> None:
    answer = push.client.post("/Users", content=b"{" + b" " * 30_000)
    assert answer.status_code == 413

    def parts() -> Iterator[bytes]:
        for _ in range(40):
            yield b" " * 1_000

    assert push.client.post("/Users", content=parts()).status_code == 413


def test_too_many_requests_are_told_when_to_come_back(tmp_path: Path) -> None:
    with pushing(tmp_path / "hub", requests_per_minute=1_500) as push:
        assert push.hub.hub.scim is not None
        one = push.read(read_tokens)[0]
        push.hub.hub.scim._spent[one.id] = (1_500.0, push.hub.clock.steady())
        answer = push.client.get("/Users")
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
        push.hub.clock.move(seconds=2)
        assert push.client.get("/Users").status_code == 200


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"null", b"7", b"{", b"\xff\xfe", b'{"userName":' + b"[" * 9_000, b'{"userName": {}}']
)
def test_what_cannot_be_read_is_refused_by_the_standard(push: Push, content: bytes) -> None:
    made = push.ask("POST", "/Users", user("nobody"))
    for method, path in (("POST", "/Users"), ("PUT", f"/Users/{made['id']}"), ("PATCH", f"/Users/{made['id']}")):
        answer = push.client.request(method, path, content=content, headers={"content-type": "application/scim+json"})
        assert answer.status_code == 400, (method, answer.text)
        assert answer.json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    push.ask("DELETE", f"/Users/{made['id']}")
    assert push.client.post("/Users", content=b"<a/>", headers={"content-type": "text/xml"}).status_code == 415


@pytest.mark.parametrize(
    "path", ["/", "/Nothing", "/Users/a/b", "/../v2/Users/x", "/Schemas/x", "/Users/%00", "/Users/" + "x" * 3_000]
)
def test_what_is_nowhere_is_told_so(push: Push, path: str) -> None:
    assert push.client.get(path).status_code in (200, 404) if path == "/" else push.client.get(path).status_code == 404


def test_only_this_version_is_served(push: Push) -> None:
    for path in ("/scim", "/scim/", "/scim/v1/Users", "/scim/Users", "/scim/v2x/Users"):
        answer = httpx.get(f"{push.hub.url}{path}", headers={"authorization": f"Bearer {push.token}"}, trust_env=False)
        assert answer.status_code == 404, path


_METHODS = st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
_PLACES = st.sampled_from(
    ["/Users", "/Groups", "/Users/{}", "/Groups/{}", "/Users/.search", "/.search", "/Schemas", "/Bulk", "/Me", "/"]
)
_FILTERS = st.sampled_from(
    [
        'userName eq "x"',
        "title pr",
        'emails[type eq "work"]',
        "((",
        "userName eq",
        'meta.created gt "x"',
        "not (active eq 7)",
        "a" * 900,
    ]
) | st.text(max_size=30)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "schemas",
                    "Operations",
                    "op",
                    "path",
                    "value",
                    "userName",
                    "members",
                    "emails",
                    "active",
                    "externalId",
                    "filter",
                    "id",
                    "meta",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_METHODS, _PLACES, st.dictionaries(st.sampled_from(["filter", "count", "startIndex", "attributes", "excludedAttributes", "cursor"]), _FILTERS | st.integers().map(str), max_size=3), _JSON)  # fmt: skip
@settings(max_examples=draws(150), deadline=None)
def test_nothing_that_is_sent_makes_it_fail(push: Push, method: str, place: str, query: dict[str, str], body: Any) -> None:
    content = b"" if method == "GET" else json.dumps(body).encode()
    path = place.format(push.ask("POST", "/Groups", {"displayName": "drawn"})["id"] if "{}" in place else "")
    answer = push.client.request(method, path, params=query, content=content)
    assert answer.status_code < 500 or answer.status_code == 501, (method, path, query, body, answer.text)
    if answer.status_code >= 400:
        assert answer.json()["status"] == str(answer.status_code)


def test_nothing_is_there_until_the_site_wants_it(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub:
        assert httpx.get(f"{hub.url}/scim/v2/Users", trust_env=False).status_code == 404
        assert hub.hub.scim is None
