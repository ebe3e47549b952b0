"""A signed-in person's day: changes reach the hub once, in order, as nobody else, whatever the network does."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.connection.rest import HubClient, new_key
from kalix_presence.client.local.cache import Cache
from kalix_presence.client.local.secrets import Secrets
from kalix_presence.client.session_events import FactsChanged, LinkChanged, RequestState, StandingsChanged
from kalix_presence.hub.site.config import Config
from kalix_presence.model.absence import Way
from tests.client.house import NoKeyring, Watched, desk, folders_in, lunch, network, set_count, until
from tests.clocks import Clock
from tests.hub.serving import PASSWORD, Serving, serving


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
    one.hub.address = other.hub.address


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


async def test_it_is_tried_again_while_the_stream_stays_up(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path) as anna:
            await until(lambda: anna.known.me is not None)
            way.go("busy")
            outcome = await anna.set_absence("2041", lunch())
            assert (outcome.state, outcome.error.code if outcome.error else "") == (RequestState.QUEUED, "store-unwritable")
            before = way.changes
            await until(lambda: way.changes > before + 1)
            assert anna.wishes() == ["sending", "queued"], "that it still waits is said once"
            way.go("open")
            await until(lambda: anna.wishes()[-1] == "in_force")
            states = [told.state for told in anna.told if isinstance(told, LinkChanged)]
            assert states == [LinkState.ONLINE], "the stream was up all the time"
    assert set_count(hub) == 1


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


async def test_who_signs_in_after_somebody_else_sees_nothing_of_theirs(hub: Serving, tmp_path: Path) -> None:
    async with desk(hub.url, tmp_path) as shared:
        await until(lambda: shared.known.me is not None and shared.known.people and shared.known.board.standings)
        seen = shared.known.inbox
        await shared.sign_in("per", PASSWORD, follow=False)
        assert (shared.known.me, shared.known.people, shared.known.board.standings) == (None, [], {})
        assert shared.known.inbox is not seen


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
            states = [one.state for one in await flush]
    assert states[-1] is RequestState.QUEUED
    assert set_count(hub) <= 1


async def test_signing_out_drops_what_waits_and_says_so_and_forgets_what_was_seen(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path) as anna:
            await until(lambda: anna.known.me is not None and anna.known.people)
            await until(lambda: Cache(tmp_path / "cache").load(anna.credentials.settings.hub, "anna") is not None)
            way.go("down")
            await anna.set_absence("2041", lunch())
            await anna.sign_out()
            assert anna.wishes()[-1] == "refused"
            assert anna.told[-1] == LinkChanged(LinkState.SIGNED_OUT)
            assert (anna.known.me, anna.known.people, anna.known.board.standings) == (None, [], {})
        assert Cache(tmp_path / "cache").load(anna.credentials.settings.hub, "anna") is None
        way.go("open")
        async with desk(way.url, tmp_path, follow=False) as anna:
            assert await anna.absence_sender.flush() == []


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


async def test_a_program_that_is_online_sends_what_another_left(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path) as tray:
            await until(lambda: tray.known.me is not None)
            async with desk(way.url, tmp_path, follow=False) as line:
                way.go("busy")
                assert (await line.set_absence("2041", lunch())).state is RequestState.QUEUED
            way.go("open")
            await until(lambda: "in_force" in tray.wishes())
    assert set_count(hub) == 1


SENDS = """
import asyncio, sys
from pathlib import Path
from tests.client.house import desk, lunch
async def main():
    async with desk(sys.argv[1], Path(sys.argv[2]), follow=False) as anna:
        print("signed in", flush=True)
        await anna.set_absence("2041", lunch())
        print("sent", flush=True)
asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
@pytest.mark.parametrize("mode", ["frozen", "deaf"])
async def test_a_program_killed_while_it_sent_leaves_the_change_to_the_next(hub: Serving, tmp_path: Path, mode: str) -> None:
    with network(hub) as way:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-c", SENDS, way.url, str(tmp_path), stdout=subprocess.PIPE, cwd=Path.cwd()
        )
        assert child.stdout is not None
        assert await child.stdout.readline() == b"signed in\n"
        way.go(mode)
        await until(lambda: way.changes == 1)
        if mode == "frozen":
            child.kill()
        await child.wait()
        way.go("open")
        async with desk(way.url, tmp_path, follow=False) as anna:
            assert [one.state for one in await anna.absence_sender.flush()] == [RequestState.IN_FORCE]
    assert set_count(hub) == 1


async def test_what_was_known_last_is_shown_at_once_with_its_age(hub: Serving, tmp_path: Path) -> None:
    async with desk(hub.url, tmp_path) as anna:
        await until(lambda: anna.known.people and Cache(tmp_path / "cache").load(anna.credentials.settings.hub, "anna"))
        await anna.set_absence("2041", lunch())
        await until(lambda: anna.known.board.standings["2041"].absence is not None)
    again = Watched(anna.credentials.settings.hub, folders_in(tmp_path), Clock(), "anna")
    again.recall()
    facts, standings, _ = again.told
    assert isinstance(facts, FactsChanged)
    assert isinstance(standings, StandingsChanged)
    assert facts.known_at is not None
    assert len(facts.people) == 6
    assert next(one for one in standings.standings if one.extension == "2041").absence is not None
    await again.close()


