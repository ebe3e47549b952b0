"""Each chapter says one true sentence: how much, how much more or less than before, and whether the goal is reached."""

from __future__ import annotations

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.model.quality.measures import MEASURES, Better, Shape, measure
from kalix_presence.model.words import LANGUAGES
from kalix_presence.report.chapters import Read, share_sentence
from kalix_presence.report.contents import chapters
from kalix_presence.report.plots import Trend
from tests.report.samples import MONTHS, read


def with_shares(now: float | None, before: float | None, *, goal: float | None = None, name: str = "Bygg och miljö") -> Read:
    """A unit that answered so much in time in October and in September 2026."""

    def unit(share: float | None) -> wire.UnitReport:
        whole = 100 if share is not None else 3
        part = round(share * 100) if share is not None else 2
        figure = wire.FigureView("answered_in_time", part, whole, share, share, share)
        return wire.UnitReport("bygg", name, "", 12, [figure])

    found = read("en")
    goals = {} if goal is None else {"answered_in_time": goal}
    points = [
        wire.HistoryPoint("2026-09", unit(before) if before is not None else None),
        wire.HistoryPoint("2026-10", unit(now)),
    ]
    report = msgspec.structs.replace(found.report, units=[unit(now)], goals=goals, hidden=[])
    return Read(report, wire.UnitHistory("bygg", points), found.words)


ANSWERED = measure("answered_in_time")


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (0.84, 0.78, "answered 84 % of the calls within 5 rings in October 2026, 6 points more than in September."),
        (0.84, 0.85, "answered 84 % of the calls within 5 rings in October 2026, 1 point less than in September."),
        (0.84, 0.84, "answered 84 % of the calls within 5 rings in October 2026, as many as in September."),
        (0.84, None, "answered 84 % of the calls within 5 rings in October 2026."),
    ],
)
def test_the_sentence_says_how_much_and_the_change(now: float, before: float | None, said: str) -> None:
    found = share_sentence(with_shares(now, before), ANSWERED).replace("\N{NO-BREAK SPACE}", " ")
    assert found == f"Bygg och miljö {said}"


@pytest.mark.parametrize("of", [each for each in MEASURES if each.shape is Shape.SHARE], ids=lambda each: each.key)
def test_a_goal_is_reached_on_its_own_side(of) -> None:  # type: ignore[no-untyped-def]
    for value in (0.2, 0.8):
        found = with_shares(0.5, None)
        figure = wire.FigureView(of.key, round(value * 100), 100, value, value, value)
        unit = msgspec.structs.replace(found.unit, figures=[figure])
        report = msgspec.structs.replace(found.report, units=[unit], goals={of.key: 0.5})
        said = share_sentence(Read(report, found.history, found.words), of)
        good = (value > 0.5) is (of.better is Better.MORE)
        assert ("is reached" in said) is good, said
        assert ("is not reached" in said) is not good, said


def test_a_change_over_new_year_names_the_year() -> None:
    found = with_shares(0.5, 0.4)
    january = msgspec.structs.replace(found.report, period="2026-01")
    december = wire.UnitHistory("bygg", [msgspec.structs.replace(found.history.points[0], period="2025-12")])
    assert "more than in December 2025" in share_sentence(Read(january, december, found.words), ANSWERED)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("small", [False, True])
def test_every_chapter_is_whole_in_every_language(language: str, small: bool) -> None:
    found = read(language, small=small)
    for chapter in chapters(found):
        for text in (chapter.title, chapter.sentence, chapter.definition):
            assert text
            assert "{" not in text
        assert chapter.sentence[0].isupper() or not chapter.sentence[0].isalpha(), chapter.sentence
        assert all(len(row) == len(chapter.table.columns) for row in chapter.table.rows)
        assert not chapter.table.opens or len(chapter.table.opens) == len(chapter.table.rows)


def test_what_cannot_be_said_is_too_few_and_never_0() -> None:
    few = read("sv", small=True)
    by_key = {chapter.key: chapter for chapter in chapters(few)}
    for of in MEASURES:
        if of.shape is Shape.SHARE:
            chapter = by_key[of.key]
            assert chapter.plot is None
            assert all(cell == "för få för att visas" for row in chapter.table.rows for cell in row[1:4])
            assert "0\N{NO-BREAK SPACE}%" not in chapter.sentence


def test_a_month_in_which_nothing_is_shown_has_no_bar_and_its_words() -> None:
    (chapter,) = [each for each in chapters(read("sv")) if each.key == "answered_in_time"]
    assert isinstance(chapter.plot, Trend)
    assert [number for number, share in enumerate(chapter.plot.shares) if share is None] == [2]
    assert chapter.table.rows[len(MONTHS) - 3][1:4] == ("för få för att visas",) * 3


def test_at_a_glance_every_measure_stands_beside_what_it_was_and_should_be() -> None:
    overview = chapters(read("sv"))[0]
    assert len(overview.table.rows) == len(MEASURES)
    goals = [row[3] for row in overview.table.rows if row[3]]
    assert goals[:2] == ["minst 80\N{NO-BREAK SPACE}%", "minst 95\N{NO-BREAK SPACE}%"]
    assert "av 4 mål" in overview.sentence


def test_what_is_the_whole_organisation_s_alone_is_not_said_of_a_unit() -> None:
    found = with_shares(0.84, 0.8)
    keys = {chapter.key for chapter in chapters(found)}
    assert "answered_in_time" in keys
    assert "abandoned" not in keys
    assert len(chapters(found)[0].table.rows) == 1
