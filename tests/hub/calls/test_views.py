"""A present call as its reader sees it: nobody from outside passes for a colleague, and mobiles are known to who may know them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence import shipped
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.calls.views import Background, CallViews
from kalix_presence.hub.pbx.protocol import PresentCall
from kalix_presence.hub.store import Store, accounts, messages, people
from kalix_presence.hub.store.accounts import Account
from kalix_presence.hub.store.writer import Transaction
from kalix_presence.model.absence import Absence, Forward, Way
from kalix_presence.model.callback import SWITCHBOARD, Addressee, AddresseeKind, CallbackMessage, CallingParty, Stage
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.present_call import CallState, DivertReason
from tests.clocks import NINE

ANNA = Person("2041", "Anna", "Ek", "bygg", "bygg", direct="0923555041", mobile="0701740601", id="a" * 32)
PER = Person("2042", "Per", "Berg", "bygg", "bygg", direct="0923555042", id="b" * 32)
SIV = Person("2061", "Siv", "Ström", "skola", "skola", id="c" * 32)
KARIN = "+46923555012"
CALL = PresentCall("c", "2042", KARIN, "", outward=False, state=CallState.RINGING, since=NINE)
DESK = shipped.default_policy().switchboard


def message(id_: str, to: str, name: str, made: int = 0, **more: object) -> CallbackMessage:
    addressee = SWITCHBOARD if not to else Addressee(AddresseeKind.PERSON, to)
    at = NINE + timedelta(hours=made)
    usual = CallbackMessage(id_, addressee, CallingParty(name, KARIN, ""), "2001", at, at + timedelta(hours=2), about=id_)
    return replace(usual, **more)  # type: ignore[arg-type]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    one = Store(tmp_path / "kalix.db")

    def furnish(change: Transaction) -> None:
        for unit in ("bygg", "skola"):
            people.put_unit(change, Unit(unit, unit.title()))
        for person in (ANNA, PER, SIV):
            people.put_person(change, person)

    await one.write(furnish)
    yield one
    one.close()


@pytest.fixture
def board() -> Board:
    made = Board(shipped.default_reasons(), shipped.default_policy())
    made.load_directory({each.extension: each for each in (ANNA, PER, SIV)}, {}, 1)
    return made


@pytest.fixture
def views(board: Board, store: Store) -> CallViews:
    return CallViews(board, store)


async def keep(store: Store, *found: CallbackMessage) -> None:
    await store.write(lambda change: [messages.put_message(change, each, now=NINE) for each in found] and None)


async def test_a_stranger_is_called_as_they_say_and_as_was_noted_before(views: CallViews, store: Store) -> None:
    await keep(store, message("m", "2042", "Karin Öberg"))
    found = await views.background(replace(CALL, name="K Oberg"))
    assert (found.number, found.colleague, found.name) == (KARIN, "", "")
    assert (found.says, found.noted) == ("K Oberg", "Karin Öberg")
    view = views.view(CALL, found)
    assert (view.number, view.number_shown, view.name) == (KARIN, "0923-55 50 12", "")


@pytest.mark.parametrize("name", ["Anna Ek", "EK, Anna", "Anna Ek (IT)", "2041", " 20 41 ", DESK])
async def test_whoever_calls_from_outside_by_a_colleague_s_name_or_number_has_no_name(
    views: CallViews, store: Store, name: str
) -> None:
    await keep(store, message("m", "2042", "Anna Ek"))
    found = await views.background(replace(CALL, name=name))
    assert (found.says, found.noted, found.name, found.colleague) == ("", "", "", "")
    assert [each.id for each in found.earlier] == ["m"]


@pytest.mark.parametrize("number", ["2041", DESK])
async def test_an_outside_caller_who_claims_an_extension_of_ours_is_nobody(views: CallViews, number: str) -> None:
    assert await views.background(replace(CALL, number=number, name="Kalle")) == Background("", "", ())
    inside = await views.background(replace(CALL, number=number, internal=True))
    assert inside.number == number
    assert inside.colleague == ("2041" if number == "2041" else "")


@pytest.mark.parametrize("number", ["0923555041", "0701740601"])
async def test_a_colleague_s_number_from_outside_is_shown_and_names_nobody(views: CallViews, store: Store, number: str) -> None:
    await store.write(lambda change: accounts.put_account(change, Account("siv", "2061", roles=("receptionist",))))
    found = await views.background(replace(CALL, extension="2061", number=number, name="Kalle"))
    assert (found.number, found.colleague, found.says, found.name) == (f"+46{number[1:]}", "", "", "")


@pytest.mark.parametrize(
    ("account", "waiting", "known"),
    [
        (None, False, False),
        (("employee",), False, False),
        (("receptionist",), False, True),
        (("officer",), False, False),
        (None, True, True),
    ],
)
async def test_a_colleague_on_their_mobile_is_known_to_who_may_know_it(
    views: CallViews, store: Store, account: tuple[str, ...] | None, waiting: bool, known: bool
) -> None:
    if account is not None:
        await store.write(lambda change: accounts.put_account(change, Account("siv", "2061", roles=account)))
    call = replace(CALL, extension="2061", number="0701740601", internal=True, waiting=waiting)
    found = await views.background(call)
    assert found.colleague == ("2041" if known else "")
    assert views.view(call, found).name == ("Anna Ek" if known else "")


async def test_a_number_that_two_have_is_nobody_s(views: CallViews, board: Board) -> None:
    same = replace(SIV, direct="0923555041")
    board.load_directory({**board.people, "2061": same}, {}, 2)
    found = await views.background(replace(CALL, number="0923555041", internal=True))
    assert (found.number, found.colleague) == ("+46923555041", "")


async def test_without_a_number_only_what_they_say_is_there(views: CallViews) -> None:
    found = await views.background(replace(CALL, number="", name="Kalle", withheld=True))
    assert found == Background("", "", (), says="Kalle")
    assert views.view(replace(CALL, withheld=True), found).withheld


async def test_inside_the_pbx_knows_the_name(views: CallViews, store: Store) -> None:
    await keep(store, message("m", "2042", "Karin"))
    inside = replace(CALL, internal=True)
    assert (await views.background(replace(inside, name="Fax"))).name == "Fax"
    assert (await views.background(inside)).name == "Karin"
    assert (await views.background(inside)).says == ""


async def test_earlier_messages_are_those_that_the_reader_may_see_and_the_newest_is_told(
    views: CallViews, store: Store
) -> None:
    newest = message("newest", "2042", "", 3, stage=Stage.SEEN)
    await keep(store, message("old", "2042", "Karin"), message("other", "2041", "Kajsa", 5), newest)
    found = await views.background(CALL)
    assert {each.id for each in found.earlier} == {"old", "newest"}
    assert found.noted == "Karin", "a name that was left out last is the one before"
    view = views.view(CALL, found)
    assert view.last is not None
    assert (view.earlier, view.last.id, view.last.made_at) == (2, "newest", newest.made_at)
    assert (view.last.stage, view.last.to_name, view.last.about) == (Stage.SEEN, "Per Berg", "newest")
    waiting = await views.background(replace(CALL, extension=DESK, waiting=True))
    assert {each.id for each in waiting.earlier} == {"old", "newest", "other"}
    nothing = views.view(CALL, await views.background(replace(CALL, number="0855512345")))
    assert (nothing.earlier, nothing.last) == (0, None)


@pytest.mark.parametrize(
    ("diverted", "why", "told"),
    [
        ("2041", DivertReason.NO_ANSWER, ("2041", "Anna Ek", DivertReason.NO_ANSWER)),
        ("2041", DivertReason.UNREGISTERED, ("2041", "Anna Ek", DivertReason.UNREGISTERED)),
        (DESK, DivertReason.UNREGISTERED, ("", "", "")),
        (DESK, DivertReason.BUSY, (DESK, DESK, DivertReason.BUSY)),
        ("", DivertReason.NO_ANSWER, ("", "", "")),
        ("", DivertReason.PICKED_UP, ("", "", DivertReason.PICKED_UP)),
        ("", DivertReason.RETURNED, ("", "", DivertReason.RETURNED)),
    ],
)
def test_it_is_told_whose_call_it_was_and_why_it_came_here(
    views: CallViews, diverted: str, why: DivertReason, told: tuple[str, str, str]
) -> None:
    view = views.view(replace(CALL, diverted_from=diverted, why=why), Background(KARIN, "", ()))
    assert (view.diverted_from, view.diverted_from_name, view.why) == told


@pytest.mark.parametrize(("why", "reason"), [(DivertReason.ABSENCE, "out_of_office"), (DivertReason.BUSY, "")])
def test_why_somebody_is_away_is_told_as_colleagues_see_it(
    views: CallViews, board: Board, why: DivertReason, reason: str
) -> None:
    sick = Absence("a", "2041", "sick", NINE, None, Forward(), "flu", "2041", Way.TRAY)
    board.put("2041", [sick], NINE)
    board.put("2042", [], NINE)
    nothing = Background(KARIN, "", ())
    assert views.view(replace(CALL, diverted_from="2041", why=why), nothing).reason == reason
    for extension in ("2042", "2999", ""):
        assert views.view(replace(CALL, diverted_from=extension, why=why), nothing).reason == ""
