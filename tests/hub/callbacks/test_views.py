"""A callback message as it is told: to whom, who is reminded in whose stead, and which names stand in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kalix_presence import shipped
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.callbacks.views import (
    addressee_name,
    audience,
    deputy_of,
    late_for,
    members,
    reminded_by,
    view_of,
    was_reminded,
    with_name,
)
from kalix_presence.model.absence import Absence, Forward, Way
from kalix_presence.model.callback import (
    SWITCHBOARD,
    Addressee,
    AddresseeKind,
    Attempt,
    CallbackMessage,
    CallingParty,
    Outcome,
    Stage,
)
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.due import Reminded
from kalix_presence.model.errors import Conflict
from tests.clocks import NINE

HOUR = timedelta(hours=1)
ANNA, PER, OLLE, SIV = "2041", "2042", "2043", "2061"
TO_ANNA = Addressee(AddresseeKind.PERSON, ANNA)
TO_UNIT, TO_ABOVE = Addressee(AddresseeKind.UNIT, "bygglov"), Addressee(AddresseeKind.UNIT, "bygg")
TO_DUTY = Addressee(AddresseeKind.DUTY, "Bygglov")
NOBODY, NO_UNIT, NO_DUTY = (Addressee(kind, "gone") for kind in (AddresseeKind.PERSON, AddresseeKind.UNIT, AddresseeKind.DUTY))
STEPS = {"late": 4}
"""All of the policy's reminders have gone out: addressee, deputy, unit, officer."""
DESK = "role:receptionist"
LENT = "messages-of:2041"
"""Whoever sees to the callbacks of Anna at that moment."""
PEOPLE = (
    Person(ANNA, "Anna", "Ek", "bygglov", "bygg", deputy=PER, duties=("bygglov",)),
    Person(PER, "Per", "Berg", "bygg", "bygg"),
    Person(OLLE, "Olle", "Lind", "bygglov", "bygg"),
    Person(SIV, "Siv", "Ström", "skola", "skola", deputy="2999"),
)


@pytest.fixture
def board() -> Board:
    made = Board(shipped.default_reasons(), shipped.default_policy())
    units = (Unit("bygg", "Bygg"), Unit("bygglov", "Bygglov", "bygg"), Unit("skola", "Skola"))
    made.load_directory({each.extension: each for each in PEOPLE}, {each.code: each for each in units}, 1)
    return made


def message(to: Addressee = TO_ANNA, **more: object) -> CallbackMessage:
    usual = CallbackMessage("m", to, CallingParty("Karin", "+46923555012", "Berg AB"), SIV, NINE, NINE + HOUR)
    return replace(usual, **more)  # type: ignore[arg-type]


def covered(board: Board, extension: str, deputy: str | None) -> None:
    """Let `deputy` have agreed to cover for what holds at `extension`."""
    absence = Absence(
        f"a{extension}", extension, "course", NINE, NINE + HOUR, Forward(), "", extension, Way.PLAN, deputy=deputy
    )
    board.put(extension, [absence], NINE)


def test_an_addressee_is_called_as_people_call_it(board: Board) -> None:
    called = [addressee_name(board, to) for to in (TO_ANNA, TO_UNIT, TO_DUTY, SWITCHBOARD, NOBODY, NO_UNIT, NO_DUTY)]
    assert called == ["Anna Ek", "Bygglov", "Bygglov", "", "gone", "gone", "gone"]


def test_a_group_s_members_are_those_below_it_too_and_nobody_of_what_is_gone(board: Board) -> None:
    groups = (TO_ANNA, TO_UNIT, TO_ABOVE, TO_DUTY, SWITCHBOARD, NOBODY, NO_UNIT, NO_DUTY)
    found = [[person.extension for person in members(board, to)] for to in groups]
    assert found == [[ANNA], [ANNA, OLLE], [ANNA, PER, OLLE], [ANNA], [], [], [], []]


def test_who_has_agreed_to_cover_goes_before_the_usual_deputy_if_there_is_such_a_person(board: Board) -> None:
    anna, siv = PEOPLE[0], PEOPLE[3]
    assert deputy_of(board, anna) == PER
    assert deputy_of(board, siv) is None, "2999 is nobody"
    covered(board, ANNA, OLLE)
    assert deputy_of(board, anna) == OLLE
    covered(board, ANNA, "2999")
    assert deputy_of(board, anna) == PER
    covered(board, ANNA, None)
    assert deputy_of(board, anna) == PER


@pytest.mark.parametrize(
    ("to", "taker", "heard"),
    [
        (TO_ANNA, None, [{ANNA}, {PER}, {ANNA, OLLE}, {"officer:bygg"}]),
        (Addressee(AddresseeKind.PERSON, SIV), None, [{SIV}, set(), {SIV}, {"officer:skola"}]),
        (TO_ABOVE, None, [{ANNA, PER, OLLE}] * 3 + [{"officer:bygg"}]),
        (TO_ABOVE, ANNA, [{ANNA}, {PER}, {ANNA, OLLE}, {"officer:bygg"}]),
        (SWITCHBOARD, None, [{DESK}] * 4),
        (SWITCHBOARD, SIV, [{SIV}, set(), {SIV}, {"officer:skola"}]),
        (NOBODY, None, [{DESK}] * 4),
        (NO_UNIT, "2999", [{DESK}] * 4),
    ],
)
def test_each_reminder_goes_to_whom_the_policy_names_and_a_group_s_to_its_members(
    board: Board, to: Addressee, taker: str | None, heard: list[set[str]]
) -> None:
    assert [set(reminded_by(board, message(to, taker=taker), whom)) for whom in Reminded] == heard


