"""A screen of one test alone: an X server with a window manager, and a session bus with or without a notification server."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

PATIENCE = 60.0
NOTIFYD = Path("/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd")
BARE_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><keep_umask/><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
"""
"""Without service directories: nothing is started by being asked for."""

Found = TypeVar("Found")


class VirtualScreen:
    """`environment` is what programs on the screen need."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack, self._folder = stack, folder
        self._manager: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        # A socket's path must be short, and a test's folder is not.
        runtime = stack.enter_context(tempfile.TemporaryDirectory(prefix="kalix-"))
        hidden = ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY")
        self.environment = {name: value for name, value in os.environ.items() if name not in hidden}
        self.environment |= {
            "QT_QPA_PLATFORM": "xcb",
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_RUNTIME_DIR": runtime,
        }
        self.environment |= {
            "NO_AT_BRIDGE": "1",
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_DATA_HOME": str(folder / "data"),
        }

    def display(self) -> bool:
        """Start an X server; whether it can be reached."""
        reader, writer = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"],
            pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._stack.callback(_end, server)
        os.close(writer)
        with os.fdopen(reader) as told:
            self.environment["DISPLAY"] = f":{told.readline().strip()}"
        return b"Width" in self.ask("xwininfo", "-root")

    def manage(self) -> bool:
        """Whether a window manager is there; one that could not reach a busy X server is started again."""
        if self._manager is None or self._manager.poll() is not None:
            self._manager = self.start("openbox")
        return b"_NET_SUPPORTING_WM_CHECK" in self.ask("xprop", "-root")

    def start(self, *command: str | Path) -> subprocess.Popen[bytes]:
        """Start a program that ends with the screen; what it prints goes to a file."""
        log = self._folder / f"{Path(command[0]).name}.log"
        with log.open("ab") as file:
            program = subprocess.Popen(command, env=self.environment, stdout=file, stderr=file, stdin=subprocess.DEVNULL)
        self._stack.callback(_end, program)
        return program

    def ask(self, *command: str) -> bytes:
        """What a small program prints."""
        return subprocess.run(command, env=self.environment, capture_output=True, check=False, timeout=PATIENCE).stdout

    def wait(self, seen: Callable[[], Found], what: str) -> Found:
        """Wait for something."""
        deadline = time.monotonic() + PATIENCE
        while not (found := seen()):
            if time.monotonic() > deadline:
                logs = [f"--- {log.name}\n{log.read_text('utf-8', 'replace')[-2000:]}" for log in self._folder.glob("*.log")]
                raise AssertionError("\n".join([f"{what} did not come", *logs]))
            time.sleep(0.05)
        return found

    def with_notifications(self) -> VirtualScreen:
        """Run a real notification server that draws buttons."""
        self.start(NOTIFYD)
        self.wait(lambda: self.owns("org.freedesktop.Notifications"), "the notification server")
        return self

    def owns(self, name: str) -> bool:
        """Whether somebody on the bus has this name."""
        owner = (
            "dbus-send",
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.DBus",
            "/",
            "org.freedesktop.DBus.NameHasOwner",
        )
        return b"true" in self.ask(*owner, f"string:{name}")

    def active_window(self) -> str:
        """The window that has the keyboard, as the window manager says."""
        found = re.search(rb"0x[0-9a-f]+", self.ask("xprop", "-root", "_NET_ACTIVE_WINDOW"))
        return found[0].decode() if found else ""


@contextmanager
def virtual_screen(folder: Path, *, activation: bool = False) -> Iterator[VirtualScreen]:
    """A screen with a window manager; with `activation` the bus starts services that are asked for."""
    with ExitStack() as stack:
        screen = VirtualScreen(stack, folder)
        while not screen.display():
            continue  # another server on this machine took or gave up the same number in that moment
        config = folder / "bus.conf"
        config.write_text(BARE_BUS, "utf-8")
        kind = ["--session"] if activation else [f"--config-file={config}"]
        bus = subprocess.Popen(
            ["dbus-daemon", *kind, "--nofork", "--print-address"], env=screen.environment, stdout=subprocess.PIPE, text=True
        )
        stack.callback(_end, bus)
        assert bus.stdout is not None
        stack.callback(bus.stdout.close)
        screen.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        screen.wait(screen.manage, "the window manager")
        yield screen


def _end(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
