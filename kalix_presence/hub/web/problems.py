"""Refusals as problem details (RFC 9457): a stable code, and a sentence in the reader's language that says what to do."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, InternalServerException
from litestar.openapi import ResponseSpec

from kalix_presence import wire
from kalix_presence.hub.site.sentences import language_of, sentence
from kalix_presence.hub.supervision.faults import described
from kalix_presence.hub.supervision.request_record import refused_with
from kalix_presence.model.errors import PresenceError

MEDIA_TYPE = "application/problem+json"
_FRAMEWORK = {
    400: "request-not-understood",
    401: "sign-in-needed",
    404: "address-unknown",
    405: "method-not-allowed",
    413: "request-too-large",
    415: "request-not-understood",
}
_log = structlog.get_logger("kalix.hub")


def problem_of(error: PresenceError, language: str) -> wire.Problem:
    """The problem details of a refusal."""
    return wire.Problem(
        title=HTTPStatus(error.status).phrase,
        status=error.status,
        detail=sentence(error, language),
        code=error.code,
        field=error.field,
        params={name: _plain(value) for name, value in error.params.items()},
    )


def refused(error: PresenceError, accept: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the HTTP answer to a refusal, for an Accept-Language header."""
    refused_with(error.code)
    language = language_of(accept)
    problem = problem_of(error, language)
    headers = {"content-language": language}
    if problem.status == 401:
        headers["www-authenticate"] = "Bearer"
    if "seconds" in error.params:
        headers["retry-after"] = str(error.params["seconds"])
    return problem.status, headers, msgspec.json.encode(problem)


def answer(request: Request[Any, Any, Any], error: PresenceError) -> Response[bytes]:
    """The HTTP answer to a refusal."""
    status, headers, body = refused(error, request.headers.get("accept-language", ""))
    return Response(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def answer_framework(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """The HTTP answer to what the framework refused: no route, wrong method, a body that is not what it should be."""
    if _is_cut_off(error):
        error = HTTPException(status_code=400)
    code = _FRAMEWORK.get(error.status_code)
    if code is None:
        return answer_unexpected(request, error)
    refused_with(code)
    refusal = PresenceError(code)
    status = error.status_code
    language = language_of(request.headers.get("accept-language", ""))
    problem = wire.Problem(
        title=HTTPStatus(status).phrase, status=status, detail=sentence(refusal, language), code=code, field=_field(error)
    )
    headers = {**(error.headers or {}), "content-language": language}
    return Response(msgspec.json.encode(problem), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def _is_cut_off(error: HTTPException) -> bool:
    """Whether the body did not come to its end: who sent it has gone, or was sent away for being slow. No fault of ours, and
    nobody reads the answer; the framework calls it one of the server."""
    return isinstance(error, InternalServerException) and error.detail == "client disconnected prematurely"


def answer_undecodable(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The HTTP answer to a body that is no UTF-8, or nested past reason: msgspec lets these through."""
    return answer_framework(request, HTTPException(status_code=400))


def answer_unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Our own fault: logged by kind and place, told without detail."""
    return answer(request, unexpected(request.method, error))


def unexpected(method: str, error: Exception) -> PresenceError:
    """What is told of our own fault, which is logged here."""
    # The places only: an error's own text may hold what somebody sent.
    _log.error("unexpected", method=method, **described(error))
    return PresenceError("unexpected")


def _field(error: HTTPException) -> str | None:
    extra = error.extra
    if isinstance(extra, list) and extra and isinstance(extra[0], dict):
        key = extra[0].get("key")
        return str(key) if key else None
    return None


def _plain(value: object) -> str | int | bool | None:
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def refusals(*statuses: int) -> dict[int, ResponseSpec]:
    """What the OpenAPI page says of these refusals."""
    return {
        status: ResponseSpec(
            wire.Problem,
            generate_examples=False,
            description=HTTPStatus(status).phrase,
            media_type=MEDIA_TYPE,
        )
        for status in {*statuses, *((429,) if 401 in statuses else ())}  # whoever has signed in may ask too often
    }
