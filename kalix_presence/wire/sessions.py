"""Where an account is signed in, and another password for it."""

from __future__ import annotations

from datetime import datetime

import msgspec


class SessionView(msgspec.Struct, frozen=True):
    """One sign-in. `place` is the network address it was begun or refreshed from last, `listening` whether a program with it
    is connected now, `current` whether it is the one that asks."""

    id: str
    device: str
    place: str
    created: datetime
    seen: datetime
    expires: datetime
    listening: bool
    current: bool


class SessionsView(msgspec.Struct, frozen=True):
    """Where an account is signed in, the session seen last first."""

    sessions: list[SessionView]


class SessionsEnded(msgspec.Struct, frozen=True):
    """How many sessions ended."""

    ended: int


class PasswordChange(msgspec.Struct, frozen=True):
    """Body of PUT /password; all other sessions end."""

    current: str
    password: str
