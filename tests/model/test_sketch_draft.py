"""A draft of a unit's part: each step gives a new one and leaves the one before as it was, which is the undo."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.sketch_draft import DEPUTIES, OWNER, Draft, DraftDuty, Stand

DRAFT = Draft("Plan 2", "1", ("2", "3"), (DraftDuty("bygglov", "", ("1", "2")), DraftDuty("tillsyn", "Arkivet", ("3",))))


def test_people_are_put_taken_moved_and_shifted() -> None:
    assert DRAFT.put(0, "4").people_at(0) == ("1", "2", "4")
    assert DRAFT.put(0, "4", 0).people_at(0) == ("4", "1", "2")
    assert DRAFT.put(0, "2", 0).people_at(0) == ("2", "1"), "nobody is there twice"
    assert DRAFT.put(0, "4", 99).people_at(0) == ("1", "2", "4")
    assert DRAFT.put(OWNER, "4").owner == "4"
    assert DRAFT.taken(OWNER, "1").owner == ""
    assert DRAFT.taken(OWNER, "1").people_at(OWNER) == ()
    moved = DRAFT.moved(0, "1", 1, 0)
    assert (moved.people_at(0), moved.people_at(1)) == (("2",), ("1", "3"))
    assert DRAFT.moved(0, "1", 0, 1).people_at(0) == ("2", "1")
    assert DRAFT.moved(DEPUTIES, "2", 1).deputies == ("3",)
    assert DRAFT.shifted(0, "2", -1).people_at(0) == ("2", "1")
    assert DRAFT.shifted(0, "1", -1) is DRAFT.shifted(0, "2", 1) is DRAFT.shifted(DEPUTIES, "3", 1) is DRAFT


def test_duties_are_put_taken_moved_and_named() -> None:
    assert [each.name for each in DRAFT.duty_put(DraftDuty("ny")).duties] == ["bygglov", "tillsyn", "ny"]
    assert [each.name for each in DRAFT.duty_put(DraftDuty("ny"), 0).duties] == ["ny", "bygglov", "tillsyn"]
    assert [each.name for each in DRAFT.duty_taken(0).duties] == ["tillsyn"]
    assert [each.name for each in DRAFT.duty_moved(0, 1).duties] == ["tillsyn", "bygglov"]
    assert DRAFT.duty_moved(0, -1) is DRAFT.duty_moved(1, 2) is DRAFT
    named = DRAFT.duty_named(1, "Tillsyn", "Plan 1")
    assert named.duties[1] == DraftDuty("Tillsyn", "Plan 1", ("3",))
    assert (DRAFT.number_of(" TILLSYN"), DRAFT.number_of("annat")) == (1, None)


STANDS = st.sampled_from([0, 1, DEPUTIES, OWNER])


@given(STANDS, STANDS, st.sampled_from("12345"), st.integers(0, 5))
def test_whatever_is_moved_is_there_once_and_nobody_else_is_lost(here: Stand, there: Stand, who: str, at: int) -> None:
    after = DRAFT.moved(here, who, there, at)
    assert after.people_at(there).count(who) == 1
    for stand in (0, 1, DEPUTIES):
        kept = [each for each in DRAFT.people_at(stand) if each != who]
        assert [each for each in after.people_at(stand) if each != who] == kept
