"""Laws of finding, whoever is in the directory and whatever is typed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kalix_presence.model.directory import folded
from kalix_presence.model.duties import Duties
from kalix_presence.model.finding import IndexEntry, PeopleFinder, Reach
from kalix_presence.model.finding.bits import bits_of, chosen, first, lowest
from kalix_presence.model.finding.spelling import begins_nearly
from tests.draws import draws

GIVEN = ("Anna", "Åke", "Eva-Lena", "Jørgen", "Karin", "Örjan", "Bo", "Ulla", "Märta")
FAMILY = ("Ek", "Ekman", "Söderström", "Öhman", "Bygg", "Lind", "Lindqvist", "Hedlund", "Abrahamsson")
DUTIES = ("bygglov", "skolskjuts", "avlopp", "ekonomiskt bistånd")
UNITS = ("bygg", "skola", "it")
SYNONYMS = Duties({"bygglov": ("attefall", "byggnadslov"), "avlopp": ("septiktank",)})
digits = st.text("0123456789", min_size=7, max_size=9)


@st.composite
def people(draw: st.DrawFn, least: int = 1) -> list[IndexEntry]:
    extensions = draw(st.lists(st.integers(2000, 2999), min_size=least, max_size=12, unique=True))
    found = []
    for extension in extensions:
        family = draw(st.sampled_from(FAMILY))
        unit = draw(st.sampled_from(UNITS))
        entry = IndexEntry(
            str(extension),
            f"{draw(st.sampled_from(GIVEN))} {family}",
            family,
            draw(st.sampled_from(("Handläggare", "Rektor", ""))),
            unit,
            f"Enheten {unit}",
            draw(st.sampled_from(("", "Kommunhuset, plan 2"))),
            draw(st.one_of(st.just(""), digits.map("0923".__add__))),
            draw(st.one_of(st.just(""), digits.map("0701".__add__))),
            str(draw(st.sampled_from(extensions))),
            tuple(draw(st.lists(st.sampled_from(DUTIES), max_size=2, unique=True))),
            tuple(draw(st.lists(st.sampled_from(DUTIES), max_size=2, unique=True))),
        )
        found.append(entry)
    return found


queries = st.one_of(
    st.text(max_size=12),
    st.text("abeklmnoströåä 0129-", max_size=12),
    st.sampled_from(
        (
            *GIVEN,
            *FAMILY,
            *DUTIES,
            "attefall",
            "sodrstrom",
            "lindkvist",
            "plan 2",
            "0923",
            "2 ek",
            "anna ek",
            "bygglov rektor",
        )
    ),
)


@given(people(), queries)
def test_everybody_is_found_once_and_in_the_same_order_every_time(staff: list[IndexEntry], query: str) -> None:
    finder = PeopleFinder(staff, SYNONYMS)
    found = finder.find(query).extensions
    assert len(found) == len(set(found))
    assert set(found) <= {person.extension for person in staff}
    assert found == finder.find(query).extensions == PeopleFinder(list(reversed(staff)), SYNONYMS).find(query).extensions


@given(people(), queries, st.integers(0, 14))
def test_the_top_is_always_the_beginning_of_the_whole(staff: list[IndexEntry], query: str, count: int) -> None:
    found = PeopleFinder(staff, SYNONYMS).find(query)
    assert found.top(count) == found.extensions[:count]
    assert bool(found) is bool(found.extensions) is (found.why is not None)


@given(people(), st.sampled_from((*GIVEN, *FAMILY, *DUTIES, "attefall", "Kommunhuset", "Enheten skola")), st.data())
def test_one_letter_less_still_finds_whoever_was_found(staff: list[IndexEntry], words: str, data: st.DataObject) -> None:
    finder = PeopleFinder(staff, SYNONYMS)
    query = words[: data.draw(st.integers(1, len(words)))]
    assert set(finder.find(query).extensions) <= set(finder.find(query[:-1]).extensions)


@given(people(), st.lists(st.sampled_from((*GIVEN, *FAMILY, *DUTIES)), min_size=2, max_size=3))
def test_one_word_more_never_finds_more(staff: list[IndexEntry], words: list[str]) -> None:
    finder = PeopleFinder(staff, SYNONYMS)
    fewer, more = finder.find(" ".join(words[:-1])).extensions, finder.find(" ".join(words)).extensions
    assert set(more) <= set(fewer)


@given(people(), st.text("abeklmnorstuvåäö", min_size=1, max_size=6))
def test_a_beginning_goes_before_what_is_inside(staff: list[IndexEntry], word: str) -> None:
    finder = PeopleFinder(staff)
    by_extension = {person.extension: person for person in staff}

    def begins(extension: str) -> bool:
        person = by_extension[extension]
        texts = (person.name, person.title, person.unit_name, person.place, *person.duties, *person.does)
        return any(part.startswith(folded(word)) for text in texts for part in folded(text).replace("-", " ").split())

    ranks = [begins(extension) for extension in finder.find(word).extensions]
    assert ranks == sorted(ranks, reverse=True)


@given(people(), st.sampled_from([name for name in FAMILY if len(name) >= 4]), st.data())
def test_one_slip_in_a_word_of_four_letters_is_forgiven(staff: list[IndexEntry], name: str, data: st.DataObject) -> None:
    wanted = IndexEntry("1000", f"Siv {name}", name)
    slip = _slip(name, data)
    assume(len(slip) >= 4)
    # Many people whom the query fits as it is would keep slips out of it.
    finder = PeopleFinder([wanted, *(person for person in staff if folded(slip) not in folded(" ".join(_texts(person))))])
    assert "1000" in finder.find(slip).extensions


@given(st.sampled_from([name for name in FAMILY if len(name) >= 8]), st.data())
def test_two_slips_in_a_word_of_eight_letters_are_forgiven(name: str, data: st.DataObject) -> None:
    # Two slips apart from each other: one within the other is more than two.
    half = len(name) // 2
    slip = _slip(name[:half], data) + _slip(name[half:], data)
    assume(len(slip) >= 8)
    assert PeopleFinder([IndexEntry("1000", f"Siv {name}", name)]).find(slip).extensions == ["1000"]


@given(people(), st.dictionaries(st.integers(0, 11), st.sampled_from(Reach), max_size=12), queries)
@settings(max_examples=draws(60))
def test_of_equal_matches_nobody_who_is_reached_worse_goes_first(
    staff: list[IndexEntry], reached: dict[int, Reach], query: str
) -> None:
    finder, plain = PeopleFinder(staff), PeopleFinder(staff)
    for place, reach in reached.items():
        finder.place(staff[place % len(staff)].extension, reach)
    found = finder.find(query).extensions
    assert sorted(found) == sorted(plain.find(query).extensions)
    if query.strip() in ("Rektor", "Enheten"):
        assert [finder.reach[one] for one in found] == sorted(finder.reach[one] for one in found)


@given(people(), st.data())
def test_no_private_number_shows_in_what_is_found(staff: list[IndexEntry], data: st.DataObject) -> None:
    hidden = data.draw(st.sets(st.sampled_from([person.extension for person in staff])))
    mobiles = [person.mobile for person in staff if person.mobile] or ["0701234567"]
    number = data.draw(st.sampled_from(mobiles))
    start = data.draw(st.integers(0, len(number) - 1))
    query = number[start : data.draw(st.integers(start + 1, len(number)))]
    without = [person if person.extension not in hidden else _without_mobile(person) for person in staff]
    seen = PeopleFinder(staff).find(query, private=lambda extension: extension not in hidden)
    blind = PeopleFinder(without).find(query)
    assert (seen.extensions, seen.why) == (blind.extensions, blind.why)


@given(st.sets(st.integers(0, 4_999)), st.integers(0, 60))
def test_a_set_of_bits_is_the_set_of_its_positions(positions: set[int], most: int) -> None:
    bits = bits_of(sorted(positions), 5_000)
    assert chosen(range(5_000), bits) == sorted(positions)
    assert chosen(range(5_000), lowest(bits, most)) == sorted(positions)[:most]
    if positions:
        assert first(bits) == min(positions)


@given(st.text("abc", min_size=4, max_size=6), st.text("abc", max_size=7))
def test_one_slip_is_what_the_slow_way_says(word: str, token: str) -> None:
    beginnings = [token[:end] for end in range(len(token) + 1)]
    assert begins_nearly(word, token, 1) is any(_one_apart(word, beginning) for beginning in beginnings)


def _one_apart(one: str, other: str) -> bool:
    if one == other:
        return True
    if len(one) == len(other):
        differ = [at for at in range(len(one)) if one[at] != other[at]]
        swapped = len(differ) == 2 and differ[1] == differ[0] + 1 and one[differ[0]] == other[differ[1]]
        return len(differ) == 1 or (swapped and one[differ[1]] == other[differ[0]])
    shorter, longer = sorted((one, other), key=len)
    return len(longer) - len(shorter) == 1 and any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def _slip(name: str, data: st.DataObject) -> str:
    at = data.draw(st.integers(0, len(name) - 1))
    other = data.draw(st.sampled_from("xyzq"))
    return data.draw(
        st.sampled_from(
            (
                name[:at] + name[at + 1 :],
                name[:at] + other + name[at:],
                name[:at] + other + name[at + 1 :],
                name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :],
            )
        )
    )


def _texts(person: IndexEntry) -> tuple[str, ...]:
    return (person.name, person.title, person.unit_name, person.place, *person.duties, *person.does)


def _without_mobile(person: IndexEntry) -> IndexEntry:
    return replace(person, mobile="")
