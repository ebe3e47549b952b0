"""A computer that has signed in before is not kept waiting by others who guess: it says so itself, at every sign-in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.client.connection.asking import Request
from kalix_presence.client.connection.link import LinkState
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.local.secrets import KeyringState, Secrets
from kalix_presence.client.local.sites import FILE
from kalix_presence.client.local.tokens import Tokens
from kalix_presence.client.session_events import LinkChanged
from kalix_presence.client.sync.credentials import Proven
from kalix_presence.model.errors import SignInNeeded, TooMany, Unavailable
from tests.client.house import Watched, folders_in, lunch, network, until
from tests.clocks import Clock
from tests.hub.serving import PASSWORD, Serving
from tests.keyrings import Memory, keyring_of_this_process


@pytest.fixture(autouse=True)
def keyring() -> Iterator[None]:
    with keyring_of_this_process(Memory()):
        yield


def computer(hub: Serving, base: Path) -> Watched:
    """A session of a person who sits at it with nothing but the keyring."""
    session = Watched(hub.url, folders_in(base), Clock())
    session.credentials.secrets = Secrets()
    return session


def guess(hub: Serving, times: int = 5) -> None:
    """Somebody at the same address tries Anna's name."""
    with hub.client() as client:
        for _ in range(times):
            client.post("/api/v1/sign-in", json={"username": "anna", "password": "wrong"})


async def signs_in(session: Watched, username: str = "anna", password: str = PASSWORD) -> None:
    try:
        await session.sign_in(username, password, follow=False)
    finally:
        await session.close()


async def test_a_known_computer_signs_in_while_others_guess_and_a_new_one_waits(hub: Serving, tmp_path: Path) -> None:
    await signs_in(computer(hub, tmp_path / "known"))
    guess(hub)
    await signs_in(computer(hub, tmp_path / "known"))
    await signs_in(computer(hub, tmp_path / "known"), " Anna ")
    with keyring_of_this_process(Memory()), pytest.raises(TooMany):
        await signs_in(computer(hub, tmp_path / "new"))


async def test_signing_out_keeps_the_proof_and_it_speaks_for_its_own_name_alone(hub: Serving, tmp_path: Path) -> None:
    session = computer(hub, tmp_path)
    await session.sign_in("anna", PASSWORD, follow=False)
    await session.sign_out()
    await session.close()
    secrets = Secrets()
    assert await secrets.token(hub.url, "anna") is None
    assert await secrets.device_proof(hub.url, "anna")
    assert await secrets.device_proof(hub.url, "per") == ""
    assert await secrets.device_proof("https://other.example", "anna") == ""
    guess(hub)
    await signs_in(computer(hub, tmp_path))


async def test_a_wrong_password_leaves_the_proof_as_it_was(hub: Serving, tmp_path: Path) -> None:
    await signs_in(computer(hub, tmp_path))
    before = await Secrets().device_proof(hub.url, "anna")
    with pytest.raises(SignInNeeded):
        await signs_in(computer(hub, tmp_path), password="wrong")
    assert await Secrets().device_proof(hub.url, "anna") == before


async def resumed(hub: Serving, base: Path, url: str = "") -> Watched:
    """Another program of that computer, with what the keyring keeps; it has yet to ask for anything."""
    session = Watched(url or hub.url, folders_in(base), Clock(), "anna")
    session.credentials.secrets = Secrets()
    # The way to the hub may be another one, what is kept is for the hub.
    session.hub.site = hub.url
    assert await session.credentials.load_token()
    return session


async def test_a_hub_that_is_added_signs_nobody_out_and_gets_the_same_token(hub: Serving, tmp_path: Path) -> None:
    with network(hub) as other:
        before = computer(hub, tmp_path)
        await before.sign_in("anna", PASSWORD, follow=False)
        await before.set_absence("2041", lunch())
        await before.close()
        for server in (f"{other.url}, {hub.url}", other.url):
            session = Watched(server, folders_in(tmp_path), Clock(), "anna")
            session.credentials.secrets = Secrets()
            assert await session.credentials.load_token()
            assert session.account == before.account, "and what waits in the outbox is theirs"
            assert (await session.hub.me()).username == "anna"
            await session.close()
        stranger = Watched("http://127.0.0.1:9", folders_in(tmp_path), Clock(), "anna")
        stranger.credentials.secrets = Secrets()
        assert not await stranger.credentials.load_token(), "another server is another one"
        await stranger.close()


