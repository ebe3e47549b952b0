"""What a return time means, said back: the instant for programs, full words in each language for people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kalix_presence import shipped
from kalix_presence.model.when.answer import answer
from kalix_presence.model.worktime import WorkingTime

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text", "instant", "reading"),
    [
        ("sv", "13", "2026-11-24T13:00:00+01:00", "i dag klockan 13.00"),
        ("en", "13", "2026-11-24T13:00:00+01:00", "today at 13:00"),
        ("fi", "13", "2026-11-24T13:00:00+01:00", "tänään klo 13.00"),
        ("sv", "fredag 10", "2026-11-27T10:00:00+01:00", "fredag 27 november klockan 10.00"),
        ("en", "tills vidare", None, "until further notice"),
    ],
)
def test_it_is_said_in_the_language_of_who_asks(language: str, text: str, instant: str | None, reading: str) -> None:
    said = answer(text, now=NOON, worktime=WorkingTime(), words=shipped.words(language))
    assert said.as_json() == {"text": text, "instant": instant, "reading": reading}
