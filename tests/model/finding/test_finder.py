"""Finding people: as they are looked for, the best reachable first, and why."""

from __future__ import annotations

import pytest

from kalix_presence import shipped
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.duties import Duties
from kalix_presence.model.finding import PORTION, IndexEntry, Match, PeopleFinder, Reach, Why, finished, own_reach, say_why
from kalix_presence.model.line import LineState

BYGG = "Bygg och miljö"
ANNA = IndexEntry(
    "2041",
    "Anna Ek",
    "Ek",
    "Bygglovshandläggare",
    "bygg",
    BYGG,
    "Kommunhuset, plan 2",
    "0923-650 41",
    "070-174 06 99",
    "2030",
    ("bygglov",),
)
KARIN = IndexEntry("2030", "Karin Söderström", "Söderström", "Miljöinspektör", "bygg", BYGG, duties=("avlopp",))
EVA = IndexEntry("2101", "Eva-Lena Byggmark", "Byggmark", "Lärare", "manhem", "Manhemsskolan")
AKE = IndexEntry("2102", "Åke Ekman", "Ekman", "Rektor", "manhem", "Manhemsskolan", duties=("skolskjuts",))
OLA = IndexEntry("2103", "Ola Ånger", "Ånger", "Vaktmästare", "manhem", "Manhemsskolan", mobile="070-174 06 05")
JORGEN = IndexEntry("2104", "Jørgen Zetterqvist", "Zetterqvist", "", "it", "IT")
ALL = [AKE, EVA, KARIN, ANNA, OLA, JORGEN]
DUTIES = Duties({"bygglov": ("byggnadslov", "attefall", "building permit"), "skolskjuts": ("skolbuss",)})


@pytest.fixture
def finder() -> PeopleFinder:
    return PeopleFinder(ALL, DUTIES)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ek", [ANNA, AKE, KARIN]),
        ("soder", [KARIN]),
        ("SÖDER", [KARIN]),
        ("soderstrom", [KARIN]),
        ("södrström", [KARIN]),
        ("jorgen", [JORGEN]),
        ("ake", [AKE]),
        ("lena", [EVA]),
        ("eva-lena", [EVA]),
        ("evalena", [EVA]),
        ("2041", [ANNA]),
        ("210", [EVA, AKE, JORGEN, OLA]),
        ("bygg", [EVA, ANNA, KARIN]),
        ("bygg anna", [ANNA]),
        ("anna bygg", [ANNA]),
        ("skjuts", [AKE]),
        ("skolbuss", [AKE]),
        ("byggnadslov", [ANNA]),
        ("permit", [ANNA]),
        ("attefal", [ANNA]),
        ("manhemskolan", [EVA, AKE, OLA]),
        ("plan", [ANNA]),
        ("0923-650 41", [ANNA]),
        ("092365041", [ANNA]),
        ("+46923650", [ANNA]),
        ("rektor", [AKE]),
        ("rekotr", [AKE]),
        ("nobody", []),
        ("ann eka", []),
    ],
)
def test_people_are_found_as_they_are_looked_for(finder: PeopleFinder, query: str, expected: list[IndexEntry]) -> None:
    assert finder.find(query).extensions == [person.extension for person in expected]


def test_an_empty_query_finds_everybody_in_order_of_swedish_names(finder: PeopleFinder) -> None:
    assert finder.find(" ").extensions == ["2101", "2041", "2102", "2030", "2104", "2103"]


def test_of_those_who_match_equally_the_best_reachable_is_first(finder: PeopleFinder) -> None:
    finder.place("2102", Reach.FREE)
    finder.place("2101", Reach.BUSY)
    assert finder.find("210").extensions == ["2102", "2101", "2104", "2103"], "unknown is no better than known to be busy"
    finder.place("2102", Reach.AWAY)
    assert finder.find("210").extensions == ["2101", "2104", "2103", "2102"]


def test_a_better_match_goes_before_a_better_reach(finder: PeopleFinder) -> None:
    finder.place("2041", Reach.AWAY)
    assert finder.find("ek").extensions[0] == "2041"


def test_the_top_is_the_beginning_of_all(finder: PeopleFinder) -> None:
    finder.place("2103", Reach.FREE)
    found = finder.find("a")
    assert found.top(2) == found.extensions[:2]
    assert found.top(100) == found.extensions
    assert len(found) == len(found.extensions)


