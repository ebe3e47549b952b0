"""A hub in PostgreSQL is copied while it serves and put back while it does not: whole or not at all, and nobody reads the password."""

from __future__ import annotations

import asyncio
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from kalix_presence.hub.commands import backup_dump
from kalix_presence.hub.site.acts import Acts
from kalix_presence.hub.site.config import read_config
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.store import Store, dumps, postgresql_connection
from kalix_presence.hub.store.named_values import put_setting
from kalix_presence.hub.store.postgresql import Postgresql
from kalix_presence.model.errors import Unavailable
from tests.hub.commands.test_backup import ran
from tests.hub.commands.test_commands import run
from tests.hub.serving import made_config, serving
from tests.postgresql import at, cluster, programs

pytestmark = pytest.mark.in_a_file  # with or without --postgresql it is PostgreSQL that is tried


def url_of(database: Postgresql) -> str:
    return f"postgresql://kalix@{quote(str(cluster().folder), safe='')}:5432/{database.name}"


@pytest.fixture
def there(tmp_path: Path) -> Postgresql:
    return at(tmp_path / "there.db", empty=True)


@pytest.fixture
def folder(tmp_path: Path, there: Postgresql) -> Path:
    """Of a hub that has moved."""
    made_config(tmp_path / "hub")
    assert run("move-store", url_of(there), "--config", tmp_path / "hub").exit_code == 0
    points_to(tmp_path / "hub", there)
    return tmp_path / "hub"


def points_to(folder: Path, database: Postgresql, more: str = "") -> None:
    (folder / "kalix-hub.toml").write_text(f'[store]\nurl = "{url_of(database)}"\n{more}[listen]\nport = 0\n', "utf-8")


def asked(database: Postgresql, words: str) -> list[tuple[Any, ...]]:
    with closing(psycopg.connect(cluster().conninfo(database.name))) as sql:
        return sql.execute(words.encode()).fetchall()


ACCOUNTS = "SELECT username FROM account ORDER BY username"


def test_what_is_put_back_is_as_it_was_and_what_was_there_is_kept(folder: Path, there: Postgresql) -> None:
    config, copy = ("--config", folder), folder.parent / "copy.dump"
    with serving(folder, config=read_config(folder)) as hub, hub.client("anna"):
        assert run("backup", copy, *config).exit_code == 0, "also while it serves"
    with kept_of(read_config(folder)).claimed():
        refused = run("restore", copy, "--replace", *config)
        assert refused.exit_code == 1
        assert "Stop it first" in refused.output
    assert not copy.stat().st_mode & 0o077
    before = asked(there, ACCOUNTS)
    run("user", "add", "nils", *config)
    later = asked(there, ACCOUNTS)
    refused = run("restore", copy, *config)
    assert refused.exit_code == 1
    assert "--replace" in refused.output
    assert asked(there, ACCOUNTS) == later, "nobody said that it may go"

    done = run("restore", copy, "--replace", *config)
    assert done.exit_code == 0, done.output
    assert asked(there, ACCOUNTS) == before
    kept = folder / "kalix.db.before-restore"
    assert not kept.stat().st_mode & 0o077
    assert str(kept) in done.output
    assert [*folder.glob("*.part*")] == []
    between = asked(there, ACCOUNTS)
    assert [act["act"] for act in Acts(folder).untold()][-3:] == ["backup", "user-add", "restore"]
    assert asked(there, "SELECT act FROM audit ORDER BY number DESC LIMIT 1") == [("restore",)]
    with serving(folder, config=read_config(folder)) as hub, hub.client("per") as per:
        assert per.get("/api/v1/board").status_code == 200
    for what in (later, between):  # what was kept is put back, and what was there then is kept in its place
        assert run("restore", kept, "--replace", *config).exit_code == 0
        assert asked(there, ACCOUNTS) == what
    assert [*folder.glob("*.put-back")] == []


def test_into_an_empty_database_it_goes_unasked_with_its_order_its_numbers_and_references(folder: Path) -> None:
    config, copy = ("--config", folder), folder.parent / "copy.dump"
    assert run("backup", copy, *config).exit_code == 0
    other = at(folder / "other.db", empty=True)
    points_to(folder, other)
    done = run("restore", copy, *config)
    assert done.exit_code == 0, done.output
    assert not (folder / "kalix.db.before-restore").exists()
    ordered = asked(other, "SELECT count(*) FROM information_schema.columns WHERE column_name = 'rowid'")[0][0]
    waiting = asked(other, "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT condeferrable")[0][0]
    assert (ordered > 10, waiting) == (True, 0)
    assert run("user", "add", "nils", *config).exit_code == 0
    with serving(folder, config=read_config(folder)) as hub, hub.client("anna") as anna:
        assert anna.get("/api/v1/board").status_code == 200


