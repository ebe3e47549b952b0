"""Callback messages: who called, what became of it, and which step may follow which. Pure; `act` is the whole life cycle.

new -> delivered -> seen -> tried (as often as it takes) -> done; or handed over to a colleague, who may decline; or returned to
the switchboard. A message to a unit or a duty is first taken by one of its members.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from kalix_presence.model.errors import BadInput, Conflict, Forbidden

if TYPE_CHECKING:
    from kalix_presence.model.policy import Policy  # the site's: a desk does without


class AddresseeKind(StrEnum):
    """What a message is addressed to."""

    PERSON = "person"
    UNIT = "unit"
    DUTY = "duty"
    SWITCHBOARD = "switchboard"


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom: `code` is an extension, a unit's code or a duty's name; empty for the switchboard."""

    kind: AddresseeKind
    code: str = ""

    @property
    def is_group(self) -> bool:
        """Whether somebody has to take the message before it is anybody's."""
        return self.kind is not AddresseeKind.PERSON


SWITCHBOARD = Addressee(AddresseeKind.SWITCHBOARD)


@dataclass(frozen=True, slots=True)
class CallingParty:
    """Who called. `number` is E.164 or an extension, empty when unknown; all empty: unknown."""

    name: str = ""
    number: str = ""
    organisation: str = ""


class Source(StrEnum):
    """How the message came about."""

    LEFT = "left"
    """Somebody took it down."""
    MISSED = "missed"
    """The caller hung up before anybody answered."""
    ASKED = "asked"
    """The caller pressed the key for being called back."""


class Stage(StrEnum):
    """How far a message has come."""

    NEW = "new"
    DELIVERED = "delivered"
    SEEN = "seen"
    TRIED = "tried"
    RETURNED = "returned"
    DONE = "done"


class Step(StrEnum):
    """What can be done with a message."""

    DELIVER = "deliver"
    SEE = "see"
    TAKE = "take"
    RELEASE = "release"
    TRY = "try"
    LATER = "later"
    FINISH = "finish"
    HAND_OVER = "hand_over"
    DECLINE = "decline"
    TAKE_BACK = "take_back"
    RETURN = "return"
    REOPEN = "reopen"


class Outcome(StrEnum):
    """How an attempt to call back went."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    LEFT_WORD = "left_word"
    FAILED = "failed"
    """The call could not be made, or one's own phone was not picked up."""
    UNKNOWN = "unknown"
    """It was begun, but hub or PBX was restarted before it ended: nobody can say."""

    @classmethod
    def _missing_(cls, value: object) -> Outcome:
        """An outcome that a newer hub knows reads as unknown rather than breaking an older client."""
        return cls.UNKNOWN


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: when, by whom (extension or username), how it went, and the seconds talked as the PBX measured them."""

    at: datetime
    by: str
    outcome: Outcome
    talked: float | None = None


@dataclass(frozen=True, slots=True)
class CallbackMessage:
    """One message, at one version; `act` makes the next.

    Moments are aware instants. `call_after` and `call_before` are the wished window; `due` is when it should be done by,
    `later` until when its addressee has put it off. `taker` is the extension of whoever took a message to a group. `former` is
    who had it before it was handed over or returned. `calls` counts missed calls. `decided` is the version that
    the last decision, by `decided_by`, made: what merely happened since (delivered, seen, reminded) is in no decision's way.
    `late` is how many of the policy's reminders have gone out. `word` is the last word of a hand-over, decline or return.
    `reached`: it closed by itself, because the caller of a missed call was spoken to meanwhile (`closed_by` is who did).
    """

    id: str
    to: Addressee
    party: CallingParty
    made_by: str
    made_at: datetime
    due: datetime
    source: Source = Source.LEFT
    about: str = ""
    urgent: bool = False
    call_after: datetime | None = None
    call_before: datetime | None = None
    stage: Stage = Stage.NEW
    taker: str | None = None
    former: Addressee | None = None
    later: datetime | None = None
    calls: int = 1
    late: int = 0
    word: str = ""
    attempts: tuple[Attempt, ...] = ()
    closed_at: datetime | None = None
    closed_by: str = ""
    reached: bool = False
    version: int = 1
    decided: int = 1
    decided_by: str = ""

    @property
    def open(self) -> bool:
        """Whether somebody still has to act."""
        return self.stage is not Stage.DONE

    @property
    def responsible(self) -> str | None:
        """The extension of the person who has to act; None while it waits for somebody of a group."""
        return self.to.code if self.to.kind is AddresseeKind.PERSON else self.taker


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: `name` as it is noted (extension, else username); `groups` whose messages are theirs to take, and the people
    whose messages they look after as a deputy.

    `all_messages` is for those who may act on anybody's messages (the switchboard, by the access table), `stands_in` for
    whoever has been reminded of this one in somebody's stead: both also where another has taken it.
    """

    name: str
    extension: str | None = None
    groups: frozenset[Addressee] = frozenset()
    all_messages: bool = False
    stands_in: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """A wished step, with what it needs: `outcome` to TRY, `until` for LATER (None: no longer put off), `to` and `word` to
    HAND_OVER, `word` to DECLINE and RETURN, `talked` seconds where the PBX measured an attempt."""

    step: Step
    outcome: Outcome | None = None
    until: datetime | None = None
    to: Addressee | None = None
    word: str = ""
    talked: float | None = None


