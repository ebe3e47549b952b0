"""PBX jobs: whose rule must still be brought to the PBX. One row for each extension, the newest change only."""

from __future__ import annotations

import sqlite3

from kalix_presence.hub.store.writer import Transaction


def want(change: Transaction, extension: str, number: int) -> None:
    """The PBX must follow the change with event `number`; it replaces an older job."""
    change.sql.execute(
        "INSERT INTO pbx_job(extension, number) VALUES (?, ?) ON CONFLICT(extension) DO UPDATE SET number = excluded.number",
        (extension, number),
    )


def done(change: Transaction, extension: str, number: int) -> bool:
    """The PBX has what `number` asked for; False when a newer change has taken its place meanwhile."""
    return change.sql.execute("DELETE FROM pbx_job WHERE extension = ? AND number = ?", (extension, number)).rowcount > 0


def is_wanted(change: Transaction, extension: str, number: int) -> bool:
    """Whether the job of `number` is still the newest for `extension`."""
    row = change.sql.execute("SELECT 1 FROM pbx_job WHERE extension = ? AND number = ?", (extension, number)).fetchone()
    return row is not None


def read_jobs(sql: sqlite3.Connection) -> dict[str, int]:
    """Open jobs: extension -> event number of the change."""
    return {row[0]: row[1] for row in sql.execute("SELECT extension, number FROM pbx_job")}
