"""The board: what holds, where calls are led, who is shown with which rule, and what another thread keeps of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from kalix_presence import shipped
from kalix_presence.hub.board.board import Board, State
from kalix_presence.hub.store.people import DirectoryStep
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import NotFound
from kalix_presence.model.line import LineState
from kalix_presence.model.preferences import Preferences
from tests.clocks import NINE

ANNA = Person("2041", "Anna", "Ek", "bygg", "bygg", mobile="0701740601", deputy="2042", id="a" * 32)
PER = Person("2042", "Per", "Berg", "bygg", "bygg", mobile="0701740602", id="b" * 32)
OLLE = Person("2043", "Olle", "Lind", "bygg", "bygg", id="c" * 32)
UNITS = {"bygg": Unit("bygg", "Bygg")}
TEN = NINE + timedelta(hours=1)
TO_PER, TO_ANNA, TO_OLLE = (Forward(ForwardKind.COLLEAGUE, each.extension) for each in (PER, ANNA, OLLE))
MOBILE, RINGS = Forward(ForwardKind.MOBILE), Forward(ForwardKind.NONE)
POLICY = shipped.default_policy()


def absence(who: Person = ANNA, forward: Forward = Forward(), **more: object) -> Absence:
    usual = Absence(f"of-{who.extension}", who.extension, "meeting", NINE, TEN, forward, "note", who.extension, Way.TRAY)
    return replace(usual, **more)  # type: ignore[arg-type]


def loaded(board: Board, *people: Person) -> Board:
    board.load_directory({each.extension: each for each in people}, UNITS, 1)
    return board


@pytest.fixture
def board() -> Board:
    return loaded(Board(shipped.default_reasons(), POLICY), ANNA, PER, OLLE)


def test_whoever_is_put_away_is_held_and_led_and_whoever_is_put_back_is_not(board: Board) -> None:
    state = board.put("2041", [absence()], NINE)
    assert board.held_by("2041") == state.held == absence()
    assert state.rule is not None
    assert (board.rules, state.rule.target) == ({"2041": state.rule}, POLICY.switchboard)
    board.put("2041", [], NINE)
    assert board.held_by("2041") is None
    assert board.rules == {}


def test_an_absence_that_is_to_come_holds_nobody_yet(board: Board) -> None:
    state = board.put("2041", [absence(start=TEN, end=TEN + timedelta(hours=1))], NINE)
    assert (state.held, state.rule, board.held) == (None, None, {})


def test_calls_that_ring_as_usual_need_no_rule(board: Board) -> None:
    state = board.put("2041", [absence(forward=RINGS)], NINE)
    assert (state.rule, board.rules) == (None, {})
    assert board.held_by("2041") is not None


def test_nobody_known_is_no_person(board: Board) -> None:
    assert board.person("2041") is ANNA
    with pytest.raises(NotFound) as refusal:
        board.person("2999")
    assert refusal.value.code == "extension-unknown"


def test_two_who_point_at_each_other_do_not_ring_for_ever(board: Board) -> None:
    board.put("2041", [absence(forward=TO_PER)], NINE)
    state = board.put("2042", [absence(PER, TO_ANNA)], NINE)
    assert state.rule is not None
    assert state.rule.target == POLICY.switchboard
    assert state.bent is not None
    shown = board.standing("2042", full=True).absence
    assert shown is not None
    assert (shown.bent, shown.asked, shown.forward) == (state.bent, ForwardKind.COLLEAGUE, ForwardKind.SWITCHBOARD)


def test_whoever_is_bent_is_told_when_another_s_rule_changes(board: Board) -> None:
    heard: list[str] = []
    board.unbend = lambda: heard.append("unbend")
    board.put("2041", [absence(forward=TO_PER)], NINE)
    board.put("2042", [absence(PER, TO_ANNA)], NINE)
    assert heard == []  # nobody else is bent
    board.put("2043", [], NINE)
    assert heard == []  # no rule is another
    board.put("2041", [], NINE)
    assert heard == ["unbend"]
    assert board.differing(bent_only=True) == ["2042"]
    board.put("2042", [absence(PER, TO_ANNA)], NINE)
    assert board.states["2042"].bent is None
    assert board.differing(bent_only=True) == []


def test_what_would_bend_is_said_before_it_holds(board: Board) -> None:
    board.put("2041", [absence(forward=TO_PER)], NINE)
    asked = absence(PER, TO_ANNA)
    assert board.bend_of("2042", asked, asked) is not None
    assert board.bend_of("2043", absence(OLLE, TO_ANNA), None) is None
    assert board.states["2042"].bent is None


def test_a_mobile_that_is_taken_away_leads_to_the_switchboard(board: Board) -> None:
    board.put("2041", [absence(forward=MOBILE)], NINE)
    assert board.differing() == []
    loaded(board, replace(ANNA, mobile=""), PER, OLLE)
    assert board.differing() == ["2041"]
    assert not board.states["2041"].in_force
    state = board.put("2041", [absence(forward=MOBILE)], NINE)
    assert state.rule is not None
    assert (state.rule.target, state.bent) == (POLICY.switchboard, "mobile-missing")


def test_to_a_number_outside_calls_go_only_for_as_long_as_was_asked_for(board: Board) -> None:
    """The chain goes on, but nobody asked for their own mobile then."""
    chain = [absence(forward=MOBILE), absence(id="then", start=TEN, end=TEN + timedelta(hours=1))]
    outside = board.put("2041", chain, NINE)
    assert outside.rule is not None
    assert outside.rule.until == TEN
    inside = board.put("2041", [replace(chain[0], forward=Forward()), chain[1]], NINE)
    assert inside.rule is not None
    assert inside.rule.until == TEN + timedelta(hours=1)
    shown = board.standing("2041", full=True).absence
    assert shown is not None
    assert (shown.end, shown.back) == (TEN, TEN + timedelta(hours=1))


def test_a_colleague_learns_of_an_absence_what_the_reader_s_cut_leaves(board: Board) -> None:
    sick = absence(reason="sick", forward=Forward(ForwardKind.NUMBER, "0701740601"), note="flu", why="rang in")
    board.put("2041", [sick], NINE)
    full, seen = (board.standing("2041", full=full).absence for full in (True, False))
    assert full is not None
    assert seen is not None
    assert (full.reason, full.note, full.why) == ("sick", "flu", "rang in")
    assert full.forward_number is not None
    assert (seen.reason, seen.note, seen.why, seen.forward_number) == ("out_of_office", "", "", None)
    assert board.cut(full) == seen
    assert [each.absence for each in board.standings(full=False)] == [seen, None, None]


def test_a_colleague_s_extension_is_cut_from_nobody(board: Board) -> None:
    board.put("2041", [absence(forward=TO_PER)], NINE)
    full, seen = (board.standing("2041", full=full).absence for full in (True, False))
    assert full is not None
    assert board.cut(full) == seen == msgspec.structs.replace(full, note="")
    assert full.forward_number == "2042"


def test_what_another_thread_was_given_stays_as_it_was(board: Board) -> None:
    board.put("2041", [absence()], NINE)
    before = board.moment()
    assert board.moment() is before
    board.put_preferences("2041", Preferences(gone_at_day_end=True))
    board.put("2041", [], NINE)
    assert before.held_by("2041") is not None
    assert before.preferences_of("2041") == board.preferences_of("2043")
    after = board.moment()
    assert after is not before
    assert (after.held_by("2041"), after.preferences_of("2041").gone_at_day_end) == (None, True)


@pytest.mark.parametrize(
    "change",
    [
        lambda board: board.put("2041", [], NINE),
        lambda board: board.begin_anew("2041"),
        lambda board: board.load_preferences({}),
        lambda board: board.step_preferences(["2041"], {}),
        lambda board: board.put_preferences("2041", Preferences()),
        lambda board: loaded(board, ANNA),
        lambda board: board.step_directory(DirectoryStep(2, {"2043": None}, UNITS)),
    ],
    ids=["put", "anew", "preferences", "some-preferences", "one-preference", "directory", "directory-step"],
)
def test_whatever_changes_the_board_gives_other_threads_a_new_moment(board: Board, change: object) -> None:
    before = board.moment()
    change(board)  # type: ignore[operator]
    assert board.moment() is not before


def test_what_the_site_has_locked_goes_before_what_somebody_chose() -> None:
    site = replace(POLICY, gone_at_day_end=True, lunch_when_locked=False, locked=("gone_at_day_end",))
    board = loaded(Board(shipped.default_reasons(), site), ANNA)
    board.put_preferences("2041", Preferences(gone_at_day_end=False, lunch_when_locked=True))
    chosen = board.preferences_of("2041")
    assert (chosen.gone_at_day_end, chosen.lunch_when_locked) == (True, True)
    unchosen = board.preferences_of("2042")
    assert (unchosen.gone_at_day_end, unchosen.lunch_when_locked) == (True, False)


def test_somebody_s_working_time_is_worked_out_anew_when_they_choose_another(board: Board) -> None:
    assert board.worktime_of("2041") is board.worktime
    board.put_preferences("2041", Preferences())
    first = board.worktime_of("2041")
    assert board.worktime_of("2041") is first
    board.put_preferences("2041", Preferences())
    assert board.worktime_of("2041") is not first
    second = board.worktime_of("2041")
    board.step_preferences(["2042"], {})
    assert board.worktime_of("2041") is second
    board.step_preferences(["2041"], {"2041": Preferences()})
    assert board.worktime_of("2041") is not second
    board.load_preferences({})
    assert board.worktime_of("2041") is board.worktime


def test_some_preferences_are_all_that_is_chosen_at_these_and_leave_others_alone(board: Board) -> None:
    board.load_preferences({"2041": Preferences(gone_at_day_end=True), "2042": Preferences(gone_at_day_end=True)})
    board.step_preferences(["2041"], {})
    assert board.preferences == {"2042": Preferences(gone_at_day_end=True)}


def test_whom_somebody_covers_for_is_known_by_directory_and_by_what_was_agreed(board: Board) -> None:
    assert board.covered_by("2042") == [ANNA]
    board.put("2043", [absence(OLLE, deputy="2042")], NINE)
    board.put("2041", [absence(deputy="2042")], NINE)
    assert board.covered_by("2042") == [ANNA, OLLE]
    assert board.covered_by("2041") == []
    board.put("2043", [], NINE)
    board.step_directory(DirectoryStep(2, {"2041": replace(ANNA, deputy=None)}, UNITS))
    assert board.covered_by("2042") == [replace(ANNA, deputy=None)]  # agreed for what holds now
    board.put("2041", [], NINE)
    assert board.covered_by("2042") == []


def test_a_step_of_the_directory_gives_what_loading_all_of_it_would(board: Board) -> None:
    step = {"2041": None, "2042": replace(PER, family_name="Ström"), "2040": replace(OLLE, extension="2040", id="d" * 32)}
    before = board.people
    board.put("2041", [absence()], NINE)
    board.step_directory(DirectoryStep(2, step, UNITS))
    assert sorted(board.states) == ["2040", "2042", "2043"]
    assert [*board.people] == ["2040", "2042", "2043"]
    assert (board.directory, board.held, board.rules) == (2, {}, {})
    assert [*before] == ["2041", "2042", "2043"]  # which a moment may still have
    assert {person.id for person in board.identities.values()} == {"b" * 32, "c" * 32, "d" * 32}
    assert board.states["2040"] == State()


def test_calls_that_are_led_to_somebody_who_goes_are_not_in_force(board: Board) -> None:
    board.put("2041", [absence(forward=TO_PER)], NINE)
    board.put("2043", [absence(OLLE)], NINE)
    board.step_directory(DirectoryStep(2, {"2042": None}, UNITS))
    assert [board.states[each].in_force for each in ("2041", "2043")] == [False, True]
    assert board.differing() == ["2041"]


def test_whoever_comes_after_inherits_the_telephone_alone(board: Board) -> None:
    board.put("2041", [absence(forward=TO_PER)], NINE)
    state = board.put("2042", [absence(PER, TO_ANNA)], NINE)
    state.line, state.version, state.trouble = LineState.BUSY, 7, "pbx-away"
    board.begin_anew("2042")
    assert board.states["2042"] == State(line=LineState.BUSY)
    assert board.held_by("2042") is None
    assert board.rules.keys() == {"2041"}
    heard: list[str] = []
    board.unbend = lambda: heard.append("unbend")
    board.put("2041", [], NINE)
    assert heard == []  # what was bent before is nobody's any more


def test_what_is_loaded_forgets_those_who_are_gone_and_keeps_the_others_state(board: Board) -> None:
    kept = board.put("2041", [absence()], NINE)
    board.put("2042", [absence(PER)], NINE)
    loaded(board, ANNA)
    assert board.states == {"2041": kept}
    assert [*board.held] == [*board.rules] == ["2041"]


def test_the_clock_is_asked_for_starts_and_ends_that_are_to_come_once_each(board: Board) -> None:
    woken: list[int] = []
    board.on_due_time = lambda: woken.append(len(board.due_times))
    board.remember_due_times("2041", absence(), NINE)  # its start is now
    assert board.due_times == [(TEN, "2041")]
    later = absence(PER, start=TEN, end=TEN + timedelta(hours=2))
    board.remember_due_times("2042", later, NINE)
    assert woken == [1, 2]  # not for what comes after the first
    board.look_again(TEN, "2041")
    assert woken == [1, 2, 4]
    assert board.due(NINE) == []
    assert board.due(TEN) == ["2041", "2042"]
    assert board.due(TEN) == []
    assert board.due(TEN + timedelta(hours=2)) == ["2042"]


def test_an_absence_without_end_is_looked_at_by_no_clock(board: Board) -> None:
    board.remember_due_times("2041", absence(end=None), NINE)
    assert board.due_times == []


def test_a_reason_that_the_site_has_removed_is_the_plainest(board: Board) -> None:
    assert board.reason_of(absence(reason="gone-from-the-file")).told_as == "away"
    assert board.reason_of(absence(reason="lunch")).code == "lunch"
