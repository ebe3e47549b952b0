"""Callback messages, as clients leave, step and get them."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kalix_presence.model.absence import Way
from kalix_presence.model.callback import AddresseeKind, Outcome, Source, Stage, Step


class MessageRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of POST /messages. `to_kind` "person" (an extension), "unit" (its code), "duty" or "switchboard" (`to` empty).

    `caller_number` as typed; the hub reads it. `call_after` and `call_before` are the caller's wished window.
    """

    to: str
    to_kind: AddresseeKind = AddresseeKind.PERSON
    caller_name: str = ""
    caller_number: str = ""
    caller_organisation: str = ""
    about: str = ""
    urgent: bool = False
    call_after: datetime | None = None
    call_before: datetime | None = None


class MessageStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of PATCH /messages/{id}: one step, with the version of the message it was seen at; see `model.callback.Act`."""

    step: Step
    version: int
    outcome: Outcome | None = None
    until: datetime | None = None
    to_kind: AddresseeKind = AddresseeKind.PERSON
    to: str | None = None
    word: str = ""
    way: Way = Way.TRAY


class AttemptView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One attempt to call back; `by_name` is for people, `talked` seconds."""

    at: datetime
    by_name: str
    outcome: Outcome
    talked: float | None = None


class MessageView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A callback message as the hub has it; see `model.callback.CallbackMessage` for the meaning of each field.

    Names are for people. `number_shown` is the number as it is written nationally, `can_ring` whether the PBX may dial it.
    `proposes_done`: the last attempt was a real conversation, so ask whether it is done. `reached`: it closed by itself,
    because the caller was spoken to meanwhile. `late_for`: who has been reminded besides those it is to, and may act on it too:
    an extension, `unit:CODE` or `officer:ADMINISTRATION`.
    """

    id: str
    version: int
    stage: Stage
    to_kind: AddresseeKind
    to: str
    to_name: str
    made_by: str
    made_by_name: str
    made_at: datetime
    due: datetime
    source: Source = Source.LEFT
    caller_name: str = ""
    caller_number: str = ""
    number_shown: str = ""
    caller_organisation: str = ""
    about: str = ""
    urgent: bool = False
    call_after: datetime | None = None
    call_before: datetime | None = None
    taker: str | None = None
    taker_name: str = ""
    former_kind: AddresseeKind | None = None
    former: str = ""
    former_name: str = ""
    later: datetime | None = None
    calls: int = 1
    late: int = 0
    word: str = ""
    attempts: list[AttemptView] = []
    closed_at: datetime | None = None
    closed_by_name: str = ""
    can_ring: bool = False
    proposes_done: bool = False
    reached: bool = False
    late_for: list[str] = []


class MessagesPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """One page of messages: open ones by due time, done ones newest first. `next` is passed as `after`, None at the end."""

    messages: list[MessageView]
    next: str | None = None


class CallBegun(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to POST /messages/{id}/ring (the attempt is noted when the call is over) and to POST /calls: the own phone rings
    now. `dialled` is what is dialled then, where that is not what was asked for."""

    call: str
    dialled: str = ""
