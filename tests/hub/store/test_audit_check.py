"""Whoever can write to the database and has not the key changes the audit trail unseen in no way: it is said which line."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.store import Store, Transaction
from kalix_presence.hub.store.audit_check import Fault, Finding, check_key, verify
from kalix_presence.hub.store.audit_trail import COLUMNS, files_of
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.errors import Unavailable
from tests.clocks import NINE
from tests.hub.house import made_database

pytestmark = pytest.mark.in_a_file

LINES = 9
ALL = [*(column.name for column in COLUMNS), "before", "seal"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trail of nine lines."""
    import asyncio

    path = tmp_path_factory.mktemp("trail") / "kalix.db"

    async def write() -> None:
        await made_database(path)
        store = Store(path)
        for number in range(LINES):
            await store.write(lambda change, number=number: line(change, number))
        store.close()

    asyncio.run(write())
    return path


def line(change: Transaction, number: int) -> None:
    change.audit(AuditAct.STEP_MESSAGE, now=NINE, by="2041", about="2042", way="tray", subject=f"{number:032x}", detail="take")


def copy(written: Path, folder: Path) -> Path:
    for file in written.parent.glob(f"{written.name}*"):
        shutil.copy2(file, folder / file.name)
    return folder / written.name


def found(path: Path) -> list[Finding]:
    with closing(sqlite3.connect(path)) as sql:
        return verify(sql, path).findings


def tampered(path: Path, work: Callable[[sqlite3.Connection], object]) -> list[Finding]:
    """What is found after `work`, which is undone."""
    with closing(sqlite3.connect(path, isolation_level=None)) as sql:
        sql.execute("BEGIN")
        work(sql)
        findings = verify(sql, path).findings
        sql.execute("ROLLBACK")
        return findings


def test_a_trail_that_nobody_touched_is_whole(written: Path) -> None:
    assert found(written) == []


@given(number=st.integers(1, LINES), column=st.sampled_from(ALL[1:]), data=st.data())
def test_a_changed_line_is_named_whatever_was_changed_in_it(
    written: Path, number: int, column: str, data: st.DataObject
) -> None:
    with closing(sqlite3.connect(written)) as sql:
        value = sql.execute(f'SELECT "{column}" FROM audit WHERE number = ?', (number,)).fetchone()[0]
    kinds = {int: st.integers(0, 2**60), str: st.text(max_size=20), bytes: st.binary(max_size=20)}
    other = data.draw(kinds[type(value)].filter(lambda one: one != value))
    findings = tampered(written, lambda sql: sql.execute(f'UPDATE audit SET "{column}" = ? WHERE number = ?', (other, number)))
    assert Finding(Fault.CHANGED, number, number) in findings
    assert {one.first for one in findings} <= {number, number + 1}


@given(first=st.integers(1, LINES), count=st.integers(1, LINES))
def test_removed_lines_are_named_and_those_at_the_end_are_cut_off(written: Path, first: int, count: int) -> None:
    last = min(first + count - 1, LINES)
    findings = tampered(written, lambda sql: sql.execute("DELETE FROM audit WHERE number BETWEEN ? AND ?", (first, last)))
    fault = Fault.CUT_OFF if last == LINES else Fault.REMOVED
    assert findings == [Finding(fault, first, last)]


@given(pair=st.lists(st.integers(1, LINES), min_size=2, max_size=2, unique=True))
def test_lines_that_have_changed_places_are_named(written: Path, pair: list[int]) -> None:
    def swap(sql: sqlite3.Connection) -> None:
        one, other = pair
        for old, new in ((one, -1), (other, one), (-1, other)):
            sql.execute("UPDATE audit SET number = ? WHERE number = ?", (new, old))

    findings = tampered(written, swap)
    assert {one.first for one in findings if one.fault is Fault.REORDERED} >= set(pair)
    assert not any(one.fault in (Fault.CHANGED, Fault.REMOVED) and one.first not in (*pair, LINES) for one in findings)


@given(number=st.integers(1, LINES))
def test_a_removed_line_is_not_hidden_by_numbering_the_others_anew(written: Path, number: int) -> None:
    def close_up(sql: sqlite3.Connection) -> None:
        sql.execute("DELETE FROM audit WHERE number = ?", (number,))
        for later in range(number + 1, LINES + 1):
            sql.execute("UPDATE audit SET number = ? WHERE number = ?", (later - 1, later))

    assert any(one.first in (number, LINES) for one in tampered(written, close_up))


def test_a_line_that_the_hub_never_wrote_is_named(written: Path) -> None:
    def forge(sql: sqlite3.Connection) -> None:
        marks = ", ".join("?" * len(ALL))
        row = sql.execute("SELECT * FROM audit WHERE number = ?", (LINES,)).fetchone()
        sql.execute(f"INSERT INTO audit VALUES ({marks})", (LINES + 1, *row[1:]))

    assert Finding(Fault.CHANGED, LINES + 1, LINES + 1) in tampered(written, forge) or Finding(
        Fault.REORDERED, LINES + 1, LINES + 1
    ) in tampered(written, forge)


def test_the_beginning_is_not_taken_away_by_saying_that_it_was_forgotten(written: Path) -> None:
    def forget(sql: sqlite3.Connection) -> None:
        seal = sql.execute("SELECT seal FROM audit WHERE number = 3").fetchone()[0]
        sql.execute("DELETE FROM audit WHERE number <= 3")
        sql.execute("INSERT INTO audit_start VALUES (3, ?, ?)", (seal, seal))

    assert Finding(Fault.START, 0, 0) in tampered(written, forget)


