"""The hub's face as a whole: nothing is open that is not said to be, and every answer is one of ours whatever was asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from structlog.testing import capture_logs

from kalix_presence.hub.web.app import create_app
from tests.hub.serving import Serving, serving


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/me"),
        ("GET", "/api/v1/people"),
        ("GET", "/api/v1/people/2041"),
        ("PUT", "/api/v1/people/2041/absence"),
        ("DELETE", "/api/v1/people/2041/absence"),
        ("POST", "/api/v1/people/2041/sign-of-life"),
        ("PUT", "/api/v1/people/2041/asked"),
        ("GET", "/api/v1/people/2041/rule"),
        ("GET", "/api/v1/reasons"),
        ("GET", "/api/v1/events"),
        ("POST", "/api/v1/people/2041/absence/undo"),
        ("GET", "/api/v1/board"),
        ("GET", "/api/v1/people/2041/card.vcf"),
        ("GET", "/api/v1/notices"),
        ("POST", "/api/v1/notices"),
        ("PATCH", "/api/v1/notices/00000000000000000000000000000000"),
        ("DELETE", "/api/v1/notices/00000000000000000000000000000000"),
        ("POST", "/api/v1/people/2041/nudge"),
        ("POST", "/api/v1/units/bygglov/forward"),
        ("POST", "/api/v1/units/bygglov/forward/undo"),
        ("GET", "/api/v1/calls"),
        ("POST", "/api/v1/calls"),
        ("POST", "/api/v1/calls/c1/transfer"),
        ("POST", "/api/v1/calls/c1/consult"),
        ("POST", "/api/v1/calls/c1/complete"),
        ("POST", "/api/v1/calls/c1/cancel"),
        ("DELETE", "/api/v1/sign-in"),
        ("POST", "/api/v1/demo/calls"),
        ("POST", "/api/v1/demo/codes"),
    ],
)
@pytest.mark.parametrize("token", [None, "Bearer nonsense", "Basic YTpi", "Bearer "])
def test_nothing_is_open_to_whoever_is_not_signed_in(hub: Serving, method: str, path: str, token: str | None) -> None:
    headers = {"authorization": token.strip()} if token else {}
    with hub.client() as client:
        answer = client.request(method, path, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["code"] == "sign-in-needed"


@pytest.mark.parametrize("body", [b'\x80"', b'{"username":"\x80","password":"x"}', b'{"\x80":1}', b"\xff\xfe", b""])
def test_a_body_that_is_no_text_is_refused_and_no_fault_of_ours(hub: Serving, body: bytes) -> None:
    with hub.client() as nobody:
        answer = nobody.post("/api/v1/sign-in", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["code"] == "request-not-understood"


def test_every_answer_tells_browsers_and_proxies_to_keep_and_guess_nothing(hub: Serving) -> None:
    with hub.client("anna") as anna:
        answers = [anna.get(path) for path in ("/api/v1/me", "/api/v1/board", "/healthz", "/nowhere", "/openapi.json")]
        with anna.stream("GET", "/api/v1/events") as stream:
            answers.append(stream)
    for answer in answers:
        headers = answer.headers
        said = [headers.get_list(name) for name in ("x-content-type-options", "cache-control", "referrer-policy")]
        assert said == [["nosniff"], ["no-store"], ["no-referrer"]]


def test_head_is_a_get_without_its_body(hub: Serving) -> None:
    with hub.client("anna") as anna:
        for path in ("/healthz", "/api/v1/me", "/api/v1/people", "/openapi.json"):
            assert (anna.head(path).status_code, anna.head(path).content) == (200, b"")
        assert anna.head("/api/v1/events").status_code == 405


def test_an_address_with_empty_parts_is_another_address(hub: Serving) -> None:
    with hub.client("anna") as anna:
        assert anna.get(f"{hub.url}//api/v1//me").json()["code"] == "address-unknown"


OPEN = {
    "alive", "ready", "metrics", "sign_in", "refresh", "list_ways", "begin_in_browser", "finish_in_browser", "begin_by_code",
    "finish_by_code", "push", "take_notifications",
}  # fmt: skip
"""What may be asked without a token: health, the ways to sign in, and what brings a token of another kind."""


def test_what_is_open_is_said_to_be_by_each_handler_and_is_no_more_than_this(hub: Serving) -> None:
    handlers = [handler for route in create_app(hub.config, hub.hub).routes for handler in handlers_of(route)]
    assert {handler.fn.__name__ for handler in handlers if handler.opt.get("open")} == OPEN


def handlers_of(route: Any) -> list[Any]:
    """Those of ours: the description of the interface is the framework's own."""
    found = getattr(route, "route_handlers", None) or [route.route_handler]
    return [each for each in found if each.fn.__module__.startswith("kalix_presence")]


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_word_before_a_token_is_read_in_any_letters(hub: Serving, scheme: str) -> None:
    with hub.client("anna") as anna:
        token = anna.headers["authorization"].partition(" ")[2]
        assert anna.get("/api/v1/me", headers={"authorization": f"{scheme}  {token}"}).status_code == 200


def test_every_answer_is_counted_by_its_status(hub: Serving) -> None:
    def counted(status: str) -> float:
        return hub.hub.measures.registry.get_sample_value("kalix_requests_total", {"status": status}) or 0.0

    before = [counted(status) for status in ("200", "401", "404")]
    with hub.client() as client:
        client.get("/healthz")
        client.get("/api/v1/me")
        client.get("/api/v1/me")
        client.get("/nowhere")
    assert [counted(status) - was for status, was in zip(("200", "401", "404"), before, strict=True)] == [1, 2, 1]


def test_made_up_phones_are_rung_only_where_phones_are_made_up(hub: Serving) -> None:
    def paths(app: Litestar) -> set[str]:
        return {route.path for route in app.routes}

    there = paths(create_app(hub.config, hub.hub))
    real = msgspec.structs.replace(hub.config, pbx=msgspec.structs.replace(hub.config.pbx, driver="asterisk"))
    assert there - paths(create_app(real, hub.hub)) == {"/api/v1/demo/calls", "/api/v1/demo/codes"}


def test_a_body_larger_than_the_settings_say_is_not_read(hub: Serving) -> None:
    with hub.client() as client:
        body = b'{"username":"' + b"x" * hub.config.limits.body_bytes + b'"}'
        answer = client.post("/api/v1/sign-in", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "request-too-large")


async def test_a_hub_that_cannot_start_says_which_fault_it_was_and_stops_the_server(hub: Serving) -> None:
    class Broken:
        stopped = False

        async def start(self) -> None:
            raise RuntimeError("what somebody sent")

        async def stop(self) -> None:
            self.stopped = True

    broken = Broken()
    app = create_app(hub.config, broken)  # type: ignore[arg-type]
    with capture_logs() as logs, pytest.raises(ExceptionGroup):
        async with app.lifespan():
            raise AssertionError("it has started")
    [line] = [line for line in logs if line["event"] == "not-started"]
    assert (line["log_level"], line["fault"]) == ("critical", "RuntimeError")
    assert "what somebody sent" not in str(logs)
    assert not broken.stopped