@pytest.mark.parametrize(
    ("late", "reminded"), [(0, set()), (1, set()), (2, {PER}), (3, {PER, ANNA, OLLE}), (4, {PER, ANNA, OLLE})]
)
def test_a_deputy_and_the_unit_have_been_reminded_once_their_step_has_gone_out(
    board: Board, late: int, reminded: set[str]
) -> None:
    late_one = message(late=late)
    assert {each.extension for each in PEOPLE if was_reminded(board, late_one, each)} == reminded
    assert not any(
        was_reminded(board, message(to, late=late), each) for each in PEOPLE for to in (TO_UNIT, NOBODY, SWITCHBOARD)
    )


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"late": 1}, []),
        ({"late": 2}, [PER]),
        ({"late": 3}, [PER, "unit:bygglov"]),
        ({"late": 4}, [PER, "unit:bygglov", "officer:bygg"]),
        ({"late": 4, "stage": Stage.DONE, "closed_at": NINE}, []),
        ({"late": 4, "to": TO_UNIT}, ["officer:bygg"]),
        ({"late": 4, "to": TO_UNIT, "taker": ANNA}, [PER, "unit:bygglov", "officer:bygg"]),
        ({"late": 4, "to": SWITCHBOARD}, [DESK]),
    ],
)
def test_it_is_said_who_was_reminded_besides_those_it_is_to(board: Board, more: dict[str, object], named: list[str]) -> None:
    assert late_for(board, message(**more)) == named  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "hear"),
    [
        ({}, {ANNA, LENT, SIV}),
        ({"to": TO_UNIT}, {ANNA, OLLE, SIV}),
        ({"to": TO_UNIT, "taker": PER}, {ANNA, OLLE, PER, "messages-of:2042", SIV}),
        ({"to": SWITCHBOARD, "former": TO_ANNA}, {ANNA, SIV}),
        ({"to": SWITCHBOARD, "former": TO_UNIT}, {ANNA, OLLE, SIV}),
        ({"made_by": "siv.strom"}, {ANNA, LENT, "user:siv.strom"}),
        ({"made_by": ""}, {ANNA, LENT}),
        ({"late": 2}, {ANNA, LENT, PER, SIV}),
        (STEPS, {ANNA, LENT, PER, OLLE, SIV, "officer:bygg"}),
        ({"to": NOBODY, "made_by": ""}, set()),
    ],
)
def test_those_who_may_act_hear_of_it_and_the_switchboard_of_all(board: Board, more: dict[str, object], hear: set[str]) -> None:
    assert audience(board, message(**more)) == hear | {DESK}  # type: ignore[arg-type]


def test_those_of_the_version_before_hear_too_and_who_is_named_beside(board: Board) -> None:
    before, after = message(made_by=""), message(SWITCHBOARD, made_by="")
    assert audience(board, before, after, also=frozenset({OLLE})) == {ANNA, LENT, OLLE, DESK}
    assert audience(board) == {DESK}


def test_a_refusal_names_whoever_was_first_and_stays_as_it_is_otherwise(board: Board) -> None:
    named = with_name(board, Conflict("message-taken", field="to", by=ANNA, version=3))
    assert (named.code, named.field, named.params) == ("message-taken", "to", {"by": "Anna Ek", "version": 3})
    plain = Conflict("message-done", version=3)
    assert with_name(board, plain) is plain


def test_a_message_is_told_with_names_for_people(board: Board) -> None:
    attempts = (Attempt(NINE, PER, Outcome.BUSY), Attempt(NINE + HOUR, "gone", Outcome.ANSWERED, 200))
    view = view_of(board, message(taker=OLLE, former=TO_UNIT, attempts=attempts, closed_by=PER, closed_at=NINE, word="x"))
    assert (view.to_kind, view.to, view.to_name) == (AddresseeKind.PERSON, ANNA, "Anna Ek")
    assert (view.made_by, view.made_by_name) == (SIV, "Siv Ström")
    assert (view.taker, view.taker_name) == (OLLE, "Olle Lind")
    assert (view.former_kind, view.former, view.former_name) == (AddresseeKind.UNIT, "bygglov", "Bygglov")
    assert (view.closed_at, view.closed_by_name, view.word) == (NINE, "Per Berg", "x")
    assert [(each.at, each.by_name, each.outcome, each.talked) for each in view.attempts] == [
        (NINE, "Per Berg", Outcome.BUSY, None),
        (NINE + HOUR, "gone", Outcome.ANSWERED, 200),
    ]
    assert (view.caller_name, view.caller_number, view.caller_organisation) == ("Karin", "+46923555012", "Berg AB")


def test_what_is_not_there_is_told_as_nothing(board: Board) -> None:
    view = view_of(board, message(SWITCHBOARD))
    assert (view.to_name, view.taker, view.taker_name) == ("", None, "")
    assert (view.former_kind, view.former, view.former_name, view.closed_by_name) == (None, "", "", "")
    assert (view.attempts, view.late_for, view.proposes_done) == ([], [], False)


@pytest.mark.parametrize(
    ("number", "rings"),
    [("0923555012", True), ("+46923555012", True), ("", False), ("112", False), (PER, True), ("0900123456", False)],
)
def test_it_can_be_rung_back_where_a_phone_here_may_dial_the_number(board: Board, number: str, rings: bool) -> None:
    party = CallingParty("Karin", number, "")
    assert [view_of(board, message(to, party=party)).can_ring for to in (TO_ANNA, TO_UNIT, SWITCHBOARD)] == [rings] * 3


def test_nobody_rings_their_own_extension_and_nothing_rings_where_nobody_is(board: Board) -> None:
    own = message(party=CallingParty("Anna", ANNA, ""))
    assert not view_of(board, own).can_ring
    board.load_directory({}, {}, 2)
    assert not view_of(board, message()).can_ring