def is_concerned(message: CallbackMessage, actor: Actor) -> bool:
    """Whether the message is (or, in a group, can become) this actor's to act on."""
    if actor.all_messages:
        return True
    own = Addressee(AddresseeKind.PERSON, actor.extension or "")
    return message.to in actor.groups or message.to == own


def act(message: CallbackMessage, wished: Act, actor: Actor, *, version: int, now: datetime) -> CallbackMessage:
    """The message after `wished`, as seen at `version`.

    DELIVER and SEE are signs, not decisions: they never conflict, and leave a message that is further on as it is (the very
    same object comes back when nothing changed). Everything else is compare-and-set.

    Raises Conflict `message-changed` (somebody was first; `by` says who), `message-version-unknown`, `message-taken`,
    `message-step-impossible`, Forbidden `message-not-yours`, BadInput `message-outcome-missing`, `message-time-past`,
    `message-nobody-named`, `message-to-oneself` or `message-word-missing`.
    """
    if wished.step in _SIGNS:
        return _sign(message, wished.step, actor)
    former = wished.step is Step.TAKE_BACK and _is_former(message, actor)
    if not former and not is_concerned(message, actor):
        raise Forbidden("message-not-yours")
    if message.taker not in (None, actor.extension) and not (actor.all_messages or actor.stands_in):
        raise Conflict("message-taken", by=message.taker)
    if version > message.version:  # of a database that has been put back since: nobody was first
        raise Conflict("message-version-unknown")
    if not message.decided <= version <= message.version:
        raise Conflict("message-changed", by=message.decided_by)
    if wished.step not in _FROM[message.stage]:
        raise Conflict("message-step-impossible", step=wished.step.value, stage=message.stage.value)
    changed = _STEPS[wished.step](message, wished, actor, now)
    version = message.version + 1
    return replace(changed, version=version, decided=version, decided_by=actor.name)


def renewed(message: CallbackMessage, *, due: datetime, asked: bool = False) -> CallbackMessage:
    """The same caller was missed once more: one entry, counted; it is due by the earlier of the two times. One who has
    `asked` to be called back has asked, whatever came before and after."""
    source = Source.ASKED if asked else message.source
    return replace(message, calls=message.calls + 1, due=min(message.due, due), source=source, version=message.version + 1)


