"""A database, and sources that are people files, which tests write anew and run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kalix_presence import shipped
from kalix_presence.hub.directory.attributes import Precedence
from kalix_presence.hub.directory.importing import import_people
from kalix_presence.hub.directory.people_file import read_people_file
from kalix_presence.hub.store import Store
from kalix_presence.hub.store.accounts import Account, read_accounts
from kalix_presence.hub.store.people import read_people
from kalix_presence.hub.store.sources import Origin, read_origin
from kalix_presence.hub.store.sync_states import SyncState, read_sync_state
from kalix_presence.hub.sync.csv_reader import CsvReader
from kalix_presence.hub.sync.runs import Run, Runs
from kalix_presence.model.directory import Person
from tests.clocks import Clock

COLUMNS = "extension;given_name;family_name;unit;administration;title;username;deputy;person"


def line(number: int, *, title: str = "", username: str = "", deputy: str = "", given: str = "") -> str:
    """Somebody at 2000 and `number`."""
    return f"{2000 + number};{given or f'Anna{number}'};Ek;Bygglov;Bygg;{title};{username};{deputy};p{number}"


class SyncHouse:
    """Sources `names`, each a file in `folder`, in this order."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.folder, self.clock = folder, Clock()
        self.store = Store(folder / "kalix.db")
        policy = shipped.default_policy()
        self.readers = {name: CsvReader(folder / f"{name}.csv", policy) for name in names}
        self.runs = Runs(self.store, self.readers, percent=5.0, clock=self.clock)

    def write(self, name: str, *lines: str, columns: str = COLUMNS) -> None:
        """What the source has from now on."""
        (self.folder / f"{name}.csv").write_text("\n".join([columns, *lines]), "utf-8")

    async def run(self, name: str, *lines: str, **how: Any) -> Run:
        """Write it, where there are lines, and run it."""
        if lines:
            self.write(name, *lines)
        return await self.runs.run(name, **how)

    async def by_hand(self, *lines: str, columns: str = COLUMNS, **how: Any) -> None:
        """What `kalix-hub import` does with these."""
        wanted = read_people_file("\n".join([columns, *lines]), shipped.default_policy())
        assert not wanted.bad, wanted.bad
        how["precedence"] = Precedence(order=tuple(self.readers))
        await self.store.write(lambda change: import_people(change, wanted, now=self.clock(), **how))

    async def people(self) -> dict[str, Person]:
        return await self.store.read(read_people)

    async def accounts(self) -> dict[str, Account]:
        return {one.username: one for one in await self.store.read(read_accounts)}

    async def origin(self, extension: str) -> Origin:
        person = (await self.people())[extension]
        return await self.store.read(lambda sql: read_origin(sql, person.id))

    async def state(self, name: str) -> SyncState:
        return await self.store.read(lambda sql: read_sync_state(sql, name))
