"""logind and Mutter as far as the desk asks them, served on a real bus by the names and types that they have there."""

from __future__ import annotations

import asyncio
import sys

from dbus_fast import BusType, PropertyAccess
from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

PATH = "/org/freedesktop/login1/session/_32"


class Manager(ServiceInterface):
    """org.freedesktop.login1.Manager."""

    def __init__(self) -> None:
        super().__init__("org.freedesktop.login1.Manager")

    @dbus_method()
    def GetSession(self, session: "s") -> "o":  # type: ignore[name-defined]  # noqa: F821, N802, UP037
        return PATH


class Session(ServiceInterface):
    """org.freedesktop.login1.Session."""

    def __init__(self) -> None:
        super().__init__("org.freedesktop.login1.Session")
        self.locked = False

    @dbus_property(access=PropertyAccess.READ)
    def LockedHint(self) -> "b":  # type: ignore[name-defined]  # noqa: F821, N802, UP037
        return self.locked

    @dbus_signal()
    def Lock(self) -> None:  # noqa: N802
        return None

    @dbus_signal()
    def Unlock(self) -> None:  # noqa: N802
        return None


class Idle(ServiceInterface):
    """org.gnome.Mutter.IdleMonitor."""

    def __init__(self) -> None:
        super().__init__("org.gnome.Mutter.IdleMonitor")

    @dbus_method()
    def GetIdletime(self) -> "t":  # type: ignore[name-defined]  # noqa: F821, N802, UP037
        return 754_000


async def main() -> None:
    bus = await MessageBus(bus_type=BusType.SESSION).connect()
    session = Session()
    bus.export("/org/freedesktop/login1", Manager())
    bus.export(PATH, session)
    bus.export("/org/gnome/Mutter/IdleMonitor/Core", Idle())
    for name in sys.argv[1:]:
        await bus.request_name(name)
    print("serves", flush=True)
    while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
        match line:
            case "lock":
                session.Lock()
            case "unlock":
                session.Unlock()
            case "hint on" | "hint off":
                session.locked = line == "hint on"
                session.emit_properties_changed({"LockedHint": session.locked})
        print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
