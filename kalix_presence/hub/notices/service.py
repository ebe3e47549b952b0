"""Unit notices (P9): proposed, published, changed and withdrawn; begun and ended by the hub's clock alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import structlog

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.event_bus import EventBus
from kalix_presence.hub.board.names import author_name, unit_name
from kalix_presence.hub.notices.rights import (
    administration_of,
    hears_proposal,
    may_propose,
    may_publish,
    may_see,
    named,
)
from kalix_presence.hub.site.limits import HubLimits
from kalix_presence.hub.store import Store, Transaction, events, idempotency, notices
from kalix_presence.hub.store.frames import Frame
from kalix_presence.hub.store.leaving import Leaving, notice_after
from kalix_presence.hub.store.moment import Known
from kalix_presence.hub.supervision.alarm_clock import AlarmClock
from kalix_presence.hub.supervision.faults import apart, described
from kalix_presence.model.access import Action, Caller, require
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound, Unavailable
from kalix_presence.model.notice import Notice, check_validity, check_version, checked_text
from kalix_presence.wire.event_kinds import EventKind

log = structlog.get_logger("kalix.notices")

AFTER_TROUBLE = timedelta(seconds=5)
HOUSEKEEPING = timedelta(hours=1)


class NoticeService:
    """`open` holds every notice that is not over, as it was committed last."""

    def __init__(
        self, board: Board, store: Store, event_bus: EventBus, *, limits: HubLimits, clock: Callable[[], datetime]
    ) -> None:
        self._board, self._store, self._event_bus = board, store, event_bus
        self._limits, self._alarm = limits, AlarmClock(clock)
        self._housekeeping: datetime | None = None
        self.open: dict[str, Notice] = {}

    async def load(self) -> None:
        """Take in what is open; at the start."""
        self.open = {notice.id: notice for notice in await self._store.read(notices.read_open)}

    def rename(self, left: Leaving) -> None:
        """People left their extensions: their names take their places."""
        self.open = {one: notice_after(notice, left) for one, notice in self.open.items()}

    async def run(self) -> None:
        """Begin and end notices at their moment, until cancelled."""
        await self._alarm.run(self._do_due)

    async def _do_due(self, now: datetime) -> datetime | None:
        well = await self.apply_due(now)
        await self._forget(now)
        if not well:
            return now + AFTER_TROUBLE
        return min((turn for notice in self.open.values() if (turn := notice.next_turn(now)) is not None), default=None)

    def seen_by(self, caller: Caller) -> list[wire.NoticeView]:
        """What the caller may see of what is valid now or later, by when it begins."""
        require(caller, Action.SEE_NOTICES)
        seen = [notice for notice in self.open.values() if may_see(self._board, caller, notice)]
        return [_view(self._board, notice) for notice in sorted(seen, key=lambda each: (each.valid_from, each.id))]

    async def propose(self, caller: Caller, request: wire.NoticeRequest, *, key: str | None, now: datetime) -> wire.NoticeView:
        """A new notice, published at once where that is asked for.

        Raises NotFound `unit-unknown`, Forbidden `not-permitted`, BadInput `notice-...`, Conflict `notice-many` or
        `idempotency-key-reused`, Unavailable `store-unwritable`.
        """
        if request.unit not in self._board.units:
            raise NotFound("unit-unknown")
        _require(may_propose(self._board, caller, request.unit), Action.PROPOSE_NOTICE)
        _require(not request.publish or may_publish(self._board, caller, request.unit), Action.PUBLISH_NOTICE)
        by = named(caller)
        begins = _instant(request.valid_from, "valid_from") if request.valid_from is not None else now
        ends = _instant(request.valid_until, "valid_until")
        check_validity(begins, ends, now)
        text = checked_text(request.text, self._board.policy.notice_limit)
        if sum(notice.unit == request.unit for notice in self.open.values()) >= self._limits.unit_notices:
            raise Conflict("notice-many", limit=self._limits.unit_notices)
        published = by if request.publish else ""
        notice = Notice(
            idempotency.id_for(caller.username, key, "notice"), 1, request.unit, text, begins, ends, by, now, published
        ).turned(now)

        def work(change: Transaction) -> Notice:
            if not idempotency.is_first(change, idempotency.claim_of(caller, key, ("propose", request)), now=now):
                return _there(change, notice.id)
            self._record(change, None, notice, now)
            return notice

        return _view(self._board, await self._store.write(self._board.moment().given(work)))

    async def change(
        self, caller: Caller, notice_id: str, wanted: wire.NoticeChange, *, key: str | None, now: datetime
    ) -> wire.NoticeView:
        """Change, publish or take back. Who proposed may change it until it is published, those who publish always.

        Raises NotFound `notice-unknown`, Conflict `notice-changed`, and as `propose`.
        """

        def work(change: Transaction) -> Notice:
            notice = _there(change, notice_id)
            _refuse_strangers(change.known, caller, notice)
            publisher = may_publish(change.known, caller, notice.unit)
            _require(publisher or not notice.published, Action.PUBLISH_NOTICE)
            _require(publisher or wanted.publish is None, Action.PUBLISH_NOTICE)
            if not idempotency.is_first(change, idempotency.claim_of(caller, key, (notice_id, wanted)), now=now):
                return notice
            check_version(notice, wanted.version)
            after = _changed(change.known, notice, wanted, caller, now)
            self._record(change, notice, after, now)
            return after

        return _view(self._board, await self._store.write(self._board.moment().given(work)))

    async def withdraw(self, caller: Caller, notice_id: str, *, now: datetime) -> None:
        """Take a notice away; fine when it is over already. Raises NotFound `notice-unknown`, Forbidden `not-permitted`."""

        def work(change: Transaction) -> None:
            notice = _there(change, notice_id)
            _refuse_strangers(change.known, caller, notice)
            if notice.open:
                self._record(change, notice, replace(notice, closed_at=now, current=False), now)

        await self._store.write(self._board.moment().given(work))

    def publish_within(self, change: Transaction, notice: Notice, now: datetime) -> None:
        """Tell the switchboard of what another act has changed, in its transaction. Raises Conflict `notice-many`."""
        if sum(one.unit == notice.unit for one in notices.read_open(change.sql)) >= self._limits.unit_notices:
            raise Conflict("notice-many", limit=self._limits.unit_notices)
        self._record(change, None, notice.turned(now), now)

    def withdraw_within(self, change: Transaction, notice_id: str, now: datetime) -> None:
        """Take such a notice away again; fine when it is over or gone."""
        notice = notices.read_notice(change.sql, notice_id)
        if notice is not None and notice.open:
            self._record(change, notice, replace(notice, closed_at=now, current=False), now)

    async def apply_due(self, now: datetime) -> bool:
        """Let what begins by `now` be current and what ends by `now` be over; False when one of them has still to be."""
        due, well = [notice.id for notice in self.open.values() if notice.turned(now) != notice], True
        for notice_id in due:
            try:
                await self._store.write(
                    self._board.moment().given(lambda change, one=notice_id: self._apply_due_of(change, one, now))  # type: ignore[misc]
                )
            except Unavailable as refusal:
                log.error("notice-not-turned", trouble=refusal.code)
                well = False
            except Exception as fault:  # noqa: BLE001  (one notice must not stop the clock of all)
                log.error("notice-not-turned", **described(fault))
                well = False
        return well

    def _apply_due_of(self, change: Transaction, notice_id: str, now: datetime) -> None:
        """Compare and set: what somebody changed meanwhile is judged as it is now."""
        notice = notices.read_notice(change.sql, notice_id)
        if notice is not None and (after := notice.turned(now)) != notice:
            self._record(change, notice, after, now)

    def _record(self, change: Transaction, before: Notice | None, after: Notice, now: datetime) -> None:
        """Keep a version and tell those who see it, and those who saw it, in the writer's transaction."""
        notices.put_notice(change, after)
        frames = []
        was_public, is_public = before is not None and before.published, after.published and after.open
        if was_public and not is_public:
            frames.append(self._frame(change, now, gone=[after.id]))
        if is_public:
            frames.append(self._frame(change, now, shown=[after]))
        elif after.open:
            frames.append(self._frame(change, now, shown=[after], audience=hears_proposal(change.known, after)))
        elif not was_public:
            frames.append(self._frame(change, now, gone=[after.id], audience=hears_proposal(change.known, after)))
        change.after_commit(lambda: self._took(after, frames))

    def _frame(
        self,
        change: Transaction,
        now: datetime,
        *,
        shown: list[Notice] | None = None,
        gone: list[str] | None = None,
        audience: frozenset[str] | None = None,
    ) -> Frame:
        number = change.next_number()
        event = wire.NoticesChanged(number, now, [_view(change.known, notice) for notice in shown or ()], gone or [])
        data = msgspec.json.encode(event)
        frame = Frame(EventKind.NOTICES, number, None, data, None if audience is not None else data, audience)
        events.add_event(change, frame, now=now)
        return frame

    def _took(self, notice: Notice, frames: list[Frame]) -> None:
        if notice.open:
            self.open[notice.id] = notice
        else:
            self.open.pop(notice.id, None)
        self._alarm.ring()
        for frame in frames:
            self._event_bus.publish(frame)

    async def _forget(self, now: datetime) -> None:
        if self._housekeeping is not None and now < self._housekeeping:
            return
        self._housekeeping = now + HOUSEKEEPING
        before = now - timedelta(days=self._limits.notice_days)
        try:
            with apart("housekeeping-failed", but=Unavailable):
                await self._store.write(lambda change: notices.forget_closed(change, before=before))
        except Unavailable as refusal:
            log.warning("housekeeping-failed", trouble=refusal.code)


