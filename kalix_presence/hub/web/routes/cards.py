"""Signatures, contact cards and letters of everybody of a unit (P10)."""

from __future__ import annotations

import asyncio
import io
from typing import Annotated
from urllib.parse import quote

from litestar import Response, get
from litestar.openapi import ResponseSpec
from litestar.params import QueryParameter

from kalix_presence import shipped, wire
from kalix_presence.hub.site.sentences import language_of
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of
from kalix_presence.model.day import today
from kalix_presence.report.unit_cards import EVERY_KIND, Archive, CardKind, archive_name, made

ZIP = "application/zip"
Unit = Annotated[str, QueryParameter(description="Code of a unit; : only which units there are.", max_length=100)]
OneUnit = Annotated[str, QueryParameter(description="Code of a unit.", min_length=1, max_length=100)]
Below = Annotated[bool, QueryParameter(description="With everybody of the units below it.")]
Kinds = Annotated[list[CardKind] | None, QueryParameter(description="What is wanted, of everything that there is.")]


@get("/api/v1/cards", tags=["officer"], responses=refusals(400, 401, 403, 404, 422, 503))
async def read_cards(request: Asking, unit: Unit = "", below: Below = True) -> wire.CardsView:
    """What may be given away of everybody of a unit: for its officer, its head, administrators."""
    hub = hub_of(request)
    return await hub.core.officer.cards.seen_by(caller_of(request), unit, below=below, now=hub.clock())


@get(
    "/api/v1/cards.zip",
    tags=["officer"],
    media_type=ZIP,
    responses={
        200: ResponseSpec(
            bytes, media_type=ZIP, generate_examples=False, description="Signatures, vCards and letters as files."
        ),
        **refusals(400, 401, 403, 404, 422, 503),
    },
)
async def pack_cards(request: Asking, unit: OneUnit, below: Below = True, kind: Kinds = None) -> Response[bytes]:
    """The files that `/cards` makes, in one archive. Letters are HTML here: what sets them as PDF is the client's."""
    hub = hub_of(request)
    now = hub.clock()
    view = await hub.core.officer.cards.seen_by(caller_of(request), unit, below=below, now=now)
    reader = shipped.words(language_of(request.headers.get("accept-language", "")))
    target = io.BytesIO()
    with Archive(target, today(now, hub.board.worktime)) as archive:
        for files in made(view, kind or EVERY_KIND, shipped.words, reader, papers=False):
            archive.put(files)
            await asyncio.sleep(0)  # a person is less than a millisecond: whoever else asks is answered in between
    name = quote(archive_name(view.unit_name, reader))
    return Response(target.getvalue(), media_type=ZIP, headers={"content-disposition": f"attachment; filename*=UTF-8''{name}"})
