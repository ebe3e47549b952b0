"""The guardian knows of every rule before the exchange does, and of all of them again whenever it may lack one."""

from __future__ import annotations

import socket
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from kalix_presence.hub.guardian.link import GuardianLink
from kalix_presence.hub.guardian.rule_writer import RuleWriter
from kalix_presence.hub.site.config import Listen
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule
from tests.clocks import Clock
from tests.hub.guardian.guarding import TOKEN, guarding
from tests.hub.guardian.plain_exchange import Exchange, PlainPbx
from tests.hub.house import until
from tests.hub.web.test_certificate import current


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def pbx(tmp_path: Path) -> AsyncIterator[PlainPbx]:
    made = PlainPbx(Exchange(tmp_path / "exchange.db").make())
    await made.start()
    yield made
    await made.stop()


def rule(clock: Clock, extension: str = "2041", number: str = "a") -> ForwardingRule:
    return ForwardingRule(extension, number, Divert.ALWAYS, "9", clock.begun + timedelta(hours=1), "lunch")


async def test_it_is_told_before_the_exchange_and_forgets_what_is_taken_away(
    tmp_path: Path, pbx: PlainPbx, clock: Clock
) -> None:
    async with guarding(tmp_path, pbx, clock) as guardian:
        link = guardian.link([], clock)
        await link.look_after()
        assert link.guards
        writer = RuleWriter(pbx, link)
        seen: list[tuple[int, dict[str, str]]] = []
        pbx.before_apply = lambda _: seen.append((len(guardian.ends), pbx.exchange.forwards()))
        await writer.apply(rule(clock))
        assert seen == [(1, {})]
        assert pbx.exchange.forwards() == {"2041": "9"}
        await writer.remove("2041")
        await until(lambda: len(guardian.ends) == 0)
        await link.stop()


async def test_a_hub_that_may_not_act_any_longer_tells_the_guardian_nothing(
    tmp_path: Path, pbx: PlainPbx, clock: Clock, no_lead: None
) -> None:
    async with guarding(tmp_path, pbx, clock) as guardian:
        link = guardian.link([rule(clock)], clock)
        await link.look_after()
        assert link.trouble == "hub-leads-no-longer"
        await link.expect(rule(clock, "2042"))
        assert len(guardian.ends) == 0
        await link.stop()


async def test_a_hub_without_its_guardian_goes_on_and_tells_it_everything_afterwards(
    tmp_path: Path, pbx: PlainPbx, clock: Clock
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    wanted = [rule(clock), rule(clock, "2042")]
    link = GuardianLink(f"http://127.0.0.1:{port}", TOKEN, lambda: wanted, clock=clock)
    await link.look_after()
    assert link.trouble == "guardian-unreachable"
    writer = RuleWriter(pbx, link)
    for each in wanted:
        await writer.apply(each)
    assert sorted(pbx.exchange.forwards()) == ["2041", "2042"]
    async with guarding(tmp_path, pbx, clock, port=port) as guardian:
        await link.look_after()
        assert link.guards
        assert sorted(end.extension for end in guardian.ends.all()) == ["2041", "2042"]
        await writer.apply(rule(clock, "2043"))
        assert len(guardian.ends) == 3
    await writer.apply(rule(clock, "2044"))  # it has gone meanwhile
    assert link.trouble == "guardian-unreachable"
    assert "2044" in pbx.exchange.forwards()
    wanted += [rule(clock, "2043"), rule(clock, "2044")]
    (tmp_path / "guardian.ends").unlink()  # and comes back with nothing
    async with guarding(tmp_path, pbx, clock, port=port) as guardian:
        await link.look_after()
        assert len(guardian.ends) == 4
    await link.stop()


async def test_one_that_was_started_anew_between_two_looks_is_told_everything(
    tmp_path: Path, pbx: PlainPbx, clock: Clock
) -> None:
    wanted = [rule(clock)]
    async with guarding(tmp_path, pbx, clock) as guardian:
        link = guardian.link(wanted, clock)
        await link.look_after()
        port = int(guardian.url.rsplit(":", 1)[1])
    (tmp_path / "guardian.ends").unlink()
    async with guarding(tmp_path, pbx, clock, port=port) as guardian:
        assert link.guards  # nothing has told it yet
        await link.look_after()
        assert [end.extension for end in guardian.ends.all()] == ["2041"]
    await link.stop()


async def test_nobody_is_let_in_without_the_token(tmp_path: Path, pbx: PlainPbx, clock: Clock) -> None:
    async with guarding(tmp_path, pbx, clock) as guardian:
        link = guardian.link([rule(clock)], clock, token="of somebody else entirely")
        await link.look_after()
        assert link.trouble == "guardian-refused"
        assert len(guardian.ends) == 0
        await link.stop()
        async with httpx.AsyncClient(base_url=guardian.url, trust_env=False) as stranger:
            end = {"extension": "2041", "id": "a", "divert": "always", "target": "9", "until": None}
            for answer in (
                await stranger.get("/ends"),
                await stranger.put("/ends", json=[end]),
                await stranger.put("/ends/2041", json=end),
                await stranger.delete("/ends/2041/a"),
            ):
                assert (answer.status_code, answer.content) == (401, b"")
            assert len(guardian.ends) == 0


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/ends/2041", b"{", 400),
        ("/ends/2041", b'{"extension":"2042","id":"a","divert":"always","target":"9","until":null}', 400),
        ("/ends/2041", b'{"extension":"2041","id":"a","divert":"always","target":"9\\r\\nx","until":null}', 400),
        ("/ends/2041", b'{"extension":"2041","id":"a","divert":"always","target":"9","until":"2026-11-24T09:00:00"}', 400),
        ("/ends", b'[{"extension":"2041","id":"a","divert":"never","target":"9","until":null}]', 400),
        ("/ends/2041", b" " * 5000, 413),
    ],
)
async def test_what_no_hub_says_is_refused(
    tmp_path: Path, pbx: PlainPbx, clock: Clock, path: str, body: bytes, status: int
) -> None:
    async with guarding(tmp_path, pbx, clock) as guardian:
        known = {"authorization": f"Bearer {TOKEN}"}
        async with httpx.AsyncClient(base_url=guardian.url, trust_env=False, headers=known) as hub:
            assert (await hub.put(path, content=body)).status_code == status
        assert len(guardian.ends) == 0


