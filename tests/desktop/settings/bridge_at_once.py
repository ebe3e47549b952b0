"""A bridge of the settings' tests: what is asked for is done at once, and its end told as the real one tells it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any


def answering_at_once(hub: object) -> Callable[[Callable[[Any], Any], Callable[[Any, Exception | None], None]], None]:
    """`submit` over a session that has nothing but this `hub`."""
    session = SimpleNamespace(hub=hub)

    def submit(work: Callable[[Any], Any], done: Callable[[Any, Exception | None], None]) -> None:
        result, fault = None, None
        try:
            result = asyncio.run(work(session))
        except Exception as caught:  # noqa: BLE001 - as the bridge carries it over
            fault = caught
        done(result, fault)

    return submit
