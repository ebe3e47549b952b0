"""The directory, with where everybody stands."""

from __future__ import annotations

from bisect import bisect_right
from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from kalix_presence import wire
from kalix_presence.hub.problems import refusals
from kalix_presence.hub.routes.asking import Asking, Extension, caller_of, hub_of
from kalix_presence.hub.views import found, person_view
from kalix_presence.model.access import Action, require

MOST = 10_000


@get("/api/v1/people", tags=["people"], responses=refusals(400, 401, 403))
async def list_people(
    request: Asking,
    q: Annotated[str, QueryParameter(description="Words of name, title, duty, unit or number.", max_length=200)] = "",
    unit: Annotated[str, QueryParameter(description="Code of a unit or administration.", max_length=80)] = "",
    limit: Annotated[int, QueryParameter(description="Most people of one answer.", ge=1, le=MOST)] = 200,
    after: Annotated[str, QueryParameter(description="The `next` of the page before.", max_length=20)] = "",
) -> wire.PeoplePage:
    """People by extension, one page at a time."""
    caller, board = caller_of(request), hub_of(request).board
    require(caller, Action.SEE_PEOPLE)
    matching = found(board, q, unit)
    start = bisect_right([person.extension for person in matching], after) if after else 0
    page = matching[start : start + limit]
    more = len(matching) > start + limit
    return wire.PeoplePage([person_view(board, caller, person) for person in page], page[-1].extension if more else None)


@get("/api/v1/people/{extension:str}", tags=["people"], responses=refusals(400, 401, 403, 404))
async def read_person(request: Asking, extension: Extension) -> wire.PersonView:
    """One person."""
    caller, board = caller_of(request), hub_of(request).board
    person = board.person(extension)
    require(caller, Action.SEE_PEOPLE, person)
    return person_view(board, caller, person)
