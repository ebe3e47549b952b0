"""Who asks, at which hub, and the token that says so: read from the keyring, traded for a password, forgotten."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.local.secrets import KeyringState, Secrets, who_asks
from kalix_presence.client.local.settings import Settings
from kalix_presence.model.errors import PresenceError


@dataclass(frozen=True, slots=True)
class Proven:
    """What the hub answered to a password, and the proof of this computer that it was asked with."""

    signed: wire.SignedIn
    proof: str


class Credentials:
    """`hub` carries the token in use."""

    def __init__(self, hub: HubClient, settings: Settings, secrets: Secrets) -> None:
        self._hub, self.settings, self.secrets = hub, settings, secrets

    @property
    def account(self) -> str:
        """Who asks, at which hub: what waits in the outbox is bound to it."""
        return f"{self.who}@{self._hub.address}"

    @property
    def who(self) -> str:
        """Who asks, whatever the hub."""
        return who_asks(self.settings.username, self._hub.token)

    async def load_token(self) -> bool:
        """Use the kept token; False when a person must sign in (`secrets.state` says what the keyring said)."""
        if self._hub.token is None:
            found = await self.secrets.token(self.settings.hub, self.settings.username)
            # The keyring may take its time, and somebody may have signed in meanwhile.
            self._hub.token = self._hub.token or found
        return self._hub.token is not None

    @property
    def may_come_late(self) -> bool:
        """Whether the keyring was silent: somebody may be typing its password."""
        return self.secrets.state is KeyringState.SILENT

    async def load_late_token(self) -> bool:
        """Wait for a keyring that was silent; whether its token is used now."""
        token = await self.secrets.late_token()
        if token is None or self._hub.token is not None:
            return False
        self._hub.token = token
        return True

    async def prove(self, username: str, password: str, *, device: str) -> Proven:
        """Trade username and password for a token, which is used from then on. Raises what the hub refuses."""
        proof = await self.secrets.device_proof(self.settings.hub, username)
        return Proven(await self._hub.sign_in(username, password, device=device, proof=proof), proof)

    def rename(self, username: str) -> bool:
        """It is `username` who asks from now on; whether that is somebody else than before."""
        other = username.strip().lower() != self.settings.username.strip().lower()
        self.settings = msgspec.structs.replace(self.settings, username=username)
        return other

    async def keep(self, proven: Proven) -> bool:
        """Keep the token for the next start; whether the keyring could."""
        username, signed = self.settings.username, proven.signed
        kept = await self.secrets.keep(self.settings.hub, username, signed.token)
        if kept and signed.proof and signed.proof != proven.proof:
            await self.secrets.keep_device_proof(self.settings.hub, username, signed.proof)
        return kept

    async def forget(self) -> None:
        """Sign out at the hub, when it can be reached, and forget the token here."""
        try:
            await self._hub.sign_out()
        except PresenceError:
            self._hub.token = None
        await self.secrets.forget(self.settings.hub, self.settings.username)
