"""What this computer is called in the list of where somebody is signed in."""

from __future__ import annotations

import platform

LONGEST = 60
"""Characters that the hub takes."""


def device_name() -> str:
    """This computer's own name, "" where it has none."""
    return platform.node()[:LONGEST]
