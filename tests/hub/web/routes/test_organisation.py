"""The organisation's sign-in at the hub's door: how it is offered, and what is too long or not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.site.oidc_section import OidcSection
from tests.hub.serving import Serving, made_config, serving

BUTTON = {"sv": "Logga in med Kalix", "en": "Sign in with Kalix"}
BODIES = {
    "browser": {"redirect": "http://localhost:5", "challenge": "c" * 43},
    "browser/answer": {"ticket": "t", "verifier": "v", "code": "x", "issuer": "i", "device": "d"},
    "device": None,
    "device/answer": {"ticket": "t", "device": "d"},
}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A hub whose service is away."""
    config = made_config(tmp_path_factory.mktemp("ways") / "hub")
    section = OidcSection(issuer="https://localhost:1", client_id="kalix", button=BUTTON, redirect_ports=(4711,))
    config = msgspec.structs.replace(config, sign_in=msgspec.structs.replace(config.sign_in, oidc=section))
    with serving(config.folder, config=config) as running:
        yield running


@pytest.mark.parametrize(("language", "said"), [("sv", BUTTON["sv"]), ("en", BUTTON["en"]), ("fi", BUTTON["sv"])])
def test_the_button_says_what_the_site_wants(hub: Serving, language: str, said: str) -> None:
    with hub.client() as client:
        ways = client.get("/api/v1/sign-in/ways", headers={"accept-language": language}).json()
    assert ways == {"organisation": said, "redirect": "http://localhost", "ports": [4711]}


def test_what_is_too_long_is_refused_before_it_is_worked_on(hub: Serving) -> None:
    with hub.client() as client:
        for path, body in BODIES.items():
            for name in body or {}:
                most = 8000 if name in ("ticket", "code") else 256
                long = client.post(f"/api/v1/sign-in/{path}", json={**(body or {}), name: "x" * (most + 1)})
                assert long.json()["code"] == "sign-in-length", (path, name)


def test_a_service_that_is_away_and_a_way_that_is_not_open_are_said_to_be_so(hub: Serving) -> None:
    with hub.client() as client:
        begun = client.post("/api/v1/sign-in/browser", json=BODIES["browser"] | {"redirect": "http://localhost:4711"})
        assert (begun.status_code, begun.json()["code"]) == (503, "organisation-unreachable")
        other = client.post("/api/v1/sign-in/browser", json=BODIES["browser"] | {"redirect": "http://localhost:4712"})
        assert other.json()["code"] == "organisation-redirect"
        assert client.post("/api/v1/sign-in/device").json()["code"] == "organisation-no-device"


def test_without_a_service_one_is_told_that_there_is_none(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub, hub.client() as client:
        assert client.get("/api/v1/sign-in/ways").json() == {}
        for path, body in BODIES.items():
            assert client.post(f"/api/v1/sign-in/{path}", json=body).json()["code"] == "organisation-none"
