"""What a screen reader does: asks AT-SPI's registry for programs, and walks down their trees, over the bus alone."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType

from jeepney import DBusAddress, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT = "/org/a11y/atspi/accessible/root"
Place = tuple[str, str]
"""Bus name and object path of something that can be read."""
FOCUSED, SHOWING = 12, 25
"""Bits of AT-SPI's states: the keyboard is there; it can be seen."""


class ScreenReader:
    """Connected to the accessibility bus of this session, or of the session whose bus has this address."""

    def __init__(self, session_bus: str = "SESSION") -> None:
        session = open_dbus_connection(session_bus)
        asked = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        address = str(session.send_and_get_reply(new_method_call(asked, "GetAddress"), timeout=20).body[0])
        session.close()
        self._bus: DBusConnection = open_dbus_connection(address)

    def __enter__(self) -> ScreenReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._bus.close()

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

    def everything(self, place: Place) -> Iterator[Place]:
        """The whole tree below."""
        for child in self.children(place):
            yield child
            yield from self.everything(child)


def _at(place: Place) -> DBusAddress:
    return DBusAddress(place[1], place[0], ACCESSIBLE)
