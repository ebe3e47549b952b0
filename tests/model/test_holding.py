"""What holds at a moment: one answer, the right one, with its reason in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.holding import PRECEDENCE, Holding, explain, what_holds

ANNA = "2041"
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
MINUTES = st.integers(-300, 300)


def absence(
    begin: int, length: int | None, *, way: Way = Way.TRAY, reason: str = "lunch", by: str = ANNA, ident: str = "a"
) -> Absence:
    """An absence that begins so many minutes from noon and is so many minutes long."""
    start = NOON + timedelta(minutes=begin)
    end = None if length is None else start + timedelta(minutes=length)
    return Absence(ident, ANNA, reason, start, end, Forward(), "", by, way)


@st.composite
def several(draw: st.DrawFn) -> list[Absence]:
    lengths = st.none() | st.integers(1, 200)
    count = draw(st.integers(0, 6))
    return [
        absence(draw(MINUTES), draw(lengths), way=draw(st.sampled_from(Way)), ident=f"absence-{number}")
        for number in range(count)
    ]


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


@given(several(), MINUTES)
def test_what_holds_is_one_of_those_that_hold_and_none_is_stronger(absences: list[Absence], minute: int) -> None:
    holding = what_holds(absences, at(minute))
    candidates = [one for one in absences if one.holds_at(at(minute))]
    if holding.absence is None:
        assert not candidates
        return
    assert holding.absence in candidates
    assert all(PRECEDENCE[holding.absence.way] >= PRECEDENCE[other.way] for other in candidates)


@given(several(), MINUTES)
def test_the_answer_does_not_depend_on_the_order_in_which_absences_are_listed(absences: list[Absence], minute: int) -> None:
    assert what_holds(absences, at(minute)) == what_holds(absences[::-1], at(minute))


@given(several(), MINUTES)
def test_the_answer_stays_until_the_moment_it_names_and_changes_then(absences: list[Absence], minute: int) -> None:
    holding = what_holds(absences, at(minute))
    edges = sorted({edge for one in absences for edge in (one.start, one.end) if edge and edge > at(minute)})
    for edge in edges:
        same = what_holds(absences, edge).absence == holding.absence
        if holding.until is None or edge < holding.until:
            assert same
        elif edge == holding.until:
            assert not same
            assert what_holds(absences, edge).absence == holding.then


@given(several(), MINUTES)
def test_it_has_held_without_a_break_since_the_moment_it_names(absences: list[Absence], minute: int) -> None:
    holding = what_holds(absences, at(minute))
    if holding.since is None:
        return
    assert holding.since <= at(minute)
    edges = {edge for one in absences for edge in (one.start, one.end) if edge and holding.since <= edge <= at(minute)}
    assert all(what_holds(absences, edge).absence == holding.absence for edge in edges | {holding.since})
    before = what_holds(absences, holding.since - timedelta(microseconds=1)).absence
    assert before != holding.absence, "and not longer than that"


def test_what_something_weaker_came_and_went_beneath_has_held_since_its_own_beginning() -> None:
    beneath = absence(30, 15, way=Way.SCHEDULE, ident="b")
    assert what_holds([absence(0, 120), beneath], at(60)).since == at(0)
    assert what_holds([absence(0, 120), beneath], at(40)).since == at(0)
    above = absence(30, 15, way=Way.TRAY, ident="b")
    assert what_holds([absence(0, 120, way=Way.PLAN), above], at(60)).since == at(45)


@given(st.permutations(range(4)), several(), MINUTES)
def test_the_answer_does_not_depend_on_the_order_of_the_set(order: list[int], absences: list[Absence], minute: int) -> None:
    shuffled = [absences[place] for place in order if place < len(absences)] + absences[4:]
    assert what_holds(shuffled, at(minute)) == what_holds(absences, at(minute))


@given(several(), MINUTES, st.integers(1, 120))
def test_what_stood_before_something_stronger_stands_again_after_it(absences: list[Absence], minute: int, length: int) -> None:
    manual = absence(minute, length, way=Way.TRAY, ident="zz-manual")
    others = [one for one in absences if PRECEDENCE[one.way] < PRECEDENCE[Way.TRAY]]
    for moment in (at(minute), at(minute + length) - timedelta(seconds=1)):
        assert what_holds([*others, manual], moment).absence == manual
    assert what_holds([*others, manual], at(minute + length)).absence == what_holds(others, at(minute + length)).absence


@given(st.lists(st.integers(1, 90), min_size=2, max_size=6), st.lists(st.sampled_from(list(Way)), min_size=6, max_size=6))
def test_between_adjacent_absences_there_is_no_gap(lengths: list[int], ways: list[Way]) -> None:
    begin, row = 0, []
    for number, length in enumerate(lengths):
        row.append(absence(begin, length, way=ways[number], ident=f"a{number}"))
        begin += length
    for one in row:
        assert one.end is not None
        for moment in (one.start, one.end - timedelta(microseconds=1)):
            assert what_holds(row, moment).absence == one


def test_an_end_is_exclusive_and_a_start_inclusive() -> None:
    lunch = absence(0, 60)
    assert what_holds([lunch], at(0)).absence == lunch
    assert what_holds([lunch], at(60) - timedelta(microseconds=1)).absence == lunch
    assert what_holds([lunch], at(60)).absence is None


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        (Way.TRAY, Way.RECEPTIONIST),
        (Way.CLI, Way.RECEPTIONIST),
        (Way.RECEPTIONIST, Way.PHONE),
        (Way.PHONE, Way.PLAN),
        (Way.PLAN, Way.CALENDAR),
        (Way.CALENDAR, Way.SCHEDULE),
    ],
)
def test_a_stronger_way_wins_although_the_weaker_one_came_later(stronger: Way, weaker: Way) -> None:
    early, late = absence(-10, 60, way=stronger, ident="x"), absence(-5, 60, way=weaker, ident="y")
    assert what_holds([early, late], at(0)).absence == early


def test_of_two_equally_strong_the_later_one_wins() -> None:
    lunch, meeting = absence(-10, 60, ident="x"), absence(-5, 20, way=Way.CLI, reason="meeting", ident="y")
    holding = what_holds([meeting, lunch], at(0))
    assert (holding.absence, holding.then, holding.until) == (meeting, lunch, at(15))


def test_of_two_plans_the_one_that_ends_last_tells_the_return_time() -> None:
    holiday = absence(-600, 20_000, way=Way.PLAN, reason="holiday", ident="x")
    meeting = absence(-10, 60, way=Way.PLAN, reason="meeting", ident="y")
    holding = what_holds([meeting, holiday], at(0))
    assert (holding.absence, holding.until) == (holiday, holiday.end)


def said(holding: Holding, reader: str = ANNA, language: str = "en", *, overdue: bool = False) -> str:
    return explain(
        holding,
        reader=reader,
        reasons=shipped.default_reasons(),
        words=shipped.words(language),
        now=NOON.astimezone(ZoneInfo("Europe/Stockholm")),
        name_of=lambda who: {"2001": "Maria Holm"}.get(who, who),
        overdue=overdue,
    )


def test_nothing_after_the_return_time_is_not_explained_as_available() -> None:
    nothing = what_holds([], NOON)
    assert said(nothing, overdue=True) == "Overdue: should be back, but has not said so."
    assert said(nothing, language="sv", overdue=True).startswith("Försenad")
    assert said(nothing).startswith("Available")


def test_the_explanation_names_reason_since_way_and_what_comes_after() -> None:
    sentence = said(what_holds([absence(-2, 62)], NOON))
    assert sentence == "Lunch since 11.58, set by you in the tray; until 13.00, afterwards: available"


def test_another_reader_is_told_who_set_it() -> None:
    lunch = absence(-2, 62, way=Way.RECEPTIONIST, by="2001")
    assert "set by Maria Holm at the switchboard" in said(what_holds([lunch], NOON))
    assert "set by you" in said(what_holds([lunch], NOON), reader="2001")


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
@pytest.mark.parametrize("reason", ["sick", "care_of_child"])
def test_only_the_person_reads_a_sensitive_reason_by_name(language: str, reason: str) -> None:
    holding = what_holds([absence(-2, 62, reason=reason)], NOON)
    named = shipped.default_reasons().get(reason).name(language)
    assert named in said(holding, language=language)
    assert named not in said(holding, reader="2030", language=language)


def test_a_reason_the_site_has_since_removed_is_plain_absence() -> None:
    assert said(what_holds([absence(-2, None, reason="sabbatical")], NOON)).startswith("Away since")


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
@given(several(), MINUTES)
def test_every_answer_can_be_said_in_every_language(language: str, absences: list[Absence], minute: int) -> None:
    sentence = said(what_holds(absences, at(minute)), language=language)
    assert sentence
    assert "{" not in sentence


@pytest.mark.parametrize(
    ("language", "then", "gap", "no_end"),
    [
        ("sv", "till 13.00, därefter: Möte; åter 14.30", "till 13.00; åter 14.30", "till 13.00, därefter: Möte; tills vidare"),
        (
            "en",
            "until 13.00, afterwards: Meeting; back 14.30",
            "until 13.00; back 14.30",
            "afterwards: Meeting; until further notice",
        ),
        ("fi", "sen jälkeen: Kokous; paluu 14.30", "klo 13.00 asti; paluu 14.30", "sen jälkeen: Kokous; toistaiseksi"),
    ],
)
def test_when_somebody_is_really_back_is_said(language: str, then: str, gap: str, no_end: str) -> None:
    lunch, meeting = absence(-2, 62), absence(60, 90, reason="meeting", way=Way.PLAN, ident="b")
    followed, alone = what_holds([lunch, meeting], NOON), what_holds([lunch], NOON)
    back = replace(lunch, end=at(150))
    assert said(replace(followed, told=back), language=language).endswith(then)
    assert said(replace(alone, told=back), language=language).endswith(gap)
    assert said(replace(followed, told=replace(lunch, end=None)), language=language).endswith(no_end)
    assert said(replace(alone, told=lunch), language=language) == said(alone, language=language)


def test_where_calls_ring_as_usual_no_chain_is_told() -> None:
    rings = replace(absence(-2, 62), forward=Forward(ForwardKind.NONE))
    holding = replace(what_holds([rings], NOON), told=replace(rings, end=at(150)))
    assert said(holding).endswith("afterwards: available")


@pytest.mark.parametrize(
    ("language", "said"),
    [("sv", "24/11 12.00"), ("en", "24/11 12.00"), ("fi", "24.11. 12.00")],
)
def test_another_days_time_is_said_with_its_day(language: str, said: str) -> None:
    holding = what_holds([absence(0, None, reason="sick")], at(60))
    told = explain(
        holding,
        reader=ANNA,
        reasons=shipped.default_reasons(),
        words=shipped.words(language),
        now=at(24 * 60).astimezone(ZoneInfo("Europe/Stockholm")),
        name_of=lambda who: who,
    )
    assert said in told
