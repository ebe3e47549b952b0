"""Who asks: passwords by argon2 off the event loop, tokens kept as digests, and a cache so that a request reads no database."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial

import structlog
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kalix_presence import wire
from kalix_presence.hub.access.argon_queue import ArgonQueue
from kalix_presence.hub.access.device_proof import device_of, new_proof
from kalix_presence.hub.access.rate_limit import Guessing, Trying
from kalix_presence.hub.store import Store, accounts
from kalix_presence.hub.store.accounts import Account, KeptToken
from kalix_presence.hub.store.settings import device_key
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.hub.supervision.faults import described
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, SignInNeeded, Unavailable

_log = structlog.get_logger("kalix.auth")

PASSWORD_LEAST = 10
PASSWORD_MOST = 256
CACHED_TOKENS = 50_000

_hasher = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Signed:
    """A caller with the token that says so; `expires` is an aware UTC instant."""

    caller: Caller
    digest: bytes
    expires: datetime


def hashed(password: str) -> str:
    """The argon2 hash of a password; raises BadInput `password-short` or `password-long`."""
    if len(password) < PASSWORD_LEAST:
        raise BadInput("password-short", field="password", least=PASSWORD_LEAST)
    if len(password) > PASSWORD_MOST:
        raise BadInput("password-long", field="password", most=PASSWORD_MOST)
    return _hasher.hash(password)


def digest_of(token: str) -> bytes:
    """What is kept of a token: it has 256 random bits, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


class Auth:
    """Signs in, recognises and signs out. `closed` is told the digest of every token that was revoked here."""

    def __init__(
        self, store: Store, guessing: Guessing, *, lifetime: timedelta, most_waiting: int, steady: Callable[[], float]
    ) -> None:
        _nobody()
        self._store = store
        self._guessing = guessing
        self._lifetime = lifetime
        self._known: dict[bytes, Signed] = {}
        self._generation = 0
        self._queue = ArgonQueue(most_waiting)
        self._steady = steady
        self._key = b""
        self.closed: Callable[[bytes], None] = lambda digest: None
        self.meet: Callable[[Caller], Awaitable[None]] = _anybody
        """Waited for before somebody new is let in: what the hub knew of their extension may be somebody else's."""

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
        token = secrets.token_urlsafe(32)
        kept_token = KeptToken(digest_of(token), account.username, now, now + self._lifetime, request.device[:80])

        def keep(change: Transaction) -> None:
            accounts.forget_expired_tokens(change, now=now)
            accounts.add_token(change, kept_token)

        await self._store.write(keep)
        return wire.SignedIn(token, kept_token.expires, request.proof if known_device else new_proof(key, name))

    async def recognise(self, token: str, *, now: datetime) -> Signed:
        """Who bears `token`; raises SignInNeeded `sign-in-needed`."""
        digest = digest_of(token)
        known = self._known.get(digest)
        if known is None:
            generation = self._generation
            known = await self._read(digest, now)
            if generation != self._generation:  # what was read may be of before: it counts once, and is not kept
                return known
            if len(self._known) >= CACHED_TOKENS:
                self._known.pop(next(iter(self._known)))
            self._known[digest] = known
        if known.expires <= now:
            self._known.pop(digest, None)
            raise SignInNeeded("sign-in-needed")
        return known

    async def sign_out(self, signed: Signed) -> None:
        """Make this token worthless at once."""
        await self._store.write(lambda change: accounts.revoke_token(change, signed.digest))
        self._known.pop(signed.digest, None)
        self.closed(signed.digest)

    async def read_again(self, *, now: datetime) -> None:
        """Accounts changed (also by another process): forget what is cached and close what is no longer good."""
        before = dict(self._known)
        self._generation += 1
        kept = await self._store.read(lambda sql: accounts.find_signed(sql, list(before), now=now))
        for digest, was in before.items():
            try:
                known = await self._met(digest, kept[digest]) if digest in kept else None
            except Unavailable:  # what could not be looked at is still known, so that the next time does
                raise
            except Exception as fault:  # noqa: BLE001  (an odd account gets no further, and the others are looked at)
                _log.error("account-not-read", **described(fault))
                known = None
            if known is None:
                self._known.pop(digest, None)
                self.closed(digest)
            elif digest in self._known:  # else they were forgotten meanwhile
                self._known[digest] = known
                if known.caller != was.caller:  # another role, unit or number: their streams begin again with it
                    self.closed(digest)

    def forget(self, extensions: frozenset[str]) -> None:
        """These are somebody else's now: nothing is done for whoever was there, and their streams end."""
        self._generation += 1
        for digest, known in list(self._known.items()):
            if known.caller.extension in extensions:
                del self._known[digest]
                self.closed(digest)

    def stop(self) -> None:
        """End the argon2 threads."""
        self._queue.stop()

    async def _read(self, digest: bytes, now: datetime) -> Signed:
        kept = await self._store.read(lambda sql: accounts.find_signed(sql, [digest], now=now))
        if digest not in kept:
            raise SignInNeeded("sign-in-needed")
        return await self._met(digest, kept[digest])

    async def _met(self, digest: bytes, kept: accounts.KeptSignIn) -> Signed:
        caller = _caller(kept.account, kept.person, kept.administration)
        await self.meet(caller)
        return Signed(caller, digest, kept.expires)

    async def _device_key(self) -> bytes:
        if not self._key:
            self._key = await self._store.write(device_key)
        return self._key


def caller_of(account: Account, person: Person | None) -> Caller:
    """The caller an account stands for, at `person`'s extension; a telephone officer's own administration goes first."""
    return _caller(account, person.id if person is not None else "", person.administration if person is not None else None)


def _caller(account: Account, person: str, administration: str | None) -> Caller:
    roles = frozenset(Role(role) for role in account.roles if role in set(Role))
    return Caller(account.username, account.extension, account.administration or administration, roles, person)


async def _anybody(caller: Caller) -> None:
    """Everybody is known."""


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
