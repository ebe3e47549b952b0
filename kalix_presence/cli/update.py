"""`update`: a newer version from the organisation's signed feed, fetched and opened when somebody says so."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import typer

from kalix_presence import __version__, shipped, wire
from kalix_presence.cli.asking import YES, somebody_answers
from kalix_presence.cli.check_lines import Line, refused, well
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.output import language
from kalix_presence.cli.version_fit import told_versions
from kalix_presence.client.connection.address import hub_address
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.connection.update_feed import Offer, UpdateFeed
from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.own_package import own_package
from kalix_presence.client.outbox.process_lock import process_lock
from kalix_presence.model.errors import Forbidden, NotFound, PresenceError, Unavailable
from kalix_presence.model.words import Words


async def update(*, fetch: bool, as_json: bool) -> int:
    """Say what is there; ask, or with `fetch` go on without, and without opening it."""
    folders = Folders.usual()
    loaded = kept.load_all(folders.config)
    words = shipped.words(language(loaded.settings.language))
    require_on(loaded)
    system = own_package()
    if not system:
        raise NotFound("update-other-package")
    told = await _told(loaded.settings)
    feed = feed_of(loaded.settings, folders, told)
    async with _turn(folders.data):
        offer = await asyncio.to_thread(feed.look, __version__, system, "" if told is None else told.version)
        if offer is None:
            _say(as_json, words, "newest", version=__version__)
            return Exit.OK
        if not fetch and not _wanted(offer, words, as_json=as_json):
            return Exit.TO_DO
        path = await asyncio.to_thread(feed.fetch, offer)
    _say(as_json, words, "fetched", version=offer.package.version, file=path, how=_by_hand(path))
    if not fetch:
        await asyncio.to_thread(open_package, path)
    return Exit.OK


def require_on(loaded: kept.Loaded) -> None:
    """Raise Forbidden `updates-decided-off` (`file`: who decided it) or `updates-off`."""
    if not loaded.settings.updates:
        decided = "updates" in loaded.locked
        raise Forbidden("updates-decided-off", file=loaded.source) if decided else Forbidden("updates-off")


def feed_of(settings: kept.Settings, folders: Folders, told: wire.ReasonsView | None) -> UpdateFeed:
    """The feed that counts here: this computer's, else the hub's. What it is trusted by this computer alone says, so that
    nobody who has the hub has every computer. Raises NotFound `update-feed-none`, BadInput for an address of no use."""
    address = settings.update_feed or ("" if told is None else told.newest_feed)
    if not address or not settings.update_root:
        raise NotFound("update-feed-none")
    return UpdateFeed(hub_address(address), settings.update_root, folders.data / "updates", folders.cache / "updates")


async def feed_lines(loaded: kept.Loaded, folders: Folders, told: wire.ReasonsView | None) -> list[Line]:
    """What a check says of the feed: nothing where there is none."""
    hub = "" if told is None else told.version
    try:
        require_on(loaded)
        feed = feed_of(loaded.settings, folders, told)
    except PresenceError:
        return []
    try:
        async with _turn(folders.data):
            offer = await asyncio.to_thread(feed.look, __version__, own_package(), hub)
    except PresenceError as fault:
        return [refused("feed", fault)]
    except OSError as fault:
        return [refused("feed", Unavailable("files-unusable", problem=fault.strerror or type(fault).__name__))]
    return [well("feed", "feed-newest") if offer is None else well("feed", "feed-newer", version=offer.package.version)]


def open_package(path: Path) -> None:
    """Hand it to what installs packages here, which asks for an administrator; where there is none nothing happens."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606
        return
    opens = shutil.which("xdg-open")
    if opens is not None and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        subprocess.run([opens, path], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603


def _by_hand(path: Path) -> str:
    return f'msiexec /i "{path}"' if path.suffix == ".msi" else f'sudo apt install "{path}"'


def _wanted(offer: Offer, words: Words, *, as_json: bool) -> bool:
    """Say what is there, and ask where somebody can answer. Raises typer.Abort for a question without an answer."""
    _say(as_json, words, "offered", version=offer.package.version, own=__version__, size=max(1, round(offer.size / 1e6)))
    if as_json or not somebody_answers():
        return False
    print(words.say("cli.update-ask"), end=" ", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        raise typer.Abort
    return answer.strip().casefold() in YES


def _say(as_json: bool, words: Words, state: str, **facts: object) -> None:
    if as_json:
        print(json.dumps({"state": state} | facts, ensure_ascii=False, default=str))
    else:
        print(words.say(f"cli.update-{state}", **facts))


async def _told(settings: kept.Settings) -> wire.ReasonsView | None:
    """What the hub says; None where nobody is signed in, or it is not reached: then nothing is held back for its sake."""
    hub = HubClient(settings.hub)
    try:
        return await told_versions(hub, settings)
    finally:
        await hub.close()


@asynccontextmanager
async def _turn(folder: Path) -> AsyncIterator[None]:
    """What is known of a feed is written by one process at a time. Raises Unavailable `update-busy`."""
    try:
        async with process_lock(folder / "updates.lock"):
            yield
    except Unavailable as fault:
        raise (Unavailable("update-busy") if fault.code == "outbox-busy" else fault) from None
