"""Puts the reading of calendars together by the site's settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kalix_presence import wire
from kalix_presence.hub.calendars.asking import Readers
from kalix_presence.hub.calendars.service import CalendarService
from kalix_presence.hub.calendars.source import CalendarSource
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.site.calendars_section import CalendarsSection
from kalix_presence.hub.store.sealing import Sealer

if TYPE_CHECKING:
    from kalix_presence.hub.calendars.fetching import Fetcher
    from kalix_presence.hub.calendars.subscriptions import Api


NOTIFIED = "/api/v1/calendars/notified"
"""Where Graph tells of changes."""


def open_calendars(settings: CalendarsSection, folder: Path, core: Core) -> CalendarService:
    """The room of calendars; a site that names no host and no tenant has one that reads nothing, and loads no reader."""
    sources: dict[wire.CalendarKind, CalendarSource] = {}
    graph, readers = settings.graph, Readers()
    secrets = Sealer(folder / settings.key_file, lost="calendar-key-lost")
    api: Api | None = None
    doors: list[Fetcher] = []
    if settings.hosts or graph.tenant:
        from kalix_presence.hub.calendars import fetching
        from kalix_presence.hub.calendars.caldav import CalDav
        from kalix_presence.hub.calendars.graph import Graph
        from kalix_presence.hub.calendars.ics_link import IcsLink

        fetcher = fetching.Fetcher(settings)
        doors.append(fetcher)
        if settings.hosts:
            sources = {wire.CalendarKind.CALDAV: CalDav(fetcher, readers), wire.CalendarKind.ICS: IcsLink(fetcher, readers)}
        if graph.tenant:
            named = tuple(urlsplit(address).netloc for address in (graph.login, graph.api))
            door = fetching.Fetcher(settings, also=named)
            doors.append(door)
            api = sources[wire.CalendarKind.GRAPH] = Graph(graph, folder, door, clock=core.clock)
    service = CalendarService(
        settings,
        core.board,
        core.store,
        core.event_bus,
        core.planner,
        sources,
        secrets,
        readers,
        clock=core.clock,
    )
    service.doors = doors
    if api is not None and graph.notify_url:
        from kalix_presence.hub.calendars.subscriptions import Subscriptions

        def mailbox_of(account_id: str) -> str:
            account = service.known.get(account_id)
            if account is None or account.kind is not wire.CalendarKind.GRAPH:
                return ""
            person = core.board.people.get(account.extension)
            return "" if person is None else person.email

        service.subscriptions = Subscriptions(
            api,
            graph.notify_url.rstrip("/") + NOTIFIED,
            lambda: {one: mailbox for one in service.known if (mailbox := mailbox_of(one))},
            mailbox_of=mailbox_of,
            sign=secrets.sign,
            told=service.tell,
            clock=core.clock,
        )
        service.on_change = service.subscriptions.changed
    return service
