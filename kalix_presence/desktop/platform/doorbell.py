"""How a second start reaches the first: one bell for each name and person, hung by whoever starts first."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

LONGEST = 32
"""Letters of a word that is rung with."""
PATIENCE = 1.0
"""Seconds that the first instance may take to hang its bell."""


class Doorbell(Protocol):
    """One system's way."""

    def claim(self, word: str, rung: Callable[[str], None]) -> bool:
        """Hang the bell, `rung` being told each word from then on; False when it hangs already, and was rung with `word`."""


def doorbell(name: str) -> Doorbell:
    """The bell of this system."""
    if sys.platform == "win32":
        from kalix_presence.desktop.platform.doorbell_windows import PipeBell

        return PipeBell(name)
    from kalix_presence.desktop.platform.doorbell_unix import SocketBell

    return SocketBell(name)
