"""The second program behind the same Protocol: Mattermost's custom status, told, seen and taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kalix_presence.hub.core.mirrors import mirrors_of
from kalix_presence.hub.mirrors.budget import Budget
from kalix_presence.hub.mirrors.looking import Looking
from kalix_presence.hub.mirrors.protocol import Mirror, Seen
from kalix_presence.hub.mirrors.teller import Teller
from kalix_presence.hub.site.mirrors_section import MattermostSection, MirrorsSection
from kalix_presence.hub.store import Store
from kalix_presence.model.errors import BadInput, NotFound, Unavailable
from kalix_presence.model.mirrored import Part, Presence, Told
from tests.clocks import Clock
from tests.hub.mirrors.mattermost_server import TOKEN, MattermostServer, mattermost_server
from tests.hub.mirrors.teams_house import Wishes

ANNA = "anna@x.example"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(clock: Clock) -> Iterator[MattermostServer]:
    with mattermost_server() as made:
        made.clock = clock
        made.add(ANNA)
        yield made


@pytest.fixture
async def mirror(server: MattermostServer, clock: Clock, tmp_path: Path) -> AsyncIterator[Mirror]:
    (tmp_path / "mattermost.token").write_text(f"{TOKEN}\n", "utf-8")
    settings = MirrorsSection(mattermost=MattermostSection(server.url))
    [(name, found)] = mirrors_of(settings, tmp_path, steady=clock.steady, clock=clock)
    assert name == found.name == "mattermost"
    yield found
    await found.close()


def lunch(clock: Clock) -> Told:
    return Told("Lunch, åter 10.00", Presence.AWAY, clock() + timedelta(hours=1))


async def account_of(mirror: Mirror) -> str:
    return (await mirror.reach([ANNA]))[ANNA]


async def test_a_status_goes_out_with_its_end_is_seen_and_taken_back(
    mirror: Mirror, server: MattermostServer, clock: Clock
) -> None:
    account = await account_of(mirror)
    assert await mirror.there(account, Part.TEXT) == ""
    await mirror.push(account, Part.TEXT, lunch(clock))
    assert server.status[account] == {
        "emoji": "calendar",
        "text": "Lunch, åter 10.00",
        "duration": "date_and_time",
        "expires_at": "2026-11-24T09:00:00Z",
    }
    assert await mirror.observe([account]) == {account: Seen("Lunch, åter 10.00")}
    clock.move(hours=1)
    assert await mirror.observe([account]) == {account: Seen()}, "it is kept there, and shown no longer"
    await mirror.clear(account, Part.TEXT)
    assert server.status == {}


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        ({"text": "Sjöar", "expires_at": "0001-01-01T00:00:00Z"}, "Sjöar"),
        ({"text": "Sjöar"}, "Sjöar"),
        ({"text": 5}, ""),
        ({"text": "x", "expires_at": "soon"}, ""),
    ],
)
async def test_a_status_of_somebodys_own_is_read_however_it_is_kept(
    mirror: Mirror, server: MattermostServer, kept: dict[str, Any], text: str
) -> None:
    account = await account_of(mirror)
    server.status[account] = kept
    assert await mirror.there(account, Part.TEXT) == text


async def test_many_accounts_are_found_page_by_page_and_strangers_in_none(mirror: Mirror, server: MattermostServer) -> None:
    assert await mirror.reach(["nobody@x.example"]) == {}
    wanted = [f"p{number}@x.example" for number in range(450)]
    for mail in wanted[:430]:
        server.add(mail.upper())
    server.asked.clear()
    assert set(await mirror.reach(wanted)) == set(wanted[:430])
    assert len(server.asked) == 3


async def test_what_has_to_be_put_right_is_said(mirror: Mirror, server: MattermostServer, clock: Clock, tmp_path: Path) -> None:
    account = await account_of(mirror)
    assert [fault async for _, fault in mirror.check(ANNA)] == [None]
    server.status[account] = {"text": "Mitt eget"}
    assert [name async for name, _ in mirror.check(ANNA)] == ["edit_other_users"]
    assert server.status[account] == {"text": "Mitt eget"}
    server.status.clear()
    server.may_edit = False
    assert [fault and fault.code async for _, fault in mirror.check(ANNA)] == ["mirror-not-let"]
    assert [fault and fault.code async for _, fault in mirror.check("nobody@x.example")] == ["mirror-nobody"]
    server.may_edit = True
    with pytest.raises(NotFound, match="mirror-nobody"):
        await mirror.clear("x" * 26, Part.TEXT)
    with pytest.raises(BadInput, match="mirror-refused"):
        await mirror.push(account, Part.TEXT, Told("Lunch", None, clock() - timedelta(hours=1)))
    server.faults.append(501)
    with pytest.raises(Unavailable, match="mirror-unreachable"):
        await mirror.push(account, Part.TEXT, lunch(clock))
    (tmp_path / "mattermost.token").write_text("another", "utf-8")
    with pytest.raises(BadInput, match="mirror-sign-in"):
        await mirror.observe([account])
    (tmp_path / "mattermost.token").unlink()
    with pytest.raises(BadInput, match="mirror-sign-in"):
        await mirror.observe([account])


async def test_the_same_teller_tells_it_and_takes_it_back(
    mirror: Mirror, server: MattermostServer, clock: Clock, tmp_path: Path
) -> None:
    wishes = Wishes({"anna": None})
    store = Store(tmp_path / "hub.db")
    teller = Teller(mirror, store, wishes, Budget(300, 30), clock=clock, steady=clock.steady)
    look = Looking(teller, poll_seconds=30, clock=clock, steady=clock.steady)

    async def want(told: Told | None) -> str:
        wishes.wants["anna"] = told
        teller.mark("anna")
        while await teller.turn() == 0.0:
            continue
        return await mirror.there(account, Part.TEXT)

    account = await account_of(mirror)
    await want(None)
    server.faults.append(0)
    await want(lunch(clock))
    clock.move(seconds=10)
    assert await want(None) == "", "a write whose answer was lost is taken back"
    assert await want(lunch(clock)) == "Lunch, åter 10.00"
    server.status[account] = {"text": "Mitt eget"}
    assert await want(None) == "Mitt eget"
    await look.look()
    assert await want(lunch(clock)) == "Mitt eget"
    store.close()


def test_a_token_goes_nowhere_in_the_clear(tmp_path: Path, clock: Clock) -> None:
    settings = msgspec.structs.replace(MirrorsSection(), mattermost=MattermostSection("http://chat.example"))
    with pytest.raises(BadInput, match="mirror-address"):
        mirrors_of(settings, tmp_path, steady=clock.steady, clock=clock)