def reached(message: CallbackMessage, *, by: str, now: datetime) -> CallbackMessage:
    """The caller was reached in the meantime: a missed call closes by itself."""
    version = message.version + 1
    return replace(
        message,
        stage=Stage.DONE,
        closed_at=now,
        closed_by=by,
        reached=True,
        later=None,
        version=version,
        decided=version,
        decided_by=by,
    )


def proposes_done(message: CallbackMessage, policy: Policy) -> bool:
    """Whether the last attempt was a conversation long enough that the message is probably done; a person says so."""
    if not message.open or not message.attempts:
        return False
    last = message.attempts[-1]
    return last.outcome is Outcome.ANSWERED and last.talked is not None and last.talked >= policy.proposes_done_after


def attempted(message: CallbackMessage, attempt: Attempt, *, extension: str) -> CallbackMessage:
    """An attempt from `extension`'s phone, as the PBX saw it. It happened whatever was decided meanwhile, so it is kept with a
    message that is done already, and stands in no decision's way."""
    attempts, version = (*message.attempts, attempt), message.version + 1
    if not message.open:
        return replace(message, attempts=attempts, version=version)
    taker = extension if message.to.is_group and message.taker is None else message.taker
    return replace(message, stage=Stage.TRIED, attempts=attempts, taker=taker, later=None, version=version)


def reminded(message: CallbackMessage) -> CallbackMessage:
    """One more of the policy's reminders has gone out."""
    return replace(message, late=message.late + 1, version=message.version + 1)


_SIGNS = {Step.DELIVER: Stage.DELIVERED, Step.SEE: Stage.SEEN}
_ORDER = (Stage.NEW, Stage.DELIVERED, Stage.SEEN)
_ACTING = frozenset(
    {Step.TAKE, Step.RELEASE, Step.TRY, Step.LATER, Step.FINISH, Step.HAND_OVER, Step.DECLINE, Step.TAKE_BACK, Step.RETURN}
)
_FROM: dict[Stage, frozenset[Step]] = {
    Stage.NEW: _ACTING,
    Stage.DELIVERED: _ACTING,
    Stage.SEEN: _ACTING - {Step.TAKE_BACK},
    Stage.TRIED: _ACTING - {Step.DECLINE, Step.TAKE_BACK},
    Stage.RETURNED: _ACTING - {Step.DECLINE, Step.RETURN},
    Stage.DONE: frozenset({Step.REOPEN}),
}


def _sign(message: CallbackMessage, step: Step, actor: Actor) -> CallbackMessage:
    # Only the addressee's own screen is a sign; a receptionist who looks on is none.
    own = replace(actor, all_messages=False)
    if not is_concerned(message, own):
        raise Forbidden("message-not-yours")
    if actor.stands_in and message.responsible not in (None, actor.extension):
        return message
    stage = _SIGNS[step]
    if message.stage not in _ORDER or _ORDER.index(message.stage) >= _ORDER.index(stage):
        return message
    return replace(message, stage=stage, version=message.version + 1)


def _is_former(message: CallbackMessage, actor: Actor) -> bool:
    former = message.former
    return former is not None and (former == Addressee(AddresseeKind.PERSON, actor.extension or "") or former in actor.groups)


def _take(message: CallbackMessage, _: Act, actor: Actor, __: datetime) -> CallbackMessage:
    if not message.to.is_group or actor.extension is None:
        raise Conflict("message-step-impossible", step=Step.TAKE.value, stage=message.stage.value)
    stage = Stage.SEEN if message.stage in _ORDER else message.stage
    return replace(message, taker=actor.extension, stage=stage)


def _release(message: CallbackMessage, _: Act, __: Actor, ___: datetime) -> CallbackMessage:
    if message.taker is None:
        raise Conflict("message-step-impossible", step=Step.RELEASE.value, stage=message.stage.value)
    return replace(message, taker=None, later=None)


def _try(message: CallbackMessage, wished: Act, actor: Actor, now: datetime) -> CallbackMessage:
    if wished.outcome is None:
        raise BadInput("message-outcome-missing", field="outcome")
    attempt = Attempt(now, actor.name, wished.outcome, wished.talked)
    return replace(_taken(message, actor), stage=Stage.TRIED, attempts=(*message.attempts, attempt), later=None)


