"""Changes that wait for the hub: durable, sent once, in order; a later one for the same person takes an earlier one's place."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kalix_presence import wire


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change that waits. `wish` None means being back; `key` is its idempotency key; `asked_at` when it was asked for."""

    number: int
    extension: str
    key: str
    wish: wire.AbsenceWish | None
    asked_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether its end has passed, so that sending it would mean nothing."""
        return self.wish is not None and self.wish.until is not None and self.wish.until <= now


class Outbox:
    """The file of waiting changes; survives a crash at any moment."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(self._open()) as database, database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS waiting (number INTEGER PRIMARY KEY AUTOINCREMENT, extension TEXT NOT NULL UNIQUE,"
                " key TEXT NOT NULL, wish TEXT, asked_at TEXT NOT NULL)"
            )
        path.chmod(0o600)

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, timeout=5)
        database.execute("PRAGMA synchronous=FULL")
        return database

    def put(self, extension: str, key: str, wish: wire.AbsenceWish | None, *, now: datetime) -> Waiting:
        """Keep a change; it is durable when this returns. What waited for the same person is no longer wanted."""
        encoded = None if wish is None else msgspec.json.encode(wish).decode()
        with closing(self._open()) as database, database:
            database.execute("DELETE FROM waiting WHERE extension = ?", (extension,))
            row = database.execute(
                "INSERT INTO waiting (extension, key, wish, asked_at) VALUES (?, ?, ?, ?)",
                (extension, key, encoded, now.astimezone(UTC).isoformat()),
            )
            number = row.lastrowid or 0
        return Waiting(number, extension, key, wish, now)

    def all(self) -> list[Waiting]:
        """What waits, oldest first."""
        with closing(self._open()) as database:
            rows = database.execute("SELECT number, extension, key, wish, asked_at FROM waiting ORDER BY number").fetchall()
        return [
            Waiting(
                number,
                extension,
                key,
                None if wish is None else msgspec.json.decode(wish, type=wire.AbsenceWish),
                datetime.fromisoformat(asked_at),
            )
            for number, extension, key, wish, asked_at in rows
        ]

    def remove(self, waiting: Waiting) -> None:
        """It was answered or dropped; a newer change for the same person stays."""
        with closing(self._open()) as database, database:
            database.execute("DELETE FROM waiting WHERE key = ?", (waiting.key,))
