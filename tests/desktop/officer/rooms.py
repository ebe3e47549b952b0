"""A room of the telephone officer's desk beside a hub that answers as it is told, and keeps what it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from PySide6.QtWidgets import QLabel, QPushButton

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.session_events import FactsChanged, LinkChanged
from kalix_presence.desktop.officer.controller import OfficerController
from kalix_presence.desktop.officer.desk_page import CardsPage
from kalix_presence.desktop.presence import Presence
from kalix_presence.model.appointment import Post
from kalix_presence.model.errors import Forbidden, PresenceError
from kalix_presence.model.extension_request import Kind, State, Step
from tests.desktop.sample import reasons_view, sample_people


def appointment(number: int = 1, **more: Any) -> wire.AppointmentView:
    """Per Nilsson is officer of the administration of the first person."""
    own = sample_people()[0]
    known: dict[str, Any] = {
        "id": f"{number:032x}",
        "version": 1,
        "unit": own.administration,
        "unit_name": own.administration_name,
        "administration": own.administration,
        "administration_name": own.administration_name,
        "post": Post.OFFICER,
        "extension": "2034",
        "name": "Per Nilsson",
        "since": date(2026, 1, 1),
        "covers": [own.administration, own.unit],
    }
    return wire.AppointmentView(**(known | more))


def request(serial: int = 1, **more: Any) -> wire.ExtensionRequestView:
    """A new extension for Nina Ny is asked for."""
    own = sample_people()[0]
    known: dict[str, Any] = {
        "id": f"{serial:032x}",
        "version": 1,
        "kind": Kind.ORDER,
        "unit": own.unit,
        "unit_name": own.unit_name,
        "wanted": date(2026, 12, 20),
        "state": State.ASKED,
        "about": "Nina Ny",
        "asked_by_name": "Per Nilsson",
        "may": [Step.APPROVE, Step.REFUSE, Step.COMMENT],
    }
    return wire.ExtensionRequestView(**(known | more))


class Hub:
    """`answers` by method and the address's beginning; a PresenceError is refused with. `asked` is what was asked, in order."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, msgspec.Struct | None]] = []
        self.answers: dict[tuple[str, str], object] = {
            ("GET", each): Forbidden("not-permitted") for each in ("/newcomers", "/greetings", "/cards", "/sources")
        }

    async def request(self, method: str, path: str, _kind: object, *, body: msgspec.Struct | None = None, **_: object) -> Any:
        self.asked.append((method, path, body))
        fitting = [key for key in self.answers if key[0] == method and path.startswith(key[1])]
        answer = self.answers[max(fitting, key=lambda key: len(key[1]))]
        if isinstance(answer, PresenceError):
            raise answer
        return answer

    async def ask_twice(self, path: str, kind: object) -> Any:
        return await self.request("POST", path, kind)

    def changes(self) -> list[tuple[str, str, msgspec.Struct | None]]:
        """What was asked to be changed."""
        return [each for each in self.asked if each[0] != "GET"]


class Session:
    def __init__(self, hub: Hub) -> None:
        self.hub = hub


def room(presence: Presence, hub: Hub, language: str = "en") -> OfficerController:
    """A desk whose session does everything at once."""

    def submit(work: Callable[[Any], Any], done: Any = None, /, *also: object) -> None:
        try:
            result, fault = asyncio.run(work(Session(hub))), None
        except Exception as refused:  # noqa: BLE001 - as the bridge does
            result, fault = None, refused
        if done is not None:
            done(result, fault, *also)

    notes: list[tuple[str, str]] = []
    made = OfficerController(presence, language, submit=submit, say=lambda title, text: notes.append((title, text)))
    made.notes = notes  # type: ignore[attr-defined]
    return made


def sign_in(presence: Presence, made: OfficerController) -> None:
    """The first person of the sample organisation has come."""
    people = sample_people()
    me = wire.Me("me", ["employee"], {"see_people": "all"}, people[0])
    for event in (LinkChanged(LinkState.ONLINE), FactsChanged(me, reasons_view(), people, None)):
        presence.on_session_event(event)
        made.on_session_event(event)


def texts(page: CardsPage) -> list[str]:
    """What the cards say."""
    return [label.text() for label in page._cards.findChildren(QLabel) if label.isVisibleTo(page._cards)]


def press(page: CardsPage, words: str) -> None:
    """Press the first button with these words."""
    next(each for each in page.findChildren(QPushButton) if each.text() == words and each.isVisibleTo(page)).click()
