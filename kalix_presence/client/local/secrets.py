"""The token, kept in the system's keyring and nowhere else.

A keyring may be absent, locked, or wait for ever for somebody to unlock it: every call runs in a thread of its own with a
time-out, and where there is no usable keyring the person is asked at each start.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import threading
import uuid
from collections.abc import Callable
from contextlib import closing, suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from kalix_presence.model.errors import Unavailable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")
SERVICE = "kalix-presence"
PATIENCE = 5.0
"""Seconds a keyring may take."""
LONGER = 25.0
"""Seconds more for what is to be read from it where something is kept, before anybody is asked for that instead."""
_LOCKED = {"KeyringLocked", "LockedException", "PromptDismissedException"}


class KeyringState(StrEnum):
    """What became of the last call."""

    USABLE = "usable"
    ABSENT = "absent"
    LOCKED = "locked"
    SILENT = "silent"
    """It did not answer in time (somebody is asked to unlock it, or it hangs)."""


class Secrets:
    """Tokens by hub and username. Outside tests there is one of these per process."""

    def __init__(self, patience: float = PATIENCE, longer: float = LONGER) -> None:
        self._patience, self.longer = patience, longer
        self.state = KeyringState.USABLE
        self._late: asyncio.Future[Any] | None = None

    async def token(self, hub: str, username: str) -> str | None:
        """The kept token, or None; `KALIX_TOKEN` in the environment comes first (scripts). Never raises: see `state`."""
        given = given_token()
        if given:
            return given
        try:
            return await self._call_keyring(lambda: _read(_entry(hub, username)))
        except Unavailable:
            return None

    async def late_token(self, within: float | None = None) -> str | None:
        """What a keyring that was `SILENT` said in the end: somebody may need a minute to type its password.

        Waits as long as that takes, or `within` so many seconds: then it is silent still, and may be asked for again. None when
        it then had nothing, or refused.
        """
        if self._late is None:
            return None
        late = self._late
        done, _ = await asyncio.wait({late}, timeout=within)
        if self._late is late:
            self._late = late if not done else None
        if not done:
            return None
        try:
            found = await late
        except Exception as fault:  # noqa: BLE001 - back ends raise what they like; it becomes a state
            self.state = _state_of(fault)
            return None
        self.state = KeyringState.USABLE
        return found if isinstance(found, str) else None

    async def keep(self, hub: str, username: str, token: str) -> bool:
        """Keep the token; False when there is no usable keyring (it then lives until the program ends)."""
        try:
            await self._call_keyring(lambda: _keyring().set_password(SERVICE, _entry(hub, username), token))
        except Unavailable:
            return False
        return True

    async def device_proof(self, hub: str, username: str) -> str:
        """What the hub gave this computer at an earlier sign-in of `username`; "" when there is none. Never raises."""
        try:
            return await self._call_keyring(lambda: _read(_device_entry(hub, username))) or ""
        except Unavailable:
            return ""

    async def keep_device_proof(self, hub: str, username: str, proof: str) -> None:
        """Keep it, also past signing out: it opens nothing, and speaks for this computer when others guess."""
        try:
            await self._call_keyring(lambda: _keyring().set_password(SERVICE, _device_entry(hub, username), proof))
        except Unavailable:
            return

    async def forget(self, hub: str, username: str) -> None:
        """Forget the token, if it is kept."""
        try:
            await self._call_keyring(lambda: _delete(_entry(hub, username)))
        except Unavailable:
            return

    async def try_out(self) -> bool | None:
        """Keep a secret that is nobody's, read it and delete it again; whether it was the same.

        None: nothing was ever kept there, and keeping would make the keyring and ask for its password. Raises Unavailable
        `keyring-absent`, `keyring-locked` or `keyring-silent`.
        """
        return await self._call_keyring(_try_out)

    async def _call_keyring(self, call: Callable[[], T]) -> T:
        """Run `call` in a daemon thread: one that hangs for ever must not hold up the end of the program either."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()

        def deliver(result: T | None, fault: Exception | None) -> None:
            if answer.done():
                return
            if fault is None:
                answer.set_result(result)  # type: ignore[arg-type]
            else:
                answer.set_exception(fault)
                answer.exception()  # an answer that comes too late for anybody is no error

        def work() -> None:
            result: T | None = None
            fault: Exception | None = None
            try:
                result = call()
            except Exception as caught:  # noqa: BLE001 - back ends raise what they like; it becomes a state below
                fault = caught
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(deliver, result, fault)

        threading.Thread(target=work, name="keyring", daemon=True).start()
        done, _ = await asyncio.wait({answer}, timeout=self._patience)
        if not done:
            self.state, self._late = KeyringState.SILENT, answer
            raise Unavailable("keyring-silent")
        try:
            result = answer.result()
        except Exception as fault:
            self.state = _state_of(fault)
            raise Unavailable(f"keyring-{self.state.value}") from fault
        self.state = KeyringState.USABLE
        return result


def given_token() -> str | None:
    """The token that a script gives in `KALIX_TOKEN`."""
    return os.environ.get("KALIX_TOKEN") or None


def _state_of(fault: Exception) -> KeyringState:
    return KeyringState.LOCKED if type(fault).__name__ in _LOCKED else KeyringState.ABSENT


def _entry(hub: str, username: str) -> str:
    return f"{username.strip().lower()}@{hub.rstrip('/')}"


def _device_entry(hub: str, username: str) -> str:
    return f"device {_entry(hub, username)}"


def _keyring() -> KeyringBackend:
    """The system's keyring. The library is imported late: it costs 60 ms, and the caller is in a thread of its own.

    Back ends of a low priority keep secrets in plain files or nowhere: those are no keyring.
    """
    import keyring
    from keyring.errors import NoKeyringError

    chosen = keyring.get_keyring()
    for backend in getattr(chosen, "backends", [chosen]):
        if backend.priority >= 1:
            found: KeyringBackend = backend
            return found
    raise NoKeyringError("no back end that keeps secrets safe")


def _read(entry: str) -> str | None:
    backend = _keyring()
    if _is_new(backend):
        return None
    kept: str | None = backend.get_password(SERVICE, entry)
    return kept


def _is_new(backend: KeyringBackend) -> bool:
    """Whether nothing was ever kept there: reading would make its collection, and ask for a password before there is need."""
    if type(backend).__module__ != "keyring.backends.SecretService" or hasattr(backend, "preferred_collection"):
        return False
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        try:
            secretstorage.Collection(bus)
        except secretstorage.ItemNotFoundException:
            return True
    return False


def _try_out() -> bool | None:
    backend = _keyring()
    if _is_new(backend):
        return None
    entry, secret = f"trial {uuid.uuid4().hex}", uuid.uuid4().hex
    try:
        backend.set_password(SERVICE, entry, secret)
        return backend.get_password(SERVICE, entry) == secret
    finally:
        _delete(entry)


def _delete(entry: str) -> None:
    from keyring.errors import PasswordDeleteError

    backend = _keyring()
    if _is_new(backend):
        return
    try:
        backend.delete_password(SERVICE, entry)
    except PasswordDeleteError:
        return


def who_asks(username: str, token: str | None) -> str:
    """A name for whoever asks with `token`: the username, or one made of a token that the environment gave."""
    given = given_token()
    if given is not None and token in (None, given):
        return f"token:{hashlib.sha256(given.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}"
    return username.strip().lower()
