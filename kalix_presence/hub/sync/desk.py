"""Sources of the directory at the officer's desk: how each stands, what a held run would do, and the answer to it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from datetime import UTC, datetime

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.names import unit_name
from kalix_presence.hub.officer.rights import reaches_or_is_appointed
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.scim_section import SCIM
from kalix_presence.hub.site.sentences import sentence
from kalix_presence.hub.site.sync_section import CsvSource, Source
from kalix_presence.hub.store import Store, Transaction, appointments, scim_resources
from kalix_presence.hub.store.held_lines import HeldLine, read_held_lines
from kalix_presence.hub.store.moment import Known
from kalix_presence.hub.store.scim_resources import Pushed
from kalix_presence.hub.store.scim_tokens import read_tokens
from kalix_presence.hub.store.sql import Sql
from kalix_presence.hub.store.sync_states import Held, SyncState, read_sync_state, read_sync_states
from kalix_presence.hub.sync.runs import again, answer, why_left_out
from kalix_presence.model.access import Action, Caller, Scope, may, require, scope
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.day import today
from kalix_presence.model.errors import BadInput, Conflict, Forbidden, NotFound
from kalix_presence.model.held_run import HeldAnswer, HeldKind, SourceKind

PAGE = 100
"""Lines of a difference that are told at a time."""


class SourcesAtDesk:
    """`last_push` is when a directory service asked last, in seconds since 1970 (0.0: not since the start)."""

    def __init__(self, config: Config, board: Board, store: Store, *, last_push: Callable[[], float]) -> None:
        self._section, self._scim = config.sync, config.scim.enabled
        self._board, self._store, self._last_push = board, store, last_push

    async def seen_by(self, caller: Caller, *, language: str, now: datetime) -> wire.SourcesView:
        """How all of them stand. Raises Forbidden `not-permitted` for whoever is officer of nothing."""
        known = self._board.moment()

        def work(sql: Sql) -> wire.SourcesView:
            _units(sql, known, caller, now)
            states = read_sync_states(sql)
            views = [
                _view(name, source, states.get(name, SyncState()), caller, language)
                for name, source in self._section.sources.items()
            ]
            if self._scim:
                views.insert(0, self._pushed(sql, caller, language, now))
            return wire.SourcesView(views, self._section.minutes)

        return await self._store.read(work)

    async def held(self, caller: Caller, source: str, *, after: int, now: datetime) -> wire.HeldPage:
        """A page of what a source waits with: an officer is shown what concerns the units that they are officer of.

        Raises Forbidden `not-permitted`, NotFound `sync-source-unknown`, Conflict `sync-not-held`.
        """
        known = self._board.moment()

        def work(sql: Sql) -> wire.HeldPage:
            units = _units(sql, known, caller, now)
            self._require_source(source)
            if source == SCIM:
                return _pushed_page(sql, known, units, after)
            waits = read_sync_state(sql, source).held
            if waits is None:
                raise Conflict("sync-not-held", source=source)
            found = read_held_lines(sql, source, after=after, most=PAGE + 1, units=units)
            lines = [_line(one) for _, one in found[:PAGE]]
            return wire.HeldPage(waits.shown, lines, found[PAGE - 1][0] if len(found) > PAGE else 0)

        return await self._store.read(work)

    async def answer(
        self, caller: Caller, source: str, said: wire.HeldAnswerRequest, *, language: str, now: datetime
    ) -> wire.SourceView:
        """Say yes or no to exactly what was shown; how the source stands then. A yes is done by the hub's next look.

        Raises Forbidden `not-permitted`, NotFound `sync-source-unknown`, BadInput `held-answer`, Conflict `sync-not-held` or
        `held-changed`: it is not what was shown any longer.
        """
        require(caller, Action.ANSWER_HELD_RUN)
        self._require_source(source)
        if said.answer not in (HeldAnswer.YES, HeldAnswer.NO) or (source == SCIM and said.answer is HeldAnswer.NO):
            raise BadInput("held-answer", field="answer")

        def work(change: Transaction) -> wire.SourceView:
            if source == SCIM:
                waiting = scim_resources.read_held_removals(change.sql)
                if not waiting:
                    raise Conflict("sync-not-held", source=source)
                if said.shown != _shown(waiting):
                    raise Conflict("held-changed")
                scim_resources.accept(change, [one.id for one in waiting])
                view = self._pushed(change.sql, caller, language, now)
            else:
                state = _answered(change, source, said)
                view = _view(source, self._section.sources[source], state, caller, language)
            change.audit(AuditAct.ANSWER_HELD_RUN, now=now, subject=source, detail=said.answer.value)
            return view

        return await self._store.write(self._board.moment().given(work))

    def _require_source(self, source: str) -> None:
        if source not in self._section.sources and not (source == SCIM and self._scim):
            raise NotFound("sync-source-unknown", source=source[:40], sources=", ".join(self._section.sources))

    def _pushed(self, sql: Sql, caller: Caller, language: str, now: datetime) -> wire.SourceView:
        """A directory service that pushes, by what its tokens and its people tell."""
        tokens, troubles = read_tokens(sql), scim_resources.count_troubled(sql)
        troubles.pop(scim_resources.REMOVAL_HELD, None)
        seen = [one.seen for one in tokens if one.seen is not None]
        if self._last_push():
            seen.append(datetime.fromtimestamp(self._last_push(), UTC))
        waiting, held = scim_resources.read_held_removals(sql), None
        if waiting:
            answers = [HeldAnswer.YES] if may(caller, Action.ANSWER_HELD_RUN) else []
            counts, since = {HeldKind.REMOVED: len(waiting)}, min(one.changed for one in waiting)
            held = wire.HeldRun(_shown(waiting), since, len(waiting), 0, counts, len(waiting), answers=answers)
        trouble = ""
        if not any(one.expires > now for one in tokens):
            trouble = sentence(BadInput("scim-check-no-token"), language)
        return wire.SourceView(
            SCIM, SourceKind.SCIM, max(seen, default=None), trouble=trouble, unusable=sum(troubles.values()), held=held
        )


def _answered(change: Transaction, source: str, said: wire.HeldAnswerRequest) -> SyncState:
    try:
        return answer(change, source, answered=said.answer is HeldAnswer.YES, shown=said.shown)
    except Conflict as refusal:
        if refusal.code == "sync-held-other":
            raise Conflict("held-changed") from None
        raise


def _units(sql: Sql, known: Known, caller: Caller, now: datetime) -> Collection[str] | None:
    """The units whose lines the caller may read; None for all of them, also of those that are not there yet."""
    if scope(caller, Action.SEE_SOURCES) is Scope.ALL:
        return None
    appointed = appointments.read_holding(sql, today(now, known.worktime))
    mine = {code for code in known.units if reaches_or_is_appointed(known, caller, Action.SEE_SOURCES, code, appointed)}
    if not mine:
        raise Forbidden("not-permitted", action=Action.SEE_SOURCES.value)
    return mine


def _view(name: str, source: Source, state: SyncState, caller: Caller, language: str) -> wire.SourceView:
    if isinstance(source, CsvSource):
        kind = SourceKind.FILE
    else:
        kind = SourceKind.ACTIVE_DIRECTORY if source.schema == SourceKind.ACTIVE_DIRECTORY.value else SourceKind.LDAP
    answers = may(caller, Action.ANSWER_HELD_RUN)
    trouble = state.trouble if state.trouble not in ("", "sync-held") else ""
    return wire.SourceView(
        name,
        kind,
        state.tried_at,
        state.read_all_at,
        state.people,
        state.added,
        state.changed,
        state.removed,
        sentence(again(state), language) if trouble else "",
        state.unusable,
        [wire.LeftOutEntry(one.entry, sentence(why_left_out(one), language)) for one in state.left_out] if answers else [],
        None if state.held is None else _held(state.held, answers=answers),
    )


def _held(waits: Held, *, answers: bool) -> wire.HeldRun:
    said = HeldAnswer.YES if waits.accepted else HeldAnswer.NO if waits.refused else HeldAnswer.NONE
    counts = {HeldKind(kind): count for kind, count in waits.counts.items()}
    open_to = [each for each in (HeldAnswer.YES, HeldAnswer.NO) if answers and waits.kept and each is not said]
    return wire.HeldRun(waits.shown, waits.at, waits.removed, waits.passed, counts, waits.kept, said, open_to)


def _line(one: HeldLine) -> wire.HeldLineView:
    return wire.HeldLineView(one.kind, one.extension, one.name, one.unit_name, one.column, one.before, one.after)


def _shown(waiting: Collection[Pushed]) -> str:
    return hashlib.sha256("\n".join(sorted(one.id for one in waiting)).encode()).hexdigest()[:20]


def _pushed_page(sql: Sql, known: Known, units: Collection[str] | None, after: int) -> wire.HeldPage:
    waiting = scim_resources.read_held_removals(sql)
    if not waiting:
        raise Conflict("sync-not-held", source=SCIM)
    by_id = {person.id: person for person in known.people.values()}
    lines = []
    for one in waiting:
        person = by_id.get(one.person)
        if person is not None and (units is None or person.unit in units):
            where = unit_name(known, person.unit)
            lines.append(wire.HeldLineView(HeldKind.REMOVED, person.extension, person.name, where))
        elif person is None and units is None:
            lines.append(wire.HeldLineView(HeldKind.REMOVED, name=one.name))
    page = lines[after : after + PAGE]
    return wire.HeldPage(_shown(waiting), page, after + PAGE if len(lines) > after + PAGE else 0)
