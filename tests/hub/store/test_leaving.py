"""What somebody has left is found by indexes, however much there is of others', and memory is changed as the rows are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.store import Transaction, messages
from kalix_presence.hub.store.holdings import end_holdings, told_of
from kalix_presence.hub.store.leaving import Leaving, absence_after, message_after, notice_after, plan_after
from kalix_presence.hub.store.people import read_people
from kalix_presence.hub.store.upgrade import upgrade
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
from kalix_presence.model.directory import Person
from kalix_presence.model.notice import Notice
from kalix_presence.model.plan import DeputyState, Plan
from tests.clocks import NINE
from tests.hub.serving import made_config
from tests.hub.store.test_upgrade import at_step

ANNA = Addressee(AddresseeKind.PERSON, "2041")
LATER = NINE + timedelta(hours=1)
MESSAGE = CallbackMessage(
    "m", Addressee(AddresseeKind.PERSON, "2043"), CallingParty("Eva", "+46923555012", ""), "2061", NINE, LATER
)
NAMING = [
    replace(MESSAGE, to=ANNA),
    replace(MESSAGE, former=ANNA),
    replace(MESSAGE, to=SWITCHBOARD, taker="2041"),
    replace(MESSAGE, made_by="2041"),
    replace(MESSAGE, closed_by="2041", closed_at=NINE),
    replace(MESSAGE, decided_by="2041"),
    replace(MESSAGE, attempts=(Attempt(NINE, "2041", Outcome.BUSY),)),
]
"""Anna in each of the places in which a message can name somebody."""
PERSON = Person("2041", "Anna", "Ek", "bygglov", "samhallsbyggnad")


@pytest.fixture(params=[0, messages.FEW], ids=["one leaves", "many leave"])
def leaving(request: pytest.FixtureRequest) -> Leaving:
    others = {str(3000 + each): replace(PERSON, extension=str(3000 + each), id=str(each)) for each in range(request.param)}
    return Leaving({"2041": PERSON, **others})


@pytest.mark.parametrize("number", range(len(NAMING)))
def test_a_message_that_names_a_leaver_is_without_them_in_its_row_as_in_memory(
    tmp_path: Path, number: int, leaving: Leaving
) -> None:
    before, other = NAMING[number], replace(MESSAGE, id="other")

    def work(change: Transaction) -> None:
        for message in (before, other):
            messages.put_message(change, message, now=NINE)
        end_holdings(change, leaving, now=NINE)
        after = messages.read_message(change.sql, "m")
        assert after == message_after(before, leaving) != before
        assert b'"2041"' not in msgspec.json.encode(after)
        assert messages.read_naming(change.sql, ["2041"]) == []
        assert messages.read_message(change.sql, "other") == message_after(other, leaving) == other

    write(made_config(tmp_path / "hub"), work)


def test_absences_and_notices_of_others_are_without_leavers_and_movers() -> None:
    gone = Leaving({"2041": PERSON}, {"2042": "2077"})
    absence = Absence("a", "2043", "meeting", NINE, None, Forward(), "", "2041", Way.UNKNOWN, deputy="2042")
    after = absence_after(absence, gone)
    assert (after.set_by, after.deputy) == ("Anna Ek", "2077")
    assert absence_after(replace(absence, set_by="2043", deputy="2041"), gone).deputy is None
    other = replace(absence, set_by="2043", deputy=None)
    assert absence_after(other, gone) is other
    notice = Notice("n", 1, "bygglov", "Stängt", NINE, LATER, "2041", NINE, "2042")
    named = notice_after(notice, gone)
    assert (named.proposed_by, named.published_by) == ("Anna Ek", "2077")


GROWS = (
    "absence",
    "event",
    "message",
    "message_step",
    "audit",
    "person",
    "account",
    "session",
    "preference",
    "lift",
    "calendar",
)
"""Tables with rows for everybody, or for everything that ever happened."""


@pytest.mark.in_a_file
def test_nothing_that_grows_is_looked_through_while_others_wait_to_write(tmp_path: Path) -> None:
    said: list[str] = []

    def work(change: Transaction) -> None:
        people = read_people(change.sql)
        leaving = Leaving({"2041": people["2041"]}, {"2042": "2077"})
        told = told_of(change.sql, leaving)
        change.sql.set_trace_callback(said.append)
        end_holdings(change, leaving, now=NINE, told=told)
        change.sql.set_trace_callback(None)
        for statement in dict.fromkeys(one for one in said if one.partition(" ")[0] in ("SELECT", "UPDATE", "DELETE")):
            for *_, how in change.sql.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall():
                through = how.startswith("SCAN") and how.split()[1] in GROWS
                assert not through or how == "SCAN message USING COVERING INDEX message_named", (statement, how)

    write(made_config(tmp_path / "hub"), work)
    assert len(said) > 30


@pytest.mark.in_a_file
def test_messages_of_before_say_whom_they_name(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    at_step(path, "0019")
    with closing(sqlite3.connect(path)) as sql:
        for number, message in enumerate(NAMING):
            sql.execute(
                "INSERT INTO message(id, to_kind, to_code, number, stage, source, made_at, due, changed_at, search, body)"
                " VALUES (?, '', '', '', 'new', 'left', 0, 0, 0, '', ?)",
                (str(number), msgspec.json.encode(replace(message, id=str(number)))),
            )
        sql.commit()
    upgrade(path)
    with closing(sqlite3.connect(path)) as sql:
        kept = sql.execute("SELECT named FROM message ORDER BY rowid").fetchall()
        assert kept == [(messages.named(message),) for message in NAMING]
        assert all("\n2041\n" in named for (named,) in kept)


GONE = Leaving({"2041": PERSON}, {"2042": "2077"})
"""Anna is gone, and whoever was at 2042 has moved."""
SEEN = replace(MESSAGE, stage=Stage.SEEN, later=LATER, late=2, version=4, decided=3, decided_by="2043")
GROUP = replace(SEEN, to=SWITCHBOARD)
MOVER, MOVED = Addressee(AddresseeKind.PERSON, "2042"), Addressee(AddresseeKind.PERSON, "2077")
NEXT = {"version": 5, "decided": 5}
AGAIN = {"later": None, "late": 0, **NEXT}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (replace(SEEN, to=ANNA), {"to": SWITCHBOARD, "word": "Anna Ek (2041)", "stage": Stage.RETURNED, **AGAIN}),
        (replace(GROUP, taker="2041"), {"taker": None, "stage": Stage.NEW, **AGAIN}),
        (replace(SEEN, to=MOVER), {"to": MOVED, **NEXT}),
        (replace(GROUP, taker="2042"), {"taker": "2077", **NEXT}),
        (replace(GROUP, taker="2043", made_by="2041"), {"made_by": "Anna Ek", **NEXT}),
        (replace(SEEN, decided_by="2041"), {"decided_by": "Anna Ek", **NEXT}),
        (replace(SEEN, decided_by="2042"), {"decided_by": "2077", **NEXT}),
        (replace(SEEN, former=ANNA), {"former": None, **NEXT}),
        (replace(SEEN, former=MOVER), {"former": MOVED, **NEXT}),
        (
            replace(SEEN, to=ANNA, stage=Stage.DONE, closed_at=NINE, closed_by="2041"),
            {"to": SWITCHBOARD, "word": "Anna Ek (2041)", "closed_by": "Anna Ek", **NEXT},
        ),
        (replace(GROUP, taker="2041", stage=Stage.DONE), {"taker": None, **NEXT}),
        (
            replace(SEEN, attempts=(Attempt(NINE, "2041", Outcome.BUSY, 7.5), Attempt(LATER, "2043", Outcome.NO_ANSWER, 8.5))),
            {"attempts": (Attempt(NINE, "Anna Ek", Outcome.BUSY, 7.5), Attempt(LATER, "2043", Outcome.NO_ANSWER, 8.5)), **NEXT},
        ),
        (
            replace(GROUP, taker="2041", made_by="2041", closed_by="2041", decided_by="2041"),
            {"taker": None, "made_by": "Anna Ek", "closed_by": "Anna Ek", "decided_by": "Anna Ek", "stage": Stage.NEW, **AGAIN},
        ),
        (replace(SEEN, to=Addressee(AddresseeKind.UNIT, "2041")), {}),
    ],
)
def test_what_a_leaver_had_to_do_waits_for_others_and_the_rest_stays_as_it_was(
    before: CallbackMessage, after: dict[str, object]
) -> None:
    assert message_after(before, GONE) == replace(before, **after)  # type: ignore[arg-type]


def test_each_place_of_an_absence_a_plan_and_a_notice_is_changed_by_itself() -> None:
    absence = Absence("a", "2043", "meeting", NINE, None, Forward(), "", "2041", Way.UNKNOWN, deputy="2044")
    assert absence_after(absence, GONE) == replace(absence, set_by="Anna Ek")
    notice = Notice("n", 1, "bygglov", "Stängt", NINE, LATER, "2041", NINE, "2043")
    assert notice_after(notice, GONE) == replace(notice, proposed_by="Anna Ek")
    notice = replace(notice, proposed_by="2043", published_by="2041")
    assert notice_after(notice, GONE) == replace(notice, published_by="Anna Ek")
    day = NINE.replace(tzinfo=None)
    plan = Plan("p", "2043", "holiday", day, LATER.replace(tzinfo=None), "Europe/Stockholm", "2041", version=7)
    agreed = replace(plan, deputy="2044", deputy_state=DeputyState.ACCEPTED)
    assert plan_after(agreed, GONE) == replace(agreed, set_by="Anna Ek", version=8)
    assert plan_after(replace(agreed, deputy="2042"), GONE) == replace(agreed, set_by="Anna Ek", deputy="2077", version=8)
    moved = replace(agreed, extension="2042", set_by="2043")
    assert plan_after(moved, GONE) == replace(moved, extension="2077", version=8)
    alone = replace(agreed, set_by="2043", deputy="2041")
    assert plan_after(alone, GONE) == replace(alone, deputy=None, deputy_state=DeputyState.NONE, version=8)


def test_whoever_leaves_or_moves_is_in_it_and_nobody_is_in_nobody() -> None:
    assert ("2041" in GONE, "2042" in GONE, "2077" in GONE, None in GONE) == (True, True, False, False)
    assert (bool(GONE), bool(Leaving()), bool(Leaving(moved={"2042": "2077"}))) == (True, False, True)
    assert [GONE.named(each) for each in ("2041", "2042", "2043")] == ["Anna Ek", "2077", "2043"]