async def test_what_was_kept_by_a_version_that_knew_one_address_is_found(hub: Serving, tmp_path: Path) -> None:
    before = computer(hub, tmp_path)
    await before.sign_in("anna", PASSWORD)
    await until(lambda: before.state is LinkState.ONLINE and before.known.me is not None)
    await before.close()
    (folders_in(tmp_path).data / FILE).unlink()
    session = Watched(f"http://127.0.0.1:9, {hub.url}", folders_in(tmp_path), Clock(), "anna")
    session.credentials.secrets = Secrets()
    assert await session.credentials.load_token()
    session.recall()
    assert session.known.me is not None, "what was seen last is shown at once"
    assert await session.resume()
    await until(lambda: session.state is LinkState.ONLINE)
    assert LinkChanged(LinkState.ONLINE, hub.url) in session.told
    await session.close()
    again = Watched(f"http://127.0.0.1:9, {hub.url}", folders_in(tmp_path), Clock(), "anna")
    assert again.hub.address == hub.url, "whoever answered last is asked first at the next start"
    await again.close()


def open_sessions(hub: Serving) -> list[str]:
    return [each.username for each in hub.on_loop(lambda: hub.hub.sessions.of("anna", now=hub.clock()))]


async def test_an_access_token_that_is_over_is_renewed_and_nobody_is_asked(hub: Serving, tmp_path: Path) -> None:
    await signs_in(computer(hub, tmp_path))
    session = await resumed(hub, tmp_path)
    for _ in range(3):
        hub.clock.move(hours=1)
        assert (await session.hub.me()).username == "anna"
    await session.close()
    assert open_sessions(hub) == ["anna"]


async def test_programs_of_one_computer_share_a_sign_in_and_never_look_like_a_copy(hub: Serving, tmp_path: Path) -> None:
    await signs_in(computer(hub, tmp_path))
    programs = [await resumed(hub, tmp_path) for _ in range(4)]
    for _ in range(4):
        hub.clock.move(hours=1)
        found = await asyncio.gather(*(each.hub.me() for each in programs for _ in range(3)))
        assert {each.username for each in found} == {"anna"}
    for each in programs:
        await each.close()
    assert open_sessions(hub) == ["anna"]


async def test_a_lost_answer_to_a_renewal_costs_nothing_even_when_the_program_ends_over_it(
    hub: Serving, tmp_path: Path
) -> None:
    await signs_in(computer(hub, tmp_path))
    with network(hub) as way:
        hub.clock.move(hours=1)
        for _ in range(2):
            session = await resumed(hub, tmp_path, way.url)
            with pytest.raises(SignInNeeded):  # the hub says that the token is over
                await session.hub._send(Request("GET", "/me"))
            way.go("deaf once")
            with pytest.raises(Unavailable):
                await session.credentials.renew(session.hub.token)
            way.go("open")
            await session.close()
        session = await resumed(hub, tmp_path, way.url)
        assert (await session.hub.me()).username == "anna"
        await session.close()


async def test_a_hub_that_is_away_signs_nobody_out(hub: Serving, tmp_path: Path) -> None:
    await signs_in(computer(hub, tmp_path))
    with network(hub) as way:
        session = await resumed(hub, tmp_path, way.url)
        hub.clock.move(hours=1)
        way.go("down")
        with pytest.raises(Unavailable):
            await session.hub.me()
        way.go("open")
        assert (await session.hub.me()).username == "anna"
        await session.close()


async def test_a_session_that_was_ended_elsewhere_asks_for_a_sign_in(hub: Serving, tmp_path: Path) -> None:
    await signs_in(computer(hub, tmp_path))
    session = await resumed(hub, tmp_path)
    with hub.client("anna") as elsewhere:
        elsewhere.delete("/api/v1/sessions").raise_for_status()
    with pytest.raises(SignInNeeded) as refused:
        await session.hub.me()
    assert refused.value.code == "sign-in-needed"
    await session.close()


