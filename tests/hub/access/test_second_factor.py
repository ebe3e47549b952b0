"""A second factor: asked for once it is there, each code good once, recovery codes for a lost one, demanded of roles by the site."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from kalix_presence import wire
from kalix_presence.hub.access.rate_limit import Trying
from kalix_presence.hub.access.second_factor import OFFER_LASTS, RECOVERY_CODES, STEP
from kalix_presence.hub.site.config import SignInSection
from kalix_presence.hub.store import second_factors
from kalix_presence.model.errors import BadInput, Conflict, NotFound, PresenceError, SignInNeeded, TooMany
from tests.clocks import NINE
from tests.hub.access.test_auth import ANNA, HOME, Door, audited, opened
from tests.hub.serving import PASSWORD


def code_at(secret: str, moment: datetime = NINE) -> str:
    """What an authenticator shows."""
    return TOTP(base64.b32decode(secret), 6, SHA1(), STEP).generate(int(moment.timestamp())).decode()


async def refused(door: Door, **more: str) -> str:
    """The code of what keeps Anna out; "" when she gets in."""
    try:
        await door.sign_in(**more)
    except PresenceError as fault:
        return fault.code
    return ""


class Secured:
    """Anna has a second factor; its first code, of NINE, is used up."""

    def __init__(self, door: Door, secret: str, recovery: list[str]) -> None:
        self.door, self.secret, self.recovery = door, secret, recovery

    async def enters(self, code: str, now: datetime = NINE) -> str:
        """The code of what keeps her out with this; "" when she gets in."""
        try:
            await self.door.sign_in(code=code, now=now)
        except PresenceError as fault:
            return fault.code
        return ""


@asynccontextmanager
async def secured(path: Path) -> AsyncIterator[Secured]:
    async with opened(path) as door:
        signed = await door.signed()
        offer = door.auth.offer_factor(signed, now=NINE)
        taken = wire.FactorTaken(PASSWORD, offer.ticket, code_at(offer.secret))
        yield Secured(door, offer.secret, await door.auth.set_factor(signed, taken, address=HOME, now=NINE))


async def test_an_offer_changes_nothing_until_its_first_code_has_come_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        signed = await door.signed()
        offer = door.auth.offer_factor(signed, now=NINE)
        assert offer.uri.startswith("otpauth://totp/")
        assert offer.secret in offer.uri
        assert not await door.auth.has_factor(signed)
        assert await refused(door) == ""
        taken = wire.FactorTaken(PASSWORD, offer.ticket, code_at(offer.secret, NINE + timedelta(hours=1)))
        with pytest.raises(BadInput, match="factor-code-wrong"):
            await door.auth.set_factor(signed, taken, address=HOME, now=NINE)
        assert not await door.auth.has_factor(signed)


async def test_the_password_alone_opens_nothing_then_and_each_code_opens_once(tmp_path: Path) -> None:
    async with secured(tmp_path) as anna:
        later = NINE + timedelta(seconds=STEP)
        assert await anna.enters("") == "factor-code-needed"
        assert await anna.enters(code_at(anna.secret)) == "factor-code-wrong", "it was the first, and is used up"
        assert await anna.enters(code_at(anna.secret, later), later) == ""
        assert await anna.enters(code_at(anna.secret, later), later) == "factor-code-wrong"
        shown = code_at(anna.secret, later + timedelta(seconds=STEP))
        assert await anna.enters(f"{shown[:3]} {shown[3:]}", later + timedelta(seconds=STEP)) == "", "as authenticators show it"


@pytest.mark.parametrize("odd", ["12345", "1234567", "12345é", "١٢٣٤٥٦", "12345a", "\0" * 6])
async def test_what_is_no_code_is_refused_as_a_wrong_one(tmp_path: Path, odd: str) -> None:
    async with secured(tmp_path) as anna:
        assert await anna.enters(odd) == "factor-code-wrong"


@pytest.mark.parametrize(
    ("steps", "outcome"), [(-2, "factor-code-wrong"), (-1, ""), (0, ""), (1, ""), (2, "factor-code-wrong")]
)
async def test_a_clock_may_differ_by_one_step(tmp_path: Path, steps: int, outcome: str) -> None:
    async with secured(tmp_path) as anna:
        now = NINE + timedelta(minutes=10)
        assert await anna.enters(code_at(anna.secret, now + timedelta(seconds=steps * STEP)), now) == outcome


async def test_an_older_code_is_not_good_any_more_once_a_newer_was_used(tmp_path: Path) -> None:
    async with secured(tmp_path) as anna:
        now = NINE + timedelta(minutes=10)
        assert await anna.enters(code_at(anna.secret, now), now) == ""
        assert await anna.enters(code_at(anna.secret, now - timedelta(seconds=STEP)), now) == "factor-code-wrong"


async def test_one_code_from_two_places_at_once_opens_one_of_them(tmp_path: Path) -> None:
    async with secured(tmp_path) as anna:
        now = NINE + timedelta(minutes=10)
        code = code_at(anna.secret, now)
        assert sorted(await asyncio.gather(*(anna.enters(code, now) for _ in range(3)))) == ["", *["factor-code-wrong"] * 2]


async def test_a_recovery_code_is_good_once_however_it_is_typed(tmp_path: Path) -> None:
    async with secured(tmp_path) as anna:
        assert len(set(anna.recovery)) == RECOVERY_CODES
        assert await anna.enters(anna.recovery[0].upper().replace("-", " ")) == ""
        assert await anna.enters(anna.recovery[0]) == "factor-code-wrong"
        assert await anna.enters(anna.recovery[1]) == ""


async def test_whoever_has_the_password_cannot_guess_codes_for_ever(tmp_path: Path) -> None:
    async with secured(tmp_path) as anna:
        outcomes = [await anna.enters("000000") for _ in range(6)]
        assert outcomes[0] == "factor-code-wrong"
        assert outcomes[-1] == "sign-in-wait"


async def test_a_wrong_password_with_a_right_code_says_nothing_of_either(tmp_path: Path) -> None:
    async with secured(tmp_path) as anna:
        now = NINE + timedelta(minutes=10)
        code = code_at(anna.secret, now)
        with pytest.raises(SignInNeeded, match="sign-in-wrong"):
            await anna.door.sign_in(password="wrong password", code=code, now=now)
        assert await anna.enters(code, now) == "", "and it is not used up by that"


async def test_giving_it_up_takes_the_password_and_a_code(tmp_path: Path) -> None:
    async with secured(tmp_path) as anna:
        now = NINE + timedelta(minutes=10)
        door, code = anna.door, code_at(anna.secret, now)
        token = (await door.sign_in(code=anna.recovery[0])).token
        signed = await door.sessions.recognise(token, now=NINE)
        for password, typed, why in (("wrong password", code, "password-wrong"), (PASSWORD, "000000", "factor-code-wrong")):
            with pytest.raises(BadInput, match=why):
                await door.auth.end_factor(signed, wire.FactorGivenUp(password, typed), address=HOME, now=now)
        assert await door.auth.has_factor(signed)
        await door.auth.end_factor(signed, wire.FactorGivenUp(PASSWORD, code), address=HOME, now=now)
        assert not await door.auth.has_factor(signed)
        assert await refused(door) == ""
        with pytest.raises(NotFound, match="factor-none"):
            await door.auth.end_factor(signed, wire.FactorGivenUp(PASSWORD, code), address=HOME, now=now)


async def test_one_that_is_there_is_not_replaced_by_another_offer(tmp_path: Path) -> None:
    async with secured(tmp_path) as anna:
        door = anna.door
        signed = await door.sessions.recognise((await door.sign_in(code=anna.recovery[0])).token, now=NINE)
        offer = door.auth.offer_factor(signed, now=NINE)
        taken = wire.FactorTaken(PASSWORD, offer.ticket, code_at(offer.secret))
        with pytest.raises(Conflict, match="factor-there"):
            await door.auth.set_factor(signed, taken, address=HOME, now=NINE)


async def test_an_offer_is_good_for_whom_it_was_made_and_for_a_while(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        anna, siv = await door.signed(), await door.signed("siv")
        offer = door.auth.offer_factor(anna, now=NINE)
        late = NINE + OFFER_LASTS
        for signed, ticket, now in ((siv, offer.ticket, NINE), (anna, offer.ticket, late), (anna, "invented", NINE)):
            taken = wire.FactorTaken(PASSWORD, ticket, code_at(offer.secret, now))
            with pytest.raises(BadInput, match="factor-offer-over") as refused:
                await door.auth.set_factor(signed, taken, address=HOME, now=now)
            assert refused.value.field == "ticket"


async def test_a_role_of_which_the_site_demands_one_sets_it_up_when_it_signs_in(tmp_path: Path) -> None:
    async with opened(tmp_path, must_have=frozenset({"officer"})) as door:
        assert await refused(door) == "", "anna is no officer"
        with pytest.raises(SignInNeeded, match="factor-to-set-up") as asked:
            await door.sign_in("siv")
        secret, ticket = str(asked.value.params["secret"]), str(asked.value.params["ticket"])
        with pytest.raises(BadInput, match="factor-code-wrong"):
            await door.sign_in("siv", ticket=ticket, code="000000")
        signed = await door.sign_in("siv", ticket=ticket, code=code_at(secret))
        assert len(signed.recovery) == RECOVERY_CODES
        siv = await door.sessions.recognise(signed.token, now=NINE)
        with pytest.raises(Conflict, match="factor-required"):
            await door.auth.end_factor(siv, wire.FactorGivenUp(PASSWORD, signed.recovery[0]), address=HOME, now=NINE)


async def test_an_offer_from_before_a_new_password_is_not_taken(tmp_path: Path) -> None:
    async with opened(tmp_path, must_have=frozenset({"officer"})) as door:
        with pytest.raises(SignInNeeded, match="factor-to-set-up") as asked:
            await door.sign_in("siv")
        with pytest.raises(SignInNeeded, match="sign-in-wrong"):
            await door.sign_in("siv", password="not it any more", ticket=str(asked.value.params["ticket"]), code="123456")


async def test_neither_secret_nor_codes_lie_readable_in_the_database(tmp_path: Path) -> None:
    async with secured(tmp_path) as anna:
        kept = await anna.door.store.read(lambda sql: second_factors.find_factor(sql, "anna"))
        assert kept is not None
        assert anna.secret.encode() not in kept.sealed
        assert base64.b32decode(anna.secret) not in kept.sealed
        assert not {code.replace("-", "") for code in anna.recovery} & kept.recovery


async def test_too_many_codes_say_how_long_to_wait(tmp_path: Path) -> None:
    async with secured(tmp_path) as anna:
        for _ in range(3):
            await anna.enters("000000")
        with pytest.raises(TooMany) as wait:
            await anna.door.sign_in(code="000000")
        assert wait.value.params["seconds"]


async def test_each_refusal_names_the_field_it_is_about(tmp_path: Path) -> None:
    async with secured(tmp_path) as anna:
        door, now = anna.door, NINE + timedelta(minutes=10)
        signed = await door.sessions.recognise((await door.sign_in(code=anna.recovery[0])).token, now=NINE)
        offer = door.auth.offer_factor(signed, now=now)
        for password, ticket, code, why, field in (
            ("wrong password", offer.ticket, code_at(offer.secret, now), "password-wrong", "password"),
            (PASSWORD, "invented", code_at(offer.secret, now), "factor-offer-over", "ticket"),
            (PASSWORD, offer.ticket, code_at(offer.secret, NINE), "factor-code-wrong", "code"),
        ):
            with pytest.raises(BadInput, match=why) as refusal:
                await door.auth.set_factor(signed, wire.FactorTaken(password, ticket, code), address=HOME, now=now)
            assert refusal.value.field == field
            door.guessing.forgive(Trying("anna", HOME, signed.session))
        for password, code, field in (("wrong password", "000000", "password"), (PASSWORD, "000000", "code")):
            with pytest.raises(BadInput) as refusal:
                await door.auth.end_factor(signed, wire.FactorGivenUp(password, code), address=HOME, now=now)
            assert refusal.value.field == field


async def test_a_password_that_is_over_sets_up_no_second_factor(tmp_path: Path) -> None:
    """A code of the administrator's is a password for a while: whoever is still signed in does nothing with an old one."""
    async with opened(tmp_path) as door:
        signed = await door.signed()
        await door.put(replace(ANNA, code_until=NINE + timedelta(minutes=1)))
        offer = door.auth.offer_factor(signed, now=NINE)
        later = NINE + timedelta(minutes=1)
        taken = wire.FactorTaken(PASSWORD, offer.ticket, code_at(offer.secret, later))
        with pytest.raises(BadInput, match="password-wrong"):
            await door.auth.set_factor(signed, taken, address=HOME, now=later)
        taken = wire.FactorTaken(PASSWORD, offer.ticket, code_at(offer.secret))
        assert len(await door.auth.set_factor(signed, taken, address=HOME, now=NINE)) == RECOVERY_CODES


