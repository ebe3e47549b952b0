"""kalix-hub check: each thing is well or says what to do, what is said above is not said again, and a hub that serves is no fault."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.commands import check
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.store.database import SqliteFile
from kalix_presence.model.errors import PresenceError
from tests.hub.commands.test_commands import run
from tests.hub.serving import made_config, serving


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return made_config(tmp_path / "hub")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


def faults(config: Config) -> dict[str, str]:
    """What is not well, with its code; also what is only remarked, but of backups, of which there are none, and of the
    size in PostgreSQL."""
    said = {name: fault.code for name, fault in check._lines(config.folder) if fault is not None and name != "backup"}
    return {name: code for name, code in said.items() if code != "database-there"}


@pytest.mark.in_a_file
def test_all_is_well_in_a_folder_that_was_just_made(config: Config) -> None:
    assert faults(config) == {}
    done = run("check", "--config", config.folder)
    assert done.exit_code == 0
    assert [line for line in done.output.splitlines() if not line.endswith(": OK")] == [
        "Backup: OK none has been made with kalix-hub backup in this folder."
    ]
    run("backup", config.folder.parent / "copy.db", "--config", config.folder)
    assert "Backup: OK the last good one: 20" in run("check", "--config", config.folder).output


def test_without_a_configuration_nothing_else_is_looked_at(tmp_path: Path) -> None:
    assert [(name, fault.code if fault else "") for name, fault in check._lines(tmp_path)] == [
        ("configuration", "config-missing")
    ]
    done = run("check", "--config", tmp_path)
    assert done.exit_code == 1
    assert len(done.output.splitlines()) == 1


@pytest.mark.parametrize("name", ["reasons", "policy", "duties"])
def test_a_file_of_the_site_that_is_broken_is_named_and_the_rest_is_looked_at(config: Config, name: str) -> None:
    settings = config.folder / "kalix-hub.toml"
    settings.write_text(f'{name} = "own.toml"\n' + settings.read_text("utf-8"), "utf-8")
    (config.folder / "own.toml").write_text("= broken", "utf-8")
    found = faults(config)
    assert found[name] == f"{name}-file-broken"
    assert "database" not in found
    done = run("check", "--config", config.folder)
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit), "it ends in a sentence for each, and not in a traceback"


@pytest.mark.in_a_file
@pytest.mark.parametrize("harm", ["DELETE FROM account WHERE roles = 'administrator'", "UPDATE account SET locked = 1"])
def test_a_hub_that_nobody_may_administer_is_a_fault(config: Config, harm: str) -> None:
    with closing(sqlite3.connect(config.path(config.database))) as sql:
        sql.execute(harm)
        sql.commit()
    assert faults(config) == {"database": "administrator-missing"}


@pytest.mark.in_a_file
def test_a_database_that_is_gone_is_said_once(config: Config) -> None:
    config.path(config.database).unlink()
    assert faults(config) == {"database": "database-missing"}


@pytest.mark.in_a_file
@pytest.mark.parametrize(
    ("name", "mode", "well"), [("", 0o750, True), ("", 0o701, False), ("kalix.db", 0o640, False), ("kalix.db", 0o600, True)]
)
def test_what_others_could_read_is_a_fault(config: Config, name: str, mode: int, well: bool) -> None:
    (config.folder / name).chmod(mode)
    assert faults(config) == ({} if well else {"private": "config-file-open"})


@pytest.fixture
def busy(config: Config) -> Iterator[Config]:
    """Somebody else has the port."""
    with socket.create_server((config.listen.host, 0)) as other:
        settings = config.folder / "kalix-hub.toml"
        text = settings.read_text("utf-8").replace("port = 0", f"port = {other.getsockname()[1]}")
        settings.write_text(text, "utf-8")
        yield config


def test_a_port_that_somebody_else_has_is_a_fault(busy: Config) -> None:
    assert faults(busy) == {"port": "port-busy"}


def test_a_port_that_the_service_manager_holds_for_the_hub_is_none(busy: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "holds_socket", lambda: True)
    assert faults(busy) == {}


def test_a_hub_that_serves_is_asked_and_has_its_port_and_database_to_itself(config: Config) -> None:
    with serving(config.folder, config=config):
        assert faults(config) == {}


@pytest.mark.in_a_file
def test_a_remark_is_well_and_says_something_all_the_same(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SqliteFile, "is_older", lambda kept: True)
    assert faults(config) == {"database": "database-older"}
    done = run("check", "--config", config.folder)
    assert done.exit_code == 0
    [line] = [line for line in done.output.splitlines() if not line.endswith(": OK") and not line.startswith("Backup")]
    assert ": OK " in line


def test_a_mail_server_that_cannot_be_reached_is_a_fault_of_mail_alone(config: Config) -> None:
    mail = '[mail]\nhost = "127.0.0.1"\nport = 1\ntls = "none"\nsender = "telefon@kommun.example"\n'
    (config.folder / "kalix-hub.toml").write_text(f"[listen]\nport = 0\n{mail}", "utf-8")
    assert faults(config) == {"mail": "copies-unreachable"}
    done = run("check", "--config", config.folder)
    assert done.exit_code == 1
    assert "127.0.0.1 cannot be reached" in done.output


def test_whoever_listens_needs_the_clips(config: Config, tmp_path: Path) -> None:
    for clips in (tmp_path / "nowhere", config.folder):
        refused = run("check", "--call", "2041", "--clips", clips, "--config", config.folder)
        assert refused.exit_code == 1
        assert str(clips) in refused.output


def test_a_guardian_is_looked_for_only_where_there_is_one(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    async def looked(*_: object, **__: object) -> None:
        raise PresenceError("guardian-guards-not")

    monkeypatch.setattr(check, "check_guardian", looked)
    assert [*check._guardian(config)] == []
    guarded = msgspec.structs.replace(config, guardian=msgspec.structs.replace(config.guardian, url="https://guardian.example"))
    [(name, fault)] = check._guardian(guarded)
    assert (name, fault.code if fault else "") == ("guardian", "guardian-guards-not")
