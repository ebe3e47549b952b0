"""Who is telephone officer of what: whom to ask (P15)."""

from __future__ import annotations

from typing import Annotated

from litestar import get, patch, post
from litestar.params import JSONBody, PathParameter

from kalix_presence import wire
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.absence import IdempotencyKey
from kalix_presence.hub.web.routes.asking import Asking, caller_of, hub_of

AppointmentId = Annotated[str, PathParameter(description="Id of an appointment.", pattern=r"^[0-9a-f]{32}$")]
_REFUSED = refusals(400, 401, 403, 404, 409, 413, 422, 503, 507)


@get("/api/v1/appointments", tags=["officer"], responses=refusals(401, 403, 503))
async def list_appointments(request: Asking) -> wire.AppointmentsView:
    """Telephone officers and their deputies that are appointed now or later, and for which units one appoints oneself."""
    hub = hub_of(request)
    return await hub.core.officer.appointments.seen_by(caller_of(request), now=hub.clock())


@post("/api/v1/appointments", status_code=201, tags=["officer"], responses=_REFUSED)
async def appoint_officer(
    request: Asking, data: JSONBody[wire.AppointmentRequest], idempotency_key: IdempotencyKey = None
) -> wire.AppointmentView:
    """Appoint a telephone officer or deputy: the head of the administration, and administrators."""
    hub = hub_of(request)
    return await hub.core.officer.appointments.appoint(caller_of(request), data, key=idempotency_key, now=hub.clock())


@patch("/api/v1/appointments/{appointment_id:str}", tags=["officer"], responses=_REFUSED)
async def change_appointment(
    request: Asking,
    appointment_id: AppointmentId,
    data: JSONBody[wire.AppointmentChange],
    idempotency_key: IdempotencyKey = None,
) -> wire.AppointmentView:
    """Let an appointment end on another day, or withdraw it, with the version it was seen at; 409 when somebody was first."""
    hub = hub_of(request)
    return await hub.core.officer.appointments.change(
        caller_of(request), appointment_id, data, key=idempotency_key, now=hub.clock()
    )
