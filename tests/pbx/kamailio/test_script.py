"""A script says the whole rule, ends it a second early because its end counts as within, and nothing else is taken for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.pbx.kamailio.script import is_domain, rule_of, script_of
from kalix_presence.hub.pbx.protocol import DamagedRule
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule

DOMAIN = "kommun.example"
MOMENTS = st.integers(0, 17 * 365 * 86400).map(lambda seconds: datetime(2020, 1, 3, tzinfo=UTC) + timedelta(seconds=seconds))
RULES = st.builds(
    ForwardingRule,
    extension=st.just("2041"),
    id=st.from_regex(r"[0-9a-z]{1,12}(-[0-9a-z]{1,6}){0,3}", fullmatch=True),
    divert=st.just(Divert.ALWAYS),
    target=st.from_regex(r"[0-9]{1,18}", fullmatch=True),
    until=st.none() | MOMENTS,
    told=st.from_regex(r"[a-z_]{1,20}", fullmatch=True),
    signals=st.integers(1, 20),
)
RULE = ForwardingRule("2041", "a-1", Divert.ALWAYS, "9", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "lunch")


@given(RULES)
def test_every_rule_is_read_as_it_was_written(rule: ForwardingRule) -> None:
    assert rule_of("2041", script_of(rule, DOMAIN), DOMAIN) == rule


@given(RULES, st.data())
def test_a_script_with_one_letter_changed_is_none_of_ours_or_another_rule_whole(
    rule: ForwardingRule, data: st.DataObject
) -> None:
    text = script_of(rule, DOMAIN).strip()
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + data.draw(st.sampled_from('0a9 "-<')) + text[at + 1 :]
    read = rule_of("2041", changed, DOMAIN)
    assert isinstance(read, DamagedRule) or script_of(read, DOMAIN).strip() == changed


def test_the_end_is_written_in_utc_and_a_second_early() -> None:
    text = script_of(RULE, DOMAIN)
    assert 'tzid="UTC"' in text
    assert 'dtend="20261025T012959"' in text
    kalix = RULE.until.astimezone(timezone(timedelta(hours=1))) if RULE.until else None
    assert script_of(replace(RULE, until=kalix), DOMAIN) == text


@pytest.mark.parametrize(
    "wrong",
    [
        {"target": "9@evil.example"}, {"target": ""}, {"target": "٩"}, {"target": "+4670"}, {"extension": "20 41"}, {"id": "a--b"},
        {"id": "-->"}, {"id": ""}, {"told": "a b"}, {"told": "-->"}, {"until": datetime(1999, 1, 1, tzinfo=UTC)},
        {"until": datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC)}, {"until": datetime(2039, 1, 1, tzinfo=UTC)},
    ],
)  # fmt: skip
def test_what_the_server_would_take_and_fail_at_is_refused_here(wrong: dict[str, object]) -> None:
    with pytest.raises(Unavailable, match="pbx-refused"):
        script_of(replace(RULE, **wrong), DOMAIN)  # type: ignore[arg-type]


@pytest.mark.parametrize("divert", [Divert.BUSY, Divert.NO_ANSWER])
def test_what_a_script_here_cannot_say_is_said_to_be_so(divert: Divert) -> None:
    with pytest.raises(Unavailable, match="pbx-cannot"):
        script_of(replace(RULE, divert=divert), DOMAIN)


def test_another_domains_script_is_none_of_ours() -> None:
    assert isinstance(rule_of("2041", script_of(RULE, "other.example"), DOMAIN), DamagedRule)


def test_a_domain_is_letters_digits_and_dots() -> None:
    assert is_domain("kommun.example")
    assert not any(map(is_domain, ("", "a b", 'a"', "a/b", "å.example", "x" * 121)))
