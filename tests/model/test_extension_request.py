"""Requests for extensions: only the steps of the table, only by whom it names; when one is due; which numbers are free."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.errors import BadInput, Conflict, Forbidden
from kalix_presence.model.extension_request import (
    BY_HUB,
    OPEN,
    ExtensionRequest,
    Kind,
    Part,
    State,
    Step,
    able_of,
    due,
    free_numbers,
    read_series,
    stepped,
    steps_of,
)

NOW = datetime(2026, 11, 25, 9, 7, tzinfo=UTC)
DAY = date(2026, 12, 1)
ORDER = ExtensionRequest("r", 1, Kind.ORDER, "bygg", "", "", "Eva Ny", DAY, State.ASKED, "", "2041", NOW)
PATH = {
    (State.ASKED, Step.APPROVE): (State.APPROVED, {Part.OFFICER}),
    (State.ASKED, Step.REFUSE): (State.REFUSED, {Part.OFFICER}),
    (State.ASKED, Step.WITHDRAW): (State.WITHDRAWN, {Part.ASKER, Part.OFFICER}),
    (State.APPROVED, Step.ORDER): (State.ORDERED, {Part.CARRIER}),
    (State.APPROVED, Step.REFUSE): (State.REFUSED, {Part.CARRIER}),
    (State.APPROVED, Step.WITHDRAW): (State.WITHDRAWN, {Part.ASKER, Part.OFFICER}),
    (State.ORDERED, Step.FINISH): (State.DONE, {Part.CARRIER}),
    (State.ORDERED, Step.REFUSE): (State.REFUSED, {Part.CARRIER}),
    (State.ASKED, Step.COMMENT): (State.ASKED, set(Part)),
    (State.APPROVED, Step.COMMENT): (State.APPROVED, set(Part)),
    (State.ORDERED, Step.COMMENT): (State.ORDERED, set(Part)),
}
"""Said a second time, by who asked for it rather than by the table."""


@given(
    st.sampled_from(State), st.sampled_from(Step), st.sets(st.sampled_from(Part)), st.sampled_from(Kind), st.integers(1, 2),
    st.sampled_from(["", "ja"]), st.sampled_from(["", "2099"]),
)  # fmt: skip
def test_a_step_is_made_exactly_where_it_may_be(
    state: State, step: Step, parts: set[Part], kind: Kind, version: int, word: str, number: str
) -> None:
    before = replace(ORDER, state=state, kind=kind, number="" if kind is Kind.ORDER else "2041")
    known = PATH.get((state, step))
    offered = step in steps_of(before, parts)
    assert offered is (known is not None and bool(known[1] & parts))
    try:
        after = stepped(before, step, parts, version=version, word=word, number=number, now=NOW)
    except Conflict:
        assert known is None or version != 1
    except Forbidden:
        assert known is not None
        assert not offered
    except BadInput as refused:
        assert refused.code == (
            "request-word-missing" if step in (Step.REFUSE, Step.COMMENT) and not word else "request-number-missing"
        )
        assert offered
    else:
        assert known is not None
        assert offered
        assert (after.state, after.version, version) == (known[0], 2, 1)
        assert (after.closed_at is None) is (after.state in OPEN)
        assert word or step not in (Step.REFUSE, Step.COMMENT)
        assert after.number or step is not Step.ORDER
        if kind is not Kind.ORDER or step is not Step.ORDER:
            assert after.number == before.number


@given(st.lists(st.tuples(st.sampled_from(Step), st.sampled_from(Part)), max_size=12))
def test_what_is_over_stays_as_it_is_and_done_was_approved_and_ordered(steps: list[tuple[Step, Part]]) -> None:
    request, seen = ORDER, [ORDER.state]
    for step, part in steps:
        try:
            request = stepped(request, step, {part}, version=request.version, word="ja", number="2099", now=NOW)
        except (Conflict, Forbidden):
            continue
        assert seen[-1] in OPEN
        seen.append(request.state)
    if State.DONE in seen:
        path = [one for at, one in enumerate(seen) if at == 0 or seen[at - 1] is not one]
        assert path == [State.ASKED, State.APPROVED, State.ORDERED, State.DONE]


@pytest.mark.parametrize(("ahead", "level"), [(11, 0), (10, 1), (1, 1), (0, 2), (-3, 2)])
def test_it_is_due_when_its_day_is_near_and_when_it_has_come(ahead: int, level: int) -> None:
    today = DAY - timedelta(ahead)
    for state in State:
        assert due(replace(ORDER, state=state), today, 10) == (level if state in OPEN else 0)


@pytest.mark.parametrize("line", ["2999-2000", "200-2999", "2000", "a-b", "0100-0200", "1000000-9999999", "²-³", ""])
def test_what_is_no_series_is_none(line: str) -> None:
    assert read_series(line) is None


def test_free_numbers_come_from_the_lowest_each_once_and_without_those_taken() -> None:
    assert list(free_numbers(["2005-2007", "2000-2001", "2001-2002"], {"2001", "2006"})) == ["2000", "2002", "2005", "2007"]


def test_what_a_newer_hub_says_is_unknown() -> None:
    assert (Kind("lend"), State("lent"), Step("lend")) == (Kind.UNKNOWN, State.UNKNOWN, Step.UNKNOWN)


def refusal(
    request: ExtensionRequest, step: Step, parts: set[Part], **more: object
) -> tuple[str, str | None, dict[str, object]]:
    given = {"version": 1, "word": "", "number": ""} | more
    with pytest.raises((Conflict, Forbidden, BadInput)) as refused:
        stepped(request, step, parts, **given, now=NOW)  # type: ignore[arg-type]
    return refused.value.code, refused.value.field, refused.value.params


def test_a_refusal_says_what_is_wrong() -> None:
    everybody, approved = set(Part), replace(ORDER, state=State.APPROVED)
    assert refusal(ORDER, Step.APPROVE, everybody, version=2) == ("request-changed", None, {})
    assert refusal(ORDER, Step.FINISH, everybody) == ("request-changed", None, {})
    assert refusal(ORDER, Step.APPROVE, {Part.ASKER}) == ("not-permitted", None, {"action": "order_extensions"})
    assert refusal(ORDER, Step.REFUSE, everybody) == ("request-word-missing", "word", {})
    assert refusal(ORDER, Step.COMMENT, everybody) == ("request-word-missing", "word", {})
    assert refusal(approved, Step.ORDER, everybody) == ("request-number-missing", "number", {})
    assert refusal(replace(approved, kind=Kind.END), Step.ORDER, everybody, number="2099")[0] == "request-number-missing"


def test_a_step_changes_this_and_nothing_else() -> None:
    def after(request: ExtensionRequest, step: Step, number: str = "") -> ExtensionRequest:
        return stepped(request, step, set(Part), version=1, word="ja", number=number, now=NOW)

    approved = replace(ORDER, state=State.APPROVED, number="2050")
    assert after(ORDER, Step.APPROVE) == replace(ORDER, version=2, state=State.APPROVED)
    assert after(approved, Step.ORDER) == replace(approved, version=2, state=State.ORDERED)
    assert after(approved, Step.ORDER, "2099") == replace(approved, version=2, state=State.ORDERED, number="2099")
    assert after(ORDER, Step.REFUSE, "2099") == replace(ORDER, version=2, state=State.REFUSED, closed_at=NOW)


@pytest.mark.parametrize(
    ("line", "numbers"),
    [("2000-2000", range(2000, 2001)), ("1-9", range(1, 10)), ("100000-199999", range(100000, 200000)), ("100000-200000", None),
     ("12345678901-12345678902", None), ("1234567890-1234567891", range(1234567890, 1234567892)), (" 1-2", None)],
)  # fmt: skip
def test_a_series_is_from_a_number_to_one_as_long(line: str, numbers: range | None) -> None:
    assert read_series(line) == numbers


@pytest.mark.parametrize("kind", Kind)
def test_the_hub_itself_sets_up_what_is_new_and_changes_only_what_it_has_set_up(kind: Kind) -> None:
    request = replace(ORDER, kind=kind, number="2099")
    theirs = frozenset({Step.SET_UP}) if kind is Kind.ORDER else frozenset()
    ours = BY_HUB if kind in (Kind.ORDER, Kind.CHANGE) else frozenset({Step.SET_UP})
    assert (able_of(request, {"2098"}), able_of(request, {"2098", "2099"})) == (theirs, ours)


def test_what_the_hub_does_itself_is_offered_only_where_it_is_able_to() -> None:
    offered: set[Step] = set()
    for state in State:
        before = replace(ORDER, state=state)
        usual = set(steps_of(before, set(Part)))
        able = set(steps_of(before, set(Part), {Step.SET_UP}))
        assert usual.isdisjoint(BY_HUB)
        assert able - {Step.SET_UP} == usual
        offered |= able
    assert Step.SET_UP in offered


def test_a_series_that_begins_with_a_nought_is_none_wherever_it_ends() -> None:
    assert read_series("0100-1999") is None
