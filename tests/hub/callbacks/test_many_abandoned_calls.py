"""Many callers give up at once, each is told of more than once, the PBX is lost in between: every one is a callback exactly once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from kalix_presence.hub.pbx.protocol import CallRecorded
from tests.clocks import Clock
from tests.hub.callbacks.house import ANNA, PER, made_database, pbx_of, running
from tests.hub.house import until

CALLS = 150


async def test_every_abandoned_call_is_a_callback_exactly_once(tmp_path: Path) -> None:
    await made_database(tmp_path / "kalix.db")
    clock = Clock()
    pbx = pbx_of(clock)
    async with running(tmp_path / "kalix.db", pbx, clock) as (core, _):
        pbx.phones[ANNA].answers = pbx.phones[PER].answers = False
        for at in range(CALLS):
            clock.move(seconds=0.04)
            pbx.call(f"0923{at:06d}", ANNA if at % 2 else PER, hangs_up="phone", waited=12)
            pbx._readers.publish(CallRecorded(list(pbx._records.values())[-1]))  # told twice, as after a lost connection
            if at == CALLS // 2:
                pbx.unplug()
                pbx.plug_in()
        await until(lambda: not pbx._records)
        rows = await core.store.read(lambda sql: sql.execute("SELECT number FROM message").fetchall())
        steps = await core.store.read(lambda sql: sql.execute("SELECT COUNT(*) FROM message_step").fetchone())
        assert steps == (CALLS,), "a call that is told again is not counted again"
        assert Counter(row[0] for row in rows) == {f"+46923{at:06d}": 1 for at in range(CALLS)}
