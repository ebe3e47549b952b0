"""A notification server that draws no buttons, as dunst; started with "inhibited", "free", or "silent" (it never answers)."""

from __future__ import annotations

import asyncio
import sys

from dbus_fast.aio import MessageBus
from dbus_fast.constants import PropertyAccess
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property


class Notifications(ServiceInterface):
    def __init__(self, kind: str) -> None:
        super().__init__("org.freedesktop.Notifications")
        self._kind = kind

    @dbus_property(access=PropertyAccess.READ)
    def Inhibited(self) -> "b":  # type: ignore[name-defined]  # noqa: N802, F821, UP037 - a D-Bus signature
        return self._kind == "inhibited"

    @dbus_method()
    async def GetCapabilities(self) -> "as":  # type: ignore[syntax]  # noqa: N802, F722
        if self._kind == "silent":
            await asyncio.Event().wait()
        return ["body", "body-markup"]


async def main() -> None:
    bus = await MessageBus().connect()
    bus.export("/org/freedesktop/Notifications", Notifications(sys.argv[1]))
    await bus.request_name("org.freedesktop.Notifications")
    await bus.wait_for_disconnect()


asyncio.run(main())