async def test_clocks_that_differ_and_an_exchange_out_of_its_reach_are_told(
    tmp_path: Path, pbx: PlainPbx, clock: Clock
) -> None:
    other = Clock(clock.begun + timedelta(seconds=7))
    async with guarding(tmp_path, pbx, other) as guardian:
        link = guardian.link([], clock)
        await link.look_after()
        assert link.trouble == "guardian-clock"
        await link.expect(rule(clock))  # told all the same
        assert len(guardian.ends) == 1
        clock.move(seconds=7)
        await link.look_after()
        assert link.guards
        await pbx.stop()
        await link.look_after()
        assert link.trouble == "guardian-without-pbx"
        await link.stop()


async def test_outside_loopback_it_speaks_tls_and_the_hub_believes_whom_it_was_told(
    tmp_path: Path, pbx: PlainPbx, clock: Clock
) -> None:
    current(tmp_path)
    async with guarding(tmp_path, pbx, clock, certificate="hub.crt", key="hub.key") as guardian:
        assert guardian.url.startswith("https://")
        wanted = [replace(rule(clock), until=None)]
        believing = GuardianLink(
            guardian.url,
            TOKEN,
            lambda: wanted,
            clock=clock,
            context=lambda: ssl.create_default_context(cafile=tmp_path / "hub.crt"),
        )
        await believing.look_after()
        assert believing.guards
        doubting = guardian.link(wanted, clock)
        with pytest.raises(Unavailable):
            await doubting.look()
        await believing.stop()
        await doubting.stop()


async def test_one_that_is_known_to_be_away_is_not_asked_at_each_change(tmp_path: Path, pbx: PlainPbx, clock: Clock) -> None:
    """Nobody's lunch waits for a guardian that is not there; a rule that it would not take makes it one that may lack others."""
    async with guarding(tmp_path, pbx, clock) as guardian:
        wanted = [rule(clock)]
        link = guardian.link(wanted, clock)
        await link.look_after()
        asked: list[str] = []
        ask = link._ask

        async def counted(method: str, path: str, *body: object) -> bytes:
            asked.append(f"{method} {path}")
            return await ask(method, path, *body)  # type: ignore[arg-type]

        link._ask = counted  # type: ignore[method-assign,assignment]
        await link.expect(replace(rule(clock, "2042"), target="nobody dials this"))
        assert link.trouble == "guardian-not-understood"
        await link.expect(rule(clock, "2043"))
        link.forget("2043")
        assert asked == ["PUT /ends/2042"]
        wanted.append(rule(clock, "2044"))
        await link.look_after()
        assert link.guards
        assert sorted(end.extension for end in guardian.ends.all()) == ["2041", "2044"]
        await link.stop()


async def test_what_the_hub_asks_of_computers_is_not_asked_of_the_hub(tmp_path: Path, pbx: PlainPbx, clock: Clock) -> None:
    """Both may stand in one folder; the hub shows the guardian its token, and no certificate."""
    current(tmp_path)
    listen = Listen(certificate="hub.crt", key="hub.key", client_ca="hub.crt")
    async with guarding(tmp_path, pbx, clock, listen=listen, certificate="hub.crt", key="hub.key") as guardian:
        link = GuardianLink(
            guardian.url,
            TOKEN,
            list,
            clock=clock,
            context=lambda: ssl.create_default_context(cafile=tmp_path / "hub.crt"),
        )
        await link.look_after()
        assert link.guards
        await link.stop()
