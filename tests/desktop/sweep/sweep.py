"""Opens every scene on one screen: python -m tests.desktop.sweep.sweep WIDTH HEIGHT SCALE [--contrast] [--told] [--pictures FOLDER].

Prints what is wrong, a line each, and ends with the number of windows that were looked at.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import tempfile
from pathlib import Path

PARSED = argparse.ArgumentParser()
PARSED.add_argument("width", type=int)
PARSED.add_argument("height", type=int)
PARSED.add_argument("scale", type=float)
PARSED.add_argument("--languages", default="sv,en,fi")
PARSED.add_argument("--themes", default="light")
PARSED.add_argument("--scenes", default="")
PARSED.add_argument("--contrast", action="store_true")
PARSED.add_argument("--told", action="store_true", help="measure what assistive technology is told, and go through all by keys")
PARSED.add_argument("--pictures", type=Path)
PARSED.add_argument("--plant", action="store_true", help="look at faults made on purpose, and at nothing else")
WIDE = 1280
"""Pixels from which on everything is shown that windows leave out where they are narrow."""
TASK_BAR = 40
"""Pixels of the screen that the system keeps for itself, at 100 %."""


def _prepare(asked: argparse.Namespace, folder: Path) -> None:
    high = asked.height - round(TASK_BAR * asked.scale)
    screen = {"name": "A", "x": 0, "y": 0, "width": asked.width, "height": high, "logicalDpi": 96, "logicalBaseDpi": 96}
    (folder / "screens.json").write_text(json.dumps({"screens": [screen]}))
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={folder / 'screens.json'}"
    os.environ["QT_SCALE_FACTOR"] = str(asked.scale)
    os.environ["QT_LOGGING_RULES"] = "*.warning=false"
    os.environ["KALIX_HOME"] = str(folder / "home")
    os.environ["TZ"] = "Europe/Stockholm"


def main(words: list[str]) -> int:
    """Look at everything; 1 when something is wrong."""
    asked = PARSED.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="kalix-sweep-") as name:
        from tests.desktop.sweep.looking import Sweep
        from tests.desktop.sweep.planted import FAULTS

        _prepare(asked, Path(name))  # the last word: the samples prepare for pictures of their own
        gc.disable()
        scenes = [*FAULTS] if asked.plant else [one for one in asked.scenes.split(",") if one]
        sweep = Sweep(contrast=asked.contrast, told=asked.told, pictures=asked.pictures)
        for language in asked.languages.split(","):
            for theme in asked.themes.split(","):
                sweep.run(language, theme, scenes)
        if not asked.scenes and asked.width / asked.scale >= WIDE:
            sweep.find_unseen(classes=not asked.plant)
        for fault, where in sweep.found.items():
            print(f"{fault}  [{', '.join(sorted(where)[:3])}{' …' if len(where) > 3 else ''}]")
        print(f"{sweep.looked_at} windows, {len(sweep.found)} faults")
        sys.stdout.flush()
        # Not through the end of Python: windows of many desks would be let go of in no order.
        os._exit(1 if sweep.found else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
