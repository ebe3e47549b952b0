"""Phones that the hub sets up in the PBX: what each is signed in as, and the secret that is told once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Protocol

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for another when they are read from paper and typed on a phone."""
LENGTH = 20
"""About 99 bits: nobody guesses it by trying, and nobody by the digest that a PBX keeps of it."""


@dataclass(frozen=True, slots=True)
class PhoneAccount:
    """The account of `extension`'s phone. `name` is shown to whom it calls, and may hold whatever people type; `units` are the
    codes of the person's unit and of every unit above it, the own one first."""

    extension: str
    name: str
    units: tuple[str, ...] = ()


def new_secret() -> str:
    """What a phone signs in with."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


class SetsUpPhones(Protocol):
    """Accounts of phones that the hub made, and none of anybody else's; where `capabilities.sets_up_phones` says so.

    A change holds in the PBX when it is confirmed, and counts once it is kept: until then it can be undone, also by a hub that
    was killed meanwhile. There is one at a time. All raise Unavailable `pbx-cannot` where the PBX has no such way.
    """

    async def phone_accounts(self) -> frozenset[str]:
        """The extensions whose phones the hub has set up."""
        ...

    async def put_phone(self, account: PhoneAccount, secret: str | None, mark: str) -> None:
        """Set up a phone, or change it; without `secret` it keeps the one it has. Confirmed: the PBX has been asked.

        `mark`, a word of letters, digits, "-" and ":", names the change in `unkept_phones`. When it raises, everything is as
        before. Raises Conflict `phone-elsewhere` when the PBX has a phone of that name which is not the hub's, NotFound
        `phone-not-ours` without `secret` for one that is not there, Unavailable `pbx-not-confirmed`.
        """
        ...

    async def remove_phone(self, extension: str, mark: str) -> None:
        """Take a phone's account away, so that it can sign in no more; confirmed, and as in `put_phone`. None is fine too."""
        ...

    async def unkept_phones(self) -> str | None:
        """The mark of a change that was neither kept nor undone; None when there is none."""
        ...

    async def keep_phones(self) -> None:
        """The last change counts."""
        ...

    async def undo_phones(self) -> None:
        """All is as before the last change, in the PBX too as soon as that is there."""
        ...

    async def settle_phones(self) -> None:
        """The PBX is there: it has what is kept, whatever happened meanwhile."""
        ...
