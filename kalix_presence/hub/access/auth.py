"""Signing in with a password, verified by argon2 off the event loop, and with a second factor where there is one."""

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
from kalix_presence.hub.access.second_factor import SecondFactors
from kalix_presence.hub.access.sessions import Sessions, Signed, require_unchanged
from kalix_presence.hub.store import Store, Transaction, accounts, kept_sessions, second_factors
from kalix_presence.hub.store.accounts import Account
from kalix_presence.hub.store.second_factors import KeptFactor
from kalix_presence.hub.store.settings import device_key
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.errors import BadInput, Conflict, NotFound, SignInNeeded

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
    """Signs in: a right password, with a code of the second factor where there is one, becomes a session.

    Roles of `must_have` do not get in without a second factor: they are offered one.
    """

    def __init__(
        self,
        store: Store,
        guessing: Guessing,
        sessions: Sessions,
        factors: SecondFactors,
        *,
        must_have: frozenset[str] = frozenset(),
        most_waiting: int,
        steady: Callable[[], float],
    ) -> None:
        stranger_hash()
        self._store = store
        self._guessing = guessing
        self._sessions = sessions
        self._factors, self._must_have = factors, must_have
        self._queue = ArgonQueue(most_waiting)
        self._steady = steady
        self._key = b""

    async def sign_in(self, request: wire.SignIn, *, address: str, now: datetime) -> wire.SignedIn:
        """A new token, when it expires, and the proof that this device was here.

        Raises SignInNeeded `sign-in-wrong` (the same for an unknown name, a wrong password and a locked account),
        `password-to-choose` (it was a code of the administrator's), `factor-code-needed` (the password is right),
        `factor-code-wrong` and `factor-to-set-up` (with `ticket`, `secret` and `uri` of `wire.FactorOffer`), BadInput
        `factor-offer-over`, TooMany `sign-in-wait` or `sign-in-busy` with `seconds`.
        """
        name = request.username.strip().lower()
        key = await self._device_key()
        device = device_of(key, name, request.proof)
        trying = Trying(name, address, device)
        account = await self._prove(trying, request.password, now=now)
        if account.code_until is not None:
            if not request.new_password:
                self._guessing.forgive(trying)
                raise SignInNeeded("password-to-choose")
            refuse_length(request.new_password, "new_password")  # before a code is used up
        recovery = await self._ask_second(trying, account, request, now=now)
        self._guessing.forgive(trying)
        if account.code_until is not None:
            await self._set_password(account, request.password, request.new_password, address, now=now, field="new_password")
            account = replace(account, password_hash=None)  # it is another one now, and nobody else has it
        given = await self._sessions.begin(
            account, device=request.device, address=address, refreshing=request.refreshing, now=now
        )
        proof = request.proof if device else new_proof(key, name)
        return wire.SignedIn(given.token, given.expires, proof, given.refresh, recovery)

    async def _ask_second(self, trying: Trying, account: Account, request: wire.SignIn, *, now: datetime) -> list[str]:
        """Let only through who has the second factor; recovery codes of one that is set up by this."""
        factor = await self._factors.of(account.username)
        if factor is None:
            if not self._must_have.intersection(account.roles):
                return []
            if not request.ticket:
                self._guessing.forgive(trying)
                offer = self._factors.offer(account.username, now=now)
                raise SignInNeeded("factor-to-set-up", ticket=offer.ticket, secret=offer.secret, uri=offer.uri)
            factor, codes = self._factors.taken(account.username, request.ticket, request.code, now=now)
            await self._store.write(lambda change: _keep_factor(change, account, factor, now=now))
            return codes
        if not request.code:
            self._guessing.forgive(trying)
            raise SignInNeeded("factor-code-needed")

        def use(change: Transaction) -> None:
            if self._factors.use(change, factor, request.code, now=now) == "recovery":
                _tell(change, AuditAct.USE_RECOVERY_CODE, account, now=now)

        await self._store.write(use)
        return []

    async def has_factor(self, signed: Signed) -> bool:
        """Whether whoever asks has a second factor."""
        return await self._factors.of(signed.caller.username) is not None

    def offer_factor(self, signed: Signed, *, now: datetime) -> wire.FactorOffer:
        """A second factor for whoever asks, which holds once its first code has come back."""
        offer = self._factors.offer(signed.caller.username, now=now)
        return wire.FactorOffer(offer.ticket, offer.secret, offer.uri)

    async def set_factor(self, signed: Signed, taken: wire.FactorTaken, *, address: str, now: datetime) -> list[str]:
        """Have the offered factor hold; its recovery codes. Raises BadInput `password-wrong`, `factor-offer-over`,
        `factor-code-wrong`, Conflict `factor-there`, TooMany as `sign_in`."""
        trying, account = await self._prove_own(signed, taken.password, address, field="password", now=now)
        factor, codes = self._factors.taken(account.username, taken.ticket, taken.code, now=now)
        await self._store.write(lambda change: _keep_factor(change, account, factor, now=now))
        self._guessing.forgive(trying)
        return codes

    async def end_factor(self, signed: Signed, given_up: wire.FactorGivenUp, *, address: str, now: datetime) -> None:
        """Let the password be enough again. Raises BadInput `password-wrong`, `factor-code-wrong`, NotFound `factor-none`,
        Conflict `factor-required`, TooMany as `sign_in`."""
        trying, account = await self._prove_own(signed, given_up.password, address, field="password", now=now)
        if self._must_have.intersection(account.roles):
            raise Conflict("factor-required")
        factor = await self._factors.of(account.username)
        if factor is None:
            raise NotFound("factor-none")

        def work(change: Transaction) -> None:
            self._factors.use(change, factor, given_up.code, now=now)
            second_factors.end_factor(change, account.username)
            _tell(change, AuditAct.END_SECOND_FACTOR, account, now=now)

        try:
            await self._store.write(work)
        except SignInNeeded:
            raise BadInput("factor-code-wrong", field="code") from None
        self._guessing.forgive(trying)

    async def change_password(self, signed: Signed, change: wire.PasswordChange, *, address: str, now: datetime) -> None:
        """Another password for whoever asks; their other sessions end.

        Raises BadInput `password-wrong` (`current` is not it), `password-short`, `password-long`, `password-same`, TooMany as
        `sign_in`.
        """
        refuse_length(change.password)
        trying, account = await self._prove_own(signed, change.current, address, field="current", now=now)
        self._guessing.forgive(trying)
        await self._set_password(account, change.current, change.password, address, now=now, but=signed.session)

    async def _prove_own(
        self, signed: Signed, password: str, address: str, *, field: str, now: datetime
    ) -> tuple[Trying, Account]:
        """The account of whoever asks, whose password this is; the try counts until it is forgiven."""
        trying = Trying(signed.caller.username, address, signed.session)  # a stranger's guesses do not keep them from it
        try:
            return trying, await self._prove(trying, password, now=now)
        except SignInNeeded:
            raise BadInput("password-wrong", field=field) from None

    async def _prove(self, trying: Trying, password: str, *, now: datetime) -> Account:
        """The account whose password this is; the try counts until it is forgiven. Raises as `sign_in`."""
        steady, known, address = self._steady(), bool(trying.device), trying.address
        self._guessing.refuse(trying, steady)
        account = await self._store.read(lambda sql: accounts.find_account(sql, trying.name))
        usable = account is not None and account.password_hash is not None and not account.locked
        if account is not None and account.code_until is not None and account.code_until <= now:
            usable = False
        kept = account.password_hash if account is not None and account.password_hash and usable else stranger_hash()
        # Looked at again and counted in one step of the loop before the slow part, so that no crowd slips through.
        self._guessing.refuse(trying, steady)
        self._queue.refuse(address, known=known)
        self._guessing.count(trying, steady)
        right = await self._queue.verify(partial(_verified, kept, password), address, known=known)
        if account is None or not usable or not right:
            raise SignInNeeded("sign-in-wrong")
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
            found = require_unchanged(change, account)
            accounts.put_account(change, replace(found, password_hash=kept, code_until=None))
            _tell(change, AuditAct.CHANGE_PASSWORD, found, now=now)
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


def _keep_factor(change: Transaction, account: Account, factor: KeptFactor, *, now: datetime) -> None:
    """Unless somebody was faster, or the password is another one by now."""
    require_unchanged(change, account)
    if second_factors.find_factor(change.sql, account.username) is not None:
        raise Conflict("factor-there")
    second_factors.put_factor(change, factor)
    _tell(change, AuditAct.SET_SECOND_FACTOR, account, now=now)


def _tell(change: Transaction, act: AuditAct, account: Account, *, now: datetime) -> None:
    extension = account.extension or ""
    change.audit(act, now=now, by=extension or account.username, about=extension)


@cache
def stranger_hash() -> str:
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
