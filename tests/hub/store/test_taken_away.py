"""What people took away of calendar files is kept until its entry is over, and an odd row stops nobody."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kalix_presence.hub.store.taken_away import forget_over, forget_taken_away, put_taken_away, read_taken_away
from kalix_presence.model.plan import AsImported
from kalix_presence.model.taken_away import TakenAway
from tests.clocks import Clock
from tests.hub.house import embedded, made_database, running


def gone(uid: str) -> TakenAway:
    starts, ends = Clock()().replace(tzinfo=None), Clock()().replace(tzinfo=None) + timedelta(hours=1)
    said = AsImported("meeting", starts, ends, "Europe/Stockholm", "", 0, (), None, "Budget")
    return TakenAway(uid, starts, ends, "Europe/Stockholm", "", 0, said)


async def test_it_is_forgotten_when_it_is_over_or_comes_back(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    await made_database(tmp_path / "hub.db")
    clock = Clock()
    async with running(tmp_path / "hub.db", embedded(clock), clock) as (core, _):

        async def kept() -> set[str]:
            return set(await core.store.read(lambda sql: read_taken_away(sql, "2041")))

        def put(change: object) -> None:
            for uid, ends in (("over", clock()), ("later", clock() + timedelta(days=2)), ("ever", None), ("back", None)):
                put_taken_away(change, "2041", gone(uid), ends=ends)  # type: ignore[arg-type]

        await core.store.write(put)
        assert await kept() == {"over", "later", "ever", "back"}
        await core.store.write(lambda change: forget_over(change, before=clock() + timedelta(days=1)))
        await core.store.write(lambda change: forget_taken_away(change, "2041", ["back"]))
        assert await kept() == {"later", "ever"}
        assert (await core.store.read(lambda sql: read_taken_away(sql, "2041")))["ever"] == gone("ever")
        await core.store.write(lambda change: change.sql.execute("UPDATE taken_away SET body = ? WHERE uid = 'ever'", (b"{",)))
        assert await kept() == {"later"}
        assert not await core.store.read(lambda sql: read_taken_away(sql, "2042"))
