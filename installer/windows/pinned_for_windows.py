"""Writes what Windows takes of a list of pinned packages, markers resolved, hashes kept: pinned_for_windows.py LIST"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from packaging.markers import Marker, default_environment

WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "python_version": "3.13",
    "python_full_version": "3.13.2",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
}
# What no test under Windows asks for: checks that are made on Linux, the report's plots, and other people's servers.
LEFT_OUT = {
    "mypy", "ruff", "vulture", "import-linter", "grimp", "mutmut", "libcst", "textual", "pyyaml-ft", "librt", "ast-serialize",
    "openapi-core", "openapi-schema-validator", "openapi-spec-validator", "jsonschema-path", "pathable", "isodate",
    "lazy-object-proxy", "pydantic-settings", "python-dotenv",
    "ciscoaxl", "zeep", "requests-file", "requests-toolbelt", "termcolor",
    "schemathesis", "hypothesis-graphql", "graphql-core", "jsonschema-rs", "radicale", "recurring-ical-events",
    "matplotlib", "numpy", "pillow", "contourpy", "kiwisolver", "cycler", "fonttools", "typst", "pikepdf", "lxml", "rich",
}  # fmt: skip


def for_windows(pinned: str) -> list[str]:
    """The lines of `pinned` that Windows takes."""
    environment = {**default_environment(), **WINDOWS}
    kept: list[str] = []
    taken = True
    for line in pinned.splitlines():
        if named := re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==\S+\s*(?:;\s*(?P<marker>.*?))?\s*(?P<more>\\?)$", line):
            marker = named["marker"]
            taken = named[1].lower() not in LEFT_OUT and (not marker or Marker(marker).evaluate(environment))
            line = line.split(";")[0].rstrip(" \\") + f" {named['more']}"
        if taken:
            kept.append(line)
    return kept


if __name__ == "__main__":
    print("\n".join(for_windows(Path(sys.argv[1]).read_text("utf-8"))))
