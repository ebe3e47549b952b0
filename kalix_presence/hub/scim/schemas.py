"""What of a person and of a group the hub takes from a directory service, and what it says of itself (RFC 7643).

Only what the directory uses: whatever else the service sends is not kept. Texts are taken as they come, an odd e-mail address
too: the directory's own rules judge them, column by column, and a fault in one loses nothing of the others.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field
from scim2_models import (
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Extension,
    Filter,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)
from scim2_models.reference import URI
from scim2_models.resources.resource import AnyExtension
from scim2_models.resources.resource_type import SchemaExtension
from scim2_models.urn import URN

CORE_USER = "urn:ietf:params:scim:schemas:core:2.0:User"
CORE_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
OWN = "urn:kalix-presence:scim:schemas:extension:1.0:User"

LARGEST_PAGE = 200


class Name(ComplexAttribute):
    """Somebody's name, in parts."""

    formatted: str | None = None
    family_name: str | None = None
    given_name: str | None = None


class Email(ComplexAttribute):
    """An e-mail address."""

    value: str | None = None
    type: str | None = None
    primary: bool | None = None


class PhoneNumber(ComplexAttribute):
    """A telephone number: "work" is the direct number, "mobile" the mobile one."""

    value: str | None = None
    type: str | None = None
    primary: bool | None = None


class User(Resource[AnyExtension]):
    """Somebody, as the service knows them."""

    __schema__ = URN(CORE_USER)

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    name: Name | None = None
    display_name: str | None = None
    title: str | None = None
    preferred_language: str | None = None
    active: bool | None = None
    emails: list[Email] | None = None
    phone_numbers: list[PhoneNumber] | None = None


class Manager(ComplexAttribute):
    """Whose subordinate somebody is, by the id of that resource; kept for the service, used for nothing."""

    value: Annotated[str | None, CaseExact.true] = None
    ref: Annotated[Reference[User] | None, Required.false] = Field(  # type: ignore[type-arg]
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    display_name: Annotated[str | None, Mutability.read_only] = None


class EnterpriseUser(Extension):
    """What an organisation says of its people."""

    __schema__ = URN(ENTERPRISE)

    employee_number: str | None = None
    organization: str | None = None
    division: str | None = None
    department: str | None = None
    manager: Manager | None = None


class KalixUser(Extension):
    """What no standard has a word for. `unit` is a path ("Samhällsbyggnad/Bygglov"), `duties` have ";" between them."""

    __schema__ = URN(OWN)

    extension: str | None = None
    unit: str | None = None
    place: str | None = None
    duties: str | None = None


class Member(ComplexAttribute):
    """Who is in a group."""

    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = None
    ref: Annotated[Reference[User] | None, Mutability.immutable] = Field(  # type: ignore[type-arg]
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    display: Annotated[str | None, Mutability.read_only] = None


class Group(Resource[Any]):
    """A group of people, from which roles and units are given as the site's settings say."""

    __schema__ = URN(CORE_GROUP)

    display_name: Annotated[str | None, Required.true] = None
    members: list[Member] | None = None


def made_provider() -> ScimProvider:
    """The description of the service, as it is published and as requests are judged by it."""
    return ScimProvider(
        [User, Group, EnterpriseUser, KalixUser],
        [_type("User", CORE_USER, ENTERPRISE, OWN), _type("Group", CORE_GROUP)],
        ServiceProviderConfig(
            patch=Patch(supported=True),
            bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
            filter=Filter(supported=True, max_results=LARGEST_PAGE),
            change_password=ChangePassword(supported=False),
            sort=Sort(supported=False),
            etag=ETag(supported=True),
            authentication_schemes=[
                AuthenticationScheme(
                    type=AuthenticationScheme.Type.oauthbearertoken,
                    name="Bearer token",
                    description="A token made by `kalix-hub scim token new`, good for nothing else.",
                )
            ],
        ),
    )


def _type(name: str, schema: str, *extensions: str) -> ResourceType:
    return ResourceType(
        id=name,
        name=name,
        endpoint=Reference[URI](f"/{name}s"),
        schema=Reference[URI](schema),
        schema_extensions=[SchemaExtension(schema=Reference[URI](each), required=False) for each in extensions],
    )
