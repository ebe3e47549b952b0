"""Changes that wait for the hub: durable, each bound to the account that asked, a later one for the same person in place of an
earlier one. The tray and the command line use the same file at the same time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from kalix_presence import wire
from kalix_presence.client.outbox.file import OutboxFile
from kalix_presence.model.absence import Way

LONGEST = timedelta(days=7)
"""How long a change may wait: the hub forgets idempotency keys after as long, so an older one might be done twice."""
KEPT_ANSWERED = timedelta(days=1)
FORMAT = 1
_TABLE = (
    "CREATE TABLE IF NOT EXISTS change (number INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL,"
    " extension TEXT NOT NULL, key TEXT NOT NULL, wish TEXT, way TEXT NOT NULL, asked_at TEXT NOT NULL,"
    " waiting INTEGER NOT NULL DEFAULT 1, UNIQUE (account, extension))"
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change that waits. `request` None means being back; `key` is its idempotency key; `asked_at` when it was asked for.

    `account` is who asked: it is never sent as anybody else. `kept` False: this computer could not keep it.
    """

    account: str
    extension: str
    key: str
    request: wire.AbsenceRequest | None
    asked_at: datetime
    way: Way = Way.TRAY
    kept: bool = True

    def is_over(self, now: datetime) -> bool:
        """Whether its end has passed, or it has waited too long, so that sending it would mean nothing good."""
        if now - self.asked_at >= LONGEST:
            return True
        return self.request is not None and self.request.until is not None and self.request.until <= now


class Outbox:
    """The file of waiting changes; survives a crash at any moment. Every method raises Unavailable `outbox-unwritable`.

    The newest change for a person stays, answered or not, for a while: so an earlier one knows that it has been replaced,
    whichever process asked for the later one.
    """

    def __init__(self, path: Path) -> None:
        """Open or make it. A damaged file is set aside; one of a newer version raises Unavailable `outbox-newer`."""
        self._file = OutboxFile(path, _TABLE, "SELECT count(wish) FROM change", FORMAT)

    def put(self, waiting: Waiting) -> None:
        """Keep a change; it is durable when this returns. What waited for the same person is no longer wanted."""
        encoded = None if waiting.request is None else msgspec.json.encode(waiting.request).decode()
        asked = waiting.asked_at.astimezone(UTC)
        with self._file.database() as database:
            database.execute("DELETE FROM change WHERE NOT waiting AND asked_at < ?", ((asked - KEPT_ANSWERED).isoformat(),))
            database.execute(
                "INSERT OR REPLACE INTO change (account, extension, key, wish, way, asked_at) VALUES (?, ?, ?, ?, ?, ?)",
                (waiting.account, waiting.extension, waiting.key, encoded, waiting.way.value, asked.isoformat()),
            )

    def all(self, account: str) -> list[Waiting]:
        """What waits for `account`, oldest first."""
        with self._file.database() as database:
            rows = database.execute(
                "SELECT extension, key, wish, way, asked_at FROM change WHERE account = ? AND waiting ORDER BY number",
                (account,),
            ).fetchall()
        return [
            Waiting(
                account,
                extension,
                key,
                None if request is None else msgspec.json.decode(request, type=wire.AbsenceRequest),
                datetime.fromisoformat(asked_at),
                Way(way),
            )
            for extension, key, request, way, asked_at in rows
        ]

    def newest(self, account: str, extension: str) -> str | None:
        """The key of the change that was asked for last for this person; None when nothing is known of any."""
        with self._file.database() as database:
            row = database.execute(
                "SELECT key FROM change WHERE account = ? AND extension = ?", (account, extension)
            ).fetchone()
        return None if row is None else str(row[0])

    def settle(self, waiting: Waiting) -> None:
        """It was answered or dropped: what it said is forgotten. A newer change for the same person stays."""
        with self._file.database() as database:
            database.execute("UPDATE change SET waiting = 0, wish = NULL WHERE key = ?", (waiting.key,))

    def forget(self, account: str) -> list[Waiting]:
        """Drop everything of `account`; what was still waiting."""
        dropped = self.all(account)
        with self._file.database() as database:
            database.execute("DELETE FROM change WHERE account = ?", (account,))
        return dropped
