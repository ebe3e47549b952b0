"""Who asks, at which hub, and the tokens that say so: read from the keyring, traded for a password, refreshed, forgotten."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kalix_presence import wire
from kalix_presence.client.connection.answers import NOTHING_MORE, Answers
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.local.secrets import KeyringState, Secrets, given_token, who_asks
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.local.tokens import Tokens
from kalix_presence.client.outbox.process_lock import process_lock
from kalix_presence.model.errors import PresenceError


@dataclass(frozen=True, slots=True)
class Proven:
    """What the hub answered to a password, and the proof of this computer that it was asked with."""

    signed: wire.SignedIn
    proof: str


class Credentials:
    """`hub` carries the token in use, and has it renewed here. `folder` holds the lock between this computer's programs."""

    def __init__(self, hub: HubClient, settings: Settings, secrets: Secrets, folder: Path) -> None:
        self._hub, self.settings, self.secrets = hub, settings, secrets
        self._lock_path = folder / "sign-in.lock"
        self._renewing = asyncio.Lock()
        self._tokens: Tokens | None = None
        """Of a sign-in; None for a token that a script gave, which nobody renews."""
        hub.renew, hub.who = self.renew, lambda: self.who

    @property
    def account(self) -> str:
        """Who asks, at which hub: what waits in the outbox is bound to it."""
        return f"{self.who}@{self._hub.site}"

    @property
    def who(self) -> str:
        """Who asks, whatever the hub."""
        return who_asks(self.settings.username, self._hub.token)

    async def load_token(self) -> bool:
        """Use the kept token; False when a person must sign in (`secrets.state` says what the keyring said)."""
        if self._hub.token is None:
            who = self.who
            found = await self.secrets.token(self._hub.site, self.settings.username)
            # The keyring may take its time, and somebody may have signed in meanwhile, or in and out again.
            if self._hub.token is None and found is not None and (found == given_token() or self.who == who):
                self._use(Tokens(found) if found == given_token() else Tokens.read(found))
        return self._hub.token is not None

    @property
    def may_come_late(self) -> bool:
        """Whether the keyring was silent: somebody may be typing its password."""
        return self.secrets.state is KeyringState.SILENT

    @property
    def is_still_read(self) -> bool:
        """Whether somebody has signed in here before and what was kept of them is not read yet: nobody is asked meanwhile."""
        return bool(self.settings.username) and self.may_come_late and self._hub.token is None

    async def load_late_token(self, within: float | None = None) -> bool:
        """Wait for a keyring that was silent, at most `within` seconds; whether its token is used now."""
        who = self.who
        token = await self.secrets.late_token(within)
        if token is None or self._hub.token is not None or self.who != who:
            return False
        self._use(Tokens.read(token))
        return True

    async def renew(self, used: str | None) -> bool:
        """Have another token than `used`, which the hub takes no longer; False when there is none to be had.

        Whichever program of this computer comes first asks, the others find the new tokens in the keyring: a refresh token
        that is asked with twice looks like a copy. Raises what the hub refuses, and Unavailable when it is away.
        """
        async with self._renewing:
            if self._hub.token != used:
                return self._hub.token is not None
            if (tokens := self._tokens) is None or not tokens.refresh:
                return False
            async with process_lock(self._lock_path):
                kept = await self.secrets.token(self._hub.site, self.settings.username)
                if kept is None and self.may_come_late:  # another program may have put newer ones there
                    kept = await self.secrets.late_token(self.secrets.longer)
                found = Tokens.read(kept) if kept is not None else tokens
                if new := found.token == used:
                    signed = await self._hub.refresh(tokens.refresh, tokens.key)
                    found = Tokens.given(signed.token, signed.refresh)
                # Somebody may have signed in or out while keyring and hub were asked: then these are not theirs.
                if self._hub.token == used:
                    self._use(found)
                    if new:
                        await self._keep_tokens()
            return self._hub.token is not None

    async def begin_refreshing(self) -> None:
        """A token that was kept before there were refresh tokens is traded for one that is refreshed, if the hub can."""
        if self._tokens is not None and self._tokens.may_begin and self._hub.token == self._tokens.token:
            try:
                await self.renew(self._hub.token)
            except PresenceError:  # an older hub, or none just now: the token is good for as long as it was
                return

    def _use(self, tokens: Tokens) -> None:
        self._tokens, self._hub.token = tokens, tokens.token

    async def _keep_tokens(self) -> bool:
        assert self._tokens is not None  # noqa: S101 - whoever keeps them uses them
        return await self.secrets.keep(self._hub.site, self.settings.username, self._tokens.text)

    async def prove(
        self, username: str, password: str, *, device: str, refreshing: bool = True, answers: Answers = NOTHING_MORE
    ) -> Proven:
        """Trade username and password for tokens, which are used from then on. Raises what the hub refuses.

        Without `refreshing`: for one token, good for the whole session, as a script can use it. What SignInNeeded asks for
        goes into `answers`.
        """
        proof = await self.secrets.device_proof(self._hub.site, username)
        signed = await self._hub.sign_in(username, password, device=device, proof=proof, refreshing=refreshing, answers=answers)
        self._tokens = Tokens.given(signed.token, signed.refresh)
        return Proven(signed, proof)

    def take(self, signed: wire.SignedIn) -> Proven:
        """Use the tokens of somebody who has signed in by the organisation's own service."""
        self._use(Tokens.given(signed.token, signed.refresh))
        return Proven(signed, "")

    def rename(self, username: str) -> bool:
        """It is `username` who asks from now on; whether that is somebody else than before."""
        other = username.strip().lower() != self.settings.username.strip().lower()
        self.settings = msgspec.structs.replace(self.settings, username=username)
        return other

    async def keep(self, proven: Proven) -> bool:
        """Keep the token for the next start; whether the keyring could."""
        username, signed = self.settings.username, proven.signed
        kept = await self._keep_tokens()
        if kept and signed.proof and signed.proof != proven.proof:
            await self.secrets.keep_device_proof(self._hub.site, username, signed.proof)
        return kept

    async def forget(self) -> None:
        """Sign out at the hub, when it can be reached, and forget the token here."""
        try:
            await self._hub.sign_out()
        except PresenceError:
            self._hub.token = None
        self._tokens = None
        await self.secrets.forget(self._hub.site, self.settings.username)
