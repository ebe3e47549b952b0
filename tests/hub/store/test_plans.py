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
from kalix_presence.model.planned import Lift
from tests.clocks import NINE
from tests.hub.serving import made_config
from tests.hub.store.kept import opened

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


async def test_a_plan_that_is_removed_is_gone_and_no_other(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        for each in (PLAN, replace(PLAN, id="other")):
            await store.write(lambda change, each=each: plans.put_plan(change, each))
        await store.write(lambda change: plans.remove_plan(change, "p"))
        assert await store.read(plans.read_plans) == {"other": replace(PLAN, id="other")}


async def test_who_was_back_during_an_occurrence_is_remembered_until_it_is_over(tmp_path: Path) -> None:
    first, second = (Lift(key, NINE + timedelta(hours=1), NINE + timedelta(hours=hours)) for key, hours in (("a", 2), ("b", 3)))
    async with opened(tmp_path) as store:
        for extension, lift in (("2041", first), ("2041", second), ("2042", first)):
            await store.write(lambda change, e=extension, lift=lift: plans.put_lift(change, e, lift))
        assert await store.read(plans.read_lifts) == {"2041": [first, second], "2042": [first]}
        assert await store.read(lambda sql: plans.read_lifts(sql, ["2042", "2043"])) == {"2042": [first]}
        assert await store.read(lambda sql: plans.read_lifts(sql, ["2042", "2041"])) == {
            "2041": [first, second],
            "2042": [first],
        }
        assert await store.read(lambda sql: plans.read_lifts(sql, [])) == {}
        await store.write(lambda change: plans.forget_lifts(change, before=first.ends))
        assert await store.read(plans.read_lifts) == {"2041": [first, second], "2042": [first]}
        await store.write(lambda change: plans.forget_lifts(change, before=second.ends))
        assert await store.read(plans.read_lifts) == {"2041": [second]}
