"""Changes reach the hub once, in order, as nobody else, whatever the network does."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.connection.rest import HubClient, new_key
from kalix_presence.client.outbox.process_lock import process_lock
from kalix_presence.client.session_events import RequestChanged, RequestState
from kalix_presence.model.absence import Way
from tests.client.house import Watched, desk, lunch, network, set_count, until
from tests.clocks import Clock
from tests.hub.serving import PASSWORD, Serving


async def standing_of(hub: Serving, extension: str = "2041") -> wire.Standing:
    """Where somebody stands, as the hub says."""
    client = HubClient(hub.url)
    await client.sign_in("maria", PASSWORD)
    found = (await client.person(extension)).standing
    await client.close()
    assert found is not None
    return found


def same_account(one: Watched, other: Watched) -> None:
    """Two programs of one person: one of them reaches the hub by a way that does not fail."""
    one.credentials.settings = msgspec.structs.replace(one.credentials.settings, hub=other.credentials.settings.hub)
    one.hub.site = other.hub.site


async def test_a_change_is_sent_then_in_force_and_the_event_paints_it(hub: Serving, tmp_path: Path) -> None:
    async with desk(hub.url, tmp_path) as anna:
        await until(lambda: anna.known.me is not None)
        outcome = await anna.set_absence("2041", lunch())
        assert (outcome.state, anna.wishes()) == (RequestState.IN_FORCE, ["sending", "in_force"])
        await until(
            lambda: anna.known.board.standings["2041"].absence is not None and anna.known.board.standings["2041"].in_force
        )
        assert (await anna.back("2041")).state is RequestState.IN_FORCE
        await until(lambda: anna.known.board.standings["2041"].absence is None)


async def test_what_the_hub_refuses_is_told_and_not_tried_again(hub: Serving, tmp_path: Path) -> None:
    async with desk(hub.url, tmp_path) as anna:
        outcome = await anna.set_absence("2061", lunch())
        assert (outcome.state, outcome.error.code if outcome.error else "") == (RequestState.REFUSED, "not-permitted")
        assert await anna.absence_sender.flush() == []


async def test_offline_changes_wait_and_are_sent_once_when_the_hub_is_back(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path) as anna:
            await until(lambda: anna.state is LinkState.ONLINE)
            way.go("down")
            assert (await anna.set_absence("2041", lunch())).state is RequestState.QUEUED
            assert (await anna.set_absence("2041", lunch(30))).state is RequestState.QUEUED
            assert set_count(hub) == 0
            way.go("open")
            anna.try_now()
            await until(lambda: anna.wishes()[-1] == "in_force")
            assert anna.absence_sender.waiting() == []
    assert set_count(hub) == 1


async def test_a_change_whose_answer_was_lost_is_not_made_twice(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path) as anna:
            await until(lambda: anna.known.me is not None)
            way.go("deaf")
            assert (await anna.set_absence("2041", lunch())).state is RequestState.QUEUED
            way.go("open")
            await until(lambda: anna.wishes()[-1] == "in_force")
    assert set_count(hub) == 1


async def test_being_back_is_repeated_as_it_was_first_asked(hub: Serving, tmp_path: Path) -> None:
    """The hub refuses a key that comes back with another change: the way it was asked belongs to it."""
    with network(hub) as way:
        async with desk(way.url, tmp_path, follow=False) as anna:
            way.go("deaf")
            assert (await anna.back("2041", way=Way.CLI)).state is RequestState.QUEUED
            way.go("open")
            assert [one.state for one in await anna.absence_sender.flush()] == [RequestState.IN_FORCE]
        assert ["way=cli" in line for line in way.asked] == [True, True]


async def test_a_change_whose_end_passed_while_it_waited_is_told_and_not_sent(hub: Serving, tmp_path: Path) -> None:
    clock = Clock()
    with network(hub) as way:
        async with desk(way.url, tmp_path, clock=clock, follow=False) as anna:
            way.go("down")
            await anna.set_absence("2041", lunch(30))
            clock.ahead = timedelta(minutes=30)
            way.go("open")
            assert [one.state for one in await anna.absence_sender.flush()] == [RequestState.OVER]
            assert anna.wishes() == ["sending", "queued", "over"]
    assert set_count(hub) == 0


async def test_changes_for_different_people_go_in_the_order_they_were_asked(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path, "maria", follow=False) as maria:
            way.go("down")
            for extension in ("2061", "2041", "2042"):
                await maria.set_absence(extension, lunch())
            await maria.back("2041")
            way.go("open")
            assert [one.extension for one in await maria.absence_sender.flush()] == ["2061", "2042", "2041"]


async def test_a_change_of_one_account_is_never_sent_as_another(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path, "maria", follow=False) as maria:
            way.go("down")
            await maria.set_absence("2041", lunch())
        way.go("open")
        async with desk(way.url, tmp_path, "anna") as anna:
            await until(lambda: anna.known.me is not None)
            assert await anna.absence_sender.flush() == []
            assert set_count(hub) == 0
        async with desk(way.url, tmp_path, "maria", follow=False) as maria:
            assert [one.state for one in await maria.absence_sender.flush()] == [RequestState.IN_FORCE]
    absence = (await standing_of(hub)).absence
    assert absence is not None
    assert (absence.way, absence.set_by) == (Way.RECEPTIONIST, "2001")


async def test_a_change_that_waits_behind_another_is_not_sent_by_who_has_signed_in_meanwhile(
    hub: Serving, tmp_path: Path
) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path, "maria", follow=False) as maria:
            way.go("down")
            for extension in ("2041", "2042"):
                await maria.set_absence(extension, lunch())
            before = way.changes
            way.go("held")
            flush = asyncio.create_task(maria.absence_sender.flush())
            await until(lambda: way.changes > before)
            maria.credentials.settings = msgspec.structs.replace(maria.credentials.settings, username="anna")
            way.go("open")
            outcome = (await flush)[-1]
    assert (outcome.state, outcome.error and outcome.error.code) == (RequestState.QUEUED, "not-signed-in")
    assert set_count(hub) <= 1


async def test_of_two_changes_at_once_the_later_one_holds(hub: Serving, tmp_path: Path) -> None:
    async with desk(hub.url, tmp_path, follow=False) as anna:
        outcomes = await asyncio.gather(anna.set_absence("2041", lunch(30)), anna.set_absence("2041", lunch(45)))
        assert outcomes[1].state is RequestState.IN_FORCE
        absence = (await standing_of(hub)).absence
        assert absence is not None
        assert absence.end == (outcomes[1].request.until if outcomes[1].request else None)


async def test_two_programs_on_one_outbox_send_each_change_once(hub: Serving, tmp_path: Path) -> None:
    """The tray and the command line both see what waits; whoever comes first sends it, and both are told."""
    with network(hub) as way:
        async with desk(way.url, tmp_path, follow=False) as tray, desk(way.url, tmp_path, follow=False) as line:
            way.go("down")
            asked = await tray.set_absence("2041", lunch())
            assert asked.state is RequestState.QUEUED
            way.go("open")
            await asyncio.gather(tray.absence_sender.flush(), line.absence_sender.flush())
            await tray.absence_sender.flush()
            assert tray.wishes()[-1] == "in_force"
    assert set_count(hub) == 1


async def test_a_change_that_another_program_replaced_is_never_sent_after_it(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path, follow=False) as tray, desk(hub.url, tmp_path, follow=False) as line:
            same_account(line, tray)
            way.go("down")
            await tray.set_absence("2041", lunch(30))
            assert (await line.set_absence("2041", lunch(45))).state is RequestState.IN_FORCE
            way.go("open")
            outcomes = await tray.absence_sender.flush()
            assert [(one.state, one.error.code if one.error else "") for one in outcomes] == [
                (RequestState.REFUSED, "change-replaced")
            ]
    assert set_count(hub) == 1


async def test_two_programs_take_turns_so_that_the_change_asked_for_last_holds(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path, follow=False) as tray, desk(hub.url, tmp_path, follow=False) as line:
            same_account(line, tray)
            way.go("held")
            first = asyncio.ensure_future(tray.set_absence("2041", lunch(30)))
            await until(lambda: way.changes == 1)
            last = asyncio.ensure_future(line.set_absence("2041", lunch(45)))
            done, _ = await asyncio.wait({last}, timeout=0.3)
            assert not done, "it overtook the change that was on its way"
            way.go("open")
            assert (await first).state is RequestState.IN_FORCE
            assert (await last).state is RequestState.IN_FORCE
    absence, wish = (await standing_of(hub)).absence, last.result().request
    assert absence is not None
    assert wish is not None
    assert absence.end == wish.until


async def test_every_key_is_new() -> None:
    assert len({new_key() for _ in range(1000)}) == 1000


async def test_a_change_that_was_sent_along_before_its_turn_came_is_not_sent_again(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path, "maria", follow=False) as maria:
            way.go("down")
            await maria.set_absence("2041", lunch())
            way.go("open")
            before = way.changes
            async with process_lock(tmp_path / "data" / "outbox.lock"):
                flush = asyncio.create_task(maria.absence_sender.flush())
                asked = asyncio.create_task(maria.set_absence("2042", lunch(30)))
                await until(lambda: len(maria.absence_sender.waiting()) == 2)
            first, second = await flush
            assert await asked is second
            assert [(one.extension, one.state) for one in (first, second)] == [
                ("2041", RequestState.IN_FORCE),
                ("2042", RequestState.IN_FORCE),
            ]
            assert way.changes == before + 2
            assert maria.wishes() == ["sending", "queued", "sending", "in_force", "in_force"]


async def test_a_change_whose_file_was_taken_away_while_it_waited_is_still_made(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path, follow=False) as anna:
            way.go("down")
            asked = await anna.set_absence("2041", lunch())
            (tmp_path / "data" / "outbox.db").unlink()
            way.go("open")
            assert [(one.key, one.state) for one in await anna.absence_sender.flush()] == [(asked.key, RequestState.IN_FORCE)]
            assert anna.wishes() == ["sending", "queued", "in_force"]
    assert set_count(hub) == 1


async def test_a_change_that_the_pbx_has_not_got_yet_is_told_so_and_is_the_hub_s_from_then_on(
    hub: Serving, tmp_path: Path
) -> None:
    hub.on_loop(lambda: hub.hub.pbx.unplug())  # type: ignore[attr-defined]
    async with desk(hub.url, tmp_path, follow=False) as anna:
        outcome = await anna.set_absence("2041", lunch())
        assert (outcome.state, outcome.error and outcome.error.code) == (RequestState.PENDING, "pbx-unreachable")
        assert anna.told[-1] == outcome
        assert anna.absence_sender.waiting() == []
        assert await anna.absence_sender.flush() == []


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (wire.StatusReply(False, wire.Standing("2041", 5)), ("pbx-unreachable", "")),
        (wire.StatusReply(False, wire.Standing("2041", 5), "forward-loop", "Per till Anna"), ("forward-loop", "Per till Anna")),
    ],
)
async def test_why_a_change_is_not_in_force_is_told_in_the_hub_s_words(
    hub: Serving, tmp_path: Path, reply: wire.StatusReply, told: tuple[str, str]
) -> None:
    async with desk(hub.url, tmp_path, follow=False) as anna:

        async def answered(*_: object, **__: object) -> wire.StatusReply:
            return reply

        anna.hub.set_absence = answered  # type: ignore[method-assign]
        outcome = await anna.set_absence("2041", lunch())
        assert outcome.error is not None
        assert (outcome.state, outcome.error.code, outcome.error.params["detail"]) == (RequestState.PENDING, *told)


async def test_what_waits_when_somebody_signs_out_is_told_as_refused_and_never_sent(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path, follow=False) as anna:
            way.go("down")
            asked = await anna.set_absence("2041", lunch())
            anna.told.clear()
            anna.absence_sender.forget()
            way.go("open")
            [told] = anna.told
            assert isinstance(told, RequestChanged)
            assert (told.extension, told.key, told.request) == ("2041", asked.key, lunch())
            assert (told.state, told.error and told.error.code) == (RequestState.REFUSED, "not-signed-in")
            assert await anna.absence_sender.flush() == []
    assert set_count(hub) == 0
