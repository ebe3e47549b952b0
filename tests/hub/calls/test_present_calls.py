"""Present calls: told to whose they are and to the switchboard, in order, compared when the PBX is back, and kept by nobody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import msgspec
import pytest

from kalix_presence import shipped, wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.calls.present_calls import QUEUE_LIMIT, WORD_LASTS, PresentCalls
from kalix_presence.hub.calls.views import Background
from kalix_presence.hub.pbx.capabilities import Capabilities
from kalix_presence.hub.pbx.hooks import PbxHooks
from kalix_presence.hub.pbx.protocol import PresentCall
from kalix_presence.hub.store.frames import Frame
from kalix_presence.model.errors import NotFound, Unavailable
from kalix_presence.model.line import LineState
from kalix_presence.model.present_call import CallState
from kalix_presence.wire.event_kinds import EventKind
from tests.clocks import NINE, Clock
from tests.hub.calls.house import OUTSIDE, PER, RECEPTION, House
from tests.hub.house import ANNA, MARIA, lunch, until


async def test_a_call_is_told_to_whose_phone_it_is_from_ring_to_end(house: House) -> None:
    story = house.pbx.call(OUTSIDE, "2041", name="Karin Berg", stays="phone")
    [(audience, call)] = await house.heard(1)
    assert audience == {"2041"}
    assert (call.id, call.extension, call.state) == (story.call_id, "2041", CallState.RINGING)
    assert (call.number, call.number_shown, call.name, call.says) == ("+46923555012", "0923-55 50 12", "", "Karin Berg")
    assert house.core.reception.calls.seen_by(ANNA) == [call]
    assert house.core.reception.calls.seen_by(MARIA) == []
    house.pbx.answer(story.call_id)
    house.pbx.hang_up("2041")
    states = [call.state for _, call in await house.heard(3)]
    assert states == [CallState.RINGING, CallState.TALKING, CallState.ENDED]
    assert house.core.reception.calls.seen_by(ANNA) == []


async def test_what_waits_for_the_switchboard_is_told_to_the_receptionists_with_whom_it_was_for_and_why(house: House) -> None:
    await house.core.absences.set_absence(ANNA, "2041", lunch(house.clock), key=None, now=house.clock())
    await until(lambda: house.core.board.states["2041"].in_force)
    house.pbx.call(OUTSIDE, "2041", stays="switchboard")
    [(audience, call)] = await house.heard(1)
    assert audience == RECEPTION
    assert (call.waiting, call.diverted_from, call.diverted_from_name) == (True, "2041", "Anna Ek 2041")
    assert (call.why, call.reason) == ("absence", "lunch")
    assert house.core.reception.calls.seen_by(MARIA) == [call]
    assert house.core.reception.calls.seen_by(ANNA) == []


async def test_a_sensitive_reason_is_plain_absence_in_the_call_too(house: House) -> None:
    wish = wire.AbsenceRequest("sick", house.clock() + timedelta(hours=3))
    await house.core.absences.set_absence(ANNA, "2041", wish, key=None, now=house.clock())
    await until(lambda: house.core.board.states["2041"].in_force)
    house.pbx.call(OUTSIDE, "2041", stays="switchboard")
    [(_, call)] = await house.heard(1)
    assert call.reason != "sick"
    assert b"sick" not in b"".join(frame.full for frame in house.frames if frame.kind == EventKind.CALL)


async def test_a_waiting_call_that_is_taken_leaves_the_queue_for_everybody(house: House) -> None:
    await house.core.absences.set_absence(ANNA, "2041", lunch(house.clock), key=None, now=house.clock())
    await until(lambda: house.core.board.states["2041"].in_force)
    story = house.pbx.call(OUTSIDE, "2041", stays="switchboard")
    await house.heard(1)
    await house.core.reception.call_acts.transfer(MARIA, story.call_id, wire.TransferRequest("2001"))
    told = await house.heard(3)
    assert [(hear, call.state) for hear, call in told if hear == RECEPTION][-1] == (RECEPTION, CallState.ENDED)
    assert house.pbx.phones["2001"].state is LineState.BUSY
    assert [call.extension for call in house.core.reception.calls.seen_by(MARIA)] == ["2001"]


async def test_what_is_said_when_passing_on_is_read_by_who_gets_the_call_and_by_nobody_later(house: House) -> None:
    story = house.pbx.call(OUTSIDE, "2001")
    await house.heard(2)
    await house.core.reception.call_acts.transfer(MARIA, story.call_id, wire.TransferRequest("2041", "bygglov, Storgatan 3"))
    told = await house.heard(4)
    assert {call.word for hear, call in told if hear == {"2041"}} == {"bygglov, Storgatan 3"}
    house.pbx.hang_up("2041")
    house.pbx.call(OUTSIDE, "2041", stays="phone")
    assert (await house.heard(6))[-1][1].word == ""


async def test_after_the_pbx_was_away_what_is_over_ends_and_what_is_there_is_shown(house: House) -> None:
    over = house.pbx.call(OUTSIDE, "2041", stays="phone")
    await house.heard(1)
    house.pbx.unplug()
    del house.pbx.talks.present[over.call_id]
    there = house.pbx.talks.begin("2042", "0923555013")
    house.pbx.plug_in()
    await until(lambda: [call.id for call in house.core.reception.calls.seen_by(PER)] == [there])
    assert house.core.reception.calls.seen_by(ANNA) == []
    assert (over.call_id, CallState.ENDED) in [(call.id, call.state) for _, call in await house.told()]


async def test_nothing_of_calls_is_kept(house: House) -> None:
    house.pbx.call("0923987654", "2041", name="Hemlig Person")
    await house.heard(2)
    house.pbx.hang_up("2041")
    await house.heard(3)
    await house.core.store.write(lambda change: None)
    kept = b"".join(path.read_bytes() for path in house.core.store.path.parent.iterdir())
    assert b"987654" not in kept
    assert b"Hemlig" not in kept


class Made:
    """A PBX that says what its calls are, and nothing else."""

    def __init__(self, *calls: PresentCall) -> None:
        self.calls, self.asked = list(calls), 0
        self.capabilities = Capabilities(present_calls=True)

    async def present_calls(self) -> list[PresentCall]:
        self.asked += 1
        return self.calls


class Plain:
    """Views that look nobody up."""

    def __init__(self) -> None:
        self.looked_up: list[str] = []
        self.trouble: dict[str, Exception] = {}

    async def background(self, call: PresentCall) -> Background:
        self.looked_up.append(call.id)
        if call.id in self.trouble:
            raise self.trouble.pop(call.id)
        return Background(call.number, "", ())

    def view(self, call: PresentCall, background: Background, *, word: str = "", consulting: str = "") -> wire.PresentCallView:
        return wire.PresentCallView(
            call.id, call.extension, call.state, call.since, word=word, consulting=consulting, waiting=call.waiting
        )


@dataclass
class Desk:
    """Present calls by themselves."""

    calls: PresentCalls
    pbx: Made
    views: Plain
    clock: Clock
    hooks: PbxHooks
    heard: list[tuple[frozenset[str], wire.PresentCallView]]

    async def told(self, *calls: PresentCall) -> list[tuple[set[str], str, str]]:
        """What is told anew, to whom, when the PBX has told of `calls`."""
        self.heard.clear()
        for call in calls:
            self.hooks.on_call_seen(call)
        await self.calls.idle()
        return [(set(hear), view.id, view.state) for hear, view in self.heard]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    clock, pbx, views, hooks = Clock(), Made(), Plain(), PbxHooks()
    event_bus = EventBus(Board(shipped.default_reasons(), shipped.default_policy()))
    heard: list[tuple[frozenset[str], wire.PresentCallView]] = []

    def hear(frame: Frame) -> None:
        heard.append((frame.audience or frozenset(), msgspec.json.decode(frame.full, type=wire.CallChanged).call))

    event_bus.listen(hear)
    calls = PresentCalls(views, event_bus, pbx, clock=clock)  # type: ignore[arg-type]
    calls.join(hooks)
    running = asyncio.create_task(calls.run())
    yield Desk(calls, pbx, views, clock, hooks, heard)
    running.cancel()


def call(id_: str = "c", at: str = "2041", state: CallState = CallState.RINGING, **more: object) -> PresentCall:
    return replace(PresentCall(id_, at, OUTSIDE, "", False, state, NINE), **more)  # type: ignore[arg-type]


async def test_a_caller_is_looked_up_once_for_each_reader(desk: Desk) -> None:
    await desk.told(call(), call(state=CallState.TALKING), call(state=CallState.HELD))
    assert desk.views.looked_up == ["c"]
    await desk.told(call(number="0923555013"))
    assert desk.views.looked_up == ["c", "c"]


async def test_a_call_that_goes_to_another_reader_ends_for_the_one_before(desk: Desk) -> None:
    await desk.told(call(at="9", waiting=True))
    assert await desk.told(call(at="2041")) == [({"role:receptionist"}, "c", "ended"), ({"2041"}, "c", "ringing")]
    assert await desk.told(call(at="2042")) == [({"2041"}, "c", "ended"), ({"2042"}, "c", "ringing")]


async def test_the_end_of_a_call_that_nobody_knew_is_told_to_nobody(desk: Desk) -> None:
    assert await desk.told(call(state=CallState.ENDED)) == []
    assert await desk.told(call(), call(state=CallState.ENDED), call(state=CallState.ENDED)) == [
        ({"2041"}, "c", "ringing"),
        ({"2041"}, "c", "ended"),
    ]


async def test_one_call_that_cannot_be_shown_keeps_none_of_the_others_away(desk: Desk) -> None:
    desk.views.trouble = {"a": RuntimeError("broken"), "b": Unavailable("store-busy")}
    assert await desk.told(call("a"), call("b"), call("c")) == [({"2041"}, "c", "ringing")]


async def test_the_oldest_call_is_shown_first(desk: Desk) -> None:
    await desk.told(call("b", since=NINE + timedelta(minutes=1)), call("c"), call("a"))
    assert [each.id for each in desk.calls.seen_by(ANNA)] == ["a", "c", "b"]


async def test_only_those_whom_a_call_concerns_find_it(desk: Desk) -> None:
    await desk.told(call("own"), call("waits", at="9", waiting=True))
    assert desk.calls.of(ANNA, "own").id == "own"
    assert desk.calls.of(MARIA, "waits").id == "waits"
    nobody = replace(ANNA, extension=None)
    for caller, id_ in ((PER, "own"), (MARIA, "own"), (ANNA, "waits"), (nobody, "own"), (ANNA, "other")):
        with pytest.raises(NotFound, match="call-unknown"):
            desk.calls.of(caller, id_)
    assert desk.calls.seen_by(nobody) == []


async def test_another_call_at_a_phone_is_one_that_is_answered_there_and_is_not_this(desk: Desk) -> None:
    await desk.told(call("own"), call("waits", at="9", waiting=True))
    assert desk.calls.others_of("2041")
    assert desk.calls.others_of("2041", "other")
    assert not desk.calls.others_of("2041", "own")
    assert not desk.calls.others_of("9")


async def test_when_far_too_many_wait_they_are_left_to_one_comparison(desk: Desk) -> None:
    """Nothing that the PBX tells may fill the memory, and nothing that goes on is lost by it."""
    desk.pbx.calls = [call("there", at="2042")]
    told = await desk.told(*(call(f"c{number}") for number in range(QUEUE_LIMIT + 1)))
    assert told == [({"2042"}, "there", "ringing")]
    assert desk.pbx.asked == 1


async def test_a_comparison_tells_only_what_is_another(desk: Desk) -> None:
    await desk.told(call("same"), call("other"), call("over"))
    desk.pbx.calls = [call("same"), call("other", state=CallState.TALKING), call("new")]
    desk.heard.clear()
    await desk.hooks.on_ready()
    assert {(view.id, view.state) for _, view in desk.heard} == set()
    assert await desk.told() == [({"2041"}, "over", "ended"), ({"2041"}, "other", "talking"), ({"2041"}, "new", "ringing")]


async def test_a_pbx_that_cannot_say_which_calls_there_are_is_not_asked(desk: Desk) -> None:
    await desk.told(call())
    desk.pbx.capabilities = Capabilities(present_calls=False)
    await desk.hooks.on_ready()
    assert await desk.told() == []
    assert desk.pbx.asked == 0
    assert len(desk.calls.seen_by(ANNA)) == 1


async def test_who_else_waits_for_the_pbx_is_told_that_it_is_ready(desk: Desk) -> None:
    told: list[str] = []

    async def ready() -> None:
        told.append("ready")

    hooks = PbxHooks()
    hooks.on_ready = ready
    desk.calls.join(hooks)
    await hooks.on_ready()
    assert told == ["ready"]


async def test_what_was_said_is_for_that_caller_at_that_phone_once_and_not_for_long(desk: Desk) -> None:
    first = call("first", at="2001")
    desk.calls.say(first, "2041", "bygglov")
    desk.calls.say(first, "2042", "altan")
    await desk.told(call("other", number="0923555013"), call("out", outward=True), call("theirs"), call("later"))
    assert {each.id: each.word for each in desk.calls.seen_by(ANNA)} == {
        "other": "",
        "out": "",
        "theirs": "bygglov",
        "later": "",
    }
    desk.clock.move(seconds=WORD_LASTS.total_seconds())
    await desk.told(call("per", at="2042"))
    assert [each.word for each in desk.calls.seen_by(PER)] == ["altan"]
    desk.calls.say(first, "2041", "bygglov")
    desk.clock.move(seconds=WORD_LASTS.total_seconds() + 1)
    await desk.told(call("late"))
    assert {each.id: each.word for each in desk.calls.seen_by(ANNA)}["late"] == ""


async def test_the_last_that_was_said_is_what_is_read_and_saying_nothing_is_no_word(desk: Desk) -> None:
    for word in ("bygglov", "altan", ""):
        desk.calls.say(call("first", at="2001"), "2041", word)
    await desk.told(call())
    assert [each.word for each in desk.calls.seen_by(ANNA)] == ["altan"]


async def test_whoever_is_asked_first_is_shown_until_the_call_goes_on(desk: Desk) -> None:
    await desk.told(call(state=CallState.HELD))
    desk.heard.clear()
    for target in ("2042", "2042", ""):
        desk.calls.consults("c", target)
    desk.calls.consults("gone", "2042")
    assert [view.consulting for _, view in desk.heard] == ["2042", ""]
    desk.calls.consults("c", "2042")
    await desk.told(call(state=CallState.HELD))
    assert [view.consulting for _, view in desk.heard] == ["2042"]
    await desk.told(call(state=CallState.TALKING))
    assert [view.consulting for _, view in desk.heard] == [""]


async def test_a_call_that_ends_while_somebody_is_asked_ends_at_its_time_with_nobody_asked(desk: Desk) -> None:
    await desk.told(call(state=CallState.HELD))
    desk.calls.consults("c", "2042")
    await desk.told(call(state=CallState.ENDED, since=NINE + timedelta(minutes=3)))
    [(_, view)] = desk.heard
    assert (view.state, view.since, view.consulting) == (CallState.ENDED, NINE + timedelta(minutes=3), "")
