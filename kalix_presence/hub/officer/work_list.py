"""The telephone officer's work list, made of what the hub knows already."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.officer.lines_seen import LinesSeen
from kalix_presence.hub.officer.quiet_lines import QuietLines
from kalix_presence.hub.officer.rights import parts_in
from kalix_presence.hub.store import Store, appointments
from kalix_presence.model.access import Action, Caller
from kalix_presence.model.day import today
from kalix_presence.model.errors import Forbidden
from kalix_presence.model.extension_request import Part
from kalix_presence.model.work_list import Telephone, ToSee, to_see


class OfficersWork:
    """By unit, of the units that the caller is officer of. `under_goal` says, by unit, which goals were not reached, of what
    the caller may see of the policy report."""

    def __init__(self, board: Board, store: Store, seen: LinesSeen, quiet: QuietLines) -> None:
        self._board, self._store, self._seen, self._quiet = board, store, seen, quiet
        self.under_goal: Callable[[Caller], Awaitable[dict[str, list[wire.UnderGoal]]]] = _nothing_counted

    async def seen_by(self, caller: Caller, *, now: datetime) -> wire.WorkList:
        """What there is to see to now. Raises Forbidden `not-permitted` for who is officer of nothing."""
        board, day = self._board, today(now, self._board.worktime)
        appointed = await self._store.read(lambda sql: appointments.read_holding(sql, day))
        mine = {code for code in board.units if Part.OFFICER in parts_in(board, caller, code, appointed)}
        if not mine:
            raise Forbidden("not-permitted", action=Action.ORDER_EXTENSIONS.value)
        quiet = await self._quiet.quiet()
        found: dict[tuple[str, str], list[str]] = {}
        for extension, person in board.people.items():
            if person.unit not in mine:
                continue
            state = board.states[extension]
            looked = self._seen.of(extension)
            never = looked.since if looked is not None and not looked.connected else None
            hours = board.preferences_of(extension).phone_hours
            telephone = Telephone(state.line, state.held, hours, never, extension in quiet)
            for what in to_see(telephone, pbx=board.pbx, now=now, today=day):
                found.setdefault((person.unit, what), []).append(extension)
        named = {code: board.units[code].name for code in mine}
        items = [wire.WorkItem(what, unit, named[unit], sorted(found[unit, what])) for unit, what in found]  # type: ignore[arg-type]
        items += [
            wire.WorkItem(ToSee.UNDER_GOAL, unit, named[unit], [], missed)
            for unit, missed in (await self.under_goal(caller)).items()
            if unit in mine
        ]
        return wire.WorkList(sorted(items, key=lambda each: (each.unit_name, each.unit, each.what)), board.pbx, len(mine))


async def _nothing_counted(_caller: Caller) -> dict[str, list[wire.UnderGoal]]:
    return {}
