#!/usr/bin/env python3
"""Says what a hub and a desktop are made of (SBOM, CycloneDX 1.6 as JSON): installer/packages/sbom.py FOLDER

One file for each package, made from installer/constraints: every Python package with its version, the files that an
installation takes for it (by SHA-256) and where it is needed. Not in it: Python itself, the system's libraries and the PBX.
The same commit gives the same bytes.
"""

from __future__ import annotations

import json
import os
import re
import sys
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from build_deb import PACKAGES, ROOT, Package, _run, version

CONSTRAINTS = ROOT / "installer" / "constraints"
_PIN = re.compile(
    r"(?P<name>[a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==(?P<version>[^ ;\\]+)"
    r"(?: ; (?P<where>[^\\]+?))?(?P<hashes>(?: --hash=sha256:[0-9a-f]{64})+)"
)
_SPACE = uuid.UUID("4c2c4d86-54c9-4f0c-9c0a-5f2f6c0d9b1e")
"""Ours alone: serial numbers are made in it from what stands in the file."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One package as it is pinned: `where` is the marker it is needed by, "" for everywhere."""

    name: str
    version: str
    where: str
    hashes: tuple[str, ...]


def pins(text: str) -> list[Pin]:
    """Every pin of a file of constraints. Raises ValueError for a line that is none: nothing is left out in silence."""
    found = []
    for line in text.replace("\\\n", "").splitlines():
        line = " ".join(line.split())
        if not line or line.startswith("#"):
            continue
        pin = _PIN.fullmatch(line)
        if pin is None:
            raise ValueError(f"no pin with hashes: {line}")
        found.append(Pin(pin["name"], pin["version"], pin["where"] or "", tuple(pin["hashes"].split())))
    return found


def bom(package: Package, text: str, *, made: datetime) -> dict[str, Any]:
    """What `package` is made of, by the constraints in `text`, as of the commit of `made`."""
    ref = f"{package.name}@{version()}"
    own = {
        "type": "application",
        "bom-ref": ref,
        "name": package.name,
        "version": version(),
        "description": package.summary,
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    found: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"timestamp": made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "component": own},
        "components": [_component(pin) for pin in sorted(pins(text), key=lambda pin: (pin.name, pin.version))],
        # Which of them needs which is not in the pins, and is not made out to be known.
        "compositions": [{"aggregate": "unknown", "dependencies": [ref]}],
    }
    found["serialNumber"] = f"urn:uuid:{uuid.uuid5(_SPACE, json.dumps(found, sort_keys=True))}"
    return found


def _component(pin: Pin) -> dict[str, Any]:
    purl = f"pkg:pypi/{pin.name}@{quote(pin.version, safe='')}"
    told = [{"name": "kalix-presence:only-where", "value": pin.where}] if pin.where else []
    told += [{"name": "kalix-presence:taken-file", "value": each.removeprefix("--hash=")} for each in pin.hashes]
    return {"type": "library", "bom-ref": purl, "name": pin.name, "version": pin.version, "purl": purl, "properties": told}


def main(arguments: list[str]) -> int:
    """Write both files into the folder."""
    if len(arguments) != 1:
        print((__doc__ or "").splitlines()[0], file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    made = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH") or _run("git", "log", "-1", "--format=%ct")), UTC)
    for package in PACKAGES.values():
        text = (CONSTRAINTS / f"{package.constraints}.txt").read_text("utf-8")
        file = folder / f"{package.name}_{version()}.cdx.json"
        file.write_text(json.dumps(bom(package, text, made=made), indent=1, sort_keys=True) + "\n", "utf-8")
        print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
