"""The exchange of these tests keeps the contract that every driver keeps."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kalix_presence.hub.pbx import contract
from tests.hub.guardian.plain_exchange import Exchange, PlainPbx


@pytest.mark.parametrize("case", contract.CASES, ids=str)
async def test_the_contract(case: contract.Case, tmp_path: Path) -> None:
    exchange = Exchange(tmp_path / "exchange.db").make()
    pbx = PlainPbx(exchange)

    async def rings(extension: str) -> str:
        return exchange.forwards().get(extension, extension)

    await contract.connected(pbx)
    trial = contract.Trial(
        pbx,
        "2041",
        "2042",
        target="9",
        clock=lambda: datetime(2026, 11, 25, 9, tzinfo=UTC),
        rings=rings,
        elsewhere=lambda: PlainPbx(Exchange(tmp_path / "nowhere.db")),
    )
    await contract.kept(case, trial)
    await pbx.stop()
