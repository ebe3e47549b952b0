"""What a client is told with the reasons: who sees them, the hub's version and from which one on it takes clients."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kalix_presence import __version__, shipped, wire
from kalix_presence.model.versions import OLDEST_CLIENT
from kalix_presence.model.who_sees import Field, Reader, Sees
from tests.hub.serving import Serving, serving


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder: Path = tmp_path_factory.mktemp("hub")
    with serving(folder / "hub") as running:
        yield running


def test_versions_are_told_with_what_every_client_fetches(hub: Serving) -> None:
    with hub.client("anna") as anna:
        view = msgspec.json.decode(anna.get("/api/v1/reasons").content, type=wire.ReasonsView)
    assert (view.version, view.clients_from) == (__version__, OLDEST_CLIENT)


@pytest.mark.parametrize("path", ["/api/v1/reasons", "/api/v1/sign-in/ways", "/healthz", "/readyz", "/openapi.json"])
def test_whoever_is_not_signed_in_learns_no_version(hub: Serving, path: str) -> None:
    with hub.client() as nobody:
        answer = nobody.get(path)
    assert __version__ not in answer.text
    assert __version__ not in str(answer.headers)


def test_only_a_sensitive_reason_says_what_others_see_instead(hub: Serving) -> None:
    with hub.client("per") as per:
        told = per.get("/api/v1/reasons").json()["reasons"]
    wanted = {each.code: each.shown_as if each.sensitive else None for each in shipped.default_reasons()}
    assert {each["code"]: each.get("shown_as") for each in told} == wanted


def test_everybody_is_told_the_same_of_who_sees_what(hub: Serving) -> None:
    with hub.client("per") as per, hub.client("ada") as ada:
        told = [client.get("/api/v1/reasons").json()["seen"] for client in (per, ada)]
    assert told[0] == told[1]
    note = next(each["by"] for each in told[0] if each["field"] == Field.NOTE)
    assert note == {reader.value: Sees.ALL if reader is Reader.SELF else Sees.NOTHING for reader in Reader}