async def test_a_copy_of_the_tokens_ends_the_session_for_both(hub: Serving, tmp_path: Path) -> None:
    await signs_in(computer(hub, tmp_path))
    session = await resumed(hub, tmp_path)
    stolen = Tokens.read(str(await Secrets().token(hub.url, "anna")))
    hub.clock.move(hours=1)
    await session.hub.me()
    thief = HubClient(hub.url)
    with pytest.raises(SignInNeeded) as refused:
        await thief.refresh(stolen.refresh, "thief")
    assert refused.value.code == "sign-in-reused"
    with pytest.raises(SignInNeeded):
        await session.hub.me()
    await thief.close()
    await session.close()


async def test_a_token_kept_by_an_older_version_begins_to_be_refreshed(hub: Serving, tmp_path: Path) -> None:
    with hub.client("anna") as older:
        token = older.headers["authorization"].removeprefix("Bearer ")
    await Secrets().keep(hub.url, "anna", token)
    session = await resumed(hub, tmp_path)
    await session.credentials.begin_refreshing()
    assert session.hub.token not in (None, token)
    await session.close()
    hub.clock.move(hours=1)
    session = await resumed(hub, tmp_path)
    assert (await session.hub.me()).username == "anna"
    await session.credentials.begin_refreshing()  # only once
    await session.close()
    assert open_sessions(hub) == ["anna"]


