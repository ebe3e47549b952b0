"""Takes phone codes over from the PBX's journal: durable first, forgotten in the journal after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from kalix_presence.hub.absences.request import forward_of
from kalix_presence.hub.absences.rule_synchroniser import RuleSynchroniser
from kalix_presence.hub.absences.service import AbsenceService
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.pbx.protocol import Pbx, PhoneCode
from kalix_presence.hub.store import Store, accounts
from kalix_presence.hub.supervision.faults import apart
from kalix_presence.model.absence import Absence, Forward, ForwardKind, Way
from kalix_presence.model.access import Action, Caller, Role, may
from kalix_presence.model.errors import BadInput, PresenceError, Unavailable
from kalix_presence.model.reason import Reason
from kalix_presence.model.usual_end import usual_end

log = structlog.get_logger("kalix.codes")


class PhoneCodes:
    """What was dialled becomes an absence like any other, by way "phone", even when it was dialled while the hub was down."""

    def __init__(
        self,
        board: Board,
        store: Store,
        absences: AbsenceService,
        synchroniser: RuleSynchroniser,
        pbx: Pbx,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._board, self._store, self._absences = board, store, absences
        self._synchroniser, self._pbx, self._clock = synchroniser, pbx, clock

    async def take_over_all(self) -> None:
        """Take over everything in the journal, oldest first. Raises `Unavailable` when PBX or database cannot be reached."""
        for code in await self._pbx.codes():
            with apart("phone-code-failed", but=Unavailable, extension=code.extension):
                await self.take_over(code)

    async def take_over(self, code: PhoneCode) -> None:
        """Take one code over; a refused one is undone in the PBX. Raises `Unavailable` as `take_all` does."""
        now = self._clock()
        try:
            await self._take_over(code, now)
        except Unavailable:
            raise
        except PresenceError as refusal:
            log.warning("phone-code-refused", extension=code.extension, code=refusal.code)
            if code.extension in self._board.states:
                self._synchroniser.follow(code.extension)
        await self._pbx.forget_code(code.key)

    async def _take_over(self, code: PhoneCode, now: datetime) -> None:
        state = self._board.states.get(code.extension)
        person = self._board.person(code.extension)
        await self._require(code)
        # The PBX says the second in which it was dialled; within that one, what was dialled counts as the later.
        dialled_by = code.dialled_at + timedelta(seconds=1)
        if state is not None and state.changed_at is not None and state.changed_at >= dialled_by:
            self._synchroniser.follow(code.extension)
            return
        absence = None
        if code.digit is not None:
            reason = self._board.reasons.by_digit(code.digit)
            if reason is None:
                raise BadInput("phone-digit-unknown", digit=code.digit)
            end = self._end(code, reason)
            if end is not None and end <= now:
                self._synchroniser.follow(code.extension)
                return
            forward = forward_of(self._board, person, reason, None)
            if end is None and forward.kind is ForwardKind.MOBILE:
                forward = Forward(ForwardKind.SWITCHBOARD)  # calls to a mobile always end (P14)
            absence = Absence(
                id=code.rule_id,
                extension=code.extension,
                reason=reason.code,
                start=min(code.dialled_at, now),
                end=end,
                forward=forward,
                note="",
                set_by=code.by,
                way=Way.PHONE,
                zone=self._board.policy.zone,
            )
        await self._absences.take_over(code.extension, absence, by=code.by, journal_key=code.key, now=now)

    async def _require(self, code: PhoneCode) -> None:
        if code.by == code.extension:
            return
        account = await self._store.read(lambda sql: accounts.find_account_of(sql, code.by))
        roles = frozenset(Role(role) for role in account.roles) if account and not account.locked else frozenset()
        caller = Caller(code.by, code.by, account.administration if account else None, roles)
        if not may(caller, Action.SET_ABSENCE, self._board.person(code.extension)):
            raise BadInput("phone-code-not-allowed", extension=code.extension)

    def _end(self, code: PhoneCode, reason: Reason) -> datetime | None:
        """What the voice has said; for an older PBX side, which said nothing, the reason's usual time."""
        if code.until is not None:
            return code.until
        return usual_end(reason, code.dialled_at, self._board.worktime_of(code.extension))
