"""This process among the hubs of its group: it watches the lease, takes it when it has lapsed, and keeps it while it leads.

A thread of its own does so: the loop of a hub that loads two hundred thousand people is busy for longer than a lease lasts.
"""

from __future__ import annotations

import math
import secrets
import selectors
import socket
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from enum import StrEnum

import structlog

from kalix_presence import __version__
from kalix_presence.hub.hubs.leader import Leader
from kalix_presence.hub.store import generation
from kalix_presence.hub.store.generation import ServedLast
from kalix_presence.hub.store.postgresql import Postgresql
from kalix_presence.hub.store.postgresql_connection import Fence
from kalix_presence.hub.store.postgresql_lease import BROKEN, LEASE_SECONDS, Held, Lease, NoTables, Who
from kalix_presence.hub.store.upgrade import known_steps
from kalix_presence.hub.supervision.acting import ACTING, Acting, running_time
from kalix_presence.hub.supervision.faults import described
from kalix_presence.model.errors import PresenceError

RENEW_SECONDS = 0.5
RECONNECT_SECONDS = 0.2
SETTLE_SECONDS = 1.0
"""How long a hub looks at a lapsed lease, after it has connected, before it takes it: the database may have been away for
longer than a lease lasts, and whoever led goes on then."""
MARGIN_SECONDS = 0.3
"""So long before the lease ends nothing is begun any more that acts outward."""
KEEP_SECONDS = 10.0
"""How often a hub that stands by keeps how far the event log has come."""

_log = structlog.get_logger("kalix.hubs")


class Part(StrEnum):
    """What a hub is in its group, as the other hubs and `kalix-hub hubs` see it."""

    STANDS_BY = "stands-by"
    LEADS = "leads"
    LOST = "lost"
    """It has led, and another one does: it has to begin anew."""
    TOO_OLD = "too-old"
    """It stands by and cannot lead: a newer version has brought the database up to date."""
    OTHER_KEYS = "other-keys"
    """It stands by and does not lead: its keys are not those of the group."""


