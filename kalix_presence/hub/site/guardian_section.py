"""`[guardian]`: the second process that ends forwards where the PBX keeps no end, on this machine or another."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from kalix_presence.model.errors import BadInput
from kalix_presence.model.loopback import is_safe


class GuardianSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where it is and what both sides know. `url` is for the hub; the rest below `token_file` for the guardian itself.

    `token_file` holds what opens it, for both. `ca`: whom the hub believes, where that is not an authority of the system.
    The guardian listens at `host` and `port`, outside loopback with `certificate` and `key`, and keeps `file`.
    """

    url: str = ""
    token_file: str = "guardian.token"  # noqa: S105  (the name of a file)
    ca: str = ""
    host: str = "127.0.0.1"
    port: int = 8771
    certificate: str = ""
    key: str = ""
    file: str = "guardian.ends"


def refuse_unsafe_guardian(section: GuardianSection, *, is_loopback: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    """The files that must be there, and those that nobody else may read. Raises BadInput for what cannot be meant."""
    if bool(section.certificate) != bool(section.key) or not (section.certificate or is_loopback(section.host)):
        raise BadInput("config-guardian-tls", host=section.host)
    if not 0 <= section.port <= 65_535:
        raise BadInput("config-port", port=section.port)
    if not section.url:
        return [], []
    if not is_safe(section.url) or urlsplit(section.url).query:
        raise BadInput("config-guardian", url=section.url[:80])
    return [name for name in (section.token_file, section.ca) if name], [section.token_file]


TEMPLATE = """\
[guardian]
# For a PBX that keeps no end itself ("ends by the server" in the programs): a second process, kalix-hub guardian, on another
# machine if you like, ends forwards while the hub is dead. The hub tells it of each before it writes it. docs/guardian.md.
#url = "http://127.0.0.1:8771"
#token_file = "guardian.token"
# Whom the hub believes when the guardian's certificate is by none of the system's authorities.
#ca = ""
# Of the guardian itself: where it listens, and what it keeps.
#host = "127.0.0.1"
#port = 8771
#certificate = ""
#key = ""
#file = "guardian.ends"

"""