def test_what_changes_later_does_not_change_what_was_found(finder: PeopleFinder) -> None:
    found = finder.find("210")
    assert found.top(1) == ["2101"]
    finder.place("2103", Reach.FREE)
    assert found.extensions == ["2101", "2102", "2104", "2103"]


def test_a_mask_narrows_what_is_found(finder: PeopleFinder) -> None:
    only = finder.mask(["2102", "2103", "9999"])
    assert finder.find("210", only=only).extensions == ["2102", "2103"]
    assert finder.find("", only=only).extensions == ["2102", "2103"]
    assert finder.find("eva", only=only).why is None


@pytest.mark.parametrize("query", ["0701740699", "070-174 06 99", "17406", "174", "070"])
def test_nobody_is_found_by_a_mobile_number_that_the_reader_may_not_see(finder: PeopleFinder, query: str) -> None:
    assert "2041" in finder.find(query).extensions
    hidden = finder.find(query, private=lambda extension: extension == "2103")
    assert "2041" not in hidden.extensions
    assert hidden.why is None or hidden.why.what == ""


def test_a_mobile_number_that_is_hidden_is_not_named_as_the_reason_either(finder: PeopleFinder) -> None:
    found = finder.find("0", private=lambda extension: False)
    assert found.why is not None
    assert found.why.match is not Match.MOBILE


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("bygglov", Why(Match.DUTY, "bygglov", Reach.FREE)),
        ("attefall", Why(Match.DUTY, "bygglov", Reach.FREE)),
        ("anna bygglov", Why(Match.DUTY, "bygglov", Reach.FREE)),
        ("anna", Why(Match.NAME, "", Reach.FREE)),
        ("2041", Why(Match.EXTENSION, "", Reach.FREE)),
        ("kommunhuset", Why(Match.PLACE, "Kommunhuset, plan 2", Reach.FREE)),
        ("0923", Why(Match.NUMBER, "", Reach.FREE)),
        ("bygglofs", Why(Match.NEAR, "bygglov", Reach.FREE)),
        ("handlaggare", Why(Match.TITLE, "Bygglovshandläggare", Reach.FREE)),
    ],
)
def test_it_says_why_the_first_is_the_first(finder: PeopleFinder, query: str, why: Why) -> None:
    finder.place("2041", Reach.FREE)
    assert finder.find(query).why == why


def test_somebody_away_is_reached_by_deputy_then_unit_then_not_at_all(finder: PeopleFinder) -> None:
    finder.place("2041", Reach.AWAY)
    assert finder.find("anna").why == Why(Match.NAME, "", Reach.AWAY), "nobody knows whether the deputy can be reached"
    for extension in ("2030", "2101", "2102", "2103"):
        finder.place(extension, Reach.FREE)
    assert finder.find("anna").why == Why(Match.NAME, "", Reach.DEPUTY, "2030")
    finder.place("2030", Reach.AWAY)
    assert finder.find("anna").why == Why(Match.NAME, "", Reach.AWAY)
    finder.place("2103", Reach.AWAY)
    assert finder.find("ola").why == Why(Match.NAME, "", Reach.UNIT)
    for extension in ("2101", "2102"):
        finder.place(extension, Reach.AWAY)
    assert finder.find("ola").why == Why(Match.NAME, "", Reach.AWAY)
    finder.place("2101", Reach.FREE)
    assert finder.find("ola").why == Why(Match.NAME, "", Reach.UNIT)


def test_placing_everybody_at_once_is_the_same_as_one_by_one(finder: PeopleFinder) -> None:
    own = {"2041": Reach.AWAY, "2101": Reach.BUSY, "2102": Reach.FREE}
    other = PeopleFinder(ALL, DUTIES)
    other.place_all(lambda extension: own.get(extension, Reach.UNKNOWN))
    for extension, reach in own.items():
        finder.place(extension, reach)
    for query in ("a", "e", "210", ""):
        assert finder.find(query).extensions == other.find(query).extensions


