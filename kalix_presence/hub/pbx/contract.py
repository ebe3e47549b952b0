"""The public contract of a driver: what each must do, as cases that pytest and `kalix-hub pbx-trial` run alike.

Every case uses two extensions and leaves them without a rule. A case that asks for what the PBX cannot do, by its driver's
own `capabilities`, or for hands that nobody lent, is skipped, and says which.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from unittest import SkipTest

from kalix_presence.hub.pbx.capabilities import EndKept, ReadBack
from kalix_presence.hub.pbx.phone_accounts import PhoneAccount
from kalix_presence.hub.pbx.protocol import DamagedRule, Lamp, Pbx, PbxReady
from kalix_presence.model.errors import PresenceError, Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule

PATIENCE = 20.0
"""Seconds within which a PBX has to be there."""
SHORT = 3
"""Seconds that a rule lasts which the PBX must end by itself."""
_NAMES = [name for part in Pbx.__mro__ for name in (*vars(part), *inspect.get_annotations(part))]
ASKED = tuple(dict.fromkeys(name for name in _NAMES if not name.startswith("_")))
"""All that the hub asks of a driver, by name: what came to the Protocol later as well."""
LATE = 2.0
"""Seconds that it may end late: one for the whole second that some count with, one for the caller."""


Rings = Callable[[str], Awaitable[str]]
"""Calls an extension from outside, and tells what rang."""
SignsIn = Callable[[str, str], Awaitable[bool]]
"""Lets a phone sign in at an extension with a secret, and tells whether it may."""


class Broken(AssertionError):
    """The driver does not do what the contract says."""


class Skipped(SkipTest):
    """The case does not apply; pytest counts it as skipped. `because` names a capability, or what was not lent: "calls",
    "tampers", "elsewhere" or "spare"."""

    def __init__(self, because: str) -> None:
        super().__init__(f"needs {because}")
        self.because = because


@dataclass(frozen=True, slots=True)
class Trial:
    """A connected driver, two extensions that are its to try, and hands at the PBX where somebody lends them.

    `target` is where calls may be sent; `clock` gives aware UTC instants as the PBX counts them, and `passes` lets so many
    seconds pass. `rings` calls an extension from outside and tells what rang, or "" when nothing did; `tamper` writes a
    value that is no rule; `elsewhere` is the same driver for a PBX that is not there. `spare` is an extension that nobody has
    and no phone, at which `signs_in` tries.
    """

    pbx: Pbx
    first: str
    second: str
    target: str
    clock: Callable[[], datetime]
    passes: Callable[[float], Awaitable[None]] = asyncio.sleep
    rings: Rings | None = None
    tamper: Callable[[str, str], None] | None = None
    elsewhere: Callable[[], Pbx] | None = None
    spare: str = ""
    signs_in: SignsIn | None = None

    def rule(self, number: int = 1, *, extension: str = "", seconds: int | None = 3600) -> ForwardingRule:
        """A rule of ours for the first extension; "further notice" without `seconds`."""
        until = None if seconds is None else self.clock().replace(microsecond=0) + timedelta(seconds=seconds)
        told = "away" if seconds is None else "lunch"
        return ForwardingRule(extension or self.first, f"trial-{number}", Divert.ALWAYS, self.target, until, told, 5)

    def needs(self, *names: str) -> None:
        """Skip the case unless the PBX can do all this."""
        for name in names:
            if not getattr(self.pbx.capabilities, name):
                raise Skipped(name)

    async def must_hold(self, wanted: ForwardingRule | None, extension: str = "") -> None:
        """What is read back is `wanted`, as far as this PBX can tell. Raises Broken."""
        kept = self.pbx.capabilities.read_back
        if kept is ReadBack.NONE:
            return
        found = await self.pbx.read(extension or self.first)
        if kept is ReadBack.RULE or wanted is None or found is None:
            _require(found == wanted, f"{found} was read where {wanted} was written")
        elif isinstance(found, DamagedRule):
            raise Broken(f"{found} was read where {wanted} was written")
        else:
            _require((found.divert, found.target) == (wanted.divert, wanted.target), f"calls go to {found.target}")


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that a driver must do; `name` is its key in the catalogue, too (`hub.trial-NAME`)."""

    name: str
    run: Callable[[Trial], Awaitable[None]]

    def __str__(self) -> str:
        return self.name


