"""What people choose about their time: checked, kept, told to those who show it, and planned with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, encoded
from kalix_presence.hub.board.views import open_view
from kalix_presence.hub.planning.planner import Planner
from kalix_presence.hub.store import Store, Transaction, events, preferences
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.holdings import require_holder
from kalix_presence.model.access import Action, Caller, require
from kalix_presence.model.policy import read_reminder
from kalix_presence.model.preferences import Preferences, check, refuse_locked


class PreferencesService:
    """The one way in for preferences. What they make hold at once does when the answer comes."""

    def __init__(self, board: Board, store: Store, event_bus: EventBus, planner: Planner) -> None:
        self._board, self._store, self._event_bus, self._planner = board, store, event_bus, planner
        self.changed: Callable[[], None] = lambda: None
        """Called when somebody has chosen something new."""
        self.mirrors: list[str] = []
        """The programs in which standings are told."""

    async def load(self) -> None:
        """Take over what is kept; at the start."""
        self._board.load_preferences(await self._store.read(preferences.read_preferences))

    def of(self, caller: Caller, extension: str) -> wire.PreferencesView:
        """What `extension` has chosen. Raises NotFound `extension-unknown`, Forbidden `not-permitted`."""
        require(caller, Action.SET_PREFERENCES, self._board.person(extension))
        return self._view(extension)

    async def choose(
        self, caller: Caller, extension: str, request: wire.PreferencesRequest, *, now: datetime
    ) -> wire.PreferencesView:
        """Let `extension` have chosen this; what the request leaves out stays.

        Raises NotFound `extension-unknown`, Forbidden `not-permitted` or `preferences-locked`, BadInput as
        `model.preferences.check`, Unavailable `store-unwritable`.
        """
        require(caller, Action.SET_PREFERENCES, self._board.person(extension))
        before = self._board.preferences_of(extension)
        wanted = _merged(before, request)
        refuse_locked(before, wanted, self._board.policy.locked)
        check(wanted, today=now.astimezone(ZoneInfo(self._board.policy.zone)).date())
        if wanted != before:
            holder, seen = self._board.person(extension).id, open_view(self._board, extension, wanted)

            def work(change: Transaction) -> None:
                require_holder(change, extension, holder)
                self._keep(change, extension, wanted, seen, now)

            await self._store.write(work)
            await self._planner.plan(extension, now)
        return self._view(extension)

    def _view(self, extension: str) -> wire.PreferencesView:
        policy = self._board.policy
        decided = dict(found for line in policy.reminders if (found := read_reminder(line)) is not None)
        chosen = self._board.preferences_of(extension)
        return wire.PreferencesView(chosen, list(policy.locked), decided, list(policy.office), self.mirrors)

    def _keep(self, change: Transaction, extension: str, wanted: Preferences, seen: wire.PersonView, now: datetime) -> None:
        preferences.put_preferences(change, extension, wanted)
        number = change.next_number()
        event = wire.PersonChanged(number, seen)
        frame = encoded(event, colleague=event, extension=extension)
        events.add_event(change, frame, now=now)
        change.after_commit(lambda: self._took(extension, wanted, frame))

    def _took(self, extension: str, wanted: Preferences, frame: Frame) -> None:
        self._board.put_preferences(extension, wanted)
        self.changed()
        self._event_bus.publish(frame)


def _merged(before: Preferences, request: wire.PreferencesRequest) -> Preferences:
    chosen: dict[str, Any] = {
        name: value for name in request.__struct_fields__ if (value := getattr(request, name)) is not msgspec.UNSET
    }
    if isinstance(chosen.get("hours"), dict):
        chosen["hours"] = {weekday: tuple(spans) for weekday, spans in chosen["hours"].items()}
    if "exceptions" in chosen:
        chosen["exceptions"] = tuple(chosen["exceptions"])
    return replace(before, **chosen)