def _changed(known: Known, notice: Notice, wanted: wire.NoticeChange, caller: Caller, now: datetime) -> Notice:
    text = notice.text if wanted.text is None else checked_text(wanted.text, known.policy.notice_limit)
    begins = notice.valid_from if wanted.valid_from is None else _instant(wanted.valid_from, "valid_from")
    ends = notice.valid_until if wanted.valid_until is None else _instant(wanted.valid_until, "valid_until")
    check_validity(begins, ends, now)
    by = notice.published_by
    if wanted.publish is not None:
        by = (by or named(caller)) if wanted.publish else ""
    after = replace(
        notice, version=notice.version + 1, text=text, valid_from=begins, valid_until=ends, published_by=by, current=False
    )
    return after.turned(now)


def _refuse_strangers(known: Known, caller: Caller, notice: Notice) -> None:
    if not may_see(known, caller, notice):
        raise NotFound("notice-unknown")
    mine = notice.proposed_by == named(caller)
    _require(mine or may_publish(known, caller, notice.unit), Action.PUBLISH_NOTICE)


def _view(known: Known, notice: Notice) -> wire.NoticeView:
    return wire.NoticeView(
        id=notice.id,
        version=notice.version,
        unit=notice.unit,
        unit_name=unit_name(known, notice.unit),
        administration=administration_of(known, notice.unit),
        text=notice.text,
        valid_from=notice.valid_from,
        valid_until=notice.valid_until,
        proposed_by=notice.proposed_by,
        proposed_by_name=author_name(known, notice.proposed_by),
        proposed_at=notice.proposed_at,
        published=notice.published,
        published_by_name=author_name(known, notice.published_by) if notice.published else "",
        current=notice.current,
    )


def _there(change: Transaction, notice_id: str) -> Notice:
    notice = notices.read_notice(change.sql, notice_id)
    if notice is None:
        raise NotFound("notice-unknown")
    return notice


def _require(allowed: bool, action: Action) -> None:
    if not allowed:
        raise Forbidden("not-permitted", action=action.value)


def _instant(moment: datetime, field: str) -> datetime:
    if moment.tzinfo is None:
        raise BadInput("until-naive", field=field)
    return moment.astimezone(UTC)
