"""What is asked of the hub about the sketch of an administration. Raises what the hub refuses."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from kalix_presence import wire
from kalix_presence.client.connection.rest import HubClient, new_key
from kalix_presence.model.sketch_draft import Draft, DraftDuty


def draft_of(sheet: wire.SketchSheet) -> Draft:
    """What a part says, to be changed."""
    duties = (DraftDuty(each.name, each.place, tuple(one.extension for one in each.people)) for each in sheet.duties)
    owner = "" if sheet.owner is None else sheet.owner.extension
    return Draft(sheet.place, owner, tuple(each.extension for each in sheet.deputies), tuple(duties))


def wish_of(unit: str, version: int, draft: Draft, *, since: date | None, words: str) -> wire.SketchWish:
    """The draft as it is proposed, made from that version of the unit's part."""
    duties = [wire.DutyWish(each.name, each.place, list(each.people)) for each in draft.duties]
    return wire.SketchWish(unit, version, draft.place, draft.owner, list(draft.deputies), duties, since, words)


async def sketch(hub: HubClient, administration: str = "") -> wire.SketchView:
    """The sketch of an administration, "" for one's own."""
    params = {"administration": administration} if administration else None
    return await hub.request("GET", "/sketch", wire.SketchView, params=params)


async def propose_sketch(hub: HubClient, wish: wire.SketchWish) -> wire.SketchProposalView:
    """Propose how a unit's part is to be."""
    return await hub.request("POST", "/sketch/proposals", wire.SketchProposalView, body=wish, key=new_key())


async def step_sketch(hub: HubClient, one: str, step: wire.SketchStep) -> wire.SketchProposalView:
    """Accept, refuse or withdraw a proposal."""
    path = f"/sketch/proposals/{quote(one, safe='')}"
    return await hub.request("PATCH", path, wire.SketchProposalView, body=step, key=new_key())


async def review_sketch(hub: HubClient, unit: str, version: int) -> None:
    """Say that a unit's part is right, as it was seen at that version."""
    await hub.send("POST", f"/sketch/{quote(unit, safe='')}/review", body=wire.SketchReviewed(version))
