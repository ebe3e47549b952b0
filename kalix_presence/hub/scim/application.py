"""SCIM 2.0 (RFC 7644) for whoever bears a token for it: what services send is brought to what the standard says, and answered.

scim2-server does the protocol. Around it: a POST whose answer was lost is answered as it was; what Entra ID asks most (one by
its name) is answered without taking the resource apart and together again; members of large groups come and go by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from scim2_models import (
    InvalidSyntaxException,
    PreconditionFailedException,
    ScimProvider,
    UniquenessException,
)
from scim2_server.handler import AsyncScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.routing import Operation

from kalix_presence.hub.scim.attributes import attributes_of
from kalix_presence.hub.scim.patches import Patch
from kalix_presence.hub.scim.plain import body_of, is_plain, patched
from kalix_presence.hub.scim.service import PushService, listed
from kalix_presence.hub.scim.storage import PushedStorage, equal_to
from kalix_presence.hub.store.scim_resources import GROUP, USER

_NAMED = re.compile(r'\s*(userName|displayName|externalId|id)\s+eq\s+"([^"\\]*)"\s*', re.IGNORECASE)
_NAMES = {"username": "userName", "displayname": "displayName", "externalid": "externalId", "id": "id"}
_MEMBER = re.compile(r'members\[value eq "([^"\\]*)"\]')
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
SHOWN_MEMBERS = 200
"""Of a larger group a change of members is answered without all of them."""


class PushApplication:
    """Answers one request at a time."""

    def __init__(self, provider: ScimProvider, storage: PushedStorage) -> None:
        self._provider, self._storage = provider, storage
        self.service = PushService(provider)
        self._handler = AsyncScimHandler(self.service, storage)
        self._attributes = {each: attributes_of(provider, each) for each in (USER, GROUP)}

    async def answer(self, request: ScimRequest) -> ScimResponse:
        """Do what is asked. Raises SCIMException and PresenceError."""
        with self._provider:
            target = self.service.match(request)
        kind = (target.endpoint or "").removesuffix("s").capitalize()
        kind = kind if kind in self._attributes else ""
        one = target.resource_id or ""
        if kind and target.operation is Operation.search and (found := await self._named(request, kind)) is not None:
            return found
        if kind and target.operation is Operation.query and (found := await self._one(request, kind, one)) is not None:
            return found
        if kind and target.operation in (Operation.create, Operation.replace):
            sent = self._decoded(request)
            if isinstance(sent, Mapping):
                sent = self._attributes[kind].formed(sent)
                request.body = msgspec.json.encode(sent)
            if target.operation is Operation.create:
                return await self._created(request, kind, sent)
        if kind and target.operation is Operation.patch:
            return await self._patched(request, kind, one)
        return await self._handler.handle(request)

    def error(self, fault: Exception) -> ScimResponse:
        """The answer to a refusal of the protocol."""
        return self.service.error_response(fault)

    async def _created(self, request: ScimRequest, kind: str, sent: Any) -> ScimResponse:
        try:
            if kind != USER or request.query or not self._is_plain_user(sent):
                return await self._handler.create(request)
            body = body_of(self._attributes[kind], sent)
            there = await self._storage.create_body(kind, body, sent.get("externalId") or "")
        except UniquenessException:
            found = await self._like(kind, sent)
            if found is None:
                raise
            there = found
        body = self.service.located(request.base_url, there)
        return ScimResponse(HTTPStatus.CREATED, body, _headers(body) | {"Location": body["meta"]["location"]})

    def _is_plain_user(self, sent: Any) -> bool:
        if not isinstance(sent, dict):
            return False
        named = isinstance(sent.get("userName"), str) and isinstance(sent.get("schemas"), list)
        return named and is_plain(self._attributes[USER], sent)

    async def _like(self, kind: str, sent: Any) -> dict[str, Any] | None:
        """The resource that says all that was sent: its answer was lost, and the service has asked again."""
        names = [name for name in ("externalId", "userName") if isinstance(sent.get(name), str)]
        found = [each for name in names for each in await self._storage.find_bodies(kind, name, sent[name])]
        return next((each for each in found if equal_to(each, sent)), None)

    async def _named(self, request: ScimRequest, kind: str) -> ScimResponse | None:
        """Those of one name, where nothing more is asked."""
        query = request.query
        asked = _NAMED.fullmatch(query.get("filter", ""))
        plain = query.keys() <= {"filter", "startIndex", "count", "excludedAttributes"}
        if asked is None or not plain or query.get("startIndex", "1") != "1" or _leaves_more_out(query):
            return None
        if not re.fullmatch(r"[1-9]\d{0,8}", query.get("count", "1"), re.ASCII):
            return None
        name = _NAMES[asked[1].lower()]
        if name == ("displayName" if kind == USER else "userName"):
            return None
        members = "excludedAttributes" not in query
        found = await self._storage.find_bodies(kind, name, asked[2], members=members)
        shown = found[: int(query.get("count", len(found) or 1))]
        bodies = [self.service.located(request.base_url, each) for each in shown]
        return ScimResponse(HTTPStatus.OK, listed(bodies, len(found)))

    async def _one(self, request: ScimRequest, kind: str, one: str) -> ScimResponse | None:
        """One resource, where nothing more is asked."""
        conditional = request.header("If-None-Match") or request.header("If-Match")
        if conditional or not request.query.keys() <= {"excludedAttributes"} or _leaves_more_out(request.query):
            return None
        there = await self._storage.read_body(kind, one, members=not request.query)
        body = self.service.located(request.base_url, there)
        return ScimResponse(HTTPStatus.OK, body, _headers(body))

    async def _patched(self, request: ScimRequest, kind: str, one: str) -> ScimResponse:
        current = await self._storage.read_body(kind, one)
        wanted = request.header("If-Match")
        if wanted is not None and wanted.strip() != "*" and current["meta"]["version"] not in map(str.strip, wanted.split(",")):
            raise PreconditionFailedException
        mended = Patch(self._attributes[kind], current).mended(self._decoded(request))
        operations = mended.get("Operations") if isinstance(mended, Mapping) else None
        if operations == []:
            body = self.service.located(request.base_url, current)
            return ScimResponse(HTTPStatus.OK, body, _headers(body))
        moves = _moves(operations) if kind == GROUP else None
        if moves is not None:
            await self._storage.move_members(one, *moves)
            body = self.service.located(request.base_url, await self._storage.read_body(kind, one))
            if len(body.get("members", ())) > SHOWN_MEMBERS:
                return ScimResponse(HTTPStatus.NO_CONTENT, None, {"ETag": body["meta"]["version"]})
            return ScimResponse(HTTPStatus.OK, body, _headers(body))
        plain = kind == USER and isinstance(operations, list) and not request.query
        after = patched(self._attributes[kind], current, operations) if plain else None
        if after is not None:
            there = current
            if after != {name: value for name, value in current.items() if name not in ("id", "externalId", "meta")}:
                version = current["meta"]["version"]
                there = await self._storage.update_body(kind, one, after, current.get("externalId") or "", version)
            body = self.service.located(request.base_url, there)
            return ScimResponse(HTTPStatus.OK, body, _headers(body))
        request.body = msgspec.json.encode(mended)
        return await self._handler.patch(request)

    def _decoded(self, request: ScimRequest) -> Any:
        self.service.ensure_json(request.header("Content-Type"))
        try:
            return msgspec.json.decode(request.body)
        except _UNREADABLE:
            raise InvalidSyntaxException(detail="The body is not JSON that can be read") from None


def _leaves_more_out(query: Mapping[str, str]) -> bool:
    """Whether something else than members is not to be told."""
    return query.get("excludedAttributes", "members").strip().lower() != "members"


def _headers(body: Mapping[str, Any]) -> dict[str, str]:
    return {"Content-Location": body["meta"]["location"], "ETag": body["meta"]["version"]}


def _moves(operations: Any) -> tuple[set[str], set[str]] | None:
    """(who comes, who goes) of a PATCH that does nothing else; the last word about somebody counts."""
    comes: set[str] = set()
    goes: set[str] = set()
    for each in operations if isinstance(operations, list) else ():
        found = _MEMBER.fullmatch(str(each.get("path"))) if isinstance(each, Mapping) else None
        if found is not None and each.get("op") == "remove":
            goes.add(found[1])
            comes.discard(found[1])
        elif isinstance(each, Mapping) and each.get("op") == "add" and each.get("path") == "members":
            values = [one.get("value") if isinstance(one, Mapping) else None for one in each["value"] or ()]
            named = {one for one in values if isinstance(one, str) and one}
            if not values or len(named) < len({str(one) for one in values}):
                return None
            comes |= named
            goes -= named
        else:
            return None
    return (comes, goes) if comes or goes else None