@pytest.mark.parametrize(
    ("reason", "forward", "overdue", "line", "reach"),
    [
        (None, ForwardKind.NONE, False, LineState.IDLE, Reach.FREE),
        (None, ForwardKind.NONE, False, LineState.UNKNOWN, Reach.UNKNOWN),
        (None, ForwardKind.NONE, False, LineState.RINGING, Reach.BUSY),
        (None, ForwardKind.NONE, False, LineState.BUSY, Reach.BUSY),
        (None, ForwardKind.NONE, False, LineState.NOT_REGISTERED, Reach.UNPLUGGED),
        (None, ForwardKind.NONE, True, LineState.IDLE, Reach.OVERDUE),
        ("lunch", ForwardKind.SWITCHBOARD, False, LineState.IDLE, Reach.AWAY),
        ("remote", ForwardKind.MOBILE, False, LineState.IDLE, Reach.ELSEWHERE),
        ("remote", ForwardKind.NONE, False, LineState.IDLE, Reach.ELSEWHERE),
        ("phone_hours", ForwardKind.SWITCHBOARD, False, LineState.IDLE, Reach.HOURS),
    ],
)
def test_how_somebody_is_reached(
    reason: str | None, forward: ForwardKind, overdue: bool, line: LineState, reach: Reach
) -> None:
    assert own_reach(reason, forward, overdue=overdue, line=line) is reach


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
@pytest.mark.parametrize("reach", Reach)
@pytest.mark.parametrize("match", Match)
def test_every_reason_can_be_said(language: str, reach: Reach, match: Match) -> None:
    why = Why(match, "bygglov", reach, "2030" if reach is Reach.DEPUTY else "")
    said = say_why(why, name="Anna Ek", name_of=lambda extension: "Karin", words=shipped.words(language))
    assert said.startswith("Anna Ek: ")
    assert said.endswith(".")
    assert "  " not in said
    assert ("Karin" in said) is (reach is Reach.DEPUTY)


@pytest.mark.parametrize("query", ["", "b", "e", "1", "bygg", "ek 2", "sodrstrom"])
def test_in_steps_the_same_are_found_though_others_are_looked_for_in_between(query: str) -> None:
    many = [IndexEntry(str(at), f"Bertil Ek{at}", f"Ek{at}", place=f"rum {at}") for at in range(20_000, 29_000)]
    finder, other = PeopleFinder([*ALL, *many], DUTIES), PeopleFinder([*ALL, *many], DUTIES)
    found, steps = finder.find(query), finder.find(query).in_steps()
    for _ in range(3):
        next(steps, None)
        finder.find("1").top(5)
        finder.find(query).top(5)
    assert finished(found.in_steps()) == other.find(query).extensions


def test_why_names_no_number_that_the_reader_may_not_see(finder: PeopleFinder) -> None:
    both = IndexEntry("2105", "Ada Berg", "Berg", direct="0923-070 555", mobile="070555 12 34")
    ours = PeopleFinder([both])
    seen, unseen = ours.find("070555"), ours.find("070555", private=lambda one: False)
    assert seen.why is not None
    assert unseen.why is not None
    assert (seen.why.match, unseen.why.match) == (Match.MOBILE, Match.NUMBER)


def test_the_deputy_is_named_only_where_it_is_the_deputy_who_can_be_reached() -> None:
    def said(why: Why) -> str:
        return say_why(why, name="Anna Ek", name_of={"2030": "Karin"}.__getitem__, words=shipped.words("sv"))

    assert said(Why(Match.ALL, "", Reach.DEPUTY, "2030")) == "Anna Ek: borta; ersättaren Karin går att nå."
    assert said(Why(Match.DUTY, "bygglov", Reach.FREE)) == "Anna Ek: handlägger bygglov, inne och ledig."


def test_it_is_made_a_portion_of_people_at_a_time() -> None:
    """Whoever has a window to keep alive waits for no more than that."""
    looked = 0

    class Watched(IndexEntry):
        def __getattribute__(self, name: str) -> object:
            nonlocal looked
            looked += name == "extension"
            return super().__getattribute__(name)

    people = [Watched(str(number), f"A {number}", unit="it") for number in range(6 * PORTION)]
    steps, most, finder = PeopleFinder.in_steps(people), 0, None
    while finder is None:
        looked = 0
        try:
            next(steps)
        except StopIteration as end:
            finder = end.value
        most = max(most, looked)
    assert len(finder) == len(people)
    assert most <= 4 * PORTION
    assert "17" in finder
    assert "x" not in finder
    assert finder.where("x") is None
    assert finder.extensions[finder.where("17") or 0] == "17"
