"""Mattermost: the custom status of those who have an account there, set by an account that may edit others.

Nextcloud lets everybody set their own status alone, so that the hub would have to keep a password of each; here one token of
the site's is enough. A status carries its end; the server keeps what has ended, and shows it no longer.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from kalix_presence.hub.mirrors.door import Answer, Door
from kalix_presence.hub.mirrors.protocol import Seen
from kalix_presence.model.errors import BadInput, NotFound, PresenceError, Unavailable
from kalix_presence.model.mirrored import Part, Told

FEW, PAGE, MOST_PAGES = 20, 200, 500
EMOJI = "calendar"
EDIT = "edit_other_users"


class _CustomStatus(msgspec.Struct):
    text: str = ""
    expires_at: datetime | None = None


class MattermostMirror:
    """See `Mirror`. `token` is the file in which the token lies."""

    name = "mattermost"
    parts = (Part.TEXT,)
    cost = 1
    most = 200

    def __init__(self, door: Door, token: Path, *, clock: Callable[[], datetime]) -> None:
        self._door, self._token, self._clock = door, token, clock

    async def reach(self, addresses: Collection[str]) -> Mapping[str, str]:
        """See `Mirror.reach`."""
        found: dict[str, str] = {}
        if len(addresses) <= FEW:
            for address in addresses:
                answer = await self._ask("GET", f"/users/email/{quote(address, safe='@')}")
                if answer.status == 200 and isinstance(answer.json().get("id"), str):
                    found[address] = answer.json()["id"]
            return found
        by_address = {address.casefold(): address for address in addresses}
        for page in range(MOST_PAGES):
            users = _users(await self._ask("GET", f"/users?page={page}&per_page={PAGE}&active=true"))
            for one in users:
                wanted = by_address.get(str(one.get("email", "")).casefold())
                if wanted is not None and isinstance(one.get("id"), str):
                    found[wanted] = one["id"]
            if len(users) < PAGE:
                break
        return found

    async def push(self, account: str, part: Part, told: Told) -> None:
        """See `Mirror.push`."""
        ends = told.until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        body = {"emoji": EMOJI, "text": told.text, "duration": "date_and_time", "expires_at": ends}
        _done(await self._ask("PUT", f"/users/{quote(account, safe='')}/status/custom", body))

    async def clear(self, account: str, part: Part) -> None:
        """See `Mirror.clear`."""
        _done(await self._ask("DELETE", f"/users/{quote(account, safe='')}/status/custom"))

    async def there(self, account: str, part: Part) -> str:
        """See `Mirror.there`."""
        return (await self.observe([account])).get(account, Seen()).text

    async def observe(self, accounts: Collection[str]) -> Mapping[str, Seen]:
        """See `Mirror.observe`."""
        users = _users(await self._ask("POST", "/users/ids", list(accounts)))
        return {str(one["id"]): Seen(self._text(one)) for one in users if "id" in one}

    async def check(self, address: str) -> AsyncIterator[tuple[str, PresenceError | None]]:
        """See `Mirror.check`: a status that is none is taken away, unless somebody has one."""
        try:
            account = (await self.reach([address])).get(address, "")
            if not account:
                yield EDIT, NotFound("mirror-nobody")
                return
            if not await self.there(account, Part.TEXT):
                await self.clear(account, Part.TEXT)
            yield EDIT, None
        except PresenceError as fault:
            yield EDIT, fault

    async def close(self) -> None:
        """See `Mirror.close`."""
        await self._door.close()

    def _text(self, user: Mapping[str, Any]) -> str:
        props = user.get("props")
        kept = props.get("customStatus") if isinstance(props, dict) else None
        try:
            status = msgspec.json.decode(str(kept or "{}"), type=_CustomStatus)
        except msgspec.MsgspecError:
            return ""
        ends = status.expires_at
        # The year 1 is how it says "never".
        over = ends is not None and ends.year > 1 and ends.tzinfo is not None and ends <= self._clock()
        return "" if over else status.text.strip()

    async def _ask(self, method: str, path: str, body: object = None) -> Answer:
        try:
            token = self._token.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise BadInput("mirror-sign-in") from None
        answer = await self._door.ask(method, f"/api/v4{path}", headers={"Authorization": f"Bearer {token}"}, body=body)
        if answer.status == 401:
            raise BadInput("mirror-sign-in")
        if answer.status == 403:
            raise BadInput("mirror-not-let", permission=EDIT)
        return answer


def _users(answer: Answer) -> list[dict[str, Any]]:
    told = answer.json()
    if answer.status != 200 or not isinstance(told, list):
        raise Unavailable("mirror-unreachable", problem=str(answer.status))
    return [one for one in told if isinstance(one, dict)]


def _done(answer: Answer) -> None:
    if answer.status == 404:
        raise NotFound("mirror-nobody")
    if answer.status != 200:
        raise BadInput("mirror-refused", status=answer.status)
