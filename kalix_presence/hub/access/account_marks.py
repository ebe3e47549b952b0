"""How an account is named in the log: by a mark that only the site can lead back to somebody (`kalix-hub user who`)."""

from __future__ import annotations

import hashlib
import hmac

LENGTH = 10
"""Hexadecimal digits: enough to tell 100,000 accounts apart."""


class AccountMarks:
    """Marks by the site's own key; before the key is known every account is "?"."""

    def __init__(self, key: bytes = b"") -> None:
        self.key = key

    def of(self, username: str) -> str:
        """The mark of `username`."""
        if not self.key:
            return "?"
        return hmac.new(self.key, username.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()[:LENGTH]
