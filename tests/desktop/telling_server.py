"""A notification server with buttons that writes each text it is given, as JSON, into the file named first; the others are its
capabilities beside those."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, dbus_method, signal

# ruff: noqa: N802, F821, F722, UP037 - names and signatures of D-Bus


class Notifications(ServiceInterface):
    def __init__(self, told: Path, capabilities: list[str]) -> None:
        super().__init__("org.freedesktop.Notifications")
        self._told, self._capabilities, self._count = told, capabilities, 0

    @dbus_method()
    def GetCapabilities(self) -> "as":
        return ["actions", "body", *self._capabilities]

    @dbus_method()
    def GetServerInformation(self) -> "ssss":
        return ["telling", "tests", "1", "1.2"]

    @dbus_method()
    def Notify(
        self,
        app: "s",
        replaces: "u",
        icon: "s",
        summary: "s",
        body: "s",
        actions: "as",
        hints: "a{sv}",
        timeout: "i",
    ) -> "u":
        with self._told.open("a", encoding="utf-8") as file:
            file.write(json.dumps(body) + "\n")
        self._count += 1
        return self._count

    @dbus_method()
    def CloseNotification(self, number: "u") -> "":
        self.NotificationClosed(number, 3)

    @signal()
    def NotificationClosed(self, number: int, reason: int) -> "uu":
        return [number, reason]

    @signal()
    def ActionInvoked(self, number: int, action: str) -> "us":
        return [number, action]


async def main() -> None:
    bus = await MessageBus().connect()
    bus.export("/org/freedesktop/Notifications", Notifications(Path(sys.argv[1]), sys.argv[2:]))
    await bus.request_name("org.freedesktop.Notifications")
    await bus.wait_for_disconnect()


asyncio.run(main())
