"""In whose hours a callback is counted: those of whoever has to call back, the site's for a group."""

from __future__ import annotations

from datetime import datetime

from kalix_presence.hub.store.moment import Known
from kalix_presence.model.callback import Addressee, AddresseeKind, CallbackMessage
from kalix_presence.model.due import due_time
from kalix_presence.model.worktime import WorkingTime


def hours_of(board: Known, message: CallbackMessage) -> WorkingTime:
    """The working time (and phone hours, P8) in which `message` is due and its reminders are counted."""
    return _hours(board, message.responsible)


def due_for(
    board: Known,
    to: Addressee,
    now: datetime,
    *,
    urgent: bool = False,
    call_after: datetime | None = None,
    call_before: datetime | None = None,
) -> datetime:
    """When a message to `to` that comes at `now` is due."""
    worktime = _hours(board, to.code if to.kind is AddresseeKind.PERSON else None)
    return due_time(now, urgent=urgent, policy=board.policy, worktime=worktime, call_after=call_after, call_before=call_before)


def _hours(board: Known, extension: str | None) -> WorkingTime:
    return board.worktime if extension is None else board.worktime_of(extension)
