"""The whole main job on a real tray host: the demo's own tour, with real clicks in the real menu. Its pictures are kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_a_whole_lunch_is_driven_by_clicks_and_every_step_is_seen() -> None:
    pictures = ROOT / "screenshots" / "tests"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "KALIX_"))} | {
        "LANG": "sv_SE.UTF-8"
    }
    command = [sys.executable, ROOT / "installer" / "demo_tour.py", "virtual", pictures]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Varje steg syntes" in ran.stdout
    assert len(list(pictures.glob("*.png"))) >= 5
