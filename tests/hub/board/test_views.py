"""What a caller may see of people and standings, cut to the reader at this one place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.views import (
    card_view,
    contact_of,
    directory_view,
    open_view,
    person_view,
    seen_reply,
    sees_all,
    sees_full,
)
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.contact import Contact
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.line import LineState
from kalix_presence.model.policy import Policy
from kalix_presence.model.preferences import PhoneHours, Preferences, Span
from tests.clocks import NINE

ANNA = Person(
    "2041", "Anna", "Ek", "bygglov", "bygg", "Handläggare", "0923555041", "0701740601", "anna@kommun.example", deputy="2042",
    duties=("bygglov",), place="Plan 2",
)  # fmt: skip
PER = Person("2042", "Per", "Berg", "gone", "gone", deputy="2999")
OWN, OTHER = (Caller(name, number, "bygg", frozenset({Role.EMPLOYEE})) for name, number in (("anna", "2041"), ("per", "2042")))
DESK = Caller("maria", "2001", "kansli", frozenset({Role.RECEPTIONIST}))
SICK = Absence(
    "a", "2041", "sick", NINE, NINE + timedelta(hours=1), Forward(ForwardKind.NUMBER, "0701740601"), "flu", "2001",
    Way.RECEPTIONIST, why="rang in", deputy="2042",
)  # fmt: skip
PHONE = PhoneHours({0: (Span(time(9), time(10)),)}, date(2026, 12, 24))


def made(policy: Policy | None = None) -> Board:
    board = Board(shipped.default_reasons(), policy or shipped.default_policy())
    units = (Unit("bygg", "Bygg"), Unit("bygglov", "Bygglov", "bygg"))
    board.load_directory({each.extension: each for each in (ANNA, PER)}, {each.code: each for each in units}, 1)
    board.put("2041", [SICK], NINE)
    board.put("2042", [], NINE)
    board.preferences["2041"] = Preferences(phone_hours=PHONE)
    board.states["2041"].line = board.states["2042"].line = LineState.BUSY
    board.pbx = True
    return board


@pytest.fixture
def board() -> Board:
    return made()


@pytest.mark.parametrize("role", list(Role))
def test_a_role_sees_everybody_s_reasons_only_where_the_policy_names_it(role: Role) -> None:
    caller = Caller("somebody", "2999", "bygg", frozenset({role}))
    assert not sees_all(caller, made())
    named = made(replace(shipped.default_policy(), sees_sensitive=(role.value,)))
    assert sees_all(caller, named)
    assert sees_full(named, caller, ANNA)
    others = made(replace(shipped.default_policy(), sees_sensitive=tuple(each.value for each in Role if each is not role)))
    assert not sees_all(caller, others)
    assert not sees_full(others, caller, ANNA)


def test_everybody_sees_their_own(board: Board) -> None:
    assert [sees_full(board, caller, ANNA) for caller in (OWN, OTHER, DESK)] == [True, False, False]
    assert [sees_full(board, caller, PER) for caller in (OWN, OTHER, DESK)] == [False, True, False]


@pytest.mark.parametrize(("caller", "mobile", "full"), [(OWN, True, True), (OTHER, False, False), (DESK, True, False)])
def test_a_person_is_seen_with_mobile_and_reason_by_who_may_know_them(
    board: Board, caller: Caller, mobile: bool, full: bool
) -> None:
    view = person_view(board, caller, ANNA)
    assert view.mobile == ("0701740601" if mobile else "")
    assert view.standing is not None
    assert view.standing.line is LineState.BUSY
    shown = view.standing.absence
    assert shown is not None
    assert (shown.reason, shown.note, shown.why, shown.forward_number) == (
        ("sick", "flu", "rang in", "0701740601") if full else ("out_of_office", "", "", None)
    )


def test_without_the_pbx_nobody_knows_what_a_line_does(board: Board) -> None:
    board.pbx = False
    view = person_view(board, OWN, ANNA)
    assert view.standing is not None
    assert view.standing.line is LineState.UNKNOWN
    assert view.standing.absence is not None


def test_the_directory_tells_everybody_the_same_and_mobiles_to_who_may_see_all(board: Board) -> None:
    open_one = open_view(board, "2041", board.preferences_of("2041"))
    assert directory_view(board, ANNA, number=False) == open_one
    assert directory_view(board, ANNA, number=True).mobile == "0701740601"
    assert open_one == wire.PersonView(
        extension="2041", name="Anna Ek", unit="bygglov", unit_name="Bygglov", administration="bygg", administration_name="Bygg",
        title="Handläggare", direct="0923555041", email="anna@kommun.example", deputy="2042", duties=["bygglov"], place="Plan 2",
        phone_hours=PHONE, family_name="Ek",
    )  # fmt: skip
    assert (open_one.mobile, open_one.standing) == ("", None)


def test_a_unit_that_the_directory_has_no_more_is_called_by_its_code(board: Board) -> None:
    view = open_view(board, "2042", Preferences())
    assert (view.unit_name, view.administration_name, view.phone_hours) == ("gone", "", None)


def test_a_card_names_who_covers_and_whom_they_cover_by_name(board: Board) -> None:
    covering = replace(SICK, deputy="2041")
    others = {each: Person(each, name, "Ö", "bygg", "bygg", deputy=deputy) for each, name, deputy in (
        ("2050", "Bo", "2042"), ("2051", "Ada", "2042"), ("2052", "Eva", "2041"),
    )}  # fmt: skip
    board.load_directory({**board.people, **others}, board.units, 2)
    assert [(each.extension, each.name) for each in card_view(board, OTHER, PER).covers] == [
        ("2051", "Ada Ö"),
        ("2041", "Anna Ek"),
        ("2050", "Bo Ö"),
    ]
    assert card_view(board, OTHER, PER).deputy_name == "", "2999 is nobody"
    anna = card_view(board, OTHER, ANNA)
    assert (anna.deputy_name, [each.extension for each in anna.covers], anna.mobile) == ("Per Berg", ["2052"], "")
    board.put("2042", [replace(covering, id="b", extension="2042")], NINE)
    assert [each.extension for each in card_view(board, OTHER, ANNA).covers] == ["2052", "2042"]


def test_the_public_has_the_direct_number_and_never_the_mobile(board: Board) -> None:
    assert contact_of(board, ANNA) == Contact(
        name="Anna Ek",
        title="Handläggare",
        unit="Bygglov",
        administration="Bygg",
        direct="0923555041",
        email="anna@kommun.example",
        family_name="Ek",
    )
    gone = contact_of(board, PER)
    assert (gone.unit, gone.administration) == ("", "")


@pytest.mark.parametrize(("caller", "reason"), [(OWN, "sick"), (OTHER, "out_of_office"), (DESK, "out_of_office")])
def test_the_answer_to_a_change_shows_what_stood_before_and_after_as_its_reader_may_see_it(
    board: Board, caller: Caller, reason: str
) -> None:
    full = board.standing("2041", full=True)
    reply = wire.StatusReply(in_force=False, standing=full, made="a", before=board.shown(SICK, full=True))
    seen = seen_reply(board, caller, reply, "sv")
    assert seen.standing.absence is not None
    assert seen.before is not None
    assert [each.reason for each in (seen.standing.absence, seen.before)] == [reason] * 2
    assert [each.note for each in (seen.standing.absence, seen.before)] == ["flu" if reason == "sick" else ""] * 2
    assert (seen.made, seen.detail) == ("a", None)
    nothing = seen_reply(board, caller, wire.StatusReply(in_force=True, standing=full), "sv")
    assert nothing.before is None


def test_trouble_is_said_in_the_language_of_who_asked_and_what_was_said_already_stays(board: Board) -> None:
    reply = wire.StatusReply(in_force=False, standing=board.standing("2041", full=True), trouble="pbx-unreachable")
    said = {language: seen_reply(board, OWN, reply, language).detail for language in ("sv", "en", "fi")}
    assert len(set(said.values())) == 3
    assert all(said.values())
    already = wire.StatusReply(in_force=False, standing=reply.standing, trouble="pbx-unreachable", detail="as it was")
    assert seen_reply(board, OWN, already, "sv").detail == "as it was"
