"""Somebody's desk as a program of its own on a screen with a window manager: worked by the keyboard, read as a screen reader does."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.desktop.grid.screen_reader import FOCUSED, SHOWING, Place, ScreenReader
from tests.desktop.virtual_screen import VirtualScreen, virtual_screen
from tests.journeys.hub_process import HubProcess

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
PROGRAM = Path(sys.executable).parent / "kalix-presence"


class KeyboardDesk:
    """`press` and `type` are real keys to whatever window has the keyboard; what is read comes over the accessibility bus."""

    def __init__(self, screen: VirtualScreen, reader: ScreenReader) -> None:
        self._screen, self._reader = screen, reader

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as xdotool names them."""
        self._screen.ask("xdotool", "key", "--clearmodifiers", "--delay", "30", *keys)

    def type(self, text: str) -> None:
        """Type letters and digits."""
        self._screen.ask("xdotool", "type", "--delay", "30", text)

    def comes_forward(self) -> None:
        """Open the colleagues as the menu of the session does: a second start tells the first."""
        assert (
            subprocess.run([PROGRAM, "tray", "colleagues"], env=self._screen.environment, timeout=100, check=False).returncode
            == 0
        )

    def window(self) -> str:
        """The title of the window that has the keyboard, without the program's name."""
        active = self._screen.active_window()
        title = self._screen.ask("xdotool", "getwindowname", str(int(active, 16))) if active else b""
        return title.decode("utf-8", "replace").partition(" — ")[0].strip()

    def rows(self) -> list[str]:
        """The sentence of each colleague in the list, from the top."""
        return self._named("list item")

    def hears(self) -> list[str]:
        """Everything that is shown, as it is read out."""
        return [name for _, name in self._read()]

    def wait(self, seen: Callable[[], object], what: str) -> None:
        """Wait until it is seen; AssertionError with what is read out instead."""
        try:
            self._screen.wait(seen, what)
        except AssertionError as fault:
            raise AssertionError(f"{fault}\n{self.window()}, {self.focused()}: {self._read()}") from fault

    def waits_for_window(self, title: str) -> None:
        """Wait until this window has the keyboard."""
        self.wait(lambda: self.window() == title, f"the window {title}")

    def focused(self) -> list[str]:
        """What has the keyboard, by name; Qt counts the current item of each list among it."""
        return [self._reader.name(place) for place in self._places() if self._reader.is_now(FOCUSED, place)]

    def _named(self, role: str) -> list[str]:
        return [name for found, name in self._read() if found == role]

    def _read(self) -> list[tuple[str, str]]:
        return [(self._reader.role(place), self._reader.name(place)) for place in self._places()]

    def _places(self) -> Iterator[Place]:
        for program in self._reader.programs():
            if self._reader.name(program).casefold().startswith("kalix"):
                yield from (place for place in self._reader.everything(program) if self._reader.is_now(SHOWING, place))


@contextlib.contextmanager
def keyboard_desk(folder: Path, hub: HubProcess, username: str) -> Iterator[KeyboardDesk]:
    """The desk of somebody who is signed in, started as they start it; everything ends with it."""
    with hub.client(username) as signed, virtual_screen(folder / "screen") as screen:
        token = signed.headers["authorization"].removeprefix("Bearer ")
        screen.environment |= {
            "KALIX_HUB": hub.url,
            "KALIX_TOKEN": token,
            "KALIX_HOME": str(folder / "home"),
            "LANG": "en_GB.UTF-8",
        }
        screen.environment |= {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        screen.start(LAUNCHER, "--launch-immediately")
        screen.wait(lambda: screen.owns("org.a11y.Bus"), "the accessibility bus")
        screen.start(PROGRAM)
        with ScreenReader(screen.environment["DBUS_SESSION_BUS_ADDRESS"]) as reader:
            yield KeyboardDesk(screen, reader)
