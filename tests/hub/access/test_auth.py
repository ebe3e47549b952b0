"""Tokens: who bears one is known by the roles, unit and extension of this very moment, and by nothing once it is no longer good."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kalix_presence import wire
from kalix_presence.hub.access import auth as auth_module
from kalix_presence.hub.access import sessions as sessions_module
from kalix_presence.hub.access.auth import PASSWORD_LEAST, PASSWORD_MOST, Auth, hashed
from kalix_presence.hub.access.rate_limit import Guessing
from kalix_presence.hub.access.second_factor import SecondFactors
from kalix_presence.hub.access.sessions import Sessions, Signed, caller_of
from kalix_presence.hub.site.config import SignInSection
from kalix_presence.hub.store import Store, Transaction, accounts, people
from kalix_presence.hub.store.accounts import Account
from kalix_presence.hub.store.sealing import Sealer
from kalix_presence.model.access import Caller, Role
from kalix_presence.model.audit import AuditAct
from kalix_presence.model.directory import Person, Unit
from kalix_presence.model.errors import BadInput, SignInNeeded, TooMany, Unavailable
from tests.clocks import NINE
from tests.hub.serving import HASH, PASSWORD

ANNA = Account("anna", "2041", password_hash=HASH)
SIV = Account("siv", "2061", password_hash=HASH, roles=("officer", "employee"), administration="kansli")
PERSON = Person("2041", "Anna", "Ek", "bygg", "samhalle", id="a" * 32)
HOME = "192.0.2.1"
LIFETIME = timedelta(days=30)
ACCESS = timedelta(minutes=30)


class Door:
    """Who signs in at a store of their own."""

    def __init__(self, store: Store, sessions: Sessions, auth: Auth, guessing: Guessing) -> None:
        self.store, self.sessions, self.auth, self.guessing = store, sessions, auth, guessing
        self.closed: list[str] = []
        self.met: list[Caller] = []
        sessions.closed = self.closed.append
        sessions.meet = self._meet

    async def _meet(self, caller: Caller) -> None:
        self.met.append(caller)

    async def sign_in(
        self, name: str = "anna", password: str = PASSWORD, now: datetime = NINE, address: str = HOME, **more: Any
    ) -> wire.SignedIn:
        return await self.auth.sign_in(wire.SignIn(name, password, **more), address=address, now=now)

    async def signed(self, name: str = "anna") -> Signed:
        token = (await self.sign_in(name)).token
        return await self.sessions.recognise(token, now=NINE)

    async def put(self, *accounts_: Account) -> None:
        await self.store.write(lambda change: [accounts.put_account(change, each) for each in accounts_])

    async def tokens(self) -> list[tuple[str, str]]:
        """(account, device) of every token that is kept."""
        sql = "SELECT username, device FROM session ORDER BY username, device"
        return await self.store.read(lambda connection: connection.execute(sql).fetchall())


def furnish(change: Transaction) -> None:
    for unit in ("bygg", "samhalle", "kansli", "skola"):
        people.put_unit(change, Unit(unit, unit.title()))
    for person in (PERSON, Person("2061", "Siv", "Ström", "skola", "skola", id="b" * 32)):
        people.put_person(change, person)
    accounts.put_account(change, ANNA)
    accounts.put_account(change, SIV)


def audited(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str, str]]:
    """(act, by, about, detail) of what the trail is told from now on."""
    told: list[tuple[str, str, str, str]] = []

    def audit(
        change: Transaction, act: AuditAct, *, now: datetime, by: str = "", about: str = "", subject: str = "", detail: str = ""
    ) -> None:
        told.append((act.value, by, about, detail))

    monkeypatch.setattr(Transaction, "audit", audit)
    return told


@asynccontextmanager
async def opened(
    path: Path, steady: Callable[[], float] = lambda: 0.0, waiting: int = 60, must_have: frozenset[str] = frozenset()
) -> AsyncIterator[Door]:
    store = Store(path / "kalix.db")
    await store.write(furnish)
    sessions = Sessions(store, lifetime=LIFETIME, access_lifetime=ACCESS)
    factors = SecondFactors(store, Sealer(path / "factors.key", lost="factor-key-lost"))
    guessing = Guessing(SignInSection())
    auth = Auth(store, guessing, sessions, factors, must_have=must_have, most_waiting=waiting, steady=steady)
    try:
        yield Door(store, sessions, auth, guessing)
    finally:
        auth.stop()
        store.close()


async def test_a_token_is_good_for_its_lifetime_and_says_who_bears_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        answer = await door.sign_in(" Anna ")
        assert answer.expires == NINE + LIFETIME
        signed = await door.sessions.recognise(answer.token, now=NINE)
        assert signed.caller == Caller("anna", "2041", "samhalle", frozenset({Role.EMPLOYEE}), "a" * 32)
        assert signed.expires == answer.expires
        assert (await door.sessions.recognise(answer.token, now=answer.expires - timedelta(seconds=1))) == signed
        with pytest.raises(SignInNeeded) as refused:
            await door.sessions.recognise(answer.token, now=answer.expires)
        assert refused.value.code == "sign-in-needed"


async def test_a_token_that_nobody_was_given_opens_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        with pytest.raises(SignInNeeded) as refused:
            await door.sessions.recognise("invented", now=NINE)
        assert refused.value.code == "sign-in-needed"
        assert door.met == []


async def test_whoever_is_let_in_is_met_first_and_a_known_token_reads_no_database(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        token = (await door.sign_in()).token
        signed = await door.sessions.recognise(token, now=NINE)
        assert door.met == [signed.caller]
        assert await door.sessions.recognise(token, now=NINE) is signed
        assert door.met == [signed.caller]


async def test_a_telephone_officer_looks_after_the_administration_of_the_account_and_others_after_their_own(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as door:
        assert (await door.signed("anna")).caller.administration == "samhalle"
        assert (await door.signed("siv")).caller.administration == "kansli"
    assert caller_of(replace(ANNA, administration="kansli"), PERSON).administration == "kansli"


def test_the_caller_of_an_account_is_its_person() -> None:
    assert caller_of(ANNA, PERSON) == Caller("anna", "2041", "samhalle", frozenset({Role.EMPLOYEE}), "a" * 32)
    assert caller_of(SIV, None) == Caller("siv", "2061", "kansli", frozenset({Role.EMPLOYEE, Role.OFFICER}), "")
    assert caller_of(ANNA, None).administration is None
    assert caller_of(replace(ANNA, roles=("employee", "once-a-role")), PERSON).roles == {Role.EMPLOYEE}


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("anna", "wrong"),
        ("nobody", PASSWORD),
        ("locked", PASSWORD),
        ("without", PASSWORD),
        ("odd", PASSWORD),
        ("anna", "x" * 300),
    ],
)
async def test_whoever_is_not_right_hears_the_same_and_gets_no_token(tmp_path: Path, name: str, password: str) -> None:
    async with opened(tmp_path) as door:
        await door.put(
            Account("locked", None, password_hash=HASH, locked=True),
            Account("without"),
            Account("odd", password_hash="no hash"),
        )
        with pytest.raises(SignInNeeded) as refused:
            await door.sign_in(name, password)
        assert refused.value.code == "sign-in-wrong"
        assert await door.tokens() == []


async def test_a_password_too_long_is_wrong_before_any_work_is_done(tmp_path: Path) -> None:
    assert not auth_module._verified("no hash at all", "x" * (PASSWORD_MOST + 1))
    longest = "x" * PASSWORD_MOST
    assert auth_module._verified(hashed(longest), longest)


@pytest.mark.parametrize(
    ("password", "code", "bound"),
    [
        ("x" * (PASSWORD_LEAST - 1), "password-short", {"least": PASSWORD_LEAST}),
        ("x" * (PASSWORD_MOST + 1), "password-long", {"most": PASSWORD_MOST}),
    ],
)
def test_a_password_of_a_wrong_length_is_refused_with_its_bound(password: str, code: str, bound: dict[str, int]) -> None:
    with pytest.raises(BadInput) as refused:
        hashed(password)
    assert (refused.value.code, refused.value.field) == (code, "password")
    assert refused.value.params | bound == refused.value.params


def test_a_password_of_just_enough_is_kept_as_a_hash_that_knows_it() -> None:
    password = "x" * PASSWORD_LEAST
    kept = hashed(password)
    assert password not in kept
    assert auth_module._verified(kept, password)
    assert not auth_module._verified(kept, password + "y")


async def test_the_device_is_kept_by_the_name_it_gave_and_expired_tokens_go(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        await door.sign_in(device="d" * 100)
        assert await door.tokens() == [("anna", "d" * 80)]
        await door.sign_in("siv", now=NINE + LIFETIME, device="new")
        assert await door.tokens() == [("siv", "new")]


async def test_a_device_that_was_here_keeps_its_proof_and_another_gets_one_of_its_own(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        proof = (await door.sign_in()).proof
        assert proof
        assert (await door.sign_in(proof=proof)).proof == proof
        assert (await door.sign_in(proof="invented")).proof not in ("", "invented", proof)
        assert (await door.sign_in("siv", proof=proof)).proof not in ("", proof)


async def test_wrong_passwords_make_whoever_guesses_wait_and_a_right_one_is_forgiven(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        for _ in range(2):
            for _ in range(2):
                with pytest.raises(SignInNeeded):
                    await door.sign_in(password="wrong")
            await door.sign_in()
        for _ in range(3):
            with pytest.raises(SignInNeeded):
                await door.sign_in(password="wrong")
        with pytest.raises(TooMany) as refused:
            await door.sign_in()
        assert (refused.value.code, refused.value.params["seconds"]) == ("sign-in-wait", 1)


async def test_guesses_hurt_neither_another_name_nor_another_address_nor_a_device_that_was_here(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        proof = (await door.sign_in()).proof
        for _ in range(3):
            with pytest.raises(SignInNeeded):
                await door.sign_in(password="wrong")
        with pytest.raises(TooMany):
            await door.sign_in()
        assert (await door.sign_in("siv")).token
        assert (await door.sign_in(address="192.0.2.9")).token
        assert (await door.sign_in(proof=proof)).token


async def test_a_device_that_was_here_waits_in_its_own_queue(tmp_path: Path) -> None:
    async with opened(tmp_path, waiting=2) as door:
        proof, go = (await door.sign_in()).proof, threading.Event()
        crowd = [
            asyncio.ensure_future(door.auth._queue.verify(lambda: go.wait(60), f"198.51.100.{each}", known=False))
            for each in range(2)
        ]
        await asyncio.sleep(0)
        try:
            with pytest.raises(TooMany) as refused:
                await door.sign_in()
            assert refused.value.code == "sign-in-busy"
            assert (await door.sign_in(proof=proof)).token
        finally:
            go.set()
            await asyncio.gather(*crowd)


async def test_a_token_of_odd_characters_is_unknown_and_no_fault(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        with pytest.raises(SignInNeeded):
            await door.sessions.recognise("odd \udcff token", now=NINE)


async def test_a_crowd_at_once_gets_no_more_tries_than_one_after_the_other(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        tries = await asyncio.gather(*(door.sign_in(password="wrong") for _ in range(20)), return_exceptions=True)
        assert [type(each) for each in tries].count(SignInNeeded) == SignInSection().free_tries


async def test_a_sign_out_makes_the_token_worthless_and_ends_its_streams(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        token, other = (await door.sign_in()).token, (await door.sign_in()).token
        signed = await door.sessions.recognise(token, now=NINE)
        await door.sessions.sign_out(signed)
        with pytest.raises(SignInNeeded):
            await door.sessions.recognise(token, now=NINE)
        assert door.closed == [signed.session]
        assert (await door.sessions.recognise(other, now=NINE)).caller.username == "anna"
        await door.sessions.sign_out(signed)  # once more does no harm


async def test_what_another_program_changed_of_an_account_holds_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        token, sivs = (await door.sign_in()).token, (await door.sign_in("siv")).token
        anna, siv = [await door.sessions.recognise(each, now=NINE) for each in (token, sivs)]
        await door.sessions.read_again(now=NINE)
        assert door.closed == []
        await door.put(replace(ANNA, roles=("administrator",)))
        await door.sessions.read_again(now=NINE)
        assert door.closed == [anna.session]
        assert (await door.sessions.recognise(token, now=NINE)).caller.roles == {Role.ADMINISTRATOR}
        await door.put(replace(SIV, locked=True))
        await door.sessions.read_again(now=NINE)
        assert door.closed == [anna.session, siv.session]
        with pytest.raises(SignInNeeded):
            await door.sessions.recognise(sivs, now=NINE)


async def test_a_token_that_expired_is_closed_when_accounts_are_read_again(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        signed = await door.signed()
        await door.sessions.read_again(now=NINE + LIFETIME)
        assert door.closed == [signed.session]


@pytest.mark.parametrize("odd", ["anna", "siv"])
async def test_an_account_that_cannot_be_read_is_shut_out_and_the_others_are_looked_at(tmp_path: Path, odd: str) -> None:
    async with opened(tmp_path) as door:
        signed = {name: await door.signed(name) for name in ("anna", "siv")}
        both = [replace(ANNA, roles=("receptionist",)), replace(SIV, roles=("receptionist",))]
        await door.put(*both)

        async def meet(caller: Caller) -> None:
            if caller.username == odd:
                raise ValueError("odd")

        door.sessions.meet = meet
        await door.sessions.read_again(now=NINE)
        assert set(door.closed) == {each.session for each in signed.values()}


async def test_what_could_not_be_looked_at_for_now_is_still_known_for_the_next_time(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        token = (await door.sign_in()).token
        signed = await door.sessions.recognise(token, now=NINE)

        async def meet(caller: Caller) -> None:
            raise Unavailable("busy")

        door.sessions.meet = meet
        with pytest.raises(Unavailable):
            await door.sessions.read_again(now=NINE)
        assert door.closed == []
        assert await door.sessions.recognise(token, now=NINE) is signed


async def test_nothing_is_done_any_more_for_whoever_had_an_extension(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        anna, siv = await door.signed("anna"), await door.signed("siv")
        door.sessions.forget(frozenset({"2041", "2099"}))
        assert door.closed == [anna.session]
        door.sessions.forget(frozenset({"2041"}))
        assert door.closed == [anna.session]
        door.sessions.forget(frozenset({"2061"}))
        assert door.closed == [anna.session, siv.session]


@pytest.mark.parametrize("between", ["forget", "read_again"])
async def test_who_was_read_before_a_change_counts_once_and_is_not_kept(tmp_path: Path, between: str) -> None:
    async with opened(tmp_path) as door:
        token = (await door.sign_in()).token

        async def meet(caller: Caller) -> None:
            door.met.append(caller)
            if len(door.met) == 1:
                if between == "forget":
                    door.sessions.forget(frozenset({"2041"}))
                else:
                    await door.put(replace(ANNA, roles=("receptionist",)))
                    await door.sessions.read_again(now=NINE)

        door.sessions.meet = meet
        await door.sessions.recognise(token, now=NINE)
        await door.sessions.recognise(token, now=NINE)
        assert len(door.met) == 2


async def test_a_sign_out_while_accounts_are_read_again_stays_one(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        token = (await door.sign_in()).token
        signed = await door.sessions.recognise(token, now=NINE)

        async def meet(caller: Caller) -> None:
            await door.sessions.sign_out(signed)

        door.sessions.meet = meet
        await door.sessions.read_again(now=NINE)
        door.sessions.meet = door._meet
        with pytest.raises(SignInNeeded):
            await door.sessions.recognise(token, now=NINE)


async def test_only_so_many_tokens_are_remembered_and_the_others_are_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions_module, "CACHED_SESSIONS", 2)
    async with opened(tmp_path) as door:
        tokens = [(await door.sign_in()).token for _ in range(3)]
        for token in tokens:
            await door.sessions.recognise(token, now=NINE)
        for token in (tokens[2], tokens[1]):
            await door.sessions.recognise(token, now=NINE)
        assert len(door.met) == 3
        await door.sessions.recognise(tokens[0], now=NINE)
        assert len(door.met) == 4
