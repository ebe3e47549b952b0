"""A back end of low priority, as those are that keep secrets in plain files."""

from __future__ import annotations

from keyring.backend import KeyringBackend


class Plain(KeyringBackend):
    """Says of itself that it is not safe."""

    priority = 0.5  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        raise AssertionError("it must not be asked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("it must not be told")
