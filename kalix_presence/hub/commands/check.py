"""kalix-hub check: configuration, database, rights and PBX, each line OK or what to do."""

from __future__ import annotations

import asyncio
import logging
import stat
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import structlog
import typer

from kalix_presence import shipped
from kalix_presence.hub.callbacks.copies.senders import senders_of
from kalix_presence.hub.commands.backup_dump import require_programs
from kalix_presence.hub.commands.factor_check import require_factor_words
from kalix_presence.hub.commands.hubs import troubles
from kalix_presence.hub.commands.mirror_check import check_mirrors
from kalix_presence.hub.commands.saying import Folder, configured, language, read, refusing, say
from kalix_presence.hub.commands.scim_check import check_scim
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.guardian.settings import check_guardian
from kalix_presence.hub.hubs.keys import other_keys
from kalix_presence.hub.identity.settings import check_provider
from kalix_presence.hub.pbx.clip_recognition import of_alaw, read_clips, recognised
from kalix_presence.hub.pbx.drivers import driver_named
from kalix_presence.hub.pbx.protocol import Checked, Expectation, Heard, Pbx, PbxReady, Remark
from kalix_presence.hub.site.acts import Acts
from kalix_presence.hub.site.config import Config, read_config
from kalix_presence.hub.site.drivers import known_extensions, pbx_of
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.site.sentences import sentence
from kalix_presence.hub.store.accounts import read_accounts
from kalix_presence.hub.store.audit_check import check_key
from kalix_presence.hub.store.database import size
from kalix_presence.hub.store.group import read_hubs
from kalix_presence.hub.store.sync_states import SyncState, read_sync_state
from kalix_presence.hub.supervision.service_manager import holds_socket
from kalix_presence.hub.sync.reading import Reader
from kalix_presence.hub.sync.runs import again
from kalix_presence.hub.sync.settings import readers_of
from kalix_presence.hub.web.certificate_check import check_certificate
from kalix_presence.hub.web.descriptors import check_descriptors
from kalix_presence.hub.web.local_door import ask_at_door, listen_at_door
from kalix_presence.hub.web.place import require_clock, require_port, require_room, require_writable
from kalix_presence.hub.web.running import site_duties, site_policy, site_reasons
from kalix_presence.model.errors import BadInput, Conflict, PresenceError

PBX_SECONDS = 10.0

Line = tuple[str, PresenceError | None]


Call = Annotated[str, typer.Option("--call", help="Call this extension and say what a caller hears; nobody is rung.")]
Clips = Annotated[Path, typer.Option(help="The folder of the spoken clips, for --call.")]


