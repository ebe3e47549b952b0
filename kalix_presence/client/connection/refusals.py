"""What an answer, or none, means: each as a `PresenceError`; and whether another hub of the same server may do better."""

from __future__ import annotations

from http import HTTPStatus

import msgspec

from kalix_presence import wire
from kalix_presence.model.errors import (
    BadInput,
    Conflict,
    Forbidden,
    NotFound,
    PresenceError,
    SignInNeeded,
    TooMany,
    Unavailable,
)

_KINDS: dict[int, type[PresenceError]] = {
    401: SignInNeeded,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    429: TooMany,
}
_BEHIND = {
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
_OF_THIS_HUB = {"hub-unreachable", "hub-untrusted", "hub-not-understood", "hub-no-leader", "hub-leads-no-longer"}
"""Faults of one address. What else a hub refuses, every other of its group would refuse as well."""
_LONGEST_ASKED = 300


def unreachable(fault: Exception) -> Unavailable:
    """The hub cannot be reached: a certificate that is not trusted is said apart, for it needs an administrator."""
    return Unavailable("hub-untrusted" if "CERTIFICATE_VERIFY_FAILED" in str(fault) else "hub-unreachable")


def refusal(status: int, content: bytes, retry_after: str = "") -> PresenceError:
    """The refusal in a problem+json answer; its own sentence, in the reader's language, is `params["detail"]`.

    What is no such answer did not come from the hub but from something on the way (a proxy, a hotel's sign-in page).
    `retry_after` is the header of that name, which counts where the hub has said nothing of it.
    """
    error = _refusal(status, content)
    if retry_after.isascii() and retry_after.isdigit():
        error.params.setdefault("seconds", min(int(retry_after[:6]), _LONGEST_ASKED))
    return error


def _refusal(status: int, content: bytes) -> PresenceError:
    try:
        problem = msgspec.json.decode(content, type=wire.Problem)
    except wire.UNREADABLE:
        if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            return Unavailable("hub-proxy")
        return Unavailable("hub-unreachable" if status in _BEHIND else "hub-not-understood")
    kind = _KINDS.get(status) or (Unavailable if status >= 500 else BadInput)
    error = kind(problem.code, field=problem.field)
    error.params |= problem.params
    error.params["detail"] = problem.detail
    return error


def is_of_one_hub(fault: PresenceError) -> bool:
    """Whether another hub of the same server may answer all the same."""
    return isinstance(fault, Unavailable) and fault.code in _OF_THIS_HUB


def seconds_asked(fault: PresenceError) -> float:
    """How long the hub asks to be left alone, in seconds, at most five minutes; 0 when it does not say."""
    asked = fault.params.get("seconds")
    return float(max(0, min(asked, _LONGEST_ASKED))) if isinstance(asked, int) else 0.0
