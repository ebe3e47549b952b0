"""Who asks: sessions, each with a short access token and a refresh token that is good once, and a cache so that a request reads
no database.

A refresh token is "family.turn": the family stays, the turn is new each time. Whoever comes with the family and an old turn has
a copy: then nobody can say which of the two is the owner, and the session ends. A program whose answer was lost asks again with
the same key and is given the same tokens, for they are made from the token it brings, the key and a secret of the hub.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from kalix_presence.hub.access.client_address import source_of
from kalix_presence.hub.store import Store, accounts, kept_sessions
from kalix_presence.hub.store.accounts import Account
from kalix_presence.hub.store.kept_sessions import KeptSession, KeptSignIn
from kalix_presence.hub.store.newcomers import begin_newcomer
from kalix_presence.hub.store.settings import session_key
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.hub.supervision.faults import described
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import NotFound, SignInNeeded, Unavailable

_log = structlog.get_logger("kalix.auth")

CACHED_SESSIONS = 50_000
SEEN_EVERY = timedelta(minutes=5)
"""How often it is written down which sessions were seen; until then only the serving hub knows."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A caller, with the session that says so; its access token is good until `expires`, itself until `until` (aware, UTC)."""

    caller: Caller
    session: str
    access: bytes
    expires: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """What a program is handed this once: an access token, until when it is good, and a refresh token ("": there is none)."""

    token: str
    expires: datetime
    refresh: str = ""


