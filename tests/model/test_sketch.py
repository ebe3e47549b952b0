"""A unit's part of the sketch and a proposal for it: what is taken, by whose step it goes on, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.errors import BadInput, Conflict, Forbidden
from kalix_presence.model.sketch import (
    LONGEST_NAME,
    MOST_DEPUTIES,
    MOST_DUTIES,
    MOST_PEOPLE,
    TRANSITIONS,
    Placed,
    Proposal,
    ProposalPart,
    ProposalState,
    ProposalStep,
    Sheet,
    SketchDuty,
    checked_sheet,
    stepped,
    steps_of,
)
from tests.clocks import NINE

ANNA, PER = Placed("a", "bygg"), Placed("p", "bygg")
ONE = Proposal("1", 3, "bygg", 1, Sheet(), NINE.date(), "", ProposalState.PROPOSED, "2041", NINE)


def many(count: int) -> tuple[Placed, ...]:
    return tuple(Placed(str(each), "bygg") for each in range(count))


def test_texts_come_on_one_line_and_what_is_right_is_taken() -> None:
    full = Sheet(
        "  Plan  2\n", ANNA, many(MOST_DEPUTIES), (SketchDuty(" Bygg\tlov ", " Arkivet ", many(MOST_PEOPLE)), SketchDuty("x" * LONGEST_NAME))
    )  # fmt: skip
    taken = checked_sheet(full)
    assert (taken.place, taken.duties[0].name, taken.duties[0].place) == ("Plan 2", "Bygg lov", "Arkivet")
    assert list(taken.everybody()) == [ANNA, *many(MOST_DEPUTIES), *many(MOST_PEOPLE)]
    most = tuple(SketchDuty(str(each)) for each in range(MOST_DUTIES))
    assert checked_sheet(Sheet(duties=most)).duties == most


@pytest.mark.parametrize(
    ("code", "field", "sheet"),
    [
        ("sketch-many", "duties", Sheet(duties=tuple(SketchDuty(str(each)) for each in range(MOST_DUTIES + 1)))),
        ("sketch-many", "duties", Sheet(duties=(SketchDuty("a", people=many(MOST_PEOPLE + 1)),))),
        ("sketch-many", "deputies", Sheet(deputies=many(MOST_DEPUTIES + 1))),
        ("sketch-duty-name", "duties", Sheet(duties=(SketchDuty("  "),))),
        ("sketch-duty-twice", "duties", Sheet(duties=(SketchDuty("Bygglov"), SketchDuty("BYGGLOV ")))),
        ("sketch-person-twice", "duties", Sheet(duties=(SketchDuty("a", people=(ANNA, PER, ANNA)),))),
        ("sketch-person-twice", "deputies", Sheet(deputies=(ANNA, replace(ANNA, unit="annan")))),
        ("sketch-text", "place", Sheet("x" * (LONGEST_NAME + 1))),
        ("sketch-text", "place", Sheet("a\x00b")),
        ("sketch-text", "duties", Sheet(duties=(SketchDuty("x" * (LONGEST_NAME + 1)),))),
        ("sketch-text", "duties", Sheet(duties=(SketchDuty("a", "x" * (LONGEST_NAME + 1)),))),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_field(code: str, field: str, sheet: Sheet) -> None:
    with pytest.raises(BadInput, match=code) as refused:
        checked_sheet(sheet)
    assert refused.value.field == field


@given(st.sets(st.sampled_from(["a", "b", "c", "d"])))
def test_whoever_is_not_there_stands_nowhere_and_all_else_stays(gone: set[str]) -> None:
    a, b, c, d = (Placed(each, "bygg") for each in "abcd")
    sheet = Sheet("Plan 2", a, (b, c), (SketchDuty("x", "y", (c, d, a)), SketchDuty("z")))
    left = sheet.of(lambda one: one.person not in gone)
    assert {each.person for each in left.everybody()} == {"a", "b", "c", "d"} - gone
    assert (left.place, [(each.name, each.place) for each in left.duties]) == ("Plan 2", [("x", "y"), ("z", "")])
    assert left.duties[0].people == tuple(each for each in (c, d, a) if each.person not in gone)


def test_each_step_is_taken_by_whom_it_is_for_and_by_nobody_else() -> None:
    for state in ProposalState:
        for step in ProposalStep:
            for parts in ((), (ProposalPart.PROPOSER,), (ProposalPart.OFFICER,)):
                one, found = replace(ONE, state=state), TRANSITIONS.get((state, step))
                allowed = found is not None and bool(found[1] & set(parts))
                assert (step in steps_of(one, parts)) is allowed
                if found is None or not allowed:
                    with pytest.raises(Conflict if found is None else Forbidden):
                        stepped(one, step, parts, version=3, word="nej", by="2043", now=NINE)
                    continue
                after = stepped(one, step, parts, version=3, word="nej", by="2043", now=NINE)
                assert (after.state, after.version, after.answered_by, after.answer) == (found[0], 4, "2043", "nej")
                assert (after.closed_at is None) is (after.state is ProposalState.WAITING)


def test_who_comes_second_is_refused_and_a_refusal_says_why() -> None:
    with pytest.raises(Conflict, match="sketch-answered"):
        stepped(ONE, ProposalStep.ACCEPT, set(ProposalPart), version=2, word="", by="2043", now=NINE)
    with pytest.raises(BadInput, match="sketch-word-missing"):
        stepped(ONE, ProposalStep.REFUSE, set(ProposalPart), version=3, word="", by="2043", now=NINE)


def test_what_a_newer_hub_says_reads_as_unknown() -> None:
    assert ProposalState("half-done") is ProposalState.UNKNOWN
    assert ProposalStep("postpone") is ProposalStep.UNKNOWN
