"""Steps and messages that wait for the hub, in the order they were asked for; none takes the place of another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kalix_presence import wire
from kalix_presence.client.outbox.file import OutboxFile

FORMAT = 1
_TABLE = (
    "CREATE TABLE IF NOT EXISTS letter (number INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL, key TEXT NOT NULL,"
    " message TEXT, body TEXT NOT NULL, asked_at TEXT NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class QueuedStep:
    """A step of message `message_id`, or with None a new message; `key` is its idempotency key. `kept` False: this computer
    could not keep it."""

    account: str
    key: str
    message_id: str | None
    body: wire.MessageStep | wire.MessageRequest
    asked_at: datetime
    kept: bool = True


class MessageOutbox:
    """The file of letters; survives a crash at any moment. Every method raises Unavailable `outbox-unwritable`."""

    def __init__(self, path: Path) -> None:
        """Open or make it; see `OutboxFile`."""
        self._file = OutboxFile(path, _TABLE, "SELECT count(body) FROM letter", FORMAT)

    def put(self, letter: QueuedStep) -> None:
        """Keep a letter; it is durable when this returns."""
        values = (
            letter.account,
            letter.key,
            letter.message_id,
            _encoded(letter.body),
            letter.asked_at.astimezone(UTC).isoformat(),
        )
        with self._file.database() as database:
            database.execute("INSERT INTO letter (account, key, message, body, asked_at) VALUES (?, ?, ?, ?, ?)", values)

    def all(self, account: str) -> list[QueuedStep]:
        """What waits for `account`, oldest first."""
        with self._file.database() as database:
            rows = database.execute(
                "SELECT key, message, body, asked_at FROM letter WHERE account = ? ORDER BY number", (account,)
            ).fetchall()
        return [_letter(account, *row) for row in rows]

    def settle(self, letter: QueuedStep) -> None:
        """It was answered."""
        with self._file.database() as database:
            database.execute("DELETE FROM letter WHERE key = ?", (letter.key,))

    def forget(self, account: str) -> list[QueuedStep]:
        """Drop everything of `account`; what was still waiting."""
        dropped = self.all(account)
        with self._file.database() as database:
            database.execute("DELETE FROM letter WHERE account = ?", (account,))
        return dropped


def _encoded(body: msgspec.Struct) -> str:
    return msgspec.json.encode(body).decode()


def _letter(account: str, key: str, message: str | None, body: str, asked_at: str) -> QueuedStep:
    read: wire.MessageStep | wire.MessageRequest
    if message is None:
        read = msgspec.json.decode(body, type=wire.MessageRequest)
    else:
        read = msgspec.json.decode(body, type=wire.MessageStep)
    return QueuedStep(account, key, message, read, datetime.fromisoformat(asked_at))
