"""What whoever answers for the phones should see to: lines nobody knows, rules that are bent, journals nobody can read."""

from __future__ import annotations

import asyncio
from operator import itemgetter

from litestar import get

from kalix_presence import shipped, wire
from kalix_presence.hub.site.sentences import language_of
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of
from kalix_presence.model.access import Action, may, require
from kalix_presence.model.bent import said_bent
from kalix_presence.model.line import LineState

SLICE = 1_000
"""So many states are looked at before others have their turn."""


@get("/api/v1/unclear", tags=["people"], responses=refusals(400, 401, 403, 503))
async def list_unclear(request: Asking) -> wire.Unclear:
    """What the PBX does not know, does otherwise than was asked, or has that could not be read: an officer's administration,
    everybody for an administrator."""
    hub, caller = hub_of(request), caller_of(request)
    require(caller, Action.ADMINISTER_PEOPLE)
    board, words = hub.board, shipped.words(language_of(request.headers.get("accept-language", "")))
    theirs = []
    for at, (extension, state) in enumerate(sorted(board.states.items(), key=itemgetter(0)), 1):
        if not at % SLICE:
            await asyncio.sleep(0)
        if state.line is not LineState.UNKNOWN and not state.bent:
            continue
        person = board.people.get(extension)  # None for who has left meanwhile
        if person is not None and may(caller, Action.ADMINISTER_PEOPLE, person):
            theirs.append((person, state))
    return wire.Unclear(
        pbx=board.pbx,
        phones=[
            wire.UnknownPhone(
                person.extension, person.name, board.units[person.unit].name if person.unit in board.units else ""
            )
            for person, state in theirs
            if state.line is LineState.UNKNOWN
        ],
        bent=[
            wire.BentRule(person.extension, person.name, state.bent, said_bent(state.bent, words))
            for person, state in theirs
            if state.bent
        ],
        journal_unread=hub.pbx.unread,
    )
