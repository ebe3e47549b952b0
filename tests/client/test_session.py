"""A signed-in person's day: changes reach the hub once, in order, as nobody else, whatever the network does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.local.cache import Cache
from kalix_presence.client.local.secrets import KeyringState, Secrets
from kalix_presence.client.session_events import FactsChanged, LinkChanged, MessagesChanged, RequestState, StandingsChanged
from kalix_presence.model.absence import Way
from kalix_presence.model.errors import Unavailable
from tests.client.house import NoKeyring, Watched, desk, folders_in, lunch, network, set_count, until
from tests.clocks import Clock
from tests.hub.serving import PASSWORD, Serving
from tests.keyrings import Memory, keyring_of_this_process


async def test_who_signs_in_after_somebody_else_sees_nothing_of_theirs(hub: Serving, tmp_path: Path) -> None:
    async with desk(hub.url, tmp_path) as shared:
        await until(lambda: shared.known.me is not None and shared.known.people and shared.known.board.standings)
        seen = shared.known.inbox
        await shared.sign_in("per", PASSWORD, follow=False)
        assert (shared.known.me, shared.known.people, shared.known.board.standings) == (None, [], {})
        assert shared.known.inbox is not seen


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


async def test_a_sign_out_is_whole_though_a_file_of_what_was_seen_cannot_be_cleared(
    hub: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(hub.url, tmp_path) as anna:
        seen = tmp_path / "cache" / "last-known.jsonl"
        await until(lambda: anna.known.me is not None and seen.exists())
        anna.known_plans.keep(anna.account, "2041", wire.PlansView([]), anna.time())
        with monkeypatch.context() as patched:
            patched.setattr("kalix_presence.client.local.cache.clear_away", refused)
            with pytest.raises(Unavailable) as left:
                await anna.sign_out()
        assert (left.value.code, left.value.params) == ("left-behind", {"files": "last-known.jsonl"})
        assert anna.told[-1] == LinkChanged(LinkState.SIGNED_OUT)
        assert (anna.known.me, anna.known.people, anna.hub.token) == (None, [], None)
        assert {path.name for path in seen.parent.iterdir()} == {"last-known.jsonl", "to-clear.json"}
    again = Watched(anna.credentials.settings.hub, folders_in(tmp_path), Clock(), "anna")
    again.recall()
    assert list(seen.parent.iterdir()) == []
    await again.close()


def refused(_: object) -> None:
    raise PermissionError(13, "Permission denied")


async def test_what_was_known_last_is_shown_at_once_with_its_age(hub: Serving, tmp_path: Path) -> None:
    async with desk(hub.url, tmp_path) as anna:
        await until(lambda: anna.known.people and Cache(tmp_path / "cache").load(anna.credentials.settings.hub, "anna"))
        await anna.set_absence("2041", lunch())
        await until(lambda: anna.known.board.standings["2041"].absence is not None)
    kept = Cache(tmp_path / "cache").load(anna.credentials.settings.hub, "anna")
    assert kept is not None
    again = Watched(anna.credentials.settings.hub, folders_in(tmp_path), Clock(), "anna")
    again.recall()
    facts, standings, _ = again.told
    assert isinstance(facts, FactsChanged)
    assert isinstance(standings, StandingsChanged)
    assert (facts.known_at, facts.preferences) == (kept.at, anna.known.preferences)
    assert facts.preferences is not None
    assert (facts.me, facts.reasons) == (anna.known.me, anna.known.reasons)
    assert len(facts.people) == 6
    assert next(one for one in standings.standings if one.extension == "2041").absence is not None
    await again.close()


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


async def test_the_board_stays_while_the_hub_is_away(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as way:
        async with desk(way.url, tmp_path) as anna:
            await until(lambda: len(anna.known.board.standings) == 6)
            way.go("down")
            await until(lambda: anna.state is LinkState.OFFLINE)
            assert len(anna.known.board.standings) == 6


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


class Silent(NoKeyring):
    """Says nothing in time, and then what it is given; `longer` than that no one waits."""

    def __init__(self, longer: float) -> None:
        super().__init__()
        self.longer, self.state = longer, KeyringState.SILENT
        self._late: asyncio.Future[str | None] | None = asyncio.get_running_loop().create_future()

    async def token(self, hub: str, username: str) -> str | None:
        return None

    def says(self, token: str | None) -> None:
        assert self._late is not None
        self._late.set_result(token)


def told_links(session: Watched) -> list[LinkState]:
    return [told.state for told in session.told if isinstance(told, LinkChanged)]


@pytest.mark.parametrize("username", ["anna", ""])
async def test_nobody_is_asked_for_what_the_keyring_is_still_being_asked_for(
    hub: Serving, tmp_path: Path, username: str
) -> None:
    with hub.client("anna") as signed_in:
        token = signed_in.headers["authorization"].removeprefix("Bearer ")
    session = Watched(hub.url, folders_in(tmp_path), Clock(), username)
    slow = session.credentials.secrets = Silent(longer=60)
    assert not await session.resume()
    await asyncio.sleep(0)
    if username:
        assert told_links(session) == []  # no window asks anybody to sign in
        slow.says(token)
        await until(lambda: session.state is LinkState.ONLINE)
        assert told_links(session) == [LinkState.ONLINE]
    else:  # nobody has ever signed in here: there is nothing to wait for
        assert told_links(session) == [LinkState.SIGNED_OUT]
    await session.close()


@pytest.mark.parametrize("silence", ["it had nothing", "it says nothing at all"])
async def test_somebody_is_asked_when_the_keyring_has_nothing_or_stays_silent(
    hub: Serving, tmp_path: Path, silence: str
) -> None:
    session = Watched(hub.url, folders_in(tmp_path), Clock(), "anna")
    slow = session.credentials.secrets = Silent(longer=60 if silence == "it had nothing" else 0.01)
    assert not await session.resume()
    if silence == "it had nothing":
        slow.says(None)
    await until(lambda: session.state is LinkState.SIGNED_OUT)
    assert told_links(session) == [LinkState.SIGNED_OUT]
    await session.sign_in("anna", PASSWORD)
    await until(lambda: session.state is LinkState.ONLINE)
    await session.close()


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


@pytest.fixture
def keyring() -> Iterator[None]:
    with keyring_of_this_process(Memory()):
        yield


def by_the_organisation(hub: Serving, username: str = "anna") -> wire.SignedIn:
    """What the hub answers whoever has signed in by the organisation's own service: it says whose account it is."""
    with hub.client() as client:
        asked = {"username": username, "password": PASSWORD, "refreshing": True}
        answer = client.post("/api/v1/sign-in", json=asked).raise_for_status()
    signed = msgspec.json.decode(answer.content, type=wire.SignedIn)
    return msgspec.structs.replace(signed, username=username, recovery=["en", "två"])