async def test_lines_cut_off_stay_named_when_the_hub_has_written_more_and_more(written: Path, tmp_path: Path) -> None:
    path = copy(written, tmp_path)
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("DELETE FROM audit WHERE number > 6")
        sql.commit()
    for number in range(10):
        store = Store(path)
        await store.write(lambda change, number=number: line(change, number))
        store.close()
    assert found(path) == [Finding(Fault.CUT_OFF, 7, 9)]


async def test_lines_cut_off_under_a_hub_that_serves_are_named_as_well(written: Path, tmp_path: Path) -> None:
    path = copy(written, tmp_path)
    store = Store(path)
    await store.write(lambda change: line(change, 10))
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("DELETE FROM audit WHERE number > 8")
        sql.commit()
    await store.write(lambda change: line(change, 11))
    store.close()
    assert found(path) == [Finding(Fault.CUT_OFF, 9, 10)]


async def test_a_backup_put_back_says_itself_what_it_lacks(written: Path, tmp_path: Path) -> None:
    path = copy(written, tmp_path)
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("DELETE FROM audit WHERE number > 6")
        sql.commit()
    store = Store(path)
    await store.write(lambda change: change.audit(AuditAct.RESTORE, now=NINE, by="uid:0", way="server"))
    store.close()
    assert found(path) == []
    with closing(sqlite3.connect(path)) as sql:
        assert sql.execute("SELECT act, subject FROM audit ORDER BY number DESC").fetchone() == ("restore", "7-9")


@pytest.mark.parametrize("spoil", [Path.unlink, lambda file: file.write_bytes(b"00000000000000000001 aa bb\n"), Path.touch])
def test_without_the_newest_seal_it_is_said_that_nothing_can_be_said_of_the_end(
    written: Path, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    path = copy(written, tmp_path)
    _, head = files_of(path)
    head.write_bytes(b"")
    spoil(head)
    assert found(path) == [Finding(Fault.HEAD, LINES, LINES)]


def test_without_the_key_nothing_is_called_whole(written: Path, tmp_path: Path) -> None:
    path = copy(written, tmp_path)
    key, _ = files_of(path)
    key.unlink()
    with pytest.raises(Unavailable, match="audit-key-missing") as missing:
        found(path)
    assert missing.value.params == {"file": key.name}


def test_lines_without_key_and_newest_seal_are_no_trail_that_has_not_begun(written: Path, tmp_path: Path) -> None:
    path = copy(written, tmp_path)
    for file in files_of(path):
        file.unlink()
    with pytest.raises(Unavailable, match="audit-key-missing"):
        found(path)


def test_a_trail_without_lines_is_whole_only_where_none_was_ever_sealed(written: Path, tmp_path: Path) -> None:
    path = copy(written, tmp_path)
    with closing(sqlite3.connect(path)) as sql, sql:
        sql.execute("DELETE FROM audit")
    key, head = files_of(path)
    key.unlink()
    with pytest.raises(Unavailable, match="audit-key-missing"):
        found(path)
    head.unlink()
    assert found(path) == []


def keyed(path: Path) -> None:
    with closing(sqlite3.connect(path)) as sql:
        check_key(sql, path)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda key: key.unlink(), "audit-key-missing"),
        (lambda key: key.chmod(0o640), "audit-key-unreadable"),
        (lambda key: key.chmod(0o604), "audit-key-unreadable"),
        (lambda key: key.write_text("ff" * 31), "audit-key-unreadable"),
        (lambda key: key.write_bytes(b"\xff" * 64), "audit-key-unreadable"),
        (lambda key: key.write_text("ff" * 32), "audit-key-wrong"),
        pytest.param(
            lambda key: os.chown(key, 4711, -1),
            "audit-key-unreadable",
            marks=pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() != 0, reason="only root gives files away"),
        ),
    ],
    ids=["gone", "for the group", "for others", "short", "no key", "another", "not the owner's"],
)
def test_a_key_with_which_the_next_line_cannot_follow_is_told(
    written: Path, tmp_path: Path, spoil: Callable[[Path], object], code: str
) -> None:
    path = copy(written, tmp_path)
    keyed(path)
    spoil(files_of(path)[0])
    with pytest.raises(Unavailable, match=code):
        keyed(path)


def test_a_newest_line_or_a_start_that_is_not_the_hubs_is_told_with_the_key(written: Path, tmp_path: Path) -> None:
    path = copy(written, tmp_path)
    for statement in (
        "UPDATE audit SET detail = 'drop' WHERE number = (SELECT max(number) FROM audit)",
        "INSERT INTO audit_start VALUES (1, x'00', x'00')",
    ):
        again = copy(written, tmp_path)
        with closing(sqlite3.connect(again)) as sql, sql:
            sql.execute(statement)
        with pytest.raises(Unavailable, match="audit-key-wrong"):
            keyed(path)


def test_a_trail_that_nobody_has_begun_needs_no_key(written: Path, tmp_path: Path) -> None:
    path = copy(written, tmp_path)
    with closing(sqlite3.connect(path)) as sql, sql:
        sql.execute("DELETE FROM audit")
    for file in files_of(path):
        file.unlink()
    keyed(path)
