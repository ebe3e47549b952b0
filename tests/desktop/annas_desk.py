"""Anna's tray as a program of its own on a virtual screen, its notifications looked at and really clicked."""

from __future__ import annotations

import re
import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx

from tests.desktop.virtual_screen import VirtualScreen

EDGE, BUTTON_ROW = 14, 31
"""Pixels of xfce4-notifyd: from a notification's side to its buttons, and from its bottom to their middle."""
RING, DONE, NO_ANSWER, LATER, HAND_OVER, SHOW = range(6)


@dataclass(frozen=True)
class Shown:
    """A notification's window on the screen."""

    window: str
    width: int
    height: int
    left: int
    top: int


class AnyHub(Protocol):
    """A hub in a thread or a process."""

    @property
    def url(self) -> str: ...
    def client(self, username: str) -> AbstractContextManager[httpx.Client]: ...


class AnnasDesk:
    """Anna's tray on a screen of its own, and Maria who leaves messages for her."""

    def __init__(self, screen: VirtualScreen, hub: AnyHub, home: Path) -> None:
        self.screen, self._hub = screen, hub
        with hub.client("anna") as anna:
            token = anna.headers["authorization"].removeprefix("Bearer ")
        screen.environment |= {"KALIX_HUB": hub.url, "KALIX_TOKEN": token, "KALIX_HOME": str(home), "LANG": "en_GB.UTF-8"}

    def start(self) -> None:
        """Start the program, and wait until it follows the hub."""
        self.screen.start(sys.executable, "-m", "kalix_presence")
        metrics = f"{self._hub.url}/metrics"
        self.screen.wait(lambda: re.search(r"^kalix_streams [1-9]", httpx.get(metrics).text, re.MULTILINE), "the tray")

    def leave(self, **more: object) -> str:
        """A message for Anna; its id."""
        wish = {"to": "2041", "caller_name": "Eva Niemi", "caller_number": "0923-123 45", "about": "Bygglov <b>nu</b>"}
        with self._hub.client("maria") as maria:
            return str(maria.post("/api/v1/messages", json=wish | more).raise_for_status().json()["id"])

    def at_hub(self, message_id: str) -> dict[str, object]:
        """The message as the hub has it."""
        with self._hub.client("maria") as maria:
            return dict(maria.get(f"/api/v1/messages/{message_id}").raise_for_status().json())

    def act(self, message_id: str, **step: object) -> None:
        """Anna acts somewhere else."""
        with self._hub.client("anna") as anna:
            version = anna.get(f"/api/v1/messages/{message_id}").json()["version"]
            anna.patch(f"/api/v1/messages/{message_id}", json={"version": version} | step).raise_for_status()

    def notifications(self) -> list[Shown]:
        """What the server shows now, from the top."""
        tree = self.screen.ask("xwininfo", "-root", "-tree").decode("utf-8", "replace")
        found = re.findall(r'(0x[0-9a-f]+) "xfce4-notifyd": .*?  (\d{3,})x(\d{2,})\+\S+  \+(\d+)\+(\d+)', tree)
        shown = [Shown(window, *map(int, numbers)) for window, *numbers in found if self._is_mapped(window)]
        return sorted(shown, key=lambda each: each.top)

    def comes(self, count: int = 1) -> list[Shown]:
        """So many notifications, once they are there."""
        self.screen.wait(lambda: len(self.notifications()) == count, f"{count} notifications")
        return self.notifications()

    def press(self, shown: Shown, button: int, of: int = 6) -> None:
        """Really click a button."""
        wide = (shown.width - 2 * EDGE) / of
        x, y = shown.left + EDGE + int((button + 0.5) * wide), shown.top + shown.height - BUTTON_ROW
        self.screen.ask("xdotool", "mousemove", str(x), str(y), "sleep", "0.2", "click", "1")

    def card(self) -> str:
        """The window of our own card, "" while it is not shown."""
        return self.screen.ask("xdotool", "search", "--onlyvisible", "--name", "^Callback$").decode().strip()

    def _is_mapped(self, window: str) -> bool:
        return b"IsViewable" in self.screen.ask("xwininfo", "-id", window)
