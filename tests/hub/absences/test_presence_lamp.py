"""Desk phones of everybody show of an absence what colleagues may see: never a sensitive reason, a note or a private number."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kalix_presence import shipped
from kalix_presence.hub.absences.presence_lamp import lamp_of
from kalix_presence.hub.board.board import Board
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.words import LANGUAGES
from tests.clocks import NINE

REASONS = shipped.default_reasons()
PRIVATE = Forward(ForwardKind.NUMBER, "0708112233")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ahead", [None, timedelta(hours=3), timedelta(days=3)])
@pytest.mark.parametrize("code", [reason.code for reason in REASONS if reason.sensitive])
def test_a_sensitive_reason_shows_on_phones_as_what_colleagues_see(code: str, ahead: timedelta | None, language: str) -> None:
    board, words = Board(REASONS, shipped.default_policy()), shipped.words(language)
    end = None if ahead is None else NINE + ahead
    hidden = Absence("a", "2041", code, NINE, end, PRIVATE, "ANTECKNING", "2041", Way.TRAY, why="VARFOR")
    seen = replace(hidden, reason=REASONS.get(code).shown_as)
    lamp = lamp_of(board, hidden, words=words, now=NINE)
    assert lamp == lamp_of(board, seen, words=words, now=NINE)
    for secret in (REASONS.get(code).name(language), "ANTECKNING", "VARFOR", "0708112233"):
        assert secret.casefold() not in lamp.text.casefold()


@pytest.mark.parametrize(
    ("now", "ahead", "said"),
    [
        (NINE, timedelta(hours=3), "Möte, åter 12.00"),
        (NINE, timedelta(hours=15, minutes=30), "Möte, åter 25/11 0.30"),
        (NINE + timedelta(hours=15, minutes=30), timedelta(hours=8), "Möte, åter 8.30"),
    ],
)
def test_a_time_is_said_as_clocks_show_it_where_people_work(now: datetime, ahead: timedelta, said: str) -> None:
    board = Board(REASONS, shipped.default_policy())
    meeting = Absence("a", "2041", "meeting", now, now + ahead, PRIVATE, "", "2041", Way.TRAY)
    assert lamp_of(board, meeting, words=shipped.words("sv"), now=now).text == said
