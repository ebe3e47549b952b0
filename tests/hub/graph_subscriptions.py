"""The part of the stand-in for Microsoft Graph that tells of changes: subscriptions to mailboxes, and the faults they have.

By the published v1.0 (subscription, changeNotification, lifecycle notifications): what is sent with a field too many, without
one that is required, or for longer than seven days is refused, and nobody is told anything who has not echoed the token.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx

Told = tuple[int, dict[str, Any], dict[str, str]]
LOST: Told = (0, {}, {})
"""What was asked is done, and no answer comes."""
FIELDS = {"changeType", "notificationUrl", "lifecycleNotificationUrl", "resource", "expirationDateTime", "clientState"}
LONGEST = timedelta(minutes=10_080)


@dataclass
class Subscriptions:
    """What is subscribed to. `faults` are taken one after the other: a status to refuse with, 0 for doing it and not answering.

    `silent`: nobody is told anything any more, and the list says that all is well.
    """

    clock: Callable[[], datetime] = lambda: datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    there: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: deque[int] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)
    echoed: list[tuple[int, str, str]] = field(default_factory=list)
    answered: list[int] = field(default_factory=list)
    silent: bool = False
    refuses_twice: bool = True
    """A second one for the same resource is refused, as it is said to be; by report it is taken now and then."""
    made: int = 0

    def answer(self, method: str, path: str, body: bytes) -> Told:
        """What is answered."""
        self.asked.append(f"{method} {path}")
        fault = self.faults.popleft() if self.faults else None
        if fault:
            return fault, {"error": {"code": str(fault)}}, {"retry-after": "7"} if fault in (429, 503) else {}
        told = self._answer(method, path.removeprefix("/v1.0/subscriptions").strip("/"), json.loads(body) if body else {})
        return LOST if fault == 0 else told

    def tell(self, mailbox: str, *, lifecycle: str = "", **other: Any) -> None:
        """Send what a change of that mailbox makes; `other` replaces fields of it."""
        if self.silent:
            return
        for one in list(self.there.values()):
            if one["resource"] != f"users/{mailbox}/events" or _moment(one["expirationDateTime"]) <= self.clock():
                continue
            about: dict[str, Any] = {
                "subscriptionId": one["id"],
                "subscriptionExpirationDateTime": one["expirationDateTime"],
                "clientState": one["clientState"],
                "tenantId": "00000000-0000-4000-8000-000000000000",
                "resource": f"Users/1/Events/{one['id']}",
                "resourceData": {"@odata.type": "#Microsoft.Graph.Event", "id": "AAMk", "@odata.etag": 'W/"x"'},
            }
            about |= {"lifecycleEvent": lifecycle} if lifecycle else {"changeType": "updated"}
            address = one["lifecycleNotificationUrl" if lifecycle else "notificationUrl"]
            self.answered.append(httpx.post(address, json={"value": [about | other]}, timeout=20, trust_env=False).status_code)

    def _answer(self, method: str, which: str, asked: dict[str, Any]) -> Told:
        if method == "GET" and not which:
            hidden = [{name: value for name, value in one.items() if name != "clientState"} for one in self.there.values()]
            return 200, {"value": hidden}, {}
        if method == "POST" and not which:
            return self._make(asked)
        if which not in self.there:
            return 404, {"error": {"code": "ResourceNotFound"}}, {}
        if method == "DELETE":
            del self.there[which]
            return 204, {}, {}
        if method == "PATCH" and asked.keys() == {"expirationDateTime"} and self._lasts(asked["expirationDateTime"]):
            self.there[which] |= asked
            return 200, self.there[which], {}
        return 400, {"error": {"code": "InvalidRequest"}}, {}

    def _make(self, asked: dict[str, Any]) -> Told:
        kinds = set(asked.get("changeType", "").split(","))
        wrong = (
            asked.keys() != FIELDS
            or not kinds <= {"created", "updated", "deleted"}
            or not re.fullmatch(r"users/[^/]+/events", asked["resource"])
            or len(asked["clientState"]) > 128
            or not self._lasts(asked["expirationDateTime"])
        )
        if wrong:
            return 400, {"error": {"code": "InvalidRequest"}}, {}
        if self.refuses_twice and any(one["resource"] == asked["resource"] for one in self.there.values()):
            return 409, {"error": {"code": "Conflict"}}, {}
        token = f"Validation: Testing client application reachability for subscription Request-Id: {self.made}+0%"
        answer = httpx.post(f"{asked['notificationUrl']}?validationToken={quote(token)}", timeout=10, trust_env=False)
        self.echoed.append((answer.status_code, answer.headers.get("content-type", ""), answer.text))
        if answer.status_code != 200 or answer.text != token:
            return 400, {"error": {"code": "ValidationError"}}, {}
        self.made += 1
        one = {"id": f"{self.made:08d}-0000-4000-8000-000000000000", "applicationId": "app", **asked}
        self.there[one["id"]] = one
        return 201, one, {}

    def _lasts(self, text: str) -> bool:
        return self.clock() < _moment(text) <= self.clock() + LONGEST


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
