"""An import beside a hub that serves: whatever comes between comparing and writing is kept, and nobody waits for the comparison."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kalix_presence import shipped
from kalix_presence.hub.directory import importing
from kalix_presence.hub.directory.comparing import Difference, compare
from kalix_presence.hub.directory.difference import Imported, ImportHeld, LinesRefused
from kalix_presence.hub.directory.erasing import erase_person
from kalix_presence.hub.directory.importing import ATTEMPTS, bring_in, import_people
from kalix_presence.hub.directory.people_file import PeopleFile, read_people_file
from kalix_presence.hub.store import Store, Transaction, events
from kalix_presence.hub.store.accounts import Account, find_account, put_account, read_accounts
from kalix_presence.hub.store.connection import open_database
from kalix_presence.hub.store.people import put_person, put_unit, read_people, read_person, read_units, touch_directory
from kalix_presence.hub.store.settings import touch_accounts
from kalix_presence.model.directory import Person, Unit
from tests.clocks import NINE
from tests.hub.serving import PEOPLE

OTHERS = PEOPLE.replace("Handläggare,0923", "Chef,0923").replace("siv,employee", "siv,receptionist")
GONE = "".join(line for line in OTHERS.splitlines(keepends=True) if not line.startswith("2061"))
RENAMED = OTHERS.replace(",siv,", ",siv.strom,").replace(",per,", ",per.berg,")
NEW = OTHERS + "2099,Nya,Nyström,Arkiv,Kultur,,,,,nya,employee,2043,,sv\n"
MOVED = OTHERS.replace("2061,Siv", "2077,Siv")


pytestmark = pytest.mark.in_a_file  # each begins with a copy of a file


def wanted(text: str) -> PeopleFile:
    return read_people_file(text, shipped.default_policy())


def _password(change: Transaction) -> None:
    """As the hub does it: in the account's row alone."""
    for name in ("siv", "per"):
        found = find_account(change.sql, name)
        assert found is not None
        put_account(change, replace(found, password_hash="another"))


def _lock(change: Transaction) -> None:
    _password(change)
    touch_accounts(change)


def _username(change: Transaction) -> None:
    put_account(change, Account("nya", password_hash="hers"))
    put_account(change, Account("siv.strom", password_hash="hers"))


def _facts(change: Transaction) -> None:
    found = read_person(change.sql, "2041")
    assert found is not None
    put_person(change, replace(found, mobile="0701", deputy="2043"))
    touch_directory(change, {"2041"})


def _newcomer(change: Transaction) -> None:
    put_person(change, Person("2099", "Annan", "Ny", "bygglov", "samhallsbyggnad", id="somebody"))
    touch_directory(change, {"2099"})


def _unit(change: Transaction) -> None:
    put_unit(change, Unit("arkiv", "Arkiv"))
    put_unit(change, Unit("skola", "Skolan", "utbildning"))
    touch_directory(change)


def _left(extension: str) -> Callable[[Transaction], None]:
    return lambda change: void(erase_person(change, extension, now=NINE))


def _imported(change: Transaction) -> None:
    import_people(change, wanted(PEOPLE.replace("2043,Olle,Lind", "2043,Ola,Ny").replace("olle", "ola")), now=NINE)


def void(_: object) -> None:
    """Nothing of it."""


CHANGES = [_password, _lock, _username, _facts, _newcomer, _unit, _left("2041"), _left("2061"), _left("2043"), _imported]


def known(store: Store) -> tuple[Any, ...]:
    """What is kept, without what is random."""

    def read(sql: sqlite3.Connection) -> tuple[Any, ...]:
        people = {one: replace(person, id="") for one, person in read_people(sql).items()}
        held = sql.execute("SELECT extension, count(*) FROM holding WHERE until IS NULL GROUP BY extension").fetchall()
        return people, read_units(sql), read_accounts(sql), held

    return asyncio.run(store.read(read))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the usual people."""
    path = tmp_path_factory.mktemp("made") / "made.db"
    store = Store(path)
    asyncio.run(store.write(lambda change: import_people(change, wanted(PEOPLE), now=NINE)))
    store.close()
    return path


@pytest.fixture
def stores(made: Path, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two databases with the same people."""
    both = [Store(Path(shutil.copy(made, tmp_path / name))) for name in ("one.db", "other.db")]
    yield both[0], both[1]
    for store in both:
        store.close()


