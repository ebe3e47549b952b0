"""A line of the audit trail for whoever is shown callback messages that wait for somebody else, at most once an hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog

from kalix_presence.hub.store import Store, Transaction
from kalix_presence.model.access import Caller
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.callback import AddresseeKind, CallbackMessage
from kalix_presence.model.errors import Unavailable

log = structlog.get_logger("kalix.audit")

AGAIN = timedelta(hours=1)
"""How soon the same reader of the same person's messages is told of again."""
REMEMBERED = 50_000


class Looking:
    """Remembers who has looked at whose messages lately."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lately: dict[tuple[str, str], datetime] = {}

    async def shown(self, caller: Caller, messages: Iterable[CallbackMessage], *, now: datetime) -> None:
        """`caller` is about to be shown `messages`: written down before they are. A full disk keeps nobody from reading."""
        people = {one.to.code for one in messages if one.to.kind is AddresseeKind.PERSON} - {caller.extension}
        new = sorted(one for one in people if now - self._lately.get((caller.username, one), now - AGAIN) >= AGAIN)
        if not new:
            return

        def work(change: Transaction) -> None:
            by = caller.extension or caller.username
            for extension in new:
                change.audit(AuditAct.SEE_MESSAGES, now=now, by=by, about=extension)

        try:
            await self._store.write(work)
        except Unavailable as refusal:
            log.error("looking-not-noted", trouble=refusal.code)
            return
        for extension in new:
            self._lately.pop((caller.username, extension), None)
            self._lately[caller.username, extension] = now
        while len(self._lately) > REMEMBERED:
            del self._lately[next(iter(self._lately))]
