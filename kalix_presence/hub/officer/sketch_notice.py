"""What the switchboard is told when a change of the sketch is accepted (P9): a notice of the unit, from the day it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from kalix_presence import shipped
from kalix_presence.hub.board.names import unit_name
from kalix_presence.hub.store.moment import Known
from kalix_presence.model.notice import Notice
from kalix_presence.model.sketch_changes import TOLD, SketchChange
from kalix_presence.model.sketch_words import change_said
from kalix_presence.model.words import Words

TOLD_FOR = timedelta(days=14)
"""How long the switchboard has it before its eyes; afterwards the sketch says it."""


def notice_of(
    known: Known,
    unit: str,
    changes: Sequence[SketchChange],
    *,
    notice_id: str,
    since: date,
    by: str,
    language: str,
    names: Callable[[SketchChange], list[str]],
    now: datetime,
) -> Notice | None:
    """The notice, published by whoever accepted; None when nothing has changed that callers would notice."""
    told = [each for each in changes if each.kind in TOLD]
    if not told:
        return None
    words = shipped.words(language)
    sentences = [change_said(words, each.kind, each.duty, names(each), each.place) for each in told]
    text = fitted(words, unit_name(known, unit), sentences, known.policy.notice_limit)
    begins = max(datetime.combine(since, time(), known.worktime.tz).astimezone(UTC), now)
    return Notice(notice_id, 1, unit, text, begins, begins + TOLD_FOR, by, now, by)


def fitted(words: Words, unit: str, sentences: Sequence[str], limit: int) -> str:
    """As many sentences as a notice holds, and how many more there are: never half a sentence where a whole one fits."""
    for kept in range(len(sentences), 0, -1):
        more = len(sentences) - kept
        rest = [words.say("sketch.notice-more", count=more)] if more else []
        text = words.say("sketch.notice", unit=unit, changes=" ".join([*sentences[:kept], *rest]))
        if len(text) <= limit:
            return text
    return words.say("sketch.notice-short", unit=unit, count=len(sentences))[:limit]