async def test_a_token_that_a_script_gave_is_renewed_by_nobody(
    hub: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub.client("anna") as script:
        token = script.headers["authorization"].removeprefix("Bearer ")
    monkeypatch.setenv("KALIX_TOKEN", token)
    session = await resumed(hub, tmp_path)
    await session.credentials.begin_refreshing()
    assert session.hub.token == token
    assert not await session.credentials.renew(token)
    await session.close()


async def test_a_stream_that_must_connect_again_renews_its_token_by_itself(hub: Serving, tmp_path: Path) -> None:
    await signs_in(computer(hub, tmp_path))
    with network(hub) as way:
        session = await resumed(hub, tmp_path, way.url)
        await session.resume()
        while session.state is not LinkState.ONLINE:
            await asyncio.sleep(0.01)
        hub.clock.move(hours=1)
        way.go("down")
        way.go("open")
        while [told.state for told in session.told if isinstance(told, LinkChanged)].count(LinkState.ONLINE) < 2:
            session.try_now()
            await asyncio.sleep(0.01)
        assert LinkState.SIGNED_OUT not in [told.state for told in session.told if isinstance(told, LinkChanged)]
        await session.close()


@pytest.mark.parametrize(
    ("while_asked", "meanwhile"),
    [
        ("the keyring", "another signs in"),
        ("the keyring", "signed in again"),
        ("the keyring", "signed out"),
        ("the hub", "another signs in"),
        ("the hub", "signed in again"),  # signing out waits here: the hub takes the older token no longer
    ],
)
async def test_tokens_that_come_when_somebody_has_signed_in_or_out_are_not_used(
    hub: Serving, tmp_path: Path, while_asked: str, meanwhile: str
) -> None:
    await signs_in(computer(hub, tmp_path))
    session = await resumed(hub, tmp_path)
    over = session.hub.token
    if meanwhile != "signed out":  # with a token that is over it would wait for the renewal
        hub.clock.move(hours=1)
    secrets, refresh = session.credentials.secrets, session.hub.refresh

    async def happens() -> None:
        vars(slow).pop("token", None)
        session.hub.refresh = refresh  # type: ignore[method-assign]
        if meanwhile == "signed out":
            await session.sign_out()
        else:
            await session.sign_in("maria" if meanwhile == "another signs in" else "anna", PASSWORD, follow=False)

    async def slow_token(hub: str, username: str) -> str | None:
        found = await secrets.token(hub, username)
        await happens()
        return found

    async def slow_refresh(token: str, key: str) -> wire.SignedIn:
        found = await refresh(token, key)
        await happens()
        return found

    slow = Secrets()
    session.credentials.secrets = slow
    if while_asked == "the keyring":
        slow.token = slow_token  # type: ignore[method-assign]
    else:
        session.hub.refresh = slow_refresh  # type: ignore[method-assign]
    try:
        renewed = await session.credentials.renew(over)
    except SignInNeeded:  # the session that was to be renewed is ended
        renewed = False
    if meanwhile == "signed out":
        assert (renewed, session.hub.token) == (False, None)
        assert await Secrets().token(hub.url, "anna") is None
    else:
        who = "maria" if meanwhile == "another signs in" else "anna"
        assert (await session.hub.me()).username == who
        kept = Tokens.read(str(await Secrets().token(hub.url, who)))
        assert kept.token == session.hub.token, "what is kept for the next start is what is used"
    await session.close()


async def test_a_refresh_waits_for_a_slow_keyring_before_it_asks_the_hub_with_what_another_program_may_have_used(
    hub: Serving, tmp_path: Path
) -> None:
    await signs_in(computer(hub, tmp_path))
    session, other = await resumed(hub, tmp_path), await resumed(hub, tmp_path)
    over = session.hub.token
    for _ in range(2):  # the refresh token that `session` knows is used up, and so is the next
        hub.clock.move(hours=1)
        assert await other.credentials.renew(other.hub.token)
    newer = await Secrets().token(hub.url, "anna")
    slow = session.credentials.secrets = Secrets()

    async def silent_token(*_: str) -> None:
        slow.state = KeyringState.SILENT

    async def late_token(within: float | None = None) -> str | None:
        assert within == slow.longer
        return newer

    slow.token, slow.late_token = silent_token, late_token  # type: ignore[method-assign,assignment]
    assert await session.credentials.renew(over)
    assert session.hub.token == other.hub.token
    assert (await session.hub.me()).username == "anna"
    await session.close()
    await other.close()


@pytest.mark.parametrize("late", [False, True])
async def test_a_keyring_that_answers_after_another_was_in_and_out_signs_nobody_in(
    hub: Serving, tmp_path: Path, late: bool
) -> None:
    await signs_in(computer(hub, tmp_path))
    kept = await Secrets().token(hub.url, "anna")
    session = Watched(hub.url, folders_in(tmp_path), Clock(), "anna")
    slow = session.credentials.secrets = Secrets()

    async def slow_token(*_: str) -> str | None:
        vars(slow).pop("late_token" if late else "token")
        await session.sign_in("maria", PASSWORD, follow=False)
        await session.sign_out()
        return kept

    if late:
        slow.late_token = slow_token  # type: ignore[method-assign]
        assert not await session.credentials.load_late_token()
    else:
        slow.token = slow_token  # type: ignore[method-assign]
        assert not await session.credentials.load_token()
    assert session.hub.token is None
    await session.close()


async def test_whoever_has_signed_out_is_asked_to_sign_in_and_nothing_is_renewed(hub: Serving, tmp_path: Path) -> None:
    session = computer(hub, tmp_path)
    await session.sign_in("anna", PASSWORD, follow=False)
    await session.sign_out()
    with pytest.raises(SignInNeeded) as refused:
        await session.hub.me()
    assert refused.value.code == "sign-in-needed"
    await session.credentials.begin_refreshing()
    assert not await session.credentials.renew(None)
    assert session.hub.token is None
    await session.close()


class Noted(Secrets):
    """A keyring that keeps the token where it `can`, and says which proofs it was given."""

    def __init__(self, can: bool) -> None:
        super().__init__()
        self.can, self.proofs = can, list[str]()

    async def keep(self, hub: str, username: str, token: str) -> bool:
        return self.can

    async def keep_device_proof(self, hub: str, username: str, proof: str) -> None:
        self.proofs.append(proof)


@pytest.mark.parametrize(
    ("can", "before", "given", "kept"),
    [
        (True, "", "new", ["new"]),
        (True, "old", "new", ["new"]),
        (True, "same", "same", []),
        (True, "old", "", []),  # a hub that gives none leaves the one there is
        (False, "", "new", []),  # the keyring is not asked for more when it has just refused
    ],
)
async def test_a_proof_is_kept_when_the_hub_gave_another_one_and_the_keyring_works(
    hub: Serving, tmp_path: Path, can: bool, before: str, given: str, kept: list[str]
) -> None:
    session = computer(hub, tmp_path)
    noted = session.credentials.secrets = Noted(can)
    signed = wire.SignedIn("token", hub.clock(), proof=given)
    session.credentials.take(signed)
    assert await session.credentials.keep(Proven(signed, before)) is can
    assert noted.proofs == kept
    await session.close()
