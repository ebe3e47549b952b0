"""Who leaves their extension, and what then stands where they stood in what belongs to others: in rows and in memory alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kalix_presence.model.absence import Absence
from kalix_presence.model.callback import SWITCHBOARD, Addressee, AddresseeKind, Attempt, CallbackMessage, Stage
from kalix_presence.model.directory import Person
from kalix_presence.model.notice import Notice
from kalix_presence.model.plan import DeputyState, Plan


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who leaves their extension: `ended` by extension, `moved` from one to another."""

    ended: Mapping[str, Person] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.ended or self.moved)

    def __contains__(self, who: str | None) -> bool:
        return who in self.ended or who in self.moved

    def named(self, who: str) -> str:
        """What stands where `who` stood: a name for somebody who left, the new extension of somebody who moved."""
        gone = self.ended.get(who)
        return gone.name if gone is not None else self.moved.get(who, who)


def absence_after(absence: Absence, leaving: Leaving) -> Absence:
    """The absence of somebody who stays, when `leaving` have left; the very same where they are not in it."""
    if absence.set_by not in leaving and absence.deputy not in leaving:
        return absence
    deputy = None if absence.deputy in leaving.ended else leaving.moved.get(absence.deputy or "", absence.deputy)
    return replace(absence, set_by=leaving.named(absence.set_by), deputy=deputy)


def plan_after(plan: Plan, leaving: Leaving) -> Plan:
    """The same of a plan, which is a new version then."""
    if plan.extension not in leaving and plan.set_by not in leaving and plan.deputy not in leaving:
        return plan
    after = replace(
        plan,
        extension=leaving.moved.get(plan.extension, plan.extension),
        set_by=leaving.named(plan.set_by),
        version=plan.version + 1,
    )
    if plan.deputy in leaving.ended:
        return replace(after, deputy=None, deputy_state=DeputyState.NONE)
    return replace(after, deputy=leaving.moved.get(plan.deputy or "", plan.deputy))


def notice_after(notice: Notice, leaving: Leaving) -> Notice:
    """The same of a notice."""
    if notice.proposed_by not in leaving and notice.published_by not in leaving:
        return notice
    return replace(notice, proposed_by=leaving.named(notice.proposed_by), published_by=leaving.named(notice.published_by))


def message_after(message: CallbackMessage, leaving: Leaving) -> CallbackMessage:
    """The same of a message, which is a new version then: what they had to do is the switchboard's, or its group's again."""
    if not any(who in leaving for who in named_in(message)):
        return message
    after = _without(message, leaving)
    if after == message:
        return message
    version = message.version + 1
    return replace(after, version=version, decided=version, decided_by=leaving.named(message.decided_by))


def named_in(message: CallbackMessage) -> tuple[str, ...]:
    """Everybody whom a message names, by extension or as they were called when they left."""
    people = [each.code for each in (message.to, message.former) if each is not None and each.kind is AddresseeKind.PERSON]
    by = message.made_by, message.closed_by, message.decided_by, message.taker or ""
    return *people, *by, *(each.by for each in message.attempts)


def _without(message: CallbackMessage, leaving: Leaving) -> CallbackMessage:
    """The message without those who left: what they had to do is the switchboard's, or its group's again."""
    after = replace(
        message,
        made_by=leaving.named(message.made_by),
        closed_by=leaving.named(message.closed_by),
        decided_by=leaving.named(message.decided_by),
        former=_addressee(message.former, leaving),
        taker=leaving.moved.get(message.taker or "", message.taker),
        attempts=tuple(Attempt(each.at, leaving.named(each.by), each.outcome, each.talked) for each in message.attempts),
    )
    to = _addressee(message.to, leaving)
    if to is None:
        after = replace(after, to=SWITCHBOARD, word=f"{leaving.ended[message.to.code].name} ({message.to.code})")
    elif message.taker not in leaving.ended:
        return replace(after, to=to)
    if message.open:
        after = replace(after, stage=Stage.RETURNED if to is None else Stage.NEW, later=None, late=0)
    return replace(after, taker=None)


def _addressee(to: Addressee | None, leaving: Leaving) -> Addressee | None:
    """Where it goes now: nowhere to somebody who left."""
    if to is None or to.kind is not AddresseeKind.PERSON:
        return to
    return None if to.code in leaving.ended else replace(to, code=leaving.moved.get(to.code, to.code))
