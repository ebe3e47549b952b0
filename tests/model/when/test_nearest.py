"""Words that were typed wrong are taken for the nearest known ones, where they are near enough and all can then be read."""

from __future__ import annotations

import pytest

from kalix_presence.model.when.nearest import nearest
from kalix_presence.model.when.swedish import SWEDISH


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("morgan 13", "morgon 13"),
        ("lunck bordag", "lunch torsdag"),
        ("fredrik", None),  # as like to "fredag" as any name
        ("jultomte", None),
        ("morgan lunck bordag", None),  # of three nobody knows
        ("igår morgan", None),  # said of what is past
        ("mo", None),
        ("måndag", None),  # nothing to mend
        ("1300", None),
    ],
)
def test_words_are_mended_where_they_are_near_enough(typed: str, meant: str | None) -> None:
    assert nearest(typed, SWEDISH, lambda text: True) == meant


def test_what_cannot_be_read_mended_is_not_mended() -> None:
    asked: list[str] = []
    assert nearest("morgan 13", SWEDISH, lambda text: bool(asked.append(text))) is None
    assert asked == ["morgon 13"]
