"""Secrets of calendars and second factors at rest: encrypted (Fernet), the key in a file that only the hub's user can read."""

from __future__ import annotations

import hmac
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kalix_presence.model.errors import BadInput

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class Sealer:
    """The key is read, or made, when first needed. A lost key costs what was sealed with it, nothing else.

    `lost` is the code of the refusal of what was sealed with another key.
    """

    def __init__(self, path: Path, *, lost: str) -> None:
        self._path, self._lost = path, lost
        self._fernet: Fernet | None = None
        self._raw = b""

    def seal(self, secret: str) -> bytes:
        """`secret` encrypted. Raises BadInput `config-file-open` for a key that others can read."""
        return self._key().encrypt(secret.encode())

    def open(self, sealed: bytes) -> str:
        """The secret again. Raises BadInput `lost` when the key is another one now."""
        from cryptography.fernet import InvalidToken

        try:
            return self._key().decrypt(sealed).decode()
        except (InvalidToken, UnicodeDecodeError):
            raise BadInput(self._lost) from None

    def make(self) -> None:
        """Have a key, before anything is sealed with it. Raises BadInput as `seal`."""
        self._key()

    def sign(self, text: str) -> str:
        """A seal of `text` that nobody without the key can make: 64 characters. Raises as `seal`."""
        self._key()
        return hmac.digest(self._raw, b"signed " + text.encode(), "sha256").hex()

    def _key(self) -> Fernet:
        if self._fernet is None:
            from cryptography.fernet import Fernet

            self._raw = self._read_or_make()
            self._fernet = Fernet(self._raw)
        return self._fernet

    def _read_or_make(self) -> bytes:
        try:
            made = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            if sys.platform != "win32" and self._path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise BadInput("config-file-open", file=str(self._path)) from None
            return self._path.read_bytes().strip()
        from cryptography.fernet import Fernet

        with os.fdopen(made, "wb") as file:
            key = Fernet.generate_key()
            file.write(key + b"\n")
        return key
