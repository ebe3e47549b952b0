"""What people do in another program, shown beside their line: as long as it is told, and no longer than it can be believed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, encoded
from kalix_presence.model.elsewhere import Elsewhere

ROUND_SECONDS = 5.0


class Hints:
    """`wanted` says who (by extension) lets it be shown. What was not told again within `believed` seconds is nothing."""

    def __init__(
        self,
        board: Board,
        event_bus: EventBus,
        wanted: Callable[[str], bool],
        *,
        believed: float,
        steady: Callable[[], float],
    ) -> None:
        self._board, self._event_bus, self._wanted = board, event_bus, wanted
        self._believed, self._steady = believed, steady
        self._told: dict[str, float] = {}

    async def run(self) -> None:
        """Take away what is too old to be believed, until cancelled."""
        while True:
            await asyncio.sleep(ROUND_SECONDS)
            self.take_away_old()

    def take_in(self, seen: Mapping[str, Elsewhere]) -> None:
        """What each of these people (by identity) does there now."""
        now = self._steady()
        people = self._board.identities
        told = {people[one].extension: does for one, does in seen.items() if one in people}
        told = {one: does if self._wanted(one) else Elsewhere.NOTHING for one, does in told.items()}
        self._told |= {one: now for one, does in told.items() if does is not Elsewhere.NOTHING}
        self._show(told)

    def look_again(self, extension: str) -> None:
        """Something of `extension` changed: who lets it be shown no longer has it taken away at once."""
        if not self._wanted(extension):
            self._show({extension: Elsewhere.NOTHING})

    def take_away_old(self) -> None:
        """What was told too long ago."""
        now = self._steady()
        self._show({one: Elsewhere.NOTHING for one, at in list(self._told.items()) if now - at > self._believed})

    def _show(self, told: Mapping[str, Elsewhere]) -> None:
        states = self._board.states
        changed = {one: does for one, does in told.items() if one in states and states[one].elsewhere is not does}
        for one, does in told.items():
            if does is Elsewhere.NOTHING:
                self._told.pop(one, None)
        if not changed:
            return
        for one, does in changed.items():
            states[one].elsewhere = does
        event = wire.LinesChanged({}, elsewhere=changed)
        self._event_bus.publish(encoded(event, colleague=event))
