"""Choosing a password oneself: by the present one, or by a code of the administrator's that is good once and for a while."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs
from typer.testing import CliRunner

from kalix_presence import wire
from kalix_presence.hub.access.auth import PASSWORD_LEAST, PASSWORD_MOST
from kalix_presence.hub.commands.program import program
from kalix_presence.model.errors import BadInput, SignInNeeded, TooMany
from tests.clocks import NINE
from tests.hub.access.test_auth import ANNA, HOME, Door, opened
from tests.hub.serving import PASSWORD, Serving
from tests.hub.web.test_streams import until

NEW = "another good password"
HOUR = timedelta(hours=1)
CODED = replace(ANNA, code_until=NINE + HOUR)  # HASH is then that of the code


async def change(door: Door, token: str, current: str = PASSWORD, new: str = NEW) -> None:
    signed = await door.sessions.recognise(token, now=NINE)
    await door.auth.change_password(signed, wire.PasswordChange(current, new), address=HOME, now=NINE)


async def enters(door: Door, password: str, **more: str) -> bool:
    try:
        return bool((await door.sign_in(password=password, **more)).token)
    except SignInNeeded:
        return False


async def test_another_password_ends_all_sessions_but_the_one_it_was_chosen_in(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        mine, other = (await door.sign_in()).token, await door.signed()
        await change(door, mine)
        assert door.closed == [other.session]
        assert (await door.sessions.recognise(mine, now=NINE)).caller.username == "anna"
        assert await enters(door, NEW)
        assert not await enters(door, PASSWORD)


@pytest.mark.parametrize(
    ("current", "new", "code", "field"),
    [
        ("wrong", NEW, "password-wrong", "current"),
        (PASSWORD, PASSWORD, "password-same", "password"),
        (PASSWORD, "x" * (PASSWORD_LEAST - 1), "password-short", "password"),
        (PASSWORD, "x" * (PASSWORD_MOST + 1), "password-long", "password"),
    ],
)
async def test_a_change_that_is_refused_says_where_and_changes_nothing(
    tmp_path: Path, current: str, new: str, code: str, field: str
) -> None:
    async with opened(tmp_path) as door:
        mine = (await door.sign_in()).token
        with pytest.raises(BadInput) as refused:
            await change(door, mine, current, new)
        assert (refused.value.code, refused.value.field) == (code, field)
        assert door.closed == []
        assert await enters(door, PASSWORD)


async def test_whoever_found_an_open_desk_cannot_guess_the_password_and_strangers_do_not_keep_its_owner_from_it(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as door:
        mine = (await door.sign_in()).token
        for _ in range(5):
            await enters_or_waits(door)
        for _ in range(3):
            with pytest.raises(BadInput):
                await change(door, mine, "wrong")
        with pytest.raises(TooMany):
            await change(door, mine)


async def enters_or_waits(door: Door) -> None:
    try:
        await door.sign_in(password="wrong")
    except (SignInNeeded, TooMany):
        return


async def test_a_code_opens_nothing_until_a_new_password_is_chosen_and_nothing_afterwards(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        await door.put(CODED)
        with pytest.raises(SignInNeeded) as refused:
            await door.sign_in()
        assert refused.value.code == "password-to-choose"
        for bad in ("short", PASSWORD):
            with pytest.raises(BadInput) as wrong:
                await door.sign_in(new_password=bad)
            assert wrong.value.field == "new_password"
        assert await door.tokens() == []
        assert await enters(door, PASSWORD, new_password=NEW)
        assert not await enters(door, PASSWORD, new_password=NEW + "x")
        assert await enters(door, NEW)


async def test_a_code_is_good_once_however_many_come_with_it_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        await door.put(CODED)
        chosen = [f"{NEW} {number}" for number in range(3)]
        found = await asyncio.gather(*(enters(door, PASSWORD, new_password=each) for each in chosen))
        assert found.count(True) == 1
        assert await enters(door, chosen[found.index(True)])


async def test_a_code_ends_when_it_is_said_to(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        await door.put(CODED)
        with pytest.raises(SignInNeeded) as refused:
            await door.sign_in(new_password=NEW, now=NINE + HOUR)
        assert refused.value.code == "sign-in-wrong"


async def test_new_password_is_nothing_to_whoever_has_one(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        assert await enters(door, PASSWORD, new_password=NEW)
        assert not await enters(door, NEW)


async def test_a_sign_in_that_was_proven_with_a_password_changed_meanwhile_gives_no_session(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        begin = door.sessions.begin

        async def slow(*words: object, **more: object) -> object:
            await door.put(replace(ANNA, password_hash="another"))
            return await begin(*words, **more)  # type: ignore[arg-type]

        door.sessions.begin = slow  # type: ignore[assignment, method-assign]
        assert not await enters(door, PASSWORD)
        assert await door.tokens() == []


def asked(client: httpx.Client, password: str, new: str = "") -> tuple[int, str]:
    wish = {"username": "anna", "password": password, "new_password": new}
    answer = client.post("/api/v1/sign-in", json=wish)
    return answer.status_code, answer.json().get("code", "")


def test_the_administrator_gives_a_code_and_nobody_else_learns_the_new_password(hub: Serving) -> None:
    words = ["user", "reset", "anna", "--config", str(hub.config.folder)]
    with hub.client("anna") as desk, hub.client() as client, capture_logs() as lines:
        reset = CliRunner(env={"LC_ALL": "en_US.UTF-8"}).invoke(program, words)
        code = reset.output.splitlines()[-1]
        assert asked(client, PASSWORD) == (401, "sign-in-wrong")
        assert asked(client, code) == (401, "password-to-choose")
        assert asked(client, code, NEW)[0] == 200
        assert asked(client, code, NEW)[0] == 401
        assert asked(client, NEW)[0] == 200
        until(lambda: desk.get("/api/v1/me").status_code == 401)  # the hub looks each second
        assert not {code, NEW, "anna"} & set(repr(lines).split("'"))


def test_one_changes_ones_password_over_the_network(hub: Serving) -> None:
    with hub.client("anna") as desk, hub.client("anna") as other, hub.client() as client:
        refused = desk.put("/api/v1/password", json={"current": "wrong", "password": NEW})
        assert (refused.status_code, refused.json()["field"]) == (422, "current")
        assert desk.put("/api/v1/password", json={"current": PASSWORD, "password": NEW}).status_code == 204
        assert (desk.get("/api/v1/me").status_code, other.get("/api/v1/me").status_code) == (200, 401)
        assert asked(client, NEW)[0] == 200
