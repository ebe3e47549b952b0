"""Whose request id is believed, and how requests are told apart without telling of anybody."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.web.request_log import route_of, words_of
from tests.hub.serving import made_config, serving


@pytest.mark.parametrize(("trusted", "believed"), [((), False), (("10.0.0.0/8",), False), (("127.0.0.0/8",), True)])
def test_only_a_proxy_that_the_site_trusts_gives_a_request_its_id(
    tmp_path: Path, trusted: tuple[str, ...], believed: bool
) -> None:
    config = made_config(tmp_path / "hub")
    listen = msgspec.structs.replace(config.listen, trusted_proxies=trusted)
    with serving(tmp_path / "hub", config=msgspec.structs.replace(config, listen=listen)) as hub, hub.client() as client:
        told = client.get("/healthz", headers={"x-request-id": "given"}).headers["x-request-id"]
        twice = client.get("/healthz", headers=[("x-request-id", "one"), ("x-request-id", "two")]).headers["x-request-id"]
        kinds = words_of(hub.server.config.app._app._app._app)
    assert (told == "given") is believed
    assert re.fullmatch("[0-9a-f]{16}", twice)
    assert {"absence", "sign-in", "events", "metrics"} <= kinds
    assert not [word for word in kinds if "{" in word or word.isdigit()]


def test_a_request_is_of_the_last_kind_that_its_address_names() -> None:
    kinds = frozenset(("api", "v1", "people", "absence", "undo"))
    assert route_of("/api/v1/people/2041/absence", kinds) == "absence"
    assert route_of("/api/v1/people/2041/absence/undo", kinds) == "undo"
    assert route_of("/api/v1/people/2041", kinds) == "people"
    assert route_of("/2041/anna", kinds) == "other"
