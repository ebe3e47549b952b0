"""Working hours as people write them in one field: "8-16.30", "8-12, 13-17", nothing for a day off."""

from __future__ import annotations

import re
from datetime import time

from kalix_presence.model.errors import BadInput
from kalix_presence.model.preferences import MOST_SPANS, Span
from kalix_presence.model.when.hours import may_be_year, read_hours, with_dash
from kalix_presence.model.when.lexicon import spell_clock
from kalix_presence.model.when.typed_time import LEXICONS, lexicon_of

_LONGEST = 200
"""Longer text is no line of hours."""


def read_spans(text: str, language: str = "sv") -> tuple[Span, ...]:
    """The spans in `text`, in order; none when it is empty. The reader's own language is tried first, then the others.

    Hours mean what they mean in a plan: "1-3" is the afternoon. Raises BadInput `hours-unreadable`, `hours-order` or
    `hours-midnight` (with a `suggestion`).
    """
    typed = with_dash(text.casefold()[:_LONGEST])
    parts = [" ".join(piece.split()) for piece in re.split(r"[,;+]|\boch\b|\band\b|\bja\b", typed)]
    parts = [part for part in parts if part]
    if len(parts) > MOST_SPANS or len(text) > _LONGEST:
        raise BadInput("hours-unreadable", field="hours", text=text[:40])
    own = lexicon_of(language)
    spans: list[Span] = []
    for part in parts:
        # Only 0-9 are digits here, as in every other time that is typed.
        readable = not any(sign.isdigit() and not sign.isascii() for sign in part) and not may_be_year(part)
        lexicons = (own, *(other for other in LEXICONS.values() if other is not own)) if readable else ()
        found = next((said for lexicon in lexicons if (said := read_hours(part, lexicon)) and not said[0]), None)
        if found is None:
            raise BadInput("hours-unreadable", field="hours", text=part[:40])
        _, starts, ends = found
        if ends == time() and starts > ends:
            # A span of hours is kept as two wall times of one day.
            raise BadInput("hours-midnight", field="hours", text=part[:40], suggestion=f"{_said(starts)}-23.59")
        if starts >= ends or (spans and spans[-1].ends > starts):
            raise BadInput("hours-order", field="hours", text=part[:40])
        spans.append(Span(starts, ends))
    return tuple(spans)


def write_spans(spans: tuple[Span, ...]) -> str:
    """The spans as `read_spans` reads them."""
    return ", ".join(f"{_said(span.starts)}-{_said(span.ends)}" for span in spans)


def _said(clock: time) -> str:
    return spell_clock(clock) if clock.minute else f"{clock.hour:02d}" if 1 <= clock.hour < 7 else str(clock.hour)
