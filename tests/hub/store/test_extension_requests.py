"""Requests for extensions as they are kept: each field comes back, steps in order, nothing reminded of twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from kalix_presence.hub.store import extension_requests as kept
from kalix_presence.hub.store.extension_requests import RequestStep
from kalix_presence.model.extension_request import ExtensionRequest, Kind, State, Step
from tests.clocks import NINE
from tests.hub.store.kept import opened

DAY = NINE.date()
ONE = ExtensionRequest("r1", 1, Kind.MOVE, "bygg", "miljo", "2041", "2041", DAY, State.ASKED, "Flyttar", "2043", NINE, None, 1)


async def test_every_field_comes_back_and_what_is_over_is_erased_with_its_steps(tmp_path: Path) -> None:
    over = replace(ONE, id="r0", wanted=DAY - timedelta(1), state=State.DONE, closed_at=NINE)
    order = replace(ONE, id="r2", kind=Kind.ORDER, number="2050", wanted=DAY + timedelta(1))
    step = RequestStep(NINE, "2043", Step.COMMENT, "ja")
    async with opened(tmp_path) as store:
        for each in (ONE, over, order):
            await store.write(lambda change, each=each: kept.add_request(change, each))
            await store.write(lambda change, each=each: kept.note_request_step(change, each.id, step))
        assert await store.read(kept.read_requests) == [ONE, order]
        assert await store.read(lambda sql: kept.read_requests(sql, closed_since=NINE)) == [over, ONE, order]
        assert await store.read(lambda sql: kept.read_steps(sql, "r1")) == [step]
        assert await store.read(kept.reserved) == {"2050": "r2"}
        assert await store.write(lambda change: kept.mark_reminded(change, "r1", 1)) is False
        assert await store.write(lambda change: kept.mark_reminded(change, "r1", 2)) is True
        assert await store.write(lambda change: kept.mark_reminded(change, "r0", 2)) is False
        assert await store.write(lambda change: kept.forget_requests(change, before=NINE)) == 0
        assert await store.write(lambda change: kept.forget_requests(change, before=NINE + timedelta(1))) == 1
        assert await store.read(lambda sql: kept.read_steps(sql, "r0")) == []
