"""What stands elsewhere of somebody is kept by identity and mirror, and erased when it is over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from kalix_presence.hub.store import Store
from kalix_presence.hub.store.mirrored import Wrote, forget_mirrored, forget_over, put_mirrored, read_mirrored
from kalix_presence.model.mirrored import Part
from tests.clocks import NINE

TEXT, SHOWN = ("anna", Part.TEXT), ("anna", Part.PRESENCE)
LATER = Wrote("a", ("Lunch", ""), NINE + timedelta(hours=1))


async def test_rows_come_back_as_they_were_and_the_newest_takes_the_place_of_the_older(tmp_path: Path) -> None:
    store = Store(tmp_path / "hub.db")
    await store.write(lambda change: put_mirrored(change, "teams", [(TEXT, LATER), (SHOWN, LATER)]))
    newer = Wrote("b", ("Möte åäö",), NINE)
    await store.write(lambda change: put_mirrored(change, "teams", [(TEXT, newer)]))
    assert await store.read(lambda sql: read_mirrored(sql, "teams")) == {TEXT: newer, SHOWN: LATER}
    assert await store.read(lambda sql: read_mirrored(sql, "another")) == {}
    await store.write(lambda change: forget_mirrored(change, "another", [TEXT]))
    await store.write(lambda change: forget_mirrored(change, "teams", [SHOWN]))
    assert await store.read(lambda sql: read_mirrored(sql, "teams")) == {TEXT: newer}
    store.close()


async def test_what_is_over_is_erased_where_no_program_is_set_up_any_longer(tmp_path: Path) -> None:
    store = Store(tmp_path / "hub.db")
    await store.write(lambda change: put_mirrored(change, "teams", [(TEXT, LATER)]))
    await store.write(lambda change: forget_over(change, before=LATER.until))
    assert await store.read(lambda sql: read_mirrored(sql, "teams"))
    await store.write(lambda change: forget_over(change, before=LATER.until + timedelta(seconds=1)))
    assert await store.read(lambda sql: read_mirrored(sql, "teams")) == {}
    store.close()
