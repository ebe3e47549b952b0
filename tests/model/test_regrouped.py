"""Groups made from those before are the groups made from nothing, whoever comes, moves or has other duties."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.groups import grouped, regrouped

UNITS = {one.code: one for one in (Unit("a", "A"), Unit("b", "B", "a"), Unit("c", "C", "b"), Unit("d", "D"))}
_facts = st.tuples(
    st.sampled_from(["a", "b", "c", "d", "gone"]), st.lists(st.sampled_from(["Bygg", "bygg", "skola"]), max_size=2)
)
_people = st.dictionaries(st.sampled_from([str(number) for number in range(2000, 2012)]), _facts)


def directory(facts: dict[str, tuple[str, list[str]]]) -> dict[str, Person]:
    return {
        extension: Person(extension, "A", "B", unit, unit, duties=tuple(duties))
        for extension, (unit, duties) in sorted(facts.items())
    }


@given(_people, _people)
def test_groups_made_from_those_before_are_as_made_from_nothing(
    facts: dict[str, tuple[str, list[str]]], changed: dict[str, tuple[str, list[str]]]
) -> None:
    before, after = directory(facts), directory({**facts, **changed})
    found, wanted = regrouped(grouped(before, UNITS), before, after, changed), grouped(after, UNITS)
    assert found.by_unit == wanted.by_unit
    assert found.by_duty == wanted.by_duty
    assert wanted.above.items() <= found.above.items()
