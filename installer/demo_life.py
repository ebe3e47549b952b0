"""What goes on around Anna while the demo runs: colleagues talk on the phone, and after half a minute somebody calls her."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable

import httpx

FIRST_CALL = 30.0
"""Seconds until somebody calls Anna."""
CALL = {"caller": "0923555128", "extension": "2041", "ends": "in_vain", "rings": 12}
TALKERS = ("2034", "2055", "2124", "2207", "2223", "2301", "2005", "2108")
"""Who is on the phone, three at a time; nobody of them is away."""
BETWEEN = 7.0
"""Seconds between two calls; each lasts twenty."""


class Life:
    """Goes on in a thread of its own until `stop`; what the hub refuses meanwhile is nobody's concern."""

    def __init__(self, hub: httpx.Client, *, after: float = FIRST_CALL, steady: Callable[[], float] = time.monotonic) -> None:
        self._hub, self._after, self._steady = hub, after, steady
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._over.set()
        self._thread.join(15)

    def _run(self) -> None:
        begun, called = self._steady(), False
        for turn in itertools.count():
            if not called and self._steady() - begun >= self._after:
                called = True
                self._call(**CALL)
            for talker in TALKERS[:3] if turn == 0 else (TALKERS[(turn + 2) % len(TALKERS)],):
                self._call(caller=f"07017406{turn % 90 + 10}", extension=talker, ends="talked")
            due = self._after - (self._steady() - begun)
            if self._over.wait(min(BETWEEN, due) if not called and due > 0 else BETWEEN):
                return

    def _call(self, **call: object) -> None:
        try:
            self._hub.post("/api/v1/demo/calls", json=call)
        except httpx.HTTPError:
            return
