"""What comes on the stream is shown to whom it concerns, and the hub learns that it came."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.inbox import is_mine
from kalix_presence.client.local.cache import Cache
from kalix_presence.client.session_events import (
    Happened,
    MessagesChanged,
    MessagesGone,
    PbxSeen,
    RequestState,
    StandingsChanged,
)
from kalix_presence.client.sync.event_reader import EventReader
from kalix_presence.client.sync.known import Known
from kalix_presence.model.callback import Stage, Step
from tests.client.house import Watched, desk, folders_in, until
from tests.client.left_messages import arrived, leave, step
from tests.clocks import NINE, Clock
from tests.hub.serving import Serving

GOLDEN = Path(__file__).parents[2] / "wire" / "v1"


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


class Parts:
    """An event reader by itself, which knows one message; what it wants of the others is noted."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.wanted: list[tuple[str, object]] = []
        self.known = Known()
        self.known.inbox.apply_message(msgspec.json.decode((GOLDEN / "message.json").read_bytes(), type=wire.MessageView))
        fetcher = SimpleNamespace(
            want_messages=lambda: self.wanted.append(("messages", None)),
            want_directory=lambda version, changed=False: self.wanted.append(("directory", (version, changed))),
        )
        self.reader = EventReader(
            self.known,
            fetcher,  # type: ignore[arg-type]
            SimpleNamespace(arrived=lambda messages, me: None),  # type: ignore[arg-type]
            time=SimpleNamespace(hear=lambda at: self.wanted.append(("time", at))),  # type: ignore[arg-type]
            notify=self.told.append,
            spawn=lambda work: self.wanted.append(("spawned", work)),
            fetch=lambda: "fetch",  # type: ignore[arg-type, return-value]
            keep_own=lambda changed: self.wanted.append(("own", [each.extension for each in changed])),
        )


def test_messages_that_the_hub_has_erased_are_gone_here_and_only_those_that_were_here_are_told() -> None:
    parts = Parts()
    [here] = parts.known.inbox.messages
    parts.reader.apply_event(wire.MessagesForgotten(7, [here, "elsewhere"]))
    assert (parts.told, parts.known.inbox.messages) == ([MessagesGone(frozenset({here}))], {})


def test_a_directory_that_changed_is_fetched_at_once_and_so_is_what_a_delegate_reads() -> None:
    parts = Parts()
    parts.reader.apply_event(wire.DirectoryChanged(7, 3))
    assert parts.wanted == [("own", []), ("directory", (3, True)), ("spawned", "fetch")]
    parts.wanted.clear()
    event = wire.DelegationsChanged(8, NINE)
    parts.reader.apply_event(event)
    assert parts.wanted == [("own", []), ("messages", None), ("spawned", "fetch")]
    assert parts.told == [Happened(event)]


def test_the_first_event_of_a_stream_says_where_all_stand_and_doubts_what_was_known() -> None:
    parts = Parts()
    [older] = parts.known.inbox.messages.values()
    assert not parts.reader.heard
    parts.reader.apply_event(wire.Hello(1, 9, NINE, [wire.Standing("2041", 5)], pbx=False, directory=4))
    assert parts.reader.heard
    assert parts.wanted == [("own", ["2041"]), ("messages", None), ("time", NINE), ("directory", (4, False))]
    assert parts.told == [PbxSeen(False), StandingsChanged([wire.Standing("2041", 5)], whole=True)]
    assert parts.known.inbox.apply_message(msgspec.structs.replace(older, version=older.version - 1)), "put back to a backup"
    parts.told.clear()
    parts.reader.apply_event(wire.PbxChanged(True))
    parts.reader.apply_event(wire.StandingChanged(10, NINE, wire.Standing("2041", 10)))
    assert parts.told == [PbxSeen(True), StandingsChanged([wire.Standing("2041", 10)], whole=False)]


def test_a_message_is_told_when_it_is_newer_and_always_when_somebody_is_reminded() -> None:
    parts = Parts()
    [here] = parts.known.inbox.messages.values()
    parts.reader.apply_event(wire.MessageChanged(7, NINE, here))
    assert parts.told == []
    parts.reader.apply_event(wire.MessageChanged(8, NINE, here, remind=True))
    newer = msgspec.structs.replace(here, version=here.version + 1)
    parts.reader.apply_event(wire.MessageChanged(9, NINE, newer))
    assert parts.told == [MessagesChanged([here], reminded=frozenset({here.id})), MessagesChanged([newer])]
