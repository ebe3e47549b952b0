"""Where scim2-server reads and writes: the hub's own store. What is pushed and what comes of it is one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from scim2_models import (
    Context,
    InvalidValueException,
    NotFoundException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    ScimFilter,
    ScimProvider,
    SearchRequest,
    UniquenessException,
)
from scim2_models.path import CompareOperator, Comparison
from scim2_server.storage import AsyncScimStorage, SearchPage
from scim2_server.utils import parametrize

from kalix_presence.hub.scim.settling import House, settle, settle_roles
from kalix_presence.hub.site.scim_section import SCIM
from kalix_presence.hub.store import Store, Transaction, scim_resources
from kalix_presence.hub.store.scim_resources import GROUP, USER, Pushed
from kalix_presence.hub.store.sources import end_claim
from kalix_presence.hub.store.sql import Sql

T = TypeVar("T")
Write = Callable[[Callable[[Transaction], T]], Awaitable[T]]

_NO_BODY = frozenset({"id", "externalId", "meta"})


class PushedStorage(AsyncScimStorage):
    """`write` does work in a transaction of `store` that knows what the board says."""

    def __init__(
        self, store: Store, provider: ScimProvider, house: House, *, write: Write[Any], clock: Callable[[], datetime]
    ) -> None:
        self._store, self._house, self._write, self._clock = store, house, write, clock
        self._models: dict[str, Any] = {str(each.name): provider.model_for(each) for each in provider.resource_types}

    async def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        """The resource. Raises NotFoundException."""
        return self._resource(await self.read_body(str(resource_type.name), resource_id))

    async def read_body(self, kind: str, one: str, *, members: bool = True) -> dict[str, Any]:
        """The same as it is sent, without its location. Raises NotFoundException."""
        return await self._store.read(lambda sql: _sent(sql, _there(sql, kind, one), members=members))

    async def find_bodies(self, kind: str, name: str, value: str, *, members: bool = True) -> list[dict[str, Any]]:
        """Those whose `userName`, `displayName`, `externalId` or `id` is `value`, as they are sent."""

        def work(sql: Sql) -> list[dict[str, Any]]:
            if name == "id":
                one = scim_resources.find_resource(sql, kind, value)
                found = [] if one is None else [one]
            elif name == "externalId":
                found = scim_resources.find_external(sql, kind, value)
            else:
                found = scim_resources.find_named(sql, kind, value)
            return [_sent(sql, one, members=members) for one in found if not one.gone]

        return await self._store.read(work)

    async def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest[Any], *, position: Any = None
    ) -> SearchPage:
        """One page. A filter that asks for nothing but one of the names is looked up; any other is put to each resource, in a
        thread of the store's readers."""
        kinds = list(dict.fromkeys(str(each.name) for each in resource_types))
        start = search_request.start_index_0 or 0
        most = search_request.count if search_request.count is not None else -1
        wanted = search_request.filter
        if wanted is None and len(kinds) == 1:
            total, bodies = await self._store.read(partial(_page, kind=kinds[0], start=start, most=most))
            return SearchPage(total, [self._resource(each) for each in bodies])
        named = _equality(wanted) if len(kinds) == 1 else None
        if named is not None and named[0] in ("externalId", "id", _name_of(kinds[0])):
            found = [self._resource(each) for each in await self.find_bodies(kinds[0], *named)]
        else:
            found = await self._store.read(partial(self._fitting, kinds=kinds, wanted=wanted))
        stop = None if most < 0 else start + most
        return SearchPage(len(found), found[start:stop])

    async def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Keep it and bring it into the directory. Raises UniquenessException with the id of the one that is there."""
        return self._resource(await self.create_body(*_taken_apart(resource_type, resource)))

    async def create_body(self, kind: str, body: Mapping[str, Any], external_id: str) -> dict[str, Any]:
        """The same of what is known to be as the schemas want it; what is kept, as it is sent."""

        def work(change: Transaction) -> dict[str, Any]:
            now = self._clock()
            there = _same(change.sql, kind, body, external_id)
            if there is not None and not there.gone:
                raise UniquenessException(detail=_taken_by(there))
            made = Pushed(uuid.uuid4().hex, kind, _name(kind, body), external_id, {}, 0, now, now)
            # Deleted there and waiting for an administrator here: it is the same person again.
            there = made if there is None else replace(there, gone=False, accepted=False)
            return self._kept(change, there, body, external_id)

        done: dict[str, Any] = await self._write(work)
        return done

    async def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        """Keep what it is now and bring that into the directory. Raises NotFoundException, PreconditionFailedException and
        UniquenessException."""
        kind, body, external_id = _taken_apart(resource_type, resource)
        return self._resource(await self.update_body(kind, str(resource.id), body, external_id, expected_version))

    async def update_body(
        self, kind: str, one: str, body: Mapping[str, Any], external_id: str, expected_version: str | None
    ) -> dict[str, Any]:
        """The same of what is known to be as the schemas want it."""

        def work(change: Transaction) -> dict[str, Any]:
            there = _there(change.sql, kind, one)
            _require_version(there, expected_version)
            other = _same(change.sql, kind, body, external_id, than=there.id)
            if other is not None:
                raise UniquenessException(detail=_taken_by(other))
            return self._kept(change, there, body, external_id)

        done: dict[str, Any] = await self._write(work)
        return done

    async def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        """Take it away, and whoever it is out of the directory. Raises NotFoundException and PreconditionFailedException."""
        kind = str(resource_type.name)

        def work(change: Transaction) -> None:
            there = _there(change.sql, kind, resource_id)
            _require_version(there, expected_version)
            now = self._clock()
            members = scim_resources.members_of(change.sql, there.id) if kind == GROUP else []
            settled = settle(change, replace(there, gone=True), self._house, now=now) if kind == USER else there
            if settled.person and (settled.leaves_at is not None or settled.trouble):
                scim_resources.put_resource(change, settled)  # it goes with them
            else:
                if there.person:
                    end_claim(change, there.person, SCIM)
                scim_resources.remove_resource(change, there.id)
            self._settle_members(change, members, now)

        await self._write(work)

    async def move_members(self, one: str, comes: set[str], goes: set[str]) -> None:
        """Let these be in a group, and those no longer, whoever else is in it. Raises NotFoundException."""

        def work(change: Transaction) -> None:
            there, now = _there(change.sql, GROUP, one), self._clock()
            before = set(scim_resources.members_of(change.sql, one))
            added, removed = comes - before, goes & before
            if added or removed:
                scim_resources.change_members(change, one, added=added, removed=removed)
                scim_resources.put_resource(change, replace(there, version=there.version + 1, changed=now))
                self._settle_members(change, sorted(added | removed), now)

        await self._write(work)

    def _kept(self, change: Transaction, there: Pushed, body: Mapping[str, Any], external_id: str) -> dict[str, Any]:
        now = self._clock()
        if not _name(there.kind, body).strip():
            raise InvalidValueException(detail=f"{_name_of(there.kind)} must not be empty")
        kept = dict(body)
        members = kept.pop("members", None) if there.kind == GROUP else None
        one = replace(
            there,
            name=_name(there.kind, body),
            external_id=external_id,
            body=kept,
            version=there.version + 1,
            changed=now,
        )
        if one.kind == USER:
            one = settle(change, one, self._house, now=now)
        scim_resources.put_resource(change, one)
        if one.kind == GROUP:
            before = set(scim_resources.members_of(change.sql, one.id))
            wanted = {each["value"] for each in members or () if isinstance(each.get("value"), str)}
            scim_resources.change_members(change, one.id, added=wanted - before, removed=before - wanted)
            renamed = (there.name, there.external_id) != (one.name, one.external_id)
            self._settle_members(change, sorted(before | wanted if renamed else before ^ wanted), now)
        return _sent(change.sql, one)

    def _settle_members(self, change: Transaction, members: list[str], now: datetime) -> None:
        section = self._house.section
        for member in members if section.roles or section.units else ():
            one = scim_resources.find_resource(change.sql, USER, member)
            if one is None or one.gone:
                continue
            settle_roles(change, one, self._house, now=now)
            if section.units and one.body.get("active") is not False:
                scim_resources.put_resource(change, settle(change, one, self._house, now=now))

    def _resource(self, body: Mapping[str, Any]) -> Resource[Any]:
        made: Resource[Any] = self._models[body["meta"]["resourceType"]].model_validate(body)
        return made

    def _fitting(self, sql: Sql, kinds: list[str], wanted: ScimFilter[Any] | None) -> list[Resource[Any]]:
        found: list[Resource[Any]] = []
        for kind in kinds:
            asked = wanted
            if asked is not None and not asked.models:
                asked = parametrize(ScimFilter, self._models[kind])(str(asked))
            for one in scim_resources.every_resource(sql, kind):
                made = self._resource(_sent(sql, one))
                if asked is None or asked.match(made):
                    found.append(made)
        return found


def equal_to(one: Mapping[str, Any], sent: Mapping[str, Any]) -> bool:
    """Whether all that was `sent` is what `one` says already."""
    for name, value in sent.items():
        there = one.get(name)
        if name in ("schemas", "meta", "id"):
            continue
        if isinstance(value, Mapping):
            if not equal_to(there if isinstance(there, Mapping) else {}, value):
                return False
        elif there != value and not (value in (None, []) and there in (None, [])):
            return False
    return True


def _page(sql: Sql, kind: str, start: int, most: int) -> tuple[int, list[dict[str, Any]]]:
    total, found = scim_resources.read_page(sql, kind, start=start, most=most)
    return total, [_sent(sql, one) for one in found]


def _taken_apart(resource_type: ResourceType, resource: Resource[Any]) -> tuple[str, dict[str, Any], str]:
    body = resource.model_dump(scim_ctx=Context.DEFAULT)
    return (
        str(resource_type.name),
        {name: value for name, value in body.items() if name not in _NO_BODY},
        body.get("externalId") or "",
    )


def _sent(sql: Sql, one: Pushed, *, members: bool = True) -> dict[str, Any]:
    """As it is told to the service, but for the addresses, which the server knows."""
    made: dict[str, Any] = {**one.body, "id": one.id}
    if one.external_id:
        made["externalId"] = one.external_id
    if one.kind == GROUP and members and (there := scim_resources.members_of(sql, one.id)):
        made["members"] = [{"value": each, "$ref": f"Users/{each}"} for each in there]
    made["meta"] = {
        "resourceType": one.kind,
        "created": _instant(one.created),
        "lastModified": _instant(one.changed),
        "version": f'W/"{one.version}"',
    }
    return made


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _there(sql: Sql, kind: str, one: str) -> Pushed:
    found = scim_resources.find_resource(sql, kind, one)
    if found is None or found.gone:
        raise NotFoundException(detail=f"There is no {kind} {one[:64]!r}")
    return found


def _same(sql: Sql, kind: str, body: Mapping[str, Any], external_id: str, *, than: str = "") -> Pushed | None:
    """Another with the same external id, or the same user name; groups may be called the same."""
    found = scim_resources.find_external(sql, kind, external_id)
    found += scim_resources.find_named(sql, kind, _name(kind, body)) if kind == USER else []
    others = [one for one in found if one.id != than and (than == "" or not one.gone)]
    return min(others, key=lambda one: one.gone, default=None)


def _taken_by(one: Pushed) -> str:
    return f"There is one with the same userName or externalId already: {one.id}"


def _require_version(there: Pushed, expected: str | None) -> None:
    if expected is not None and expected != f'W/"{there.version}"':
        raise PreconditionFailedException


def _name(kind: str, body: Mapping[str, Any]) -> str:
    return str(body.get(_name_of(kind)) or "").casefold()


def _name_of(kind: str) -> str:
    return "userName" if kind == USER else "displayName"


def _equality(wanted: ScimFilter[Any] | None) -> tuple[str, str] | None:
    """(attribute, text) of a filter that asks for nothing else than one equal text."""
    node = wanted.ast if wanted is not None else None
    if not isinstance(node, Comparison) or node.op != CompareOperator.eq or not isinstance(node.value, str):
        return None
    name = str(node.attr_path).lower().rpartition(":")[2]
    known = {"username": "userName", "displayname": "displayName", "externalid": "externalId", "id": "id"}
    return (known[name], node.value) if name in known else None
