"""Who may push: bearers of a token of the hub's own for that and nothing else. Kept as a hash, shown once, with an end."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.store.scim_tokens import ScimToken, note_seen, read_tokens

PREFIX = "kalix-scim-"
READ_EVERY = 1.0
"""Seconds until a token that another process has made or revoked is one, or is none any longer."""


def made_token(name: str, *, days: int, now: datetime) -> tuple[str, ScimToken]:
    """(the token, what is kept of it): 256 random bits, so a plain hash cannot be guessed back."""
    text = PREFIX + secrets.token_urlsafe(32)
    return text, ScimToken(secrets.token_hex(4), name, digest_of(text), now, now + timedelta(days=days))


def digest_of(text: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()


class Tokens:
    """Recognises tokens; `steady` is seconds of a clock that only goes on."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime], steady: Callable[[], float]) -> None:
        self._store, self._clock, self._steady = store, clock, steady
        self._known: dict[bytes, ScimToken] = {}
        self._read_at: float | None = None
        self._used: dict[str, ScimToken] = {}

    async def recognise(self, text: str) -> ScimToken | None:
        """The token that `text` is; None for one that is none, was revoked or is over."""
        await self._read()
        found = self._known.get(digest_of(text))
        return found if found is not None and self._clock() < found.expires else None

    def used(self, token: ScimToken, refused: str = "") -> None:
        """Remember that it was used, and what was refused to it; kept by `keep_used`."""
        now = self._clock()
        before = self._used.get(token.id, token)
        after = replace(before, seen=now)
        self._used[token.id] = replace(after, refused_at=now, refused=refused) if refused else after

    async def keep_used(self) -> None:
        """Write down what was used since."""
        used, self._used = self._used, {}
        if not used:
            return

        def work(change: Transaction) -> None:
            for one in used.values():
                note_seen(change, one)

        await self._store.write(work)
        self._known = {digest: used.get(one.id, one) for digest, one in self._known.items()}

    async def _read(self) -> None:
        now = self._steady()
        if self._read_at is None or not 0 <= now - self._read_at < READ_EVERY:
            self._known = {one.digest: one for one in await self._store.read(read_tokens)}
            self._read_at = now
