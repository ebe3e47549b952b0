"""What a proposal changes is said, all of it and no more."""

from __future__ import annotations

from dataclasses import replace

from kalix_presence import shipped
from kalix_presence.model.sketch import Placed, Sheet, SketchDuty
from kalix_presence.model.sketch_changes import ChangeKind, SketchChange, differences
from kalix_presence.model.sketch_faults import Fault
from kalix_presence.model.sketch_words import change_said, fault_said
from kalix_presence.model.words import LANGUAGES

ANNA, PER = Placed("a", "bygg"), Placed("p", "bygg")
LOV, TILLSYN = SketchDuty("bygglov", "", (ANNA, PER)), SketchDuty("tillsyn", "Plan 2", (PER,))
BEFORE = Sheet("Plan 1", ANNA, (PER,), (LOV, TILLSYN))


def test_the_same_says_nothing() -> None:
    assert differences(BEFORE, replace(BEFORE)) == []


def test_each_difference_is_one() -> None:
    kinds = {
        ChangeKind.PLACE: replace(BEFORE, place="Plan 3"),
        ChangeKind.OWNER: replace(BEFORE, owner=None),
        ChangeKind.DEPUTIES: replace(BEFORE, deputies=(PER, ANNA)),
        ChangeKind.NEW_DUTY: replace(BEFORE, duties=(LOV, SketchDuty("ny", "x", (ANNA,)), TILLSYN)),
        ChangeKind.GONE_DUTY: replace(BEFORE, duties=(TILLSYN,)),
        ChangeKind.DUTY_PEOPLE: replace(BEFORE, duties=(replace(LOV, people=(PER, ANNA)), TILLSYN)),
        ChangeKind.DUTY_PLACE: replace(BEFORE, duties=(LOV, replace(TILLSYN, place=""))),
        ChangeKind.ORDER: replace(BEFORE, duties=(TILLSYN, LOV)),
    }
    for kind, after in kinds.items():
        assert [each.kind for each in differences(BEFORE, after)] == [kind], kind
    new = kinds[ChangeKind.NEW_DUTY]
    assert differences(BEFORE, new) == [SketchChange(ChangeKind.NEW_DUTY, "ny", (ANNA,), "x")]
    moved = replace(BEFORE, duties=(LOV, replace(TILLSYN, place="Plan 9")))
    assert differences(BEFORE, moved) == [SketchChange(ChangeKind.DUTY_PLACE, "tillsyn", place="Plan 9")]
    people = kinds[ChangeKind.DUTY_PEOPLE]
    assert differences(BEFORE, people) == [SketchChange(ChangeKind.DUTY_PEOPLE, "bygglov", (PER, ANNA))]


def test_a_new_duty_in_the_place_of_another_is_no_other_order() -> None:
    after = replace(BEFORE, duties=(SketchDuty("ny"), TILLSYN))
    assert [each.kind for each in differences(BEFORE, after)] == [ChangeKind.NEW_DUTY, ChangeKind.GONE_DUTY]


def test_every_difference_and_fault_has_words_in_every_language() -> None:
    for language in LANGUAGES:
        words = shipped.words(language)
        for kind in ChangeKind:
            assert change_said(words, kind, "bygglov", [], "")
        for fault in Fault:
            assert fault_said(words, fault, "bygglov", "Anna Ek")
    words = shipped.words("sv")
    assert (
        change_said(words, ChangeKind.DUTY_PEOPLE, "bygglov", ["Anna Ek (2041)", "Per"], "") == "bygglov: Anna Ek (2041), Per."
    )
    assert change_said(words, ChangeKind.DUTY_PEOPLE, "bygglov", [], "") == "bygglov: ingen."
