"""A newcomer's first steps, as they see them, and who has not finished, as whoever is telephone officer does (P15)."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from kalix_presence.model.callback import Outcome
from kalix_presence.model.newcomer import FirstStep
from kalix_presence.wire.event_kinds import EventKind


class FirstStepView(msgspec.Struct, frozen=True):
    """One step, and whether it is done."""

    step: FirstStep
    done: bool


class PolicyToRead(msgspec.Struct, frozen=True, omit_defaults=True):
    """The telephone policy that counts now, adopted on `day`: at `link`, or `text`. `accepted` is the version that the reader
    has accepted last, "" none."""

    version: str
    day: date
    link: str = ""
    text: str = ""
    accepted: str = ""


class FirstSteps(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET and POST /newcomer. No `steps`: whoever asks is no newcomer. `walked`: the program shows them by itself.

    `can_ring`: the PBX can ring their telephone. `code_set` and `code_back` begin the phone codes.
    """

    steps: list[FirstStepView] = []
    walked: bool = False
    policy: PolicyToRead | None = None
    can_ring: bool = False
    code_set: str = ""
    code_back: str = ""


class StepSaid(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of POST /newcomer: `step` is done, or is not after all. `version`: with `policy`, of the text that was read."""

    step: FirstStep
    done: bool = True
    version: str = ""


class UnfinishedNewcomer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who has not finished, and the steps that are `missing`; `begun`: they have signed in."""

    extension: str
    name: str
    unit: str
    unit_name: str
    missing: list[FirstStep]
    begun: bool = False


class NewcomersView(msgspec.Struct, frozen=True):
    """Answer to GET /newcomers: who has not finished, by unit and name; `units`: of how many it tells."""

    newcomers: list[UnfinishedNewcomer]
    units: int


class DueNewcomer(msgspec.Struct, frozen=True):
    """Somebody who has not finished for long."""

    extension: str
    name: str
    unit_name: str


class NewcomerChanged(msgspec.Struct, frozen=True, tag=EventKind.NEWCOMER.value, tag_field="kind", omit_defaults=True):
    """The reader's own first steps have changed: to be asked for anew. `rang`: how the trial of their telephone ended. Not
    numbered: nothing of calls is kept (P13)."""

    rang: Outcome | None = None


class NewcomersDue(msgspec.Struct, frozen=True, tag=EventKind.NEWCOMERS.value, tag_field="kind"):
    """These have not finished for long; each is told of once, to whoever is officer of their unit. Numbered."""

    number: int
    at: datetime
    due: list[DueNewcomer]
