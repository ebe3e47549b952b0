"""Subscriptions at a SIP server that loses, repeats, delays and garbles: no line is told that is not known."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from kalix_presence.hub.pbx.kamailio import sip
from kalix_presence.hub.pbx.kamailio import subscriptions as module
from kalix_presence.hub.pbx.kamailio.packages import DIALOG, PRESENCE, Package
from kalix_presence.hub.pbx.kamailio.subscriptions import Subscriptions
from kalix_presence.model.line import LineState

BUSY, IDLE, RINGING, UNKNOWN = LineState.BUSY, LineState.IDLE, LineState.RINGING, LineState.UNKNOWN


def document(version: int, *dialogs: tuple[str, str], full: bool = True) -> str:
    told = "".join(f'<dialog id="{name}" direction="recipient"><state>{state}</state></dialog>' for name, state in dialogs)
    return (
        f'<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="{version}" '
        f'state="{"full" if full else "partial"}" entity="sip:2041@kalix.test">{told}</dialog-info>'
    )


class Server(asyncio.DatagramProtocol):
    """Answers each SUBSCRIBE with `status`, and with what `says` as the state; `silent` answers nothing."""

    def __init__(self) -> None:
        self.status, self.silent, self.states, self.expires = "200 OK", False, True, 120
        self.says = ""
        self.asked: list[sip.Message] = []
        self.heard: list[sip.Message] = []
        self.number = 1
        self.tag = "theirs"
        self._there: Any = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        found = sip.read(data)
        assert found is not None
        self._there = addr
        if found.status:
            self.heard.append(found)
            return
        self.asked.append(found)
        if self.silent:
            return
        answer = sip.answered(found, self.status).decode()
        if ";tag=" not in found.head("to"):
            answer = answer.replace("\r\nTo: <sip:2041@kalix.test>", f"\r\nTo: <sip:2041@kalix.test>;tag={self.tag}")
        host, port = self.transport.get_extra_info("sockname")
        answer = answer.replace(
            "Content-Length", f"Expires: {self.expires}\r\nContact: <sip:x@{host}:{port}>\r\nContent-Length"
        )
        self.transport.sendto(answer.encode(), addr)
        if self.status == "200 OK" and self.states:
            self.notify(self.says)

    def notify(self, body: str, *, number: int = 0, subscription: str = "active", heads: str = "", tag: str = "") -> None:
        self.number += 1
        last = self.asked[-1]
        ours = sip.tag_of(last.head("from"))
        self.transport.sendto(
            (
                f"NOTIFY sip:kalix@x SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=z9hG4bK{self.number}\r\nf: <sip:2041@kalix.test>;tag={tag or self.tag}\r\n"
                f"To: <sip:kalix@kalix.test>;tag={ours}\r\ni: {last.head('call-id')}\r\nCSeq: {number or self.number} NOTIFY\r\n"
                f"Subscription-State: {subscription}\r\n{heads}Content-Length: {len(body.encode())}\r\n\r\n{body}"
            ).encode(),
            self._there,
        )


@contextlib.asynccontextmanager
async def running(
    server: Server, package: Package = DIALOG, tell: Callable[[str], None] = lambda extension: None
) -> AsyncIterator[Subscriptions]:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: server, local_addr=("127.0.0.1", 0))
    made = Subscriptions(transport.get_extra_info("sockname"), "kalix.test", tell, package=package)
    made.watch(["2041", "x"])
    task = asyncio.create_task(made.run())
    try:
        yield made
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        transport.close()


@pytest.fixture(autouse=True)
def in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("TICK", 0.01), ("AGAIN", 0.05), ("GIVE_UP", 0.3), ("LONGEST_WAIT", 0.1)):
        monkeypatch.setattr(module, name, value)


async def until(made: Subscriptions, state: LineState) -> None:
    async with asyncio.timeout(30):
        while made.state("2041") is not state:
            await asyncio.sleep(0.005)


async def times(server: Server, count: int) -> None:
    async with asyncio.timeout(30):
        while len(server.asked) < count:
            await asyncio.sleep(0.005)


async def test_an_empty_state_is_idle_and_each_after_it_is_told() -> None:
    server = Server()
    async with running(server) as made:
        await until(made, IDLE)
        server.notify(document(1, ("a", "Trying")))
        await until(made, RINGING)
        server.notify(document(2, ("b", "terminated"), ("a", "confirmed")))
        await until(made, BUSY)
        server.notify(document(3, ("a", "terminated")))
        await until(made, IDLE)
        assert all(each.status == 200 for each in server.heard)


async def test_a_question_that_is_lost_is_asked_again_and_one_without_an_answer_leaves_nothing_known() -> None:
    server = Server()
    server.silent = True
    async with running(server) as made:
        await times(server, 4)
        assert len({each.head("cseq") + each.head("call-id") for each in server.asked[:2]}) == 1  # the same, again
        assert made.state("2041") is UNKNOWN
        server.silent = False
        await until(made, IDLE)


async def test_it_is_renewed_and_a_change_nobody_was_told_of_is_told_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    server.expires = 1
    async with running(server) as made:
        await until(made, IDLE)
        server.says = document(9, ("a", "confirmed"))  # told to nobody: the notification was lost
        await until(made, BUSY)
        assert [each.head("call-id") for each in server.asked] == [server.asked[0].head("call-id")] * 2
        assert ";tag=theirs" in server.asked[1].head("to")


async def test_an_answer_that_no_state_follows_leaves_nothing_known() -> None:
    server = Server()
    server.expires = 1
    async with running(server) as made:
        await until(made, IDLE)
        server.states = False
        await until(made, UNKNOWN)
        server.states = True
        await until(made, IDLE)


async def test_a_server_that_answers_no_more_leaves_nothing_known() -> None:
    server = Server()
    server.expires = 1
    async with running(server) as made:
        await until(made, IDLE)
        server.silent = True
        await until(made, UNKNOWN)


async def test_a_partial_state_counts_only_after_the_one_before_it() -> None:
    server = Server()
    server.says = document(4, ("a", "terminated"))
    async with running(server) as made:
        await until(made, IDLE)
        server.notify(document(5, ("b", "early"), full=False))
        await until(made, RINGING)
        server.notify(document(6, ("c", "confirmed"), full=False))
        await until(made, BUSY)
        asked = len(server.asked)
        server.says = document(9, ("c", "terminated"))
        server.notify(document(8, ("c", "terminated"), full=False))  # the seventh is missing
        await times(server, asked + 1)
        await until(made, IDLE)


@pytest.mark.parametrize(
    "body",
    [
        "not xml",
        "<!DOCTYPE x>" + document(5),
        document(5).replace("dialog-info", "other-info"),
        document(5).replace('"5"', '"x"'),
    ],
)
async def test_a_state_that_is_none_is_asked_for_again(body: str) -> None:
    server = Server()
    async with running(server) as made:
        await until(made, IDLE)
        asked = len(server.asked)
        server.states = False
        server.notify(body)
        await until(made, UNKNOWN)
        server.states = True
        await times(server, asked + 1)
        await until(made, IDLE)


async def test_what_is_older_or_anothers_changes_nothing() -> None:
    server = Server()
    async with running(server) as made:
        await until(made, IDLE)
        server.notify(document(1, ("a", "confirmed")), number=90)
        await until(made, BUSY)
        heard = len(server.heard)
        server.notify(document(0), number=89)  # overtaken
        server.notify(document(2), number=91, tag="stranger")
        server.transport.sendto(b"rubbish", server._there)
        async with asyncio.timeout(30):
            while len(server.heard) < heard + 2:
                await asyncio.sleep(0.005)
        assert made.state("2041") is BUSY


async def test_a_subscription_that_is_ended_or_unknown_is_begun_anew() -> None:
    server = Server()
    server.expires = 1
    async with running(server) as made:
        await until(made, IDLE)
        first = server.asked[0].head("call-id")
        server.notify("", subscription="terminated;reason=deactivated")
        await times(server, 2)
        assert server.asked[1].head("call-id") != first
        await until(made, IDLE)
        server.status = "481 Gone"
        await times(server, 3)
        server.status = "200 OK"
        asked = len(server.asked)
        await times(server, asked + 1)
        await until(made, IDLE)


async def test_one_that_is_refused_leaves_nothing_known() -> None:
    server = Server()
    server.status = "403 No"
    async with running(server) as made:
        await times(server, 3)
        assert made.state("2041") is UNKNOWN
        assert dict(made.states) == {"2041": UNKNOWN}


async def test_a_server_that_is_another_is_asked_as_from_the_beginning() -> None:
    server = Server()
    async with running(server) as made:
        await until(made, IDLE)
        made.begin_again()
        assert made.state("2041") is UNKNOWN
        await until(made, IDLE)
        assert len({each.head("call-id") for each in server.asked}) == 2


async def test_a_part_after_a_subscription_that_was_lost_is_of_nothing_that_is_known() -> None:
    server = Server()
    server.says = document(4, ("a", "terminated"))
    async with running(server) as made:
        await until(made, IDLE)
        server.says = document(5, ("b", "early"), full=False)
        server.notify("", subscription="terminated;reason=deactivated")
        await times(server, 3)  # begun anew, and asked once more for all of it
        assert made.state("2041") is UNKNOWN


async def test_it_is_told_that_nothing_of_calls_is_told() -> None:
    server, told = Server(), asyncio.Event()
    async with running(server, PRESENCE, lambda extension: told.set()) as made:
        async with asyncio.timeout(30):
            await told.wait()
        assert (made.state("2041"), made.told("2041"), made.told("2099")) == (UNKNOWN, True, False)
        asked = server.asked[0]
        assert (asked.head("event"), asked.head("accept")) == ("presence", "application/pidf+xml")
