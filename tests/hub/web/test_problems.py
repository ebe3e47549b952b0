"""Refusals as they leave: a stable code, a sentence in the reader's language, and nothing of our own insides."""

from __future__ import annotations

from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from litestar.exceptions import HTTPException
from structlog.testing import capture_logs

from kalix_presence import wire
from kalix_presence.hub.web.problems import (
    MEDIA_TYPE,
    answer,
    answer_framework,
    answer_undecodable,
    answer_unexpected,
    problem_of,
    refusals,
    refused,
)
from kalix_presence.model.errors import BadInput, Conflict, PresenceError, SignInNeeded, TooMany


def asked(accept: str = "en") -> Any:
    """A request as far as a refusal looks at it."""
    return SimpleNamespace(method="PUT", headers={"accept-language": accept})


def problem(answered: Any) -> wire.Problem:
    assert answered.media_type == MEDIA_TYPE
    found = msgspec.json.decode(answered.content, type=wire.Problem)
    assert found.status == answered.status_code
    return found


def test_a_problem_says_what_happened_where_and_in_which_words() -> None:
    fault = BadInput("note-too-long", field="note", limit=200)
    found = {language: problem_of(fault, language) for language in ("sv", "en", "fi")}
    assert len({each.detail for each in found.values()}) == 3
    for each in found.values():
        assert (each.title, each.status, each.code, each.field) == ("Unprocessable Entity", 422, "note-too-long", "note")
        assert each.params == {"limit": 200}
        assert "200" in each.detail


def test_parameters_are_plain_values() -> None:
    params = {"one": "a", "two": 2, "three": True, "four": None, "five": 1.5, "six": ["x"]}
    assert problem_of(Conflict("x", **params), "en").params == {**params, "five": "1.5", "six": "['x']"}


@pytest.mark.parametrize(
    ("fault", "headers"),
    [
        (BadInput("plan-over"), {}),
        (SignInNeeded("sign-in-needed"), {"www-authenticate": "Bearer"}),
        (TooMany("too-often", seconds=7), {"retry-after": "7"}),
        (SignInNeeded("sign-in-wait", seconds=3), {"www-authenticate": "Bearer", "retry-after": "3"}),
    ],
)
@pytest.mark.parametrize(("accept", "language"), [("fi", "fi"), ("de, en;q=0.5", "en"), ("", "sv")])
def test_its_headers_say_the_language_who_may_come_and_when_again(
    fault: PresenceError, headers: dict[str, str], accept: str, language: str
) -> None:
    status, found, body = refused(fault, accept)
    assert status == fault.status
    assert found == {"content-language": language, **headers}
    assert msgspec.json.decode(body, type=wire.Problem) == problem_of(fault, language)
    assert msgspec.json.decode(answer(asked(accept), fault).content) == msgspec.json.decode(body)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "request-not-understood"), (401, "sign-in-needed"), (404, "address-unknown"), (405, "method-not-allowed"),
        (413, "request-too-large"), (415, "request-not-understood"),
    ],
)  # fmt: skip
def test_what_the_framework_refuses_is_said_in_our_words_and_never_in_its_own(status: int, code: str) -> None:
    fault = HTTPException("secret of the framework", status_code=status, headers={"allow": "GET"})
    answered = answer_framework(asked(), fault)
    found = problem(answered)
    assert (found.status, found.code, found.field) == (status, code, None)
    assert found.title == HTTPStatus(status).phrase
    assert b"secret" not in answered.content
    assert answered.headers["content-language"] == "en"
    assert answered.headers["allow"] == "GET"


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ([{"key": "until", "message": "x"}], "until"), ([{"key": ""}], None), ([{}], None), (["until"], None), ([], None),
        (None, None), ({"key": "until"}, None),
    ],
)  # fmt: skip
def test_the_field_that_the_framework_names_is_told(extra: Any, field: str | None) -> None:
    assert problem(answer_framework(asked(), HTTPException(status_code=400, extra=extra))).field == field


def test_a_body_that_cannot_be_decoded_is_not_understood() -> None:
    found = problem(answer_undecodable(asked(), RecursionError("deep")))
    assert (found.status, found.code) == (400, "request-not-understood")


@pytest.mark.parametrize("fault", [ValueError("anna is sick"), HTTPException("anna is sick", status_code=418)])
def test_our_own_fault_is_told_without_detail_and_logged_without_what_somebody_sent(fault: Exception) -> None:
    with capture_logs() as logs:
        answered = answer_framework(asked(), fault) if isinstance(fault, HTTPException) else answer_unexpected(asked(), fault)
    found = problem(answered)
    assert (found.status, found.code, found.params) == (500, "unexpected", {})
    assert b"sick" not in answered.content
    assert [(each["event"], each["method"]) for each in logs] == [("unexpected", "PUT")]
    assert "sick" not in str(logs)


def test_the_page_says_that_whoever_signed_in_may_ask_too_often() -> None:
    assert refusals(404).keys() == {404}
    signed = refusals(401, 404)
    assert signed.keys() == {401, 404, 429}
    assert {status: each.description for status, each in signed.items()} == {
        status: HTTPStatus(status).phrase for status in signed
    }
    assert all(each.media_type == MEDIA_TYPE and each.data_container is wire.Problem for each in signed.values())
