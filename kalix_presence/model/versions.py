"""Which versions of client and hub fit each other: each says from which on it takes the other, and goes on with older ones."""

from __future__ import annotations

import re
from enum import StrEnum

OLDEST_CLIENT = "0.1.0"
"""The hub takes clients from this version on. Raised when something that clients of before lack is relied on."""
OLDEST_HUB = "0.1.0"
"""The client takes hubs from this version on."""


class Fit(StrEnum):
    """How client and hub fit."""

    UNKNOWN = "unknown"
    """The hub says no versions, or none that can be read: an older hub, and nobody knows how old."""
    FITS = "fits"
    CLIENT_OLD = "client-old"
    HUB_OLD = "hub-old"


def fit(own: str, hub: str, clients_from: str, hubs_from: str = OLDEST_HUB) -> Fit:
    """How a client of version `own` fits a hub of version `hub` that takes clients from `clients_from` on."""
    mine, theirs, wanted = _numbers(own), _numbers(hub), _numbers(clients_from)
    least = _numbers(hubs_from)
    if mine is not None and wanted is not None and mine < wanted:
        return Fit.CLIENT_OLD
    if theirs is not None and least is not None and theirs < least:
        return Fit.HUB_OLD
    return Fit.UNKNOWN if mine is None or theirs is None or wanted is None else Fit.FITS


def is_newer(offered: str, own: str) -> bool:
    """Whether the version `offered` is above the one of `own`; one that cannot be read is not."""
    there, mine = _numbers(offered), _numbers(own)
    return there is not None and mine is not None and there > mine


def is_version(text: str) -> bool:
    """Whether it is a version, and nothing behind it."""
    return re.fullmatch(r"\d{1,9}(?:\.\d{1,9}){0,5}", text, re.ASCII) is not None


def _numbers(version: str) -> tuple[int, ...] | None:
    """The numbers that a version begins with, without noughts at the end; what follows them (rc1, +local) does not count."""
    found = re.match(r"\d{1,9}(?:\.\d{1,9}){0,5}", version)
    if found is None:
        return None
    numbers = [int(one) for one in found[0].split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
