"""`check`: whether everything is as it should be between this computer and the server, or what is to be done."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from kalix_presence import shipped
from kalix_presence.cli.check_computer import (
    address_line,
    keyring_line,
    notification_line,
    policy_lines,
    start_line,
    surroundings,
    tray_line,
    version_line,
)
from kalix_presence.cli.check_exchange import exchange_lines, untried_exchange
from kalix_presence.cli.check_lines import Line, State, unseen
from kalix_presence.cli.check_server import each_hub_lines, server_lines, untried_server
from kalix_presence.cli.exits import Exit
from kalix_presence.cli.output import language
from kalix_presence.cli.support_file import support_file, write_support_file
from kalix_presence.cli.update import feed_lines
from kalix_presence.cli.version_fit import told_versions, version_fit
from kalix_presence.client.connection.probe import look
from kalix_presence.client.local import settings as kept
from kalix_presence.client.local.folders import Folders
from kalix_presence.client.local.program_log import last_lines
from kalix_presence.client.local.secrets import Secrets
from kalix_presence.client.session import joined_hub
from kalix_presence.model.errors import BadInput, Unavailable
from kalix_presence.model.words import Words

LOGGED = 200
"""Lines of the tray's log that are looked at for the file."""
_WAY = {"address", "proxy", "name", "port", "tls", "certificate", "hub"}


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, and what it was found with."""

    lines: list[Line]
    loaded: kept.Loaded
    origins: dict[str, str]
    folders: Folders


async def check(file: Path | None, *, as_json: bool) -> int:
    """Look at everything, say it, and write it into `file` for whoever helps."""
    found = await look_around(Folders.usual())
    words = shipped.words(language(found.loaded.settings.language))
    if file is not None:
        try:
            log = last_lines(found.folders.data, LOGGED)
        except OSError:
            log = []
        write_support_file(file, support_file(found.lines, found.loaded.settings, found.origins, log))
    if as_json:
        print(json.dumps(_as_json(found.lines, words), indent=2, ensure_ascii=False))
    else:
        _show(found.lines, words)
        if file is not None:
            print(words.say("check.file-written", file=file))
    return _exit(found.lines)


async def look_around(folders: Folders) -> Checked:
    """Every line, in the order in which they are read: what runs, what was decided, the way to the server, this computer."""
    environment, wrong = dict(os.environ), None
    try:
        loaded = kept.load_all(folders.config, environment)
    except BadInput as fault:
        wrong = fault
        environment.pop("KALIX_HUB", None)
        loaded = kept.load_all(folders.config, environment)
    origins = kept.origins(folders.config, environment)
    reading = asyncio.create_task(surroundings())
    address = address_line(loaded, origins["hub"], wrong)
    if address.state is State.OK:
        server, keyring = await asyncio.gather(_server(loaded, folders), keyring_line(Secrets()))
    else:
        feed = await feed_lines(loaded, folders, None)  # it lies elsewhere, and may be there all the same
        server, keyring = [*untried_server(), unseen("fit"), *untried_exchange(), *feed], await keyring_line(Secrets())
    known = await reading
    lines = [
        version_line(known),
        *policy_lines(loaded),
        address,
        *server,
        keyring,
        tray_line(known),
        notification_line(known, loaded.settings),
        start_line(known, loaded),
    ]
    return Checked(lines, loaded, origins, folders)


async def _server(loaded: kept.Loaded, folders: Folders) -> list[Line]:
    settings = loaded.settings
    hub = joined_hub(settings.hub, folders, language=language(settings.language))
    try:
        places = (await hub.places.ready()).order()
        probes = dict(zip(places, await asyncio.gather(*(look(hub, _now, each) for each in places)), strict=True))
        address = next((each for each in places if probes[each].stopped is None), places[0])
        probe = probes[address]
        told = await told_versions(hub, settings) if probe.stopped is None else None
    except Unavailable as fault:  # DNS names no place to look at
        feed = await feed_lines(loaded, folders, None)
        return [*untried_server(fault), unseen("fit"), *untried_exchange(), *feed]
    finally:
        await hub.close()
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    lines = server_lines(probe, host=parts.hostname or address, port=parts.port or (443 if secure else 80), secure=secure)
    fitting = version_fit(told, updates=settings.updates) if probe.stopped is None else unseen("fit")
    exchange = exchange_lines(told) if probe.stopped is None else untried_exchange()
    return [*lines, *each_hub_lines(probes), fitting, *exchange, *await feed_lines(loaded, folders, told)]


def _now() -> datetime:
    return datetime.now(UTC)


def _show(lines: list[Line], words: Words) -> None:
    signs = {state: words.say(f"check.state-{state.value}") for state in State}
    wide = max(len(sign) for sign in signs.values())
    for line in lines:
        print(f"{signs[line.state]:<{wide}}  {line.title(words)}: {line.text(words)}")


def _as_json(lines: list[Line], words: Words) -> list[dict[str, str]]:
    return [
        {
            "check": line.about,
            "state": line.state.value,
            "code": line.code,
            "title": line.title(words),
            "text": line.text(words),
        }
        for line in lines
    ]


def _exit(lines: list[Line]) -> int:
    undone = {line.about for line in lines if line.state is State.DO}
    soon = {line.about for line in lines if line.code == "certificate-soon"}
    if (undone - soon) & _WAY:
        return Exit.HUB_AWAY
    return Exit.TO_DO if undone else Exit.OK
