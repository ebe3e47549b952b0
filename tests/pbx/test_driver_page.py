"""The page about drivers does what it says: its package is made as written, found by the hub, and passes the contract."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "pbx-drivers.md"


def test_the_page_makes_a_driver_that_keeps_the_contract_and_that_the_hub_opens(tmp_path: Path) -> None:
    package, driver, tests = re.findall(r"```(?:toml|python)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (tmp_path / "kalix_hillside.py").write_text(driver)
    (tmp_path / "test_hillside.py").write_text(tests)
    entry = re.search(r"^hillside = \"(.*)\"$", package, re.MULTILINE)
    assert entry
    about = tmp_path / "kalix_hillside-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: kalix-hillside\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[kalix_presence.pbx]\nhillside = {entry[1]}\n")
    (tmp_path / "kalix-hub.toml").write_text('[pbx]\ndriver = "hillside"\n[pbx.hillside]\nfile = "there.json"\n')
    (tmp_path / "there.json").write_text("{}")
    around = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(PAGE.parents[1])])}
    options = ("-q", "-rs", "-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir", str(tmp_path))
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "test_hillside.py"], cwd=tmp_path, env=around, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert re.search(r"11 passed, 10 skipped", ran.stdout), ran.stdout
    opened = (
        "from pathlib import Path; from kalix_presence.hub.site.config import read_config;"
        "from kalix_presence.hub.pbx.drivers import driver_named;"
        f"c = read_config(Path({str(tmp_path)!r})); print(driver_named('hillside').check_settings(c.pbx.settings, c.folder))"
    )
    found = subprocess.run([sys.executable, "-c", opened], env=around, capture_output=True, text=True)
    assert found.stdout == "[]\n", found.stderr
