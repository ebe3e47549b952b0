"""What every answer of the hub says beside its content, whoever gives it: the framework, the parser or the event stream."""

from __future__ import annotations

from pathlib import Path

from tests.hub.serving import serving

SAFE = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cache-control": "no-store"}
HSTS = "strict-transport-security"


def test_answers_are_guarded_and_an_unencrypted_hub_asks_for_no_encryption(tmp_path: Path) -> None:
    with serving(tmp_path / "hub") as hub, hub.client("anna") as client:
        answers = [client.get(path) for path in ("/healthz", "/api/v1/me", "/api/v1/people/1", "/nowhere", "//x")]
        answers.append(client.get("/healthz", headers={"X": "a" * 70_000}))
        with client.stream("GET", "/api/v1/events") as stream:
            answers.append(stream)
        assert [answer.status_code for answer in answers] == [200, 200, 404, 404, 404, 431, 200]
        for answer in answers:
            assert {name: answer.headers.get(name) for name in SAFE} == SAFE, answer.url
            assert HSTS not in answer.headers
