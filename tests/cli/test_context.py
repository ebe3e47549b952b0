"""Who is meant by a name, and how old what is shown is: without a network, by what is known."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from kalix_presence import shipped, wire
from kalix_presence.cli.context import Hits, Joined, keep_own
from kalix_presence.cli.exits import Exit
from kalix_presence.client.sync.known import Known
from kalix_presence.model.errors import BadInput, NotFound, Unavailable
from kalix_presence.model.finding import Match, Reach, Why
from kalix_presence.model.worktime import WorkingTime
from tests.clocks import NINE

AWAY = Unavailable("hub-unreachable")


def person(extension: str, name: str, **more: Any) -> wire.PersonView:
    return wire.PersonView(extension, name, "bygg", "Bygg", "samhall", family_name=name.rpartition(" ")[2], **more)


ANNA, PER = person("2041", "Anna Ek"), person("2042", "Per Berg")
LARS, ELLEN, LARSSON = person("2051", "Lars Öhman"), person("2052", "Ellen Larsson"), person("2053", "Bo Larsson")


class Hub:
    """Answers as the hub does, from what a test gives it."""

    def __init__(self, people: list[wire.PersonView], why: wire.WhyFirst | None = None) -> None:
        self.page = SimpleNamespace(people=people, why=why)

    async def people(self, query: str) -> SimpleNamespace:
        return self.page

    async def person(self, extension: str) -> wire.PersonView:
        for one in self.page.people:
            if one.extension == extension:
                return one
        raise NotFound("person-unknown")


def joined(*people: wire.PersonView, away: Unavailable | None = AWAY, hub: Hub | None = None) -> Joined:
    known = Known()
    known.people, known.known_at = list(people), NINE - timedelta(hours=1)
    session: Any = SimpleNamespace(known=known, hub=hub)
    return Joined(session, shipped.words("en"), shipped.default_reasons(), WorkingTime(), NINE, away)


@pytest.mark.parametrize(
    ("who", "meant"),
    [
        ("2042", PER),
        ("per berg", PER),
        ("Berg", PER),
        ("ann", ANNA),
        ("lars", LARS),  # a name of his own rather than the beginning of theirs
        ("ellen larsson", ELLEN),
        ("larsson ellen", ELLEN),
    ],
)
async def test_words_that_fit_one_person_mean_that_one(who: str, meant: wire.PersonView) -> None:
    assert await joined(ANNA, PER, LARS, ELLEN, LARSSON).person(who) == meant


async def test_words_that_fit_several_mean_nobody_and_name_five() -> None:
    context = joined(ANNA, PER, LARS, ELLEN, LARSSON)
    with pytest.raises(BadInput, match="person-unclear") as unclear:
        await context.person("larsson")
    shown = unclear.value.params["people"]
    assert sorted(str(shown).split(", ")) == ["Bo Larsson (2053)", "Ellen Larsson (2052)"]
    many = joined(*(person(f"20{number}", f"Lars Ek {number}") for number in range(10, 16)))
    with pytest.raises(BadInput, match="person-unclear") as unclear:
        await many.person("lars")
    assert str(unclear.value.params["people"]).endswith(", ...")
    assert str(unclear.value.params["people"]).count("Lars Ek") == 5


async def test_words_that_fit_nobody_are_told_and_cut_short() -> None:
    with pytest.raises(NotFound, match="person-unknown") as unknown:
        await joined(ANNA).person("q" * 60)
    assert unknown.value.params == {"query": "q" * 40}


async def test_a_slip_of_spelling_finds_somebody_to_look_at_and_nobody_to_act_on() -> None:
    context = joined(person("2061", "Siv Ström"))
    hits = await context.look_for("strömm")
    assert ([one.extension for one in hits.people], hits.guessed) == (["2061"], True)
    with pytest.raises(BadInput, match="person-unclear"):
        await context.person("strömm")


async def test_whoever_is_reached_best_comes_first_by_what_was_known_last() -> None:
    standing = wire.Standing("2041", absence=wire.ShownAbsence("a", "lunch", NINE))
    context = joined(person("2041", "Anna Berg", standing=standing), PER)
    assert [one.extension for one in (await context.look_for("berg")).people] == ["2042", "2041"]
    context.session.known.board.replace([wire.Standing("2041"), wire.Standing("2042", absence=standing.absence)])
    found = (await context.look_for("berg")).people
    assert [one.extension for one in found] == ["2041", "2042"]
    assert found[1].standing == context.session.known.board.standings["2042"]


async def test_the_hub_is_asked_where_it_answers() -> None:
    why = wire.WhyFirst("near", "name", "free", "")
    context = joined(away=None, hub=Hub([ANNA], why))
    assert await context.look_for("x") == Hits([ANNA], Why(Match.NEAR, "name", Reach.FREE, ""))
    assert (await joined(away=None, hub=Hub([ANNA])).look_for("x")).why is None
    strange = wire.WhyFirst("near", "name", "something-newer", "")
    reach = (await joined(away=None, hub=Hub([ANNA], strange)).look_for("x")).why
    assert reach is not None
    assert reach.reach is Reach.AWAY, "of what a newer hub says nothing is promised"


async def test_a_name_is_shown_as_far_as_it_is_known() -> None:
    assert await joined(ANNA, PER).name_of("2042") == "Per Berg"
    assert await joined(ANNA).name_of("2042") == "2042"
    assert await joined(away=None, hub=Hub([PER])).name_of("2042") == "Per Berg"
    assert await joined(PER, away=None, hub=Hub([])).name_of("2042") == "2042"


def test_what_is_live_has_no_age_and_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    live = joined(away=None)
    assert (live.known_at, live.end(), capsys.readouterr().err) == (None, Exit.OK, "")


def test_what_was_known_last_is_said_to_be_that(capsys: pytest.CaptureFixture[str]) -> None:
    away = joined(ANNA)
    assert away.known_at == NINE - timedelta(hours=1)
    assert away.end() == Exit.HUB_AWAY
    assert capsys.readouterr().err.startswith("This is how it was today at 8:00")
    assert away.end(NINE - timedelta(minutes=30)) == Exit.HUB_AWAY
    assert capsys.readouterr().err.startswith("This is how it was today at 8:30")
    with pytest.raises(Unavailable, match="hub-unreachable"):
        assert away.hub


def test_an_account_that_is_nobodys_has_no_extension_and_no_unit() -> None:
    context = joined()
    for me in (None, SimpleNamespace(person=None)):
        context.session.known.me = me  # type: ignore[assignment]
        assert context.own_unit == ""
        with pytest.raises(BadInput, match="extension-own-none"):
            context.extension()
    context.session.known.me = SimpleNamespace(person=ANNA)  # type: ignore[assignment]
    assert (context.extension(), context.own_unit) == ("2041", "bygg")


def test_of_nobodys_standing_nothing_is_kept() -> None:
    keep_own(joined(), None)  # would ask the session, which has nowhere to keep it
