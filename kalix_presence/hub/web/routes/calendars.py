"""Calendars that the hub reads for their owner: which, how they fare, adding, choosing, removing."""

from __future__ import annotations

from typing import Annotated

from litestar import delete, get, patch, post
from litestar.params import JSONBody, PathParameter

from kalix_presence import wire
from kalix_presence.hub.site.sentences import language_of, sentence
from kalix_presence.hub.store.calendar_account import CalendarAccount
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, Extension, caller_of, hub_of
from kalix_presence.model.errors import BadInput

CalendarId = Annotated[str, PathParameter(description="Id of a calendar.", pattern=r"^[0-9a-f]{32}$")]
_REFUSED = refusals(400, 401, 403, 404, 413, 422, 503)


@get("/api/v1/people/{extension:str}/calendars", tags=["calendars"], responses=refusals(400, 401, 403, 404))
async def list_calendars(request: Asking, extension: Extension) -> wire.CalendarsView:
    """One's own calendars, when they were read and what is wrong with them."""
    room = hub_of(request).calendars
    found = room.of(caller_of(request), extension)
    kinds = [kind for kind in wire.CalendarKind if kind in room.sources]
    return wire.CalendarsView([_view(request, each) for each in found], kinds, list(room.settings.hosts))


@post("/api/v1/people/{extension:str}/calendars", status_code=201, tags=["calendars"], responses=_REFUSED)
async def add_calendar(request: Asking, extension: Extension, data: JSONBody[wire.CalendarRequest]) -> wire.CalendarView:
    """Have a calendar read from now on; it is read once before this answers."""
    return _view(request, await hub_of(request).calendars.add(caller_of(request), extension, data))


@patch("/api/v1/calendars/{calendar_id:str}", tags=["calendars"], responses=_REFUSED)
async def change_calendar(request: Asking, calendar_id: CalendarId, data: JSONBody[wire.CalendarChange]) -> wire.CalendarView:
    """Choose among the calendars at the address, or give a new password."""
    return _view(request, await hub_of(request).calendars.change(caller_of(request), calendar_id, data))


@delete("/api/v1/calendars/{calendar_id:str}", status_code=204, tags=["calendars"], responses=_REFUSED)
async def remove_calendar(request: Asking, calendar_id: CalendarId) -> None:
    """Have it read no more; its password and what was read of it are erased."""
    await hub_of(request).calendars.remove(caller_of(request), calendar_id)


def _view(request: Asking, account: CalendarAccount) -> wire.CalendarView:
    language = language_of(request.headers.get("accept-language", ""))
    trouble = account.trouble or account.lacks
    detail = "" if trouble is None else sentence(BadInput(trouble, host="", seconds=60, most=0), language)
    now = hub_of(request).clock()
    return wire.CalendarView(
        id=account.id,
        kind=account.kind,
        address=account.address,
        username=account.username,
        chosen=list(account.chosen),
        found=list(account.found),
        read_at=account.read_at,
        entries=sum(1 for entry in account.entries if entry.end > now),
        trouble=trouble,
        detail=detail,
        left_out=[wire.LeftOutView(one.code, one.day, sentence(BadInput(one.code), language)) for one in account.left_out],
        unread=account.unread,
    )
