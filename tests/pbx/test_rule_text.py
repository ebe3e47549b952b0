"""A rule and a phone code as one line of text: what we write we read back, and nothing else is taken for one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kalix_presence.hub.pbx.asterisk.rule_text import read_call, read_code, read_rang, read_rule, read_talk, rule_text
from kalix_presence.hub.pbx.protocol import DamagedRule
from kalix_presence.model.forwarding import Divert, ForwardingRule

DIGITS = st.text("0123456789", min_size=1, max_size=18)
MOMENTS = st.integers(1_577_836_800, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
TOLD = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=40)
IDS = st.text("0123456789abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=40)
RULES = st.builds(
    ForwardingRule,
    extension=st.text("0123456789", min_size=1, max_size=8),
    id=IDS,
    divert=st.sampled_from(Divert),
    target=DIGITS,
    until=st.none() | MOMENTS,
    told=TOLD,
    signals=st.just(5),
)
PLAIN = ForwardingRule("2041", "a-1", Divert.ALWAYS, "9", None, "lunch", 5)
CUTS = "\r\n\x00|, ;&${}\"'\u2028å"


@given(RULES)
def test_a_rule_is_read_back_as_it_was_written(rule: ForwardingRule) -> None:
    assert read_rule(rule.extension, rule_text(rule), signals=5) == rule


@given(st.integers(1, 99))
def test_the_signals_of_a_no_answer_rule_are_its_own(signals: int) -> None:
    rule = ForwardingRule("2041", "a-1", Divert.NO_ANSWER, "9", None, "lunch", signals)
    assert read_rule("2041", rule_text(rule), signals=5) == rule


@given(st.text(max_size=60))
def test_anything_else_is_a_damaged_rule(text: str) -> None:
    read = read_rule("2041", text, signals=5)
    if isinstance(read, ForwardingRule):
        assert rule_text(read) == text
    else:
        assert read == DamagedRule("2041", text)


@given(RULES, st.integers(0, 200), st.sampled_from(CUTS))
def test_a_rule_with_one_sign_too_many_is_damaged(rule: ForwardingRule, place: int, sign: str) -> None:
    text = rule_text(rule)
    place %= len(text) + 1
    assert isinstance(read_rule(rule.extension, text[:place] + sign + text[place:], signals=5), DamagedRule)


@given(RULES, st.integers(0, 200))
def test_half_a_rule_is_damaged_or_a_shorter_rule_that_says_so(rule: ForwardingRule, length: int) -> None:
    text = rule_text(rule)
    half = text[: length % len(text)]
    read = read_rule(rule.extension, half, signals=5)
    assert isinstance(read, DamagedRule) or rule_text(read) == half


@given(st.sampled_from(["id", "target", "told"]), st.text(max_size=10), st.sampled_from(CUTS))
def test_no_field_carries_a_sign_that_ends_it(name: str, start: str, sign: str) -> None:
    fields = {"id": "a-1", "target": "9", "told": "lunch"} | {name: start + sign}
    rule = ForwardingRule("2041", fields["id"], Divert.ALWAYS, fields["target"], None, fields["told"], 5)
    with pytest.raises(ValueError):
        rule_text(rule)


@given(DIGITS.map(lambda digits: "".join(chr(ord(digit) - 48 + 0x0660) for digit in digits)))
def test_digits_of_other_scripts_are_no_number(target: str) -> None:
    with pytest.raises(ValueError):
        rule_text(ForwardingRule("2041", "a-1", Divert.ALWAYS, target, None, "lunch", 5))


@pytest.mark.parametrize("signals", [0, -1, 100])
def test_a_number_of_signals_that_no_phone_rings_is_not_written(signals: int) -> None:
    with pytest.raises(ValueError):
        rule_text(ForwardingRule("2041", "a-1", Divert.NO_ANSWER, "9", None, "lunch", signals))


def test_an_unknown_version_is_damaged() -> None:
    assert isinstance(read_rule("2041", "2" + rule_text(PLAIN)[1:], signals=5), DamagedRule)


@given(st.integers(1, 2_000_000_000), DIGITS, st.none() | st.text("0123456789", min_size=1, max_size=2), st.none() | MOMENTS)
def test_a_journalled_code_says_when_who_and_what(dialled: int, unique: str, digit: str | None, until: datetime | None) -> None:
    end = 0 if until is None else int(until.timestamp())
    code = read_code(f"{dialled}-{unique}", f"1|2041|2044|{digit or ''}|{end}|code-{unique}")
    assert code is not None
    assert (code.extension, code.by, code.digit, code.until, code.rule_id) == ("2041", "2044", digit, until, f"code-{unique}")
    assert code.dialled_at == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=dialled)


@given(st.text(max_size=30), st.text(max_size=40))
def test_anything_else_in_the_journal_is_no_code(key: str, text: str) -> None:
    assume(not text.startswith("1|"))
    assert read_code(key, text) is None


@pytest.mark.parametrize("key", ["", "-1", "x-1", "1700000000", "1700000000x-1"])
def test_a_journal_key_without_its_second_is_no_code(key: str) -> None:
    assert read_code(key, "1|2041|2041|1|0|code-1") is None


@given(
    st.integers(1, 2_000_000_000),
    st.sampled_from(["missed", "asked"]),
    st.just("") | DIGITS,
    st.sampled_from(["phone", "announcement", "switchboard"]),
    st.booleans(),
    st.integers(0, 99_999),
)
def test_a_journalled_call_says_who_called_whom_and_how_far_it_came(
    at: int, kind: str, caller: str, where: str, internal: bool, waited: int
) -> None:
    record = read_call(f"{at}-1", f"1|{kind}|2041|{caller}|{where}|{int(internal)}|{waited}")
    assert record is not None
    assert (record.kind, record.extension, record.caller, record.where) == (kind, "2041", caller, where)
    assert (record.internal, record.waited) == (internal, waited)
    assert record.at == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=at)


@given(st.integers(0, 200), st.sampled_from(CUTS))
def test_a_journalled_call_with_one_sign_too_many_is_none(place: int, sign: str) -> None:
    text = "1|missed|2041|+46701234567|switchboard|0|12"
    place %= len(text) + 1
    assert read_call("1700000000-1", text[:place] + sign + text[place:]) is None


@pytest.mark.parametrize("text", ["", "1|missed|2041||phone|0", "1|other|2041||phone|0|1", "2|missed|2041||phone|0|1"])
def test_anything_else_is_no_journalled_call(text: str) -> None:
    assert read_call("1700000000-1", text) is None


@pytest.mark.parametrize(
    ("status", "why", "outcome", "talked"),
    [
        ("ANSWER", "", "answered", 12.0),
        ("ANSWER", "absence", "no_answer", 0.0),
        ("ANSWER", "busy", "busy", 0.0),
        ("BUSY", "", "busy", 0.0),
        ("CANCEL", "", "no_answer", 0.0),
        ("", "", "failed", 0.0),
    ],
)
def test_who_was_rung_back_and_reached_the_switchboard_was_not_reached(
    status: str, why: str, outcome: str, talked: float
) -> None:
    rang = read_rang("1700000000-1", f"1|2041|0709999999|{status}|{why}|12")
    assert rang is not None
    assert (rang.extension, rang.number, rang.outcome, rang.talked) == ("2041", "0709999999", outcome, talked)
    assert rang.at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@given(st.integers(0, 200), st.sampled_from(CUTS))
def test_a_call_back_with_one_sign_too_many_is_none(place: int, sign: str) -> None:
    text = "1|2041|070999999912345678|ANSWER|no_answer|123456"
    place %= len(text) + 1
    assert read_rang("1700000000-1", text[:place] + sign + text[place:]) is None


def test_a_conversation_is_read() -> None:
    talk = read_talk("1700000000-1", "1|2041|+46701234567|1|12")
    assert talk is not None
    assert (talk.extension, talk.number, talk.outward, talk.seconds, talk.key) == (
        "2041",
        "+46701234567",
        True,
        12,
        "1700000000-1",
    )
    assert talk.at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@given(st.integers(0, 200), st.sampled_from(CUTS))
def test_a_conversation_with_one_sign_too_many_is_none(place: int, sign: str) -> None:
    text = "1|20411234|+4670123456789012345|1|123456"
    place %= len(text) + 1
    assert read_talk("1700000000-1", text[:place] + sign + text[place:]) is None
