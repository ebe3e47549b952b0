"""kalix-hub audit: what an administrator at the server finds, takes a copy of, and is told of a trail that is not whole."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.commands.audit import FIELDS, write_csv, write_json_lines
from kalix_presence.hub.store.audit_lines import KeptLine
from kalix_presence.hub.store.schema import moment_of
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.spreadsheet import FORMULA
from tests.hub.commands.test_commands import run
from tests.hub.serving import PEOPLE

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20) | st.sampled_from(
    ["=1+1", "+46", "-2", "@x", "\t=1", "\r=1", "a;b", 'a"b', "Å\nÄ", "=cmd|' /C calc'!A0"]
)
written = st.builds(
    KeptLine,
    st.integers(1, 2**60),
    st.integers(0, 2**52).map(moment_of),
    st.sampled_from(AuditAct),
    *[texts] * 8,
)


pytestmark = pytest.mark.in_a_file  # lines are tampered with where they lie


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A hub's folder with people and some accounts changed."""
    run("init", tmp_path / "hub")
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    run("import", tmp_path / "people.csv", "--config", tmp_path / "hub")
    for act in ("lock", "unlock"):
        run("user", act, "anna", "--config", tmp_path / "hub")
    run("user", "roles", "per", "employee", "officer", "--config", tmp_path / "hub")
    return tmp_path / "hub"


def tamper(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "kalix.db")) as sql:
        sql.execute(statement)
        sql.commit()


def test_what_is_done_at_the_server_is_found_with_whose_it_is(folder: Path) -> None:
    found = run("audit", "search", "--about", "2041", "--config", folder).output.splitlines()
    assert [line.split("\t")[3] for line in found] == ["user-unlock", "user-lock", "import"]
    assert all(line.split("\t")[2].startswith("uid:") for line in found)
    officer = run("audit", "search", "--act", "user-roles", "--config", folder).output
    assert "employee officer" in officer
    assert "audit-read" in run("audit", "search", "--about", "2041", "--config", folder).output


def test_whoever_looks_for_what_cannot_be_is_told(folder: Path) -> None:
    assert "no act called" in run("audit", "search", "--act", "steal", "--config", folder).output
    assert "Write a time as" in run("audit", "search", "--since", "yesterday", "--config", folder).output
    assert "No lines" in run("audit", "search", "--since", "2090-01-01", "--config", folder).output


def test_verify_says_which_line_was_tampered_with(folder: Path) -> None:
    assert "is whole" in run("audit", "verify", "--config", folder).output
    tamper(folder, "UPDATE audit SET by = 'uid:1' WHERE number = 3")
    found = run("audit", "verify", "--config", folder)
    assert found.exit_code == 1
    assert found.output.splitlines() == ["Line 3 is not as it was written."]
    tamper(folder, "DELETE FROM audit WHERE number = 3")
    assert "Lines 3-3 have been removed" in run("audit", "verify", "--config", folder).output


def test_check_looks_at_the_key(folder: Path) -> None:
    assert "Key of the audit trail: OK" in run("check", "--config", folder).output
    (folder / "kalix.db.audit-key").write_text("ff" * 32)
    found = run("check", "--config", folder)
    assert "Key of the audit trail: The newest line" in found.output
    assert found.exit_code == 1


def test_a_backup_put_back_is_told_in_the_trail_and_no_fault(folder: Path, tmp_path: Path) -> None:
    run("backup", tmp_path / "copy.db", "--config", folder)
    run("user", "lock", "siv", "--config", folder)
    assert run("restore", tmp_path / "copy.db", "--config", folder).exit_code == 0
    assert run("audit", "verify", "--config", folder).exit_code == 0
    assert "restore" in run("audit", "search", "--config", folder).output


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_copy_is_for_its_owner_alone_and_writes_over_nothing(folder: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"copy.{form}"
    assert run("audit", "export", file, "--format", form, "--config", folder).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert "user-lock" in file.read_text("utf-8-sig")
    assert "there already" in run("audit", "export", file, "--format", form, "--config", folder).output


@given(lines=st.lists(written, max_size=5))
def test_no_cell_is_taken_for_a_formula_and_none_is_lost(lines: list[KeptLine]) -> None:
    file = io.StringIO(newline="")
    assert write_csv(lines, file) == len(lines)
    header, *rows = csv.reader(io.StringIO(file.getvalue(), newline=""), delimiter=";")
    assert tuple(header) == FIELDS
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)]
    assert [row[3].removeprefix("'") for row in rows] == [line.by.removeprefix("'") for line in lines]


@given(lines=st.lists(written, max_size=5))
def test_each_json_line_is_a_line(lines: list[KeptLine]) -> None:
    file = io.StringIO(newline="")
    write_json_lines(lines, file)
    told = [json.loads(line) for line in file.getvalue().split("\n") if line]
    assert [(one["number"], one["by"], one["detail"]) for one in told] == [(one.number, one.by, one.detail) for one in lines]
