"""`update`: a newer version from the organisation's signed feed, fetched and opened when somebody says so."""

from __future__ import annotations

import asyncio
import json
import sys

import typer

from kalix_presence import __version__, shipped, wire
from kalix_presence.cli.asking import YES, somebody_answers
from kalix_presence.cli.check_lines import Line, refused, well
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.output import language
from kalix_presence.cli.version_fit import told_versions
from kalix_presence.client.connection.update_feed import Offer
from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.own_package import own_package
from kalix_presence.client.session import joined_hub
from kalix_presence.client.sync.updates import Updates, by_hand, open_package
from kalix_presence.model.errors import PresenceError, Unavailable
from kalix_presence.model.words import Words


async def update(*, fetch: bool, as_json: bool) -> int:
    """Say what is there; ask, or with `fetch` go on without, and without opening it."""
    folders = Folders.usual()
    loaded = kept.load_all(folders.config)
    words = shipped.words(language(loaded.settings.language))
    updates = Updates(folders, own_package())
    updates.require_on(loaded.settings, decider(loaded))
    told = await _told(loaded.settings)
    feed = updates.feed(loaded.settings, told)
    offer = await updates.look(feed, __version__, told)
    if offer is None:
        _say(as_json, words, "newest", version=__version__)
        return Exit.OK
    if not fetch and not _wanted(offer, words, as_json=as_json):
        return Exit.TO_DO
    path = await updates.fetch(feed, offer)
    _say(as_json, words, "fetched", version=offer.package.version, file=path, how=by_hand(path))
    if not fetch:
        await asyncio.to_thread(open_package, path)
    return Exit.OK


def decider(loaded: kept.Loaded) -> str:
    """The file by which the organisation has decided whether there are updates; "" where it has not."""
    return loaded.source if "updates" in loaded.locked else ""


async def feed_lines(loaded: kept.Loaded, folders: Folders, told: wire.ReasonsView | None) -> list[Line]:
    """What a check says of the feed: nothing where there is none."""
    updates = Updates(folders, own_package())
    try:
        feed = updates.feed(loaded.settings, told)
    except PresenceError:
        return []
    try:
        offer = await updates.look(feed, __version__, told)
    except PresenceError as fault:
        return [refused("feed", fault)]
    except OSError as fault:
        return [refused("feed", Unavailable("files-unusable", problem=fault.strerror or type(fault).__name__))]
    return [well("feed", "feed-newest") if offer is None else well("feed", "feed-newer", version=offer.package.version)]


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
    hub = joined_hub(settings.hub, Folders.usual(), language=language(settings.language))
    try:
        return await told_versions(hub, settings)
    finally:
        await hub.close()
