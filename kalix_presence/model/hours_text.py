"""Working hours as people write them in one field: "8-16.30", "8-12, 13-17", nothing for a day off."""

from __future__ import annotations

import re
from datetime import time

from kalix_presence.model.errors import BadInput
from kalix_presence.model.preferences import MOST_SPANS, Span

_CLOCK = r"(\d{1,2})(?:[.:]?(\d{2}))?"
_SPAN = re.compile(rf"{_CLOCK}\s*(?:-|–|—|till|to)\s*{_CLOCK}")


def read_spans(text: str) -> tuple[Span, ...]:
    """The spans in `text`, in order; none when it is empty. Raises BadInput `hours-unreadable` or `hours-order`."""
    spans: list[Span] = []
    for part in (piece.strip() for piece in re.split(r"[,;+]|\boch\b|\band\b|\bja\b", text.casefold())):
        if not part:
            continue
        found = _SPAN.fullmatch(part)
        if found is None:
            raise BadInput("hours-unreadable", field="hours", text=part[:40])
        starts, ends = _clock(found[1], found[2], part), _clock(found[3], found[4], part)
        if starts >= ends or (spans and spans[-1].ends > starts):
            raise BadInput("hours-order", field="hours", text=part[:40])
        spans.append(Span(starts, ends))
    if len(spans) > MOST_SPANS:
        raise BadInput("hours-unreadable", field="hours", text=text[:40])
    return tuple(spans)


def write_spans(spans: tuple[Span, ...]) -> str:
    """The spans as `read_spans` reads them."""
    return ", ".join(f"{_said(span.starts)}-{_said(span.ends)}" for span in spans)


def _clock(hours: str, minutes: str | None, part: str) -> time:
    try:
        return time(int(hours), int(minutes or 0))
    except ValueError:
        raise BadInput("hours-unreadable", field="hours", text=part[:40]) from None


def _said(clock: time) -> str:
    return f"{clock.hour}.{clock.minute:02d}" if clock.minute else str(clock.hour)
