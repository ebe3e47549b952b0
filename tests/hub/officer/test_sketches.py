"""The sketch: read by its own administration, proposed by the unit, accepted by the officer, one before the other; faults."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.hub.store import Transaction, people
from kalix_presence.hub.store.holdings import Leaving, end_holdings
from kalix_presence.model.access import Caller
from kalix_presence.model.appointment import Post
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound
from kalix_presence.model.line import LineState
from kalix_presence.model.sketch import MOST_PROPOSALS, ProposalState, ProposalStep
from kalix_presence.model.sketch_changes import ChangeKind
from kalix_presence.model.sketch_faults import Fault
from tests.hub.house import ANNA, MARIA
from tests.hub.officer.sketch_house import ADA, EVA, HEAD, OFFICER, OTHER_OFFICER, TALES, House, nobody_of_old, opened_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with opened_house(tmp_path) as found:
        yield found


async def test_before_anything_is_accepted_it_says_what_the_directory_says(house: House) -> None:
    seen = await house.sees(EVA)
    assert [(each.unit, each.parent, each.version) for each in seen.units] == [
        ("kultur", "", 0), ("bibliotek", "kultur", 0), ("museum", "kultur", 0),
    ]  # fmt: skip
    library = seen.units[1]
    assert [(each.name, [one.name for one in each.people]) for each in library.sheet.duties] == [
        ("boklån", ["Siv Ström", "Eva Ö"]), ("Sagostund", ["Eva Ö"]),
    ]  # fmt: skip
    assert (library.reviewed, library.sheet.owner, library.sheet.deputies) == (None, None, [])
    assert [each.kind for each in library.faults] == [Fault.NO_DEPUTY, Fault.NO_OWNER, Fault.NOT_REVIEWED]
    assert [each.extension for each in library.members] == ["3002", "3001"]
    with pytest.raises(BadInput, match="sketch-not-drawn"):
        await house.review(OFFICER, "bibliotek", 0)


async def test_a_head_proposes_and_the_officer_accepts(house: House) -> None:
    made = await house.propose(place="Storgatan 1", owner="3002", deputies=["3001"], words="Efter mötet")
    assert (made.state, made.proposed_by_name, made.words, made.may) == (
        ProposalState.PROPOSED, "Siv Ström", "Efter mötet", [ProposalStep.WITHDRAW],
    )  # fmt: skip
    assert {each.kind for each in made.changes} == {
        ChangeKind.DUTY_PEOPLE, ChangeKind.DUTY_PLACE, ChangeKind.GONE_DUTY, ChangeKind.PLACE, ChangeKind.DEPUTIES, ChangeKind.OWNER,
    }  # fmt: skip
    assert (await house.unit()).version == 0, "proposed is not accepted"
    [waiting] = (await house.sees(OFFICER)).proposals
    assert waiting.may == [ProposalStep.ACCEPT, ProposalStep.REFUSE, ProposalStep.WITHDRAW]
    done = await house.step(OFFICER, waiting, ProposalStep.ACCEPT)
    assert (done.state, done.answered_by_name, done.may) == (ProposalState.DONE, "Orvar Lind", [])
    library = await house.unit()
    assert library.sheet == wire.SketchSheet(
        "Storgatan 1",
        wire.SketchPerson("3002", "Siv Ström"),
        [wire.SketchPerson("3001", "Eva Ö")],
        [
            wire.SketchDutyView(
                "Sagostund", "Filialen", [wire.SketchPerson("3001", "Eva Ö"), wire.SketchPerson("3002", "Siv Ström")]
            )
        ],
    )
    assert (library.version, library.reviewed, library.reviewed_by_name) == (1, house.day(), "Orvar Lind")
    assert library.faults == []


async def test_who_reads_which(house: House) -> None:
    for who in (EVA, HEAD, OFFICER):
        seen = await house.sees(who)
        assert seen.administration == "kultur"
        assert [each.unit for each in seen.administrations] == ["kultur"]
        with pytest.raises(Forbidden):
            await house.sees(who, "bygg")
    for who in (MARIA, ADA):
        assert (await house.sees(who, "kultur")).administration == "kultur"
        assert (await house.sees(who, "bygg")).administration == "bygg"
        assert [each.name for each in (await house.sees(who)).administrations] == ["Bygg och miljö", "Kultur och fritid"]
    for who in (ANNA, OTHER_OFFICER):
        with pytest.raises(Forbidden):
            await house.sees(who, "kultur")
    for who in (EVA, ADA):
        with pytest.raises(NotFound, match="unit-unknown"):
            await house.sees(who, "x")
        with pytest.raises(Forbidden):
            await house.sees(who, "bibliotek")  # a unit is no administration


async def test_who_proposes_where_and_who_answers(house: House) -> None:
    allowed = {"siv": {"bibliotek"}, "orvar": {"kultur", "bibliotek", "museum"}, "olle": {"bygg"}}
    for who in (HEAD, OFFICER, EVA, ANNA, MARIA, ADA, OTHER_OFFICER):
        for unit in ("kultur", "bibliotek", "museum"):
            if unit in allowed.get(who.username, set()):
                continue
            with pytest.raises(Forbidden):
                await house.propose(who, unit, version=0)
            with pytest.raises(Forbidden):
                await house.review(who, unit, 0)
        shown = await house.sees(who, "kultur" if who in (MARIA, ADA) else "")
        assert {each.unit for each in shown.units if each.may_propose} == allowed.get(who.username, set())
    made = await house.propose()
    for who in (EVA, ANNA, MARIA, ADA, OTHER_OFFICER):
        with pytest.raises(NotFound, match="sketch-unknown"):
            await house.step(who, made, ProposalStep.ACCEPT)
        if who not in (ANNA, OTHER_OFFICER):
            assert (await house.sees(who, "kultur")).proposals == []
    with pytest.raises(Forbidden):
        await house.step(HEAD, made, ProposalStep.ACCEPT)
    with pytest.raises(Forbidden):
        await house.step(nobody_of_old(HEAD), made, ProposalStep.ACCEPT)
    with pytest.raises(Forbidden):
        await house.propose(nobody_of_old(HEAD))


async def test_whoever_owns_the_part_proposes_and_reviews_it_and_no_other(house: House) -> None:
    await house.accepted(owner="3001")
    eva = Caller("eva", "3001", "kultur", EVA.roles, house.core.board.people["3001"].id)
    made = await house.propose(eva, duties=[])
    assert made.may == [ProposalStep.WITHDRAW]
    await house.review(eva, "bibliotek", 1)
    with pytest.raises(Forbidden):
        await house.propose(eva, "museum")
    with pytest.raises(Forbidden):
        await house.propose(nobody_of_old(eva), duties=[])


async def test_a_colleague_of_the_owner_neither_proposes_nor_reviews(house: House) -> None:
    await house.accepted(owner="3002")
    eva = Caller("eva", "3001", "kultur", EVA.roles, house.core.board.people["3001"].id)
    assert not (await house.unit(who=eva)).may_propose
    with pytest.raises(Forbidden):
        await house.propose(eva, duties=[])
    with pytest.raises(Forbidden):
        await house.review(eva, "bibliotek", 1)


async def test_whoever_is_appointed_answers_for_as_long_as_it_holds(house: House) -> None:
    made = await house.propose()
    wish = wire.AppointmentRequest("3001", "bibliotek", Post.DEPUTY, None, house.day(1))
    await house.core.officer.appointments.appoint(ADA, wish, key=None, now=house.clock())
    assert ProposalStep.ACCEPT in (await house.sees(EVA)).proposals[0].may
    house.clock.move(days=2)
    with pytest.raises(NotFound):
        await house.step(EVA, made, ProposalStep.ACCEPT)


async def test_of_two_who_accept_at_once_one_is_first_and_nothing_is_lost(house: House) -> None:
    first, second = await house.propose(), await house.propose(OFFICER, duties=[wire.DutyWish("Boklån", "", ["3001"])])
    two = await asyncio.gather(
        house.step(OFFICER, first, ProposalStep.ACCEPT), house.step(OFFICER, first, ProposalStep.ACCEPT), return_exceptions=True
    )
    assert [getattr(each, "code", "") for each in two] == ["", "sketch-answered"]
    with pytest.raises(Conflict, match="sketch-changed"):
        await house.step(OFFICER, second, ProposalStep.ACCEPT)
    [still] = [each for each in (await house.sees()).proposals if each.id == second.id]
    assert (still.state, still.outdated) == (ProposalState.PROPOSED, True)
    assert [each.name for each in still.sheet.duties] == ["Boklån"]
    assert (await house.unit()).version == 1


async def test_a_proposal_made_from_what_is_no_more_is_refused(house: House) -> None:
    await house.accepted()
    with pytest.raises(Conflict, match="sketch-changed"):
        await house.propose(version=0)
    with pytest.raises(Conflict, match="sketch-changed"):
        await house.review(HEAD, "bibliotek", 0)


async def test_a_refusal_says_why_and_a_withdrawal_ends_it(house: House) -> None:
    made = await house.propose()
    with pytest.raises(BadInput, match="sketch-word-missing"):
        await house.step(OFFICER, made, ProposalStep.REFUSE)
    refused = await house.step(OFFICER, made, ProposalStep.REFUSE, "Eva slutar")
    assert (refused.state, refused.answer, refused.changes) == (ProposalState.REFUSED, "Eva slutar", [])
    withdrawn = await house.step(HEAD, await house.propose(), ProposalStep.WITHDRAW)
    assert withdrawn.state is ProposalState.WITHDRAWN
    assert (await house.unit()).version == 0
    house.clock.move(days=31)
    assert (await house.sees()).proposals == []


async def test_a_retry_with_the_same_key_does_it_once(house: House) -> None:
    first, again = [await house.propose(key="k") for _ in range(2)]
    assert first == again
    for _ in range(2):
        assert (await house.step(OFFICER, first, ProposalStep.ACCEPT, key="s")).state is ProposalState.DONE
    assert ((await house.unit()).version, len((await house.sees()).proposals)) == (1, 1)


async def test_what_makes_no_sense_is_refused(house: House) -> None:
    wrong: list[tuple[str, dict[str, object]]] = [
        ("sketch-day", {"since": house.day(-1)}),
        ("sketch-day", {"since": house.day(366)}),
        ("sketch-text", {"words": "x" * 501}),
        ("sketch-elsewhere", {"owner": "2041"}),
        ("sketch-duty-name", {"duties": [wire.DutyWish("")]}),
        ("sketch-person-twice", {"deputies": ["3001", "3001"]}),
    ]
    for code, more in wrong:
        with pytest.raises(BadInput, match=code):
            await house.propose(**more)
    for more in ({"unit": "x"}, {"owner": "9999"}, {"duties": [wire.DutyWish("a", "", ["9999"])]}):
        with pytest.raises(NotFound):
            await house.propose(version=0, **more)  # type: ignore[arg-type]
    await house.accepted()
    with pytest.raises(BadInput, match="sketch-same"):
        await house.propose()
    for _ in range(MOST_PROPOSALS):
        await house.propose(duties=[])
    with pytest.raises(Conflict, match="sketch-proposals"):
        await house.propose(duties=[])


async def test_whoever_leaves_stands_nowhere_and_the_proposal_that_named_them_is_to_be_looked_at_again(house: House) -> None:
    await house.accepted(owner="3001", deputies=["3001", "3002"])
    made = await house.propose(owner="3001", duties=[TALES, wire.DutyWish("Boklån", "", ["3001"])])
    left, now = house.core.board.people["3001"], house.clock()

    def leaves(change: Transaction) -> None:
        end_holdings(change, Leaving({"3001": left}), now=now)
        people.put_person(change, Person("3001", "Nina", "Ny", "bibliotek", "kultur"))
        people.touch_directory(change)

    await house.core.store.write(leaves)
    with pytest.raises(Conflict, match="sketch-answered"):
        await house.step(OFFICER, made, ProposalStep.ACCEPT)
    await house.core.reload_directory()
    library = await house.unit()
    assert (library.sheet.owner, [each.extension for each in library.sheet.deputies]) == (None, ["3002"])
    assert [each.person for each in library.faults if each.kind is Fault.NO_DUTY] == [wire.SketchPerson("3001", "Nina Ny")]
    [seen] = [each for each in (await house.sees()).proposals if each.may]
    assert (seen.outdated, [each.people for each in seen.sheet.duties]) == (
        False,
        [[wire.SketchPerson("3002", "Siv Ström")], []],
    )
    await house.step(OFFICER, seen, ProposalStep.ACCEPT)
    assert [(each.kind, each.duty) for each in (await house.unit()).faults if each.duty] == [(Fault.EMPTY_DUTY, "Boklån")]


async def test_whoever_moves_to_another_unit_stands_in_the_former_no_longer(house: House) -> None:
    await house.accepted(owner="3001")

    known = house.core.board.people["3001"]

    def moves(change: Transaction) -> None:
        people.put_person(change, replace(known, unit="museum"))
        people.touch_directory(change)

    await house.core.store.write(moves)
    await house.core.reload_directory()
    library = await house.unit()
    assert (library.sheet.owner, [each.extension for each in library.sheet.duties[0].people]) == (None, ["3002"])
    assert {each.kind for each in library.faults} >= {Fault.NO_OWNER}
    museum = await house.unit("museum")
    assert [each.name for each in museum.sheet.duties] == ["Boklån", "Sagostund"], "what the directory says of her"


async def test_nobody_is_put_into_it_who_has_just_left(house: House) -> None:
    left, now = house.core.board.people["3001"], house.clock()
    await house.core.store.write(lambda change: end_holdings(change, Leaving({"3001": left}), now=now))
    with pytest.raises(Exception, match="holder-changed"):
        await house.propose(version=0)


async def test_somebody_of_another_unit_is_shown_with_it(house: House) -> None:
    await house.accepted(duties=[wire.DutyWish("Visning", "", ["3004"])])
    [duty] = (await house.unit()).sheet.duties
    assert duty.people == [wire.SketchPerson("3004", "Nils Dal", "Museet")]
    assert not [each for each in (await house.unit("museum")).faults if each.kind is Fault.NO_DUTY], "he stands at the library"


async def test_a_duty_that_nobody_reachable_holds_is_a_fault_for_as_long_as_it_is_so(house: House) -> None:
    await house.accepted(owner="3002", deputies=["3002"])
    assert (await house.unit()).faults == []
    board = house.core.board
    for extension in ("3001", "3002"):
        board.states[extension].line = LineState.NOT_REGISTERED
    assert [(each.kind, each.duty) for each in (await house.unit()).faults] == [(Fault.UNREACHABLE_DUTY, "Sagostund")]
    board.states["3002"].line = LineState.IDLE
    assert (await house.unit()).faults == []
    siv = Caller("siv", "3002", "kultur", HEAD.roles)
    for days, faults in ((6, [(Fault.UNREACHABLE_DUTY, "Sagostund")]), (0, [])):
        away = wire.AbsenceRequest("meeting", house.clock() + timedelta(days=days, hours=2))
        await house.core.absences.set_absence(siv, "3002", away, key=None, now=house.clock())
        assert [(each.kind, each.duty) for each in (await house.unit()).faults] == faults