async def test_what_waits_is_shown_at_the_next_start(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path) as anna:
            await until(lambda: Cache(tmp_path / "cache").load(anna.credentials.settings.hub, "anna"))
            way.go("down")
            await anna.set_absence("2041", lunch())
        again = Watched(way.url, folders_in(tmp_path), Clock(), "anna")
        again.recall()
        assert again.wishes() == ["queued"]
        way.go("open")
        async with desk(way.url, tmp_path, follow=False) as line:
            assert [one.state for one in await line.absence_sender.flush()] == [RequestState.IN_FORCE]
        again.hub.token = anna.hub.token
        await again.absence_sender.flush()
        assert again.wishes() == ["queued", "in_force"], "what another program sent is told too"
        await again.close()
    assert set_count(hub) == 1


async def test_a_token_of_the_environment_remembers_apart(
    hub: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever lends a script their token is not shown at the next start of this computer's own person."""
    with hub.client("per") as per:
        monkeypatch.setenv("KALIX_TOKEN", per.headers["authorization"].removeprefix("Bearer "))
        script = Watched(hub.url, folders_in(tmp_path), Clock(), "anna")
        script.credentials.secrets = Secrets()
        assert await script.resume()
        await until(lambda: script.known.me is not None and script.known.people)
        await script.close()
        again = Watched(hub.url, folders_in(tmp_path), Clock(), "anna")
        again.recall()
        assert again.known.me is not None
        assert again.known.me.username == "per"
    monkeypatch.delenv("KALIX_TOKEN")
    anna = Watched(hub.url, folders_in(tmp_path), Clock(), "anna")
    anna.recall()
    assert anna.known.me is None


async def test_the_directory_is_fetched_again_when_it_failed(
    hub: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = 2
    everybody = HubClient.everybody

    async def sometimes(client: HubClient, *, standings: bool = True) -> list[wire.PersonView]:
        nonlocal failures
        if failures:
            failures -= 1
            client_gone = HubClient("http://127.0.0.1:9")
            try:
                return await everybody(client_gone, standings=standings)
            finally:
                await client_gone.close()
        return await everybody(client, standings=standings)

    monkeypatch.setattr(HubClient, "everybody", sometimes)
    async with desk(hub.url, tmp_path) as anna:
        await until(lambda: len(anna.known.people) == 6)
        assert failures == 0


async def test_the_board_stays_while_the_hub_is_away(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path) as anna:
            await until(lambda: len(anna.known.board.standings) == 6)
            way.go("down")
            await until(lambda: anna.state is LinkState.OFFLINE)
            assert len(anna.known.board.standings) == 6


async def test_a_restarted_hub_gets_what_waited(tmp_path: Path, config: Config) -> None:
    with serving(tmp_path / "hub", config=config) as hub:
        port = hub.server.port
        session = Watched(hub.url, folders_in(tmp_path), Clock())
        await session.sign_in("anna", PASSWORD)
        await until(lambda: session.known.me is not None)
    await until(lambda: session.state is LinkState.OFFLINE)
    assert (await session.set_absence("2041", lunch())).state is RequestState.QUEUED
    again = msgspec.structs.replace(config, listen=msgspec.structs.replace(config.listen, port=port))
    with serving(tmp_path / "hub", config=again) as hub:
        await until(lambda: session.wishes()[-1] == "in_force")
        assert set_count(hub) == 1
        await session.close()


async def test_a_full_disk_keeps_nobody_from_going_to_lunch(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path, follow=False) as anna:
            (tmp_path / "data" / "outbox.db").mkdir()  # nothing can be kept under this name
            assert (await anna.set_absence("2041", lunch())).state is RequestState.IN_FORCE
            way.go("down")
            outcome = await anna.back("2041")
            assert (outcome.state, outcome.error.code if outcome.error else "") == (RequestState.REFUSED, "outbox-unwritable")


async def test_somebody_elses_token_in_the_environment_has_an_outbox_of_its_own(
    hub: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub.client("per") as per:
        token = per.headers["authorization"].removeprefix("Bearer ")
    async with desk(hub.url, tmp_path, follow=False) as anna:
        anna.absence_sender.outbox.put(anna.absence_sender._keep("2041", lunch(), Way.TRAY))
        monkeypatch.setenv("KALIX_TOKEN", token)
        script = Watched(hub.url, folders_in(tmp_path), Clock(), "anna")
        script.credentials.secrets = Secrets()
        assert await script.credentials.load_token()
        assert await script.absence_sender.flush() == []
        await script.close()
    assert set_count(hub) == 0


async def test_who_signs_in_while_the_keyring_takes_its_time_stays_signed_in(hub: Serving, tmp_path: Path) -> None:
    answer = asyncio.Event()

    class Slow(NoKeyring):
        async def token(self, hub: str, username: str) -> str | None:
            await answer.wait()
            return "what was kept long ago"

    session = Watched(hub.url, folders_in(tmp_path), Clock(), "anna")
    session.credentials.secrets = Slow()
    resuming = asyncio.ensure_future(session.resume())
    await session.sign_in("anna", PASSWORD)
    answer.set()
    assert await resuming
    await until(lambda: session.known.me is not None)
    assert session.state is LinkState.ONLINE
    assert [told.state for told in session.told if isinstance(told, LinkChanged)] == [LinkState.ONLINE]
    await session.close()


async def test_every_key_is_new() -> None:
    assert len({new_key() for _ in range(1000)}) == 1000
