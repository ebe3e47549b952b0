"""What one look at a source has found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from kalix_presence.hub.directory.people_file import PeopleFile
from kalix_presence.hub.store.sync_states import LeftOut


@dataclass(slots=True)
class Reading:
    """`people` as their source has them; `whole`: all of them, so that who is missing has left. `left_out` could not be used as
    they are there. `mark` is how far that was, for a next look at changes only; "" where there is none such."""

    people: PeopleFile
    whole: bool = True
    left_out: list[LeftOut] = field(default_factory=list)
    mark: str = ""

    @property
    def named(self) -> int:
        """How many people the source names, usable or not."""
        return len(self.people.rows) + len(self.people.unusable)


class Reader(Protocol):
    """Reads one source. Nothing of a look that was broken off is ever given."""

    async def read(self, mark: str = "") -> Reading:
        """Everybody, or with a `mark` what changed since, where that can be told. Raises BadInput, Unavailable."""

    async def probe(self) -> None:
        """Look whether it can be read, without reading it. Raises as `read`."""
