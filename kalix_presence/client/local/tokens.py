"""The tokens of one sign-in as they lie together in the keyring."""

from __future__ import annotations

import secrets

import msgspec


class Tokens(msgspec.Struct, frozen=True):
    """`refresh` is good once, and may be asked with again by the same `key` alone; "" for one that cannot be refreshed."""

    token: str
    refresh: str = ""
    key: str = ""

    @classmethod
    def given(cls, token: str, refresh: str) -> Tokens:
        """What the hub has just given."""
        return cls(token, refresh, secrets.token_hex(16) if refresh else "")

    @classmethod
    def read(cls, kept: str) -> Tokens:
        """What was kept; a version that knew no refresh tokens kept the token alone, with which refreshing can begin."""
        if kept.startswith("{"):
            try:
                return msgspec.json.decode(kept, type=cls)
            except msgspec.MsgspecError:
                return cls(kept)
        return cls.given(kept, kept)

    @property
    def text(self) -> str:
        """As it is kept."""
        return msgspec.json.encode(self).decode() if self.refresh else self.token

    @property
    def may_begin(self) -> bool:
        """Whether this is one token for the whole session that could become one that is refreshed."""
        return bool(self.refresh) and self.refresh == self.token
