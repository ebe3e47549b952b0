"""A forward that stands past its end is cleared, if it is still ours; everything else is left as it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.guardian.clearing import Clearing
from kalix_presence.hub.guardian.ends import End, Ends, end_of
from kalix_presence.hub.pbx.capabilities import ReadBack
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.protocol import DamagedRule
from kalix_presence.model.errors import Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule
from tests.clocks import Clock
from tests.hub.guardian.plain_exchange import Exchange, PlainPbx
from tests.hub.house import embedded, until

LATER = timedelta(minutes=5)


class Post:
    """A guardian at an exchange, with a clock that the test moves."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.exchange = Exchange(folder / "exchange.db").make()
        self.pbx = PlainPbx(self.exchange)
        self.ends = Ends(folder / "guardian.ends")
        self.clearing = Clearing(self.ends, self.pbx, clock=self.clock)

    def end(self, extension: str = "2041", rule: str = "a", target: str = "9", minutes: float | None = 60) -> End:
        """A rule's end, so many minutes after nine."""
        until = None if minutes is None else self.clock.begun + timedelta(minutes=minutes)
        return End(extension, rule, Divert.ALWAYS, target, until)

    async def told(self, *ends: End, written: bool = True) -> None:
        """As the hub does: told first, then written."""
        for end in ends:
            await self.clearing.expect(end)
            if written:
                self.exchange.forward(end.extension, end.target)

    async def at(self, minutes: float) -> None:
        """It is so many minutes after nine, and the guardian has looked."""
        self.clock.moment = self.clock.begun + timedelta(minutes=minutes)
        await self.clearing.look()


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    made = Post(tmp_path)
    await made.pbx.start()
    yield made
    await made.pbx.stop()


async def test_ours_is_cleared_past_its_end_and_not_before(post: Post) -> None:
    await post.told(post.end(), post.end("2042", minutes=None))
    await post.at(60)  # the hub's own moment to end it
    assert post.exchange.forwards() == {"2041": "9", "2042": "9"}
    await post.at(61)
    assert post.exchange.forwards() == {"2042": "9"}
    assert [end.extension for end in post.ends.all()] == ["2042"]
    post.exchange.forward("2041", "9")  # by hand, later
    await post.at(120)
    assert post.exchange.forwards() == {"2041": "9", "2042": "9"}


async def test_one_that_somebody_made_by_hand_stays(post: Post) -> None:
    await post.told(post.end())
    post.exchange.forward("2041", "0701740601")
    await post.at(61)
    assert post.exchange.forwards() == {"2041": "0701740601"}
    assert len(post.ends) == 0


@pytest.mark.parametrize("minutes", [90, None])
async def test_one_that_was_made_longer_stays(post: Post, minutes: int | None) -> None:
    await post.told(post.end(), post.end(rule="b", minutes=minutes))
    await post.at(61)
    assert post.exchange.forwards() == {"2041": "9"}
    assert [end.id for end in post.ends.all()] == ["b"]


async def test_one_that_was_made_shorter_goes_then(post: Post) -> None:
    await post.told(post.end(), post.end(rule="b", minutes=30))
    await post.at(31)
    assert post.exchange.forwards() == {}
    assert len(post.ends) == 0


async def test_a_hub_that_died_before_it_wrote_what_it_had_told_leaves_nothing_that_nobody_ends(post: Post) -> None:
    await post.told(post.end(target="2042"))
    await post.told(post.end(rule="b", target="9", minutes=90), written=False)
    await post.at(61)
    assert post.exchange.forwards() == {}
    await post.told(post.end(rule="c", target="2042", minutes=180))
    await post.told(post.end(rule="d", target="9", minutes=120), written=False)
    await post.at(121)
    assert post.exchange.forwards() == {}  # back at eleven was the last that somebody asked for


async def test_what_the_hub_took_away_itself_is_forgotten(post: Post) -> None:
    await post.told(post.end(), post.end(rule="b", minutes=30))
    post.exchange.clear("2041")
    await post.clearing.drop("2041", "b")
    assert len(post.ends) == 0


async def test_an_exchange_that_is_away_is_tried_again_and_keeps_none_of_the_others(post: Post) -> None:
    await post.told(post.end("2041"), post.end("2042"), post.end("2043"))
    broken: list[Exception | None] = [Unavailable("pbx-unreachable"), ValueError("a driver's own")]

    def fails(extension: str) -> None:
        if extension != "2043" and broken and (fault := broken[extension == "2042"]) is not None:
            raise fault

    post.pbx.before_read = fails
    await post.at(61)
    assert sorted(post.exchange.forwards()) == ["2041", "2042"]
    assert post.clearing.late() == 2
    broken.clear()
    await post.at(61 + 1 / 60)  # not yet: it rests
    assert sorted(post.exchange.forwards()) == ["2041", "2042"]
    await post.at(62)
    assert post.exchange.forwards() == {}
    assert post.clearing.late() == 0


async def test_what_is_told_while_the_guardian_looks_is_never_taken_for_the_one_before(post: Post) -> None:
    """Forced: the new rule is told between the guardian's reading and its clearing, and written as soon as that is known."""
    await post.told(post.end())
    telling: list[asyncio.Task[None]] = []

    async def tell(extension: str) -> None:
        telling.append(asyncio.ensure_future(post.told(post.end(rule="b", minutes=120))))
        for _ in range(100):  # all the time that the hub would need, were it let
            await asyncio.sleep(0.001)

    post.pbx.before_remove = tell
    await post.at(61)
    await telling[0]
    assert post.exchange.forwards() == {"2041": "9"}
    await post.at(119)
    assert post.exchange.forwards() == {"2041": "9"}
    await post.at(121)
    assert post.exchange.forwards() == {}


async def test_five_hundred_ends_pass_at_once(post: Post) -> None:
    people = [str(30_000 + number) for number in range(500)]
    await post.clearing.keep([post.end(one) for one in people])
    for one in people[:5]:
        post.exchange.forward(one, "9")
    post.exchange.forward(people[5], "0701740601")
    await post.at(61)
    assert post.exchange.forwards() == {people[5]: "0701740601"}
    assert len(post.ends) == 0


async def test_a_pbx_that_reads_back_the_whole_rule_is_believed_about_whose_it_is(tmp_path: Path) -> None:
    clock = Clock()
    pbx: EmbeddedPbx = embedded(clock)
    await pbx.start()
    await until(lambda: pbx.connected)
    assert pbx.capabilities.read_back is ReadBack.RULE
    ends = Ends(tmp_path / "guardian.ends")
    clearing = Clearing(ends, pbx, clock=clock)
    ours = ForwardingRule("2041", "a", Divert.ALWAYS, "9", clock() + LATER, "lunch")
    other = replace(ours, extension="2042", id="b")
    await clearing.expect(end_of(ours))
    await clearing.keep([end_of(replace(other, id="c"))])
    await pbx.apply(ours)
    await pbx.apply(other)
    clock.moment += 2 * LATER
    await clearing.look()
    assert await pbx.read("2041") is None
    assert await pbx.read("2042") == other
    assert len(ends) == 0
    pbx.tamper("2043", "no rule of anybody")
    await clearing.keep([end_of(replace(ours, extension="2043", until=clock() - LATER))])
    await clearing.look()
    assert isinstance(await pbx.read("2043"), DamagedRule)
    await pbx.stop()
