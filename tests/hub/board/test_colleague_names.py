"""Whether a caller's name is a colleague's: known without asking all colleagues, whatever came, left or changed before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.hub.board import colleague_names
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.colleague_names import ColleagueNames
from kalix_presence.hub.store.people import DirectoryStep
from kalix_presence.model.directory import Person, folded
from kalix_presence.model.name_shapes import looks

NAMES = st.sampled_from(["Åsa", "asa", "Örjan", "ÖRJAN", "Eva", "", "Ek"])
CHANGES = st.lists(st.tuples(st.sampled_from(["2041", "2042", "2043"]), st.none() | st.tuples(NAMES, NAMES)), max_size=12)


def person(extension: str, given_name: str = "Anna", family_name: str = "Ek") -> Person:
    return Person(extension, given_name, family_name, "bygg", "bygg")


@given(CHANGES)
def test_it_knows_the_names_of_those_who_are_there_and_no_others(changes: list[tuple[str, tuple[str, str] | None]]) -> None:
    names, people = ColleagueNames(), dict[str, Person]()
    for extension, name in changes:
        after = None if name is None else person(extension, *name)
        names.change(people.get(extension), after)
        people.pop(extension, None)
        if after is not None:
            people[extension] = after
    there = [set(folded(each.name).split()) for each in people.values() if each.name.strip()]
    asked = ["Åsa Ek", "asa ek", "Örjan Eva", "Eva", "", "Eva Ek", *(each.name for each in people.values())]
    assert [one for one in asked if one in names] == [
        one for one in asked if any(set(folded(one).split()) >= own for own in there)
    ]
    names.change(None, person("2049", "Åsa", "Ek"))
    for each in ("Ek, ÅSA", "Åsa Ek (IT)", "asa.ek@example.org", "Åsa  Maria Ek"):
        assert each in names
    for each in ("Åsa", "Ek", "Åsa Ekman", "-"):
        assert (each in names) is any(set(folded(each).split()) >= own for own in there)


def test_a_call_asks_for_one_name_and_a_change_for_two_however_many_colleagues_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    board, asked = Board(shipped.default_reasons(), shipped.default_policy()), list[str]()
    board.load_directory({str(one): person(str(one), f"Nils {one}") for one in range(2_000, 4_000)}, {}, 1)
    monkeypatch.setattr(colleague_names, "looks", lambda text: asked.append(text) or looks(text))
    assert "Nils 2041 Ek" in board.colleague_names
    board.step_directory(DirectoryStep(2, {"2041": replace(board.people["2041"], given_name="Åsa")}, {}))
    assert "asa ek" in board.colleague_names
    assert "Nils 2041 Ek" not in board.colleague_names
    assert len(asked) == 3 + 2 * 2


@pytest.mark.parametrize(
    "name",
    [
        "Аnna Веrg",
        "АННА ВЕRG",
        "Αnna Berg",
        "ΑΝΝΑ ΒΕRG",
        "An\u200bna Be\u034frg",
        "A\u0335n\u0323na Berg",
        "Ａｎｎａ　Ｂｅｒｇ",
        "𝐀𝐧𝐧𝐚 𝘉𝘦𝘳𝘨",
        "ᴀɴɴᴀ ʙᴇʀɢ",
        "AnnaBerg",
        "Berg-Anna",
        "A n n a  B e r g",
        "An·na Ber·g",
        "Anna\u3164Berg",
        "Annа Jönssоn",
    ],
)
def test_a_name_that_only_looks_like_a_colleague_s_is_one(name: str) -> None:
    assert name in ColleagueNames([person("2042", "Anna", "Berg")])


@pytest.mark.parametrize("name", ["Nіls OIsson", "NiIs 0lsson", "N1ls O|sson"])
def test_one_stroke_for_another_is_seen_as_well(name: str) -> None:
    assert name in ColleagueNames([person("2042", "Nils", "Olsson")])


@pytest.mark.parametrize(
    "name", ["Иван Петров", "Γιώργος Παππάς", "Annika Bergman", "Bygg AB", "Åsa-Lena Öst", "李 Anna", "2041", ""]
)
def test_whoever_is_called_otherwise_is_told_by_name(name: str) -> None:
    assert name not in ColleagueNames([person("2042", "Anna", "Berg")])


def test_a_name_run_together_is_forgotten_with_the_last_who_has_it() -> None:
    names = ColleagueNames([person("2042", "Anna", "Berg"), person("2043", "Berg", "Anna")])
    names.change(person("2042", "Anna", "Berg"), None)
    assert "annaberg" in names
    names.change(person("2043", "Berg", "Anna"), None)
    assert "annaberg" not in names
