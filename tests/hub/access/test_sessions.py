"""Sessions: a refresh token is good once, a copy of it ends the session, and ending one ends all that was open with it."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from alembic import command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from typer.testing import CliRunner, Result

from kalix_presence import wire
from kalix_presence.hub.commands.program import program
from kalix_presence.hub.store import Store, accounts, upgrade
from kalix_presence.hub.store.connection import engine
from kalix_presence.model.errors import SignInNeeded
from tests.clocks import NINE
from tests.draws import draws
from tests.hub.access.test_auth import ACCESS, LIFETIME, Door, audited, opened
from tests.hub.serving import PASSWORD, Serving, events_of


async def begun(door: Door, name: str = "anna", **more: Any) -> wire.SignedIn:
    return await door.sign_in(name, refreshing=True, **more)


async def good(door: Door, token: str, now: Any = NINE) -> bool:
    """Whether the access token opens the hub."""
    try:
        await door.sessions.recognise(token, now=now)
    except SignInNeeded:
        return False
    return True


async def refused(door: Door, token: str, key: str = "", now: Any = NINE) -> str:
    """The code a refresh is refused with; "" when it is not."""
    try:
        await door.sessions.refresh(token, key, address="192.0.2.9", now=now)
    except SignInNeeded as refusal:
        return refusal.code
    return ""


async def test_an_access_token_is_short_and_each_refresh_gives_the_next_while_the_session_goes_on(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        answer, now = await begun(door, device="desk"), NINE
        assert answer.expires == NINE + ACCESS
        assert not await good(door, answer.token, answer.expires)
        for day in range(1, 40):  # past any fixed lifetime: a session lasts as long as it is used
            now = NINE + timedelta(days=day)
            given = await door.sessions.refresh(answer.refresh, "", address="192.0.2.9", now=now)
            assert given.refresh != answer.refresh
            assert not await good(door, answer.token, now)
            assert await good(door, given.token, now)
            answer = wire.SignedIn(given.token, given.expires, refresh=given.refresh)
        (session,) = await door.sessions.of("anna", now=now)
        assert (session.device, session.place, session.created, session.seen) == ("desk", "192.0.2.9", NINE, now)
        assert session.expires == now + LIFETIME
        assert await refused(door, answer.refresh, now=now + LIFETIME) == "sign-in-needed"


async def test_a_token_of_a_program_that_cannot_refresh_is_good_for_the_whole_session_and_refreshed_once(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as door:
        answer = await door.sign_in()
        signed = await door.sessions.recognise(answer.token, now=NINE)
        assert (answer.refresh, answer.expires) == ("", NINE + LIFETIME)
        assert (signed.expires, signed.until) == (NINE + LIFETIME, NINE + LIFETIME)
        given = await door.sessions.refresh(answer.token, "", address="192.0.2.9", now=NINE + timedelta(days=1))
        renewed = await door.sessions.recognise(given.token, now=NINE + timedelta(days=1))
        assert renewed.session == signed.session
        assert (renewed.expires, renewed.until) == (NINE + timedelta(days=1) + ACCESS, NINE + timedelta(days=1) + LIFETIME)
        assert await refused(door, answer.token, now=NINE + timedelta(days=1)) == "sign-in-reused"


async def test_an_account_that_is_gone_or_locked_by_now_begins_no_session(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        account = await door.store.read(lambda sql: accounts.find_account(sql, "anna"))
        assert account is not None
        gone, other = replace(account, username="nobody"), replace(account, password_hash="another")
        for each in (gone, other):
            with pytest.raises(SignInNeeded, match="sign-in-wrong"):
                await door.sessions.begin(each, device="", address="192.0.2.9", refreshing=True, now=NINE)
        await door.sessions.begin(
            replace(account, password_hash=None), device="", address="192.0.2.9", refreshing=True, now=NINE
        )


@given(used=st.integers(1, 4), again=st.integers(0, 3))
@settings(max_examples=draws(12), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_older_refresh_token_ends_its_session_and_no_other(
    tmp_path_factory: pytest.TempPathFactory, used: int, again: int
) -> None:
    async def play() -> None:
        async with opened(tmp_path_factory.mktemp("hub")) as door:
            first, other = await begun(door), await begun(door)
            tokens, access = [first.refresh], first.token
            for _ in range(used):
                given = await door.sessions.refresh(tokens[-1], "", address="192.0.2.9", now=NINE)
                tokens.append(given.refresh)
                access = given.token
            assert await good(door, access)
            (session,) = {(await door.sessions.recognise(access, now=NINE)).session}
            assert await refused(door, tokens[min(again, used - 1)]) == "sign-in-reused"
            assert door.closed == [session]
            assert not await good(door, access)
            assert {await refused(door, each) for each in tokens} == {"sign-in-needed"}
            assert await good(door, other.token)
            assert await refused(door, other.refresh) == ""

    asyncio.run(play())


async def test_whoever_lost_the_answer_asks_again_with_the_same_key_and_another_key_is_a_copy(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        answer = await begun(door)
        ways = [door.sessions.refresh(answer.refresh, "one", address="192.0.2.9", now=NINE) for _ in range(5)]
        given, *others = await asyncio.gather(*ways)
        assert {each.refresh for each in others} == {given.refresh}
        assert {each.token for each in others} == {given.token}
        assert await good(door, given.token)
        assert await refused(door, answer.refresh, "another") == "sign-in-reused"
        assert not await good(door, given.token)


async def test_once_its_successor_was_used_the_same_key_helps_no_more(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        answer = await begun(door)
        given = await door.sessions.refresh(answer.refresh, "one", address="192.0.2.9", now=NINE)
        await door.sessions.refresh(given.refresh, "two", address="192.0.2.9", now=NINE)
        assert await refused(door, answer.refresh, "one") == "sign-in-reused"


async def test_after_the_hub_s_secret_changed_the_same_key_gives_no_tokens_that_open_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        answer = await begun(door)
        await door.sessions.refresh(answer.refresh, "one", address="192.0.2.9", now=NINE)
        await door.store.write(lambda change: change.sql.execute("DELETE FROM setting WHERE name = 'session_key'").rowcount)
    async with opened(tmp_path) as door:
        assert await refused(door, answer.refresh, "one") == "sign-in-reused"


@pytest.mark.parametrize("odd", ["", ".", "a.b", "\udcff.x", "x" * 256, "a.b.c"])
async def test_a_refresh_token_that_nobody_was_given_is_refused_and_ends_nothing(tmp_path: Path, odd: str) -> None:
    async with opened(tmp_path) as door:
        answer = await begun(door)
        assert await refused(door, odd) == "sign-in-needed"
        assert await refused(door, answer.token) == "sign-in-needed"
        assert door.closed == []


async def test_a_locked_account_refreshes_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        answer = await begun(door)
        await door.put(*(await locked(door)))
        assert await refused(door, answer.refresh) == "sign-in-needed"


async def locked(door: Door) -> list[Any]:
    from dataclasses import replace

    from tests.hub.access.test_auth import ANNA

    return [replace(ANNA, locked=True)]


async def test_a_role_that_changes_while_tokens_are_refreshed_holds_for_the_new_ones(tmp_path: Path) -> None:
    from dataclasses import replace

    from tests.hub.access.test_auth import ANNA

    async with opened(tmp_path) as door:
        answer = await begun(door)
        await good(door, answer.token)
        await door.put(replace(ANNA, roles=("administrator",)))
        given: list[Any] = []

        async def meet(caller: Any) -> None:  # the refresh comes between the reading and the taking in
            if not given:
                given.append(await door.sessions.refresh(answer.refresh, "", address="192.0.2.9", now=NINE))

        door.sessions.meet = meet
        await door.sessions.read_again(now=NINE)
        assert (await door.sessions.recognise(given[0].token, now=NINE)).caller.roles == {"administrator"}


async def test_a_refresh_while_the_old_access_token_is_read_does_not_leave_it_good(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        answer = await begun(door)

        async def meet(caller: Any) -> None:
            door.sessions.meet = door._meet
            await door.sessions.refresh(answer.refresh, "", address="192.0.2.9", now=NINE)

        door.sessions.meet = meet
        await good(door, answer.token)
        assert not await good(door, answer.token)


async def test_when_a_session_was_seen_outlives_the_hub(tmp_path: Path) -> None:
    later = NINE + timedelta(minutes=20)
    async with opened(tmp_path) as door:
        answer = await begun(door)
        await good(door, answer.token, later)
        await door.sessions.keep_seen(now=later)
    store = Store(tmp_path / "kalix.db")
    row = await store.read(lambda sql: sql.execute("SELECT seen_at - created_at FROM session").fetchone())
    store.close()
    assert row == (20 * 60 * 1_000_000,)


async def test_when_sessions_were_seen_is_written_every_five_minutes_and_not_more_often(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        token = (await begun(door)).token

        async def kept(**later: float) -> float:
            now = NINE + timedelta(**later)
            assert await good(door, token, now)
            await door.sessions.keep_seen(now=now)
            sql = "SELECT (seen_at - created_at) / 1000000 FROM session"
            return float((await door.store.read(lambda connection: connection.execute(sql).fetchone()))[0])

        assert await kept(seconds=1) == 1
        assert await kept(minutes=5) == 1
        assert await kept(minutes=5, seconds=1) == 301


async def test_a_refreshed_session_that_is_known_lasts_as_long_as_one_that_is_read(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        answer = await begun(door)
        await door.sessions.recognise(answer.token, now=NINE)
        later = NINE + timedelta(days=1)
        given = await door.sessions.refresh(answer.refresh, "", address="192.0.2.9", now=later)
        known = await door.sessions.recognise(given.token, now=later)
        assert (known.expires, known.until) == (later + ACCESS, later + LIFETIME)


async def test_the_trail_tells_who_signed_in_and_nobody_as_whoever_came_with_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = audited(monkeypatch)
    async with opened(tmp_path) as door:
        answer = await begun(door)
        await door.sessions.refresh(answer.refresh, "", address="192.0.2.9", now=NINE)
        assert await refused(door, answer.refresh) == "sign-in-reused"
        assert told == [("sign-in", "2041", "2041", ""), ("end-session", "", "2041", "reused")]


@pytest.mark.in_a_file
async def test_whoever_was_signed_in_before_sessions_came_still_is_and_can_begin_to_refresh(tmp_path: Path) -> None:
    path, old = tmp_path / "kalix.db", "a token of the old kind"
    path.touch(mode=0o600)
    config = upgrade._config()
    with engine(path).connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0009")
    with closing(sqlite3.connect(path)) as sql, sql:
        digest = hashlib.sha256(old.encode()).digest()
        sql.execute("INSERT INTO account(username) VALUES ('eva')")
        until = int((NINE + timedelta(days=5)).timestamp() * 1_000_000)
        sql.execute("INSERT INTO token VALUES (?, 'eva', ?, ?, 'desk')", (digest, int(NINE.timestamp() * 1_000_000), until))
    async with opened(tmp_path) as door:
        assert await good(door, old)
        assert not await good(door, old, NINE + timedelta(days=5))
        (session,) = await door.sessions.of("eva", now=NINE)
        assert (session.device, session.created) == ("desk", NINE)
        given = await door.sessions.refresh(old, "", address="192.0.2.9", now=NINE)
        assert await good(door, given.token)
        assert not await good(door, old)
        assert await refused(door, given.refresh) == ""
        assert await refused(door, old) == "sign-in-reused"


def signed(hub: Serving, client: httpx.Client, device: str) -> None:
    wish = {"username": "anna", "password": PASSWORD, "device": device, "refreshing": True}
    client.headers["authorization"] = f"Bearer {client.post('/api/v1/sign-in', json=wish).json()['token']}"


def listed(client: httpx.Client) -> dict[str, dict[str, Any]]:
    """The sessions by device."""
    return {each["device"]: each for each in client.get("/api/v1/sessions").raise_for_status().json()["sessions"]}


def test_one_sees_where_one_is_signed_in_and_ends_a_session_with_the_streams_it_has_open(hub: Serving) -> None:
    with hub.client() as desk, hub.client() as phone, hub.client("per") as per:
        signed(hub, desk, "desk")
        signed(hub, phone, "phone")
        with phone.stream("GET", "/api/v1/events") as stream:
            events = events_of(stream.iter_lines())
            next(events)
            found = listed(desk)
            assert found.keys() == {"desk", "phone"}
            assert (found["desk"]["current"], found["phone"]["current"]) == (True, False)
            assert (found["desk"]["listening"], found["phone"]["listening"]) == (False, True)
            assert found["phone"]["place"] == "127.0.0.0/8"
            other = per.delete(f"/api/v1/sessions/{found['phone']['id']}")
            assert (other.status_code, other.json()["code"]) == (404, "session-unknown")
            desk.delete(f"/api/v1/sessions/{found['phone']['id']}").raise_for_status()
            assert list(events) == []  # it ends, and the loop with it
        assert phone.get("/api/v1/me").status_code == 401
        assert listed(desk).keys() == {"desk"}
        assert desk.delete("/api/v1/sessions/invented").status_code == 404


def test_one_signs_out_everywhere_else_or_everywhere(hub: Serving) -> None:
    with hub.client() as desk, hub.client() as phone, hub.client() as third, hub.client("per") as per:
        for client, device in ((desk, "desk"), (phone, "phone"), (third, "third")):
            signed(hub, client, device)
        assert desk.delete("/api/v1/sessions", params={"others": "true"}).json() == {"ended": 2}
        assert [each.get("/api/v1/me").status_code for each in (desk, phone, third)] == [200, 401, 401]
        assert desk.delete("/api/v1/sessions").json() == {"ended": 1}
        assert desk.get("/api/v1/me").status_code == 401
        assert per.get("/api/v1/me").status_code == 200


def run(hub: Serving, *words: str) -> Result:
    invoked = [*words, "--config", str(hub.config.folder)]
    return CliRunner(env={"LC_ALL": "en_US.UTF-8"}).invoke(program, invoked)


def test_the_administrator_sees_sessions_and_ends_them_while_the_hub_serves(hub: Serving) -> None:
    with hub.client() as desk, hub.client() as phone:
        signed(hub, desk, "desk")
        signed(hub, phone, "phone")
        identity = listed(desk)["phone"]["id"]
        shown = run(hub, "user", "sessions", "anna")
        assert {line.split("\t")[1] for line in shown.output.splitlines()} == {"desk", "phone"}, shown.output
        with phone.stream("GET", "/api/v1/events") as stream:
            events = events_of(stream.iter_lines())
            next(events)
            assert run(hub, "user", "sign-out", "anna", "--session", identity).exit_code == 0
            assert list(events) == []
        assert desk.get("/api/v1/me").status_code == 200
        assert "2" not in run(hub, "user", "sign-out", "anna").output
        assert run(hub, "user", "sessions", "anna").output == ""
        assert run(hub, "user", "sign-out", "anna", "--session", identity).exit_code == 1
        assert run(hub, "user", "sessions", "nobody").exit_code == 1


def test_neither_tokens_nor_names_come_into_the_log(hub: Serving) -> None:
    with capture_logs() as lines, hub.client() as client:
        wish = {"username": "anna", "password": PASSWORD, "refreshing": True}
        answer = client.post("/api/v1/sign-in", json=wish).json()
        new = client.post("/api/v1/sign-in/refresh", json={"refresh": answer["refresh"]}).raise_for_status().json()
        assert client.post("/api/v1/sign-in/refresh", json={"refresh": answer["refresh"]}).json()["code"] == "sign-in-reused"
        told = repr(lines)
        assert "refresh-token-reused" in told
        for secret in (answer["token"], answer["refresh"], new["token"], new["refresh"], "anna"):
            assert secret not in told
