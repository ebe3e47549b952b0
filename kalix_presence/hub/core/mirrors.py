"""Puts the mirrors together by the site's settings; where nothing is set, no library for it is loaded."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kalix_presence.hub.core.core import Core
from kalix_presence.hub.mirrors.protocol import Mirror
from kalix_presence.hub.mirrors.service import Mirrors
from kalix_presence.hub.site.mirrors_section import MirrorsSection


def open_mirrors(
    settings: MirrorsSection, folder: Path, core: Core, *, steady: Callable[[], float] = time.monotonic
) -> Mirrors:
    """The mirrors of a site."""
    limits = {"teams": settings.teams.requests, "mattermost": settings.mattermost.requests}
    mirrors = {name: (mirror, limits[name]) for name, mirror in mirrors_of(settings, folder, steady=steady, clock=core.clock)}
    return Mirrors(settings, mirrors, core.board, core.store, core.event_bus, clock=core.clock, steady=steady)


def mirrors_of(
    settings: MirrorsSection, folder: Path, *, steady: Callable[[], float], clock: Callable[[], datetime]
) -> list[tuple[str, Mirror]]:
    """Each program that the site has set up, by its name."""
    found: list[tuple[str, Mirror]] = []
    teams = settings.teams
    if teams.tenant:
        from kalix_presence.hub.mirrors.door import Door
        from kalix_presence.hub.mirrors.graph import GraphMirror
        from kalix_presence.hub.mirrors.graph_sign_in import GraphSignIn

        api, login = (Door(address, seconds=settings.seconds) for address in (teams.api, teams.login))
        sign_in = GraphSignIn(teams, folder / teams.secret_file, login, steady=steady)
        found.append(("teams", GraphMirror(api, sign_in, doors=(api, login), clock=clock, reply_to=teams.reply_to)))
    chat = settings.mattermost
    if chat.url:
        from kalix_presence.hub.mirrors.door import Door
        from kalix_presence.hub.mirrors.mattermost import MattermostMirror

        door = Door(chat.url, seconds=settings.seconds, ca=str(folder / chat.ca) if chat.ca else "")
        found.append(("mattermost", MattermostMirror(door, folder / chat.token_file, clock=clock)))
    return found
