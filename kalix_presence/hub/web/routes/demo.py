"""Where phones are made up: virtual calls and phone codes, so that a first look can hear what callers hear."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Annotated, Literal

import msgspec
from litestar import post
from litestar.params import JSONBody

from kalix_presence.hub.access.private_numbers import sees_number
from kalix_presence.hub.pbx.virtual_phones import VirtualPhones
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of
from kalix_presence.model.access import Action, require
from kalix_presence.model.errors import NotFound, Unavailable
from kalix_presence.model.present_call import CallPlace


class DemoCall(msgspec.Struct, frozen=True, omit_defaults=True):
    """A call from `caller` (a number) to `extension`, one's own when it is left out.

    `ends`: "at_once" when somebody answered, "talked" when they have talked for a while, or "in_vain": nobody answers for
    `rings` seconds and the caller gives up or, where an announcement offers it, asks to be called back.
    """

    caller: str = "092355512"
    extension: str | None = None
    ends: Literal["at_once", "talked", "in_vain"] = "at_once"
    rings: Annotated[int, msgspec.Meta(ge=1, le=120)] = 12


class DemoStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that happened: "announced" (`clips`), "diverted" (to `where`, because of `why`), "rings", "answered".

    `where` is empty for a private number of somebody else.
    """

    kind: str
    where: str
    why: str = ""
    clips: list[str] = []


class DemoStory(msgspec.Struct, frozen=True):
    """The whole call as the caller met it."""

    steps: list[DemoStep]
    clips: list[str]
    answered_by: str | None


class DemoCode(msgspec.Struct, frozen=True):
    """A phone code as dialled on one's own virtual phone, such as `*23*1*1300#`."""

    digits: str


class DemoDialled(msgspec.Struct, frozen=True):
    """The code was understood; the event stream tells when the hub has taken it over."""

    extension: str


def _own(request: Asking, wanted: str | None) -> tuple[VirtualPhones, str]:
    hub, caller = hub_of(request), caller_of(request)
    extension = wanted or caller.extension
    phones = hub.pbx.virtual_phones
    if phones is None or extension is None:
        raise NotFound("extension-unknown", extension=extension or "")
    require(caller, Action.SET_ABSENCE, hub.board.person(extension))
    return phones, extension


def _give_up(phones: VirtualPhones, call_id: str, waited: int) -> None:
    with suppress(Unavailable):  # somebody has taken it meanwhile
        if phones.rings(call_id):
            phones.give_up(call_id, waited)


@post("/api/v1/demo/calls", status_code=200, tags=["demo"], responses=refusals(400, 401, 403, 404, 413, 422))
async def place_call(request: Asking, data: JSONBody[DemoCall]) -> DemoStory:
    """Place a virtual call and see what the caller met; it is over when the answer comes, unless it `ends` otherwise."""
    phones, extension = _own(request, data.extension)
    stays, presses = (CallPlace.PHONE, "1") if data.ends == "in_vain" else (None, "")
    story = phones.call(data.caller[:20], extension, waited=data.rings, stays=stays, presses=presses)
    if story.answered_by is not None and data.ends != "talked":
        phones.hang_up(story.answered_by)
    elif story.answered_by is None and story.call_id:
        asyncio.get_running_loop().call_later(data.rings, _give_up, phones, story.call_id, data.rings)
    hub, caller = hub_of(request), caller_of(request)
    person = hub.board.person(extension)

    def shown(where: str) -> str:
        return where if sees_number(hub.board, caller, person, where) else ""

    steps = [DemoStep(step.kind, shown(step.where), step.why, list(step.clips)) for step in story.steps]
    return DemoStory(steps, list(story.clips), None if story.answered_by is None else shown(story.answered_by))


@post("/api/v1/demo/codes", status_code=200, tags=["demo"], responses=refusals(400, 401, 403, 404, 413, 422))
async def dial(request: Asking, data: JSONBody[DemoCode]) -> DemoDialled:
    """Dial a phone code on one's own virtual phone; the code for callbacks rings the first one that waits."""
    phones, extension = _own(request, None)
    if data.digits.rstrip("#") == hub_of(request).policy.code_callbacks:
        phones.ring_back(extension)
        return DemoDialled(extension)
    return DemoDialled(phones.dial(extension, data.digits[:40]).extension)