async def connected(pbx: Pbx) -> None:
    """Start `pbx`, and wait until it is there. Raises Broken when it is not."""
    events = pbx.events()
    await pbx.start()
    try:
        async with asyncio.timeout(PATIENCE):
            async for event in events:
                if isinstance(event, PbxReady):
                    break
    except TimeoutError:
        raise Broken("the PBX is not there") from None
    _require(pbx.connected, "PbxReady was told, but it is not connected")


async def kept(case: Case, trial: Trial) -> None:
    """Run `case`, and take away what it left. Raises Broken, Skipped, and what the driver raises."""
    try:
        await case.run(trial)
    finally:
        for extension in (trial.first, trial.second):
            await trial.pbx.remove(extension)
        if trial.spare and trial.pbx.capabilities.sets_up_phones:
            await trial.pbx.undo_phones()
            await trial.pbx.remove_phone(trial.spare, "trial")
            await trial.pbx.keep_phones()


async def _reads_back(trial: Trial) -> None:
    trial.needs("forward_always")
    for wanted in (trial.rule(), trial.rule(2, seconds=None)):
        await trial.pbx.apply(wanted)
        await trial.must_hold(wanted)


async def _busy(trial: Trial) -> None:
    trial.needs("forward_busy")
    wanted = replace(trial.rule(), divert=Divert.BUSY)
    await trial.pbx.apply(wanted)
    await trial.must_hold(wanted)


async def _no_answer(trial: Trial) -> None:
    trial.needs("forward_no_answer")
    wanted = replace(trial.rule(), divert=Divert.NO_ANSWER, signals=3)
    await trial.pbx.apply(wanted)
    await trial.must_hold(wanted)


async def _unable(trial: Trial) -> None:
    able = trial.pbx.capabilities
    kinds = [
        kind
        for kind, can in (
            (Divert.ALWAYS, able.forward_always),
            (Divert.BUSY, able.forward_busy),
            (Divert.NO_ANSWER, able.forward_no_answer),
        )
        if not can
    ]
    if not kinds:
        raise Skipped("unable")
    for kind in kinds:
        try:
            await trial.pbx.apply(replace(trial.rule(), divert=kind))
        except Unavailable as refusal:
            _require(refusal.code == "pbx-cannot", f"{kind} is refused by {refusal.code}, not pbx-cannot")
        else:
            raise Broken(f"{kind} was taken, though it cannot be done")
        await trial.must_hold(None)


async def _takes_the_place(trial: Trial) -> None:
    later = trial.rule(2)
    await trial.pbx.apply(trial.rule(1))
    await trial.pbx.apply(later)
    await trial.must_hold(later)


async def _removes(trial: Trial) -> None:
    await trial.pbx.apply(trial.rule())
    for _ in range(2):
        await trial.pbx.remove(trial.first)
        await trial.must_hold(None)


async def _apart(trial: Trial) -> None:
    one, other = trial.rule(1), trial.rule(2, extension=trial.second)
    await asyncio.gather(trial.pbx.apply(one), trial.pbx.apply(other))
    await trial.must_hold(one)
    await trial.must_hold(other, trial.second)
    if trial.pbx.capabilities.read_back is not ReadBack.NONE:
        missing = {trial.first, trial.second} - (await trial.pbx.rules()).keys()
        _require(not missing, f"rules() lacks what read() shows of {', '.join(sorted(missing))}")
    await trial.pbx.remove(trial.first)
    await trial.must_hold(other, trial.second)


async def _last_wins(trial: Trial) -> None:
    rules = [trial.rule(number) for number in range(20)]
    results = await asyncio.gather(*(trial.pbx.apply(rule) for rule in rules), return_exceptions=True)
    for result in results:  # a read-back may already see a later one; that one is confirmed in its place
        if isinstance(result, BaseException) and getattr(result, "code", "") != "pbx-not-confirmed":
            raise Broken(f"one of many changes at once failed: {result!r}") from result
    _require(results[-1] is None, "the last of many changes at once was not confirmed")
    await trial.must_hold(rules[-1])


