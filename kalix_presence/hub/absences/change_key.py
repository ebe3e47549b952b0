"""A change that may be sent twice is made once: whose key it came with, and what it was."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import msgspec

from kalix_presence.model.access import Caller


@dataclass(frozen=True, slots=True)
class ChangeKey:
    """Whose idempotency key it is, and a digest of the change it was used for."""

    username: str
    key: str
    digest: bytes


def claim_of(caller: Caller, key: str | None, what: object) -> ChangeKey | None:
    """The key of `caller` for `what`; None when there is none."""
    if key is None:
        return None
    return ChangeKey(caller.username, key, hashlib.sha256(msgspec.json.encode(what)).digest())
