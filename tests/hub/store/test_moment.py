"""What is known at one moment, for another thread: choices, what the site has locked, and an absence as one view shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from types import SimpleNamespace

import pytest

from kalix_presence import shipped
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.store.moment import Moment, preferences_of, reason_named, shown_absence
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.directory import Person
from kalix_presence.model.preferences import Preferences
from kalix_presence.model.reason import Reasons
from tests.clocks import NINE

REASONS = shipped.default_reasons()
END = NINE + timedelta(hours=1)
SICK = Absence(
    "a", "2041", "sick", NINE, END, Forward(ForwardKind.NUMBER, "0701740601"), "flu", "2001", Way.RECEPTIONIST,
    why="rang in", deputy="2042",
)  # fmt: skip
CHOSEN = Preferences(copy_by_mail=True, lunch_at=time(11))
SITE = Preferences(gone_at_day_end=True)


@pytest.mark.parametrize(
    ("locked", "expected"),
    [
        ({}, CHOSEN),
        ({"gone_at_day_end": True}, replace(CHOSEN, gone_at_day_end=True)),
        ({"copy_by_mail": False}, replace(CHOSEN, copy_by_mail=False)),
    ],
)
def test_what_the_site_has_locked_goes_before_what_somebody_chose(locked: dict[str, bool], expected: Preferences) -> None:
    assert preferences_of({"2041": CHOSEN}, SITE, locked, "2041") == expected
    assert preferences_of({"2041": CHOSEN}, SITE, locked, "2042") is SITE


def test_a_reason_that_the_site_has_removed_reads_as_the_plainest_there_is() -> None:
    assert reason_named(REASONS, "sick").code == "sick"
    plain = reason_named(REASONS, "removed")
    assert plain.told_as == "away"
    assert plain == [each for each in REASONS if each.told_as == "away"][-1]
    without = Reasons(tuple(each for each in REASONS if each.told_as != "away"))
    assert reason_named(without, "removed") == list(without)[-1]


def test_the_full_view_shows_all_and_colleagues_neither_reason_nor_note_nor_a_private_number() -> None:
    full, plain = (shown_absence(REASONS, SICK, full=full) for full in (True, False))
    assert full is not None
    assert plain is not None
    assert (full.reason, full.note, full.why, full.forward_number) == ("sick", "flu", "rang in", "0701740601")
    assert (plain.reason, plain.note, plain.why, plain.forward_number) == ("out_of_office", "", "", None)
    for each in (full, plain):
        assert (each.id, each.start, each.end, each.forward) == ("a", NINE, END, ForwardKind.NUMBER)
        assert (each.set_by, each.way, each.deputy) == ("2001", Way.RECEPTIONIST, "2042")
        assert (each.back, each.back_open, each.bent, each.asked) == (None, False, None, None)
    assert shown_absence(REASONS, None, full=True) is None


def test_a_colleague_s_extension_is_no_secret() -> None:
    to_per = replace(SICK, forward=Forward(ForwardKind.COLLEAGUE, "2042"))
    assert [one.forward_number for full in (True, False) if (one := shown_absence(REASONS, to_per, full=full))] == ["2042"] * 2


@pytest.mark.parametrize("full", [True, False])
def test_calls_that_go_elsewhere_than_was_asked_are_shown_where_they_go(full: bool) -> None:
    shown = shown_absence(REASONS, SICK, full=full, bent="target-unknown-extension")
    assert shown is not None
    assert (shown.forward, shown.forward_number) == (ForwardKind.SWITCHBOARD, None)
    assert (shown.bent, shown.asked) == ("target-unknown-extension", ForwardKind.NUMBER)


@pytest.mark.parametrize(
    ("own", "chain", "back", "back_open"),
    [
        (END, END, None, False),
        (END, END + timedelta(hours=1), END + timedelta(hours=1), False),
        (END, None, None, True),
        (None, None, None, False),
    ],
)
def test_the_return_that_is_told_is_shown_where_it_is_another_than_the_end(
    own: object, chain: object, back: object, back_open: bool
) -> None:
    absence = replace(SICK, end=own)  # type: ignore[arg-type]
    shown = shown_absence(REASONS, absence, full=True, announced=replace(SICK, end=chain))  # type: ignore[arg-type]
    assert shown is not None
    assert (shown.back, shown.back_open) == (back, back_open)


@pytest.fixture
def board() -> Board:
    made = Board(REASONS, shipped.default_policy())
    made.load_directory({each: Person(each, "Anna", "Ek", "bygg", "bygg") for each in ("2041", "2042")}, {}, 1)
    made.put("2041", [SICK], NINE)
    made.load_preferences({"2041": CHOSEN})
    return made


def test_a_moment_says_what_the_board_says(board: Board) -> None:
    moment = board.moment()
    for extension in ("2041", "2042", "2999"):
        assert moment.held_by(extension) == board.held_by(extension)
        assert moment.preferences_of(extension) == board.preferences_of(extension)
        assert moment.worktime_of(extension) == board.worktime_of(extension)
    assert moment.held_by("2041") is SICK
    assert moment.worktime_of("2041").lunch_at == time(11)
    assert moment.worktime_of("2042") is moment.worktime
    assert moment.reason_of(SICK) == board.reason_of(SICK)
    more = {"announced": replace(SICK, end=None), "bent": "target-premium"}
    for full in (True, False):
        assert moment.shown(SICK, full=full, **more) == board.shown(SICK, full=full, **more)  # type: ignore[arg-type]


def test_what_changes_on_the_board_changes_nothing_of_a_moment(board: Board) -> None:
    moment = board.moment()
    board.put("2041", [], NINE)
    assert moment.held_by("2041") is SICK
    assert board.moment().held_by("2041") is None


def test_work_is_given_the_moment_in_its_transaction(board: Board) -> None:
    moment = board.moment()
    change = SimpleNamespace(moment=None)

    def work(known: SimpleNamespace) -> tuple[SimpleNamespace, Moment]:
        return known, known.moment

    assert moment.given(work)(change) == (change, moment)
