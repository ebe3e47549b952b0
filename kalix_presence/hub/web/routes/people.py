"""The directory, with where everybody stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import msgspec
from litestar import Response, get
from litestar.openapi import ResponseSpec
from litestar.params import QueryParameter

from kalix_presence import wire
from kalix_presence.hub.board.views import card_view, contact_of, directory_view, person_view
from kalix_presence.hub.web.pages import PackedPage, PageQuery
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, Extension, caller_of, hub_of
from kalix_presence.hub.web.routes.packing import JSON, answer, answer_packed, packed, takes_packed
from kalix_presence.model.access import Action, Scope, may, require, scope
from kalix_presence.model.contact import vcard
from kalix_presence.model.directory import Person
from kalix_presence.model.finding import Why

MOST = 10_000
SHARED = 1_000
"""People of a page that is kept packed for the next who asks."""
VCARD = "text/vcard"


@get(
    "/api/v1/people",
    tags=["people"],
    media_type=JSON,
    responses={
        200: ResponseSpec(wire.PeoplePage, media_type=JSON, generate_examples=False, description="A page of people."),
        **refusals(400, 401, 403, 422),
    },
)
async def list_people(
    request: Asking,
    q: Annotated[str, QueryParameter(description="Words of name, title, duty, unit, place or number.", max_length=200)] = "",
    unit: Annotated[str, QueryParameter(description="Code of a unit or administration.", max_length=80)] = "",
    limit: Annotated[int, QueryParameter(description="Most people of one answer.", ge=1, le=MOST)] = 200,
    after: Annotated[str, QueryParameter(description="The `next` of the page before.", max_length=20)] = "",
    standings: Annotated[
        bool, QueryParameter(description="With where everybody stands; a reader of the stream and the board needs it not.")
    ] = True,
) -> Response[bytes]:
    """People, one page at a time: by name, or with words in the order in which they are found best (with `why`).

    A long page is packed by gzip for whoever takes it; of the whole directory without standings each page once for all.
    """
    hub, caller = hub_of(request), caller_of(request)
    board = hub.board
    require(caller, Action.SEE_PEOPLE)

    def private(extension: str) -> bool:
        person = board.people.get(extension)
        return person is not None and may(caller, Action.SEE_PRIVATE_NUMBERS, person)

    async def found(view: Callable[[Person], wire.PersonView]) -> wire.PeoplePage:
        page = await hub.core.reception.finding.page(q, unit=unit, after=after, limit=limit, private=private)
        people = [view(board.people[one]) for one in page.extensions if one in board.people]
        return wire.PeoplePage(people, page.next, _told(page.why) if page.why is not None and q.strip() else None)

    numbers = scope(caller, Action.SEE_PRIVATE_NUMBERS)
    plain = not standings and not q.strip() and not unit and limit <= SHARED
    if plain and numbers in (Scope.SELF, Scope.ALL) and takes_packed(request):
        asked = PageQuery(after, limit, numbers=numbers is Scope.ALL)

        async def made() -> PackedPage:
            page = await found(lambda person: directory_view(board, person, number=asked.numbers))
            return PackedPage(await packed(page), frozenset(person.extension for person in page.people))

        shared = await hub.pages.page(asked, made)
        if asked.numbers or caller.extension not in shared.people:  # else they see their own number on it
            return answer_packed(shared.packed)
    page = await found(lambda person: person_view(board, caller, person))
    if not standings:
        page = msgspec.structs.replace(page, people=[msgspec.structs.replace(one, standing=None) for one in page.people])
    return await answer(request, page)


@get("/api/v1/people/{extension:str}", tags=["people"], responses=refusals(400, 401, 403, 404))
async def read_person(request: Asking, extension: Extension) -> wire.PersonView:
    """One person, with who covers for them and whom they cover. What is planned for them stands under `/plans`, for those who
    may set their absence."""
    caller, board = caller_of(request), hub_of(request).board
    person = board.person(extension)
    require(caller, Action.SEE_PEOPLE, person)
    return card_view(board, caller, person)


@get(
    "/api/v1/people/{extension:str}/card.vcf",
    tags=["people"],
    media_type=VCARD,
    responses={
        200: ResponseSpec(str, media_type=VCARD, generate_examples=False, description="vCard 3.0 (RFC 2426)."),
        **refusals(400, 401, 403, 404),
    },
)
async def read_card(request: Asking, extension: Extension) -> Response[bytes]:
    """The contact card to give away: the direct number, never the mobile (P10)."""
    caller, board = caller_of(request), hub_of(request).board
    person = board.person(extension)
    require(caller, Action.SEE_PEOPLE, person)
    headers = {"content-disposition": f'attachment; filename="{extension}.vcf"'}
    return Response(vcard(contact_of(board, person), board.policy.country).encode(), media_type=VCARD, headers=headers)


def _told(why: Why) -> wire.WhyFirst:
    return wire.WhyFirst(why.match.value, why.what, why.reach.name.lower(), why.instead)
