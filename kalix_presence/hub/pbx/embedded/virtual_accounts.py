"""Accounts of virtual phones that the hub sets up; like all else here they do not survive a restart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kalix_presence.hub.pbx.embedded.virtual_exchange import VirtualExchange, VirtualPhone
from kalix_presence.hub.pbx.phone_accounts import PhoneAccount
from kalix_presence.model.errors import Conflict, NotFound
from kalix_presence.model.line import LineState


@dataclass(frozen=True, slots=True)
class _Accounts:
    secrets: dict[str, str] = field(default_factory=dict)
    mark: str = ""


class VirtualAccounts(VirtualExchange):
    """See `protocol.SetsUpPhones`. A phone that was set up is not connected until it has signed in."""

    _require_plug: Callable[[], None]
    _accounts = _Accounts()
    _before: _Accounts | None = None

    async def phone_accounts(self) -> frozenset[str]:
        """Those that the hub has set up."""
        return frozenset(self._accounts.secrets)

    async def put_phone(self, account: PhoneAccount, secret: str | None, mark: str) -> None:
        """There at once."""
        self._require_plug()
        secrets, number = self._accounts.secrets, account.extension
        if number not in secrets and number in self.phones:
            raise Conflict("phone-elsewhere", number=number)
        if number not in secrets and secret is None:
            raise NotFound("phone-not-ours", number=number)
        self._take_on(_Accounts({**secrets, number: secrets[number] if secret is None else secret}, mark))

    async def remove_phone(self, extension: str, mark: str) -> None:
        """Gone at once."""
        self._require_plug()
        kept = self._accounts.secrets
        if extension in kept:
            self._take_on(_Accounts({name: secret for name, secret in kept.items() if name != extension}, mark))

    async def unkept_phones(self) -> str | None:
        """Whether there is a way back."""
        return None if self._before is None else self._accounts.mark

    async def keep_phones(self) -> None:
        """There is no way back any longer."""
        self._before = None

    async def undo_phones(self) -> None:
        """Go that way."""
        if self._before is not None:
            self._take_on(replace(self._before))
            self._before = None

    async def settle_phones(self) -> None:
        """It has what it has."""

    def sign_in(self, extension: str, secret: str) -> bool:
        """Let a phone sign in with what somebody typed into it; whether it may."""
        may = self._accounts.secrets.get(extension) == secret
        if may:
            self.set_line(extension, LineState.IDLE)
        return may

    def _take_on(self, now: _Accounts) -> None:
        before = self._accounts
        self._before, self._accounts = before, now
        for number in before.secrets.keys() - now.secrets.keys():
            self.hang_up(number)
            self.set_line(number, LineState.NOT_REGISTERED)
            del self.phones[number]
        for number, secret in now.secrets.items():
            if before.secrets.get(number) != secret:
                self.phones.setdefault(number, VirtualPhone(LineState.NOT_REGISTERED))
                self.set_line(number, LineState.NOT_REGISTERED)
