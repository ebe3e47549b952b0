"""kalix-hub sync: the directory from the site's own sources, at once or only looked at, and the yes to a run that is held."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kalix_presence import shipped
from kalix_presence.hub.commands.import_report import report
from kalix_presence.hub.commands.saying import (
    Folder,
    at_server,
    beside,
    configured,
    language,
    note,
    read,
    refusing,
    say,
)
from kalix_presence.hub.core.core import utc_now
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.sentences import sentence
from kalix_presence.hub.store import Store
from kalix_presence.hub.store.sync_states import SyncState, read_sync_states
from kalix_presence.hub.sync.runs import Run, Runs, again, why_left_out
from kalix_presence.hub.sync.settings import readers_of
from kalix_presence.hub.web.running import site_policy
from kalix_presence.model.errors import BadInput, PresenceError


class _RunsUnlessNamed(TyperGroup):
    """`sync` and `sync SOURCE` run; what is named otherwise is a command of its own."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["run", *args]
        return list(super().parse_args(ctx, args))


program = typer.Typer(cls=_RunsUnlessNamed, help="People from LDAP, Active Directory or a CSV file: run, accept, status.")

Source = Annotated[str, typer.Argument(help="Name of a source in the settings; all of them when none is named.")]
All = Annotated[bool, typer.Option("--all", help="Name everybody, however many they are.")]


@program.command()
def run(
    source: Source = "",
    folder: Folder = Path(),
    dry_run: Annotated[bool, typer.Option(help="Only say what would be different.")] = False,
    changes: Annotated[bool, typer.Option(help="Only what changed since, where the source can say so.")] = False,
    list_all: All = False,
) -> None:
    """Read the sources and take them over. Nothing is changed by one that is held: `accept` says yes to it."""
    with refusing():
        config = configured(folder)
        bad = sum(not _ran(config, one, dry=dry_run, changes=changes, everything=list_all) for one in _chosen(config, source))
        raise typer.Exit(1 if bad else 0)


@program.command()
def accept(
    source: Annotated[str, typer.Argument(help="Name of the source.")],
    held: Annotated[str, typer.Argument(help="The letters that the held run was said with: they stand for exactly whom.")],
    folder: Folder = Path(),
    list_all: All = False,
) -> None:
    """Say yes to a run that is held, and do it: exactly what was said, or nothing."""
    with refusing():
        config = configured(folder)

        async def accepted(store: Store) -> None:
            await _runs(config, store).accept(source, held.strip().lower())

        beside(config, accepted)
        note(config, "sync-accept", source=source)
        raise typer.Exit(0 if _ran(config, source, dry=False, changes=False, everything=list_all) else 1)


@program.command()
def decline(
    source: Annotated[str, typer.Argument(help="Name of the source.")],
    held: Annotated[str, typer.Argument(help="The letters that the held run was said with: they stand for exactly whom.")],
    folder: Folder = Path(),
) -> None:
    """Say no to a run that is held: nothing of it is done while the source says the same."""
    with refusing():
        config = configured(folder)

        async def declined(store: Store) -> None:
            await _runs(config, store).decline(source, held.strip().lower())

        beside(config, declined)
        note(config, "sync-decline", source=source)
        say("sync-declined", source=source)


@program.command()
def status(folder: Folder = Path()) -> None:
    """Say of each source when it was read, what that did, what is held and who could not be used."""
    with refusing():
        config = configured(folder)
        states = read(config, read_sync_states)
        for source in _chosen(config, ""):
            _say_state(source, states.get(source, SyncState()))


def _chosen(config: Config, source: str) -> list[str]:
    if not config.sync.sources:
        raise BadInput("sync-no-sources")
    return [source] if source else list(config.sync.sources)


def _runs(config: Config, store: Store) -> Runs:
    readers = readers_of(config, site_policy(config))
    return Runs(store, readers, percent=config.limits.import_percent, clock=utc_now, by=at_server())


def _ran(config: Config, source: str, *, dry: bool, changes: bool, everything: bool) -> bool:
    """Whether all of it is done now."""

    async def once(store: Store) -> Run:
        return await _runs(config, store).run(source, dry=dry, changes=changes)

    say("sync-source", source=source)
    try:
        done = beside(config, once)
    except PresenceError as refusal:
        if refusal.code == "sync-source-unknown":
            raise
        sys.stderr.write(sentence(refusal, language()) + "\n")
        return False
    _say_left_out(done.state)
    report(done.done, done.units, done.state.people, would=dry or done.held is not None, everything=everything)
    if not dry and done.held is None and done.done.anything:
        counts = {"added": len(done.done.added), "changed": len(done.done.changed), "removed": len(done.done.removed)}
        note(config, "sync", source=source, **counts)
    if done.held is not None:
        words = shipped.words(language())
        facts = {"removed": done.held.removed, "passed": done.held.passed, "id": done.held.id, "source": source}
        sys.stderr.write(words.say("hub.sync-would-hold" if dry else "hub.sync-held", **facts) + "\n")
        return dry
    if dry:
        say("import-dry-run")
    return True


def _say_state(source: str, state: SyncState) -> None:
    say("sync-source", source=source)
    if state.tried_at is None:
        say("sync-never")
        return
    if state.read_all_at is not None:
        at = f"{state.read_all_at.astimezone():%Y-%m-%d %H:%M}"
        say("sync-last", at=at, count=state.people, added=state.added, changed=state.changed, removed=state.removed)
    if state.held is not None and state.held.asks:
        say("sync-waits", removed=state.held.removed, passed=state.held.passed, id=state.held.id, source=source)
    elif state.trouble not in ("", "sync-held"):
        problem = sentence(again(state), language())
        say("sync-failed", at=f"{state.tried_at.astimezone():%Y-%m-%d %H:%M}", problem=problem)
    _say_left_out(state)


def _say_left_out(state: SyncState) -> None:
    for one in state.left_out:
        say("sync-left-out", entry=one.entry, problem=sentence(why_left_out(one), language()))
    if state.unusable > len(state.left_out):
        say("sync-left-out-more", count=state.unusable - len(state.left_out))
