"""Lines as Kamailio knows them: what their calls are, and whether a phone is registered, without which nobody is idle."""

from __future__ import annotations

from kalix_presence.hub.pbx.kamailio.rpc import Refused, Rpc
from kalix_presence.hub.pbx.kamailio.subscriptions import Subscriptions
from kalix_presence.model.line import LineState

NOT_FOUND = 500
"""Kamailio's number for an address at which no phone is; another says that it cannot be asked."""


class Lines:
    """Of all that are subscribed to; `domain` is theirs where Kamailio tells users of several apart."""

    def __init__(self, subscriptions: Subscriptions, domain: str) -> None:
        self.subscriptions, self._domain = subscriptions, domain
        self._phones: dict[str, bool] = {}

    @property
    def states(self) -> dict[str, LineState]:
        """Of all."""
        return {extension: self.state(extension) for extension in self.subscriptions.states}

    def state(self, extension: str) -> LineState:
        """Of one: without a call it is idle only where it is known that there is a phone. Where nothing is told of calls, that
        there is no phone is known all the same."""
        state = self.subscriptions.state(extension)
        if state not in (LineState.IDLE, LineState.UNKNOWN) or not self.subscriptions.told(extension):
            return state
        match self._phones.get(extension):
            case True:
                return state
            case False:
                return LineState.NOT_REGISTERED
            case _:
                return LineState.UNKNOWN

    def begin_again(self) -> None:
        """Kamailio is another one than before, or gone: what was known of phones was its own, too."""
        self._phones.clear()
        self.subscriptions.begin_again()

    async def look(self, rpc: Rpc) -> list[str]:
        """Ask about each, one by one, and tell whose state is another by it. Raises Unavailable when nobody can be asked."""
        changed = []
        for extension in list(self.subscriptions.states):
            before = self.state(extension)
            try:
                self._phones[extension] = await self._registered(rpc, extension)
            except Refused:
                self._phones.pop(extension, None)
            if self.state(extension) is not before:
                changed.append(extension)
        return changed

    async def _registered(self, rpc: Rpc, extension: str) -> bool:
        for name in (extension, f"{extension}@{self._domain}"):
            try:
                found = await rpc.ask("ul.lookup", "location", name)
            except Refused as refused:
                if refused.number != NOT_FOUND:
                    raise
            else:
                return isinstance(found, dict) and bool(found.get("Contacts"))
        return False
