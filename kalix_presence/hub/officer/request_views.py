"""A request for an extension as whoever has a part in it sees it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kalix_presence import wire
from kalix_presence.hub.board.names import author_name, name_of, unit_name
from kalix_presence.hub.officer.set_up import PhonesSetUp
from kalix_presence.hub.store import extension_requests, people
from kalix_presence.hub.store.extension_requests import RequestStep
from kalix_presence.hub.store.moment import Known
from kalix_presence.hub.store.sql import Sql
from kalix_presence.model.day import today
from kalix_presence.model.extension_request import ExtensionRequest, Kind, Part, State, due, steps_of


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside requests: the `steps` of each, by its id, and the extensions that somebody has (`held`)."""

    steps: Mapping[str, Sequence[RequestStep]]
    held: Collection[str]


def read_beside(sql: Sql, closed_since: datetime) -> Beside:
    """Of all that are open or were closed since then, in one look for them all."""
    return Beside(extension_requests.read_steps_since(sql, closed_since), people.held_extensions(sql))


def beside_one(sql: Sql, one: ExtensionRequest) -> Beside:
    """Of a single one."""
    held = {one.number} if one.number and people.is_there(sql, one.number) else set()
    return Beside({one.id: extension_requests.read_steps(sql, one.id)}, held)


def request_view(
    beside: Beside, known: Known, one: ExtensionRequest, parts: Collection[Part], now: datetime, hub: PhonesSetUp
) -> wire.ExtensionRequestView:
    """The request with its steps, and what somebody who is `parts` to it may do next."""
    there, steps = one.number in beside.held, list(beside.steps.get(one.id, ()))
    done = one.state is State.DONE and one.kind in (Kind.ORDER, Kind.END)
    return wire.ExtensionRequestView(
        id=one.id,
        version=one.version,
        kind=one.kind,
        unit=one.unit,
        unit_name=unit_name(known, one.unit),
        wanted=one.wanted,
        state=one.state,
        number=one.number,
        about=name_of(known, one.about),
        to_unit_name=unit_name(known, one.to_unit) if one.to_unit else "",
        words=one.words,
        asked_by_name=author_name(known, one.asked_by),
        asked_at=one.asked_at,
        due=due(one, today(now, known.worktime), known.policy.extension_lead_days),
        may=steps_of(one, parts, hub.able(one)),
        steps=[wire.StepDone(each.at, author_name(known, each.by), each.step, each.word) for each in steps],
        in_directory=there is (one.kind is Kind.ORDER) if done else None,
        connected=hub.connected(one, steps),
        waits=hub.waits.get(one.id, "") if one.state is State.ORDERED else "",
    )


def due_view(known: Known, one: ExtensionRequest, *, late: bool) -> wire.DueRequest:
    """What somebody is reminded of."""
    about = name_of(known, one.about)
    return wire.DueRequest(one.kind, one.number, about, unit_name(known, one.unit), one.wanted, one.state, late)