def digest_of(token: str) -> bytes:
    """What is kept of a token: it has 256 random bits, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


class Sessions:
    """Begins, recognises, refreshes and ends them. `closed` is told the id of every session that ended or is others' now.

    `lifetime`: since it was refreshed last. `access_lifetime`: of the access token of a program that can refresh.
    """

    def __init__(self, store: Store, *, lifetime: timedelta, access_lifetime: timedelta) -> None:
        self._store = store
        self._lifetime, self._access_lifetime = lifetime, access_lifetime
        self._known: dict[str, Signed] = {}
        self._by_access: dict[bytes, str] = {}
        self._seen: dict[str, datetime] = {}
        self._seen_kept: datetime | None = None
        self._generation = 0
        self._key = b""
        self.closed: Callable[[str], None] = lambda session: None
        self.meet: Callable[[Caller], Awaitable[None]] = _anybody
        """Waited for before somebody new is let in: what the hub knew of their extension may be somebody else's."""

    async def begin(self, account: Account, *, device: str, address: str, refreshing: bool, now: datetime) -> Given:
        """A new session. A program that is not `refreshing` gets one token for the whole of it.

        Raises SignInNeeded `sign-in-wrong` if the account is locked or has another password by now than the one that was
        proven (None: whatever it is).
        """
        username = account.username
        family, turn, access = secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        expires = now + self._lifetime
        session = KeptSession(
            secrets.token_hex(16),
            username,
            access=digest_of(access),
            access_expires=now + self._access_lifetime if refreshing else expires,
            family=digest_of(family) if refreshing else digest_of(access),
            turn=digest_of(turn) if refreshing else digest_of(""),
            created=now,
            seen=now,
            expires=expires,
            device=device[:80],
            place=source_of(address),
        )

        def keep(change: Transaction) -> None:
            require_unchanged(change, account)
            kept_sessions.forget_expired(change, now=now)
            kept_sessions.put_session(change, session)
            begin_newcomer(change, username, now=now)
            _audit(change, AuditAct.SIGN_IN, session, now=now)

        await self._store.write(keep)
        return Given(access, session.access_expires, f"{family}.{turn}" if refreshing else "")

    async def refresh(self, token: str, key: str, *, address: str, now: datetime) -> Given:
        """New tokens for a refresh token, which is good for nothing from then on but to be asked again with the same `key`.

        A token of a session that has none is one, once. Raises SignInNeeded `sign-in-needed`, and `sign-in-reused` for one
        that was used before: its session ends.
        """
        family = token.partition(".")[0]
        if await self._store.read(lambda sql: kept_sessions.find_family(sql, digest_of(family), now=now)) is None:
            raise SignInNeeded("sign-in-needed")
        if not self._key:
            self._key = await self._store.write(session_key)
        asked = f"{token}\0{key or secrets.token_hex(16)}"
        access, turn = self._made("access", asked), self._made("turn", asked)
        before, after = await self._store.write(
            lambda change: self._turn(change, token, asked, access, turn, place=source_of(address), now=now)
        )
        if before is None:
            raise SignInNeeded("sign-in-needed")
        if after is None:
            _log.warning("refresh-token-reused", session=before.id)
            self.close(before.id)
            raise SignInNeeded("sign-in-reused")
        self._generation += 1  # whoever was just read by the old access token is not kept by it
        known = self._known.get(before.id)
        if known is not None:
            self._forget_session(known)
            self._keep(replace(known, access=after.access, expires=after.access_expires, until=after.expires))
        return Given(access, after.access_expires, f"{family}.{turn}")

    def _turn(
        self, change: Transaction, token: str, asked: str, access: str, turn: str, *, place: str, now: datetime
    ) -> tuple[KeptSession | None, KeptSession | None]:
        """The session before and after; no session, or nothing after it for a token that was used before."""
        family, _, brought = token.partition(".")
        kept = kept_sessions.find_family(change.sql, digest_of(family), now=now)
        if kept is None:
            return None, None
        if kept.made_by and hmac.compare_digest(kept.made_by, digest_of(asked)) and kept.access == digest_of(access):
            return kept, kept
        if not hmac.compare_digest(kept.turn, digest_of(brought)):
            kept_sessions.end_session(change, kept.id, username=kept.username)
            _audit(change, AuditAct.END_SESSION, kept, now=now, detail="reused")
            return kept, None
        new = replace(
            kept,
            access=digest_of(access),
            access_expires=now + self._access_lifetime,
            turn=digest_of(turn),
            made_by=digest_of(asked),
            seen=now,
            expires=now + self._lifetime,
            place=place,
        )
        kept_sessions.put_session(change, new)
        return kept, new

    def _made(self, what: str, asked: str) -> str:
        made = hmac.new(self._key, f"{what}\0{asked}".encode("utf-8", "surrogateescape"), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()

    async def recognise(self, token: str, *, now: datetime) -> Signed:
        """Who bears the access `token`; raises SignInNeeded `sign-in-needed`."""
        access = digest_of(token)
        known = self._known.get(self._by_access.get(access, ""))
        if known is None:
            generation = self._generation
            known = await self._read(access, now)
            if generation != self._generation:  # what was read may be of before: it counts once, and is not kept
                return known
            if len(self._known) >= CACHED_SESSIONS:
                self._forget_session(next(iter(self._known.values())))
            self._keep(known)
        if known.expires <= now:  # still known while its session is good: a stream may be open that is to end with that
            raise SignInNeeded("sign-in-needed")
        self._seen[known.session] = now
        return known

    async def of(self, username: str, *, now: datetime) -> list[KeptSession]:
        """The sessions of `username`, the one seen last first."""
        found = await self._store.read(lambda sql: kept_sessions.find_sessions_of(sql, username, now=now))
        found = [replace(each, seen=max(each.seen, self._seen.get(each.id, each.seen))) for each in found]
        return sorted(found, key=lambda each: each.seen, reverse=True)

    async def sign_out(self, signed: Signed) -> None:
        """End this session at once."""
        await self._store.write(
            lambda change: _own(change) and kept_sessions.end_session(change, signed.session, username=signed.caller.username)
        )
        self.close(signed.session)

    async def end(self, username: str, session: str) -> None:
        """End one session of `username`, who says so from another; raises NotFound `session-unknown`."""
        if not await self._store.write(
            lambda change: _own(change, session) and kept_sessions.end_session(change, session, username=username)
        ):
            raise NotFound("session-unknown")
        self.close(session)

    async def end_all(self, username: str, *, but: str = "") -> int:
        """End all sessions of `username`, except the one with the id `but`; how many."""
        ended = await self._store.write(
            lambda change: kept_sessions.end_sessions_of(change, username, but=but) if _own(change) else []
        )
        for session in ended:
            self.close(session)
        return len(ended)

    async def keep_seen(self, *, now: datetime) -> None:
        """Write down which sessions were seen, when that was not done for a while."""
        if not self._seen or (self._seen_kept is not None and now - self._seen_kept < SEEN_EVERY):
            return
        seen, self._seen, self._seen_kept = self._seen, {}, now
        await self._store.write(lambda change: kept_sessions.keep_seen(change, seen.items()))

    async def read_again(self, *, now: datetime) -> None:
        """Accounts changed (also by another process): forget what is cached and close what is no longer good."""
        before = dict(self._known)
        self._generation += 1
        kept = await self._store.read(lambda sql: kept_sessions.find_signed(sql, list(before), now=now))
        for session, was in before.items():
            try:
                known = await self._met(kept[session]) if session in kept else None
            except Unavailable:  # what could not be looked at is still known, so that the next time does
                raise
            except Exception as fault:  # noqa: BLE001  (an odd account gets no further, and the others are looked at)
                _log.error("account-not-read", **described(fault))
                known = None
            if known is None:
                self._forget_session(was)
                self.closed(session)
            elif session in self._known:  # else they were forgotten meanwhile
                # Its tokens may have been refreshed since it was read: those that are known are the newest.
                self._known[session] = replace(self._known[session], caller=known.caller)
                if known.caller != was.caller:  # another role, unit or number: their streams begin again with it
                    self.closed(session)

    def forget(self, extensions: frozenset[str]) -> None:
        """These are somebody else's now: nothing is done for whoever was there, and their streams end."""
        self._generation += 1
        for known in list(self._known.values()):
            if known.caller.extension in extensions:
                self._forget_session(known)
                self.closed(known.session)

    def close(self, session: str) -> None:
        """It ended in the database: so it does here, and its streams with it."""
        self._generation += 1  # whoever was just read as good is not kept
        if session in self._known:
            self._forget_session(self._known[session])
        self._seen.pop(session, None)
        self.closed(session)

    def _keep(self, known: Signed) -> None:
        self._known[known.session] = known
        self._by_access[known.access] = known.session

    def _forget_session(self, known: Signed) -> None:
        newest = self._known.pop(known.session, known)
        self._by_access.pop(newest.access, None)

    async def _read(self, access: bytes, now: datetime) -> Signed:
        kept = await self._store.read(lambda sql: kept_sessions.find_by_access(sql, access, now=now))
        if kept is None:
            raise SignInNeeded("sign-in-needed")
        return await self._met(kept)

    async def _met(self, kept: KeptSignIn) -> Signed:
        caller = _caller(kept.account, kept.person, kept.administration)
        await self.meet(caller)
        return Signed(caller, kept.session, kept.access, kept.access_expires, kept.expires)


def require_unchanged(change: Transaction, account: Account) -> Account:
    """The account as it is kept. Raises SignInNeeded `sign-in-wrong` if it is locked or has another password by now than the
    one that was proven (None: whatever it is)."""
    found = accounts.find_account(change.sql, account.username)
    if found is None or found.locked or account.password_hash not in (None, found.password_hash):
        raise SignInNeeded("sign-in-wrong")
    return found


def _audit(change: Transaction, act: AuditAct, session: KeptSession, *, now: datetime, detail: str = "") -> None:
    account = accounts.find_account(change.sql, session.username)
    extension = account.extension or "" if account is not None else ""
    by = "" if detail else extension or session.username  # who came with a copy is not known
    change.audit(act, now=now, by=by, about=extension, subject=session.id, detail=detail)


def _own(change: Transaction, session: str = "") -> bool:
    """Whoever asks ends what is their own."""
    if change.asker is not None and change.asker.person:
        change.concerns(change.asker.by, session)
    return True


def caller_of(account: Account, person: Person | None) -> Caller:
    """The caller an account stands for, at `person`'s extension; a telephone officer's own administration goes first."""
    return _caller(account, person.id if person is not None else "", person.administration if person is not None else None)


def _caller(account: Account, person: str, administration: str | None) -> Caller:
    roles = frozenset(Role(role) for role in account.roles if role in set(Role))
    return Caller(account.username, account.extension, account.administration or administration, roles, person)


async def _anybody(caller: Caller) -> None:
    """Everybody is known."""
