"""Requests for extensions: to order, change, move or end one, and how far each is (P15)."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from kalix_presence.model.extension_request import Kind, State, Step


class ExtensionWish(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of POST /extension-requests. `number`: for an order a free number that is wanted ("" leaves the choice to whoever
    carries it out), else the extension that it is about. `name`: for an order, who it is for. `to_unit`: where one
    that is moved goes."""

    kind: Kind
    unit: str
    wanted: date
    number: str = ""
    name: str = ""
    to_unit: str = ""
    words: str = ""


class ExtensionStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of PATCH /extension-requests/{id}: a step, with the version it was seen at. `word`: why, or the comment; `number`:
    with `order`, the number that it will be."""

    version: int
    step: Step
    word: str = ""
    number: str = ""


class StepDone(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who did what with a request, and when; `by_name` "" is the hub itself."""

    at: datetime
    by_name: str
    step: Step
    word: str = ""


class ExtensionRequestView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A request as the reader may see it. `may` are the steps that the reader can take now. `due`: 1 when its day is near, 2
    when it has come. `in_directory` says of a done one whether the directory agrees: somebody has the number that was ordered,
    nobody the one that was ended; None where the directory cannot tell. `connected` says of a phone that the hub set up
    whether it has been connected since; None where that is not known. `secret` is what that phone signs in with: told once, to
    whoever had it set up, in the answer to that step. `waits` is why the hub has not ended it by itself yet: an error's code.
    """

    id: str
    version: int
    kind: Kind
    unit: str
    unit_name: str
    wanted: date
    state: State
    number: str = ""
    about: str = ""
    to_unit_name: str = ""
    words: str = ""
    asked_by_name: str = ""
    asked_at: datetime | None = None
    due: int = 0
    may: list[Step] = []
    steps: list[StepDone] = []
    in_directory: bool | None = None
    connected: bool | None = None
    secret: str = ""
    waits: str = ""


class ExtensionRequestsView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET /extension-requests: what is open and what was lately over; the reader may ask for the units `may_ask`.
    `by_hub`: the hub can set up phones itself; else whoever carries a request out does so in the PBX by hand."""

    requests: list[ExtensionRequestView]
    may_ask: list[str] = []
    by_hub: bool = False


class QuarantinedNumber(msgspec.Struct, frozen=True):
    """A number that was somebody's not long ago, and until which day it is given to nobody."""

    number: str
    until: date


class NumbersView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET /numbers. `series` are the site's; without any it is not known what is free. `free` are the lowest of
    `free_count`."""

    series: list[str] = []
    free: list[str] = []
    free_count: int = 0
    reserved: list[str] = []
    quarantine: list[QuarantinedNumber] = []


class DueRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """A request whose day is near or has come and that is not done."""

    kind: Kind
    number: str
    about: str
    unit_name: str
    wanted: date
    state: State
    late: bool = False
