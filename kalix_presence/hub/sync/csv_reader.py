"""A source that is a people file which another system leaves in a folder, whole each time."""

from __future__ import annotations

import asyncio
from pathlib import Path

from kalix_presence.hub.directory.people_file import read_people_data
from kalix_presence.hub.sync.reading import Reading
from kalix_presence.model.errors import BadInput
from kalix_presence.model.policy import Policy


class CsvReader:
    """Reads `path`. A file with a faulty line is not taken at all, as by `kalix-hub import`: it may be half a file."""

    def __init__(self, path: Path, policy: Policy) -> None:
        self._path, self._policy = path, policy

    async def read(self, mark: str = "") -> Reading:
        """Everybody in the file. Raises BadInput `config-file-missing`, `sync-file-faulty`, or as `read_people_data`."""
        data = await asyncio.to_thread(self._bytes)
        found = await asyncio.to_thread(read_people_data, data, self._policy, self._path.name)
        if found.bad:
            first = found.bad[0]
            raise BadInput("sync-file-faulty", file=self._path.name, count=len(found.bad), line=first.line)
        return Reading(found)

    async def probe(self) -> None:
        """Whether the file can be read. Raises BadInput `config-file-missing`."""
        await asyncio.to_thread(self._bytes)

    def _bytes(self) -> bytes:
        try:
            return self._path.read_bytes()
        except OSError:
            raise BadInput("config-file-missing", file=str(self._path)) from None