async def _tampered(trial: Trial) -> None:
    if trial.tamper is None:
        raise Skipped("tampers")
    if trial.pbx.capabilities.read_back is not ReadBack.RULE:
        raise Skipped("read_back")
    trial.tamper(trial.first, "rubbish")
    found = await trial.pbx.read(trial.first)
    _require(isinstance(found, DamagedRule), f"{found} was read of a value that is no rule")
    _require(isinstance((await trial.pbx.rules()).get(trial.first), DamagedRule), "rules() does not tell it")
    wanted = trial.rule()
    await trial.pbx.apply(wanted)
    await trial.must_hold(wanted)


async def _goes_to_the_target(trial: Trial) -> None:
    ring = _hand(trial)
    await trial.pbx.apply(trial.rule())
    rang = await ring(trial.first)
    _require(rang == trial.target, f"{rang or 'nothing'} rang instead of {trial.target}")
    await trial.pbx.remove(trial.first)
    rang = await ring(trial.first)
    _require(rang == trial.first, f"{rang or 'nothing'} rang without a rule")


async def _ends_by_itself(trial: Trial) -> None:
    ring = _hand(trial)
    if trial.pbx.capabilities.end is EndKept.NONE:
        raise Skipped("end")
    await trial.pbx.apply(trial.rule(seconds=SHORT))
    rang = await ring(trial.first)
    _require(rang == trial.target, f"{rang or 'nothing'} rang before the end")
    await trial.passes(SHORT + LATE)
    rang = await ring(trial.first)
    _require(rang == trial.first, f"{rang or 'nothing'} rang after the end")


async def _lines(trial: Trial) -> None:
    trial.needs("line_states")
    known = await trial.pbx.lines()
    missing = {trial.first, trial.second} - known.keys()
    _require(not missing, f"nothing is known of the line of {', '.join(sorted(missing))}")


async def _lamps(trial: Trial) -> None:
    trial.needs("lamps")
    await trial.pbx.show(trial.first, Lamp(away=True, text="Lunch, åter 13.00; tel. 0923-650 00"))
    await trial.pbx.show(trial.first, Lamp(away=False))


async def _no_such_call(trial: Trial) -> None:
    trial.needs("move_call")
    try:
        await trial.pbx.move_call("call-nobody", trial.second)
    except Unavailable as refusal:
        _require(refusal.code == "pbx-refused", f"refused by {refusal.code}, not pbx-refused")
    else:
        raise Broken("a call that is not there was moved")


async def _whole(trial: Trial) -> None:
    missing = [name for name in ASKED if not hasattr(trial.pbx, name)]
    _require(not missing, f"the Protocol has what the driver has not: {', '.join(missing)}")
    offers = await trial.pbx.offers_callback()
    _require(isinstance(offers, bool), f"offers_callback() says {offers!r}, not True or False")
    _require(trial.pbx.capabilities.announces or not offers, "a callback is offered where nothing is announced")


async def _checks(trial: Trial) -> None:
    found = await trial.pbx.check()
    _require(found[0] == ("reachable", None), "the first line of check() is not that it is reachable")


async def _sets_up_a_phone(trial: Trial) -> None:
    signs_in, pbx = _phone_hand(trial), trial.pbx
    account = PhoneAccount(trial.spare, 'Nina "N" Ny\r\n[evil];\ntype=endpoint', ("unit",))
    await pbx.put_phone(account, "first-secret", "trial:1")
    _require(await pbx.unkept_phones() == "trial:1", "unkept_phones() does not name the change")
    await pbx.keep_phones()
    _require(await pbx.unkept_phones() is None, "what was kept is still to be kept")
    _require(trial.spare in await pbx.phone_accounts(), "phone_accounts() lacks what was set up")
    _require(await signs_in(trial.spare, "first-secret"), "the phone cannot sign in with its secret")
    _require(not await signs_in(trial.spare, "another"), "the phone signs in with another secret")
    await pbx.put_phone(account, None, "trial:2")
    await pbx.keep_phones()
    _require(await signs_in(trial.spare, "first-secret"), "a change without a secret took the old one away")
    await pbx.remove_phone(trial.spare, "trial:3")
    await pbx.keep_phones()
    await pbx.remove_phone(trial.spare, "trial:4")
    _require(trial.spare not in await pbx.phone_accounts(), "phone_accounts() has what was removed")
    _require(not await signs_in(trial.spare, "first-secret"), "the phone signs in after it was removed")


