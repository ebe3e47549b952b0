"""The reasons file: what a site breaks is refused with file, line and what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.model.errors import BadInput
from kalix_presence.model.reasons_file import read_reasons
from kalix_presence.model.words import LANGUAGES

GOOD = """\
# a site's own
[[reason]]
code = "lunch"
name = { sv = "Lunch", en = "Lunch", fi = "Lounas" }
colour = "amber"
shape = "circle"
digit = "1"
usual = "60 min"
aliases = ["l"]

[[reason]]
code = "sick"
name = { sv = "Sjuk", en = "Sick", fi = "Sairas" }
colour = "grey"
shape = "square"
digit = "6"
end = "optional"
shown_as = "lunch"
told_as = "away"
aliases = ["s"]
"""

BREAKAGES = [
    ("a quote is missing", 'code = "sick"', 'code = "sick', 12),
    ("a word without a value", 'digit = "6"', "digit", 16),
    ("the same key twice", 'digit = "6"', 'digit = "6"\ndigit = "7"', 17),
    ("no code", 'code = "sick"\n', "", 11),
    ("a code with capitals", 'code = "sick"', 'code = "Sick"', 12),
    ("a code twice", 'code = "sick"', 'code = "lunch"', 12),
    ("no name at all", 'name = { sv = "Sjuk", en = "Sick", fi = "Sairas" }\n', "", 11),
    ("no Finnish name", ', fi = "Sairas"', "", 13),
    ("an empty Swedish name", '"Sjuk"', '" "', 13),
    ("an unknown colour", '"grey"', '"mauve"', 14),
    ("an unknown shape", '"square"', '"blob"', 15),
    ("no shape", 'shape = "square"\n', "", 11),
    ("a digit twice", 'digit = "6"', 'digit = "1"', 16),
    ("a digit that is none", 'digit = "6"', 'digit = "#"', 16),
    ("a digit as a number", 'digit = "6"', "digit = 6", 16),
    ("an unknown end rule", '"optional"', '"perhaps"', 17),
    ("shown as what does not exist", 'shown_as = "lunch"', 'shown_as = "nowhere"', 18),
    ("a clip with a path", 'told_as = "away"', 'told_as = "../away"', 19),
    ("an alias twice", '["s"]', '["s", "L"]', 20),
    ("aliases that are no list", '["s"]', '"s"', 20),
    ("a key nobody knows", 'end = "optional"', 'ende = "optional"', 17),
    ("a forward nobody knows", 'end = "optional"', 'forward = "moon"', 17),
    ("a usual time that cannot be read", 'usual = "60 min"', 'usual = "soonish"', 8),
    ("an empty usual time", 'usual = "60 min"', 'usual = ""', 8),
    ("a table of another kind", "# a site's own", 'version = "2"', 1),
]


def refusal(text: str) -> dict[str, object]:
    with pytest.raises(BadInput) as refused:
        read_reasons(text, "reasons.toml")
    assert refused.value.code == "reasons-file-broken"
    return refused.value.params


@pytest.mark.parametrize(("old", "new", "line"), [case[1:] for case in BREAKAGES], ids=[case[0] for case in BREAKAGES])
def test_a_broken_file_is_refused_with_its_line_and_a_sentence(old: str, new: str, line: int) -> None:
    assert GOOD.count(old) == 1
    params = refusal(GOOD.replace(old, new))
    assert (params["file"], params["line"]) == ("reasons.toml", line)
    for language in LANGUAGES:
        sentence = shipped.words(language).say("errors.reasons-file-broken", **params)
        assert f"reasons.toml, {'rivi' if language == 'fi' else 'rad' if language == 'sv' else 'line'} {line}:" in sentence


@pytest.mark.parametrize("text", ["", "# nothing\n", "reason = []", 'reason = "lunch"', "reason = [1]", "[reason]\n"])
def test_a_file_without_reasons_is_refused(text: str) -> None:
    assert refusal(text)["line"] == 1


@given(st.integers(0, len(GOOD)), st.integers(0, 12), st.text(max_size=4))
def test_however_a_file_is_damaged_it_is_read_or_refused_in_words(at: int, cut: int, put: str) -> None:
    damaged = GOOD[:at] + put + GOOD[at + cut :]
    try:
        read_reasons(damaged, "reasons.toml")
    except BadInput as refused:
        line = refused.params["line"]
        assert isinstance(line, int)
        assert 1 <= line <= damaged.count("\n") + 1
        assert refused.params["problem"]


def test_a_good_file_is_read_in_its_order() -> None:
    reasons = read_reasons(GOOD, "reasons.toml")
    assert [reason.code for reason in reasons] == ["lunch", "sick"]
    assert reasons.get("sick").sensitive
    assert not reasons.get("lunch").sensitive
    six = reasons.by_digit("6")
    assert six is not None
    assert six.code == "sick"
    assert reasons.by_digit("99") is None
    assert reasons.get("sick").name("fi") == "Sairas"
    assert reasons.get("sick").name("de") == "Sick"


def test_a_site_s_reasons_load_in_a_program_that_speaks_a_language_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalix_presence.model.reasons_file.LANGUAGES", (*LANGUAGES, "se"))
    assert read_reasons(GOOD, "reasons.toml").get("lunch").name("se") == "Lunch"
    named = read_reasons(GOOD.replace('fi = "Sairas"', 'fi = "Sairas", se = "Buohcci"'), "reasons.toml")
    assert named.get("sick").name("se") == "Buohcci"
    assert named.get("sick").name("fi") == "Sairas"