async def test_strangers_who_lock_a_name_keep_nobody_from_what_is_their_own(tmp_path: Path) -> None:
    async with opened(tmp_path) as door:
        signed = await door.signed()
        for number in range(SignInSection().tries_per_name):
            door.guessing.count(Trying("anna", f"192.0.2.{number}"), 0.0)
        with pytest.raises(TooMany):
            await door.sign_in()
        offer = door.auth.offer_factor(signed, now=NINE)
        await door.auth.set_factor(
            signed, wire.FactorTaken(PASSWORD, offer.ticket, code_at(offer.secret)), address=HOME, now=NINE
        )
        assert await door.auth.has_factor(signed)


async def test_what_a_code_was_is_said_and_only_a_recovery_code_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = audited(monkeypatch)
    async with secured(tmp_path) as anna:
        assert told == [("sign-in", "2041", "2041", ""), ("set-second-factor", "2041", "2041", "")]
        told.clear()
        now = NINE + timedelta(minutes=10)
        assert await anna.enters(code_at(anna.secret, now), now) == ""
        assert await anna.enters(anna.recovery[0], now) == ""
        assert told == [(act, "2041", "2041", "") for act in ("sign-in", "use-recovery-code", "sign-in")]


async def test_who_has_an_account_without_an_extension_is_told_of_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = audited(monkeypatch)
    async with opened(tmp_path) as door:
        await door.put(replace(ANNA, username="admin", extension=None))
        signed = await door.signed("admin")
        offer = door.auth.offer_factor(signed, now=NINE)
        taken = wire.FactorTaken(PASSWORD, offer.ticket, code_at(offer.secret))
        await door.auth.set_factor(signed, taken, address=HOME, now=NINE)
        assert told == [(act, "admin", "", "") for act in ("sign-in", "set-second-factor")]
