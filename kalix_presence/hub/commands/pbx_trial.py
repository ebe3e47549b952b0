"""kalix-hub pbx-trial: the drivers' contract, run against this site's own PBX on two extensions."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import fields
from pathlib import Path
from typing import Annotated

import structlog
import typer

from kalix_presence import shipped
from kalix_presence.hub.commands.saying import Folder, configured, language, refusing, say
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.pbx import contract
from kalix_presence.hub.pbx.capabilities import Capabilities
from kalix_presence.hub.pbx.protocol import Pbx
from kalix_presence.hub.pbx.recording import Recording
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.drivers import pbx_of
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.site.sentences import sentence
from kalix_presence.hub.web.running import site_policy, site_reasons
from kalix_presence.model.errors import BadInput, Conflict, PresenceError, Unavailable

Extension = Annotated[str, typer.Argument(help="An extension that nobody uses meanwhile.")]
Record = Annotated[Path | None, typer.Option(help="Keep what was asked and answered in this file; nobody is named in it.")]


def pbx_trial(first: Extension, second: Extension, folder: Folder = Path(), record: Record = None) -> None:
    """Try on two unused extensions what this PBX truly does; the hub must not serve meanwhile."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))  # each line below says it better
    with refusing():
        for extension in (first, second):
            if not (extension.isascii() and extension.isdigit() and len(extension) <= 8) or first == second:
                raise BadInput("trial-extensions")
        config = configured(folder)
        with kept_of(config).claimed():  # a hub that serves would take away what it does not know
            broken = asyncio.run(_tried(config, first, second, record))
    raise typer.Exit(1 if broken else 0)


def said_of(able: Capabilities) -> list[tuple[str, str]]:
    """The capability table in words: what, and how it stands with it."""
    words = shipped.words(language())

    def shown(value: object) -> str:
        if isinstance(value, bool):
            return words.say(f"hub.able-{'yes' if value else 'no'}")
        if value is None:
            return words.say("hub.able-any")
        return ", ".join(map(str, value)) if isinstance(value, tuple) else f"{value:g}"

    table = []
    for each in fields(able):
        value = getattr(able, each.name)
        key = f"hub.able-{each.name}-{value}"
        table.append((words.say(f"hub.able-{each.name}"), words.say(key) if words.has(key) else shown(value)))
    return table


async def _tried(config: Config, first: str, second: str, record: Path | None) -> int:
    policy = site_policy(config)
    pbx = pbx_of(config, policy=policy, reasons=site_reasons(config), clock=utc_now)
    names = {first: "A", second: "B", policy.switchboard: "T"}
    recording = Recording(names, ("lunch", "away", "reachable"), utc_now())
    heard = recording.of(pbx)
    try:
        try:
            await contract.connected(pbx)
        except contract.Broken:
            (_, fault), *_ = await pbx.check()
            raise fault or Unavailable("pbx-unreachable") from None
        for extension in (first, second):
            if await pbx.read(extension) is not None:
                raise Conflict("trial-in-use", extension=extension)
        for what, how in said_of(pbx.capabilities):
            typer.echo(f"{what}: {how}")
        typer.echo("")
        trial = contract.Trial(heard, first, second, policy.switchboard, utc_now, rings=_listening(heard))
        return await _run(trial)
    finally:
        await pbx.stop()
        if record is not None:
            _write(record, recording)


async def _run(trial: contract.Trial) -> int:
    words = shipped.words(language())
    broken = well = 0
    for case in contract.CASES:
        title = words.say(f"hub.trial-{case}")
        try:
            await contract.kept(case, trial)
        except contract.Skipped as skipped:
            why = words.say("hub.trial-skipped", because=words.say(f"hub.able-{skipped.because}"))
        except PresenceError as fault:
            why, broken = words.say("hub.trial-broken", why=sentence(fault, language())), broken + 1
        except contract.Broken as fault:
            why, broken = words.say("hub.trial-broken", why=str(fault)), broken + 1
        else:
            why, well = words.say("hub.check-ok"), well + 1
        typer.echo(f"{title}: {why}")
    say("trial-ended", well=well, broken=broken, skipped=len(contract.CASES) - well - broken)
    return broken


def _listening(pbx: Pbx) -> contract.Rings:
    async def rings(extension: str) -> str:
        try:
            return (await pbx.listen(extension)).target or extension
        except Unavailable as refusal:
            if refusal.code == "pbx-cannot":
                raise contract.Skipped("calls") from None
            raise

    return rings


def _write(file: Path, recording: Recording) -> None:
    try:
        file.write_text(recording.text(), "utf-8")
    except OSError as fault:
        raise BadInput("folder-unwritable", folder=str(file.parent), problem=type(fault).__name__) from None
    say("trial-recorded", file=file)
