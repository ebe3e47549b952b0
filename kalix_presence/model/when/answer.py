"""The answer to "what does this return time mean?", for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kalix_presence.model.when.reading import full
from kalix_presence.model.when.typed_time import read
from kalix_presence.model.words import Words
from kalix_presence.model.worktime import WorkingTime


@dataclass(frozen=True, slots=True)
class WhenReading:
    """`instant` is ISO 8601 with the local offset, or None for until further notice; `reading` the full words."""

    text: str
    instant: str | None
    reading: str

    def as_json(self) -> dict[str, str | None]:
        """For `--json`."""
        return {"text": self.text, "instant": self.instant, "reading": self.reading}


def answer(text: str, *, now: datetime, worktime: WorkingTime, words: Words) -> WhenReading:
    """Read `text` at `now` in the language of `words`; raises BadInput as `typed_time.read` does."""
    moment = read(text, now=now, worktime=worktime, language=words.language).moment
    instant = None if moment is None else moment.astimezone(ZoneInfo(worktime.zone)).isoformat()
    return WhenReading(text, instant, full(moment, now=now, zone=worktime.zone, words=words))
