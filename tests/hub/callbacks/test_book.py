"""The book of messages: version, step, event and what belongs to it in one transaction; memory only after it, and told to all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
import pytest

from kalix_presence import wire
from kalix_presence.hub.callbacks.book import MessageBook, there, whose
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.store import Transaction, messages
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.leaving import Leaving
from kalix_presence.hub.store.messages import StepRecord
from kalix_presence.model.absence import Way
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.callback import (
    SWITCHBOARD,
    Act,
    Actor,
    Addressee,
    AddresseeKind,
    CallbackMessage,
    CallingParty,
    Stage,
    Step,
)
from kalix_presence.model.errors import Conflict, NotFound
from tests.clocks import NINE
from tests.hub.callbacks.house import ANNA, KARIN, OLLE, PER

HOUR = timedelta(hours=1)
DESK = "role:receptionist"
LENT, LENT_OF_OLLE = f"messages-of:{ANNA}", f"messages-of:{OLLE}"  # those whom they let take their callbacks
EVERYBODY = frozenset({ANNA, "2001", DESK, LENT})
TO_ANNA = Addressee(AddresseeKind.PERSON, ANNA)
LEFT = StepRecord(NINE, "leave", "2001", "receptionist")
SEEN = StepRecord(NINE, "see", ANNA, "tray")
MESSAGE = CallbackMessage("m", TO_ANNA, CallingParty("Karin", KARIN, ""), "2001", NINE, NINE + HOUR)
AFTER = replace(MESSAGE, stage=Stage.SEEN, version=2)


class Heard:
    """What the book's listeners, companions, readers and the audit trail were told."""

    def __init__(self, core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
        self.core, self.book = core, core.callbacks.book
        self.frames: list[Frame] = []
        self.versions: list[tuple[CallbackMessage | None, CallbackMessage]] = []
        self.audit: list[tuple[AuditAct, str, str, str, str, str]] = []
        core.event_bus.listen(self.frames.append)
        self.book.listen(lambda before, after: self.versions.append((before, after)))

        def audit(
            change: Transaction, act: AuditAct, *, now: datetime, by: str, about: str, way: str, subject: str, detail: str
        ) -> None:
            self.audit.append((act, by, about, way, subject, detail))

        monkeypatch.setattr(Transaction, "audit", audit)

    async def record(
        self,
        before: CallbackMessage | None,
        after: CallbackMessage,
        step: StepRecord = SEEN,
        remind: frozenset[str] = frozenset(),
    ) -> None:
        moment = self.core.board.moment()
        await self.core.store.write(
            moment.given(lambda change: self.book.record(change, before, after, step, now=NINE, remind=remind))
        )

    def told(self) -> list[tuple[int, bool, frozenset[str] | None]]:
        """(version, reminder, audience) of each event of a message."""
        changed = [(msgspec.json.decode(each.full, type=wire.MessageChanged), each.audience) for each in self.frames]
        return [(each.message.version, each.remind, audience) for each, audience in changed]


@pytest.fixture
def heard(core: Core, monkeypatch: pytest.MonkeyPatch) -> Heard:
    return Heard(core, monkeypatch)


async def test_a_version_is_kept_with_its_step_its_event_and_its_line_of_audit(heard: Heard) -> None:
    await heard.record(None, MESSAGE, LEFT)
    await heard.record(MESSAGE, AFTER, SEEN)
    store = heard.core.store
    assert await store.read(lambda sql: messages.read_message(sql, "m")) == AFTER
    assert await store.read(lambda sql: messages.read_steps(sql, "m")) == [LEFT, SEEN]
    assert heard.told() == [(1, False, EVERYBODY), (2, False, EVERYBODY)]
    assert heard.versions == [(None, MESSAGE), (MESSAGE, AFTER)]
    assert heard.audit == [
        (AuditAct.LEAVE_MESSAGE, "2001", ANNA, "receptionist", "m", "leave"),
        (AuditAct.STEP_MESSAGE, ANNA, ANNA, "tray", "m", "see"),
    ]
    assert heard.book.open == {"m": AFTER}


async def test_what_happens_by_itself_is_nobody_s_act(heard: Heard) -> None:
    await heard.record(None, MESSAGE, replace(LEFT, by=""))
    assert heard.audit == []
    assert len(heard.frames) == 1


async def test_of_a_message_that_was_passed_on_the_trail_tells_whose_it_was(heard: Heard) -> None:
    await heard.record(MESSAGE, replace(AFTER, to=SWITCHBOARD), replace(SEEN, by=PER))
    await heard.record(replace(AFTER, to=SWITCHBOARD), replace(AFTER, version=3), replace(SEEN, by=PER))
    assert [about for _, _, about, *_ in heard.audit] == [ANNA, ""]
    assert [whose(each) for each in (MESSAGE, replace(MESSAGE, to=SWITCHBOARD))] == [ANNA, ""]


async def test_who_is_reminded_hears_it_as_a_reminder_and_the_others_as_it_is(heard: Heard) -> None:
    await heard.record(None, MESSAGE, remind=frozenset({PER, ANNA}))
    assert heard.told() == [(1, True, frozenset({PER, ANNA})), (1, False, frozenset({"2001", DESK, LENT}))]
    assert len({each.number for each in heard.frames}) == 2
    heard.frames.clear()
    await heard.record(MESSAGE, AFTER, remind=EVERYBODY)
    assert heard.told() == [(2, True, EVERYBODY)]


async def test_those_of_the_version_before_hear_that_it_is_theirs_no_more(heard: Heard) -> None:
    to_olle = replace(AFTER, to=Addressee(AddresseeKind.PERSON, OLLE))
    await heard.record(MESSAGE, to_olle)
    assert heard.told() == [(2, False, EVERYBODY | {OLLE, LENT_OF_OLLE})]


async def test_one_that_is_done_is_open_no_more(heard: Heard) -> None:
    await heard.record(None, MESSAGE)
    await heard.record(MESSAGE, replace(AFTER, stage=Stage.DONE, closed_at=NINE, closed_by=ANNA))
    assert heard.book.open == {}


async def test_nothing_is_remembered_or_told_of_what_was_not_kept(heard: Heard) -> None:
    def fails(change: Transaction, before: CallbackMessage | None, after: CallbackMessage, now: datetime) -> None:
        raise ArithmeticError

    heard.book.join(fails)
    with pytest.raises(ArithmeticError):
        await heard.record(None, MESSAGE)
    assert (heard.book.open, heard.frames, heard.versions) == ({}, [], [])
    assert await heard.core.store.read(messages.read_open) == []


async def test_what_belongs_to_a_version_is_kept_with_it(heard: Heard) -> None:
    kept: list[tuple[CallbackMessage | None, CallbackMessage, datetime]] = []
    heard.book.join(lambda change, before, after, now: kept.append((before, after, now)))
    await heard.record(None, MESSAGE)
    assert kept == [(None, MESSAGE, NINE)]


async def test_one_listener_that_fails_takes_none_of_the_others_along(heard: Heard) -> None:
    later: list[int] = []

    def fails(before: CallbackMessage | None, after: CallbackMessage) -> None:
        raise OverflowError

    heard.book.listen(fails)
    heard.book.listen(lambda before, after: later.append(after.version))
    await heard.record(None, MESSAGE)
    heard.book.hand_over(Leaving({ANNA: heard.core.board.people[ANNA]}))
    assert later == [1, 2]
    assert heard.book.open["m"].to == SWITCHBOARD


async def test_open_messages_are_taken_in_at_the_start_and_done_ones_are_not(heard: Heard) -> None:
    done = replace(MESSAGE, id="done", stage=Stage.DONE, closed_at=NINE)
    await heard.record(None, MESSAGE)
    await heard.record(None, done)
    core = heard.core
    book = MessageBook(core.board, core.store, core.event_bus)
    await book.load()
    assert book.open == {"m": MESSAGE}


async def test_who_leaves_is_in_no_open_message_and_others_stay_as_they_are(heard: Heard) -> None:
    other = replace(MESSAGE, id="other", to=Addressee(AddresseeKind.PERSON, OLLE))
    await heard.record(None, MESSAGE)
    await heard.record(None, other)
    heard.versions.clear()
    anna = heard.core.board.people[ANNA]
    assert heard.book.hand_over(Leaving({ANNA: anna})) == ["m"]
    assert heard.book.open["m"].to == SWITCHBOARD
    assert heard.book.open["other"] is other
    assert [(before, after.to) for before, after in heard.versions] == [(MESSAGE, SWITCHBOARD)]
    assert heard.book.hand_over(Leaving({ANNA: anna})) == []


async def test_a_message_that_is_kept_already_is_told_once_more_to_those_it_concerns(heard: Heard) -> None:
    moment = heard.core.board.moment()
    await heard.core.store.write(moment.given(lambda change: heard.book.record_event(change, MESSAGE, now=NINE)))
    assert heard.told() == [(1, False, EVERYBODY)]
    assert heard.versions == []


async def step(heard: Heard, message: CallbackMessage, asked: Act, by: str = ANNA, version: int = 1) -> CallbackMessage:
    moment, now, actor = heard.core.board.moment(), NINE + 5 * HOUR, Actor(by, by)
    return await heard.core.store.write(
        moment.given(lambda change: heard.book.step(change, message, asked, actor, version=version, way=Way.TRAY, now=now))
    )


async def test_a_step_is_kept_by_whom_and_how_and_who_is_passed_it_has_time(heard: Heard) -> None:
    await heard.record(None, MESSAGE)
    seen = await step(heard, MESSAGE, Act(Step.SEE))
    assert (seen.stage, seen.due) == (Stage.SEEN, MESSAGE.due)
    to_per = Act(Step.HAND_OVER, to=Addressee(AddresseeKind.PERSON, PER), word="du vet")
    passed = await step(heard, seen, to_per, version=seen.version)
    assert passed.responsible == PER
    assert passed.due > NINE + 5 * HOUR, "it was late already"
    steps = await heard.core.store.read(lambda sql: messages.read_steps(sql, "m"))
    assert [(each.step, each.by, each.way, each.detail) for each in steps[1:]] == [
        ("see", ANNA, "tray", ""),
        (Step.HAND_OVER.value, ANNA, "tray", "du vet"),
    ]


async def test_a_step_that_changes_nothing_leaves_no_trace_and_one_of_another_version_is_refused(heard: Heard) -> None:
    seen = replace(MESSAGE, stage=Stage.SEEN)
    await heard.record(None, seen)
    heard.frames.clear()
    assert await step(heard, seen, Act(Step.SEE)) is seen
    assert heard.frames == []
    decided = replace(seen, version=3, decided=3, decided_by=PER)
    with pytest.raises(Conflict):
        await step(heard, decided, Act(Step.FINISH), version=1)
    assert heard.frames == []


async def test_a_message_that_nobody_left_is_unknown(heard: Heard) -> None:
    await heard.record(None, MESSAGE)
    assert await heard.core.store.write(lambda change: there(change, "m")) == MESSAGE
    with pytest.raises(NotFound) as refused:
        await heard.core.store.write(lambda change: there(change, "never"))
    assert refused.value.code == "message-unknown"
