"""Entry of `kalix-presence`: the tray without argument or with `tray [WINDOW]`, else the command line."""

from __future__ import annotations

import os
import sys

COMPLETING = "_KALIX_PRESENCE_COMPLETE"
"""Set by a shell that asks for completions: it then starts the program without arguments."""


LIBRARIES = {"PySide6", "keyring", "platformdirs", "segno", "desktop_notifier"}


def main() -> int:
    """Run what was asked for; the process's exit code. Without the client's libraries say how to get them."""
    try:
        return _run()
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in LIBRARIES:
            raise
        sys.stderr.write(
            f"kalix-presence needs the client's libraries ({missing.name} is missing). "
            'Run: pip install "kalix-presence[client]"\n'
        )
        return 1


def _run() -> int:
    asked = sys.argv[1:]
    if COMPLETING in os.environ:
        asked = ["complete"]
    if asked in ([], ["tray"]) or (
        asked[:1] == ["tray"] and asked[1:] in (["panel"], ["colleagues"], ["messages"], ["plans"], ["report"], ["settings"])
    ):
        # Qt only where it is wanted: the command line must start fast.
        from importlib import import_module

        return int(import_module("kalix_presence.desktop.main").run("".join(asked[1:])) or 0)
    if asked == ["tray", "--surroundings"]:  # asked by `check`, in a process of its own: without a screen Qt ends its process
        from importlib import import_module

        return int(import_module("kalix_presence.desktop.platform.surroundings").tell())
    from kalix_presence.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