def _later(message: CallbackMessage, wished: Act, actor: Actor, now: datetime) -> CallbackMessage:
    if wished.until is not None and wished.until <= now:
        raise BadInput("message-time-past", field="until")
    stage = Stage.SEEN if message.stage in _ORDER else message.stage
    late = message.late if wished.until is None else 0  # put off, it is reminded of in the same order again
    return replace(_taken(message, actor), later=wished.until, stage=stage, late=late)


def _finish(message: CallbackMessage, _: Act, actor: Actor, now: datetime) -> CallbackMessage:
    return replace(_taken(message, actor), stage=Stage.DONE, closed_at=now, closed_by=actor.name, later=None)


def _hand_over(message: CallbackMessage, wished: Act, actor: Actor, _: datetime) -> CallbackMessage:
    if wished.to is None:
        raise BadInput("message-nobody-named", field="to")
    if wished.to == message.to:
        raise BadInput("message-to-oneself", field="to")
    if not wished.word.strip() and not actor.all_messages:
        raise BadInput("message-word-missing", field="word")
    return _passed(message, wished.to, Stage.NEW, wished.word, former=message.to)


def _decline(message: CallbackMessage, wished: Act, _: Actor, __: datetime) -> CallbackMessage:
    if message.former is None:
        raise Conflict("message-step-impossible", step=Step.DECLINE.value, stage=message.stage.value)
    if not wished.word.strip():
        raise BadInput("message-word-missing", field="word")
    return _passed(message, message.former, Stage.NEW, wished.word, former=None)


def _take_back(message: CallbackMessage, _: Act, actor: Actor, __: datetime) -> CallbackMessage:
    if message.former is None or not (actor.all_messages or _is_former(message, actor)):
        raise Conflict("message-step-impossible", step=Step.TAKE_BACK.value, stage=message.stage.value)
    return _passed(message, message.former, Stage.SEEN, "", former=None)


def _return(message: CallbackMessage, wished: Act, _: Actor, __: datetime) -> CallbackMessage:
    if not wished.word.strip():
        raise BadInput("message-word-missing", field="word")
    if message.to == SWITCHBOARD:
        raise Conflict("message-step-impossible", step=Step.RETURN.value, stage=message.stage.value)
    return _passed(message, SWITCHBOARD, Stage.RETURNED, wished.word, former=message.to)


def _reopen(message: CallbackMessage, _: Act, __: Actor, ___: datetime) -> CallbackMessage:
    stage = Stage.TRIED if message.attempts else Stage.SEEN  # undone within seconds, or found not to be done after all
    return replace(message, stage=stage, closed_at=None, closed_by="", reached=False)


def _taken(message: CallbackMessage, actor: Actor) -> CallbackMessage:
    """Whoever acts on a group's message has taken it."""
    if not message.to.is_group or message.taker is not None or actor.extension is None:
        return message
    return replace(message, taker=actor.extension)


def _passed(message: CallbackMessage, to: Addressee, stage: Stage, word: str, *, former: Addressee | None) -> CallbackMessage:
    return replace(message, to=to, stage=stage, word=word.strip(), former=former, taker=None, later=None, late=0)


_STEPS: dict[Step, Callable[[CallbackMessage, Act, Actor, datetime], CallbackMessage]] = {
    Step.TAKE: _take,
    Step.RELEASE: _release,
    Step.TRY: _try,
    Step.LATER: _later,
    Step.FINISH: _finish,
    Step.HAND_OVER: _hand_over,
    Step.DECLINE: _decline,
    Step.TAKE_BACK: _take_back,
    Step.RETURN: _return,
    Step.REOPEN: _reopen,
}

SAME_CALLER = timedelta(hours=1)
"""Missed calls of one caller to one person within this time are one entry."""
