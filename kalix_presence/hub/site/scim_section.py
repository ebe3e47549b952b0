"""`[scim]`: the organisation's directory service pushes people to the hub (SCIM 2.0, RFC 7644), and what that means here."""

from __future__ import annotations

import msgspec

from kalix_presence.model.access import Role
from kalix_presence.model.errors import BadInput

SCIM = "scim"
"""The source of whoever a directory service pushes; no source of a site's own may be called so."""
SIGHTS = ("username", "reference")


class ScimSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing is served at /scim until it is `enabled`, and then only to whoever has a token of its own.

    `first_sight`: by what somebody who is in the directory already is taken for a person of the service the first time
    ("username", "reference": the employee number); later by the service's own id alone. `extension_digits`: so many last digits
    of the work number are the extension where the service does not name one; 0: none. `unit` ("Administration/Unit") and
    `administration` are of whoever the service names none for. `roles` and `units` are given by groups (by display name or by
    the service's id of the group); a role that stands there is given, and taken away, by groups alone.

    Who is made inactive can sign in no more at once, and is taken out of the directory after `leaver_days`. More than
    `removals_percent` of the people within an hour wait for an administrator. `requests_per_minute` of one token; `body_bytes`
    of one request.
    """

    enabled: bool = False
    first_sight: tuple[str, ...] = ()
    extension_digits: int = 0
    unit: str = ""
    administration: str = ""
    roles: dict[str, Role] = {}
    units: dict[str, str] = {}
    leaver_days: int = 30
    removals_percent: float = 5.0
    requests_per_minute: int = 60_000
    body_bytes: int = 1_048_576


def refuse_unsafe_scim(section: ScimSection) -> None:
    """Raise BadInput for what cannot be meant."""
    if not set(section.first_sight) <= {*SIGHTS}:
        raise BadInput("config-scim-sight", known=", ".join(SIGHTS))
    numbers = (
        0 <= section.extension_digits <= 10
        and 0 <= section.leaver_days <= 365
        and 0 <= section.removals_percent <= 100
        and 1_500 <= section.requests_per_minute <= 1_000_000
        and 16_384 <= section.body_bytes <= 16_777_216
    )
    if not numbers:
        raise BadInput("config-scim-numbers")
    for path in (section.unit, *section.units.values()):
        if path and not all(part.strip() for part in path.split("/")):
            raise BadInput("config-scim-unit", value=path[:40])


TEMPLATE = """\
[scim]
# A directory service (Entra ID and others) pushes people and groups to /scim/v2, with a token that kalix-hub scim token new
# makes. What to set up there stands in docs/directory.md. Nothing is served there until this is true:
#enabled = false
# By what people who are in the directory already are taken for the service's the first time ("username", "reference": the
# employee number). Accounts that may do more than an employee are joined by kalix-hub scim join alone.
#first_sight = []
# So many last digits of the work number are the extension, where the service does not name one; 0: none are.
#extension_digits = 0
# The unit ("Administration/Unit") and the administration of whoever the service names none for.
#unit = ""
#administration = ""
# Days until whoever was made inactive there is taken out of the directory; at once they can sign in no more.
#leaver_days = 30
# Percent of the people who may go within an hour without an administrator's yes (kalix-hub scim accept).
#removals_percent = 5.0
# Of one token in a minute; bytes of one request.
#requests_per_minute = 60000
#body_bytes = 1048576

[scim.roles]
# Roles given by groups there, by name or by the service's id. A role that stands here is given and taken away by groups alone.
#"Telefonister" = "receptionist"

[scim.units]
# The same for units.
#"Alla på bygglov" = "Samhällsbyggnad/Bygglov"

"""
