"""What every program has to do in which people's standings are told, whichever it is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from kalix_presence.model.elsewhere import Elsewhere
from kalix_presence.model.errors import PresenceError
from kalix_presence.model.mirrored import Part, Presence, Told


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands there of somebody now: the text ("": none), how they are shown (None: by nothing that we write), what they do
    there, and whether their mailbox says that they are out of office."""

    text: str = ""
    presence: Presence | None = None
    does: Elsewhere = Elsewhere.NOTHING
    mailbox_away: bool = False


class Mirror(Protocol):
    """One program. Whatever is asked of it raises Unavailable `mirror-unreachable` or `mirror-busy` (`seconds`) where asking
    again may help: a write that raises so may have been done all the same. BadInput `mirror-sign-in`, `mirror-not-let`
    (`permission`): the site has something to put right. NotFound `mirror-nobody`: it does not know this account."""

    @property
    def name(self) -> str:
        """What it is called in settings, measures and the log."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """What can be told there, the part that matters most first."""

    @property
    def cost(self) -> int:
        """The most requests that a push, a clear or a look makes of it."""

    @property
    def most(self) -> int:
        """The most accounts of one look."""

    async def reach(self, addresses: Collection[str]) -> Mapping[str, str]:
        """The accounts behind these e-mail addresses, as it names them; who has none there is missing."""

    async def push(self, account: str, part: Part, told: Told) -> None:
        """Let `part` stand there, gone by itself at `told.until`, in the place of what stood there before."""

    async def clear(self, account: str, part: Part) -> None:
        """Let nothing of `part` stand there; it is fine when nothing did."""

    async def there(self, account: str, part: Part) -> str:
        """What stands there of `part` now, as `Told.value` says it of what we write; "" for nothing, or nothing of ours or the
        person's own."""

    async def observe(self, accounts: Collection[str]) -> Mapping[str, Seen]:
        """What stands at `accounts` now, as it says: which may be what stood there a moment ago. Who is not told of is
        missing."""

    def check(self, address: str) -> AsyncIterator[tuple[str, PresenceError | None]]:
        """Try each permission that is needed by what harms nobody at the account of `address` ("": where none is needed): its
        name there, and what is to be done."""

    async def close(self) -> None:
        """Close the connections."""
