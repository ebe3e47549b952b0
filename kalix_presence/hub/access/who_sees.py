"""What each role sees of a person, as one table: asked of the very rules by which answers are cut, with the site's settings."""

from __future__ import annotations

from kalix_presence import wire
from kalix_presence.hub.access.private_numbers import sees_number
from kalix_presence.hub.board.board import Board
from kalix_presence.hub.board.views import sees_full
from kalix_presence.model.access import Action, Caller, Role, may
from kalix_presence.model.directory import Person
from kalix_presence.model.who_sees import Field, Reader, Sees

_SOMEBODY = Person("somebody", "", "", "unit", "administration", id="somebody")
"""No extension is spelt so, nor is any number: whoever reads in the table is nobody of the house."""
_NUMBER = "00"
"""A number of no one in the house."""


def _reader(role: Role, *, extension: str = "reader", administration: str = "elsewhere") -> Caller:
    return Caller(extension, extension, administration, frozenset({Role.EMPLOYEE, role}), extension)


_CALLERS = {
    Reader.SELF: _reader(Role.EMPLOYEE, extension="somebody", administration="administration"),
    Reader.COLLEAGUE: _reader(Role.EMPLOYEE, administration="administration"),
    Reader.DEPUTY: _reader(Role.EMPLOYEE, administration="administration"),
    Reader.DELEGATE: _reader(Role.EMPLOYEE),
    Reader.HEAD: _reader(Role.HEAD, administration="administration"),
    Reader.RECEPTIONIST: _reader(Role.RECEPTIONIST),
    Reader.OFFICER: _reader(Role.OFFICER, administration="administration"),
    Reader.OTHER_OFFICER: _reader(Role.OFFICER),
    Reader.ADMINISTRATOR: _reader(Role.ADMINISTRATOR),
}
_TOLD_PLANS = frozenset({Reader.DEPUTY, Reader.DELEGATE})
"""Who is told of plans by being asked to cover, or by the person's own leave."""


def who_sees(board: Board) -> list[wire.FieldSeen]:
    """Each field with what each reader sees of it."""
    return [
        wire.FieldSeen(field.value, {reader.value: _sees(board, field, reader).value for reader in Reader}) for field in Field
    ]


def _sees(board: Board, field: Field, reader: Reader) -> Sees:
    caller = _CALLERS[reader]
    full = sees_full(board, caller, _SOMEBODY)
    match field:
        case Field.REASON | Field.LINE:
            return _whole(may(caller, Action.SEE_PEOPLE, _SOMEBODY))
        case Field.SENSITIVE_REASON:
            return Sees.ALL if full else Sees.PLAIN
        case Field.NOTE:
            return _whole(full)
        case Field.PLANS:
            if not may(caller, Action.SET_ABSENCE, _SOMEBODY) and reader not in _TOLD_PLANS:
                return Sees.NOTHING
            return Sees.ALL if full else Sees.PLAIN
        case Field.MOBILE:
            return _whole(may(caller, Action.SEE_PRIVATE_NUMBERS, _SOMEBODY))
        case Field.FORWARD_NUMBER:
            return _whole(sees_number(board, caller, _SOMEBODY, _NUMBER))


def _whole(seen: bool) -> Sees:
    return Sees.ALL if seen else Sees.NOTHING
