"""What is held on a person, to be read."""

from __future__ import annotations

import pytest

from kalix_presence import shipped
from kalix_presence.hub.store.held import THEIRS
from kalix_presence.model.held_text import readable, title_of


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
def test_whatever_may_be_held_has_a_heading_in_every_language(language: str) -> None:
    words = shipped.words(language)
    titles = {table: title_of(table, words) for table in THEIRS}
    assert not [table for table, title in titles.items() if title == table]
    assert len(set(titles.values())) == len(titles)


def test_each_field_has_a_line_and_an_empty_one_has_none() -> None:
    text = readable(
        {"absence": [{"note": "Tandläkare", "why": "", "end": None}], "motto": [{"body": {"a": "å"}}]}, shipped.words("en")
    )
    assert text.splitlines() == [
        "Absences (1)",
        "============",
        "note: Tandläkare",
        "",
        "motto (1)",
        "=========",
        'body: {"a": "å"}',
    ]