def check(folder: Folder = Path(), call: Call = "", clips: Clips = Path("/usr/share/kalix-presence/clips")) -> None:
    """Check everything the hub needs; ends with 1 when something is to be done."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))  # each line below says it better
    if call:
        with refusing():
            _listen(configured(folder), call, clips)
        return
    raise typer.Exit(1 if say_lines(folder) else 0)


def say_lines(folder: Path) -> int:
    """Say of each thing whether it is well; of how many something is to be done."""
    words = shipped.words(language())
    bad = 0
    for name, fault in _lines(folder):
        shown = words.say(f"hub.check-{name}") if words.has(f"hub.check-{name}") else name
        well = fault is None or isinstance(fault, Remark)
        text = " ".join(
            [*([words.say("hub.check-ok")] if well else []), *([sentence(fault, language())] if fault is not None else [])]
        )
        typer.echo(f"{shown}: {text}")
        bad += not well
    return bad


def _lines(folder: Path) -> Iterator[Line]:
    try:
        config = read_config(folder)
    except PresenceError as fault:
        yield "configuration", fault
        return
    yield "configuration", None
    files = (("reasons", site_reasons), ("policy", site_policy), ("duties", site_duties))
    for name, work in (
        *files,
        ("driver", _driver),
        ("database", _database),
        ("private", _private),
        ("audit-key", _audit_key),
        ("certificate", lambda config: check_certificate(config, now=utc_now())),
        ("disk", _disk),
        ("backup", _backup),
        ("port", _port),
        ("time", _time),
        ("descriptors", lambda config: check_descriptors(config.limits)),
    ):
        try:
            work(config)
        except PresenceError as fault:
            yield name, fault
        else:
            yield name, None
    yield from _hubs(config)
    for channel, sender in senders_of(config, clock=utc_now).items():
        try:
            sender.check()
        except PresenceError as fault:
            yield channel.value, fault
        else:
            yield channel.value, None
    try:
        if asyncio.run(check_provider(config, steady=time.monotonic)):
            require_factor_words(config.sign_in)
            yield "organisation", None
    except PresenceError as fault:
        yield "organisation", fault
    yield from _sources(config)
    yield from _scim(config)
    yield from _mirrors(config)
    yield from _guardian(config)
    try:
        yield from asyncio.run(_pbx(config))
    except PresenceError as fault:
        yield "reachable", fault


def _mirrors(config: Config) -> Iterator[Line]:
    """Whether the programs in which standings are told let the hub do each thing that it needs."""
    try:
        yield from asyncio.run(check_mirrors(config))
    except PresenceError as fault:
        if fault.code.startswith("mirror-"):  # what the database has is said above
            yield "mirrors", fault


def _guardian(config: Config) -> Iterator[Line]:
    """Whether somebody ends forwards when the hub is dead, where the site has set that up."""
    if not config.guardian.url:
        return
    try:
        pbx = pbx_of(config, policy=site_policy(config), reasons=site_reasons(config), clock=utc_now)
        asyncio.run(check_guardian(config, pbx, clock=utc_now))
    except PresenceError as fault:
        yield "guardian", fault


def _scim(config: Config) -> Iterator[Line]:
    """How a directory service that pushes stands, where the site has one."""
    try:
        if check_scim(config, now=utc_now()):
            yield "scim", None
    except PresenceError as fault:
        if fault.code.startswith("scim-"):  # what the database has is said above
            yield "scim", fault


def _sources(config: Config) -> Iterator[Line]:
    """Each source of the directory."""
    try:
        policy = site_policy(config)
    except PresenceError:
        return  # said above
    try:
        readers = readers_of(config, policy)
    except PresenceError as fault:
        yield "sync", fault
        return
    for name, reader in readers.items():
        yield _source(config, name, reader)


def _source(config: Config, name: str, reader: Reader) -> Line:
    """Whether a source of the directory can be read now, and what came of its last run."""
    line = f"sync {name}"
    try:
        asyncio.run(reader.probe())
    except PresenceError as fault:
        return line, fault
    state = SyncState()
    with suppress(PresenceError):  # that the database has something wrong is said above
        state = read(config, partial(read_sync_state, source=name))
    if state.held is not None and state.held.asks:
        held = state.held
        return line, Conflict("sync-held", source=name, removed=held.removed, passed=held.passed, id=held.id)
    if state.trouble not in ("", "sync-held"):
        return line, again(state)
    if state.read_all_at is None:
        return line, Remark("sync-never-read", source=name)
    at = f"{state.read_all_at.astimezone():%Y-%m-%d %H:%M}"
    return line, Remark("sync-was-read", at=at, count=state.people, unusable=state.unusable)


def _hubs(config: Config) -> Iterator[Line]:
    if not config.in_group:
        return
    try:
        others = read(config, lambda sql: other_keys(sql, config))
        wrong = troubles(read(config, read_hubs))
    except PresenceError:  # told as the database's
        return
    yield "hubs-keys", Conflict("hubs-other-keys-here", files=", ".join(others)) if others else None
    for one in wrong:
        yield "hubs", one
    if not wrong:
        yield "hubs", None


def _driver(config: Config) -> None:
    """Said of any PBX that people really call by."""
    driver = driver_named(config.pbx.driver)
    if not driver.made_up:
        raise Remark(f"driver-tried-{driver.tried}", driver=config.pbx.driver)


def _database(config: Config) -> None:
    kept = kept_of(config)
    kept.require_there()
    older = kept.is_older()
    kept.require_whole()
    if older:
        raise Remark("database-older")
    with kept.looking() as sql:
        if not any("administrator" in account.roles and not account.locked for account in read_accounts(sql)):
            raise BadInput("administrator-missing")


def _disk(config: Config) -> None:
    """Room for the database, or for the hub's own files where that is in PostgreSQL; and what it takes there."""
    require_room(config.path(config.database).parent)
    kept = kept_of(config)
    if kept.in_a_file:
        return
    try:
        with kept.looking() as sql:
            megabytes = size(sql) // 1_000_000
    except PresenceError:
        return  # said above
    raise Remark("database-there", megabytes=megabytes)


