"""A hub that stands by says itself how it is: alive, who leads, its measures; and tells those alone who may know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.relay.pair import Standing, Who, config_by, standing_by
from tests.hub.serving import made_config


@pytest.fixture
def by(tmp_path: Path) -> Iterator[Standing]:
    with standing_by(Who(), config_by(made_config(tmp_path / "hub")), patience=0.1) as made:
        yield made


def test_it_lives_whether_or_not_anybody_leads(by: Standing) -> None:
    with by.client() as client:
        for method in ("GET", "HEAD"):
            answer = client.request(method, "/healthz")
            assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
            assert len(answer.headers["x-request-id"]) == 16
        assert client.get("/healthz").json() == {"alive": True}


def test_it_is_ready_while_it_knows_who_leads(by: Standing) -> None:
    with by.client() as client:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["code"]) == (503, "hub-no-leader")
        by.who.leads("http://127.0.0.1:9", 7)
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()) == (200, {"leader": "hub-7", "term": 7})


def test_it_warns_and_says_what_is_down(by: Standing) -> None:
    by.who.leads("http://127.0.0.1:9", 7)
    by.server.warnings["something"] = lambda: True
    with by.client() as client:
        assert client.get("/readyz").json()["warnings"] == ["something"]
        by.server.supervised._works["leader-look"].down = True
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["code"]) == (503, "hub-task-down")


def test_measures_tell_of_what_is_passed_on(by: Standing) -> None:
    with by.client() as client:
        assert client.get("/api/v1/me").status_code == 503
        text = client.get("/metrics").text
        assert 'kalix_requests_total{status="503"} 1.0' in text
        assert "kalix_relay_leader_known 0.0" in text
        by.who.leads("http://127.0.0.1:9")
        text = client.get("/metrics").text
        for line in (
            "kalix_relay_leader_known 1.0",
            "kalix_relay_waiting 0.0",
            "kalix_streams 0.0",
            "kalix_relay_seconds_count 2.0",
        ):
            assert line in text
        assert 'kalix_task_up{task="leader-look"} 1.0' in text


def test_measures_answer_the_addresses_that_the_site_names_alone(tmp_path: Path) -> None:
    config = made_config(tmp_path / "hub")
    for listen, headers, status in (
        ({}, {}, 200),
        ({}, {"x-forwarded-for": "127.0.0.1"}, 403),
        ({}, {"forwarded": "for=127.0.0.1"}, 403),
        ({"trusted_proxies": ("127.0.0.1",)}, {"x-forwarded-for": "192.0.2.1"}, 403),
        ({"trusted_proxies": ("127.0.0.1",)}, {"x-forwarded-for": "::1"}, 200),
    ):
        with standing_by(Who(), config_by(config, **listen)) as by, by.client(**headers) as client:
            answer = client.get("/metrics")
            assert answer.status_code == status, (listen, headers)
            if status == 403:
                assert answer.json()["code"] == "metrics-address"
