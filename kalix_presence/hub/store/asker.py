"""Who asks for what is changed just now, so that the line of the audit trail is written with the change and never forgotten."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from kalix_presence.model.audit import AuditAct


@dataclass(slots=True)
class Asker:
    """One request of somebody who has signed in.

    `by` is an extension, or a username where there is none; `person` whose identity that is; `session` a mark of the sign-in,
    which says nothing of its token. `act` is what the request is for and `about` whose it is, as far as its address tells.
    While it `owes` a line, the next change that it makes gets one by itself.
    """

    by: str
    person: str
    session: str
    act: AuditAct
    about: str
    now: datetime
    owes: bool


ASKER: ContextVar[Asker | None] = ContextVar("kalix-asker", default=None)
"""The request of this task; None in what the hub does by itself."""
