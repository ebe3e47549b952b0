"""Has the PBX set up, change or end a phone for a request, so that what is said to be done was confirmed there.

A change in the PBX counts when its step is committed, and not before: whatever happens between the two, also that the hub is
killed, the next look at the PBX keeps it or undoes it by what the database says.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import structlog

from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.names import way_up
from kalix_presence.hub.officer.lines_seen import LinesSeen
from kalix_presence.hub.pbx.phone_accounts import PhoneAccount, new_secret
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.store import Store, Transaction, extension_requests, lines_seen
from kalix_presence.hub.store.extension_requests import RequestStep
from kalix_presence.hub.store.moment import Known
from kalix_presence.hub.store.schema import stored
from kalix_presence.hub.store.sql import Sql
from kalix_presence.model.errors import Conflict, Unavailable
from kalix_presence.model.extension_request import BY_HUB, ExtensionRequest, Kind, Step, able_of

log = structlog.get_logger("kalix.officer")
T = TypeVar("T")
_SAID = {"pbx-unreachable": "phone-pbx-away", "pbx-not-confirmed": "phone-not-taken", "pbx-refused": "phone-not-taken"}


class PhonesSetUp:
    """One change at a time. `ours` are the extensions whose phones the hub has set up, as it was asked last."""

    def __init__(self, board: Board, store: Store, pbx: Pbx, seen: LinesSeen) -> None:
        self._board, self._store, self._pbx, self.seen = board, store, pbx, seen
        self._one = asyncio.Lock()
        self.ours: frozenset[str] = frozenset()
        self.waits: dict[str, str] = {}
        """Why a request that the hub carries out by itself is not done yet, by its id: an error's code."""

    @property
    def possible(self) -> bool:
        """Whether this PBX lets the hub do it, and the site wants it."""
        return self._pbx.capabilities.sets_up_phones

    def able(self, one: ExtensionRequest) -> frozenset[Step]:
        """The steps of a request that the hub can carry out itself."""
        return able_of(one, self.ours) if self.possible else frozenset()

    def connected(self, one: ExtensionRequest, steps: list[RequestStep]) -> bool | None:
        """Whether the phone that was set up for an order has been connected since; None where there is none, or no look."""
        known = self.seen.of(one.number)
        set_up = one.number in self.ours and any(each.step is Step.SET_UP for each in steps)
        return known.connected if set_up and one.kind is Kind.ORDER and known is not None else None

    async def read(self) -> None:
        """Take in which phones are ours, also while the PBX is not there."""
        try:
            self.ours = await self._pbx.phone_accounts()
        except Unavailable as refusal:
            log.warning("phones-not-read", trouble=refusal.code)

    async def settle(self) -> None:
        """The PBX is there: what was begun is kept or undone, and what is kept is there too."""
        if not self.possible:
            return
        async with self._one:
            try:
                await self._decide()
                self.ours = await self._pbx.phone_accounts()
                await self._pbx.settle_phones()
            except Unavailable as refusal:
                log.warning("phones-not-settled", trouble=refusal.code)

    async def carry_out(
        self,
        one: ExtensionRequest,
        step: Step,
        now: datetime,
        still: Callable[[], Awaitable[None]],
        commit: Callable[[], Awaitable[T]],
    ) -> tuple[T, str]:
        """Have the PBX do it, then `commit` the step; what that gives, and the phone's new secret ("" where it has none).
        `still` raises when it is not to be done any longer: who waited for another change may come too late.

        Raises Conflict `request-not-by-hub` where the hub cannot, what the PBX refuses, and what `commit` raises: then the PBX
        is as it was before.
        """
        async with self._one:
            await still()
            self.ours = await self._pbx.phone_accounts()
            if step not in self.able(one):
                raise Conflict("request-not-by-hub")
            await self._decide()
            fresh = step is Step.NEW_SECRET or one.kind is Kind.ORDER
            secret = new_secret() if fresh else None
            try:
                if one.kind is Kind.END:
                    await self._pbx.remove_phone(one.number, mark_of(one, now))
                else:
                    await self._pbx.put_phone(_account(self._board.moment(), one), secret, mark_of(one, now))
            except Unavailable as refusal:  # a rule is written again by itself, this is not: it is said otherwise
                if refusal.code in _SAID:
                    raise Unavailable(_SAID[refusal.code]) from refusal
                raise
            try:
                made = await commit()
            except Exception:
                await self._decide()
                raise
            try:  # it is done, and its secret is told, whatever this meets
                await self._decide()
                self.ours = await self._pbx.phone_accounts()
                await self.seen.read()
            except Unavailable as refusal:
                log.warning("phone-change-not-kept", trouble=refusal.code)
            self.seen.ready()
            return made, secret or ""

    async def _decide(self) -> None:
        """A change that was begun is kept when its step is committed, and undone when not."""
        mark = await self._pbx.unkept_phones()
        if mark is None:
            return
        if await self._store.read(lambda sql: _counts(sql, mark)):
            await self._pbx.keep_phones()
        else:
            log.warning("phone-change-undone")
            await self._pbx.undo_phones()


def note_line(change: Transaction, one: ExtensionRequest, step: Step, now: datetime) -> None:
    """Another telephone is looked at from now on, or none."""
    if step is Step.SET_UP and one.kind is Kind.ORDER:
        lines_seen.look_anew(change, one.number, now=now)
    elif step is Step.SET_UP and one.kind is Kind.END:
        lines_seen.forget_line(change, one.number)


def mark_of(one: ExtensionRequest, now: datetime) -> str:
    """Names the step of a request in the PBX."""
    return f"{one.id}:{stored(now)}"


def _counts(sql: Sql, mark: str) -> bool:
    request, _, at = mark.partition(":")
    steps = extension_requests.read_steps(sql, request)
    return any(each.step in BY_HUB and str(stored(each.at)) == at for each in steps)


def _account(known: Known, one: ExtensionRequest) -> PhoneAccount:
    unit = one.to_unit or one.unit
    person = known.people.get(one.number)
    return PhoneAccount(one.number, person.name if person is not None else one.about, way_up(known, unit))
