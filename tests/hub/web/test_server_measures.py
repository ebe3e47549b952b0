"""What is measured of a hub in PostgreSQL is true there: the size on its server, and nothing of the hub's own folder for it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest

from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.store_section import StoreSection
from kalix_presence.hub.store import Store
from kalix_presence.hub.web.server_measures import ServerMeasures, SizeThere
from tests.postgresql import at, cluster


def measures(config: Config, size: SizeThere) -> dict[str, tuple[str, list[float]]]:
    collector = ServerMeasures(
        config, calendars=lambda: (), last_backup=lambda: 0.0, lost_lines=lambda: 0, size_there=lambda: size.bytes
    )
    return {each.name: (each.documentation, [one.value for one in each.samples]) for each in collector.collect()}


@pytest.mark.in_a_file
async def test_the_size_is_that_on_its_server_and_is_left_out_while_it_does_not_answer(tmp_path: Path) -> None:
    database = at(tmp_path / "kalix.db")
    (tmp_path / "kalix.db").write_bytes(b"a file that was left here")
    url = f"postgresql://kalix@{quote(str(cluster().folder), safe='')}:5432/{database.name}"
    config = msgspec.structs.replace(Config(), folder=tmp_path, store=StoreSection(url=url))
    store = Store(database)
    size = SizeThere(store)
    try:
        assert measures(config, size)["kalix_database_bytes"][1] == [], "not known yet"
        await size.look()
        found = measures(config, size)
        assert found["kalix_database_bytes"][1] == [size.bytes]
        assert found["kalix_database_bytes"][1][0] > 5_000_000
        assert "own files" in found["kalix_disk_free_bytes"][0]
        cluster().run(f"DROP DATABASE {database.name} WITH (FORCE)")
        await size.look()
        assert measures(config, size)["kalix_database_bytes"][1] == []
    finally:
        store.close()


@pytest.mark.in_a_file
def test_of_a_file_it_is_the_files(tmp_path: Path) -> None:
    config = msgspec.structs.replace(Config(), folder=tmp_path)
    (tmp_path / "kalix.db").write_bytes(b"123")
    (tmp_path / "kalix.db-wal").write_bytes(b"12345")
    collector = ServerMeasures(
        config, calendars=lambda: (), last_backup=lambda: 0.0, lost_lines=lambda: 0, size_there=lambda: 7
    )
    found = {each.name: each for each in collector.collect()}
    assert [(one.labels["file"], one.value) for one in found["kalix_database_bytes"].samples] == [("database", 3), ("wal", 5)]
    assert "database lies" in found["kalix_disk_free_bytes"].documentation
