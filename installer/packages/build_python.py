#!/usr/bin/env python3
"""Builds wheel and sdist and looks at them as an index would: installer/packages/build_python.py FOLDER

The same commit gives the same bytes. Needs a checkout whose environment can build the wheel (installer/test --set-up-only);
twine is fetched.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from build_deb import HERE, ROOT, _run, have_tools


def main() -> int:
    """Build both, and say where they lie."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["SOURCE_DATE_EPOCH"] = _run("git", "log", "-1", "--format=%ct").strip()
    python = str(Path(os.environ.get("KALIX_VENV", ROOT / ".venv")) / "bin" / "python")
    _run(python, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(folder.resolve()))
    have_tools(HERE / "twine.txt", "twine-tools")
    made = sorted(path for path in folder.iterdir() if path.name.startswith("kalix_presence-"))
    print(_run("twine", "check", "--strict", *map(str, made)).strip())
    for path in made:
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
