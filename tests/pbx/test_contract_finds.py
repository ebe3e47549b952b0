"""The public contract finds drivers that are wrong: each case is there for a fault that it tells from the right thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from kalix_presence import shipped
from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.capabilities import Capabilities, EndKept, ReadBack
from kalix_presence.hub.pbx.embedded.pbx import EmbeddedPbx
from kalix_presence.hub.pbx.phone_accounts import PhoneAccount
from kalix_presence.hub.pbx.protocol import Checked, DamagedRule, Expectation, Lamp
from kalix_presence.model.errors import PresenceError, Unavailable
from kalix_presence.model.forwarding import Divert, ForwardingRule
from kalix_presence.model.line import LineState
from tests.clocks import Clock
from tests.pbx.test_contract import moving, ringing, signing

Rules = Mapping[str, ForwardingRule | DamagedRule]


class ForgetsTheEnd(EmbeddedPbx):
    async def apply(self, rule: ForwardingRule) -> None:
        await super().apply(replace(rule, until=None))


class ForwardsAlways(EmbeddedPbx):
    async def apply(self, rule: ForwardingRule) -> None:
        await super().apply(replace(rule, divert=Divert.ALWAYS))


class RemovesNothing(EmbeddedPbx):
    async def remove(self, extension: str) -> None: ...


class FailsWhereThereIsNoRule(EmbeddedPbx):
    async def remove(self, extension: str) -> None:
        if extension not in self._rules:
            raise Unavailable("pbx-refused")
        await super().remove(extension)


class KeepsTheFirst(EmbeddedPbx):
    async def apply(self, rule: ForwardingRule) -> None:
        self._rules.setdefault(rule.extension, rule)


class HasOneRuleAlone(EmbeddedPbx):
    async def apply(self, rule: ForwardingRule) -> None:
        self._rules.clear()
        await super().apply(rule)


class ListsNothing(EmbeddedPbx):
    async def rules(self) -> Rules:
        return {}


class SeesNoNonsense(EmbeddedPbx):
    async def read(self, extension: str) -> ForwardingRule | DamagedRule | None:
        found = await super().read(extension)
        return None if isinstance(found, DamagedRule) else found


class KnowsNoLine(EmbeddedPbx):
    async def lines(self) -> Mapping[str, LineState]:
        self._require_plug()
        return {}


class HasNoLamp(EmbeddedPbx):
    async def show(self, extension: str, lamp: Lamp) -> None:
        raise Unavailable("pbx-refused")


class MovesWhatIsNotThere(EmbeddedPbx):
    async def move_call(self, call_id: str, target: str) -> None: ...


class WasWrittenYesterday(EmbeddedPbx):
    def __getattribute__(self, name: str) -> Any:
        if name == "offers_callback":
            raise AttributeError(name)
        return super().__getattribute__(name)


class OffersPerhaps(EmbeddedPbx):
    async def offers_callback(self) -> bool:
        return None  # type: ignore[return-value]


class OffersInSilence(EmbeddedPbx):
    capabilities = Capabilities(announces=False)

    async def offers_callback(self) -> bool:
        return True


class IsNeverChecked(EmbeddedPbx):
    async def check(self, expected: Expectation | None = None) -> Checked:
        return [("reachable", Unavailable("pbx-unreachable"))]


class TakesWhatItCannot(EmbeddedPbx):
    capabilities = Capabilities(forward_busy=False)


class WritesNowhere(EmbeddedPbx):
    """Confirms and shows what never reaches a call."""

    def call(self, caller: str, extension: str, **how: Any) -> Any:
        self._rules.clear()
        return super().call(caller, extension, **how)


class NeverEnds(EmbeddedPbx):
    def call(self, caller: str, extension: str, **how: Any) -> Any:
        for key, rule in self._rules.items():
            if isinstance(rule, ForwardingRule):
                self._rules[key] = replace(rule, until=None)
        return super().call(caller, extension, **how)


class AnswersFromTheVoid(EmbeddedPbx):
    async def lines(self) -> Mapping[str, LineState]:
        return {}


class LetsAnybodyIn(EmbeddedPbx):
    def sign_in(self, extension: str, secret: str) -> bool:
        return extension in self._accounts.secrets


class ForgetsTheSecret(EmbeddedPbx):
    async def put_phone(self, account: PhoneAccount, secret: str | None, mark: str) -> None:
        await super().put_phone(account, secret or "", mark)


class EndsNoPhone(EmbeddedPbx):
    async def remove_phone(self, extension: str, mark: str) -> None: ...


class NamesNoChange(EmbeddedPbx):
    async def unkept_phones(self) -> str | None:
        return None


class UndoesNothing(EmbeddedPbx):
    async def undo_phones(self) -> None:
        await self.keep_phones()


class TakesAnybodysPhone(EmbeddedPbx):
    async def put_phone(self, account: PhoneAccount, secret: str | None, mark: str) -> None:
        self._take_on(replace(self._accounts, secrets={**self._accounts.secrets, account.extension: secret or ""}))


class SetsUpWithoutLeave(EmbeddedPbx):
    capabilities = Capabilities()


WRONG: list[tuple[type[EmbeddedPbx], str]] = [
    (WasWrittenYesterday, "whole"),
    (OffersPerhaps, "whole"),
    (OffersInSilence, "whole"),
    (IsNeverChecked, "checks"),
    (ForgetsTheEnd, "reads-back"),
    (ForwardsAlways, "busy"),
    (ForwardsAlways, "no-answer"),
    (TakesWhatItCannot, "unable"),
    (KeepsTheFirst, "takes-the-place"),
    (RemovesNothing, "removes"),
    (FailsWhereThereIsNoRule, "removes"),
    (HasOneRuleAlone, "apart"),
    (ListsNothing, "apart"),
    (KeepsTheFirst, "last-wins"),
    (SeesNoNonsense, "tampered"),
    (WritesNowhere, "goes-to-the-target"),
    (NeverEnds, "ends-by-itself"),
    (KnowsNoLine, "lines"),
    (HasNoLamp, "lamps"),
    (MovesWhatIsNotThere, "no-such-call"),
    (LetsAnybodyIn, "sets-up-a-phone"),
    (ForgetsTheSecret, "sets-up-a-phone"),
    (EndsNoPhone, "sets-up-a-phone"),
    (NamesNoChange, "sets-up-a-phone"),
    (UndoesNothing, "undoes-a-phone"),
    (TakesAnybodysPhone, "leaves-others-phones"),
    (SetsUpWithoutLeave, "no-phones"),
    (AnswersFromTheVoid, "not-there"),
]


def trial_of(kind: type[EmbeddedPbx]) -> contract.Trial:
    clock = Clock()

    def made() -> EmbeddedPbx:
        return kind(("2041", "2042"), policy=shipped.default_policy(), reasons=shipped.default_reasons(), clock=clock)

    pbx = made()
    return contract.Trial(
        pbx, "2041", "2042", "9", clock, passes=moving(clock), rings=ringing(pbx), tamper=pbx.tamper, elsewhere=made,
        spare="2070", signs_in=signing(pbx),
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "case"), WRONG, ids=lambda value: getattr(value, "__name__", value))
async def test_a_driver_that_is_wrong_is_found(kind: type[EmbeddedPbx], case: str) -> None:
    trial = trial_of(kind)
    await contract.connected(trial.pbx)
    [run] = [each.run for each in contract.CASES if each.name == case]
    with pytest.raises((contract.Broken, PresenceError)):
        await run(trial)


def test_every_case_has_a_fault_that_it_is_there_for() -> None:
    assert {case for _, case in WRONG} == {case.name for case in contract.CASES}


@pytest.mark.parametrize(
    ("able", "case", "because"),
    [
        (Capabilities(end=EndKept.NONE), "ends-by-itself", "end"),
        (Capabilities(read_back=ReadBack.TARGET), "tampered", "read_back"),
        (Capabilities(line_states=False), "lines", "line_states"),
        (Capabilities(move_call=False), "no-such-call", "move_call"),
        (Capabilities(forward_always=False), "goes-to-the-target", "forward_always"),
        (Capabilities(), "sets-up-a-phone", "sets_up_phones"),
        (Capabilities(sets_up_phones=True), "no-phones", "unable"),
    ],
)
async def test_what_is_skipped_names_the_capability(
    monkeypatch: pytest.MonkeyPatch, able: Capabilities, case: str, because: str
) -> None:
    trial = trial_of(EmbeddedPbx)
    monkeypatch.setattr(trial.pbx, "capabilities", able)
    await contract.connected(trial.pbx)
    [run] = [each.run for each in contract.CASES if each.name == case]
    with pytest.raises(contract.Skipped) as skipped:
        await run(trial)
    assert skipped.value.because == because


async def test_a_pbx_that_shows_only_the_target_is_held_to_the_target(monkeypatch: pytest.MonkeyPatch) -> None:
    trial = trial_of(ForgetsTheEnd)
    monkeypatch.setattr(trial.pbx, "capabilities", Capabilities(read_back=ReadBack.TARGET))
    await contract.connected(trial.pbx)
    await trial.pbx.apply(trial.rule())
    await trial.must_hold(trial.rule())
    with pytest.raises(contract.Broken):
        await trial.must_hold(replace(trial.rule(), target="2042"))
