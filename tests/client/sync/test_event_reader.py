"""What comes on the stream is shown to whom it concerns, and the hub learns that it came."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.inbox import is_mine
from kalix_presence.client.local.cache import Cache
from kalix_presence.client.session_events import Happened, MessagesChanged, RequestState
from kalix_presence.model.callback import Stage, Step
from tests.client.house import Watched, desk, folders_in, until
from tests.client.left_messages import arrived, leave, step
from tests.clocks import Clock
from tests.hub.serving import Serving


async def test_a_message_comes_live_and_the_hub_learns_that_it_was_delivered(hub: Serving, tmp_path: Path) -> None:
    async with desk(hub.url, tmp_path) as anna:
        await until(lambda: anna.known.me is not None)
        made = await asyncio.to_thread(leave, hub)
        message = await arrived(anna, made)
        assert is_mine(message, anna.known.me)
        await until(lambda: anna.known.inbox.messages[made].stage is Stage.DELIVERED)


async def test_two_desks_of_one_person_see_the_same(hub: Serving, tmp_path: Path) -> None:
    made = await asyncio.to_thread(leave, hub)
    async with desk(hub.url, tmp_path / "one") as one, desk(hub.url, tmp_path / "other") as other:
        message = await arrived(one, made)
        await arrived(other, made)
        assert (await one.messages.request_step(made, step(message, Step.FINISH))).state is RequestState.IN_FORCE
        await until(lambda: other.known.inbox.messages[made].stage is Stage.DONE)


async def test_the_inbox_is_there_at_once_at_the_next_start(hub: Serving, tmp_path: Path) -> None:
    made = await asyncio.to_thread(leave, hub)
    async with desk(hub.url, tmp_path) as anna:
        await arrived(anna, made)
        await until(lambda: Cache(tmp_path / "cache").load(anna.credentials.settings.hub, "anna"))
        address = anna.credentials.settings.hub
    again = Watched(address, folders_in(tmp_path), Clock(), "anna")
    again.recall()
    shown = [told for told in again.told if isinstance(told, MessagesChanged)]
    assert [message.id for message in shown[0].messages] == [made]
    await again.close()


async def test_a_message_to_somebody_else_is_none_of_mine(hub: Serving, tmp_path: Path) -> None:
    async with desk(hub.url, tmp_path) as anna:
        await until(lambda: anna.known.me is not None)
        other = await asyncio.to_thread(leave, hub, "2042", "inte Annas")
        own = await asyncio.to_thread(leave, hub, "2041", "Annas")
        await arrived(anna, own)
        assert other not in anna.known.inbox.messages


async def test_a_desk_learns_at_once_for_whom_it_acts_and_forgets_their_messages_with_the_end(
    hub: Serving, tmp_path: Path
) -> None:
    made = await asyncio.to_thread(leave, hub, "2042", "till Per")

    def ask(method: str, path: str, body: object = None) -> str:
        with hub.client("per") as per:
            answer = per.request(method, f"/api/v1/delegations{path}", json=body).raise_for_status()
            return str(answer.json()["id"]) if answer.content else ""

    async with desk(hub.url, tmp_path) as anna:
        await until(lambda: anna.known.me is not None)
        assert made not in anna.known.inbox.messages
        body = {"extension": "2041", "until": str(hub.clock().date()), "messages": True}
        given = await asyncio.to_thread(ask, "POST", "", body)
        message = await arrived(anna, made)
        assert is_mine(message, anna.known.me)
        assert message.stage is Stage.NEW, "her screen is no sign that Per has seen it"
        await asyncio.to_thread(ask, "DELETE", f"/{given}")
        await until(lambda: made not in anna.known.inbox.messages)
        assert anna.known.me is not None
        assert anna.known.me.acts_for == []


def answer_with(hub: Serving, unit: str, version: int, line: str) -> None:
    with hub.client("ada") as ada:
        wish = {"version": version, "line": line}
        ada.put(f"/api/v1/units/{unit}/greeting", json=wish).raise_for_status()


def said(desk: Watched) -> str:
    me = desk.known.me
    return me.greeting.line if me is not None and me.greeting is not None else ""


async def test_a_desk_answers_with_the_unit_s_new_line_at_once_and_asks_for_no_other_s(
    hub: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0
    me = HubClient.me

    async def counted(client: HubClient) -> wire.Me:
        nonlocal asked
        asked += 1
        return await me(client)

    async with desk(hub.url, tmp_path) as anna:
        await until(lambda: said(anna) == "Bygglov, Anna Ek")
        await until(lambda: anna.known.people and Cache(tmp_path / "cache").load(anna.credentials.settings.hub, "anna"))
        monkeypatch.setattr(HubClient, "me", counted)
        await asyncio.to_thread(answer_with, hub, "miljo", 0, "{given}")
        await asyncio.to_thread(answer_with, hub, "samhallsbyggnad", 0, "Samhälle, {given}")
        await until(lambda: said(anna) == "Samhälle, Anna")
        await asyncio.to_thread(answer_with, hub, "bygglov", 0, "Lov, {given}")
        await until(lambda: said(anna) == "Lov, Anna")
        assert asked == 2


async def test_a_line_that_changes_while_everything_is_fetched_is_asked_for_again(
    hub: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, on = asyncio.Event(), asyncio.Event()
    everybody = HubClient.everybody

    async def slowly(client: HubClient, *, standings: bool = True) -> list[wire.PersonView]:
        there.set()
        await on.wait()
        return await everybody(client, standings=standings)

    monkeypatch.setattr(HubClient, "everybody", slowly)
    async with desk(hub.url, tmp_path) as anna:
        await there.wait()  # who one is was answered before
        await asyncio.to_thread(answer_with, hub, "bygglov", 0, "Lov, {given}")
        await until(lambda: any(isinstance(each, Happened) for each in anna.told))
        on.set()
        await until(lambda: said(anna) == "Lov, Anna")
