"""What signatures, contact cards and letters of a whole unit are made of, for whoever may make them; nothing is kept (P10)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from kalix_presence import wire
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.names import way_down
from kalix_presence.hub.board.senders import sender_view
from kalix_presence.hub.board.views import contact_of
from kalix_presence.hub.officer.rights import may_make_cards
from kalix_presence.hub.store import Store, appointments
from kalix_presence.model.access import Action, Caller
from kalix_presence.model.day import today
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import Forbidden, NotFound


class UnitCards:
    """Of what anybody may have of a person, and of nothing else."""

    def __init__(self, board: Board, store: Store) -> None:
        self._board, self._store = board, store

    async def seen_by(self, caller: Caller, unit: str, *, below: bool, now: datetime) -> wire.CardsView:
        """The units that the caller makes cards of and, where `unit` is not "", everybody of it: with those of the units below
        it where `below`.

        Raises NotFound `unit-unknown`, Forbidden `not-permitted` for another's unit, and for who may of none.
        """
        board, day = self._board, today(now, self._board.worktime)
        appointed = await self._store.read(lambda sql: appointments.read_holding(sql, day))
        mine = [code for code in board.units if may_make_cards(board, caller, code, appointed)]
        if not mine or (unit in board.units and unit not in mine):
            raise Forbidden("not-permitted", action=Action.MAKE_CARDS.value)
        if unit and unit not in board.units:
            raise NotFound("unit-unknown")
        sender = sender_view(board)
        people = [each for each in board.groups.by_unit.get(unit, ()) if below or each.unit == unit]
        return wire.CardsView(
            units=_in_order(board, mine),
            sender=wire.Sender(sender.organisation, sender.web, sender.address, signature=sender.signature),
            country=board.policy.country,
            unit=unit,
            unit_name=board.units[unit].name if unit else "",
            below=below,
            people=[_card(board, each) for each in sorted(people, key=_by_name)],
        )


def _card(board: Board, person: Person) -> wire.PersonCard:
    contact = contact_of(board, person)
    return wire.PersonCard(
        extension=person.extension,
        name=contact.name,
        language=person.language,
        family_name=contact.family_name,
        title=contact.title,
        unit=contact.unit,
        administration=contact.administration,
        direct=contact.direct,
        email=contact.email,
        address=contact.address,
    )


def _in_order(board: Board, mine: Collection[str]) -> list[wire.CardUnit]:
    """Each unit below the one that it belongs to, by name."""
    told = set(mine)
    ways = {code: [step for step in way_down(board, code) if step[1] in told] for code in told}
    return [wire.CardUnit(code, board.units[code].name, len(ways[code]) - 1) for code in sorted(told, key=ways.__getitem__)]


def _by_name(person: Person) -> tuple[str, str, str]:
    return person.family_name.casefold(), person.given_name.casefold(), person.extension
