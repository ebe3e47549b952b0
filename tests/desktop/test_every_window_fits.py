"""Every window in every state fits every usual screen: nothing outside it, cut, squashed, nameless, out of order or hard to read."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kalix_presence.model.words import LANGUAGES

SCREENS = ((1366, 768), (1920, 1080), (3840, 2160))
SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)
TIGHTEST = {(1366, 768, 2.0), (1920, 1080, 1.75)}
"""Where every language is looked at; on the others one of them in turn."""
TOLD = {(1366, 768, 2.0): ("--told",), (1920, 1080, 1.0): ("--told",)}
"""Where what a screen reader is told is measured too: with much scrolled away, in every language, and with all in sight."""
SIZES = [(*screen, scale) for screen in SCREENS for scale in SCALES]


def sweep(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "KALIX_"))}
    command = [sys.executable, "-m", "tests.desktop.sweep.sweep", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("width", "height", "scale"), SIZES, ids=[f"{w}x{h}-{scale:.0%}" for w, h, scale in SIZES])
def test_every_window_fits(width: int, height: int, scale: float) -> None:
    at = SIZES.index((width, height, scale))
    languages = ",".join(LANGUAGES) if (width, height, scale) in TIGHTEST else LANGUAGES[at % len(LANGUAGES)]
    seen = sweep(str(width), str(height), str(scale), "--languages", languages, *TOLD.get((width, height, scale), ()))
    assert seen.returncode == 0, seen.stdout + seen.stderr


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_can_be_read(theme: str) -> None:
    # At 200 %, where a letter's stem has the text's own colour: at 100 % its smoothed edges are all there is.
    seen = sweep("3840", "2160", "2.0", "--languages", "sv", "--themes", theme, "--contrast")
    assert seen.returncode == 0, seen.stdout + seen.stderr


PLANTED = {
    "beyond the edge": "outside the screen",
    "cut": "text is cut",
    "squashed": "squashed",
    "over each other": "lies over",
    "nameless": "has no accessible name",
    "unlabelled": "has no label that a screen reader is told",
    "no window": "told as no window",
    "backwards": "by tab, but stands before it",
    "grey": "does not say why",
    "pale": "contrast",
    "last entry": "the list cuts",
    "letters twice": "Alt+S leads to",
    "scrolls for nothing": "there is room on the screen",
    "pale by hand": "of 'Pale'",
    "pale edge": "the edge of its field",
    "sideways": "has to be scrolled sideways",
    "for computers": "as computers write it",
    "half seen": "pixels are in sight",
    "not bold enough": "no room for its text in bold",
}


def test_every_kind_of_fault_is_found_where_it_was_planted() -> None:
    seen = sweep("1366", "768", "1.0", "--languages", "sv", "--contrast", "--plant")
    assert seen.returncode == 1, seen.stdout + seen.stderr
    lines = seen.stdout.splitlines()
    for fault, told in PLANTED.items():
        assert any(told in line and f"[{fault}: " in line for line in lines), (fault, seen.stdout)
    assert "Planted._part is shown by no scene" in seen.stdout
