"""Callback messages: leaving one, those that wait, one step of one, and ringing back."""

from __future__ import annotations

from typing import Annotated

from litestar import get, patch, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from kalix_presence import wire
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.absence import IdempotencyKey
from kalix_presence.hub.web.routes.asking import Asking, Extension, caller_of, hub_of
from kalix_presence.model.absence import Way
from kalix_presence.model.callback import Stage

MOST = 500
STATES = f"^(open|{'|'.join(stage.value for stage in Stage)})$"

_TO = "An extension: what that person has to act on. A unit or a duty: what is to it."
_STATE = "open, done, or how far an open one has come."
MessageId = Annotated[str, PathParameter(description="Id of a message.", pattern=r"^[0-9a-f]{32}$")]
_REFUSED = refusals(400, 401, 403, 404, 409, 413, 422, 503, 507)


@post("/api/v1/messages", status_code=201, tags=["messages"], responses=_REFUSED)
async def leave_message(
    request: Asking, data: JSONBody[wire.MessageRequest], idempotency_key: IdempotencyKey = None
) -> wire.MessageView:
    """Leave a message for a person, a unit, a duty or the switchboard. It is durable when this answers."""
    hub = hub_of(request)
    return await hub.core.callbacks.asked.leave_message(caller_of(request), data, key=idempotency_key, now=hub.clock())


@get("/api/v1/messages", tags=["messages"], responses=refusals(400, 401, 403, 422))
async def list_messages(
    request: Asking,
    to: Annotated[str, QueryParameter(description=_TO, max_length=80)] = "",
    which: Annotated[str, QueryParameter(name="state", description=_STATE, pattern=STATES)] = "open",
    q: Annotated[str, QueryParameter(description="Words of name, number, organisation or text.", max_length=200)] = "",
    after: Annotated[str, QueryParameter(description="The `next` of the page before.", max_length=80)] = "",
    limit: Annotated[int, QueryParameter(description="Most messages of one answer.", ge=1, le=MOST)] = 200,
) -> wire.MessagesPage:
    """Messages that concern the reader: open ones by due time, done ones newest first."""
    hub = hub_of(request)
    return await hub.core.callbacks.asked.page(
        caller_of(request), to=to, state=which, query=q, after=after, limit=limit, now=hub.clock()
    )


@get("/api/v1/messages/{message_id:str}", tags=["messages"], responses=refusals(400, 401, 403, 404))
async def read_message(request: Asking, message_id: MessageId) -> wire.MessageView:
    """One message as it stands."""
    hub = hub_of(request)
    return await hub.core.callbacks.asked.read(caller_of(request), message_id, now=hub.clock())


@patch("/api/v1/messages/{message_id:str}", tags=["messages"], responses=_REFUSED)
async def step_message(
    request: Asking, message_id: MessageId, data: JSONBody[wire.MessageStep], idempotency_key: IdempotencyKey = None
) -> wire.MessageView:
    """One step, with the version of the message that it was seen at; 409 when somebody was first."""
    hub = hub_of(request)
    return await hub.core.callbacks.asked.step(caller_of(request), message_id, data, key=idempotency_key, now=hub.clock())


@post("/api/v1/messages/{message_id:str}/ring", status_code=202, tags=["messages"], responses=_REFUSED)
async def ring_message(
    request: Asking,
    message_id: MessageId,
    way: Annotated[str, QueryParameter(description="How it was asked: tray or cli.", pattern="^(tray|cli)$")] = "tray",
    idempotency_key: IdempotencyKey = None,
) -> wire.CallBegun:
    """Ring one's own phone, then the caller; the attempt is noted by itself when the call is over.

    Asked again within ten minutes with the same key it is the same call, and nobody is rung twice.
    """
    ringing = hub_of(request).core.callbacks.ringing
    return await ringing.ring(caller_of(request), message_id, way=Way(way), key=idempotency_key)


@get("/api/v1/messages/{message_id:str}/steps", tags=["messages"], responses=refusals(400, 401, 403, 404))
async def read_steps(request: Asking, message_id: MessageId) -> wire.MessageHistory:
    """Everything that happened to a message: who, when, by which way; for those who may see it."""
    hub = hub_of(request)
    return await hub.core.callbacks.asked.history(caller_of(request), message_id, now=hub.clock())


@get("/api/v1/people/{extension:str}/callback-advice", tags=["messages"], responses=refusals(400, 401, 403, 404))
async def advise(
    request: Asking,
    extension: Extension,
    urgent: Annotated[bool, QueryParameter(description="Whether the message would be urgent.")] = False,
) -> wire.CallbackAdvice:
    """For whoever writes a message to this person: until when they are away, and whether the deputy is the better one."""
    hub = hub_of(request)
    return hub.core.callbacks.asked.advice(caller_of(request), extension, urgent=urgent, now=hub.clock())
