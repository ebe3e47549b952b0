"""Hours as people write them, and back."""

from __future__ import annotations

from datetime import UTC, datetime, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.errors import BadInput
from kalix_presence.model.hours_text import read_spans, write_spans
from kalix_presence.model.preferences import Span
from kalix_presence.model.when.planning import read_plan
from kalix_presence.model.worktime import WorkingTime
from kalix_presence.shipped import default_reasons

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
EIGHT_TO_HALF_PAST_FOUR = (Span(time(8), time(16, 30)),)
minutes = st.lists(st.integers(0, 24 * 60 - 1), min_size=0, max_size=12, unique=True).filter(lambda found: len(found) % 2 == 0)


@pytest.mark.parametrize("text", ["8-16.30", "08:00 - 16:30", "8–1630", " 8 till 16.30 ", "8 to 16:30"])
def test_many_ways_to_write_one_day(text: str) -> None:
    assert read_spans(text) == EIGHT_TO_HALF_PAST_FOUR


def test_a_broken_day_and_none() -> None:
    assert read_spans("8-12, 13-17") == (Span(time(8), time(12)), Span(time(13), time(17)))
    assert read_spans("8-12 och 13-17") == read_spans("8-12;13-17")
    assert read_spans("  ") == ()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1-3", "13-15"),
        ("01-03", "01-03"),
        ("8-5", "8-17"),
        ("kl 9 till 11", "9-11"),
        ("kl. 9 till kl. 11", "9-11"),
        ("klockan åtta till halv fem", "8-16.30"),
        ("halv nio till tio och 1-3", "8.30-10, 13-15"),
        ("1-3 em", "13-15"),
        ("10-1 em", "10-13"),
        ("9-11 fm", "9-11"),
        ("from 9 to half past ten", "9-10.30"),
        ("9 am - 1 pm", "9-13"),
        ("klo 9-11 ja 1-3", "9-11, 13-15"),
    ],
)
def test_hours_mean_here_what_they_mean_in_a_plan(text: str, written: str) -> None:
    assert write_spans(read_spans(text)) == written
    if " och " in text or " ja " in text:
        return
    planned = read_plan(f"möte 2026-12-01 {text}", now=NOON, worktime=WorkingTime(), language="sv", reasons=default_reasons())
    (span,) = read_spans(text)
    assert (planned.starts.time(), planned.ends.time()) == (span.starts, span.ends)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("8", "hours-unreadable"),
        ("8-25", "hours-unreadable"),
        ("8-12.99", "hours-unreadable"),
        ("ledig", "hours-unreadable"),
        ("16-8", "hours-order"),
        ("8-8", "hours-order"),
        ("8-12, 11-17", "hours-order"),
        ("1-2,3-4,5-6,7-8,9-10,11-12,13-14", "hours-unreadable"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_spans(text)
    assert refused.value.code == code


@given(minutes)
def test_what_is_written_is_read_again(found: list[int]) -> None:
    edges = [time(at // 60, at % 60) for at in sorted(found)]
    spans = tuple(Span(one, other) for one, other in list(pairwise(edges))[::2])
    assert read_spans(write_spans(spans)) == spans


@given(st.text(max_size=40))
def test_nothing_that_is_typed_does_harm(text: str) -> None:
    try:
        spans = read_spans(text)
    except BadInput:
        return
    assert all(span.starts < span.ends for span in spans)
