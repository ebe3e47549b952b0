"""Signing in with a password, verified by argon2 off the event loop."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kalix_presence import wire
from kalix_presence.hub.access.argon_queue import ArgonQueue
from kalix_presence.hub.access.device_proof import device_of, new_proof
from kalix_presence.hub.access.rate_limit import Guessing, Trying
from kalix_presence.hub.access.sessions import Sessions
from kalix_presence.hub.store import Store, accounts
from kalix_presence.hub.store.settings import device_key
from kalix_presence.model.errors import BadInput, SignInNeeded

PASSWORD_LEAST = 10
PASSWORD_MOST = 256

_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """The argon2 hash of a password; raises BadInput `password-short` or `password-long`."""
    if len(password) < PASSWORD_LEAST:
        raise BadInput("password-short", field="password", least=PASSWORD_LEAST)
    if len(password) > PASSWORD_MOST:
        raise BadInput("password-long", field="password", most=PASSWORD_MOST)
    return _hasher.hash(password)


class Auth:
    """Signs in: a right password becomes a session."""

    def __init__(
        self, store: Store, guessing: Guessing, sessions: Sessions, *, most_waiting: int, steady: Callable[[], float]
    ) -> None:
        _nobody()
        self._store = store
        self._guessing = guessing
        self._sessions = sessions
        self._queue = ArgonQueue(most_waiting)
        self._steady = steady
        self._key = b""

    async def sign_in(self, request: wire.SignIn, *, address: str, now: datetime) -> wire.SignedIn:
        """A new token, when it expires, and the proof that this device was here.

        Raises SignInNeeded `sign-in-wrong` (the same for an unknown name, a wrong password and a locked account), TooMany
        `sign-in-wait` or `sign-in-busy` with `seconds`.
        """
        name, password = request.username.strip().lower(), request.password
        key = await self._device_key()
        known_device = device_of(key, name, request.proof)
        trying, steady = Trying(name, address, known_device), self._steady()
        self._guessing.refuse(trying, steady)
        account = await self._store.read(lambda sql: accounts.find_account(sql, name))
        usable = account is not None and account.password_hash is not None and not account.locked
        kept = account.password_hash if account is not None and account.password_hash and usable else _nobody()
        # Looked at again and counted in one step of the loop before the slow part, so that no crowd slips through.
        self._guessing.refuse(trying, steady)
        self._queue.refuse(address, known=bool(known_device))
        self._guessing.count(trying, steady)
        right = await self._queue.verify(partial(_verified, kept, password), address, known=bool(known_device))
        if account is None or not usable or not right:
            raise SignInNeeded("sign-in-wrong")
        self._guessing.forgive(trying)
        given = await self._sessions.begin(
            account.username, device=request.device, address=address, refreshing=request.refreshing, now=now
        )
        return wire.SignedIn(given.token, given.expires, request.proof if known_device else new_proof(key, name), given.refresh)

    def stop(self) -> None:
        """End the argon2 threads."""
        self._queue.stop()

    async def _device_key(self) -> bytes:
        if not self._key:
            self._key = await self._store.write(device_key)
        return self._key


@cache
def _nobody() -> str:
    """Verified against when there is no such account, so that an unknown name takes as long as a wrong password.

    Made once in a program that signs people in, before the first of them; the others are spared the work.
    """
    return _hasher.hash(secrets.token_hex(16))


def _verified(kept: str, password: str) -> bool:
    if len(password) > PASSWORD_MOST:
        return False
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
