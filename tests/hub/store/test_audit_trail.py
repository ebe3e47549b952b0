"""The audit trail is written with the change or not at all, in one chain whoever writes, and its key is nobody else's."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.store import Store, Transaction, database
from kalix_presence.hub.store.asker import ASKER, Asker
from kalix_presence.hub.store.audit_check import verify
from kalix_presence.hub.store.audit_lines import KeptLine, Search, search_lines
from kalix_presence.hub.store.audit_trail import files_of
from kalix_presence.hub.store.settings import touch_accounts
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.errors import BadInput, Unavailable
from tests.clocks import NINE
from tests.hub.house import made_database


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    await made_database(tmp_path / "kalix.db")
    return tmp_path / "kalix.db"


def lines(path: Path) -> list[KeptLine]:
    with database.kept_in(path).looking() as sql:
        return list(reversed(search_lines(sql, Search(), limit=1_000)))


def whole(path: Path) -> bool:
    with database.kept_in(path).looking() as sql:
        return not verify(sql, path).findings


def act(change: Transaction) -> None:
    change.audit(AuditAct.SET_ABSENCE, now=NINE, by="2041", about="2042", way="tray")


def asker(owes: bool = True) -> Asker:
    return Asker("2041", "anna", "5e55", AuditAct.SET_PREFERENCES, "2042", NINE, owes)


async def test_a_line_is_written_with_its_change_and_goes_with_it(path: Path) -> None:
    store = Store(path)

    def broken(change: Transaction) -> None:
        act(change)
        raise BadInput("reason-unknown", field="reason")

    await store.write(act)
    with pytest.raises(BadInput):
        await store.write(broken)
    await store.write(act)
    store.close()
    assert [one.number for one in lines(path)] == [1, 2]
    assert whole(path)


async def test_a_change_that_nobody_thought_of_telling_is_told_once_with_who_asked_and_from_where(path: Path) -> None:
    store, token = Store(path), ASKER.set(asker())
    await store.write(touch_accounts)
    await store.write(touch_accounts)
    ASKER.reset(token)
    await store.write(touch_accounts)
    store.close()
    [line] = lines(path)
    assert (line.act, line.by, line.by_person, line.about, line.session, line.at) == (
        AuditAct.SET_PREFERENCES,
        "2041",
        "anna",
        "2042",
        "5e55",
        NINE,
    )


async def test_a_request_that_changes_nothing_or_only_reads_has_no_line(path: Path) -> None:
    store = Store(path)
    token = ASKER.set(asker())
    await store.write(lambda change: None)
    ASKER.reset(token)
    token = ASKER.set(asker(owes=False))
    await store.write(touch_accounts)
    ASKER.reset(token)
    store.close()
    assert lines(path) == []


async def test_several_processes_write_one_chain(path: Path) -> None:
    first, second = Store(path), Store(path)
    for store in (first, second, second, first, second, first):
        await store.write(act)
    first.close()
    second.close()
    assert [one.number for one in lines(path)] == [1, 2, 3, 4, 5, 6]
    assert whole(path)


async def test_what_is_forgotten_leaves_a_trail_that_begins_later_and_is_whole(path: Path) -> None:
    store = Store(path)
    for day in range(5):
        await store.write(lambda change, day=day: change.audit(AuditAct.SIGN_IN, now=NINE + timedelta(days=day)))
    forgotten = await store.write(lambda change: change.forget_audit(before=NINE + timedelta(days=3)))
    assert forgotten == 3
    assert [one.number for one in lines(path)] == [4, 5]
    assert whole(path)
    await store.write(lambda change: change.forget_audit(before=NINE + timedelta(days=30)))
    assert lines(path) == []
    assert whole(path)
    await store.write(act)
    store.close()
    assert [one.number for one in lines(path)] == [6]
    assert whole(path)


async def test_a_hub_that_has_just_begun_forgets_too_and_leaves_the_trail_whole(path: Path) -> None:
    store = Store(path)
    for day in range(3):
        await store.write(lambda change, day=day: change.audit(AuditAct.SIGN_IN, now=NINE + timedelta(days=day)))
    store.close()
    again = Store(path)  # which has written nothing yet, and so has not read its key
    assert await again.write(lambda change: change.forget_audit(before=NINE + timedelta(days=2))) == 2
    again.close()
    assert [one.number for one in lines(path)] == [3]
    assert whole(path)


@pytest.mark.in_a_file
async def test_the_key_is_for_its_owner_alone_and_one_that_others_can_read_is_refused(path: Path) -> None:
    store = Store(path)
    await store.write(act)
    store.close()
    key, head = files_of(path)
    assert key.stat().st_mode & 0o777 == 0o600
    assert head.stat().st_mode & 0o777 == 0o600
    assert key.read_text("ascii").strip().encode() not in path.read_bytes()
    key.chmod(0o644)
    store = Store(path)
    with pytest.raises(Unavailable, match="audit-key-unreadable"):
        await store.write(act)
    store.close()
    assert len(lines(path)) == 1


@pytest.mark.parametrize("spoilt", ["", "no key", "ab" * 16])
async def test_a_key_that_is_none_is_never_written_over(path: Path, spoilt: str) -> None:
    key, _ = files_of(path)
    key.touch(0o600)
    key.write_text(spoilt, "ascii")
    store = Store(path)
    with pytest.raises(Unavailable, match="audit-key-unreadable"):
        await store.write(act)
    store.close()
    assert key.read_text("ascii") == spoilt
