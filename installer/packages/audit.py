#!/usr/bin/env python3
"""Whether a pinned dependency has a weakness that is known: installer/packages/audit.py [--tell]

Asks the registry's service by pip-audit, which is fetched. Of what nobody could be asked about it says "not audited": pip-audit
itself ends well then. Ends with 1 for a weakness, with 2 where something was not audited; with --tell always with 0.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from build_deb import HERE, ROOT, have_tools

PINNED = ("hub-report", "desktop")
"""Of the constraints those by which people install the program."""


@dataclass(frozen=True)
class Audited:
    """Of one file of constraints: how many packages were asked about, which were not, and each known weakness in a line."""

    asked: int
    unasked: tuple[str, ...]
    weaknesses: tuple[str, ...]

    def said(self, name: str) -> str:
        """In one line, with its weaknesses below it."""
        known = f"{len(self.weaknesses)} known weaknesses" if self.weaknesses else "no known weakness"
        words = f"{name}: {self.asked} packages, {known}" if self.asked else f"{name}:"
        if self.unasked:
            words += f"{';' if self.asked else ''} NOT AUDITED: {len(self.unasked)} packages, nobody could be asked about them"
        return "\n".join([words, *(f"  {line}" for line in self.weaknesses)])


def read(report: str) -> Audited:
    """What pip-audit's JSON says. Raises ValueError where it says nothing."""
    told: Any = json.loads(report)
    packages: list[dict[str, Any]] = told["dependencies"]
    unasked = [each["name"] for each in packages if "skip_reason" in each]
    found = [
        f"{each['name']} {each['version']}: {one['id']}, mended in {', '.join(one.get('fix_versions') or []) or 'nothing yet'}"
        for each in packages
        for one in each.get("vulns", ())
    ]
    return Audited(len(packages) - len(unasked), tuple(unasked), tuple(found))


def audited(name: str) -> Audited:
    """Ask about one file of constraints; who cannot be asked at all leaves every package unasked."""
    pins = ROOT / "installer" / "constraints" / f"{name}.txt"
    command = [
        "pip-audit",
        "--format",
        "json",
        "--progress-spinner",
        "off",
        "--require-hashes",
        "--disable-pip",
        "-r",
        str(pins),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return read(done.stdout)
    except (ValueError, KeyError, TypeError):
        return Audited(0, tuple(line.split("==")[0] for line in pins.read_text("utf-8").splitlines() if "==" in line), ())


def ended(found: list[Audited], *, tell: bool) -> int:
    """What this ends with."""
    if tell or not any(each.weaknesses or each.unasked for each in found):
        return 0
    return 1 if any(each.weaknesses for each in found) else 2


def main(words: list[str]) -> int:
    """Ask about all of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--tell", action="store_true", help="only say it")
    asked = parser.parse_args(words)
    try:
        have_tools(HERE / "audit.txt", "audit-tools")
    except (OSError, SystemExit) as fault:
        print(f"NOT AUDITED: pip-audit could not be fetched ({fault})")
        return 0 if asked.tell else 2
    found = []
    for name in PINNED:
        found.append(audited(name))
        print(found[-1].said(name), flush=True)
    return ended(found, tell=asked.tell)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
