"""What a name looks like: nobody passes for somebody else by letters that look alike."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.model.name_shapes import figures, looks, mixes_writings


@pytest.mark.parametrize(
    ("typed", "like"),
    [
        ("ANNA EK", "Anna Ek"),
        ("Аnnа Еk", "Anna Ek"),
        ("ΑΝΝΑ ΕΚ", "ANNA EK"),
        ("Söderström", "soderstrom"),
        ("A\u200bn\u00adn\u0301a", "Anna"),
        ("An\u3164na", "Anna"),
        ("An\u2060na\x07", "Anna"),
        ("A\u20ddnna", "Anna"),
        ("An\x07na", "Anna"),
        ("An\ufe0fna", "Anna"),
        ("Anna-Karin", "Anna Karin"),
        ("Anna_Karin", "Anna Karin"),
        ("０lle", "Olle"),
        ("Bi1l", "Bill"),
        ("|sak", "Isak"),
        ("Lisa", "lIsa"),
        ("ｆｕｌｌ", "full"),
        ("Օlsson", "Olsson"),
        ("ᴀnna", "Anna"),
    ],
)
def test_names_that_look_alike_are_alike(typed: str, like: str) -> None:
    assert looks(typed) == looks(like)
    assert looks(typed), "and are something"


@pytest.mark.parametrize(
    ("one", "other"), [("Xenia", "Enia"), ("Anna", "Anne"), ("Anna Ek", "Annaek"), ("Per", "Pär Ek"), ("Мила", "Anna")]
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert looks(one) != looks(other)


def test_words_are_kept_apart_and_in_order() -> None:
    assert looks("Ek, Åsa (bygg)") == ("ek", "asa", "bygg")
    assert looks("Isolde Olin 10") == ("isoide", "oiin", "io")
    assert looks(" .,- ") == ()


@given(st.text(), st.text("\u0301\u0308\u200b\u00ad\u2060\u115f\u1160\u2800\u3164\uffa0\x07", max_size=3), st.data())
def test_what_nobody_sees_changes_no_look(name: str, unseen: str, data: st.DataObject) -> None:
    plain = unicodedata.normalize("NFC", name)
    at = data.draw(st.integers(0, len(plain)))
    assert looks(plain[:at] + unseen + plain[at:]) == looks(plain)


@given(st.text(st.characters(codec="latin-1")))
def test_case_is_no_difference_to_the_eye(name: str) -> None:
    assert looks(name.casefold()) == looks(name.casefold().upper().casefold())


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        ("Anna Ek", False),
        ("Åsa Öberg", False),
        ("Аnna", True),
        ("Ek Аnna", True),
        ("Анна Ek", False),
        ("Anna Ελένη", False),
        ("Eλένη", True),
        ("Анна2", False),
        ("Anna\u0430", True),
        ("ｆullа", True),
        ("日本Anna", False),
        ("\U00017000\U00017001", False),  # letters that have no names
        ("Կarin", True),
        ("Ꭺnna", True),
        ("Ⲁnna", True),
        ("ꓮnna", True),
        ("𐐀nna", True),
        ("", False),
    ],
)
def test_a_word_of_more_than_one_writing_is_no_honest_name(name: str, mixed: bool) -> None:
    assert mixes_writings(name) is mixed


def test_marks_between_words_and_figures_part_them() -> None:
    assert not mixes_writings("Anna-Анна")
    assert not mixes_writings("Anna_Анна")
    assert not mixes_writings("Anna1Анна")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("0920 12 34", "09201234"), ("Anna", ""), ("٠١٢", "012"), ("０９", "09"), ("²a½", "2"), ("9-0", "90")],
)
def test_figures_of_any_writing_are_run_together(name: str, expected: str) -> None:
    assert figures(name) == expected
