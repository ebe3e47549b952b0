"""A virtual screen with a window manager and a tray, and the moment a program's icon is taken in."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.measuring import running, wait_for


@contextmanager
def screen(folder: Path) -> Iterator[dict[str, str]]:
    """The environment for programs on the screen."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=(writer,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writer)
    with os.fdopen(reader) as told:
        number = told.readline().strip()
    env = {name: value for name, value in os.environ.items() if name not in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    env |= {"DISPLAY": f":{number}"}
    with ExitStack() as stack:
        stack.callback(server.wait)
        stack.callback(server.terminate)
        stack.enter_context(running("openbox", log=folder / "openbox.log", env=env))
        wait_for(lambda: b"_NET_SUPPORTING_WM_CHECK" in asked(env, "xprop", "-root"), "the window manager")
        stack.enter_context(running("trayer", "--edge", "top", "--widthtype", "request", log=folder / "trayer.log", env=env))
        wait_for(lambda: b'("panel" "trayer")' in asked(env, "xwininfo", "-root", "-tree"), "the tray")
        yield env


def asked(env: dict[str, str], *command: str) -> bytes:
    """What a small program prints."""
    return subprocess.run(command, env=env, capture_output=True, check=False).stdout


def has_icon(env: dict[str, str], program: str) -> bool:
    """Whether the tray holds an icon of `program`."""
    tree = asked(env, "xwininfo", "-root", "-tree").decode("utf-8", "replace")
    return re.search(rf'\("[^"]*" "{program}"\)  [2-6]\dx[2-6]\d\+', tree) is not None