async def _undoes_a_phone(trial: Trial) -> None:
    signs_in, pbx = _phone_hand(trial), trial.pbx
    account = PhoneAccount(trial.spare, "Nina Ny")
    await pbx.put_phone(account, "first-secret", "trial:1")
    await pbx.keep_phones()
    for change in (
        partial(pbx.put_phone, account, "second-secret", "trial:2"),
        partial(pbx.remove_phone, trial.spare, "trial:3"),
    ):
        await change()
        await pbx.undo_phones()
        _require(await pbx.unkept_phones() is None, "what was undone is still to be kept")
        await pbx.settle_phones()
        _require(await signs_in(trial.spare, "first-secret"), "the phone cannot sign in as before")
        _require(not await signs_in(trial.spare, "second-secret"), "the phone signs in by what was undone")


async def _leaves_others_phones(trial: Trial) -> None:
    trial.needs("sets_up_phones")
    for change, code in (
        (partial(trial.pbx.put_phone, PhoneAccount(trial.first, "Nina"), "secret", "trial:1"), "phone-elsewhere"),
        (partial(trial.pbx.put_phone, PhoneAccount("97", "Nina"), None, "trial:2"), "phone-not-ours"),
    ):
        try:
            await change()
        except PresenceError as refusal:
            _require(refusal.code == code, f"refused by {refusal.code}, not {code}")
        else:
            raise Broken(f"done, though it is to be refused by {code}")
    _require(await trial.pbx.unkept_phones() is None, "a change that was refused is to be kept")


async def _no_phones(trial: Trial) -> None:
    if trial.pbx.capabilities.sets_up_phones:
        raise Skipped("unable")
    for change in (
        partial(trial.pbx.put_phone, PhoneAccount(trial.first, ""), "secret", "trial:1"),
        partial(trial.pbx.remove_phone, trial.first, "trial:2"),
    ):
        try:
            await change()
        except Unavailable as refusal:
            _require(refusal.code == "pbx-cannot", f"refused by {refusal.code}, not pbx-cannot")
        else:
            raise Broken("a phone was set up, though that cannot be done")
    _require(not await trial.pbx.phone_accounts(), "it has set up phones, though it cannot")


async def _not_there(trial: Trial) -> None:
    if trial.elsewhere is None:
        raise Skipped("elsewhere")
    pbx = trial.elsewhere()
    _require(not pbx.connected, "connected, though it was never started")
    asked = (pbx.apply(trial.rule()), pbx.remove(trial.first), pbx.read(trial.first), pbx.rules(), pbx.lines())
    for result in await asyncio.gather(*asked, return_exceptions=True):
        _require(getattr(result, "code", "") == "pbx-unreachable", f"{result!r} instead of pbx-unreachable")
    name, fault = (await pbx.check())[0]
    _require(name == "reachable" and isinstance(fault, PresenceError), "check() does not say that it is unreachable")


CASES = (
    Case("whole", _whole),
    Case("checks", _checks),
    Case("reads-back", _reads_back),
    Case("busy", _busy),
    Case("no-answer", _no_answer),
    Case("unable", _unable),
    Case("takes-the-place", _takes_the_place),
    Case("removes", _removes),
    Case("apart", _apart),
    Case("last-wins", _last_wins),
    Case("tampered", _tampered),
    Case("goes-to-the-target", _goes_to_the_target),
    Case("ends-by-itself", _ends_by_itself),
    Case("lines", _lines),
    Case("lamps", _lamps),
    Case("no-such-call", _no_such_call),
    Case("sets-up-a-phone", _sets_up_a_phone),
    Case("undoes-a-phone", _undoes_a_phone),
    Case("leaves-others-phones", _leaves_others_phones),
    Case("no-phones", _no_phones),
    Case("not-there", _not_there),
)


def _hand(trial: Trial) -> Rings:
    trial.needs("forward_always")
    if trial.rings is None:
        raise Skipped("calls")
    return trial.rings


def _phone_hand(trial: Trial) -> SignsIn:
    trial.needs("sets_up_phones")
    if not trial.spare or trial.signs_in is None:
        raise Skipped("spare")
    return trial.signs_in


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Broken(otherwise)
