"""The token, kept in the system's keyring and nowhere else.

A keyring may be absent, locked, or wait for ever for somebody to unlock it: every call runs in a thread of its own with a
time-out, and where there is no usable keyring the person is asked at each start.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from enum import StrEnum
from types import ModuleType
from typing import TypeVar

from kalix_presence.model.errors import Unavailable

T = TypeVar("T")
SERVICE = "kalix-presence"
PATIENCE = 5.0
"""Seconds a keyring may take."""


class KeyringState(StrEnum):
    """What became of the last call."""

    USABLE = "usable"
    ABSENT = "absent"
    LOCKED = "locked"
    SILENT = "silent"
    """It did not answer in time (somebody is asked to unlock it, or it hangs)."""


class Secrets:
    """Tokens by hub and username. Outside tests there is one of these per process."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self.state = KeyringState.USABLE

    async def token(self, hub: str, username: str) -> str | None:
        """The kept token, or None; `KALIX_TOKEN` in the environment comes first (scripts). Never raises: see `state`."""
        given = os.environ.get("KALIX_TOKEN")
        if given:
            return given
        try:
            return await self._ask(lambda: _read(_entry(hub, username)))
        except Unavailable:
            return None

    async def keep(self, hub: str, username: str, token: str) -> bool:
        """Keep the token; False when there is no usable keyring (it then lives until the program ends)."""
        try:
            await self._ask(lambda: _keyring().set_password(SERVICE, _entry(hub, username), token))
        except Unavailable:
            return False
        return True

    async def forget(self, hub: str, username: str) -> None:
        """Forget the token, if it is kept."""
        try:
            await self._ask(lambda: _delete(_entry(hub, username)))
        except Unavailable:
            return

    async def _ask(self, call: Callable[[], T]) -> T:
        """Run `call` in a daemon thread: one that hangs for ever must not hold up the end of the program either."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()

        def deliver(result: T | None, fault: BaseException | None) -> None:
            if answer.done():
                return
            if fault is None:
                answer.set_result(result)  # type: ignore[arg-type]
            else:
                answer.set_exception(fault)

        def work() -> None:
            result: T | None = None
            fault: BaseException | None = None
            try:
                result = call()
            except Exception as caught:  # noqa: BLE001 - back ends raise what they like; it becomes a state below
                fault = caught
            if not loop.is_closed():
                loop.call_soon_threadsafe(deliver, result, fault)

        threading.Thread(target=work, name="keyring", daemon=True).start()
        try:
            result = await asyncio.wait_for(answer, self._patience)
        except TimeoutError:
            self.state = KeyringState.SILENT
            raise Unavailable("keyring-silent") from None
        except Exception as fault:
            self.state = KeyringState.LOCKED if type(fault).__name__ == "KeyringLocked" else KeyringState.ABSENT
            raise Unavailable(f"keyring-{self.state.value}") from fault
        self.state = KeyringState.USABLE
        return result


def _entry(hub: str, username: str) -> str:
    return f"{username}@{hub}"


def _keyring() -> ModuleType:
    """The library, imported late: it costs 60 ms, and the caller is in a thread of its own."""
    import keyring

    return keyring


def _read(entry: str) -> str | None:
    kept: str | None = _keyring().get_password(SERVICE, entry)
    return kept


def _delete(entry: str) -> None:
    from keyring.errors import PasswordDeleteError

    try:
        _keyring().delete_password(SERVICE, entry)
    except PasswordDeleteError:
        return
