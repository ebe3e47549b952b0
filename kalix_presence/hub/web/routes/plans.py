"""Planned absences: what is planned and comes, making, changing and taking back a plan, and being asked to cover."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from litestar import delete, get, patch, post
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec.structs import replace

from kalix_presence import wire
from kalix_presence.hub.board.acting import leave_to
from kalix_presence.hub.board.views import sees_full
from kalix_presence.hub.planning.views import coming, holding_view, plan_view
from kalix_presence.hub.site.sentences import language_of, sentence
from kalix_presence.hub.web.problems import refusals
from kalix_presence.hub.web.routes.absence import IdempotencyKey
from kalix_presence.hub.web.routes.asking import Asking, Extension, caller_of, hub_of
from kalix_presence.model.access import Action, may, require
from kalix_presence.model.delegation import Right
from kalix_presence.model.errors import BadInput
from kalix_presence.model.plan import Plan

MOST_DAYS = 100
"""Longest time that is looked ahead in one answer."""
USUAL_DAYS = 42
MOST_IMPORT_BYTES = 8_000_000
"""A request with a calendar file: JSON makes it somewhat longer than the file, which has a limit of its own."""

PlanId = Annotated[str, PathParameter(description="Id of a plan.", pattern=r"^[0-9a-f]{32}$")]
_REFUSED = refusals(400, 401, 403, 404, 409, 413, 422, 503)


@get("/api/v1/people/{extension:str}/plans", tags=["plans"], responses=refusals(400, 401, 403, 404, 422))
async def list_plans(
    request: Asking,
    extension: Extension,
    since: Annotated[datetime | None, QueryParameter(description="From when (aware); now when left out.")] = None,
    until: Annotated[datetime | None, QueryParameter(description="Until when (aware); six weeks on when left out.")] = None,
) -> wire.PlansView:
    """The plans of one person that are not over, and everything that comes in the time asked for."""
    hub, caller = hub_of(request), caller_of(request)
    person = hub.board.person(extension)
    now = hub.clock()
    leave_to(hub.board, caller, Action.SET_ABSENCE, person, Right.PLANS, now=now)
    first, last = _window(now, since, until)
    full = sees_full(hub.board, caller, person)
    return wire.PlansView(
        [_view(request, plan) for plan in hub.core.plans.of(extension, now)],
        coming(hub.board, hub.core.planner, extension, first, last, full=full),
    )


@post("/api/v1/people/{extension:str}/plans", status_code=201, tags=["plans"], responses=_REFUSED)
async def add_plan(
    request: Asking, extension: Extension, data: JSONBody[wire.PlanRequest], idempotency_key: IdempotencyKey = None
) -> wire.PlanView:
    """Plan an absence, once or again and again. It starts and ends by itself; a deputy is asked."""
    hub = hub_of(request)
    plan = await hub.core.plans.add(caller_of(request), extension, data, key=idempotency_key, now=hub.clock())
    return _view(request, plan)


@post(
    "/api/v1/people/{extension:str}/plans/import",
    status_code=200,
    tags=["plans"],
    responses=_REFUSED,
    request_max_body_size=MOST_IMPORT_BYTES,
)
async def import_plans(request: Asking, extension: Extension, data: JSONBody[wire.PlanImport]) -> wire.ImportReport:
    """Make plans of the entries of a calendar file. The same file again changes nothing; a changed one changes its plans."""
    from kalix_presence.hub.calendars.importing import import_calendar  # the reader of calendars is loaded by who needs it

    hub = hub_of(request)
    language = language_of(request.headers.get("accept-language", ""))
    report = await import_calendar(
        hub.board,
        hub.core.plans,
        hub.calendars.readers,
        caller_of(request),
        extension,
        data.calendar,
        now=hub.clock(),
        again=data.again,
        say=lambda refusal: sentence(refusal, language),
    )
    said = [
        replace(each, detail=sentence(BadInput(each.code), language)) if each.code and not each.detail else each
        for each in report.entries
    ]
    return replace(report, entries=said)


@patch("/api/v1/plans/{plan_id:str}", tags=["plans"], responses=_REFUSED)
async def change_plan(request: Asking, plan_id: PlanId, data: JSONBody[wire.PlanChange]) -> wire.PlanView:
    """Change a plan, with the version it was seen at; 409 when somebody was first."""
    hub = hub_of(request)
    return _view(request, await hub.core.plans.change(caller_of(request), plan_id, data, now=hub.clock()))


@delete("/api/v1/plans/{plan_id:str}", status_code=204, tags=["plans"], responses=refusals(400, 401, 403, 404, 409, 422, 503))
async def remove_plan(
    request: Asking,
    plan_id: PlanId,
    day: Annotated[date | None, QueryParameter(description="Only the occurrence that begins on this day.")] = None,
) -> None:
    """Take a plan back, or one occurrence of it. It is fine when it is gone already."""
    hub = hub_of(request)
    await hub.core.plans.remove(caller_of(request), plan_id, day=day, now=hub.clock())


@post("/api/v1/plans/{plan_id:str}/answer", status_code=200, tags=["plans"], responses=_REFUSED)
async def answer_plan(request: Asking, plan_id: PlanId, data: JSONBody[wire.DeputyAnswer]) -> wire.PlanView:
    """Whoever is asked to cover says yes or no."""
    hub = hub_of(request)
    return _view(request, await hub.core.plans.answer(caller_of(request), plan_id, accept=data.accept, now=hub.clock()))


@get("/api/v1/plans/asked", tags=["plans"], responses=refusals(401, 403))
async def asked_plans(request: Asking) -> wire.PlansView:
    """The plans in which the reader is asked to cover, or does."""
    hub, caller = hub_of(request), caller_of(request)
    require(caller, Action.SEE_PEOPLE)
    found = hub.core.plans.asked(caller.extension, hub.clock()) if caller.extension else []
    return wire.PlansView([_view(request, plan) for plan in found])


@get("/api/v1/people/{extension:str}/holding", tags=["plans"], responses=refusals(400, 401, 403, 404))
async def read_holding(request: Asking, extension: Extension) -> wire.HoldingView:
    """What holds for one person now, why, what stands behind it, and what comes after."""
    hub, caller = hub_of(request), caller_of(request)
    person = hub.board.person(extension)
    require(caller, Action.SEE_PEOPLE, person)
    return holding_view(
        hub.board,
        extension,
        reader=caller.extension or caller.username,
        full=sees_full(hub.board, caller, person),
        language=language_of(request.headers.get("accept-language", "")),
        now=hub.clock(),
    )


def _view(request: Asking, plan: Plan) -> wire.PlanView:
    hub, caller = hub_of(request), caller_of(request)
    person = hub.board.person(plan.extension)
    return plan_view(
        hub.board,
        plan,
        full=sees_full(hub.board, caller, person),
        numbers=may(caller, Action.SEE_PRIVATE_NUMBERS, person),
        now=hub.clock(),
    )


def _window(now: datetime, since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
    if any(moment is not None and moment.tzinfo is None for moment in (since, until)):
        raise BadInput("until-naive", field="until")
    first = now if since is None else since
    try:
        last = first + timedelta(days=USUAL_DAYS) if until is None else until
        fits = first < last <= first + timedelta(days=MOST_DAYS) and abs(first - now) < timedelta(days=3650)
    except OverflowError:
        fits = False
    if not fits:
        raise BadInput("plan-window", field="until", days=MOST_DAYS)
    return first, last
