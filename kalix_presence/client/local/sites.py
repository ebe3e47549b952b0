"""Which server the addresses in the settings are: what is kept of it on this computer is bound to it, and not to one address.

Settings that share an address with those before them name the same server, with more or fewer hubs: whoever is signed in stays
so. Settings that share none name another server.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from kalix_presence.client.local.whole_file import write_whole
from kalix_presence.wire import UNREADABLE

FILE = "servers.json"
MOST = 20
"""Servers that are remembered."""
LARGEST = 256 * 1024


class Site(msgspec.Struct, frozen=True):
    """`key` is by what everything of it is kept: the address that it had first. `answered` is the hub that answered last."""

    key: str
    addresses: tuple[str, ...]
    answered: str = ""


class Sites:
    """One small file, which tray and command line share; whatever is wrong with it, nothing is remembered."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def find(self, addresses: Sequence[str], *, before: str = "") -> Site:
        """The server that has one of `addresses`, which are all it has from now on.

        `before` is the address by which something was kept while a server had only one.
        """
        known = self._read()
        wanted = tuple(addresses)
        same = next((each for each in known if not set(wanted).isdisjoint((*each.addresses, each.key))), None)
        if same is None:
            site = Site(before if before in wanted else wanted[0], wanted)
        else:
            site = Site(same.key, wanted, same.answered)
        if not known or known[0] != site:
            self._write([site, *(each for each in known if each is not same)])
        return site

    def note_answer(self, key: str, address: str) -> None:
        """This hub of it has answered: it is asked first when a program begins."""
        known = self._read()
        noted = [msgspec.structs.replace(each, answered=address) if each.key == key else each for each in known]
        if noted != known:
            self._write(noted)

    def _read(self) -> list[Site]:
        try:
            with self._path.open("rb") as file:
                return msgspec.json.decode(file.read(LARGEST), type=list[Site])
        except (OSError, *UNREADABLE):
            return []

    def _write(self, sites: list[Site]) -> None:
        with suppress(OSError):
            write_whole(self._path, msgspec.json.encode(sites[:MOST]))