def program(hub: Serving, base: Path, username: str = "") -> Watched:
    """A program of a computer with a keyring."""
    session = Watched(hub.url, folders_in(base), Clock(), username)
    session.credentials.secrets = Secrets()
    return session


@pytest.mark.usefixtures("keyring")
async def test_who_signed_in_by_the_organisation_s_service_goes_on_here_and_at_the_next_start(
    hub: Serving, tmp_path: Path
) -> None:
    session, signed = program(hub, tmp_path), await asyncio.to_thread(by_the_organisation, hub)
    assert await session.take_sign_in(signed), "it could be kept"
    assert (session.account, session.recovery_codes) == (f"anna@{session.hub.address}", ["en", "två"])
    await until(lambda: session.state is LinkState.ONLINE and session.known.me is not None)
    assert (session.known.me and session.known.me.username, session.hub.token) == ("anna", signed.token)
    assert (await session.set_absence("2041", lunch())).state is RequestState.IN_FORCE
    await session.close()
    again = program(hub, tmp_path, "anna")
    assert await again.credentials.load_token()
    assert again.hub.token == signed.token
    hub.clock.move(hours=1)  # the token is over, and what it came with has another one made
    assert (await again.hub.me()).username == "anna"
    assert again.hub.token != signed.token
    await again.close()


async def test_where_there_is_no_keyring_it_goes_on_all_the_same_and_says_so(hub: Serving, tmp_path: Path) -> None:
    session = Watched(hub.url, folders_in(tmp_path), Clock())
    assert not await session.take_sign_in(await asyncio.to_thread(by_the_organisation, hub), follow=False)
    assert session._link is None, "a command reads no stream"
    assert (await session.hub.me()).username == "anna"
    await session.close()


@pytest.mark.parametrize("username", ["anna", "per"])
async def test_who_takes_over_by_the_organisation_s_service_sees_only_what_was_their_own(
    hub: Serving, tmp_path: Path, username: str
) -> None:
    async with desk(hub.url, tmp_path, "anna") as shared:
        await until(lambda: Cache(tmp_path / "cache").load(shared.hub.address, "anna"))  # all that is fetched has come
        seen, people = shared.known.inbox, shared.known.people
        assert people
        shared.told.clear()
        await shared.take_sign_in(await asyncio.to_thread(by_the_organisation, hub, username), follow=False)
        assert shared._link is None, "the stream of whoever was here before is read no longer"
        assert (await shared.hub.me()).username == username
        if username == "anna":
            assert (shared.known.people, shared.known.inbox) == (people, seen)
            assert shared.told == []
        else:
            assert (shared.known.me, shared.known.people, shared.known.board.standings) == (None, [], {})
            assert shared.known.inbox is not seen
            assert shared.told == [StandingsChanged([], whole=True), MessagesChanged([], whole=True)]
