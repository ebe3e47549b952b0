"""With the reasons the hub tells its version and from which one on it takes clients: to whoever is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kalix_presence import __version__, wire
from kalix_presence.model.versions import OLDEST_CLIENT
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
