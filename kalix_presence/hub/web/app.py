"""The hub's face: a Litestar application over a `Hub`; nothing is open that is not said to be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException
from litestar.handlers import BaseRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import Message

from kalix_presence import __version__
from kalix_presence.hub.access.allowance import kind_of
from kalix_presence.hub.pbx.drivers import driver_named
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.supervision.faults import described
from kalix_presence.hub.supervision.request_record import asked_by
from kalix_presence.hub.web import problems
from kalix_presence.hub.web.asks import asks
from kalix_presence.hub.web.connection import EXTENSION
from kalix_presence.hub.web.inputs import look_through
from kalix_presence.hub.web.routes import (
    absence,
    appointments,
    asked,
    audit,
    board,
    calendars,
    calls,
    cards,
    delegations,
    demo,
    events,
    extension_requests,
    greetings,
    health,
    me,
    messages,
    newcomers,
    notices,
    notifications,
    nudge,
    organisation,
    people,
    plans,
    preferences,
    reasons,
    report,
    rule,
    scim,
    second_factor,
    sessions,
    sign_in,
    sketch,
    sources,
    unclear,
    units,
    work_list,
)
from kalix_presence.hub.web.running import Hub
from kalix_presence.model.errors import PresenceError, SignInNeeded

_log = structlog.get_logger("kalix.hub")


def create_app(config: Config, hub: Hub | None = None) -> Litestar:
    """The ASGI application; `hub` may be given by tests and benchmarks. It starts and stops with the application's lifespan."""
    hub = hub or Hub(config)
    app = prepared_app(config)
    app.state.hub = hub
    return app


def prepared_app(config: Config) -> Litestar:
    """The application without its hub, which is given it as `state.hub` before it is served."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with living(app.state.hub):
            yield

    async def count(message: Message, scope: Any) -> None:
        if message["type"] == "http.response.start":
            app.state.hub.measures.requests.labels(str(message["status"])).inc()

    handlers: list[Any] = [
        sign_in.sign_in,
        sign_in.sign_out,
        sign_in.change_password,
        organisation.list_ways,
        organisation.begin_in_browser,
        organisation.finish_in_browser,
        organisation.begin_by_code,
        organisation.finish_by_code,
        second_factor.read_second_factor,
        second_factor.offer_second_factor,
        second_factor.set_second_factor,
        second_factor.end_second_factor,
        sessions.refresh,
        sessions.list_sessions,
        sessions.end_session,
        sessions.end_sessions,
        me.me,
        me.copy_own_data,
        people.list_people,
        people.read_person,
        people.read_card,
        calendars.list_calendars,
        calendars.add_calendar,
        calendars.change_calendar,
        calendars.remove_calendar,
        notifications.take_notifications,
        preferences.read_preferences,
        preferences.set_preferences,
        asked.share_asked,
        plans.list_plans,
        plans.add_plan,
        plans.import_plans,
        plans.asked_plans,
        plans.change_plan,
        plans.remove_plan,
        plans.answer_plan,
        plans.read_holding,
        absence.set_absence,
        absence.end_absence,
        absence.undo_absence,
        nudge.nudge,
        units.forward_unit,
        units.undo_unit,
        absence.show_life,
        rule.read_rule,
        rule.read_sound,
        unclear.list_unclear,
        reasons.list_reasons,
        report.list_reports,
        report.read_report,
        report.read_history,
        audit.read_audit,
        messages.leave_message,
        messages.list_messages,
        messages.read_message,
        messages.step_message,
        messages.ring_message,
        messages.read_steps,
        messages.advise,
        notices.list_notices,
        notices.propose_notice,
        notices.change_notice,
        notices.withdraw_notice,
        appointments.list_appointments,
        appointments.appoint_officer,
        appointments.change_appointment,
        delegations.list_delegations,
        delegations.give_delegation,
        delegations.end_delegation,
        extension_requests.list_extension_requests,
        extension_requests.ask_extension,
        extension_requests.step_extension,
        extension_requests.list_numbers,
        work_list.read_work_list,
        cards.read_cards,
        cards.pack_cards,
        sketch.read_sketch,
        sketch.propose_sketch,
        sketch.step_sketch,
        sketch.review_sketch,
        newcomers.read_first_steps,
        newcomers.take_first_step,
        newcomers.ring_own_phone,
        newcomers.list_newcomers,
        sources.list_sources,
        sources.read_held_run,
        sources.answer_held_run,
        greetings.list_greetings,
        greetings.set_greeting,
        calls.list_calls,
        calls.begin_call,
        calls.transfer_call,
        calls.consult_call,
        calls.complete_call,
        calls.cancel_call,
        events.stream,
        board.read_board,
        health.alive,
        health.ready,
        health.metrics,
    ]
    if driver_named(config.pbx.driver).made_up:
        handlers += [demo.place_call, demo.dial]
    app = Litestar(
        [*(look_through(handler) for handler in handlers), scim.push],
        guards=[_signed_in],
        lifespan=[lifespan],
        before_send=[count],
        exception_handlers={
            PresenceError: problems.answer,
            HTTPException: problems.answer_framework,
            UnicodeDecodeError: problems.answer_undecodable,
            RecursionError: problems.answer_undecodable,
            Exception: problems.answer_unexpected,
        },
        request_max_body_size=config.limits.body_bytes,
        openapi_config=OpenAPIConfig(
            title="kalix-hub",
            version=__version__,
            description="Presence and absence referral. Sign in for a bearer token; errors are problem details (RFC 9457).",
            path="/openapi.json",
            render_plugins=[JsonRenderPlugin(path="/")],
            security=[{"bearer": []}],
            components=Components(security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")}),
            use_handler_docstrings=True,
        ),
        logging_config=None,
        debug=False,
    )
    return app


@asynccontextmanager
async def living(hub: Hub) -> AsyncIterator[None]:
    """The hub is started in the block, and stopped at its end."""
    try:
        await hub.start()
    except Exception as fault:
        _log.critical("not-started", **described(fault))
        raise
    try:
        yield
    finally:
        await hub.stop()


async def _signed_in(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Deny by default: who bears no good token gets no further, unless the handler says `opt={"open": True}`."""
    if handler.opt.get("open"):
        return
    kind, _, token = connection.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise SignInNeeded("sign-in-needed")
    hub: Hub = connection.app.state.hub
    connection.scope["user"] = await hub.sessions.recognise(token.strip(), now=hub.clock())
    asked_by(connection.scope["user"].caller.username)
    scope: Any = connection.scope
    asks(
        scope["user"], scope["method"], handler.fn.__name__, scope.get("path_params", {}).get("extension", ""), now=hub.clock()
    )
    hub.allowances.spend(scope["user"].caller.username, kind_of(scope["method"], scope["path"]), hub.steady())
    offers: dict[str, Any] = connection.scope.get("extensions") or {}
    if EXTENSION in offers:
        offers[EXTENSION]["connection"].prove()
