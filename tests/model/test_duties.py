"""The duties file: read whole or refused with the line, and the one that ships knows the sample organisation."""

from __future__ import annotations

import csv

import pytest

from kalix_presence import shipped
from kalix_presence.model.duties import LONGEST, MOST_WORDS, Duties, read_duties
from kalix_presence.model.errors import BadInput


def test_a_duty_has_its_words_whichever_of_them_stands_in_the_directory() -> None:
    duties = read_duties('"bygglov" = ["byggnadslov", "attefall"]\n', "duties.toml")
    assert duties.words_of("Bygglov") == ("Bygglov", "bygglov", "byggnadslov", "attefall")
    assert duties.words_of("ATTEFALL") == ("ATTEFALL", "bygglov", "byggnadslov", "attefall")
    assert duties.words_of("annat") == ("annat",)


def test_without_a_file_every_duty_stands_for_itself() -> None:
    assert Duties().words_of("bygglov") == ("bygglov",)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('"bygglov" = ["a"]\n"avlopp" = [\n', 3, ""),
        ('"bygglov" = ["a"]\navlopp = "b"\n', 2, "list of words"),
        ('"bygglov" = ["a", 3]\n', 1, "list of words"),
        ('\n\n"bygglov" = [""]\n', 3, "1 to 60 signs"),
        ('x = ["' + "a" * 61 + '"]\n', 1, "1 to 60 signs"),
        ('"a" = []\n"b" = [' + '"w",' * 51 + "]\n", 2, "more than 50"),
        ('"a" = []\n[b]\nc = []\n', 2, "list of words"),
        ('"" = []\n', 1, "has a name"),
        ('"a" = ["x\\u0007"]\n', 1, "can be shown"),
    ],
)
def test_a_broken_file_is_refused_with_the_line_and_a_sentence(text: str, line: int, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_duties(text, "duties.toml")
    assert refused.value.code == "duties-file-broken"
    assert refused.value.params["file"] == "duties.toml"
    assert refused.value.params["line"] == line
    assert said in str(refused.value.params["problem"])
    assert shipped.words("sv").say("errors.duties-file-broken", **refused.value.params)


def test_the_file_that_ships_knows_the_duties_of_the_sample_organisation() -> None:
    duties = shipped.default_duties()
    with (shipped.resources() / "sample" / "people.csv").open(encoding="utf-8", newline="") as file:
        theirs = {duty for row in csv.DictReader(file) for duty in row["duties"].split(";") if duty}
    with_words = {duty for duty in theirs if len(duties.words_of(duty)) > 2}
    assert len(with_words) >= 25


def test_a_word_of_two_duties_stands_for_both() -> None:
    duties = read_duties('"bygglov" = ["lov"]\n"tillsyn" = ["Lov", "kontroll"]\n', "duties.toml")
    assert duties.words_of("lov") == ("lov", "bygglov", "tillsyn", "Lov", "kontroll")
    assert duties.words_of("kontroll") == ("kontroll", "tillsyn", "Lov")


def refused(text: str) -> str:
    with pytest.raises(BadInput, match="duties-file-broken") as broken:
        read_duties(text, "duties.toml")
    return str(broken.value.params["problem"])


def test_as_many_and_as_long_words_as_are_taken_are_taken_and_no_more() -> None:
    words = ", ".join(f'"w{number}"' for number in range(MOST_WORDS))
    assert len(read_duties(f'"a" = [{words}]\n', "duties.toml").words_of("a")) == MOST_WORDS + 1
    assert refused(f'"a" = [{words}, "more"]\n') == f'"a" has more than {MOST_WORDS} words'
    long = "x" * LONGEST
    assert read_duties(f'"a" = ["{long}"]\n', "duties.toml").words_of(long) == (long, "a")
    assert "a" in refused(f'"a" = ["{long}x"]\n')
    assert refused('" " = ["b"]\n') == "a duty has a name"
