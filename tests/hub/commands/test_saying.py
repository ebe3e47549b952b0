"""How commands speak: in the language of whoever sits there, refusing by a sentence, and beside a hub that serves or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import typer

from kalix_presence.hub.commands import saying
from kalix_presence.hub.commands.saying import at_server, beside, configured, language, note, read, refusing, say, write
from kalix_presence.hub.site.acts import FILE, Acts, whoever
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.store import Store
from kalix_presence.hub.store.accounts import read_accounts
from kalix_presence.hub.store.database import SqliteFile
from kalix_presence.model.errors import BadInput, Conflict, Unavailable
from tests.hub.serving import made_config


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return made_config(tmp_path / "hub")


@pytest.mark.parametrize(
    ("locale", "spoken"),
    [
        ({"LC_ALL": "fi_FI.UTF-8", "LANG": "en_US.UTF-8"}, "fi"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_GB", "LANG": "sv_SE"}, "en"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "sv"),
        ({"LANG": "C"}, "sv"),
        ({}, "sv"),
    ],
)
def test_a_command_speaks_as_the_locale_says(monkeypatch: pytest.MonkeyPatch, locale: dict[str, str], spoken: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    assert language() == spoken


def test_a_refusal_is_its_sentence_on_standard_error_and_an_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    with pytest.raises(typer.Exit) as ended, refusing():
        raise BadInput("import-nobody")
    assert ended.value.exit_code == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "The file has headings but no people. Export it again.\n")


def test_our_own_fault_is_no_refusal() -> None:
    with pytest.raises(KeyError), refusing():
        raise KeyError


def test_a_sentence_is_printed_with_what_belongs_in_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    say("import-held-removed", count=4)
    assert "--yes-remove 4" in capsys.readouterr().out


def test_what_is_written_is_there_and_what_is_read_changes_nothing(config: Config) -> None:
    assert len(write(config, lambda change: read_accounts(change.sql))) == 6

    def meddle(sql: sqlite3.Connection) -> None:
        sql.execute("DELETE FROM account")

    with pytest.raises(Unavailable):
        read(config, meddle)
    assert len(read(config, read_accounts)) == 6


def test_the_store_is_closed_whatever_was_done_beside_the_hub(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[bool] = []
    close = Store.close
    monkeypatch.setattr(Store, "close", lambda self: (closed.append(True), close(self))[1])

    async def fails(store: Store) -> None:
        raise BadInput("import-nobody")

    with pytest.raises(BadInput):
        beside(config, fails)
    assert closed == [True]


def test_an_older_database_is_brought_up_to_date_only_where_no_hub_serves(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgraded: list[Path] = []
    monkeypatch.setattr(SqliteFile, "upgrade", lambda kept: upgraded.append(kept.path))
    database = saying.bring_up_to_date(config)
    assert (database.path, upgraded) == (config.path(config.database), [])
    monkeypatch.setattr(SqliteFile, "is_older", lambda kept: True)
    with database.claimed(), pytest.raises(Conflict, match="hub-serving-already"):
        saying.bring_up_to_date(config)
    assert upgraded == []
    saying.bring_up_to_date(config)
    assert upgraded == [database.path]


def test_what_is_no_database_of_ours_is_not_brought_up_to_date(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SqliteFile, "is_ours", lambda kept: False)
    monkeypatch.setattr(SqliteFile, "is_older", lambda kept: pytest.fail("looked into somebody else's file"))
    saying.bring_up_to_date(config)


def test_what_an_administrator_has_done_is_noted_and_a_full_disk_undoes_nothing(
    config: Config, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    note(config, "import", people=7)
    [act] = Acts(config.folder).untold()
    assert (act["act"], act["people"], act["by"]) == ("import", 7, whoever())
    assert at_server() == f"uid:{whoever()}"
    (config.folder / FILE).unlink()
    (config.folder / FILE).mkdir()
    note(config, "import", people=7)
    said = capsys.readouterr().err
    assert said.endswith("\n")
    assert "IsADirectoryError" in said


def test_a_command_wants_its_database_and_init_makes_one(config: Config) -> None:
    config.path(config.database).unlink()
    with pytest.raises(BadInput, match="database-missing"):
        configured(config.folder)
    assert configured(config.folder, without_database=True).database == config.database
