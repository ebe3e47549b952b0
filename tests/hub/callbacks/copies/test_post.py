"""Copies for people who are away: who gets one, of what, where to; queued durably, tried again, and never sent twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.callbacks.copies.delivery import Copy, Delivery
from kalix_presence.hub.callbacks.copies.post import FIRST_REST, ROUND_SECONDS
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.pbx.protocol import CallRecord
from kalix_presence.hub.store import people
from kalix_presence.model.callback import Step
from kalix_presence.model.copies import CopyChannel
from kalix_presence.model.directory import Person
from kalix_presence.model.policy import Policy
from kalix_presence.model.preferences import Preferences
from tests.clocks import NINE, Clock
from tests.hub import house
from tests.hub.callbacks.house import ANNA, AS_ANNA, AS_MARIA, AS_PER, PER, left, pbx_of
from tests.hub.house import until

BOTH = Preferences(copy_by_mail=True, copy_by_sms=True)


class Counter:
    """A sender that keeps what it is given, and ends each as it was told to."""

    def __init__(self) -> None:
        self.copies: list[Copy] = []
        self.ends: list[Delivery] = []
        self.hold: Callable[[], None] = lambda: None

    def send(self, copy: Copy) -> Delivery:
        self.copies.append(copy)
        self.hold()
        return self.ends.pop(0) if self.ends else Delivery.SENT

    def check(self) -> None:
        """Always there."""


@pytest.fixture
def mail() -> Counter:
    return Counter()


@pytest.fixture
def sms() -> Counter:
    return Counter()


@asynccontextmanager
async def running(path: Path, clock: Clock, mail: Counter, sms: Counter, policy: Policy | None = None) -> AsyncIterator[Core]:
    senders = {CopyChannel.MAIL: mail, CopyChannel.SMS: sms}
    async with house.running(path, pbx_of(clock), clock, policy=policy, senders=senders) as (core, _):
        core.board.put_preferences(ANNA, BOTH)
        yield core


@pytest.fixture
async def core(path: Path, clock: Clock, mail: Counter, sms: Counter) -> AsyncIterator[Core]:
    async with running(path, clock, mail, sms) as started:
        yield started


async def away(core: Core, clock: Clock, reason: str = "meeting", extension: str = ANNA) -> None:
    caller = AS_ANNA if extension == ANNA else AS_PER
    wish = wire.AbsenceRequest(reason, clock() + timedelta(hours=3))
    await core.absences.set_absence(caller, extension, wish, key=None, now=clock())
    await until(lambda: core.board.states[extension].held is not None)


async def sent(core: Core) -> None:
    """Until nothing waits to be sent any more."""
    while await states(core, "waiting") or await states(core, "sending"):
        await asyncio.sleep(0.005)


async def states(core: Core, state: str) -> int:
    query = "SELECT count(*) FROM message_copy WHERE state = ?"
    return int(await core.store.read(lambda sql: sql.execute(query, (state,)).fetchone()[0]))


async def test_who_is_away_and_has_chosen_so_gets_one_of_each(core: Core, clock: Clock, mail: Counter, sms: Counter) -> None:
    await away(core, clock)
    message = await left(core, about="Bygglov för en altan,\nhelst i dag")
    await sent(core)
    [letter], [text] = mail.copies, sms.copies
    assert (letter.to, text.to) == ("anna@kommun.example", "+46701740601")
    assert letter.subject == "Ring upp Karin Berg, 0923-55 50 12"
    assert "Bygglov för en altan,\nhelst i dag" in letter.text
    assert "Mottaget av Maria Holm" in letter.text
    assert "Ring senast 24/11 kl. 11.00." in letter.text, "as clocks show it in Kalix"
    assert text.text == "Ring upp Karin Berg, 0923-55 50 12: Bygglov för en altan, helst i dag"
    history = await core.callbacks.asked.history(AS_ANNA, message.id, now=NINE)
    assert sorted(each.detail for each in history.steps if each.step == "copy") == ["mail", "sms"]


async def test_whoever_left_it_sees_the_same_steps_whatever_the_hidden_reason_is(
    core: Core, clock: Clock, mail: Counter, sms: Counter
) -> None:
    await away(core, clock)
    message = await left(core)
    await sent(core)
    assert mail.copies
    for caller in (AS_MARIA, AS_PER):
        steps = (await core.callbacks.asked.history(caller, message.id, now=NINE)).steps
        assert [each.step for each in steps] == ["leave"], caller.username


async def test_nobody_gets_one_who_is_there_or_has_not_chosen_it(core: Core, clock: Clock, mail: Counter) -> None:
    await left(core)
    await away(core, clock, extension=PER)
    await left(core, PER)
    assert (await states(core, "waiting"), mail.copies) == (0, [])


@pytest.mark.parametrize("reason", ["sick", "holiday", "care_of_child", "leave"])
async def test_a_day_off_is_left_in_peace(core: Core, clock: Clock, mail: Counter, reason: str) -> None:
    core.board.put_preferences(ANNA, replace(BOTH, copies_when_off=True))
    await away(core, clock, reason)
    await left(core)
    assert (await states(core, "waiting"), mail.copies) == (0, [])


async def test_a_site_may_let_people_choose_otherwise(path: Path, clock: Clock, mail: Counter, sms: Counter) -> None:
    policy = replace(shipped.default_policy(), copies_when_off=True)
    async with running(path, clock, mail, sms, policy) as core:
        await away(core, clock, "holiday")
        await left(core)
        assert mail.copies == []
        core.board.put_preferences(ANNA, replace(BOTH, copies_when_off=True))
        await left(core)
        await sent(core)
        assert len(mail.copies) == 1


async def test_one_handed_to_somebody_who_is_away_is_copied_and_missed_calls_too(
    core: Core, clock: Clock, mail: Counter
) -> None:
    await away(core, clock)
    message = await left(core, PER)
    step = wire.MessageStep(Step.HAND_OVER, 1, to=ANNA, word="Ditt ärende")
    await core.callbacks.asked.step(AS_PER, message.id, step, key=None, now=clock())
    await core.callbacks.missed.note_call(CallRecord("1-1", "missed", ANNA, "0923555099", "phone", False, 20, clock()))
    await core.callbacks.missed.note_call(CallRecord("1-2", "missed", ANNA, "0923555099", "phone", False, 20, clock()))
    await sent(core)
    assert [copy.subject for copy in mail.copies] == [
        "Ring upp Karin Berg, 0923-55 50 12",
        "Missat samtal från 0923-55 50 99",
    ]


async def test_a_name_with_a_line_break_stays_one_line(core: Core, clock: Clock, mail: Counter) -> None:
    await away(core, clock)
    await left(core, caller_name="Karin\nBcc: alla@kommun.example")
    await sent(core)
    assert mail.copies[0].subject == "Ring upp Karin Bcc: alla@kommun.example, 0923-55 50 12"


@pytest.mark.parametrize("mobile", ["", "0900-123 45 67", "ring mig"])
async def test_no_text_goes_to_what_is_no_plain_mobile_number(
    core: Core, clock: Clock, mail: Counter, sms: Counter, mobile: str
) -> None:
    def work(change: people.Transaction) -> None:
        people.put_person(change, Person(ANNA, "Anna", "Ek", "bygglov", "bygg", mobile=mobile, email="anna@kommun.example"))
        people.touch_directory(change)

    await core.store.write(work)
    await core.reload_directory()
    await away(core, clock)
    await left(core)
    await sent(core)
    assert (len(mail.copies), sms.copies) == (1, [])


async def test_what_could_not_be_handed_over_is_tried_again_ever_more_slowly_and_given_up_in_the_end(
    core: Core, clock: Clock, mail: Counter, sms: Counter
) -> None:
    ended: list[tuple[str, str]] = []
    core.callbacks.post.on_end = lambda channel, outcome: ended.append((channel, outcome))
    mail.ends = [Delivery.LATER] * 20
    await away(core, clock)
    await left(core)
    await until(lambda: ended == [("sms", "sent")] and len(mail.copies) == 1)
    while await states(core, "sending"):
        await asyncio.sleep(0.005)  # the hub's own worker is at the first try
    rests: list[int] = []
    while ("mail", "given_up") not in ended:
        tried, minutes = len(mail.copies), 0
        while len(mail.copies) == tried and ("mail", "given_up") not in ended:
            clock.move(minutes=1)
            minutes += 1
            await core.callbacks.post.send_due(CopyChannel.MAIL)
        rests.append(minutes)
    assert rests[:-1] == sorted(rests[:-1])
    assert (len(mail.copies), len(sms.copies)) == (8, 1)
    assert len({copy.id for copy in mail.copies}) == 1, "the same letter each time"


@pytest.mark.parametrize("end", [Delivery.REFUSED, Delivery.UNSURE, Delivery.SENT])
async def test_what_was_refused_or_may_have_been_taken_is_not_sent_again(
    core: Core, clock: Clock, mail: Counter, end: Delivery
) -> None:
    mail.ends = [end]
    await away(core, clock)
    await left(core)
    await sent(core)
    clock.move(hours=5)
    await core.callbacks.post.send_due(CopyChannel.MAIL)
    assert (len(mail.copies), await states(core, end.value)) == (1, 2 if end is Delivery.SENT else 1)


async def test_what_waits_when_the_hub_stops_is_sent_by_the_next_one(
    path: Path, clock: Clock, mail: Counter, sms: Counter
) -> None:
    mail.ends = [Delivery.LATER]
    async with running(path, clock, mail, sms) as core:
        await away(core, clock)
        await left(core)
        await until(lambda: len(mail.copies) == 1)
        while not await states(core, "waiting"):
            await asyncio.sleep(0.005)
    clock.move(minutes=2)
    async with running(path, clock, mail, sms) as core:
        await sent(core)
    assert (len(mail.copies), len(sms.copies)) == (2, 1)


async def test_one_that_was_under_way_when_the_hub_was_killed_is_not_sent_again(
    path: Path, clock: Clock, mail: Counter, sms: Counter
) -> None:
    async with running(path, clock, mail, sms) as core:
        await away(core, clock)
        await left(core)
        await sent(core)
        await core.store.write(lambda change: change.sql.execute("UPDATE message_copy SET state = 'sending'").rowcount)
    async with running(path, clock, mail, sms) as core:
        assert await states(core, "unsure") == 2
        await core.callbacks.post.send_due(CopyChannel.MAIL)
    assert len(mail.copies) == 1


async def test_a_message_that_was_done_meanwhile_is_not_sent(core: Core, clock: Clock, mail: Counter) -> None:
    mail.ends = [Delivery.LATER]
    await away(core, clock)
    message = await left(core)
    await until(lambda: len(mail.copies) == 1)
    while not await states(core, "waiting"):
        await asyncio.sleep(0.005)
    await core.callbacks.asked.step(AS_ANNA, message.id, wire.MessageStep(Step.FINISH, 1), key=None, now=clock())
    clock.move(minutes=2)
    await core.callbacks.post.send_due(CopyChannel.MAIL)
    assert len(mail.copies) == 1


async def test_what_is_given_up_because_the_message_or_the_address_is_gone_is_over_and_not_tried_for_ever(
    core: Core, clock: Clock, mail: Counter, sms: Counter
) -> None:
    mail.ends = [Delivery.LATER]
    await away(core, clock)
    message = await left(core)
    await until(lambda: len(mail.copies) == 1)
    while not await states(core, "waiting"):
        await asyncio.sleep(0.005)
    await core.callbacks.asked.step(AS_ANNA, message.id, wire.MessageStep(Step.FINISH, 1), key=None, now=clock())
    clock.move(minutes=2)
    await core.callbacks.post.send_due(CopyChannel.MAIL)
    assert [await states(core, state) for state in ("waiting", "sending", "given_up", "sent")] == [0, 0, 1, 1]


async def test_a_sender_that_breaks_leaves_a_copy_of_which_nobody_can_say_whether_it_was_taken(
    core: Core, clock: Clock, mail: Counter, sms: Counter
) -> None:
    def broken() -> None:
        raise RuntimeError("the library of the mail server")

    mail.hold = broken
    await away(core, clock)
    await left(core)
    await sent(core)
    assert [await states(core, state) for state in ("unsure", "sent")] == [1, 1]
    clock.move(hours=5)
    await core.callbacks.post.send_due(CopyChannel.MAIL)
    assert len(mail.copies) == 1


async def test_what_is_to_be_tried_again_is_looked_for_several_times_a_minute(core: Core) -> None:
    assert {alarm._sleep(None) for alarm in core.callbacks.post._alarms.values()} == {ROUND_SECONDS}
    assert FIRST_REST.total_seconds() > ROUND_SECONDS
