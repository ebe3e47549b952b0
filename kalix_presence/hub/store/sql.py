"""What a statement is run on: as much of a connection as the hub asks for, which SQLite's and PostgreSQL's both have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol


class Rows(Protocol):
    """What came of a statement; each row is a tuple."""

    @property
    def rowcount(self) -> int:
        """How many rows were added, changed or deleted."""

    @property
    def description(self) -> Sequence[Sequence[Any]] | Any:
        """A sequence for each column, of which the first is its name."""

    def fetchone(self) -> Any:
        """The next row; None after the last."""

    def fetchmany(self, size: int = ..., /) -> list[Any]:
        """Up to `size` more rows."""

    def fetchall(self) -> list[Any]:
        """The other rows."""

    def __iter__(self) -> Iterator[Any]: ...


class Sql(Protocol):
    """A connection. It takes statements that `hub.store.statements` made, and values in the order of their marks."""

    def execute(self, statement: str, values: Sequence[Any] | Mapping[str, Any] = ..., /) -> Rows:
        """Run `statement`."""

    def executemany(self, statement: str, values: Iterable[Sequence[Any]], /) -> Rows:
        """Run `statement` with each of `values`."""


class WritingSql(Sql, Protocol):
    """The writer's connection, and what it asks beside: transactions are begun and ended in plain words."""

    @property
    def in_transaction(self) -> bool:
        """Whether one was begun and is neither written nor undone."""

    @property
    def total_changes(self) -> int:
        """Rows that were added, changed or deleted since it was opened."""

    def close(self) -> None:
        """Undo what was not written, and end."""


class ReadingSql(Sql, Protocol):
    """A reader's connection."""

    @property
    def in_transaction(self) -> bool:
        """Whether one was begun and has not ended."""

    def close(self) -> None:
        """End."""
