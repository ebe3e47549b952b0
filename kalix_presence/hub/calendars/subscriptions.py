"""What Microsoft Graph tells the hub of by itself: a subscription for each mailbox, renewed, and made anew when it is silent.

Nothing relies on it. Each calendar is looked at as often as without, and what is told only has one looked at sooner; what Graph
sends is never read as more than "look". A change that a look finds and nobody told of shows a subscription that is dead.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from urllib.parse import quote

import msgspec
import structlog
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kalix_presence.model.errors import BadInput, PresenceError, Unavailable

LOOK_SECONDS = 15.0
LIFETIME = timedelta(hours=48)
"""Graph keeps one for events for seven days at most."""
RENEWED = timedelta(hours=24)
"""One that ends sooner than this is renewed."""
SILENT = timedelta(minutes=5)
"""After a change that a look found: what Graph has not told by then it will not tell."""
TOLD_BEFORE = timedelta(minutes=2)
"""A look may find what was told of a moment ago."""
PAUSE = timedelta(minutes=10)
"""Before it is tried again for a mailbox for which it was refused."""
MOST_A_TURN = 100
"""Mailboxes in one turn, one after the other, so that a whole organisation's do not come at once."""
MOST_TOLD = 2_000
"""Notifications of one request that are looked at."""
MOST_LISTED = 200
"""Pages of the list of subscriptions."""
LONGEST_TOKEN = 2_048

log = structlog.get_logger("kalix.calendars")


class Api(Protocol):
    """How Graph is asked."""

    async def ask(self, method: str, path: str, body: object = None) -> tuple[int, Mapping[str, Any]]:
        """The status, also of a refusal, and what it says. `path` is below the API's address, or a link that it gave.

        Raises Unavailable `calendar-unreachable`, `calendar-busy` (`seconds`), BadInput `calendar-site-sign-in`.
        """


class Notified(msgspec.Struct, frozen=True):
    """One notification, as far as it matters: whose (`state`), and what became of the subscription where it says that."""

    state: str | None = msgspec.field(name="clientState", default=None)
    lifecycle: str | None = msgspec.field(name="lifecycleEvent", default=None)


class Notifications(msgspec.Struct, frozen=True):
    """What Graph sends."""

    value: list[Notified]


class _There(msgspec.Struct, frozen=True):
    """A subscription as Graph lists it."""

    id: str
    resource: str
    ends: datetime = msgspec.field(name="expirationDateTime")
    address: str = msgspec.field(name="notificationUrl", default="")


@dataclass(slots=True)
class _Subscription:
    """`missed` is when a look found what nobody had told of, `told` when something was told last."""

    id: str
    mailbox: str
    ends: datetime
    missed: datetime | None = None
    told: datetime | None = None


@dataclass(slots=True)
class _Kept:
    live: dict[str, _Subscription] = field(default_factory=dict)
    later: dict[str, datetime] = field(default_factory=dict)
    """Until when nothing is tried for a calendar."""


