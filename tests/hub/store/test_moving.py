"""A site moves into PostgreSQL whole or not at all: every row of every table, in its order, and numbers go on after them."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from typer.testing import CliRunner

from kalix_presence.hub.commands.program import program
from kalix_presence.hub.site.calendars_section import CalendarsSection
from kalix_presence.hub.site.config import read_config
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.store import Store, people, plans
from kalix_presence.hub.store.dialects import has_order
from kalix_presence.hub.store.messages import StepRecord, note_step
from kalix_presence.hub.store.moving import move
from kalix_presence.hub.store.postgresql import Postgresql
from kalix_presence.hub.store.schema import metadata
from kalix_presence.hub.store.upgrade import upgrade
from kalix_presence.model.errors import BadInput, Conflict
from tests.clocks import NINE
from tests.hub.core.annas import calendar_server, fill
from tests.hub.house import made_database
from tests.hub.serving import made_config, serving
from tests.postgresql import at, cluster

pytestmark = pytest.mark.in_a_file


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a hub that holds of Anna everything that it can hold of anybody, and has stopped."""
    folder = tmp_path_factory.mktemp("moving") / "hub"
    config = msgspec.structs.replace(made_config(folder), calendars=CalendarsSection(hosts=("127.0.0.1",), poll_seconds=5))
    with calendar_server() as address, serving(folder, config=config) as hub, hub.client("anna") as anna:
        fill(hub, anna, address)
    return folder


def url_of(database: Postgresql) -> str:
    return f"postgresql://kalix@{quote(str(cluster().folder), safe='')}:5432/{database.name}"


def moved(folder: Path, url: str) -> Any:
    return CliRunner().invoke(program, ["move-store", url, "--config", str(folder)], env={"LC_ALL": "en_GB.UTF-8"})


def here(file: Path, words: str) -> Iterator[Any]:
    with closing(sqlite3.connect(file)) as sql:
        yield from sql.execute(words).fetchall()


def test_every_row_is_there_in_its_order_and_the_hub_goes_on_from_it(lived_in: Path) -> None:
    target = at(lived_in / "there.db", empty=True)
    done = moved(lived_in, url_of(target))
    assert done.exit_code == 0, done.output
    with target.looking() as there:
        held = 0
        for table in metadata.sorted_tables:
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            order = "rowid" if has_order(table) else ", ".join(f'"{one.name}"' for one in table.primary_key)
            words = f'SELECT {names} FROM "{table.name}" ORDER BY {order}'
            rows = [tuple(row) for row in here(lived_in / "kalix.db", words)]
            found = there.execute(words)
            assert [tuple(row) for row in found] == rows, table.name
            assert f"{table.name}: {len(rows)}" in done.output
            held += bool(rows)
    assert held > 30, "of most tables there was something to bring along"

    (lived_in / "kalix-hub.toml").write_text(f'[store]\nurl = "{url_of(target)}"\n[listen]\nport = 0\n', "utf-8")
    config = read_config(lived_in)
    assert not kept_of(config).in_a_file
    number = next(here(lived_in / "kalix.db", "SELECT max(id) FROM event"))[0]
    with serving(lived_in, config=config) as hub, hub.client("per") as per:
        assert hub.hub.board.number >= number, "within the same generation"
        assert per.get("/api/v1/board").status_code == 200
        assert moved(lived_in, url_of(target)).exit_code == 1, "it is there already"
    checked = CliRunner().invoke(program, ["check", "--config", str(lived_in)], env={"LC_ALL": "en_GB.UTF-8"})
    assert "Database: OK" in checked.output


async def test_numbers_that_the_database_gives_go_on_after_those_that_came(tmp_path: Path) -> None:
    await made_database(tmp_path / "hub.db")
    target = at(tmp_path / "there.db", empty=True)
    with closing(sqlite3.connect(tmp_path / "hub.db")) as sql:
        sql.execute(
            "INSERT INTO message (id, to_kind, to_code, number, stage, source, made_at, due, changed_at, search, body)"
            " VALUES ('m', 'person', '2041', '1', 'new', 'left', 1, 1, 1, '', X'7B7D')"
        )
        sql.execute("INSERT INTO message_step VALUES (70, 'm', 1, 'take', '2041', 'tray', '')")
        sql.commit()
    await asyncio.to_thread(move, tmp_path / "hub.db", target)
    store = Store(target)
    try:
        await store.write(lambda change: note_step(change, "m", StepRecord(NINE, "done", "2041", "tray")))
        with target.looking() as there:
            assert list(there.execute("SELECT id FROM message_step ORDER BY id")) == [(70,), (71,)]
    finally:
        store.close()


async def test_what_is_not_empty_is_left_alone_and_what_failed_may_be_done_again(tmp_path: Path) -> None:
    await made_database(tmp_path / "hub.db")
    with closing(sqlite3.connect(tmp_path / "hub.db")) as sql:
        sql.execute("INSERT INTO plan VALUES ('p', 'nobody', X'7B7D')")
        sql.commit()
    target = at(tmp_path / "there.db", empty=True)
    with pytest.raises(BadInput, match="move-store-refused"):
        await asyncio.to_thread(move, tmp_path / "hub.db", target)
    with target.looking() as there:
        assert people.read_people(there) == {}, "all of it or nothing"
    with closing(sqlite3.connect(tmp_path / "hub.db")) as sql:
        sql.execute("DELETE FROM plan")
        sql.execute("UPDATE person SET title = 'a' || char(0) || 'b' WHERE extension = '2041'")
        sql.commit()
    with pytest.raises(BadInput) as refused:
        await asyncio.to_thread(move, tmp_path / "hub.db", target)
    assert (refused.value.code, refused.value.params) == ("move-store-refused", {"table": "person", "problem": "DataError"})
    with closing(sqlite3.connect(tmp_path / "hub.db")) as sql:
        sql.execute("UPDATE person SET title = ''")
        sql.commit()
    await asyncio.to_thread(move, tmp_path / "hub.db", target)
    with target.looking() as there:
        assert "2041" in people.read_people(there)
        assert plans.read_plans(there) == {}
    with pytest.raises(Conflict, match="move-store-not-empty"):
        await asyncio.to_thread(move, tmp_path / "hub.db", target)


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    upgrade(tmp_path / "hub.db")
    target = at(tmp_path / "there.db", empty=True)
    cluster().run("CREATE TABLE theirs (a int)", database=target.name)
    with pytest.raises(BadInput, match="postgresql-strange"):
        move(tmp_path / "hub.db", target)


def test_a_hub_that_serves_is_not_moved_under_its_feet(tmp_path: Path) -> None:
    config = made_config(tmp_path / "hub")
    with kept_of(config).claimed():
        refused = moved(tmp_path / "hub", url_of(at(tmp_path / "there.db", empty=True)))
    assert refused.exit_code == 1
    assert "Stop it first" in refused.output
    assert moved(tmp_path / "hub", "sqlite:///x").exit_code == 1
    assert moved(tmp_path / "hub", "postgresql://u:p@db.example/d").exit_code == 1
