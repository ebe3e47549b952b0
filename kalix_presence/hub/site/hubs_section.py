"""`[hubs]`: what this hub is among several on one PostgreSQL, of which one leads."""

from __future__ import annotations

import msgspec

from kalix_presence.model.errors import BadInput
from kalix_presence.model.loopback import is_safe_server


class HubsSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`address` is where the other hubs reach this one ("https://hub1.example.org:8770"; http on this machine alone); empty: it
    is the only one. `name` is how people know it, the machine's own name where it is empty. `ca`: whom it believes when it
    speaks to another hub, where that is not an authority of the system.
    """

    name: str = ""
    address: str = ""
    ca: str = ""


def refuse_unsafe_hubs(section: HubsSection, *, in_postgresql: bool) -> list[str]:
    """The files that must be there. Raises BadInput `config-hubs-address`, `config-hubs-name` or `config-hubs-store`."""
    if len(section.name) > 64 or not section.name.isprintable():
        raise BadInput("config-hubs-name")
    if not section.address:
        return []
    if not is_safe_server(section.address):
        raise BadInput("config-hubs-address", address=section.address[:80])
    if not in_postgresql:
        raise BadInput("config-hubs-store")
    return [section.ca] if section.ca else []


TEMPLATE = """\
[hubs]
# Several hubs on one PostgreSQL, of which one leads and the others stand by (docs/several-hubs.md): the address at which the
# others reach this one. Empty: it is the only one.
#address = "https://hub1.kommun.example:8770"
# How it is called; the machine's own name, unless another is given here.
#name = ""
# Certificates to trust when it speaks to another hub, if not the system's.
#ca = "hubs-ca.crt"

"""
