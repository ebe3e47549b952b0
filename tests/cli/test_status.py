"""What is shown of people: every state in words of its own, and what nobody knows never as known."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from kalix_presence import shipped, wire
from kalix_presence.cli.context import Joined
from kalix_presence.cli.status import _as_json, _row, _sentences, _why, plain, print_table
from kalix_presence.client.sync.known import Known
from kalix_presence.model.absence import ForwardKind, Way
from kalix_presence.model.elsewhere import Elsewhere
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.line import LineState
from kalix_presence.model.worktime import WorkingTime
from tests.clocks import NINE

LUNCH = wire.ShownAbsence("a", "lunch", NINE, NINE + timedelta(hours=3), set_by="2041", way=Way.TRAY)


def person(standing: wire.Standing | None) -> wire.PersonView:
    return wire.PersonView("2041", "Anna Ek", "bygg", "Bygglov", "samhall", standing=standing)


def stands(absence: wire.ShownAbsence | None = None, **more: Any) -> wire.PersonView:
    return person(wire.Standing("2041", absence=absence, **more))


def joined(*waiting: Any, away: bool = False, me: str = "2041") -> Joined:
    known = Known()
    known.known_at, known.own_known_at = NINE - timedelta(hours=2), NINE - timedelta(minutes=5)
    known.me = SimpleNamespace(person=SimpleNamespace(extension=me))  # type: ignore[assignment]
    known.people = [person(None), wire.PersonView("2042", "Per Berg", "bygg", "Bygglov", "samhall")]
    hub = SimpleNamespace(address="https://b.example")
    session: Any = SimpleNamespace(known=known, hub=hub, absence_sender=SimpleNamespace(waiting=lambda: list(waiting)))
    fault = Unavailable("hub-unreachable") if away else None
    return Joined(session, shipped.words("en"), shipped.default_reasons(), WorkingTime(), NINE, fault)


def waits(request: wire.AbsenceRequest | None, extension: str = "2041") -> Any:
    return SimpleNamespace(extension=extension, request=request)


def said(context: Joined, one: wire.PersonView) -> list[str]:
    found = _sentences(context, one, "why")
    assert found[:2] == ["Anna Ek, 2041, Bygglov", "why"]
    return found[2:]


@pytest.mark.parametrize(
    ("forward", "number", "sentence"),
    [
        (ForwardKind.SWITCHBOARD, None, "Calls go to the switchboard."),
        (ForwardKind.MOBILE, None, "Calls go to the mobile."),
        (ForwardKind.NUMBER, "070", "Calls go to 070."),
        (ForwardKind.NUMBER, None, "Calls go to -."),
        (ForwardKind.NONE, None, "The phone rings as usual."),
    ],
)
def test_where_calls_go_is_said(forward: ForwardKind, number: str | None, sentence: str) -> None:
    absence = wire.ShownAbsence("a", "lunch", NINE, forward=forward, forward_number=number, note="rum 3")
    assert said(joined(), stands(absence))[:2] == [sentence, "Note: rum 3"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (LineState.IDLE, "The phone is free."),
        (LineState.RINGING, "The phone rings."),
        (LineState.BUSY, "On the phone."),
        (LineState.NOT_REGISTERED, "The phone is not connected."),
        (LineState.UNKNOWN, None),
    ],
)
def test_the_line_is_said_where_it_is_known(line: LineState, sentence: str | None) -> None:
    rest = said(joined(), stands(line=line))
    assert rest == ["In force: the PBX has confirmed it.", *([sentence] if sentence else [])]


def test_what_the_pbx_has_not_confirmed_is_said_with_its_trouble() -> None:
    [pending] = said(joined(), stands(in_force=False, trouble="pbx-refused"))
    [unknown] = said(joined(), stands(in_force=False))
    assert pending.startswith("Set, but the PBX has not confirmed it yet.")
    assert unknown.startswith("Set, but the PBX has not confirmed it yet.")
    assert pending != unknown


def test_without_contact_nothing_is_said_to_be_in_force_now() -> None:
    was = said(joined(away=True), stands(LUNCH))
    assert shipped.words("en").say("cli.was-in-force") in was
    assert shipped.words("en").say("cli.in-force") not in was
    assert shipped.words("en").say("cli.was-in-force") not in said(joined(away=True), stands(LUNCH, in_force=False))
    assert shipped.words("en").say("cli.was-in-force") not in said(joined(waits(None), away=True), stands(LUNCH))


def test_a_hint_of_another_program_is_said_only_while_it_is_live() -> None:
    one = stands(line=LineState.IDLE, elsewhere=Elsewhere.MEETING)
    assert "In a meeting in Teams." in said(joined(), one)
    assert "In a meeting in Teams." not in said(joined(away=True), one)


def test_the_newest_change_that_waits_is_said() -> None:
    first = waits(wire.AbsenceRequest("lunch", NINE + timedelta(hours=4), None, "", Way.CLI))
    other = waits(None, "2042")
    rest = said(joined(waits(None), first, other), stands())
    assert rest[-2] == "A change waits on this computer and is sent when the presence server answers."
    assert "Lunch" in rest[-1]
    assert "13:00" in rest[-1]
    opened = said(joined(waits(wire.AbsenceRequest("sick", None, None, "", Way.CLI))), stands())[-1]
    assert "Sick" in opened
    assert said(joined(waits(None)), stands())[-1] == shipped.words("en").say("cli.waits-back")
    unknown = said(joined(waits(wire.AbsenceRequest("newer-reason", None, None, "", Way.CLI))), stands())[-1]
    assert "Away" in unknown


@pytest.mark.parametrize(
    ("one", "where"),
    [
        (stands(line=LineState.IDLE), "Available"),
        (stands(overdue=True, line=LineState.IDLE), "Overdue"),
        (stands(LUNCH), "Lunch until 12:00"),
        (stands(wire.ShownAbsence("a", "sick", NINE)), "Sick until further notice"),
        (stands(wire.ShownAbsence("a", "newer-reason", NINE)), "Away until further notice"),
        (stands(wire.ShownAbsence("a", "lunch", NINE, LUNCH.end, back=NINE + timedelta(hours=5))), "Lunch until 14:00"),
    ],
)
def test_a_row_says_where_somebody_is(one: wire.PersonView, where: str) -> None:
    assert _row(joined(), one)[:4] == ["2041", "Anna Ek", "Bygglov", where]


@pytest.mark.parametrize("one", [stands(), person(None)])
def test_somebody_of_whose_line_nothing_is_known_is_not_shown_as_available(one: wire.PersonView) -> None:
    row = _row(joined(), one)
    assert row[3] == shipped.words("en").say("holding.unknown-briefly")
    assert row[4] == "The telephone exchange does not say what the phone does."


@pytest.mark.parametrize("me", ["2041", "2042"])
async def test_why_is_told_by_what_was_known_last(me: str) -> None:
    told = await _why(joined(away=True, me=me), stands(LUNCH))
    by = "you" if me == "2041" else "Anna Ek"
    assert told == f"Lunch since 9.00, set by {by} in the tray; until 12.00, afterwards: available"
    assert await _why(joined(away=True), stands(overdue=True)) == "Overdue: should be back, but has not said so."
    assert await _why(joined(away=True), stands(line=LineState.IDLE)) == "Available. No absence is set."
    assert await _why(joined(away=True), stands()) == shipped.words("en").say("holding.unknown")


async def test_when_somebody_is_really_back_is_told_without_contact_too() -> None:
    absence = wire.ShownAbsence("a", "lunch", NINE, LUNCH.end, set_by="2042", way=Way.TRAY, back=NINE + timedelta(hours=5))
    told = await _why(joined(away=True), stands(absence))
    assert "set by Per Berg" in told
    assert "back 14.00" in told


def test_a_script_finds_every_field_and_how_old_it_is() -> None:
    live = _as_json(joined(), stands(LUNCH))
    assert (live["known_at"], live["waiting"], live["name"], live["deputy"]) == (None, None, "Anna Ek", None)
    assert live["standing"]["in_force"] is True
    assert live["standing"]["absence"]["end"] == "2026-11-24T11:00:00Z"
    away = _as_json(joined(away=True), stands(LUNCH))
    assert (live["server"], away["server"]) == ("https://b.example", None), "which hub said so"
    assert away["known_at"] == (NINE - timedelta(minutes=5)).isoformat(), "one's own is fresher"
    other = _as_json(joined(away=True, me="2042"), stands(LUNCH))
    assert other["known_at"] == (NINE - timedelta(hours=2)).isoformat()


def test_what_waits_is_told_to_a_script_and_is_not_in_force() -> None:
    until = NINE + timedelta(hours=4)
    found = _as_json(joined(waits(wire.AbsenceRequest("lunch", until, None, "", Way.CLI))), stands())
    assert found["waiting"] == {"back": False, "reason": "lunch", "until": "2026-11-24T12:00:00Z"}
    assert found["standing"]["in_force"] is False
    assert _as_json(joined(waits(None)), person(None))["waiting"] == {"back": True, "reason": None, "until": None}


def test_defaults_are_written_out() -> None:
    found = plain(wire.Standing("2041"))
    assert set(found) == set(wire.Standing.__struct_fields__)
    assert (found["line"], found["absence"], found["overdue"]) == ("unknown", None, False)


def test_columns_of_a_table_are_as_wide_as_what_is_longest(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([["2041", "Anna Ek", "x"], ["20", "Per", ""]])
    assert capsys.readouterr().out == "2041  Anna Ek  x\n20    Per\n"
    print_table([])
    assert capsys.readouterr().out == ""
