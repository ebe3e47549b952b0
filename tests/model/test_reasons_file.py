"""The reasons file: what a site breaks is refused with file, line and what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.model.absence import ForwardKind
from kalix_presence.model.errors import BadInput
from kalix_presence.model.reason import EndRule, Reason
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


WHOLE = """\
[[reason]]
code = "tea"
name = { sv = "Te", en = "Tea", fi = "Tee", de = "Tee" }
icon = "cup-2"
colour = "teal"
shape = "ring"
digit = "12"
usual = "tomorrow"
forward = "mobile"
end = "optional"
shown_as = "tea"
told_as = "lunch"
aliases = ["TEA", "te"]
copies = false
selectable = false
"""


def test_every_part_of_a_reason_is_read() -> None:
    [tea] = read_reasons(WHOLE, "reasons.toml")
    names = {"sv": "Te", "en": "Tea", "fi": "Tee"}
    assert tea == Reason(
        "tea", names, "cup-2", "teal", "ring", "12", "tomorrow", ForwardKind.MOBILE, EndRule.OPTIONAL, "tea", "lunch", ("tea", "te"),
        copies=False, selectable=False,
    )  # fmt: skip


def test_what_is_not_said_of_a_reason_is_as_usual() -> None:
    text = '[[reason]]\ncode = "tea"\nname = { sv = "Te", en = "Tea", fi = "Tee" }\ncolour = "teal"\nshape = "ring"\n'
    [tea] = read_reasons(text, "reasons.toml")
    names = {"sv": "Te", "en": "Tea", "fi": "Tee"}
    assert tea == Reason(
        "tea", names, "tea", "teal", "ring", None, None, ForwardKind.SWITCHBOARD, EndRule.REQUIRED, "tea", "tea",
        copies=True, selectable=True,
    )  # fmt: skip


@pytest.mark.parametrize("forward", ["switchboard", "mobile", "none"])
def test_calls_of_a_reason_go_where_it_says(forward: str) -> None:
    [tea] = read_reasons(WHOLE.replace('"mobile"', f'"{forward}"'), "reasons.toml")
    assert tea.forward is ForwardKind(forward)


KNOWN = "aliases, code, colour, copies, digit, end, forward, icon, name, selectable, shape, shown_as, told_as, usual"
PROBLEMS = [
    ('code = "tea"', "", "code is missing"),
    ('code = "tea"', "code = 5", "code = 5 does not have the form [a-z][a-z_]{0,30}"),
    ('code = "tea"', f'code = "{"a" * 32}"', f"code = '{'a' * 32}' does not have the form [a-z][a-z_]{{0,30}}"),
    ('name = { sv = "Te", en = "Tea", fi = "Tee", de = "Tee" }', 'name = "Te"', "name must be a table with sv, en and fi"),
    ('en = "Tea"', "en = 5", "the name in 'en' is missing"),
    ('sv = "Te", ', "", "the name in 'sv' is missing"),
    ('icon = "cup-2"', 'icon = "Cup"', "icon = 'Cup' does not have the form [a-z][a-z0-9_-]*"),
    ('colour = "teal"\n', "", "colour is missing"),
    ('"teal"', '"mauve"', "colour = 'mauve' is not one of green, amber, red, blue, violet, grey, teal"),
    ('shape = "ring"\n', "", "shape is missing"),
    ('"ring"', '"blob"', "shape = 'blob' is not one of circle, square, triangle, diamond, bar, hexagon, ring"),
    ('digit = "12"', 'digit = "123"', r"digit = '123' does not have the form \d{1,2}"),
    ('"tomorrow"', '"soonish"', "usual = 'soonish' is not a return time such as '60 min' or '13.00'"),
    ('"tomorrow"', f'"{"x" * 41}"', f"usual = '{'x' * 41}' does not have the form .{{1,40}}"),
    ('"mobile"', '"colleague"', "forward = 'colleague' is not one of switchboard, mobile, none"),
    ('"optional"', '"perhaps"', "end = 'perhaps' is not one of required, optional"),
    ('shown_as = "tea"', 'shown_as = "Tea"', "shown_as = 'Tea' does not have the form [a-z][a-z_]*"),
    ('shown_as = "tea"', 'shown_as = "nowhere"', "shown_as 'nowhere' is not the code of a reason"),
    ('"lunch"', '"../lunch"', "told_as = '../lunch' does not have the form [a-z][a-z_]*"),
    ('["TEA", "te"]', '["TEA", ""]', "aliases must be a list of words"),
    ('["TEA", "te"]', "[5]", "aliases must be a list of words"),
    ('["TEA", "te"]', '"te"', "aliases must be a list of words"),
    ("copies = false", "copies = 0", "copies must be true or false"),
    ("selectable = false", 'selectable = "no"', "selectable must be true or false"),
    ("copies", "copied", f"'copied' is not known here; known are {KNOWN}"),
]


@pytest.mark.parametrize(("old", "new", "said"), PROBLEMS)
def test_the_problem_says_what_to_write_instead(old: str, new: str, said: str) -> None:
    assert WHOLE.count(old) == 1
    assert refusal(WHOLE.replace(old, new))["problem"] == said


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('code = "sick"', 'code = "lunch"', 12, "the code 'lunch' is used twice"),
        ('digit = "6"', 'digit = "1"', 16, "the digit 1 already means 'lunch'"),
        ('["s"]', '["s", "L"]', 20, "'l' already means 'lunch'"),
        ("# a site's own", "kind = 2\nage = 3", 2, "'age' is not known here"),
    ],
)
def test_what_another_one_has_already_is_named(old: str, new: str, line: int, said: str) -> None:
    params = refusal(GOOD.replace(old, new))
    assert (params["line"], params["problem"], params["file"]) == (line, said, "reasons.toml")


def test_a_file_without_reasons_says_so() -> None:
    assert refusal("")["problem"] == "it has no [[reason]] table"


def test_two_reasons_without_digit_or_words_do_not_clash() -> None:
    few = GOOD.replace('digit = "1"\n', "").replace('digit = "6"\n', "").replace('aliases = ["l"]\n', "")
    assert [reason.digit for reason in read_reasons(few, "reasons.toml")] == [None, None]
