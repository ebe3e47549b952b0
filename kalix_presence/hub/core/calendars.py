"""Puts the reading of calendars together by the site's settings."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from kalix_presence import wire
from kalix_presence.hub.calendars.asking import Readers
from kalix_presence.hub.calendars.service import CalendarService
from kalix_presence.hub.calendars.source import CalendarSource
from kalix_presence.hub.core.core import Core
from kalix_presence.hub.site.calendars_section import CalendarsSection
from kalix_presence.hub.store.sealing import Sealer


def open_calendars(settings: CalendarsSection, folder: Path, core: Core) -> CalendarService:
    """The room of calendars; a site that names no host and no tenant has one that reads nothing, and loads no reader."""
    sources: dict[wire.CalendarKind, CalendarSource] = {}
    graph, readers = settings.graph, Readers()
    if settings.hosts or graph.tenant:
        from kalix_presence.hub.calendars.caldav import CalDav
        from kalix_presence.hub.calendars.fetching import Fetcher
        from kalix_presence.hub.calendars.graph import Graph
        from kalix_presence.hub.calendars.ics_link import IcsLink

        fetcher = Fetcher(settings)
        if settings.hosts:
            sources = {wire.CalendarKind.CALDAV: CalDav(fetcher, readers), wire.CalendarKind.ICS: IcsLink(fetcher, readers)}
        if graph.tenant:
            named = tuple(urlsplit(address).netloc for address in (graph.login, graph.api))
            door = Fetcher(settings, also=named)
            sources[wire.CalendarKind.GRAPH] = Graph(graph, folder, door, clock=core.clock)
    return CalendarService(
        settings,
        core.board,
        core.store,
        core.event_bus,
        core.planner,
        sources,
        Sealer(folder / settings.key_file, lost="calendar-key-lost"),
        readers,
        clock=core.clock,
    )
