"""Who is telephone officer of which administration or unit, and who stands in for them: whom to ask (P15)."""

from __future__ import annotations

from datetime import date

import msgspec

from kalix_presence.model.appointment import Post


class AppointmentRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of POST /appointments: `extension` is to be `post` of `unit` (its code) from `since` (None: today) until `until`
    (None: until something else is said), both days included."""

    extension: str
    unit: str
    post: Post = Post.OFFICER
    since: date | None = None
    until: date | None = None


class AppointmentChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of PATCH /appointments/{id}: another last day (None: no end), with the version it was seen at.

    `withdrawn` takes away one that was never to be.
    """

    version: int
    until: date | None = None
    withdrawn: bool = False


class AppointmentView(msgspec.Struct, frozen=True, omit_defaults=True):
    """An appointment that holds or will. `covers` are the codes of its unit and of all below it.

    `may_change`: the reader may end it.
    """

    id: str
    version: int
    unit: str
    unit_name: str
    administration: str
    administration_name: str
    post: Post
    extension: str
    name: str
    since: date
    until: date | None = None
    appointed_by_name: str = ""
    covers: list[str] = []
    may_change: bool = False


class AppointmentsView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Answer to GET /appointments: those that hold or will, by unit; the reader appoints for the units `may_appoint`."""

    appointments: list[AppointmentView]
    may_appoint: list[str] = []