class Member:
    """`begin` and `end` it; `changed` is called, in its own thread, when `part` is another one. Uses `acting` to say until
    when this process may act outward. `told` gives the newest event number that readers may have been told."""

    def __init__(
        self,
        database: Postgresql,
        *,
        name: str,
        address: str,
        part: Part = Part.STANDS_BY,
        acting: Acting = ACTING,
        clock: Callable[[], float] = running_time,
        settle: float = SETTLE_SECONDS,
    ) -> None:
        self.who = Who(f"{name}-{secrets.token_hex(8)}", name, address.rstrip("/"), __version__)
        self.part = part
        self.term = 0
        self.secret = b""
        """The group's; "" until the database was reached for the first time."""
        self.takeovers = 0
        self.changed: Callable[[], None] = lambda: None
        self.told: Callable[[], int] = lambda: 0
        self.other_keys: Callable[[], list[str]] = list
        """The files of keys that are not the group's; asked in its own thread before it takes the lead."""
        self.moved: Callable[[], None] = lambda: None
        """Called when the hub that leads has reached the database again after it was away."""
        self._database, self._acting, self._clock, self._settle = database, acting, clock, settle
        self.highest_term: Callable[[list[str]], int] = lambda addresses: 0
        """Asks the hubs at these addresses; the highest term under which any says that one leads."""
        self._others: list[str] = []
        self._asks_at = -math.inf
        self._leader: Leader | None = None
        self._leads_until = -math.inf
        self._kept = generation.served_last(database.path)
        self._keeps_at = -math.inf
        self._known = known_steps()[1]
        self._ending, self._trouble = False, ""
        self._doorbell: tuple[socket.socket, socket.socket] | None = None
        self._thread = threading.Thread(target=self._run, name="kalix-lease", daemon=True)

    def begin(self) -> None:
        """Begin to watch; until it leads this process may not act."""
        self._acting.until(-math.inf)
        self._doorbell = socket.socketpair()
        for each in self._doorbell:
            each.setblocking(False)
        self._thread.start()

    def leader(self) -> Leader | None:
        """As `LeaderNow` says."""
        leader = self._leader
        return leader if leader is not None and self._clock() < self._leads_until else None

    def fence(self) -> Fence:
        """What the hub that leads writes under."""
        return Fence(self.who.id, self.term, self.look)

    def look(self) -> None:
        """See at once whether the lease is this hub's still."""
        if (doorbell := self._doorbell) is not None:
            with suppress(OSError):
                doorbell[1].send(b"\0")

    def end(self) -> None:
        """Give the lease back where it is held, and end; whatever was to be written is written."""
        self._ending = True
        self.look()
        if self._doorbell is None:
            return
        self._thread.join(LEASE_SECONDS * 2)
        self._acting.until(-math.inf)
        if not self._thread.is_alive():
            doorbell, self._doorbell = self._doorbell, None
            for each in doorbell:
                each.close()

    def _run(self) -> None:
        assert self._doorbell is not None  # noqa: S101  (`begin`)
        woken = self._doorbell[0]
        while not self._ending and self.part is not Part.LOST:
            try:
                with closing(self._database.lease(self.who)) as lease:
                    self._trouble = ""
                    self._follow(lease, woken)
            except NoTables:
                with suppress(PresenceError):
                    self._database.upgrade()
            except PresenceError as refusal:
                self._not_reached(refusal.code)
            except (BROKEN, OSError) as fault:
                self._not_reached(type(fault).__name__)
            except Exception as fault:  # noqa: BLE001  (whatever it is: without this thread nobody would lead)
                _log.critical("lease-failed", **described(fault))
            if self.part is Part.LEADS:
                self._ask_others()
            self._pause(woken, RECONNECT_SECONDS)

    def _not_reached(self, trouble: str) -> None:
        if trouble != self._trouble:  # five times a second is no news
            _log.warning("lease-not-reached", trouble=trouble)
        self._trouble = trouble

    def _pause(self, woken: socket.socket, seconds: float) -> None:
        with selectors.DefaultSelector() as waiting:
            waiting.register(woken, selectors.EVENT_READ)
            waiting.select(seconds)
        _answer(woken)

    def _follow(self, lease: Lease, woken: socket.socket) -> None:
        """As long as the connection stands."""
        since = self._clock()
        if not self.secret:
            self.secret = lease.secret()
            self.changed()
        if self.part is Part.LEADS and not self._is_whole(lease):
            self._lose("behind")
        elif self.part is Part.LEADS:
            self.moved()
        while not self._ending and self.part is not Part.LOST:
            rest = self._keep(lease) if self.part is Part.LEADS else self._watch(lease, since)
            lease.wait(rest, woken)
            _answer(woken)
        if self.part is Part.LEADS:
            self._acting.until(-math.inf)
            lease.release(self.term)
        if self._ending:
            lease.leave()

    def _is_whole(self, lease: Lease) -> bool:
        """Whether the database, which was away, has all that this hub told while it led."""
        _, newest = lease.newest()
        return newest >= self.told()

    def _keep(self, lease: Lease) -> float:
        sent = self._clock()
        if not lease.keep(self.term, self.part):
            self._lose("taken")
            return 0.0
        self._acting.until(sent + LEASE_SECONDS - MARGIN_SECONDS)
        if sent >= self._asks_at:
            self._others, self._asks_at = lease.others(), sent + KEEP_SECONDS
        return RENEW_SECONDS

    def _ask_others(self) -> None:
        """The database cannot be reached from here, and the lease may be over: perhaps it is another's by now."""
        if self._acting.may or self._clock() < self._asks_at:
            return
        self._asks_at = self._clock() + RENEW_SECONDS
        if self.highest_term(self._others) > self.term:
            self._lose("another-leads")

    def _watch(self, lease: Lease, since: float) -> float:
        held = lease.look(self.part)
        now = self._clock()
        self._see(held, now)
        self._keep_newest(lease, now)
        if held is not None and held.left > 0:
            return min(RENEW_SECONDS, held.left)
        if now - since < self._settle:
            return self._settle - (now - since)
        self._judge(lease)
        if self.part is not Part.STANDS_BY:
            return RENEW_SECONDS
        sent = self._clock()
        term = lease.take()
        if term is None:
            return 0.0
        self.term, self.part = term, Part.LEADS
        self.takeovers += 1
        self._acting.until(sent + LEASE_SECONDS - MARGIN_SECONDS)
        _log.info("leads", term=term)
        self.changed()
        return RENEW_SECONDS

    def _judge(self, lease: Lease) -> None:
        """Whether it could lead. Files may be copied here while it stands by, and others may be of a newer version."""
        was = self.part
        if lease.step() not in self._known:
            self.part = Part.TOO_OLD
        else:
            self.part = Part.OTHER_KEYS if self.other_keys() else Part.STANDS_BY
        if self.part is not was and self.part is not Part.STANDS_BY:
            _log.error("cannot-lead", why=self.part.value)

    def _see(self, held: Held | None, now: float) -> None:
        if held is None or held.left <= 0 or not held.address:
            self._leader = None
            return
        self._leader, self._leads_until = Leader(held.name, held.address, held.term), now + held.left

    def _keep_newest(self, lease: Lease, now: float) -> None:
        """A dump that is put back must give no number out twice: each hub remembers how far it has seen them go."""
        if now < self._keeps_at:
            return
        self._keeps_at = now + KEEP_SECONDS
        self._judge(lease)
        name, newest = lease.newest()
        if self._kept is None or newest > self._kept.number:
            self._kept = ServedLast(name, newest)
            with suppress(OSError):
                generation.keep_served(self._database.path, self._kept)

    def _lose(self, why: str) -> None:
        self._acting.until(-math.inf)
        self.part = Part.LOST
        _log.warning("leads-no-longer", term=self.term, why=why)
        self.changed()


def _answer(doorbell: socket.socket) -> None:
    with suppress(OSError):
        doorbell.recv(64)
