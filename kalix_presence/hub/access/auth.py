"""Signing in with a password, verified by argon2 off the event loop."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache, partial

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kalix_presence import wire
from kalix_presence.hub.access.argon_queue import ArgonQueue
from kalix_presence.hub.access.device_proof import device_of, new_proof
from kalix_presence.hub.access.rate_limit import Guessing, Trying
from kalix_presence.hub.access.sessions import Sessions, Signed
from kalix_presence.hub.store import Store, Transaction, accounts, kept_sessions
from kalix_presence.hub.store.accounts import Account
from kalix_presence.hub.store.settings import device_key
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.errors import BadInput, SignInNeeded

PASSWORD_LEAST = 10
PASSWORD_MOST = 256

_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """The argon2 hash of a password; raises BadInput `password-short` or `password-long`."""
    refuse_length(password)
    return _hasher.hash(password)


def refuse_length(password: str, field: str = "password") -> None:
    """Raise BadInput `password-short` or `password-long` for one that cannot be chosen."""
    if len(password) < PASSWORD_LEAST:
        raise BadInput("password-short", field=field, least=PASSWORD_LEAST)
    if len(password) > PASSWORD_MOST:
        raise BadInput("password-long", field=field, most=PASSWORD_MOST)


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

        Raises SignInNeeded `sign-in-wrong` (the same for an unknown name, a wrong password and a locked account) and
        `password-to-choose` (it was a code of the administrator's), TooMany `sign-in-wait` or `sign-in-busy` with `seconds`.
        """
        name = request.username.strip().lower()
        key = await self._device_key()
        device = device_of(key, name, request.proof)
        account = await self._prove(Trying(name, address, device), request.password, now=now)
        if account.code_until is not None:
            if not request.new_password:
                raise SignInNeeded("password-to-choose")
            await self._set_password(account, request.password, request.new_password, address, now=now, field="new_password")
            account = replace(account, password_hash=None)  # it is another one now, and nobody else has it
        given = await self._sessions.begin(
            account, device=request.device, address=address, refreshing=request.refreshing, now=now
        )
        return wire.SignedIn(given.token, given.expires, request.proof if device else new_proof(key, name), given.refresh)

    async def change_password(self, signed: Signed, change: wire.PasswordChange, *, address: str, now: datetime) -> None:
        """Another password for whoever asks; their other sessions end.

        Raises BadInput `password-wrong` (`current` is not it), `password-short`, `password-long`, `password-same`, TooMany as
        `sign_in`.
        """
        refuse_length(change.password)
        trying = Trying(signed.caller.username, address, signed.session)  # a stranger's guesses do not keep them from it
        try:
            account = await self._prove(trying, change.current, now=now)
        except SignInNeeded:
            raise BadInput("password-wrong", field="current") from None
        await self._set_password(account, change.current, change.password, address, now=now, but=signed.session)

    async def _prove(self, trying: Trying, password: str, *, now: datetime) -> Account:
        """The account whose password this is. Raises as `sign_in`."""
        steady, known, address = self._steady(), bool(trying.device), trying.address
        self._guessing.refuse(trying, steady)
        account = await self._store.read(lambda sql: accounts.find_account(sql, trying.name))
        usable = account is not None and account.password_hash is not None and not account.locked
        if account is not None and account.code_until is not None and account.code_until <= now:
            usable = False
        kept = account.password_hash if account is not None and account.password_hash and usable else _nobody()
        # Looked at again and counted in one step of the loop before the slow part, so that no crowd slips through.
        self._guessing.refuse(trying, steady)
        self._queue.refuse(address, known=known)
        self._guessing.count(trying, steady)
        right = await self._queue.verify(partial(_verified, kept, password), address, known=known)
        if account is None or not usable or not right:
            raise SignInNeeded("sign-in-wrong")
        self._guessing.forgive(trying)
        return account

    async def _set_password(
        self, account: Account, old: str, new: str, address: str, *, now: datetime, but: str = "", field: str = "password"
    ) -> None:
        """Have `new` be the password, unless somebody was faster; all sessions end, except the one with the id `but`."""
        refuse_length(new, field)
        if new == old:
            raise BadInput("password-same", field=field)
        kept = await self._queue.verify(partial(_hasher.hash, new), address, known=True)

        def work(change: Transaction) -> list[str]:
            found = accounts.find_account(change.sql, account.username)
            if found is None or found.locked or found.password_hash != account.password_hash:
                raise SignInNeeded("sign-in-wrong")
            accounts.put_account(change, replace(found, password_hash=kept, code_until=None))
            extension = found.extension or ""
            change.audit(AuditAct.CHANGE_PASSWORD, now=now, by=extension or found.username, about=extension)
            return kept_sessions.end_sessions_of(change, account.username, but=but)

        for session in await self._store.write(work):
            self._sessions.close(session)

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