def between(store: Store, monkeypatch: pytest.MonkeyPatch, change: Callable[[Transaction], None], times: int = 1) -> list[str]:
    """Have `change` made by another program after each of the first comparisons; in which threads it was compared."""
    threads: list[str] = []

    def compared(*args: Any, **how: Any) -> Difference:
        found = compare(*args, **how)
        threads.append(threading.current_thread().name)
        if len(threads) <= times:
            with closing(open_database(store.path)) as sql:
                sql.execute("BEGIN IMMEDIATE")
                change(Transaction(sql, 0))
                sql.execute("COMMIT")
        return found

    monkeypatch.setattr(importing, "compare", compared)
    return threads


def take(store: Store, text: str) -> Imported | type[Exception]:
    try:
        return asyncio.run(bring_in(store, wanted(text), now=lambda: NINE, remove_missing=True))
    except (ImportHeld, LinesRefused) as refusal:
        return type(refusal)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("text", [OTHERS, GONE, RENAMED, NEW, MOVED])
def test_what_comes_between_is_there_as_if_it_had_come_before(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch, text: str, change: Callable[[Transaction], None]
) -> None:
    beside, before = stores
    asyncio.run(before.write(change))
    expected = take(before, text)
    between(beside, monkeypatch, change)
    done = take(beside, text)
    assert known(beside) == known(before)
    assert isinstance(done, Imported) == isinstance(expected, Imported)


def test_who_is_overtaken_again_and_again_is_so_no_longer_when_others_wait(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _ = stores
    threads = between(store, monkeypatch, lambda change: void(touch_accounts(change)), ATTEMPTS)
    done = take(store, OTHERS)
    assert isinstance(done, Imported)
    assert done.anything
    assert [name == "kalix-writer" for name in threads] == [*[False] * ATTEMPTS, True]


def test_a_file_that_changes_nothing_waits_for_nobody_and_nobody_for_it(stores: tuple[Store, Store]) -> None:
    store, _ = stores
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = take(store, PEOPLE)
        other.execute("ROLLBACK")
    assert isinstance(done, Imported)
    assert not done.anything


def test_what_is_done_with_it_is_undone_with_it(stores: tuple[Store, Store]) -> None:
    store, _ = stores
    before = known(store)

    def refused(change: Transaction, done: Imported) -> None:
        assert done.anything
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(bring_in(store, wanted(NEW), now=lambda: NINE, also=refused))
    assert known(store) == before


@pytest.mark.parametrize("text", [GONE, MOVED])
def test_old_events_are_not_looked_through_while_others_wait(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    store, _ = stores

    def fill(change: Transaction) -> None:
        for number in range(1, 30):
            sql = "INSERT INTO event(id, at, kind, extension, full) VALUES (?, 0, 'standing', ?, x'')"
            change.sql.execute(sql, (number, "2061" if number % 2 else "2041"))

    asyncio.run(store.write(fill))
    looked: list[int] = []
    real = events.read_told

    def seen(change: Transaction, extensions: Any, names: Any, told: events.Told | None) -> Any:
        looked.append(0 if told is None or not told.names.issuperset((*extensions, *names)) else told.newest)
        return real(change, extensions, names, told)

    monkeypatch.setattr(events, "read_told", seen)
    assert isinstance(take(store, text), Imported)
    assert looked
    assert set(looked) == {29}, "only what came after was looked through"
    assert asyncio.run(store.read(lambda sql: sql.execute("SELECT DISTINCT extension FROM event").fetchall())) == [("2041",)]
