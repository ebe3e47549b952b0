"""What the hub does otherwise than scim2-server: answers that cost less, and a PATCH that is answered with what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scim2_models import Context, Resource, ResponseParameters
from scim2_server.responses import ScimResponse
from scim2_server.service import ScimService

from kalix_presence.hub.scim.schemas import ENTERPRISE

LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"


class PushService(ScimService):
    """The protocol's steps."""

    def publish(self, base_url: str, resource: Resource[Any]) -> Resource[Any]:
        """The resource with its addresses: of itself, of the manager, of members. It is the storage's copy, made for this."""
        assert resource.meta is not None  # noqa: S101  (the storage's)
        assert resource.id is not None  # noqa: S101
        published: Any = resource
        kind = self.get_resource_type_of(resource)
        published.meta = resource.meta.model_copy(update={"location": self.resource_location(base_url, kind, resource.id)})
        enterprise = getattr(published, "EnterpriseUser", None)
        referring = [getattr(enterprise, "manager", None), *(getattr(published, "members", None) or [])]
        for one in referring:
            if one is not None and one.ref:
                one.ref = self.reference_location(base_url, str(one.ref))
        return resource

    def patch_response(
        self, base_url: str, resource: Resource[Any], response_parameters: ResponseParameters[Any]
    ) -> ScimResponse:
        """What it is now: 204 without it is allowed, but makes some services ask again."""
        published = self.publish(base_url, resource)
        return self.resource_response(published, Context.RESOURCE_REPLACEMENT_RESPONSE, response_parameters)

    def located(self, base_url: str, body: dict[str, Any]) -> dict[str, Any]:
        """A body of the storage as it is sent: the same as `publish`, without taking it apart."""
        meta = body["meta"]
        location = f"{base_url}/{meta['resourceType']}s/{body['id']}"
        body["meta"] = {**meta, "location": location}
        enterprise = body.get(ENTERPRISE)
        manager = enterprise.get("manager") if isinstance(enterprise, Mapping) else None
        for one in (manager, *(body.get("members") or ())):
            if isinstance(one, dict) and one.get("$ref"):
                one["$ref"] = self.reference_location(base_url, one["$ref"])
        return body


def listed(bodies: list[dict[str, Any]], total: int | None = None) -> dict[str, Any]:
    """Found resources as the answer to a search."""
    found: dict[str, Any] = {
        "schemas": [LIST],
        "totalResults": len(bodies) if total is None else total,
        "itemsPerPage": len(bodies),
        "startIndex": 1,
    }
    return {**found, "Resources": bodies} if bodies else found
