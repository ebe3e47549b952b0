"""Sessions in the database: found by what is good at the moment, ended for whom they belong to, and never kept as themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from kalix_presence.hub.store import Store, Transaction, kept_sessions
from kalix_presence.hub.store.accounts import Account, put_account
from kalix_presence.hub.store.kept_sessions import LISTED, KeptSession, KeptSignIn
from kalix_presence.hub.store.people import put_person, put_unit
from kalix_presence.model.directory import Person, Unit
from tests.clocks import NINE

HOUR = timedelta(hours=1)


def session(name: str, username: str = "anna", seen: datetime = NINE, expires: datetime = NINE + 9 * HOUR) -> KeptSession:
    return KeptSession(
        name,
        username,
        f"a{name}".encode(),
        NINE + HOUR,
        f"f{name}".encode(),
        b"t",
        NINE,
        seen,
        expires,
        f"m{name}".encode(),
        "desk",
        "192.0.2.1",
    )


async def furnished(path: Path, *found: KeptSession) -> Store:
    store = Store(path / "kalix.db")
    for name in ("anna", "siv"):
        await store.write(lambda change, name=name: put_account(change, Account(name)))  # type: ignore[misc]
    await store.write(lambda change: [kept_sessions.put_session(change, each) for each in found])
    return store


async def test_what_is_put_is_found_as_it_was_and_only_while_it_is_good(tmp_path: Path) -> None:
    one = session("one")
    store = await furnished(tmp_path, one)
    read = store.read
    assert await read(lambda sql: kept_sessions.find_family(sql, one.family, now=NINE)) == one
    assert await read(lambda sql: kept_sessions.find_family(sql, one.family, now=one.expires)) is None
    assert await read(lambda sql: kept_sessions.find_by_access(sql, one.access, now=NINE)) is not None
    assert await read(lambda sql: kept_sessions.find_by_access(sql, one.access, now=NINE + HOUR)) is None
    assert (await read(lambda sql: kept_sessions.find_signed(sql, ["one", "none"], now=NINE + HOUR))).keys() == {"one"}
    await store.write(lambda change: put_account(change, Account("anna", locked=True)))
    assert await read(lambda sql: kept_sessions.find_family(sql, one.family, now=NINE)) is None
    assert await read(lambda sql: kept_sessions.find_signed(sql, ["one"], now=NINE)) == {}
    store.close()


async def test_more_sessions_than_fit_one_question_are_all_looked_at_and_the_newest_are_listed(tmp_path: Path) -> None:
    many = [session(f"{number:04}", seen=NINE + timedelta(seconds=number)) for number in range(1100)]
    store = await furnished(tmp_path, *many)
    found = await store.read(lambda sql: kept_sessions.find_signed(sql, [each.id for each in many], now=NINE))
    assert len(found) == 1100
    listed = await store.read(lambda sql: kept_sessions.find_sessions_of(sql, "anna", now=NINE))
    assert [each.id for each in listed] == [f"{number:04}" for number in range(1099, 1099 - LISTED, -1)]
    store.close()


async def test_only_ones_own_are_ended_and_one_may_stay(tmp_path: Path) -> None:
    store = await furnished(tmp_path, session("one"), session("two"), session("sivs", "siv"))
    assert not await store.write(lambda change: kept_sessions.end_session(change, "sivs", username="anna"))
    assert await store.write(lambda change: kept_sessions.end_sessions_of(change, "anna", but="two")) == ["one"]
    assert await store.write(lambda change: kept_sessions.end_session(change, "two", username="anna"))
    assert await store.read(lambda sql: sql.execute("SELECT id FROM session").fetchall()) == [("sivs",)]
    store.close()


async def test_expired_ones_go_and_being_seen_never_goes_back(tmp_path: Path) -> None:
    store = await furnished(tmp_path, session("one", seen=NINE + HOUR), session("old", expires=NINE + HOUR))
    await store.write(lambda change: kept_sessions.keep_seen(change, [("one", NINE), ("gone", NINE)]))
    assert await store.write(lambda change: kept_sessions.forget_expired(change, now=NINE + HOUR)) == 1
    (left,) = await store.read(lambda sql: kept_sessions.find_sessions_of(sql, "anna"))
    assert (left.id, left.seen) == ("one", NINE + HOUR)
    store.close()


async def test_a_sign_in_says_whose_account_it_is_and_at_which_person_s_extension(tmp_path: Path) -> None:
    store = await furnished(tmp_path, session("one"), session("sivs", "siv"))
    anna, siv = Account("anna", "2041", None, "hash", ("employee",)), Account("siv")

    def work(change: Transaction) -> None:
        put_unit(change, Unit("bygg", "Bygg"))
        put_person(change, Person("2041", "Anna", "Ek", "bygg", "samhalle", id="a" * 32))
        put_account(change, anna)

    await store.write(work)
    hers = KeptSignIn(anna, "a" * 32, "samhalle", "one", b"aone", NINE + HOUR, NINE + 9 * HOUR)
    sivs = KeptSignIn(siv, "", None, "sivs", b"asivs", NINE + HOUR, NINE + 9 * HOUR)
    assert await store.read(lambda sql: kept_sessions.find_by_access(sql, b"aone", now=NINE)) == hers
    found = await store.read(lambda sql: kept_sessions.find_signed(sql, ["one", "sivs"], now=NINE))
    assert found == {"one": hers, "sivs": sivs}
    store.close()
