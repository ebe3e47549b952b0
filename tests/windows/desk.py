"""Hands and eyes at a computer with Windows: keys, clicks, pictures, and words with the icon's own window."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from tests.windows.at_the_icon import AT
from tests.windows.computer import Computer, NotSeen, on_z, wait

PANEL = "^S.tt fr.nvaro"
"""The title as Wine gives it to X, without rings and dots."""
GRID = "^Kollegor"
CARD = "^Att ringa upp"
AMBER, GREEN = (178, 92, 0), (30, 123, 69)
AS_TOLD = Path(__file__).with_name("as_told.py")
AT_THE_ICON = Path(__file__).with_name("at_the_icon.py")


class Desk:
    """Whoever sits there."""

    def __init__(self, computer: Computer, pictures: Path, *tray: str) -> None:
        """`tray`: the command that starts the program."""
        self._computer, self._pictures, self._count, self._tray = computer, pictures, 0, tray
        pictures.mkdir(parents=True, exist_ok=True)

    def picture(self, name: str) -> Path:
        """The whole screen, for people to look at, once it has stopped changing."""
        self._count += 1
        path = self._pictures / f"{self._count:02d}-{name}.png"
        before = b""
        for _ in range(20):
            now = self._computer.ask("import", "-silent", "-window", "root", "-depth", "8", "rgb:-")
            if now == before:
                break
            before = now
        self._computer.ask("import", "-silent", "-window", "root", str(path))
        return path

    def icon(self) -> tuple[int, int] | None:
        """Where the icon stands in the tray."""
        tree = self._computer.ask("xwininfo", "-root", "-tree").decode("utf-8", "replace")
        bar = re.search(r'\("panel" "trayer"\)  (\d+)x\d+\+-?\d+\+-?\d+  \+(\d+)\+(\d+)', tree)
        return (int(bar[2]), int(bar[3])) if bar and int(bar[1]) > 20 else None  # without an icon it is 2 wide

    def painted(self) -> str:
        """How the icon is painted, for people to read: Wine leaves it empty in some starts, so no step depends on it."""
        found = self.icon()
        if found is None:
            return "not given a place by Wine, which happens"
        crop = f"22x28+{found[0]}+{found[1]}"
        shot = self._computer.ask("import", "-silent", "-window", "root", "-crop", crop, "-depth", "8", "rgb:-")
        for name, colour in (("amber", AMBER), ("green", GREEN)):
            near = sum(all(abs(shot[at + part] - colour[part]) < 24 for part in range(3)) for at in range(0, len(shot) - 2, 3))
            if near > 40:
                return name
        return "not painted by Wine, which happens"

    def press_icon(self, how: str) -> None:
        """Tell the icon's window, as the shell of Windows does: `select` is a click, `menu` one with the right button.

        `look`: only see that it is there, as it is from the moment on when the program is the first one.
        """

        def told() -> bool:
            return self._computer.run(self._computer.python, "-I", on_z(AT_THE_ICON), how)[0] == 0

        wait(told, "the icon's own window")

    def told(self) -> list[str]:
        """What UI Automation tells a screen reader of each window that is seen: who tells it, type and name."""
        code, said = self._computer.run(self._computer.python, "-I", on_z(AS_TOLD))
        return said.splitlines() if code == 0 else [f"{code}: {said}"]

    def start_again(self, *words: str) -> None:
        """Start the program a second time, which has the first one do it and ends."""
        code, said = self._computer.run(*self._tray, *words)
        if code:
            raise NotSeen(f"a second start that ends by itself ({code}: {said})")

    def open_panel(self) -> str:
        """By a second start, which the first one hears from its first moment on."""
        self.start_again("tray", "panel")
        return wait(lambda: self.window(PANEL), "the panel")

    def window(self, title: str) -> str:
        """The window with that title (a pattern); "" where none is seen."""
        found = self._computer.ask("xdotool", "search", "--onlyvisible", "--name", title).split()
        return found[-1].decode() if found else ""

    def menu(self) -> bool:
        """Whether the icon's menu is open: Windows' own, a window without name or frame where the pointer was said to be."""
        tree = self._computer.ask("xwininfo", "-root", "-tree").decode("utf-8", "replace")
        return re.search(rf"\b\d+x\d+\+{AT[0]}\+{AT[1]} .*\+{AT[0]}\+{AT[1]}$", tree, re.MULTILINE) is not None

    def type(self, window: str, text: str) -> None:
        """Into a window, as fast as people do."""
        self._computer.ask("xdotool", "windowactivate", "--sync", window)
        self._computer.ask("xdotool", "type", "--delay", "60", text)

    def enter(self, window: str, text: str, seen: Callable[[], object], what: str) -> None:
        """Type a line and press Enter until something comes of it: what is struck before Wine has taken the focus is lost."""

        def came() -> object:
            self._computer.ask("xdotool", "windowactivate", "--sync", window)
            self.key("ctrl+a")
            self._computer.ask("xdotool", "type", "--delay", "60", text)
            self.key("Return")
            until = time.monotonic() + 30
            while not (found := seen()) and time.monotonic() < until:
                time.sleep(0.1)
            return found

        wait(came, what)

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self._computer.ask("xdotool", "key", *keys)
