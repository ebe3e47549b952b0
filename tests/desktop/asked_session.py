"""What windows ask of the session, written down; the hub answers when a test says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kalix_presence import wire


class AskedSession:
    """`submit` takes the place of `Bridge.submit`: the work is noted at once, its answer is kept back."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, wire.MessageStep]] = []
        self.rung: list[str] = []
        self.seen: list[str] = []
        self.left: list[wire.MessageRequest] = []
        self.found: list[tuple[str, str | None]] = []
        self.histories: list[str] = []
        self.advised: list[tuple[str, bool]] = []
        self._answer: Callable[..., None] | None = None

    def submit(self, work: Any, done: Callable[..., None] | None = None, *also: object) -> None:
        """Note what is asked; the coroutine ends at once, for it waits for nobody."""
        self.hub = self.messages = self
        coroutine = work(self)
        with pytest.raises(StopIteration):
            coroutine.send(None)
        if done is not None:
            self._answer = lambda result, fault=None: done(result, fault, *also)

    def answer(self, result: object, fault: Exception | None = None) -> None:
        """Answer what was asked last."""
        assert self._answer is not None
        self._answer(result, fault)

    async def request_step(self, message_id: str, step: wire.MessageStep) -> None:
        self.steps.append((message_id, step))

    async def mark_seen(self, message_id: str, step: wire.MessageStep) -> None:
        self.seen.append(message_id)

    async def ring_caller(self, message_id: str) -> None:
        self.rung.append(message_id)

    async def leave_message(self, wish: wire.MessageRequest) -> None:
        self.left.append(wish)

    async def find_done(self, *, query: str = "", after: str | None = None) -> None:
        self.found.append((query, after))

    async def message_history(self, message_id: str) -> None:
        self.histories.append(message_id)

    async def callback_advice(self, extension: str, *, urgent: bool = False) -> None:
        self.advised.append((extension, urgent))
