"""The driver for Teams over HTTP: what it asks by what Microsoft publishes, and whom it tells its token."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.core.mirrors import mirrors_of
from kalix_presence.hub.mirrors.graph import MAILBOX, PRESENCE, USERS
from kalix_presence.hub.mirrors.protocol import Mirror, Seen
from kalix_presence.hub.site.mirrors_section import MirrorsSection, TeamsSection
from kalix_presence.model.errors import BadInput, NotFound, PresenceError, Unavailable
from kalix_presence.model.mirrored import Part, Presence, Told
from tests.clocks import Clock
from tests.hub.graph_server import GraphServer, graph_server


@pytest.fixture
def graph() -> Iterator[GraphServer]:
    with graph_server() as server:
        server.teams.add("anna@x.example")
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def mirror(graph: GraphServer, clock: Clock, tmp_path: Path) -> AsyncIterator[Mirror]:
    (tmp_path / "teams.secret").write_text(f"{graph.secret}\n", "utf-8")
    teams = TeamsSection("tenant", "kalix", login=graph.url, api=f"{graph.url}/v1.0", reply_to="contactsOnly")
    [(name, found)] = mirrors_of(MirrorsSection(teams=teams, seconds=20), tmp_path, steady=clock.steady, clock=clock)
    assert name == found.name == "teams"
    yield found
    await found.close()


def told(clock: Clock, presence: Presence | None = Presence.AWAY) -> Told:
    return Told("Lunch, åter 13.00", presence, clock() + timedelta(minutes=60))


async def account_of(mirror: Mirror) -> str:
    return (await mirror.reach(["anna@x.example"]))["anna@x.example"]


async def test_text_and_presence_go_out_with_their_end_and_are_taken_back(
    mirror: Mirror, graph: GraphServer, clock: Clock
) -> None:
    account = await account_of(mirror)
    for part in (Part.PRESENCE, Part.TEXT):
        await mirror.push(account, part, told(clock))
    assert graph.teams.writes == [
        (
            "anna@x.example",
            "setUserPreferredPresence",
            {"availability": "Away", "activity": "Away", "expirationDuration": "PT3600S"},
        ),
        (
            "anna@x.example",
            "setStatusMessage",
            {
                "statusMessage": {
                    "message": {"content": "Lunch, åter 13.00", "contentType": "text"},
                    "expiryDateTime": {"dateTime": "2026-11-24T09:00:00", "timeZone": "UTC"},
                }
            },
        ),
    ]
    assert await mirror.observe([account]) == {account: Seen("Lunch, åter 13.00", Presence.AWAY)}
    for part in mirror.parts:
        await mirror.clear(account, part)
    assert await mirror.observe([account]) == {account: Seen()}


@pytest.mark.parametrize("presence", Presence)
async def test_each_way_of_being_shown_is_one_that_is_taken_and_seen_again(
    mirror: Mirror, graph: GraphServer, clock: Clock, presence: Presence
) -> None:
    account = await account_of(mirror)
    await mirror.push(account, Part.PRESENCE, told(clock, presence))
    assert (await mirror.observe([account]))[account].presence is presence


async def test_many_accounts_are_found_in_one_list_and_strangers_in_none(mirror: Mirror, graph: GraphServer) -> None:
    assert await mirror.reach(["nobody@x.example"]) == {}
    wanted = [f"p{number}@x.example" for number in range(30)]
    for mail in wanted[:25]:
        graph.teams.add(mail.upper())
    graph.asked.clear()
    found = await mirror.reach(wanted)
    assert set(found) == set(wanted[:25])
    assert len([one for one in graph.asked if "/users" in one]) == 1


@pytest.mark.parametrize("mail", ["maria.o'neill@x.example", "åsa@x.example"])
async def test_an_account_is_found_by_address_and_by_user_name(mirror: Mirror, graph: GraphServer, mail: str) -> None:
    account = graph.teams.add(mail)
    account.login = "u4711@x.onmicrosoft.example"
    assert await mirror.reach([mail, "x' or mail ne 'y"]) == {mail: account.id}
    assert await mirror.reach([account.login]) == {account.login: account.id}


async def test_an_account_that_is_gone_is_said_to_be(mirror: Mirror, clock: Clock) -> None:
    with pytest.raises(NotFound, match="mirror-nobody"):
        await mirror.push("0" * 36, Part.TEXT, told(clock))


async def test_a_token_that_was_taken_back_is_asked_for_once_more(mirror: Mirror, graph: GraphServer, clock: Clock) -> None:
    account = await account_of(mirror)
    graph.token = "another"
    await mirror.push(account, Part.TEXT, told(clock))
    assert graph.teams.of("anna@x.example").text == "Lunch, åter 13.00"
    asked = [one for one in graph.asked if "token" in one]
    assert len(asked) == 2
    clock.move(seconds=3599)
    await mirror.observe([account])
    assert len([one for one in graph.asked if "token" in one]) == 3, "renewed before its end"


async def test_a_wrong_secret_is_said_and_a_missing_one_too(mirror: Mirror, graph: GraphServer, tmp_path: Path) -> None:
    graph.secret = "another"
    with pytest.raises(BadInput, match="mirror-sign-in"):
        await mirror.reach(["anna@x.example"])
    (tmp_path / "teams.secret").unlink()
    with pytest.raises(BadInput, match="mirror-sign-in"):
        await mirror.reach(["anna@x.example"])


@pytest.mark.parametrize(
    ("permission", "lines"),
    [
        ("", {USERS: None, PRESENCE: None, MAILBOX: None}),
        (USERS, {USERS: "mirror-not-let"}),
        (PRESENCE, {USERS: None, PRESENCE: "mirror-not-let", MAILBOX: None}),
        (MAILBOX, {USERS: None, PRESENCE: None, MAILBOX: "mirror-not-let"}),
    ],
)
async def test_each_permission_is_tried_by_its_name(
    mirror: Mirror, graph: GraphServer, permission: str, lines: dict[str, str | None]
) -> None:
    graph.teams.denied = {permission}
    graph.teams.of("anna@x.example").text = "Mitt eget"
    found = {name: fault and fault.code async for name, fault in mirror.check("anna@x.example")}
    assert found == lines
    assert graph.teams.of("anna@x.example").text == "Mitt eget"


async def test_a_reply_goes_to_whom_the_site_says_and_its_permission_is_needed_only_then(
    mirror: Mirror, graph: GraphServer, clock: Clock, tmp_path: Path
) -> None:
    account = await account_of(mirror)
    away = Told("", None, clock() + timedelta(days=3), "Borta")
    await mirror.push(account, Part.REPLY, away)
    assert graph.teams.of("anna@x.example").reply["externalAudience"] == "contactsOnly"
    assert await mirror.there(account, Part.REPLY) == away.value(Part.REPLY)
    await mirror.clear(account, Part.REPLY)
    assert await mirror.there(account, Part.REPLY) == ""
    teams = TeamsSection("tenant", "kalix", login=graph.url, api=f"{graph.url}/v1.0")
    [(_, without)] = mirrors_of(MirrorsSection(teams=teams), tmp_path, steady=clock.steady, clock=clock)
    assert Part.REPLY not in without.parts
    assert MAILBOX not in {name async for name, _ in without.check("anna@x.example")}
    await without.close()


async def test_an_account_to_try_at_that_is_none_is_said(mirror: Mirror) -> None:
    found = [(name, fault and fault.code) async for name, fault in mirror.check("nobody@x.example")]
    assert found == [("User.ReadBasic.All", "mirror-nobody")]


@pytest.mark.parametrize(
    ("status", "code", "seconds"), [(429, "mirror-busy", 7), (503, "mirror-busy", 7), (500, "mirror-unreachable", None)]
)
async def test_what_may_help_to_ask_again_is_told_apart(
    mirror: Mirror, graph: GraphServer, clock: Clock, status: int, code: str, seconds: int | None
) -> None:
    account = await account_of(mirror)
    graph.faults.append(status)
    with pytest.raises(Unavailable) as refused:
        await mirror.push(account, Part.TEXT, told(clock))
    assert (refused.value.code, refused.value.params.get("seconds")) == (code, seconds)


async def test_an_answer_that_is_lost_is_no_answer(mirror: Mirror, graph: GraphServer, clock: Clock) -> None:
    account = await account_of(mirror)
    graph.faults.append(0)
    with pytest.raises(Unavailable, match="mirror-unreachable"):
        await mirror.push(account, Part.TEXT, told(clock))
    assert graph.teams.of("anna@x.example").text == "Lunch, åter 13.00"


async def test_nobody_else_is_told_the_token(mirror: Mirror, graph: GraphServer, clock: Clock) -> None:
    account = await account_of(mirror)
    with graph_server() as other:
        graph.elsewhere = other.url
        for ask in (mirror.push(account, Part.TEXT, told(clock)), mirror.observe([account]), mirror.reach(["x@x.example"])):
            with pytest.raises(PresenceError, match="mirror-unreachable"):
                await ask
        assert other.asked == []


async def test_a_list_that_leads_elsewhere_is_not_followed(mirror: Mirror, graph: GraphServer) -> None:
    with graph_server() as other:
        graph.teams.next_page = f"{other.url}/v1.0/users?$skiptoken=x"
        with pytest.raises(Unavailable, match="mirror-unreachable"):
            await mirror.reach([f"p{number}@x.example" for number in range(30)])
        assert other.asked == []


@pytest.mark.parametrize("name", ["login", "api"])
def test_a_secret_goes_nowhere_in_the_clear(tmp_path: Path, clock: Clock, name: str) -> None:
    teams = msgspec.structs.replace(TeamsSection("tenant", "kalix"), **{name: "http://graph.microsoft.com"})
    with pytest.raises(BadInput, match="mirror-address"):
        mirrors_of(MirrorsSection(teams=teams), tmp_path, steady=clock.steady, clock=clock)
