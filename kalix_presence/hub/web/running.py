"""The running hub: core, sign-in, streams and measures around one configuration, started and stopped together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import structlog

from kalix_presence import shipped, wire
from kalix_presence.hub.access.account_marks import AccountMarks
from kalix_presence.hub.access.allowance import Allowances
from kalix_presence.hub.access.auth import Auth
from kalix_presence.hub.access.kept_tries import KeptTries
from kalix_presence.hub.access.rate_limit import Guessing
from kalix_presence.hub.access.second_factor import SecondFactors
from kalix_presence.hub.access.sessions import Sessions
from kalix_presence.hub.audit.views import AuditViews
from kalix_presence.hub.board.event_bus import addressed
from kalix_presence.hub.callbacks.copies.senders import senders_of
from kalix_presence.hub.callbacks.metrics import CallbackMetrics
from kalix_presence.hub.core.calendars import open_calendars
from kalix_presence.hub.core.core import Core, utc_now
from kalix_presence.hub.core.mirrors import open_mirrors
from kalix_presence.hub.directory.own_copy import OwnCopies
from kalix_presence.hub.guardian.settings import link_of
from kalix_presence.hub.hubs.gated_pbx import gated
from kalix_presence.hub.identity.organisation_sign_in import OrganisationSignIn
from kalix_presence.hub.identity.settings import provider_of
from kalix_presence.hub.pbx.protocol import Checked, Expectation, Pbx
from kalix_presence.hub.site.acts import Acts
from kalix_presence.hub.site.config import Config
from kalix_presence.hub.site.drivers import clock_of, pbx_of
from kalix_presence.hub.site.kept import kept_of
from kalix_presence.hub.site.networks import networks_of
from kalix_presence.hub.store import Store
from kalix_presence.hub.store.database import Database
from kalix_presence.hub.store.people import directory_version
from kalix_presence.hub.store.sealing import Sealer
from kalix_presence.hub.store.settings import account_version, mark_key, ticket_key, try_room
from kalix_presence.hub.supervision import service_manager
from kalix_presence.hub.supervision.faults import apart
from kalix_presence.hub.supervision.log_lines import LineWriter
from kalix_presence.hub.supervision.seldom import Seldom
from kalix_presence.hub.sync.desk import SourcesAtDesk
from kalix_presence.hub.sync.runs import Runs
from kalix_presence.hub.sync.settings import readers_of
from kalix_presence.hub.sync.timer import SyncTimer
from kalix_presence.hub.web.descriptors import raised
from kalix_presence.hub.web.front_door import FrontDoor
from kalix_presence.hub.web.local_door import LocalDoor
from kalix_presence.hub.web.metrics import Metrics
from kalix_presence.hub.web.pages import Pages
from kalix_presence.hub.web.place import ClockWatch, require_room
from kalix_presence.hub.web.server_measures import ServerMeasures, SizeThere
from kalix_presence.hub.web.snapshot import Snapshots
from kalix_presence.hub.web.streams import Streams
from kalix_presence.model.access import Role
from kalix_presence.model.duties import Duties, read_duties
from kalix_presence.model.errors import BadInput, StoreFull, Unavailable
from kalix_presence.model.policy import Policy, read_policy
from kalix_presence.model.reason import Reasons
from kalix_presence.model.reasons_file import read_reasons

if TYPE_CHECKING:
    from kalix_presence.hub.scim.provisioning import Provisioning

ACCOUNT_SECONDS = 1.0
"""How soon a change of accounts or people by another process (kalix-hub user, import) is noticed."""

_log = structlog.get_logger("kalix.hub")


class Hub:
    """Everything that `create_app` serves. `clock` is its only clock, by the settings unless one is given; tests move it."""

    def __init__(
        self,
        config: Config,
        *,
        pbx: Pbx | None = None,
        clock: Callable[[], datetime] | None = None,
        steady: Callable[[], float] = time.monotonic,
        kept: Database | None = None,
    ) -> None:
        """`kept` is the database, where it is not simply the one that the settings name: the hub leads others then."""
        kept = kept or kept_of(config)
        clock = clock or clock_of(config, utc_now, steady)
        self.config, self.clock, self.steady = config, clock, steady
        self.proxies = networks_of(config.listen.trusted_proxies)
        self.allowances = Allowances(config.limits)
        self.marks, self.acts = AccountMarks(), Acts(config.folder)
        self.log: LineWriter | None = None
        self.refused_sign_ins = Seldom("sign-in-refused")
        self.reasons, self.policy, self.duties = site_reasons(config), site_policy(config), site_duties(config)
        self.pbx = pbx or pbx_of(config, policy=self.policy, reasons=self.reasons, clock=clock)
        if kept.led:
            self.pbx = gated(self.pbx)
        self.core = Core(
            kept,
            self.pbx,
            reasons=self.reasons,
            policy=self.policy,
            limits=config.limits.core,
            clock=clock,
            duties=self.duties,
            senders=senders_of(config, clock=clock),
        )
        self.calendars = open_calendars(config.calendars, config.folder, self.core)
        self.core.before_planning.append(self.calendars.load)
        self.mirrors = open_mirrors(config.mirrors, config.folder, self.core, steady=steady)
        self.core.preferences.mirrors = self.mirrors.offered
        self.store: Store = self.core.store
        self.board, self.absences = self.core.board, self.core.absences
        self.sessions = Sessions(
            self.store,
            lifetime=timedelta(days=config.sign_in.token_days),
            access_lifetime=timedelta(minutes=config.sign_in.access_minutes),
        )
        guessing = Guessing(config.sign_in)
        self.tries = KeptTries(guessing, self.store, clock=clock, steady=steady)
        self.auth = Auth(
            self.store,
            guessing,
            self.sessions,
            SecondFactors(self.store, Sealer(config.path(config.sign_in.factor_key_file), lost="factor-key-lost")),
            must_have=frozenset(config.sign_in.second_factor),
            most_waiting=config.sign_in.most_waiting,
            steady=steady,
        )
        self.organisation = OrganisationSignIn(
            provider_of(config, steady=steady),
            config.sign_in.oidc,
            self.store,
            self.sessions,
            guessing,
            must_have=frozenset(config.sign_in.second_factor),
            steady=steady,
        )
        self.audit = AuditViews(self.store)
        self.sync = SyncTimer(
            config.sync,
            Runs(self.store, readers_of(config, self.policy), percent=config.limits.import_percent, clock=clock),
            self.store,
            clock=clock,
            on_change=self.core.reload_directory,
            on_waits=self._tell_of_sources,
        )
        self.sources = SourcesAtDesk(
            config, self.board, self.store, last_push=lambda: 0.0 if self.scim is None else self.scim.last_push
        )
        self.own_copies = OwnCopies(self.board, self.store)
        self.snapshots = Snapshots(self.board, self.core.event_bus, clock=clock)
        self.pages = Pages(self.board, self.core.event_bus)
        self.streams = Streams(
            self.board,
            self.store,
            self.core.event_bus,
            self.snapshots,
            clock=clock,
            most_bytes=config.limits.stream_bytes,
            heartbeat=config.limits.heartbeat_seconds,
        )
        self.sessions.closed = self.streams.close_session
        self.sessions.meet = self.core.succession.meet
        self.core.succession.on_leaving.append(self.sessions.forget)
        self.core.succession.on_leaving.append(self.streams.close_extensions)
        self.core.succession.step_calendars = self.calendars.step_accounts
        self.measures = Metrics(
            {
                "kalix_streams": ("Open event streams", lambda: len(self.streams)),
                "kalix_stream_deliveries_total": ("Frames written to streams", lambda: self.streams.delivered),
                "kalix_stream_cut_off_total": ("Slow readers cut off", lambda: self.streams.cut_off),
                "kalix_connections": ("Open connections", lambda: len(self.front_door)),
                "kalix_connections_most": ("Connections there is room for", lambda: self.front_door.most),
                "kalix_people": ("People in the directory", lambda: len(self.board.people)),
                "kalix_event_number": ("Number of the newest event", lambda: self.board.number),
                "kalix_journal_unread": ("Entries of the PBX's journals that nobody can read", lambda: self.pbx.unread),
                "kalix_pbx_connected": ("1 when the PBX is connected", lambda: int(self.pbx.connected)),
                "kalix_commit_callbacks_failed_total": (
                    "Durable changes of which the hub could not take everything in",
                    lambda: self.store.callbacks_failed,
                ),
                "kalix_rules_contested": (
                    "Rules that somebody else writes again and again: another hub at the same PBX",
                    lambda: len(self.core.reconciler.contested),
                ),
                "kalix_scim_last_push_timestamp_seconds": (
                    "When a directory service pushed last (0: not since the start)",
                    lambda: 0.0 if self.scim is None else self.scim.last_push,
                ),
                "kalix_scim_waiting": (
                    "Pushed people who are not in the directory as the service says",
                    lambda: 0 if self.scim is None else sum(self.scim.aftercare.waiting.values()),
                ),
                "kalix_scim_held": (
                    "Removals of a directory service that wait for a yes",
                    lambda: 0 if self.scim is None else self.scim.held,
                ),
                "kalix_not_in_force": ("Standings the PBX does not hold yet", self._not_in_force),
            }
        )
        self.front_door = FrontDoor(
            config.limits, count=lambda why: self.measures.turned_away.labels(why).inc(), descriptors=raised()
        )
        self.size_there = SizeThere(self.store)
        self.measures.registry.register(
            ServerMeasures(
                config,
                calendars=lambda: self.calendars.known.values(),
                last_backup=lambda: self.acts.last_backup,
                lost_lines=lambda: self.log.lost if self.log is not None else 0,
                size_there=lambda: self.size_there.bytes,
            )
        )
        self.measures.registry.register(CallbackMetrics(self.board, self.core.callbacks.book, clock=clock))
        self.core.callbacks.post.on_end = lambda channel, outcome: self.measures.copies.labels(channel, outcome).inc()
        self.core.reconciler.on_drift = lambda found: self.measures.drift.labels(found).inc()
        self.guardian = self.core.writer.guardian = link_of(
            config, self.pbx, lambda: list(self.board.rules.values()), clock=clock
        )
        self.scim = self._opened_scim()
        self.door = LocalDoor(config.folder, self.check_pbx, self.pbx.listen)
        self.supervised = self.core.supervised
        self.measures.registry.register(self.supervised)
        self.measures.registry.register(self.sync)
        self.measures.registry.register(self.mirrors.measures)
        if self.calendars.subscriptions is not None:
            self.measures.registry.register(self.calendars.subscriptions)
        self.clock_watch = ClockWatch(clock, steady)
        self.warnings: dict[str, Callable[[], bool]] = {
            "clock-set": lambda: self.clock_watch.lately,
            "rules-renewing": lambda: len(self.core.after_rest) > 0,
            "rules-contested": lambda: len(self.core.reconciler.contested) > 0,
            "guardian-guards-not": lambda: self.guardian is not None and not self.guardian.guards,
            "sync-failing": lambda: self.sync.failing,
            "sync-held": lambda: self.sync.held,
            "mirror-failing": lambda: self.mirrors.failing,
            "scim-held": lambda: self.scim is not None and self.scim.held > 0,
        }
        """What `/readyz` tells although the hub does its work."""
        self.ready = False
        self._versions_seen = (0, 0)

    async def start(self) -> None:
        """Begin to follow the PBX and to serve."""
        loop = asyncio.get_running_loop()

        def behind() -> None:  # nothing but a new process holds in memory all that the database has
            loop.call_soon_threadsafe(lambda: self.supervised.on_hopeless("store"))

        self.store.when_behind = behind
        await self.core.start()
        with suppress(Unavailable):  # a full disk: the hub serves, and names accounts "?" until it is started again
            self.marks.key = await self.store.write(mark_key)
        if self.store.database.led:
            self.organisation.seal_with(await self.store.write(ticket_key))
            await self.tries.load()
            self.supervised.run("tries", self.tries.run, vital=False)
        self.calendars.start(self.supervised)
        self.mirrors.start(self.supervised)
        self.sync.start(self.supervised)
        self.supervised.run("clock-watch", self.clock_watch.run, vital=False)
        if not self.store.database.in_a_file:
            self.supervised.run("database-size", self.size_there.run, vital=False)
        self.supervised.run("heartbeat", self.streams.beat)
        if self.guardian is not None:
            self.supervised.run("guardian", self.guardian.run, vital=False)
        service_manager.watched(self.supervised)
        self._versions_seen = await self._versions()
        self.supervised.run("accounts", self._mind_accounts)
        if self.scim is not None:
            self.scim.aftercare.on_waits = self._tell_of_sources
            self.supervised.run("scim", self.scim.aftercare.run, vital=False)
        await self.door.start()
        self.ready = True
        _log.info("hub-started", people=len(self.board.people), number=self.board.number, pbx=self.config.pbx.driver)

    async def stop(self) -> None:
        """End streams, then the core; may be called once."""
        self.ready = False
        await self.door.stop()
        self.streams.stop()
        await self.supervised.stop()
        await self.calendars.stop()
        await self.mirrors.stop()
        self.auth.stop()
        await self.organisation.stop()
        await self.core.stop()
        if self.guardian is not None:
            await self.guardian.stop()
        _log.info("hub-stopped")

    async def warn(self) -> list[str]:
        """What will be trouble soon, by code. Raises Unavailable for what is: a full disk, a database that was taken away."""
        if not self.store.in_place:
            raise Unavailable("database-taken-away", file=self.store.path.name)
        if self.store.full:
            with suppress(Unavailable):
                await self.store.write(try_room)
        found = [code for code, holds in self.warnings.items() if holds()]
        try:
            await asyncio.to_thread(require_room, self.store.path.parent)
        except StoreFull as refusal:
            if refusal.code == "disk-full":
                raise Unavailable(
                    "disk-full", megabytes=refusal.params["megabytes"], folder=self.store.path.parent.name
                ) from None
            found.append(refusal.code)
        if self.store.full:
            raise Unavailable("store-full")
        return found

    async def check_pbx(self) -> Checked:
        """Whether the PBX does its part and agrees with this hub."""
        today = self.clock().astimezone(ZoneInfo(self.policy.zone)).date()
        return await self.pbx.check(Expectation(self.policy, self.reasons, tuple(self.board.people), today))

    def _opened_scim(self) -> Provisioning | None:
        """What directory services push to; where no site wants it, its libraries are not even read."""
        if not self.config.scim.enabled:
            return None
        from kalix_presence.hub.scim.provisioning import Provisioning

        return Provisioning(
            self.config.scim,
            self.policy,
            self.store,
            self.core.callbacks.book,
            moment=self.board.moment,
            clock=self.clock,
            steady=self.steady,
            proxies=self.proxies,
            counted=lambda method, status: self.measures.pushed.labels(method, str(status)).inc(),
        )

    def _tell_of_sources(self) -> None:
        """Whoever may answer what waits asks for it then."""
        self.core.event_bus.publish(addressed(wire.SourcesChanged(), frozenset({f"role:{Role.ADMINISTRATOR.value}"})))

    def _not_in_force(self) -> float:
        return sum(1 for state in self.board.states.values() if not state.in_force)

    async def _mind_accounts(self) -> None:
        while True:
            await asyncio.sleep(ACCOUNT_SECONDS)
            self._report_acts()
            try:
                now_there = await self._versions()
                if now_there != self._versions_seen:
                    await self.sessions.read_again(now=self.clock())
                    self._versions_seen = now_there  # only now: what could not be read is read again
                await self.sessions.keep_seen(now=self.clock())
            except Unavailable as refusal:
                _log.warning("accounts-not-read", trouble=refusal.code)

    def _report_acts(self) -> None:
        with apart("acts-not-read"):
            for act in self.acts.untold():
                _log.info("administrator-act", **act)

    async def _versions(self) -> tuple[int, int]:
        return await self.store.read(lambda sql: (account_version(sql), directory_version(sql)))


def site_reasons(config: Config) -> Reasons:
    """The site's reasons; raises BadInput `reasons-file-broken` or `config-file-missing`."""
    return _read(config, config.reasons, read_reasons) if config.reasons else shipped.default_reasons()


def site_policy(config: Config) -> Policy:
    """The site's policy; raises BadInput `policy-file-broken` or `config-file-missing`."""
    return _read(config, config.policy, read_policy) if config.policy else shipped.default_policy()


def site_duties(config: Config) -> Duties:
    """The site's duties with their other words; raises BadInput `duties-file-broken` or `config-file-missing`."""
    return _read(config, config.duties, read_duties) if config.duties else shipped.default_duties()


def _read(config: Config, name: str, read: Callable[[str, str], Any]) -> Any:
    try:
        text = config.path(name).read_text("utf-8")
    except OSError:
        raise BadInput("config-file-missing", file=name) from None
    return read(text, name)
