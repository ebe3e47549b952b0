"""Who asks: passwords by argon2 off the event loop, tokens kept as digests, and a cache so that a request reads no database."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import structlog
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kalix_presence.hub.faults import described
from kalix_presence.hub.guessing import Guessing
from kalix_presence.hub.store import Store, accounts
from kalix_presence.hub.store.accounts import Account, KeptToken
from kalix_presence.hub.store.people import read_people
from kalix_presence.hub.store.writer import Transaction
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

    def __init__(self, store: Store, guessing: Guessing, *, lifetime: timedelta) -> None:
        _nobody()
        self._store = store
        self._guessing = guessing
        self._lifetime = lifetime
        self._known: dict[bytes, Signed] = {}
        self._turn = 0
        # Two at a time: argon2 is made to be heavy, and signing in must not starve the calls.
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="kalix-argon2")
        self.closed: Callable[[bytes], None] = lambda digest: None
        self.meet: Callable[[Caller], Awaitable[None]] = _anybody
        """Waited for before somebody new is let in: what the hub knew of their extension may be somebody else's."""

    async def sign_in(self, username: str, password: str, *, device: str, address: str, now: datetime) -> tuple[str, datetime]:
        """A new token and when it expires.

        Raises SignInNeeded `sign-in-wrong` (the same for an unknown name, a wrong password and a locked account) and TooMany
        `sign-in-wait` with `seconds`.
        """
        name = username.strip().lower()
        self._guessing.refuse(name, address, now)
        # Counted before the slow part, so that many tries at once do not all slip through.
        self._guessing.count(name, address, now)
        account = await self._store.read(lambda sql: accounts.find_account(sql, name))
        usable = account is not None and account.password_hash is not None and not account.locked
        kept = account.password_hash if account is not None and account.password_hash and usable else _nobody()
        right = await asyncio.get_running_loop().run_in_executor(self._pool, _verified, kept, password)
        if account is None or not usable or not right:
            raise SignInNeeded("sign-in-wrong")
        self._guessing.forgive(name, address)
        token = secrets.token_urlsafe(32)
        kept_token = KeptToken(digest_of(token), account.username, now, now + self._lifetime, device[:80])

        def keep(change: Transaction) -> None:
            accounts.forget_expired_tokens(change, now=now)
            accounts.add_token(change, kept_token)

        await self._store.write(keep)
        return token, kept_token.expires

    async def recognise(self, token: str, *, now: datetime) -> Signed:
        """Who bears `token`; raises SignInNeeded `sign-in-needed`."""
        digest = digest_of(token)
        known = self._known.get(digest)
        if known is None:
            turn = self._turn
            known = await self._read(digest, now)
            if turn != self._turn:  # what was read may be of before: it counts once, and is not kept
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
        before, self._known = self._known, {}
        self._turn += 1
        for digest in list(before):
            try:
                self._known[digest] = known = await self._read(digest, now)
            except SignInNeeded:
                self.closed(digest)
            except Unavailable:  # what could not be looked at is still known, so that the next time does
                self._known = before | self._known
                raise
            except Exception as fault:  # noqa: BLE001  (an odd account gets no further, and the others are looked at)
                _log.error("account-not-read", **described(fault))
                self.closed(digest)
            else:
                if known.caller != before[digest].caller:  # another role, unit or number: their streams begin again with it
                    self.closed(digest)
            del before[digest]

    def forget(self, extensions: frozenset[str]) -> None:
        """These are somebody else's now: nothing is done for whoever was there, and their streams end."""
        self._turn += 1
        for digest, known in list(self._known.items()):
            if known.caller.extension in extensions:
                del self._known[digest]
                self.closed(digest)

    def stop(self) -> None:
        """End the argon2 threads."""
        self._pool.shutdown(wait=False)

    async def _read(self, digest: bytes, now: datetime) -> Signed:
        kept = await self._store.read(lambda sql: accounts.find_token(sql, digest, now=now))
        account = None if kept is None else await self._store.read(lambda sql: accounts.find_account(sql, kept.username))
        if kept is None or account is None or account.locked:
            raise SignInNeeded("sign-in-needed")
        people = await self._store.read(read_people)
        person = people.get(account.extension or "")
        caller = caller_of(account, person)
        await self.meet(caller)
        return Signed(caller, digest, kept.expires)


def caller_of(account: Account, person: Person | None) -> Caller:
    """The caller an account stands for, at `person`'s extension; a telephone officer's own administration goes first."""
    roles = frozenset(Role(role) for role in account.roles if role in set(Role))
    administration = account.administration or (person.administration if person is not None else None)
    return Caller(account.username, account.extension, administration, roles, person.id if person is not None else "")


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
