"""Who called: numbers as typed or as the PBX tells them, read by libphonenumber, and the names behind them."""

from __future__ import annotations

from kalix_presence.hub.store.moment import Known
from kalix_presence.model import phone_number
from kalix_presence.model.callback import CallingParty
from kalix_presence.model.directory import Person
from kalix_presence.model.errors import BadInput
from kalix_presence.model.target import permitted_target


def read_number(text: str, board: Known) -> str:
    """`text` as E.164, as an extension in use, or as a short number; "" for an empty one. Raises BadInput `message-number`."""
    typed = text.strip()
    return typed if typed in board.people else phone_number.read_number(typed, board.policy.country)


def told_number(text: str, board: Known) -> str:
    """The caller's number as the PBX tells it, made comparable; "" when nobody could be rung by it."""
    typed = text.strip()
    return typed if is_ours(typed, board) else phone_number.told_number(typed, board.policy.country)


def is_ours(number: str, board: Known) -> bool:
    """Whether `number` is an extension of somebody's, or the switchboard's."""
    return number in board.people or number == board.policy.switchboard


def written(number: str, board: Known) -> str:
    """A number as it is written where the organisation is: 0923-650 00 for +4692365000."""
    return phone_number.written(number, board.policy.country)


def party_of(board: Known, *, name: str, number: str, organisation: str) -> CallingParty:
    """The calling party, with the name of a colleague who called from an extension of ours."""
    colleague = board.people.get(number)
    if colleague is not None and not name:
        name = colleague.name
    return CallingParty(name, number, organisation)


def number_to_dial(board: Known, number: str, person: Person) -> str | None:
    """The digits that `person`'s phone may be made to dial for `number`; None when it may not (toll fraud)."""
    if not number or number == person.extension:
        return None
    try:
        return permitted_target(number, person, board.policy, board.people)
    except BadInput:
        return None