def _backup(config: Config) -> None:
    """When one was made last; and whether one can be."""
    kept = kept_of(config)
    if not kept.in_a_file:
        require_programs(kept)
    last = Acts(config.folder).last_backup
    if not last:
        raise Remark("backup-never")
    raise Remark("backup-was-made", at=f"{datetime.fromtimestamp(last).astimezone():%Y-%m-%d %H:%M}")


def _audit_key(config: Config) -> None:
    kept = kept_of(config)
    try:
        kept.require_there()
        older = kept.is_older()
    except PresenceError:
        return  # said above
    if older:
        return  # its trail may be none yet
    with kept.looking() as sql:
        check_key(sql, kept.path)


def _port(config: Config) -> None:
    """The port is free, or the hub's own that serves."""
    kept = kept_of(config)
    if not kept.is_ours():
        return  # said above
    try:
        with kept.claimed():
            require_writable(kept.path, in_a_file=kept.in_a_file)
            require_port(config.listen.host, config.listen.port)
    except Conflict as refusal:
        if refusal.code != "hub-serving-already" and not (refusal.code == "port-busy" and holds_socket()):
            raise


def _time(config: Config) -> None:
    try:
        kept = kept_of(config)
        kept.require_there()
    except PresenceError:
        return  # said above
    require_clock(kept, now=utc_now())


def _private(config: Config) -> None:
    if sys.platform == "win32":
        return
    for name in ("", config.database):
        path = config.path(name) if name else config.folder
        if path.exists() and path.stat().st_mode & (stat.S_IRWXO | (stat.S_IRWXG if name else 0)):
            raise BadInput("config-file-open", file=str(path))


def _listen(config: Config, extension: str, folder: Path) -> None:
    clips = read_clips(folder) if folder.is_dir() else []
    if not clips:
        raise BadInput("clips-not-in-folder", folder=str(folder))
    heard = asyncio.run(_heard(config, extension))
    names = [name for name in recognised(of_alaw(heard.sound), clips) if name]
    say("heard", extension=extension, clips=" ".join(names) or "-")
    if heard.target:
        say("heard-onward", target=heard.target)
    else:
        say("heard-rings", extension=extension)


async def _heard(config: Config, extension: str) -> Heard:
    asked = await listen_at_door(config.folder, extension)
    if asked is not None:
        return asked
    pbx = pbx_of(config, policy=site_policy(config), reasons=site_reasons(config), clock=utc_now)
    async with _standing(pbx):
        return await pbx.listen(extension)


@asynccontextmanager
async def _standing(pbx: Pbx) -> AsyncIterator[None]:
    """Connected, or at least tried for a while: then what is asked of it says why not."""
    events = pbx.events()
    await pbx.start()
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(PBX_SECONDS):
                async for event in events:
                    if isinstance(event, PbxReady):
                        break
        yield
    finally:
        await pbx.stop()


async def _pbx(config: Config) -> Checked:
    """What the hub that serves says, for the PBX lets its account in once; else what is seen with a login of our own."""
    asked = await ask_at_door(config.folder)
    if asked is not None:
        return asked
    policy, reasons = site_policy(config), site_reasons(config)
    pbx = pbx_of(config, policy=policy, reasons=reasons, clock=utc_now)
    people: tuple[str, ...] = ()
    with suppress(PresenceError):  # that the database has something wrong is said above
        kept = kept_of(config)
        kept.require_there()
        people = tuple(known_extensions(kept))
    async with _standing(pbx):
        return await pbx.check(Expectation(policy, reasons, people, utc_now().astimezone(ZoneInfo(policy.zone)).date()))
