"""Tells the hub which messages have come to this person's screen: each once, and again until the hub knows it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient, new_key
from kalix_presence.client.inbox import is_for, is_mine
from kalix_presence.model.callback import Stage, Step
from kalix_presence.model.errors import PresenceError, TooMany, Unavailable


class Deliveries:
    """`spawn` has work done beside everything else. Nothing is kept on disk: at the next start what still is new comes anew."""

    def __init__(self, hub: HubClient, spawn: Callable[[Coroutine[None, None, None]], None]) -> None:
        self._hub, self._spawn = hub, spawn
        self._reported: set[str] = set()
        self._lost: set[str] = set()

    def arrived(self, messages: list[wire.MessageView], me: wire.Me | None) -> None:
        """These came to this client; what of it is on the screen of the person whose it is, is delivered."""
        self.came([each for each in messages if is_mine(each, me) and is_for(each, me)])

    def came(self, messages: list[wire.MessageView]) -> None:
        """These are on the screen of the person whose they are."""
        for message in messages:
            if message.stage is Stage.NEW and message.id not in self._reported:
                self._reported.add(message.id)
                self._spawn(self._report(message))

    def try_again(self, known: dict[str, wire.MessageView]) -> None:
        """The hub answers others: tell it what it may not have heard, unless it says itself by now that it has."""
        lost, self._lost = self._lost, set()
        self._reported -= lost
        self.came([known[one] for one in lost if one in known])

    async def _report(self, message: wire.MessageView) -> None:
        try:
            await self._hub.step_message(message.id, wire.MessageStep(Step.DELIVER, message.version), key=new_key())
        except (Unavailable, TooMany):
            self._lost.add(message.id)
        except PresenceError:
            return  # it is nobody's or somebody else's by now: there is nothing to tell
