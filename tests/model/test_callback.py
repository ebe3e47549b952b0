"""The life cycle of a callback message, lived in every order: nothing is lost, one takes it, and only acts close it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kalix_presence import shipped
from kalix_presence.model.callback import (
    SWITCHBOARD,
    Act,
    Actor,
    Addressee,
    AddresseeKind,
    Attempt,
    CallbackMessage,
    CallingParty,
    Outcome,
    Source,
    Stage,
    Step,
    act,
    attempted,
    is_concerned,
    proposes_done,
    reached,
    reminded,
    renewed,
)
from kalix_presence.model.due import next_reminder, passed_due
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, PresenceError
from kalix_presence.model.policy import Policy
from kalix_presence.model.worktime import WorkingTime
from tests.draws import draws

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
POLICY = Policy()
WORKTIME = WorkingTime.of_policy(POLICY)
UNIT = Addressee(AddresseeKind.UNIT, "bygglov")
PEOPLE = {
    name: Actor(name, name, frozenset({UNIT, Addressee(AddresseeKind.UNIT, "bygg")})) for name in ("2041", "2042", "2043")
} | {
    "2061": Actor("2061", "2061", frozenset({Addressee(AddresseeKind.UNIT, "skola")})),
    "maria": Actor("2001", "2001", frozenset({SWITCHBOARD}), all_messages=True),
    "admin": Actor("admin", None, frozenset()),
}
ADDRESSEES = (Addressee(AddresseeKind.PERSON, "2041"), Addressee(AddresseeKind.PERSON, "2042"), UNIT, SWITCHBOARD)

everybody = st.sampled_from(sorted(PEOPLE))
words = st.sampled_from(["", "  ", "Du har ärendet"])
DECISIONS = frozenset(Step) - {Step.DELIVER, Step.SEE}


def made(to: Addressee = ADDRESSEES[0], **more: object) -> CallbackMessage:
    message = CallbackMessage("m", to, CallingParty("Karin Berg", "+46923555012"), "2001", NOW, NOW + timedelta(hours=2))
    return replace(message, **more)  # type: ignore[arg-type]


class Life(RuleBasedStateMachine):
    """Everybody does anything, at any version they may have seen; what the life cycle allows is what happened."""

    message: CallbackMessage
    now: datetime

    @initialize(to=st.sampled_from(ADDRESSEES), source=st.sampled_from(Source))
    def is_made(self, to: Addressee, source: Source) -> None:
        self.message, self.now = made(to, source=source), NOW
        self.history: list[CallbackMessage] = [self.message]
        self.closed_by_act = False

    @rule(minutes=st.integers(1, 600))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(
        who=everybody,
        step=st.sampled_from(Step),
        outcome=st.none() | st.sampled_from(Outcome),
        minutes=st.none() | st.integers(-60, 600),
        to=st.none() | st.sampled_from(ADDRESSEES),
        word=words,
        behind=st.integers(-1, 3),
    )
    def somebody_acts(
        self,
        who: str,
        step: Step,
        outcome: Outcome | None,
        minutes: int | None,
        to: Addressee | None,
        word: str,
        behind: int,
    ) -> None:
        before, actor = self.message, PEOPLE[who]
        until = None if minutes is None else self.now + timedelta(minutes=minutes)
        version = before.version - behind
        wished = Act(step, outcome, until, to, word)
        try:
            after = act(before, wished, actor, version=version, now=self.now)
        except PresenceError as refusal:
            assert isinstance(refusal, Forbidden | Conflict | BadInput)
            assert shipped.words("sv").has(f"errors.{refusal.code}")
            return
        if step in DECISIONS:
            assert before.decided <= version <= before.version, "nobody decides on what somebody else has decided"
            former = step is Step.TAKE_BACK and before.former is not None
            assert former or is_concerned(before, actor), "nobody acts on what is not theirs"
            assert after.version == after.decided == before.version + 1
            if before.taker is not None and not actor.all_messages:
                assert before.taker == actor.extension, "nobody acts on what another one has taken"
        else:
            assert after is before or (after.version, after.decided) == (before.version + 1, before.decided)
        assert before.open or step is Step.REOPEN or after is before
        self.closed_by_act = not after.open if step in DECISIONS else self.closed_by_act
        self.becomes(after)

    @rule(
        step=st.sampled_from(sorted(DECISIONS)),
        outcome=st.sampled_from(Outcome),
        to=st.sampled_from(ADDRESSEES),
        which=st.integers(0, 5),
    )
    def somebody_whose_it_is_acts_as_one_should(self, step: Step, outcome: Outcome, to: Addressee, which: int) -> None:
        theirs = [name for name in sorted(PEOPLE) if is_concerned(self.message, PEOPLE[name])]
        holders = [name for name in theirs if self.message.taker in (None, PEOPLE[name].extension)] or theirs
        who = holders[which % len(holders)]
        self.somebody_acts(who, step, outcome, 30, to, "Du har ärendet", 0)

    @rule(talked=st.floats(0, 600), outcome=st.sampled_from(Outcome), who=st.sampled_from(["2041", "2042", "2001"]))
    def the_pbx_notes_an_attempt(self, talked: float, outcome: Outcome, who: str) -> None:
        after = attempted(self.message, Attempt(self.now, who, outcome, talked), extension=who)
        assert after.open == self.message.open
        assert after.decided == self.message.decided, "it stands in no decision's way"
        self.becomes(after)

    @rule(asked=st.booleans())
    def the_caller_is_missed_again(self, asked: bool) -> None:
        if self.message.open and self.message.source is not Source.LEFT:
            after = renewed(self.message, due=self.now + timedelta(hours=2), asked=asked)
            assert after.due <= self.message.due
            assert after.calls == self.message.calls + 1
            self.becomes(after)

    @rule()
    def the_caller_is_reached(self) -> None:
        if self.message.open and self.message.source is Source.MISSED:
            self.becomes(reached(self.message, by="2041", now=self.now))
            self.closed_by_act = True

    @rule()
    def a_reminder_goes_out(self) -> None:
        found = next_reminder(self.message, policy=POLICY, worktime=WORKTIME)
        if found is not None and found[0] <= self.now:
            assert self.message.open
            self.becomes(reminded(self.message))

    @invariant()
    def attempts_never_vanish(self) -> None:
        if not hasattr(self, "history"):
            return
        for earlier in self.history:
            assert self.message.attempts[: len(earlier.attempts)] == earlier.attempts

    @invariant()
    def it_is_done_only_by_an_act_and_then_says_by_whom(self) -> None:
        if hasattr(self, "history"):
            assert self.message.open or self.closed_by_act
            assert self.message.open == (self.message.closed_at is None) == (not self.message.closed_by)

    @invariant()
    def somebody_is_always_to_act(self) -> None:
        if not hasattr(self, "history"):
            return
        assert self.message.to.is_group or self.message.taker is None
        if self.message.open:
            assert any(is_concerned(self.message, actor) for actor in PEOPLE.values())

    @invariant()
    def what_it_is_about_stays(self) -> None:
        if hasattr(self, "history"):
            first = self.history[0]
            kept = ("id", "party", "made_by", "made_at", "about", "urgent")
            assert all(getattr(self.message, name) == getattr(first, name) for name in kept)

    def becomes(self, after: CallbackMessage) -> None:
        assert after.version - self.message.version in (0, 1)
        self.message = after
        self.history.append(after)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=draws(150), stateful_step_count=40)


def test_of_two_who_act_at_once_one_is_told_that_the_other_was_first() -> None:
    first, second = PEOPLE["2041"], PEOPLE["2042"]
    message = made(UNIT)
    taken = act(message, Act(Step.TAKE), first, version=1, now=NOW)
    with pytest.raises(Conflict, match="message-taken") as refusal:
        act(taken, Act(Step.TAKE), second, version=1, now=NOW)
    assert refusal.value.params["by"] == "2041"


def test_a_version_that_nobody_has_made_is_refused_without_blaming_anybody() -> None:
    """A database was put back, and the client remembers what came after it."""
    with pytest.raises(Conflict, match="message-version-unknown"):
        act(made(), Act(Step.FINISH), PEOPLE["2041"], version=2, now=NOW)


def test_signs_and_reminders_are_in_no_decision_s_way() -> None:
    message = made()
    seen = act(message, Act(Step.SEE), PEOPLE["2041"], version=1, now=NOW)
    late = reminded(seen)
    assert act(late, Act(Step.FINISH), PEOPLE["2041"], version=1, now=NOW).stage is Stage.DONE


def test_a_receptionist_who_looks_on_is_no_sign_that_the_addressee_has_seen_it() -> None:
    with pytest.raises(Forbidden, match="message-not-yours"):
        act(made(), Act(Step.SEE), PEOPLE["maria"], version=1, now=NOW)


def test_undone_it_is_what_it_was_but_for_its_version() -> None:
    tried = act(made(), Act(Step.TRY, Outcome.BUSY), PEOPLE["2041"], version=1, now=NOW)
    done = act(tried, Act(Step.FINISH), PEOPLE["2041"], version=2, now=NOW)
    undone = act(done, Act(Step.REOPEN), PEOPLE["2041"], version=3, now=NOW)
    assert replace(undone, version=tried.version, decided=tried.decided) == tried
    with pytest.raises(Conflict, match="message-changed") as refusal:
        act(done, Act(Step.FINISH), PEOPLE["maria"], version=2, now=NOW)
    assert refusal.value.params["by"] == "2041"


def test_declined_it_is_back_with_whoever_had_it_and_may_be_taken_back_until_it_is_seen() -> None:
    handed = act(made(), Act(Step.HAND_OVER, to=ADDRESSEES[1], word="x"), PEOPLE["2041"], version=1, now=NOW)
    declined = act(handed, Act(Step.DECLINE, word="Jag är ledig"), PEOPLE["2042"], version=2, now=NOW)
    assert (declined.to, declined.former, declined.stage) == (ADDRESSEES[0], None, Stage.NEW)
    back = act(handed, Act(Step.TAKE_BACK), PEOPLE["2041"], version=2, now=NOW)
    assert (back.to, back.stage) == (ADDRESSEES[0], Stage.SEEN)
    seen = act(handed, Act(Step.SEE), PEOPLE["2042"], version=2, now=NOW)
    with pytest.raises(Conflict, match="message-step-impossible"):
        act(seen, Act(Step.TAKE_BACK), PEOPLE["2041"], version=3, now=NOW)


def test_whoever_it_is_passed_to_has_an_urgent_one_s_time_at_least_and_the_caller_s_wait_counts() -> None:
    early = passed_due(made(ADDRESSEES[1]), now=NOW + timedelta(minutes=10), policy=POLICY, worktime=WORKTIME)
    assert early.due == NOW + timedelta(hours=2), "handed over early, it is due when it was"
    late = passed_due(made(ADDRESSEES[1]), now=NOW + timedelta(hours=5), policy=POLICY, worktime=WORKTIME)
    assert late.due == NOW + timedelta(hours=5, minutes=30)
    window = made(ADDRESSEES[1], call_before=NOW + timedelta(hours=5, minutes=10))
    closing = passed_due(window, now=NOW + timedelta(hours=5), policy=POLICY, worktime=WORKTIME)
    assert closing.due == NOW + timedelta(hours=5, minutes=10), "not past the time by which the caller wants it"


def tries(*attempts: tuple[Outcome, float | None]) -> tuple[Attempt, ...]:
    return tuple(Attempt(NOW, "2041", outcome, talked) for outcome, talked in attempts)


@pytest.mark.parametrize(
    ("attempts", "proposed"),
    [
        ((), False),
        (((Outcome.ANSWERED, 10),), True),
        (((Outcome.ANSWERED, 9),), False),
        (((Outcome.ANSWERED, None),), False),
        (((Outcome.BUSY, 60),), False),
        (((Outcome.ANSWERED, 60), (Outcome.BUSY, None)), False),
        (((Outcome.BUSY, None), (Outcome.ANSWERED, 60)), True),
    ],
)
def test_only_the_last_attempt_proposes_that_it_is_done(
    attempts: tuple[tuple[Outcome, float | None], ...], proposed: bool
) -> None:
    message = made(attempts=tries(*attempts))
    assert proposes_done(message, replace(POLICY, proposes_done_after=10)) is proposed
    assert not proposes_done(replace(message, stage=Stage.DONE), POLICY)
