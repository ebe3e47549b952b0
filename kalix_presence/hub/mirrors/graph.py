"""Microsoft Teams by Graph: the status text and the preferred presence of those who have an account there.

By what Microsoft publishes of v1.0. A preferred presence counts only while the person is signed in to Teams somewhere; of a
status text others see neither when it was written nor when it ends, so that its time stands in the text.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from kalix_presence.hub.mirrors.door import Answer, Door
from kalix_presence.hub.mirrors.graph_sign_in import GraphSignIn
from kalix_presence.hub.mirrors.protocol import Seen
from kalix_presence.model.elsewhere import Elsewhere
from kalix_presence.model.errors import BadInput, NotFound, PresenceError, Unavailable
from kalix_presence.model.mirrored import Part, Presence, Told, reply_mark

MOST_SEEN = 650
FEW = 20
"""So many unknown addresses are asked for one by one; of more the whole list of accounts is read."""
MOST_PAGES = 500
_FIELDS = "$select=id,mail,userPrincipalName"
_SAID = {
    Presence.BUSY: ("Busy", "Busy"),
    Presence.DO_NOT_DISTURB: ("DoNotDisturb", "DoNotDisturb"),
    Presence.BACK_SOON: ("BeRightBack", "BeRightBack"),
    Presence.AWAY: ("Away", "Away"),
    Presence.OFF: ("Offline", "OffWork"),
}
_SEEN = {said: presence for presence, said in _SAID.items()}
_DOES = {
    "InACall": Elsewhere.CALL,
    "InAConferenceCall": Elsewhere.CALL,
    "InAMeeting": Elsewhere.MEETING,
    "Presenting": Elsewhere.PRESENTING,
}
"""None of these is what we write: what we told there never comes back as a hint."""
PRESENCE, USERS, MAILBOX = "Presence.ReadWrite.All", "User.ReadBasic.All", "MailboxSettings.ReadWrite"
"""The application permissions that are needed."""


class GraphMirror:
    """See `Mirror`. `door` leads to Graph itself; `reply_to` says who outside gets automatic replies, "" that none are set."""

    name = "teams"
    cost = 1
    most = MOST_SEEN

    def __init__(
        self,
        door: Door,
        sign_in: GraphSignIn,
        *,
        doors: Collection[Door],
        clock: Callable[[], datetime],
        reply_to: str = "",
    ) -> None:
        self._door, self._sign_in, self._doors, self._clock = door, sign_in, doors, clock
        self._reply_to = reply_to
        self.parts: tuple[Part, ...] = (Part.PRESENCE, Part.TEXT, *((Part.REPLY,) if reply_to else ()))

    async def reach(self, addresses: Collection[str]) -> Mapping[str, str]:
        """See `Mirror.reach`."""
        found: dict[str, str] = {}
        if len(addresses) <= FEW:
            for wanted in addresses:
                named = wanted.replace("'", "''")
                asked = f"mail eq '{named}' or userPrincipalName eq '{named}'"
                answer = await self._ask("GET", f"/users?{_FIELDS}&$filter={quote(asked, safe='')}", USERS)
                for one in _listed(answer.json().get("value")) if answer.status == 200 else []:
                    if isinstance(one.get("id"), str):
                        found[wanted] = one["id"]
            return found
        by_name = {address.casefold(): address for address in addresses}
        link = f"/users?{_FIELDS}&$top=999"
        for _ in range(MOST_PAGES):
            page = (await self._ask("GET", link, USERS)).json()
            for one in _listed(page.get("value")):
                for name in (one.get("userPrincipalName"), one.get("mail")):
                    address = by_name.get(str(name or "").casefold())
                    if address is not None and isinstance(one.get("id"), str):
                        found[address] = one["id"]
            link = page.get("@odata.nextLink", "")
            if not isinstance(link, str) or not link:
                break
        return found

    async def push(self, account: str, part: Part, told: Told) -> None:
        """See `Mirror.push`."""
        if part is Part.TEXT:
            ends = {"dateTime": told.until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}
            await self._say(account, {**_message(told.text), "expiryDateTime": ends})
        elif part is Part.REPLY:
            await self._reply(account, _scheduled(told, self._clock(), self._reply_to))
        elif told.presence is not None:
            availability, activity = _SAID[told.presence]
            lasts = _duration(told.until - self._clock())
            body = {"availability": availability, "activity": activity, "expirationDuration": lasts}
            await self._act(account, "setUserPreferredPresence", body)

    async def clear(self, account: str, part: Part) -> None:
        """See `Mirror.clear`."""
        if part is Part.TEXT:
            await self._say(account, _message(""))
        elif part is Part.REPLY:
            await self._reply(account, {"status": "disabled", "internalReplyMessage": "", "externalReplyMessage": ""})
        else:
            await self._act(account, "clearUserPreferredPresence", {})

    async def there(self, account: str, part: Part) -> str:
        """See `Mirror.there`."""
        if part is Part.REPLY:
            return _replying(await self._mailbox(account))
        seen = (await self.observe([account])).get(account, Seen())
        return seen.text if part is Part.TEXT else seen.presence.value if seen.presence is not None else ""

    async def observe(self, accounts: Collection[str]) -> Mapping[str, Seen]:
        """See `Mirror.observe`."""
        answer = await self._ask("POST", "/communications/getPresencesByUserId", PRESENCE, {"ids": list(accounts)})
        if answer.status != 200:
            raise Unavailable("mirror-unreachable", problem=str(answer.status))
        return {str(one["id"]): _seen(one) for one in _listed(answer.json().get("value")) if "id" in one}

    async def check(self, address: str) -> AsyncIterator[tuple[str, PresenceError | None]]:
        """See `Mirror.check`: the account is looked up, its presence is seen, and a preferred presence that is none is taken
        back, which changes nothing for who has none."""
        account = ""
        try:
            account = (await self.reach([address])).get(address, "")
            yield USERS, None if account else NotFound("mirror-nobody", address=address)
        except PresenceError as fault:
            yield USERS, fault
        if not account:
            return
        try:
            await self.observe([account])
            await self.clear(account, Part.PRESENCE)
            yield PRESENCE, None
        except PresenceError as fault:
            yield PRESENCE, fault
        if not self._reply_to:
            return
        try:
            # Only what is off already, and said so again, changes nothing.
            setting = await self._mailbox(account)
            if setting.get("status") == "disabled":
                await self._reply(account, {"status": "disabled"})
            yield MAILBOX, None
        except NotFound:
            yield MAILBOX, NotFound("mirror-no-mailbox")
        except PresenceError as fault:
            yield MAILBOX, fault

    async def close(self) -> None:
        """See `Mirror.close`."""
        for door in self._doors:
            await door.close()

    async def _say(self, account: str, message: Mapping[str, object]) -> None:
        await self._act(account, "setStatusMessage", {"statusMessage": message})

    async def _act(self, account: str, act: str, body: object) -> None:
        answer = await self._ask("POST", f"/users/{quote(account, safe='')}/presence/{act}", PRESENCE, body)
        if answer.status == 404:
            raise NotFound("mirror-nobody")
        if answer.status not in (200, 202, 204):
            raise BadInput("mirror-refused", status=answer.status)

    async def _mailbox(self, account: str) -> dict[str, Any]:
        """The mailbox's automatic reply as it is set."""
        path = f"/users/{quote(account, safe='')}/mailboxSettings/automaticRepliesSetting"
        answer = await self._ask("GET", path, MAILBOX)
        if answer.status == 404:
            raise NotFound("mirror-nobody")
        told = answer.json()
        if answer.status != 200 or not isinstance(told, dict):
            raise Unavailable("mirror-unreachable", problem=str(answer.status))
        return told

    async def _reply(self, account: str, setting: Mapping[str, object]) -> None:
        path = f"/users/{quote(account, safe='')}/mailboxSettings"
        answer = await self._ask("PATCH", path, MAILBOX, {"automaticRepliesSetting": setting})
        if answer.status == 404:
            raise NotFound("mirror-nobody")
        if answer.status not in (200, 204):
            raise BadInput("mirror-refused", status=answer.status)

    async def _ask(self, method: str, path: str, permission: str, body: object = None) -> Answer:
        token = await self._sign_in.bearer()
        answer = await self._door.ask(method, path, headers={"Authorization": f"Bearer {token}"}, body=body)
        if answer.status == 401:  # it may have been taken back before its end
            token = await self._sign_in.bearer(but=token)
            answer = await self._door.ask(method, path, headers={"Authorization": f"Bearer {token}"}, body=body)
        if answer.status == 401:
            raise BadInput("mirror-sign-in")
        if answer.status == 403:
            raise BadInput("mirror-not-let", permission=permission)
        return answer


