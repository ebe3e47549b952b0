"""Newer versions of this program on this computer: whether they may be fetched, from which feed, and how they are opened."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from kalix_presence import wire
from kalix_presence.client.connection.address import hub_address
from kalix_presence.client.connection.update_feed import Offer, UpdateFeed
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.settings import Settings
from kalix_presence.client.outbox.process_lock import process_lock
from kalix_presence.model.errors import Forbidden, NotFound, Unavailable


def open_package(path: Path) -> bool:
    """Hand it to what installs packages here, which asks for an administrator; whether there is such a program."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606
        return True
    opens = shutil.which("xdg-open")
    if opens is None or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    done = subprocess.run([opens, path], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    return done.returncode == 0


def by_hand(path: Path) -> str:
    """The command by which an administrator installs it."""
    return f'msiexec /i "{path}"' if path.suffix == ".msi" else f'sudo apt install "{path}"'


@dataclass(frozen=True, slots=True)
class Updates:
    """`folders` are this computer's, `system` its kind of package as `own_package` says."""

    folders: Folders
    system: str

    def require_on(self, settings: Settings, decider: str = "") -> None:
        """Raise Forbidden `updates-decided-off` (`file`: `decider`, by which the organisation has decided it) or `updates-off`,
        and NotFound `update-other-package` where no feed can replace this program."""
        if not settings.updates:
            raise Forbidden("updates-decided-off", file=decider) if decider else Forbidden("updates-off")
        if not self.system:
            raise NotFound("update-other-package")

    def feed(self, settings: Settings, told: wire.ReasonsView | None, decider: str = "") -> UpdateFeed:
        """The feed that counts here: this computer's, else the hub's. What it is trusted by this computer alone says, so that
        nobody who has the hub has every computer.

        Raises as `require_on`, NotFound `update-feed-none`, and BadInput for an address of no use.
        """
        self.require_on(settings, decider)
        address = settings.update_feed or ("" if told is None else told.newest_feed)
        if not address or not settings.update_root:
            raise NotFound("update-feed-none")
        kept, cache = self.folders.data / "updates", self.folders.cache / "updates"
        return UpdateFeed(hub_address(address), settings.update_root, kept, cache)

    async def look(self, feed: UpdateFeed, own: str, told: wire.ReasonsView | None) -> Offer | None:
        """The newest version above `own` that fits this computer and the hub; None for none.

        Raises Unavailable `update-busy` while another of this computer's programs looks, and as the feed does.
        """
        async with self._turn():
            return await asyncio.to_thread(feed.look, own, self.system, "" if told is None else told.version)

    async def fetch(self, feed: UpdateFeed, offer: Offer) -> Path:
        """Its file, checked. Raises as `look`."""
        async with self._turn():
            return await asyncio.to_thread(feed.fetch, offer)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """What is known of a feed is written by one process at a time."""
        try:
            async with process_lock(self.folders.data / "updates.lock"):
                yield
        except Unavailable as fault:
            raise (Unavailable("update-busy") if fault.code == "outbox-busy" else fault) from None
