"""Unit notices: what a unit tells the switchboard of a change, for as long as it is valid (P9)."""

from __future__ import annotations

from datetime import datetime

import msgspec


class NoticeRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of POST /notices: a change of a `unit` (its code). `valid_from` None is now; instants carry their offset.

    `publish` publishes it at once, for those who may; else it is a proposal.
    """

    unit: str
    text: str
    valid_until: datetime
    valid_from: datetime | None = None
    publish: bool = False


class NoticeChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of PATCH /notices/{id}: what is to be different, with the version it was seen at. `publish` True publishes a
    proposal, False takes a published one back."""

    version: int
    text: str | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    publish: bool | None = None


class NoticeView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A notice as the hub has it. `current`: published and valid at this moment, so that it is shown on top and at the unit's
    people; only the hub's clock says so. `unit` may be an administration: it then concerns every unit in it."""

    id: str
    version: int
    unit: str
    unit_name: str
    administration: str
    text: str
    valid_from: datetime
    valid_until: datetime
    proposed_by: str
    proposed_by_name: str
    proposed_at: datetime
    published: bool = False
    published_by_name: str = ""
    current: bool = False


class NoticesView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET /notices: those valid now or later, by when they begin; proposals only to those whom they concern."""

    notices: list[NoticeView]
