"""Whoever asks and what for, noted once for each request, so that the audit trail tells of what it changes."""

from __future__ import annotations

from datetime import datetime

from kalix_presence.hub.access.sessions import Signed
from kalix_presence.hub.store.asker import ASKER, Asker
from kalix_presence.model.audit import AuditAct

UNCHANGING = frozenset({"GET", "HEAD", "OPTIONS"})


def asks(signed: Signed, method: str, endpoint: str, about: str, *, now: datetime) -> None:
    """Note for this task that `signed` asks for `endpoint`, about the extension `about` ("" where the address names none)."""
    caller = signed.caller
    act = AuditAct(endpoint.replace("_", "-"))
    by = caller.extension or caller.username
    ASKER.set(Asker(by, caller.person, signed.session, act, about, now, owes=method not in UNCHANGING))
