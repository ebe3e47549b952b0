"""What whoever watches the server is told: that the hub lives, whether it is ready, and its measures for some addresses alone."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from kalix_presence.hub.supervision.supervised import Supervised
from kalix_presence.hub.web.running import Hub
from tests.hub.serving import Serving, serving


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hub")) as running:
        yield running


def test_health_and_measures_are_there_for_the_watchman(hub: Serving) -> None:
    with hub.client() as client:
        assert client.get("/healthz").json() == {"alive": True}
        assert client.get("/readyz").json() == {"database": True, "pbx": True}
        text = client.get("/metrics").text
    assert "kalix_people 6.0" in text
    assert "Anna" not in text


def test_a_hub_that_is_not_ready_or_has_lost_something_says_so_and_lives(hub: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    with hub.client() as client:
        monkeypatch.setattr(Supervised, "down", property(lambda self: ["reminders", "absences"]))
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["code"]) == (503, "hub-task-down")
        assert answer.json()["params"] == {"tasks": "absences, reminders"}
        monkeypatch.setattr(type(hub.hub.store), "alive", property(lambda self: False))
        assert client.get("/readyz").json()["params"] == {"tasks": "absences, reminders, store-writer"}
        monkeypatch.setattr(hub.hub, "ready", False)
        assert client.get("/readyz").json()["code"] == "hub-not-ready"
        assert client.get("/healthz").json() == {"alive": True}


def test_what_was_begun_again_and_what_will_be_trouble_are_told(hub: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    async def warned(self: Hub) -> list[str]:
        return ["disk-low"]

    monkeypatch.setattr(Supervised, "restarts", property(lambda self: 3))
    monkeypatch.setattr(Hub, "warn", warned)
    with hub.client() as client:
        assert client.get("/readyz").json() == {"database": True, "pbx": True, "restarts": 3, "warnings": ["disk-low"]}


def test_a_pbx_that_is_away_is_told_and_makes_nothing_unready(hub: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(hub.hub.pbx), "connected", property(lambda self: False))
    with hub.client() as client:
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["pbx"]) == (200, False)


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For"])
def test_measures_are_not_told_behind_a_proxy_that_the_site_has_not_named(hub: Serving, header: str) -> None:
    """It would lend its own address to everybody who asks it."""
    with hub.client() as client:
        assert client.get("/metrics").headers["content-type"].startswith("text/plain")
        answer = client.get("/metrics", headers={header: "192.0.2.7"})
    assert (answer.status_code, answer.json()["code"]) == (403, "metrics-address")


def test_measures_are_told_only_to_the_addresses_of_the_settings(hub: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub.hub, "config", msgspec.structs.replace(hub.config, metrics_from=("192.0.2.7",)))
    with hub.client() as client:
        answer = client.get("/metrics")
    assert (answer.status_code, answer.json()["code"]) == (403, "metrics-address")
