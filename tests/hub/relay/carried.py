"""Connections that tests look into: what was written to them, and whether they hold more than they may."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Noted(asyncio.Transport):
    """Keeps what is written; `unsent` is how much of it counts as not gone out yet."""

    def __init__(self, when_full: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self.parts: list[bytes] = []
        self.unsent = 0
        self.high: int | None = None
        self.slow = self.gone = False
        self.ended = ""
        self._when_full = when_full

    @property
    def got(self) -> bytes:
        return b"".join(self.parts)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if self.gone:
            raise RuntimeError("it is gone")
        self.parts.append(bytes(data))
        if self.slow:
            self.unsent += len(data)
            if self.high is not None and self.unsent > self.high:
                self._when_full()

    def get_write_buffer_size(self) -> int:
        return self.unsent

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        self.high = high

    def is_closing(self) -> bool:
        return bool(self.ended)

    def close(self) -> None:
        if self.gone:
            raise AttributeError("asyncio's word for: there is no socket any more")
        self.ended = self.ended or "closed"

    def abort(self) -> None:
        if self.gone:
            raise AttributeError("asyncio's word for: there is no socket any more")
        self.ended = "cut"
