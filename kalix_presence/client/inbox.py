"""The open callback messages that concern one, as the hub told last."""

from __future__ import annotations

from collections.abc import Iterable

from kalix_presence import wire
from kalix_presence.model.callback import AddresseeKind, Stage


class Inbox:
    """Messages by id. What was done stays, so that it can be undone, until the whole is fetched anew."""

    def __init__(self) -> None:
        self.messages: dict[str, wire.MessageView] = {}
        self._fresh: set[str] = set()

    def begin(self) -> None:
        """All of them are asked for now; what comes before the answer is newer than it."""
        self._fresh.clear()

    def replace(self, messages: Iterable[wire.MessageView]) -> None:
        """These are all that are open."""
        fresh = {one: self.messages[one] for one in self._fresh if one in self.messages}
        self.messages = {message.id: self._newer(message) for message in messages} | fresh

    def take(self, message: wire.MessageView) -> bool:
        """Take in one; False when it is no newer than what is there."""
        known = self.messages.get(message.id)
        if known is not None and known.version >= message.version:
            return False
        self.messages[message.id] = message
        self._fresh.add(message.id)
        return True

    def forget(self, ids: Iterable[str]) -> frozenset[str]:
        """Drop these; which of them were there."""
        return frozenset(one for one in ids if self.messages.pop(one, None) is not None)

    def _newer(self, message: wire.MessageView) -> wire.MessageView:
        known = self.messages.get(message.id)
        return known if known is not None and known.version > message.version else message


def is_mine(message: wire.MessageView, me: wire.Me | None) -> bool:
    """Whether an open message is mine to act on: to me, or to a group of mine and not taken by somebody else."""
    if me is None or message.stage is Stage.DONE:
        return False
    own = me.person
    if message.to_kind is AddresseeKind.SWITCHBOARD:
        belongs = "receptionist" in me.roles
    elif own is None:
        belongs = False
    elif message.to_kind is AddresseeKind.PERSON:
        return message.to == own.extension
    elif message.to_kind is AddresseeKind.UNIT:
        belongs = message.to in (own.unit, own.administration)
    else:
        belongs = message.to.casefold() in map(str.casefold, own.duties)
    return belongs and message.taker in (None, own.extension if own else None)
