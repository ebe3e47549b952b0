"""Plans in the database: those that name somebody are found among many, and are without them when they leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from kalix_presence.hub.commands.saying import write
from kalix_presence.hub.store import Transaction, plans
from kalix_presence.hub.store.holdings import end_holdings
from kalix_presence.hub.store.leaving import Leaving, plan_after
from kalix_presence.model.directory import Person
from kalix_presence.model.plan import DeputyState, Plan
from tests.clocks import NINE
from tests.hub.serving import made_config

_LOCAL = NINE.replace(tzinfo=None)
PLAN = Plan("p", "2043", "holiday", _LOCAL, _LOCAL + timedelta(days=1), "Europe/Stockholm", "2043")
PLANS = [
    replace(PLAN, extension="2041"),
    replace(PLAN, set_by="2041"),
    replace(PLAN, deputy="2041", deputy_state=DeputyState.ACCEPTED),
]
PERSON = Person("2041", "Anna", "Ek", "bygglov", "samhallsbyggnad")


@pytest.fixture(params=[0, plans.FEW], ids=["one leaves", "many leave"])
def leaving(request: pytest.FixtureRequest) -> Leaving:
    others = {str(3000 + each): replace(PERSON, extension=str(3000 + each), id=str(each)) for each in range(request.param)}
    return Leaving({"2041": PERSON, **others})


@pytest.mark.parametrize("number", range(len(PLANS)))
def test_a_plan_that_names_a_leaver_is_without_them_in_its_row_as_in_memory(
    tmp_path: Path, number: int, leaving: Leaving
) -> None:
    before, other = PLANS[number], replace(PLAN, id="other")

    def work(change: Transaction) -> None:
        for each in (before, other):
            plans.put_plan(change, each)
        end_holdings(change, leaving, now=NINE)
        kept = plans.read_plans(change.sql)
        assert kept.pop("other") == plan_after(other, leaving) == other
        assert kept == ({} if before.extension == "2041" else {"p": plan_after(before, leaving)})
        assert b'"2041"' not in msgspec.json.encode(kept)

    write(made_config(tmp_path / "hub"), work)


def test_plans_of_some_are_read_alone(tmp_path: Path) -> None:
    def work(change: Transaction) -> None:
        for each in (PLAN, replace(PLAN, id="other", extension="2042")):
            plans.put_plan(change, each)
        assert plans.read_plans_of(change.sql, {"2043", "2061"}) == {"p": PLAN}
        assert plans.read_plans_of(change.sql, set()) == {}

    write(made_config(tmp_path / "hub"), work)