def test_no_number_of_an_event_is_given_twice_after_a_restore(folder: Path, there: Postgresql) -> None:
    config, copy = ("--config", folder), folder.parent / "copy.dump"
    run("backup", copy, *config)
    served = "INSERT INTO setting(name, value) VALUES ('event_number', '40000000')"
    cluster().run(f"{served} ON CONFLICT (name) DO UPDATE SET value = excluded.value", database=there.name)
    assert run("restore", copy, "--replace", *config).exit_code == 0
    assert int(dict(asked(there, "SELECT name, value FROM setting"))["event_number"]) > 40_000_000, "as what is replaced says"
    (folder / "kalix.db.generation").write_text('{"name": "0a0a0a0a", "number": 90000000, "ended": true}')
    assert run("restore", copy, "--replace", *config).exit_code == 0
    numbers = dict(asked(there, "SELECT name, value FROM setting"))
    assert int(numbers["event_number"]) > 90_000_000
    assert numbers["generation"] == "", "the next start begins another"


async def test_what_somebody_changes_meanwhile_is_refused_and_not_lost(
    folder: Path, there: Postgresql, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = folder.parent / "copy.dump"
    run("backup", copy, "--config", folder)
    monkeypatch.setattr(postgresql_connection, "SECONDS", 0.5)
    store, refused = Store(there), list[str]()

    async def written() -> None:
        try:
            await store.write(lambda change: put_setting(change.sql, "theirs", "1"))
        except Unavailable as refusal:
            refused.append(refusal.code)

    loop = asyncio.get_running_loop()
    try:
        await asyncio.to_thread(
            dumps.put_back,
            there,
            copy,
            dumps.programs_of(there),
            above=0,
            on_old=lambda: asyncio.run_coroutine_threadsafe(written(), loop).result(60),
        )
        assert refused == ["store-unwritable"]
    finally:
        store.close()


def test_the_password_is_not_on_a_command_line(folder: Path, there: Postgresql, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, laid = folder.parent / "seen", folder.parent / "laid"
    laid.mkdir()
    for name in ("pg_dump", "pg_restore"):
        (laid / name).write_text(f'#!/bin/sh\necho "$0 $*" >> {seen}\nexec {programs()}/{name} "$@"\n')
        (laid / name).chmod(0o755)
    (folder / "store.secret").write_text("hushhush\n")
    (folder / "store.secret").chmod(0o600)
    points_to(folder, there, 'password_file = "store.secret"\n')
    monkeypatch.setattr(dumps, "PLACES", (str(laid),))
    monkeypatch.setattr(dumps.programs_for, "__defaults__", ((str(laid),),))
    assert run("backup", folder.parent / "copy.dump", "--config", folder).exit_code == 0
    said = seen.read_text()
    assert "--dbname=" in said
    assert "hushhush" not in said
    assert dumps._reached("host=h dbname=d password=hushhush")[1] == {"PGPASSWORD": "hushhush"}


def test_only_an_older_backup_is_written_over(folder: Path) -> None:
    copy, config = folder.parent / "copy.dump", ("--config", folder)
    for _ in range(2):
        assert run("backup", copy, *config).exit_code == 0
    theirs = at(folder / "theirs.db", empty=True)
    cluster().run("CREATE TABLE person (id text)", database=theirs.name)
    foreign, notes, link = (folder.parent / name for name in ("foreign.dump", "notes.txt", "link.dump"))
    dumps.dump(theirs, foreign)
    notes.write_text("dear diary")
    link.symlink_to(copy)
    (folder.parent / "half.dump.part").write_text("somebody's own")
    for target in (foreign, notes, link, folder.parent, folder.parent / "half.dump"):
        before = target.read_bytes() if target.is_file() else None
        refused = run("backup", target, *config)
        assert refused.exit_code == 1, target
        assert "is no backup" in refused.output
        assert (target.read_bytes() if target.is_file() else None) == before
    copy.with_name("copy.dump.part").write_bytes(copy.read_bytes()[:500])
    assert run("backup", copy, *config).exit_code == 0, "half a copy of a backup that was killed is cleared away"
    assert not copy.with_name("copy.dump.part").exists()


def test_a_disk_without_room_keeps_the_backup_before(folder: Path) -> None:
    copy = folder.parent / "copy.dump"
    assert run("backup", copy, "--config", folder).exit_code == 0
    before = copy.read_bytes()
    code, output = ran(folder, "backup", copy, most_bytes=8_192)
    assert code == 1
    assert "no room" in output
    assert copy.read_bytes() == before
    assert [*folder.parent.glob("*.part")] == []


def test_what_is_not_a_whole_backup_of_a_hub_changes_nothing(folder: Path, there: Postgresql) -> None:
    config, copy = ("--config", folder), folder.parent / "copy.dump"
    run("backup", copy, *config)
    whole = copy.read_bytes()
    theirs = at(folder / "theirs.db", empty=True)
    cluster().run("CREATE TABLE person (id text)", database=theirs.name)
    foreign, short, text = (folder.parent / name for name in ("foreign.dump", "short.dump", "x.dump"))
    dumps.dump(theirs, foreign)
    short.write_bytes(whole[: len(whole) * 2 // 3])
    text.write_text("nonsense")
    before = asked(there, ACCOUNTS)
    for file in (foreign, short, text, folder / "kalix.db"):
        refused = run("restore", file, "--replace", *config)
        assert refused.exit_code == 1
        assert "not a whole backup" in refused.output, file
    assert "nowhere" in run("restore", folder / "nowhere.dump", "--replace", *config).output
    assert asked(there, ACCOUNTS) == before


def test_what_a_newer_version_wrote_changes_nothing(folder: Path, there: Postgresql) -> None:
    ahead = folder.parent / "ahead.dump"
    version = asked(there, "SELECT version_num FROM alembic_version")
    cluster().run("UPDATE alembic_version SET version_num = '9999'", database=there.name)
    dumps.dump(there, ahead)
    cluster().run(f"UPDATE alembic_version SET version_num = '{version[0][0]}'", database=there.name)
    refused = run("restore", ahead, "--replace", "--config", folder)
    assert refused.exit_code == 1
    assert "9999" in refused.output
    assert asked(there, "SELECT version_num FROM alembic_version") == version


@pytest.mark.parametrize("step", ["CREATE TABLE", "ALTER TABLE"])
def test_what_the_database_does_not_take_leaves_it_as_it_was(folder: Path, there: Postgresql, step: str) -> None:
    config, copy = ("--config", folder), folder.parent / "copy.dump"
    run("backup", copy, *config)
    run("user", "add", "nils", *config)
    before = asked(there, ACCOUNTS)
    cluster().run(
        "CREATE FUNCTION refused() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$",
        f"CREATE EVENT TRIGGER refused ON ddl_command_start WHEN TAG IN ('{step}') EXECUTE FUNCTION refused()",
        database=there.name,
    )
    refused = run("restore", copy, "--replace", *config)
    assert refused.exit_code == 1
    assert "Nothing was changed" in refused.output
    assert asked(there, ACCOUNTS) == before


def test_tables_that_this_user_does_not_see_are_no_hub(folder: Path, there: Postgresql) -> None:
    config, copy = ("--config", folder), folder.parent / "copy.dump"
    run("backup", copy, *config)
    other = at(folder / "other.db", empty=True)
    cluster().run("CREATE SCHEMA own", f"ALTER DATABASE {other.name} SET search_path = own", database=other.name)
    points_to(folder, other)
    refused = run("restore", copy, *config)
    assert refused.exit_code == 1
    assert "not a whole backup" in refused.output
    assert asked(other, "SELECT count(*) FROM pg_tables WHERE schemaname IN ('own', 'public')") == [(0,)]


def test_where_the_programs_are_not_installed_it_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dumps.programs_for, "__defaults__", ((),))
    monkeypatch.setenv("PATH", str(folder))
    for command in (["backup", folder.parent / "copy.dump"], ["restore", folder.parent / "copy.dump"]):
        refused = run(*command, "--config", folder)
        assert refused.exit_code == 1
        assert "postgresql-client" in refused.output
    assert "postgresql-client" in run("check", "--config", folder).output
    assert not (folder.parent / "copy.dump").exists()


def test_check_tells_of_the_last_backup_and_of_the_size_there(folder: Path, there: Postgresql) -> None:
    never = run("check", "--config", folder).output
    assert "Backup: OK none has been made" in never
    assert "MB on its server" in never
    run("backup", folder.parent / "copy.dump", "--config", folder)
    assert "Backup: OK the last good one: 20" in run("check", "--config", folder).output
    gone = at(folder / "gone.db", empty=True)
    points_to(folder, gone)
    cluster().run(f"DROP DATABASE {gone.name}")
    assert "MB on its server" not in run("check", "--config", folder).output, "what is not known is not said"
    backup_dump.require_programs(kept_of(read_config(folder)))


def test_a_copy_can_be_read_by_postgresqls_own_program(folder: Path, there: Postgresql) -> None:
    copy = folder.parent / "copy.dump"
    assert run("backup", copy, "--config", folder).exit_code == 0
    other = at(folder / "other.db", empty=True)
    words = [f"{programs()}/pg_restore", "--no-owner", "--exit-on-error", "-d", cluster().conninfo(other.name), str(copy)]
    subprocess.run(words, check=True, timeout=120)
    assert asked(other, ACCOUNTS) == asked(there, ACCOUNTS)
