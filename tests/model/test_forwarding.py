"""From an absence to the rule in the PBX, and loops of rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import shipped
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Conflict
from kalix_presence.model.forwarding import Divert, ForwardingRule, refuse_loop, rule_for, target_shown
from kalix_presence.model.policy import Policy

START = datetime(2026, 11, 24, 10, 58, tzinfo=UTC)
POLICY = Policy()
REASONS = shipped.default_reasons()
ANNA = Person("2041", "Anna", "Ek", "bygg", "samhall", mobile="070-174 06 99")
IN_USE = frozenset({"2030", "2041", "2050"})
FORWARDS = st.one_of(
    st.builds(Forward, st.sampled_from([ForwardKind.SWITCHBOARD, ForwardKind.MOBILE, ForwardKind.NONE])),
    st.builds(
        Forward,
        st.sampled_from([ForwardKind.COLLEAGUE, ForwardKind.NUMBER]),
        st.sampled_from(["2030", "2041", "9", "0900123456", "+358401234567", "0923-65000", "*23*1#", ""])
        | st.text(max_size=14),
    ),
)
ENDS = st.none() | st.integers(1, 10_000).map(lambda seconds: START + timedelta(seconds=seconds, microseconds=seconds))


def absence(reason: str = "lunch", forward: Forward = Forward(), end: datetime | None = None) -> Absence:
    return Absence("a1", ANNA.extension, reason, START, end, forward, "", ANNA.extension, Way.TRAY)


@given(st.sampled_from(REASONS.table), FORWARDS, ENDS)
def test_a_rule_has_a_permitted_target_the_absences_end_and_no_sensitive_word(reason, forward, end) -> None:  # type: ignore[no-untyped-def]
    try:
        rule = rule_for(absence(reason.code, forward, end), reason, ANNA, POLICY, IN_USE)
    except BadInput:
        return
    if forward.kind is ForwardKind.NONE:
        assert rule is None
        return
    assert rule is not None
    assert rule.target.isascii()
    assert rule.target.isdigit()
    assert rule.target != ANNA.extension
    assert not rule.target.startswith((*POLICY.forbidden_prefixes, "00"))
    assert rule.until == (end.replace(microsecond=0) if end else None)
    assert rule.told == reason.told_as
    if reason.sensitive:
        assert rule.told == "away"
        assert reason.code not in repr(rule)


def test_lunch_goes_to_the_switchboard_by_default() -> None:
    end = START + timedelta(hours=1)
    rule = rule_for(absence(end=end), REASONS.get("lunch"), ANNA, POLICY)
    assert rule == ForwardingRule("2041", "a1", Divert.ALWAYS, "9", end, "lunch", 5)


def test_the_registered_mobile_is_dialled_as_national_digits() -> None:
    rule = rule_for(absence(forward=Forward(ForwardKind.MOBILE)), REASONS.get("remote_work"), ANNA, POLICY)
    assert rule is not None
    assert rule.target == "0701740699"


def test_a_mobile_that_is_not_registered_is_said() -> None:
    without = Person("2030", "Karin", "Söderström", "bygg", "samhall")
    with pytest.raises(BadInput) as refused:
        rule_for(absence(forward=Forward(ForwardKind.MOBILE)), REASONS.get("lunch"), without, POLICY)
    assert refused.value.code == "mobile-missing"


def test_a_registered_premium_mobile_is_refused_all_the_same() -> None:
    rich = Person("2030", "Karin", "Söderström", "bygg", "samhall", mobile="0900-123 456")
    with pytest.raises(BadInput) as refused:
        rule_for(absence(forward=Forward(ForwardKind.MOBILE)), REASONS.get("lunch"), rich, POLICY)
    assert refused.value.code == "target-premium"


def rule(extension: str, target: str, divert: Divert = Divert.ALWAYS) -> ForwardingRule:
    return ForwardingRule(extension, f"id-{extension}", divert, target, None, "lunch")


@given(st.integers(2, 60))
def test_a_loop_of_any_length_is_found(length: int) -> None:
    ring = [str(2000 + step) for step in range(length)]
    rules = {here: rule(here, there) for here, there in zip(ring[1:], [*ring[2:], ring[0]], strict=True)}
    with pytest.raises(Conflict) as refused:
        refuse_loop(rule(ring[0], ring[1]), rules)
    assert refused.value.code == "forward-loop"


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 9)), st.integers(0, 9), st.integers(0, 9))
def test_a_loop_is_refused_exactly_when_a_call_would_come_back(onward: dict[int, int], here: int, there: int) -> None:
    rules = {str(one): rule(str(one), str(other)) for one, other in onward.items()}
    seen, at = {str(here)}, str(there)
    following = rules | {str(here): rule(str(here), str(there))}
    while at in following and at not in seen:
        seen.add(at)
        at = following[at].target
    if at in seen:
        with pytest.raises(Conflict):
            refuse_loop(rule(str(here), str(there)), rules)
    else:
        refuse_loop(rule(str(here), str(there)), rules)


def test_a_colleague_who_is_at_the_phone_ends_the_chain() -> None:
    refuse_loop(rule("2041", "2030"), {"2050": rule("2050", "2041")})
    refuse_loop(rule("2041", "2030"), {"2030": rule("2030", "2041", Divert.NO_ANSWER)})


@pytest.mark.parametrize(
    ("forward", "shown"),
    [
        (Forward(ForwardKind.NONE, "2030"), None),
        (Forward(ForwardKind.SWITCHBOARD), "9"),
        (Forward(ForwardKind.MOBILE), "0701740699"),
        (Forward(ForwardKind.COLLEAGUE, "2030"), "2030"),
        (Forward(ForwardKind.NUMBER, "+46 923-650 00"), "092365000"),
        (Forward(ForwardKind.NUMBER), ""),
    ],
)
def test_where_calls_go_is_shown_as_it_is_dialled(forward: Forward, shown: str | None) -> None:
    assert target_shown(forward.kind, forward.number, ANNA, POLICY) == shown
