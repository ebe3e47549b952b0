"""A newcomer's desk beside a hub that answers as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, LinkChanged
from kalix_presence.desktop.presence import Presence
from kalix_presence.desktop.welcome.first_steps import FirstStepsController
from kalix_presence.desktop.welcome.steps_window import FirstStepsWindow
from tests.desktop.officer.rooms import Hub, Session
from tests.desktop.sample import reasons_view, sample_people
from tests.desktop.sweep.scenes_of_computer import steps_of


class Desk:
    """A newcomer's desk; the hub answers at once, or when `answer` is called."""

    def __init__(self, presence: Presence) -> None:
        self.presence, self.hub = presence, Hub()
        self.hub.answers["GET", "/newcomer"] = steps_of("extension")
        self.waits: list[Callable[[], None]] | None = None
        self.notes: list[tuple[str, str]] = []
        self.lefts: list[int] = []
        self.steps = FirstStepsController(
            presence, "en", submit=self.submit, say=lambda title, text: self.notes.append((title, text))
        )
        self.steps.left_changed.connect(self.lefts.append)

    def submit(self, work: Callable[[Any], Any], done: Any = None, /, *also: object) -> None:
        def answer() -> None:
            try:
                result, fault = asyncio.run(work(Session(self.hub))), None
            except Exception as refused:  # noqa: BLE001 - as the bridge does
                result, fault = None, refused
            if done is not None:
                done(result, fault, *also)

        if self.waits is None:
            answer()
        else:
            self.waits.append(answer)

    def answer(self) -> None:
        waits, self.waits = self.waits or [], None
        for each in waits:
            each()

    def sign_in(self) -> None:
        people = sample_people()
        me = wire.Me("me", ["employee"], {"see_people": "all"}, people[0])
        for event in (LinkChanged(LinkState.ONLINE), FactsChanged(me, reasons_view(), people, None)):
            self.presence.on_session_event(event)
            self.steps.on_session_event(event)

    def now(self, *done: str, **more: Any) -> None:
        self.hub.answers["GET", "/newcomer"] = msgspec.structs.replace(steps_of(*done), **more)

    @property
    def window(self) -> FirstStepsWindow:
        assert self.steps.window is not None
        return self.steps.window
