"""A database is asked the same of, whether it is a file or not; and SQL lies in the store alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kalix_presence import hub
from kalix_presence.hub.store.database import SqliteFile, size
from kalix_presence.model.errors import BadInput, Conflict
from tests.hub.house import made_database
from tests.postgresql import at

ONE_DATABASE = ("connection.py", "database_file.py", "upgrade.py", "moving.py", "backup.py")
"""What is of SQLite's file alone."""


async def test_a_file_answers_as_a_database(tmp_path: Path) -> None:
    kept = SqliteFile(tmp_path / "hub.db")
    assert not kept.is_ours()
    with pytest.raises(BadInput, match="database-missing"):
        kept.require_there()
    await made_database(kept.path)
    if not kept.path.exists():
        pytest.skip("kept elsewhere")
    assert kept.is_ours()
    assert not kept.is_older()
    assert kept.require_whole(seconds=60)
    assert kept.upgrade() is None
    kept.require_there()
    kept.require_current()
    with kept.claimed(), pytest.raises(Conflict, match="hub-serving-already"), kept.claimed():
        pass


@pytest.mark.in_a_file
async def test_its_size_is_that_of_where_it_lies(tmp_path: Path) -> None:
    await made_database(tmp_path / "hub.db")
    with SqliteFile(tmp_path / "hub.db").looking() as sql:
        assert size(sql) == (tmp_path / "hub.db").stat().st_size
    with at(tmp_path / "there.db").looking() as sql:
        assert size(sql) > 5_000_000, "a PostgreSQL with nothing but tables"


def test_words_of_one_database_stand_where_it_is_spoken_to() -> None:
    """Elsewhere a statement is made by `store.statements`, so that PostgreSQL knows it too."""
    raw = re.compile(r"""execute(many)?\(\s*f?["'](?!BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)""")
    rooms = [file for file in Path(hub.__file__).parent.rglob("*.py") if "migrations" not in file.parts]
    spoken = {file.name for file in rooms if raw.search(file.read_text("utf-8"))}
    assert spoken - {"postgresql.py", "postgresql_connection.py", "dumps.py"} <= set(ONE_DATABASE)
