"""Who may stay connected before saying who they are: so many, for so long, with so much; each refusal counted and told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from kalix_presence.hub.access.client_address import source_of
from kalix_presence.hub.site.limits_section import Limits
from kalix_presence.hub.supervision.seldom import Seldom

RESERVE = 256
"""Descriptors kept for the database, the PBX, calendars and whatever else the hub opens by itself."""


class Guest(Protocol):
    """A connection as the door sees it."""

    @property
    def answering(self) -> bool:
        """Whether the hub works on an answer for it just now."""

    def evict(self) -> None:
        """End it at once."""


class FrontDoor:
    """Counts connections. One that has borne a good token counts no longer against its address: behind one address may be all.

    When there is no room left, whoever has stood there longest without saying who they are makes room for the newcomer.
    """

    def __init__(self, limits: Limits, *, count: Callable[[str], object], descriptors: int | None = None) -> None:
        self.limits, self.count = limits, count
        self.most = limits.connections if descriptors is None else max(16, min(limits.connections, descriptors - RESERVE))
        self._strangers: dict[str, dict[Guest, None]] = {}
        self._oldest: dict[Guest, str] = {}
        self._known = 0
        self._seldom = Seldom("connection-refused")

    def __len__(self) -> int:
        return len(self._oldest) + self._known

    def admit(self, guest: Guest, host: str, *, now: float) -> bool:
        """Let `guest` in; False when there is no room. `now`: seconds of a steady clock.

        A connection that was reset meanwhile comes from "", and has a place like any other until it is told to be lost.
        """
        place = source_of(host)
        from_there = self._strangers.get(place, {})
        if len(from_there) >= self.limits.connections_per_address and not self._make_room(from_there, "address", now):
            return False
        if len(self) >= self.most and not self._make_room(self._oldest, "full", now):
            return False
        self._strangers.setdefault(place, {})[guest] = None
        self._oldest[guest] = place
        return True

    def prove(self, guest: Guest) -> None:
        """It has borne a good token."""
        if self._forget(guest):
            self._known += 1

    def remove(self, guest: Guest) -> None:
        """It is gone, once admitted."""
        if not self._forget(guest):
            self._known -= 1

    def refuse(self, why: str, *, now: float, request: str = "") -> None:
        """Count a refusal, and tell of it now and then; `request`: the id that its answer names."""
        self.count(why)
        self._seldom.log(why, now=now, connections=len(self), **({"request": request} if request else {}))

    def _forget(self, guest: Guest) -> bool:
        place = self._oldest.pop(guest, None)
        if place is None:
            return False
        others = self._strangers[place]
        del others[guest]
        if not others:
            del self._strangers[place]
        return True

    def _make_room(self, among: Iterable[Guest], why: str, now: float) -> bool:
        self.refuse(why, now=now)
        longest = next((guest for guest in among if not guest.answering), None)
        if longest is None:
            return False
        longest.evict()
        # It counts no longer from this moment; `leave` comes when its transport says so.
        self.prove(longest)
        return True
