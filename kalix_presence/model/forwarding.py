"""The forwarding rule: what the PBX does with a call to an extension while an absence holds."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kalix_presence.model.absence import Absence, ForwardKind
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput, Conflict
from kalix_presence.model.policy import Policy
from kalix_presence.model.reason import Reason
from kalix_presence.model.target import dialled, permitted_target


class Divert(StrEnum):
    """When a call is forwarded."""

    ALWAYS = "always"
    BUSY = "busy"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class ForwardingRule:
    """The whole rule of one extension, as it lies in one PBX key.

    `id` is the absence's id; `target` the number the PBX dials; `until` an aware UTC instant of whole seconds or None;
    `told` the clip of what callers hear (a reason's `told_as`: "away" for sick, never the sensitive word);
    `signals` counts rings before NO_ANSWER diverts (P2; 6 s each in Sweden).
    """

    extension: str
    id: str
    divert: Divert
    target: str
    until: datetime | None
    told: str
    signals: int = 5


def rule_for(
    absence: Absence, reason: Reason, person: Person, policy: Policy, extensions: Container[str] = ()
) -> ForwardingRule | None:
    """The rule the PBX needs while `absence` holds; None when calls ring at the phone as usual.

    `extensions` are those in use, so that a colleague can be told from a number nobody has.

    Raises BadInput `mobile-missing` when the mobile is wanted and none is registered, and what `permitted_target` raises.
    """
    match absence.forward.kind:
        case ForwardKind.NONE:
            return None
        case ForwardKind.SWITCHBOARD:
            target = policy.switchboard
        case ForwardKind.MOBILE:
            if not person.mobile:
                raise BadInput("mobile-missing", field="forward_to")
            target = permitted_target(person.mobile, person, policy, ())
        case ForwardKind.COLLEAGUE | ForwardKind.NUMBER:
            target = permitted_target(absence.forward.number or "", person, policy, extensions)
    until = None if absence.end is None else absence.end.replace(microsecond=0)
    return ForwardingRule(
        extension=absence.extension,
        id=absence.id,
        divert=Divert.ALWAYS,
        target=target,
        until=until,
        told=reason.told_as,
        signals=policy.signals,
    )


def target_shown(kind: ForwardKind, number: str | None, person: Person, policy: Policy) -> str | None:
    """Which number people are told that calls go to, as the PBX would dial it; None when they ring as usual.

    For comparing what is shown with what the PBX holds.
    """
    match kind:
        case ForwardKind.NONE:
            return None
        case ForwardKind.SWITCHBOARD:
            return policy.switchboard
        case ForwardKind.MOBILE:
            return dialled(person.mobile)
        case _:
            return dialled(number or "")


def refuse_loop(rule: ForwardingRule, rules: Mapping[str, ForwardingRule]) -> None:
    """Raise Conflict `forward-loop` when `rule`, beside the rules that hold now, would send a caller round in a circle."""
    passed = [rule.extension]
    at = rule.target
    while True:
        if at in passed:
            raise Conflict("forward-loop", field="forward_to", chain=" > ".join([*passed, at]))
        onward = rules.get(at)
        if onward is None or onward.divert is not Divert.ALWAYS:
            return
        passed.append(at)
        at = onward.target