def _listed(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _message(text: str) -> dict[str, object]:
    return {"message": {"content": text, "contentType": "text"}}


def _duration(lasts: timedelta) -> str:
    """As ISO 8601 has it, in whole seconds."""
    return f"PT{max(int(lasts.total_seconds()), 1)}S"


def _seen(one: Mapping[str, Any]) -> Seen:
    status = one.get("statusMessage")
    message = status.get("message") if isinstance(status, dict) else None
    content = message.get("content") if isinstance(message, dict) else ""
    said = str(one.get("availability")), str(one.get("activity"))
    return Seen(str(content or "").strip(), _SEEN.get(said), _DOES.get(said[1], Elsewhere.NOTHING), said[1] == "OutOfOffice")


def _scheduled(told: Told, now: datetime, audience: str) -> dict[str, object]:
    return {
        "status": "scheduled",
        "externalAudience": audience,
        "internalReplyMessage": told.reply,
        "externalReplyMessage": told.reply if audience != "none" else "",
        "scheduledStartDateTime": {"dateTime": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"},
        "scheduledEndDateTime": {"dateTime": f"{told.until.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"},
    }


def _replying(setting: Mapping[str, Any]) -> str:
    """What a mailbox answers, or has at hand to answer, as `Told.value` says it. Words that are switched off are somebody's all
    the same: who wrote them will want them again."""
    words = str(setting.get("internalReplyMessage") or "") or str(setting.get("externalReplyMessage") or "")
    status = str(setting.get("status"))
    if not re.sub(r"<[^>]*>|&nbsp;|\s", "", words):
        return "" if status == "disabled" else status
    try:
        end = setting["scheduledEndDateTime"]
        until = datetime.fromisoformat(str(end["dateTime"])[:19]).replace(tzinfo=UTC)
        utc = end.get("timeZone", "UTC") in ("UTC", "Etc/UTC")
    except (KeyError, TypeError, ValueError, AttributeError):
        return "theirs"
    return reply_mark(words, until) if utc and status != "alwaysEnabled" else "theirs"
