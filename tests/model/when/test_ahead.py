"""Which lines typed as a status are asked about, because they may be a plan."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kalix_presence import shipped
from kalix_presence.model.when.planning import ahead, read_plan
from kalix_presence.model.worktime import WorkingTime

NOW = datetime(2026, 11, 25, 10, 7, tzinfo=ZoneInfo("Europe/Stockholm"))
REASONS = shipped.default_reasons()


@pytest.mark.parametrize(
    "text", ["ledig fredag", "möte 13-15", "möte i morgon 9-10; Budget", "möte varje onsdag", "möte varje onsdag 9-10"]
)
def test_what_begins_later_or_again_is_a_plan(text: str) -> None:
    found = ahead(text, now=NOW, worktime=WorkingTime(), language="sv", reasons=REASONS)
    assert found is not None
    assert found == read_plan(text, now=NOW, worktime=WorkingTime(), language="sv", reasons=REASONS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "glurk",
        "möte",
        "lunch 45 min",
        "ledig till fredag",
        "ledig idag",
        "möte 10-11",
        "möte 9-10",
        "ledig resten av veckan",
    ],
)
def test_what_holds_now_or_cannot_be_read_is_none(text: str) -> None:
    assert ahead(text, now=NOW, worktime=WorkingTime(), language="sv", reasons=REASONS) is None


def test_it_is_ahead_where_the_person_works() -> None:
    """Seven minutes past ten there is an hour later in Helsinki, so that 11-12 has begun."""
    there = WorkingTime(zone="Europe/Helsinki")
    assert ahead("möte 11-12", now=NOW, worktime=there, language="sv", reasons=REASONS) is None
    assert ahead("möte 11.30-12", now=NOW, worktime=there, language="sv", reasons=REASONS) is not None
