"""What a PBX answers in which the hub sets up no phones: whoever runs it does that by hand."""

from __future__ import annotations

from kalix_presence.hub.pbx.phone_accounts import PhoneAccount
from kalix_presence.model.errors import Unavailable


class WithoutAccounts:
    """See `protocol.SetsUpPhones`, where `capabilities.sets_up_phones` is False."""

    async def phone_accounts(self) -> frozenset[str]:
        """None is the hub's."""
        return frozenset()

    async def put_phone(self, account: PhoneAccount, secret: str | None, mark: str) -> None:
        """Cannot."""
        raise Unavailable("pbx-cannot")

    async def remove_phone(self, extension: str, mark: str) -> None:
        """Cannot."""
        raise Unavailable("pbx-cannot")

    async def unkept_phones(self) -> str | None:
        """There is never one."""
        return None

    async def keep_phones(self) -> None:
        """There is nothing to keep."""

    async def undo_phones(self) -> None:
        """There is nothing to undo."""

    async def settle_phones(self) -> None:
        """There is nothing that it should have."""
