"""The hub's own sign-in at Microsoft's identity platform (client credentials): a token for its application, until its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

from kalix_presence.hub.mirrors.door import Door
from kalix_presence.hub.site.mirrors_section import TeamsSection
from kalix_presence.model.errors import BadInput

EARLY = 120.0
"""Seconds before its end a token is renewed."""


class GraphSignIn:
    """`steady` gives seconds. A token is asked for once, however many wait for it."""

    def __init__(self, section: TeamsSection, secret: Path, door: Door, *, steady: Callable[[], float]) -> None:
        self._section, self._secret, self._door, self._steady = section, secret, door, steady
        self._token, self._good_until = "", 0.0
        self._asking = asyncio.Lock()

    async def bearer(self, *, but: str = "") -> str:
        """A token, other than `but`, which was refused. Raises BadInput `mirror-sign-in`, Unavailable as `Door.ask`."""
        async with self._asking:
            if not self._token or self._steady() >= self._good_until or self._token == but:
                await self._ask()
            return self._token

    async def _ask(self) -> None:
        scheme, host = urlsplit(self._section.api)[:2]
        form = {
            "client_id": self._section.client_id,
            "client_secret": self._read(),
            "scope": f"{scheme}://{host}/.default",
            "grant_type": "client_credentials",
        }
        answer = await self._door.ask("POST", f"/{quote(self._section.tenant, safe='')}/oauth2/v2.0/token", form=form)
        told = answer.json()
        try:
            token, seconds = told["access_token"], int(told["expires_in"])
        except (KeyError, TypeError, ValueError):
            raise BadInput("mirror-sign-in") from None
        if answer.status != 200 or not isinstance(token, str) or not token:
            raise BadInput("mirror-sign-in")
        self._token, self._good_until = token, self._steady() + max(seconds - EARLY, 1.0)

    def _read(self) -> str:
        try:
            return self._secret.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise BadInput("mirror-sign-in") from None
