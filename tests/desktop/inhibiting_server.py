"""A notification server that only tells whether it is inhibited, as Plasma's does; what test_quiet starts."""

from __future__ import annotations

import asyncio
import sys

from dbus_fast.aio import MessageBus
from dbus_fast.constants import PropertyAccess
from dbus_fast.service import ServiceInterface, dbus_property


class Notifications(ServiceInterface):
    def __init__(self, inhibited: bool) -> None:
        super().__init__("org.freedesktop.Notifications")
        self._inhibited = inhibited

    @dbus_property(access=PropertyAccess.READ)
    def Inhibited(self) -> "b":  # type: ignore[name-defined]  # noqa: N802, F821, UP037 - a D-Bus signature
        return self._inhibited


async def main() -> None:
    bus = await MessageBus().connect()
    bus.export("/org/freedesktop/Notifications", Notifications(sys.argv[1] == "inhibited"))
    await bus.request_name("org.freedesktop.Notifications")
    await bus.wait_for_disconnect()


asyncio.run(main())