class Subscriptions(Collector):
    """`address` is where Graph reaches this hub, `wanted` gives the mailbox of each calendar by its id and `mailbox_of` that of
    one ("" for none), `sign` a text's seal that nobody else can make, and `told` is called with one that is to be looked at."""

    def __init__(
        self,
        api: Api,
        address: str,
        wanted: Callable[[], Mapping[str, str]],
        *,
        mailbox_of: Callable[[str], str],
        sign: Callable[[str], str],
        told: Callable[[str], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._api, self._address, self._wanted, self._mailbox_of = api, address, wanted, mailbox_of
        self._sign, self._told, self._clock = sign, told, clock
        self._kept = _Kept()
        self._listed = False
        self._one = asyncio.Lock()
        self._rest_until: datetime | None = None
        self.counts = {"told": 0, "foreign": 0, "silent": 0}

    async def run(self) -> None:
        """See to it that each mailbox has one, until cancelled."""
        while True:
            await self.look_after()
            await asyncio.sleep(LOOK_SECONDS)

    # what Graph sends

    def take(self, body: bytes) -> None:
        """Look at what is told. What nobody but Graph could have sent counts, the rest is let be. Raises BadInput
        `notification-unreadable` for what is no notification."""
        try:
            sent = msgspec.json.decode(body, type=Notifications).value
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise BadInput("notification-unreadable") from None
        for each in sent[:MOST_TOLD]:
            said = each.state or ""
            account_id = said.partition(".")[0]
            mailbox = self._mailbox_of(account_id)
            if not mailbox or not hmac.compare_digest(said.encode(), self._state(account_id, mailbox).encode()):
                self.counts["foreign"] += 1
                continue
            self.counts["told"] += 1
            self._take(account_id, each.lifecycle)

    def changed(self, account_id: str) -> None:
        """A look has found a change: told of, unless the subscription is dead."""
        known, now = self._kept.live.get(account_id), self._clock()
        if known is None or known.missed is not None or (known.told is not None and now - known.told < TOLD_BEFORE):
            return
        known.missed = now

    def _take(self, account_id: str, lifecycle: str | None) -> None:
        known = self._kept.live.get(account_id)
        if known is not None:
            known.told, known.missed = self._clock(), None
        if lifecycle == "subscriptionRemoved":
            self._kept.live.pop(account_id, None)
        elif lifecycle == "reauthorizationRequired" and known is not None:
            known.ends = self._clock()
        self._told(account_id)

    def _state(self, account_id: str, mailbox: str) -> str:
        """What Graph says with each notification; the calendar's id in front, for it may come before the subscription's own."""
        return f"{account_id}.{self._sign(f'graph-subscription {account_id} {mailbox}')}"

    # subscriptions

    async def look_after(self) -> None:
        """Begin, renew and end what is due, a few at a time."""
        async with self._one:
            await self._look_after()

    async def _look_after(self) -> None:
        now = self._clock()
        if self._rest_until is not None and now < self._rest_until:
            return
        try:
            if not self._listed:
                await self._list()
                self._listed = True
            for account_id, mailbox in self._due(now)[:MOST_A_TURN]:
                await self._see_to(account_id, mailbox)
        except PresenceError as refusal:  # it is asked too often, is not there, or does not know the site
            seconds = refusal.params.get("seconds", 60)
            self._rest_until = now + timedelta(seconds=seconds if isinstance(seconds, int) else 60)
            log.warning("calendar-subscriptions-rest", trouble=refusal.code)

    def _due(self, now: datetime) -> list[tuple[str, str]]:
        """Each calendar for which something is to be done, with its mailbox, "" for one that is not wanted any more."""
        wanted, kept = self._wanted(), self._kept
        for gone in kept.later.keys() - wanted.keys():
            del kept.later[gone]
        found = [(one, "") for one, known in kept.live.items() if wanted.get(one) != known.mailbox]
        for account_id, mailbox in wanted.items():
            known, later = kept.live.get(account_id), kept.later.get(account_id)
            if later is not None and now < later:
                continue
            if known is None or known.ends - now < RENEWED or (known.missed is not None and now - known.missed >= SILENT):
                found.append((account_id, mailbox))
        return found

    async def _see_to(self, account_id: str, mailbox: str) -> None:
        known = self._kept.live.get(account_id)
        if known is not None and mailbox == known.mailbox and known.missed is None:
            await self._renew(account_id, known)
            return
        if known is not None:
            if known.missed is not None:
                self.counts["silent"] += 1
                log.warning("calendar-subscription-silent", calendar=account_id)
            del self._kept.live[account_id]
            await self._end(known.id)
        if mailbox:
            await self._begin(account_id, mailbox)

    async def _begin(self, account_id: str, mailbox: str) -> None:
        asked = {
            "changeType": "created,updated,deleted",
            "notificationUrl": self._address,
            "lifecycleNotificationUrl": self._address,
            "resource": _resource(mailbox),
            "expirationDateTime": _utc(self._clock() + LIFETIME),
            "clientState": self._state(account_id, mailbox),
        }
        status, told = await self._api.ask("POST", "/subscriptions", asked)
        if status == 409:
            self._listed = False  # there is one that was begun and never heard of: it is taken over
        if status != 201:
            self._wait(account_id, status)
            return
        made = _read(told, _There)
        self._kept.live[account_id] = _Subscription(made.id, mailbox, made.ends)
        self._kept.later.pop(account_id, None)
        self._told(account_id)  # what changed before it stood was told to nobody

    async def _renew(self, account_id: str, known: _Subscription) -> None:
        asked = {"expirationDateTime": _utc(self._clock() + LIFETIME)}
        status, told = await self._api.ask("PATCH", f"/subscriptions/{quote(known.id, safe='')}", asked)
        if status == 404:
            del self._kept.live[account_id]  # begun anew in the next turn
        elif status != 200:
            self._wait(account_id, status)
        else:
            known.ends = _read(told, _There).ends

    def _wait(self, account_id: str, status: int) -> None:
        self._kept.later[account_id] = self._clock() + PAUSE
        log.warning("calendar-subscription-refused", calendar=account_id, status=status)

    async def _end(self, subscription_id: str) -> None:
        await self._api.ask("DELETE", f"/subscriptions/{quote(subscription_id, safe='')}")  # gone already is as well

    async def _list(self) -> None:
        """Take over what a hub at this address began before; two for a mailbox, or one for nobody, are ended."""
        by_resource = {_resource(mailbox).casefold(): (one, mailbox) for one, mailbox in self._wanted().items()}
        path = "/subscriptions"
        for _ in range(MOST_LISTED):
            status, page = await self._api.ask("GET", path)
            if status != 200:
                raise Unavailable("calendar-unreachable", problem=str(status))
            for there in _read(page.get("value", []), list[_There]):
                if there.address != self._address:
                    continue
                account_id, mailbox = by_resource.get(there.resource.strip("/").casefold(), ("", ""))
                if account_id and account_id not in self._kept.live:
                    self._kept.live[account_id] = _Subscription(there.id, mailbox, there.ends)
                else:
                    await self._end(there.id)
            onward = page.get("@odata.nextLink")
            if not isinstance(onward, str):
                return
            path = onward

    def collect(self) -> Iterable[Metric]:
        """How many mailboxes have one, and what was told."""
        live = GaugeMetricFamily("kalix_calendar_subscriptions", "Mailboxes of which Graph tells changes by itself")
        live.add_metric([], len(self._kept.live))
        lacking = GaugeMetricFamily("kalix_calendar_subscriptions_lacking", "Mailboxes that are only looked at")
        lacking.add_metric([], len(self._wanted().keys() - self._kept.live.keys()))
        told = CounterMetricFamily(
            "kalix_calendar_notifications",
            "What was sent: told, foreign (let be), and subscriptions found silent",
            labels=["what"],
        )
        for what, count in self.counts.items():
            told.add_metric([what], count)
        return live, lacking, told


def echoed(token: str) -> str:
    """What Graph wants to hear once, to see that somebody is there.

    Raises BadInput `notification-unreadable` for what it would not send.
    """
    if not 0 < len(token) <= LONGEST_TOKEN or not token.isascii() or not token.isprintable():
        raise BadInput("notification-unreadable")
    return token


def _resource(mailbox: str) -> str:
    return f"users/{quote(mailbox, safe='@')}/events"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _read(told: object, kind: Any) -> Any:
    try:
        return msgspec.convert(told, kind)
    except msgspec.ValidationError:
        raise BadInput("calendar-unreadable") from None
