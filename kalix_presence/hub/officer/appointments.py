"""Appoints telephone officers and their deputies (P15): by the head of the administration, with days, shown to everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus, encoded
from kalix_presence.hub.board.names import author_name, name_of, unit_name
from kalix_presence.hub.notices.rights import administration_of, named
from kalix_presence.hub.officer.rights import below, may_appoint
from kalix_presence.hub.store import Store, Transaction, appointments, idempotency
from kalix_presence.hub.store.holdings import require_holder
from kalix_presence.hub.store.moment import Known
from kalix_presence.model.access import Action, Caller, require
from kalix_presence.model.appointment import Appointment, Post, check_days, check_free
from kalix_presence.model.day import today
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound

KEPT = timedelta(days=366)
"""How long one that is over is kept."""


class Appointments:
    """Nothing is held in memory: whoever reads or changes sees what is committed."""

    def __init__(self, board: Board, store: Store, event_bus: EventBus) -> None:
        self._board, self._store, self._event_bus = board, store, event_bus

    async def seen_by(self, caller: Caller, *, now: datetime) -> wire.AppointmentsView:
        """Those that hold or will. Raises Forbidden `not-permitted`."""
        require(caller, Action.SEE_APPOINTMENTS)
        board, day = self._board, today(now, self._board.worktime)
        found = await self._store.read(lambda sql: appointments.read_appointments(sql, day))
        views = [_view(board, caller, each) for each in found]
        return wire.AppointmentsView(views, [code for code in board.units if may_appoint(board, caller, code)])

    async def appoint(
        self, caller: Caller, wanted: wire.AppointmentRequest, *, key: str | None, now: datetime
    ) -> wire.AppointmentView:
        """Let somebody of the administration be officer or deputy of a unit in it.

        Raises NotFound `unit-unknown`, `extension-unknown`, Forbidden `not-permitted`, BadInput `appointment-days`,
        `appointment-post` or `appointment-elsewhere`, Conflict `appointment-taken` or `idempotency-key-reused`.
        """
        board, day = self._board, today(now, self._board.worktime)
        if wanted.unit not in board.units:
            raise NotFound("unit-unknown")
        _require(board, caller, wanted.unit)
        person = board.person(wanted.extension)
        if wanted.post is Post.UNKNOWN:
            raise BadInput("appointment-post", field="post")
        if person.administration != administration_of(board, wanted.unit):
            raise BadInput("appointment-elsewhere", field="extension")
        since = wanted.since or day
        check_days(since, wanted.until, day)
        one = Appointment(
            idempotency.id_for(caller.username, key, "appointment"),
            1,
            wanted.unit,
            wanted.post,
            wanted.extension,
            since,
            wanted.until,
            named(caller),
            now,
        )

        def work(change: Transaction) -> Appointment:
            if not idempotency.is_first(change, idempotency.claim_of(caller, key, ("appoint", wanted)), now=now):
                return _there(change, one.id)
            require_holder(change, person.extension, person.id)
            check_free(one, appointments.read_appointments(change.sql, min(since, day)))
            appointments.forget_over(change, before=day - KEPT)
            appointments.put_appointment(change, one)
            self._tell(change, now)
            return one

        return _view(board, caller, await self._store.write(board.moment().given(work)))

    async def change(
        self, caller: Caller, appointment_id: str, wanted: wire.AppointmentChange, *, key: str | None, now: datetime
    ) -> wire.AppointmentView:
        """Another last day, or none; or it is withdrawn. Raises NotFound `appointment-unknown`, Conflict `appointment-changed`,
        and as `appoint`."""
        board, day = self._board, today(now, self._board.worktime)

        def work(change: Transaction) -> Appointment:
            one = _there(change, appointment_id)
            _require(change.known, caller, one.unit)
            if not idempotency.is_first(change, idempotency.claim_of(caller, key, (appointment_id, wanted)), now=now):
                return one
            if one.version != wanted.version:
                raise Conflict("appointment-changed")
            self._tell(change, now)
            if wanted.withdrawn:
                appointments.erase_appointment(change, one)
                return one
            check_days(one.since, wanted.until, day)
            after = replace(one, version=one.version + 1, until=wanted.until)
            check_free(after, appointments.read_appointments(change.sql, min(one.since, day)))
            appointments.put_appointment(change, after)
            return after

        return _view(board, caller, await self._store.write(board.moment().given(work)))

    def _tell(self, change: Transaction, now: datetime) -> None:
        event = wire.AppointmentsChanged(change.next_number(), now)
        self._event_bus.record(change, encoded(event, colleague=event), now=now)


def _view(known: Known, caller: Caller, one: Appointment) -> wire.AppointmentView:
    administration = administration_of(known, one.unit)

    return wire.AppointmentView(
        id=one.id,
        version=one.version,
        unit=one.unit,
        unit_name=unit_name(known, one.unit),
        administration=administration,
        administration_name=unit_name(known, administration),
        post=one.post,
        extension=one.extension,
        name=name_of(known, one.extension),
        since=one.since,
        until=one.until,
        appointed_by_name=author_name(known, one.appointed_by),
        covers=below(known, one.unit),
        may_change=may_appoint(known, caller, one.unit),
    )


def _require(known: Known, caller: Caller, unit: str) -> None:
    if not may_appoint(known, caller, unit):
        raise Forbidden("not-permitted", action=Action.APPOINT_OFFICER.value)


def _there(change: Transaction, appointment_id: str) -> Appointment:
    found = appointments.read_appointment(change.sql, appointment_id)
    if found is None:
        raise NotFound("appointment-unknown")
    return found
