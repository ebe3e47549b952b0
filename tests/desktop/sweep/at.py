"""A receptionist's desk at noon, with what is told to it: every scene begins here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, LinkChanged, MessagesChanged, PbxSeen, StandingsChanged
from kalix_presence.desktop.controller import DesktopController
from kalix_presence.model.line import LineState
from tests.desktop.callbacks.message_samples import message as any_message
from tests.desktop.grid import pictures as grids
from tests.desktop.sample import Clock, absent, reasons_view

ME = "2041"
LONG = "Ann-Charlotte Wikström-Heikkilä"
KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
OTPAUTH = f"otpauth://totp/Kalix%20Presence:anna.ek?secret={KEY}&issuer=Kalix%20Presence"
ABOUT = "Bygglov för en altan med tak, och om det går att flytta staketet en meter mot gatan. Ring helst efter tre."


class At:
    """A receptionist's desk at noon; `say` is what is typed for a reason in the desk's language."""

    def __init__(self, desk: DesktopController, clock: Clock, *, role: str = "receptionist") -> None:
        self.desk, self.clock, self.presence = desk, clock, desk.presence
        people = [msgspec.structs.replace(each, name=LONG) if each.extension == "2031" else each for each in grids.people()]
        own = next(each for each in people if each.extension == "2041")
        may = dict.fromkeys(grids.MAY, "all") if role == "receptionist" else {"see_people": "all", "set_absence": "self"}
        take = self.presence.on_session_event
        take(LinkChanged(LinkState.ONLINE))
        take(
            FactsChanged(
                wire.Me("anna.ek", [role], may, msgspec.structs.replace(own, mobile="070-123 45 67")),
                msgspec.structs.replace(reasons_view(), sound=True),
                people,
                None,
            )
        )
        standing = {each.extension: wire.Standing(each.extension, 1, line=LineState.IDLE) for each in people}
        standing |= {each.extension: each for each in grids.AWAY if each.extension != "2041"}
        take(StandingsChanged(list(standing.values()), whole=True))
        take(PbxSeen(connected=True))

    def reason(self, code: str) -> str:
        """What it is called in the desk's language."""
        return self.presence.reasons.get(code).name(self.desk.language)

    def away(self, code: str, **more: object) -> None:
        """I am away."""
        self.presence.on_session_event(StandingsChanged([absent("2041", code, version=9, **more)], whole=False))  # type: ignore[arg-type]

    def acts_for(self, count: int) -> None:
        """So many colleagues let me do everything for them."""
        today = self.clock().date()
        lent = [
            wire.DelegationView(f"{number}" * 32, str(2031 + number), LONG, ME, "", today, today, True, True, True)
            for number in range(count)
        ]
        assert self.presence.me is not None
        me = msgspec.structs.replace(self.presence.me, acts_for=lent)
        people = list(self.presence.people.values())
        self.presence.on_session_event(FactsChanged(me, self.presence.view, people, None))

    def messages(self, *several: wire.MessageView) -> None:
        """These callbacks are there."""
        self.desk.callbacks.messages.on_session_event(MessagesChanged(list(several)))


def message(number: int, **more: object) -> wire.MessageView:
    """A callback for me, unless something else is said."""
    return any_message(number, **({"to": ME} | more))


Scene = Callable[[At], Iterator[str]]
