"""What a screen reader does: asks AT-SPI's registry for programs, and walks down their trees, over the bus alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT = "/org/a11y/atspi/accessible/root"
Place = tuple[str, str]
"""Bus name and object path of something that can be read."""
FOCUSED, SHOWING = 12, 25
"""Bits of AT-SPI's states: the keyboard is there; it can be seen."""
ASSERTIVE = 2
"""What the bus says of an announcement that may not wait."""


class ScreenReader:
    """Connected to the accessibility bus of this session, or of the session whose bus has this address."""

    def __init__(self, session_bus: str = "SESSION") -> None:
        session = open_dbus_connection(session_bus)
        asked = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        address = str(session.send_and_get_reply(new_method_call(asked, "GetAddress"), timeout=20).body[0])
        session.close()
        self._bus: DBusConnection = open_dbus_connection(address)
        self._announced: deque[Message] = deque()
        self._hearing = ExitStack()

    def __enter__(self) -> ScreenReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._hearing.close()
        self._bus.close()

    def listen(self) -> None:
        """Hear from now on what programs announce, and what is said anew of what has the keyboard."""
        registry = DBusAddress("/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry")
        for kind in ("object:announcement", "object:property-change:accessible-description"):
            self._bus.send_and_get_reply(new_method_call(registry, "RegisterEvent", "s", (kind,)), timeout=20)
        match = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object")
        Proxy(message_bus, self._bus).AddMatch(match)
        self._announced = self._hearing.enter_context(self._bus.filter(match, bufsize=5_000))

    def announcement(self) -> tuple[str, bool]:
        """The next thing that is announced or described, and whether it breaks off what is being read. Raises TimeoutError."""
        while True:
            told = self._bus.recv_until_filtered(self._announced, timeout=60)
            fields = told.header.fields
            announced = fields[HeaderFields.member] == "Announcement"
            place = (str(fields[HeaderFields.sender]), str(fields[HeaderFields.path]))
            if announced or (told.body[0] == "accessible-description" and self.is_now(FOCUSED, place)):
                return str(told.body[3][1]), announced and told.body[1] == ASSERTIVE

    def programs(self) -> list[Place]:
        """Every program that can be read."""
        return self.children(("org.a11y.atspi.Registry", ROOT))

    def children(self, place: Place) -> list[Place]:
        """What is inside."""
        reply = self._bus.send_and_get_reply(new_method_call(_at(place), "GetChildren"), timeout=20)
        return [(str(name), str(path)) for name, path in reply.body[0]] if reply.header.message_type.value == 2 else []

    def name(self, place: Place) -> str:
        """What is read out."""
        reply = self._bus.send_and_get_reply(Properties(_at(place)).get("Name"), timeout=20)
        return str(reply.body[0][1]) if reply.header.message_type.value == 2 else ""

    def role(self, place: Place) -> str:
        """What kind of thing it is."""
        reply = self._bus.send_and_get_reply(new_method_call(_at(place), "GetRoleName"), timeout=20)
        return str(reply.body[0]) if reply.header.message_type.value == 2 else ""

    def is_now(self, state: int, place: Place) -> bool:
        """Whether it is `FOCUSED` or `SHOWING`."""
        reply = self._bus.send_and_get_reply(new_method_call(_at(place), "GetState"), timeout=20)
        return reply.header.message_type.value == 2 and bool(reply.body[0][0] >> state & 1)

    def states(self, place: Place) -> int:
        """All its states, a bit each."""
        low, high = self._told(new_method_call(_at(place), "GetState"), (0, 0))
        return int(low) | int(high) << 32

    def description(self, place: Place) -> str:
        """What is said of it beside its name."""
        return str(self._told(Properties(_at(place)).get("Description"), ("", ""))[1])

    def can(self, place: Place) -> set[str]:
        """The interfaces that it has."""
        return set(self._told(new_method_call(_at(place), "GetInterfaces"), []))

    def box(self, place: Place) -> tuple[int, int, int, int]:
        """Where it lies on the screen: left, top, width, height."""
        at = DBusAddress(place[1], place[0], "org.a11y.atspi.Component")
        left, top, width, height = self._told(new_method_call(at, "GetExtents", "u", (0,)), (0, 0, 0, 0))
        return int(left), int(top), int(width), int(height)

    def actions(self, place: Place) -> list[str]:
        """What can be done with it."""
        at = DBusAddress(place[1], place[0], "org.a11y.atspi.Action")
        return [str(name) for name, _, _ in self._told(new_method_call(at, "GetActions"), [])]

    def relations(self, place: Place) -> list[tuple[int, list[Place]]]:
        """What it has to do with other things, by the number of the relation."""
        return list(self._told(new_method_call(_at(place), "GetRelationSet"), []))

    def _told(self, call: Message, otherwise: Any) -> Any:
        """What is answered; for what is gone already, `otherwise`."""
        reply = self._bus.send_and_get_reply(call, timeout=20)
        return reply.body[0] if reply.header.message_type.value == 2 else otherwise

    def everything(self, place: Place) -> Iterator[Place]:
        """The whole tree below."""
        for child in self.children(place):
            yield child
            yield from self.everything(child)


def _at(place: Place) -> DBusAddress:
    return DBusAddress(place[1], place[0], ACCESSIBLE)
