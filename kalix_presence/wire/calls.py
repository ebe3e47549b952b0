"""Present calls: who calls whom just now, and what may be done with such a call. Nothing of it is kept (P13)."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kalix_presence.model.callback import Stage
from kalix_presence.model.present_call import CallState


class EarlierCallback(msgspec.Struct, frozen=True, omit_defaults=True):
    """The newest callback message from a caller's number that this reader may see."""

    id: str
    made_at: datetime
    stage: Stage
    to_name: str = ""
    about: str = ""


class PresentCallView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A call at `extension`; while it is `waiting`, the switchboard's number.

    `number` as it can be dialled, `number_shown` as it is written, both empty when `withheld` or when nobody knows it; `name`
    of whoever is at the other end where that is known, `colleague` their extension when they are in the directory. Of a caller
    from outside it is never known: `says` is the name that comes with the call, anybody's word, and `noted` the one in the
    last message from that number; neither is ever a colleague's. `diverted_from` is whom the caller asked for, `why` why it
    did not get there: a `DivertReason`, or one that only a newer hub knows; `reason` the code of the absence as colleagues see
    it. `earlier` counts the callback messages from that number, `last` is the newest. `word` is what whoever transferred the
    call said it is about. `consulting` is the extension asked before a transfer.
    """

    id: str
    extension: str
    state: CallState
    since: datetime
    number: str = ""
    number_shown: str = ""
    name: str = ""
    colleague: str = ""
    outward: bool = False
    diverted_from: str = ""
    diverted_from_name: str = ""
    why: str = ""
    reason: str = ""
    waiting: bool = False
    earlier: int = 0
    last: EarlierCallback | None = None
    word: str = ""
    consulting: str = ""
    withheld: bool = False
    says: str = ""
    noted: str = ""


class CallsView(msgspec.Struct, frozen=True):
    """Answer to GET /calls: the calls of one's own phone and, for receptionists, those that wait for the switchboard."""

    calls: list[PresentCallView]


class CallRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of POST /calls: ring the own phone, then `to` (an extension or a number).

    A colleague's mobile or direct number is dialled as their extension (P12), unless `as_given`.
    """

    to: str
    as_given: bool = False


class TransferRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """Body of POST /calls/{id}/transfer and /consult: to the extension or number `to`; `word` is shown to whoever gets it."""

    to: str
    word: str = ""
