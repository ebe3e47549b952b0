"""What was asked of a PBX and what it answered, as JSON lines in which nobody can be recognised."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import msgspec

from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.model.errors import PresenceError

HIDDEN = "..."
ASKED = ("apply", "remove", "read", "rules", "show", "lines", "move_call", "check", "listen")
"""What a trial asks; anything else passes unseen."""


class Recording:
    """Keeps what passes between a trial and its PBX. Numbers in `names` are written as the names given; other people's are
    counted, and no other text is kept but our own words in `words`. Moments are seconds since `begun`."""

    def __init__(self, names: Mapping[str, str], words: Iterable[str], begun: datetime) -> None:
        self._names, self._words, self._begun = dict(names), frozenset(words), begun
        self.lines: list[dict[str, Any]] = []

    def of(self, pbx: Pbx) -> Pbx:
        """`pbx`, listened to."""
        return _Recorded(pbx, self)  # whatever it does not hear it passes on

    def text(self) -> str:
        """All of it, a JSON object a line."""
        return "".join(msgspec.json.encode(line).decode() + "\n" for line in self.lines)

    def anonymous(self, value: Any) -> Any:
        """`value` without anybody in it."""
        match value:
            case PresenceError():
                return {"refused": value.code}
            case Enum():
                return value.value
            case None | bool() | int() | float():
                return value
            case str():
                return self._names.get(value, value if value in self._words or value.startswith("trial-") else HIDDEN)
            case datetime():
                return round((value - self._begun).total_seconds(), 1)
            case Mapping():
                known = {self._names[key]: self.anonymous(each) for key, each in value.items() if key in self._names}
                return known | {"others": len(value) - len(known)}
            case list() | tuple():
                return [self.anonymous(each) for each in value]
            case bytes():
                return {"bytes": len(value)}
        if is_dataclass(value):
            return {each.name: self.anonymous(getattr(value, each.name)) for each in fields(value)}
        return type(value).__name__


class _Recorded:
    def __init__(self, pbx: Pbx, recording: Recording) -> None:
        self._pbx, self._recording = pbx, recording

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._pbx, name)
        return self._heard(name, found) if name in ASKED else found

    def _heard(self, name: str, ask: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        recording = self._recording

        async def heard(*given: Any, **named: Any) -> Any:
            line: dict[str, Any] = {"asked": name, "with": recording.anonymous([*given, *named.values()])}
            recording.lines.append(line)
            began = time.perf_counter()
            try:
                answer = await ask(*given, **named)
            except Exception as fault:
                known = isinstance(fault, PresenceError)
                line["answered"] = recording.anonymous(fault) if known else {"broke": type(fault).__name__}
                raise
            else:
                line["answered"] = recording.anonymous(answer)
                return answer
            finally:
                line["ms"] = round((time.perf_counter() - began) * 1000, 1)

        return heard
