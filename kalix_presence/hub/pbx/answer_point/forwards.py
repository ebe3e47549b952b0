"""How calls come from the exchange to the answer point: forwards that its driver sets there, or that stand for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum, auto
from typing import Protocol

from kalix_presence.hub.pbx.capabilities import ReadBack
from kalix_presence.hub.pbx.protocol import DamagedRule, Pbx
from kalix_presence.model.forwarding import Divert, ForwardingRule

MARK = "answer-point"
"""The id of a forward of ours, in an exchange that keeps one. It says no reason: that is the answer point's to tell."""
TOLD = "away"


class Leads(Enum):
    """Where the exchange sends an extension's calls.

    STALE: by a rule of ours that is not this one, of a time before there was an answer point. ELSEWHERE: by somebody's own
    hand, which is theirs to take away.
    """

    NOWHERE = auto()
    HERE = auto()
    STALE = auto()
    ELSEWHERE = auto()


class Forwards(Protocol):
    """An extension's forward to the answer point."""

    async def leads(self, extension: str) -> Leads:
        """As the exchange has it now."""
        ...

    async def all_lead(self, extensions: Iterable[str]) -> Mapping[str, Leads]:
        """The same of many; what it leaves out leads nowhere."""
        ...

    async def lead_here(self, extension: str) -> None:
        """Set it, and read it back."""
        ...

    async def let_go(self, extension: str) -> None:
        """Take it away, and read that back."""
        ...


class StandingForwards:
    """Everybody is forwarded once and for all, or all calls come by the answer point: there is nothing to set."""

    async def leads(self, extension: str) -> Leads:
        """Always here."""
        return Leads.HERE

    async def all_lead(self, extensions: Iterable[str]) -> Mapping[str, Leads]:
        """All of them."""
        return dict.fromkeys(extensions, Leads.HERE)

    async def lead_here(self, extension: str) -> None:
        """It stands."""

    async def let_go(self, extension: str) -> None:
        """It stays: the answer point rings the phone past it."""


class SetForwards:
    """By the exchange's own driver. `number` is what an extension is forwarded to; without an end, whatever the exchange could
    keep: when a rule is over the answer point knows to the second, and two ends would not agree."""

    def __init__(self, exchange: Pbx, number: Callable[[str], str]) -> None:
        self._exchange, self._number = exchange, number

    async def leads(self, extension: str) -> Leads:
        """Asked of the exchange."""
        return self._leads(extension, await self._exchange.read(extension))

    async def all_lead(self, extensions: Iterable[str]) -> Mapping[str, Leads]:
        """All at once, as the exchange tells them."""
        held = await self._exchange.rules()
        return {extension: self._leads(extension, held.get(extension)) for extension in extensions}

    async def lead_here(self, extension: str) -> None:
        """The exchange's driver reads it back, as each must."""
        await self._exchange.apply(self._forward(extension))

    async def let_go(self, extension: str) -> None:
        """Likewise; a forward that is not ours is left to whoever made it."""
        if await self.leads(extension) in (Leads.HERE, Leads.STALE):
            await self._exchange.remove(extension)

    def _forward(self, extension: str) -> ForwardingRule:
        return ForwardingRule(extension, MARK, Divert.ALWAYS, self._number(extension), None, TOLD)

    def _leads(self, extension: str, found: ForwardingRule | DamagedRule | None) -> Leads:
        if found is None:
            return Leads.NOWHERE
        if isinstance(found, DamagedRule):
            return Leads.ELSEWHERE
        if (found.divert, found.target, found.until) == (Divert.ALWAYS, self._number(extension), None):
            return Leads.HERE
        # An exchange that keeps whole rules keeps ours marked as ours; of a bare number nobody knows who dialled it in.
        return Leads.STALE if self._exchange.capabilities.read_back is ReadBack.RULE else Leads.ELSEWHERE
