"""Proof of an earlier device: what the hub gives whoever signed in, so that a stranger's guesses never keep them out.

It opens nothing without the password; it only says that this device has signed in with this name before.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

_SHAPE = re.compile(r"1\.([0-9a-f]{32})\.([0-9a-f]{64})", re.ASCII)


def new_proof(key: bytes, username: str) -> str:
    """A proof for a device that has just signed in with `username`."""
    device = secrets.token_hex(16)
    return f"1.{device}.{_sealed(key, username, device)}"


def device_of(key: bytes, username: str, proof: str) -> str:
    """The id of the device that `proof` stands for; "" when it is none of `username`'s."""
    found = _SHAPE.fullmatch(proof)
    if found is None or not hmac.compare_digest(found[2], _sealed(key, username, found[1])):
        return ""
    return found[1]


def _sealed(key: bytes, username: str, device: str) -> str:
    return hmac.new(key, f"{username}\0{device}".encode(), hashlib.sha256).hexdigest()
