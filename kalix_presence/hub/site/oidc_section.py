"""`[sign_in.oidc]`: the organisation's own sign-in service (OpenID Connect), by which people sign in with one button."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from kalix_presence.model.access import Role
from kalix_presence.model.errors import BadInput
from kalix_presence.model.loopback import is_safe

SIGNED_BY_A_KEY_PAIR = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"}
)
"""What a token may be signed by: never `none`, and never a secret that two know."""
MOST_LEEWAY = 600


class OidcSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which service, as whom the hub asks it, and what its claims mean here; nobody signs in by it while `issuer` is empty.

    `client_id` is what the service calls the hub, with the secret in `client_secret_file` where it is no public client.
    `button` says by language what people see. `redirect` is where the service sends the browser back to, on the person's own
    computer: any free port of it, or one of `redirect_ports`. `device`: sign-in without a browser of one's own, by a code.
    `subject_claim` never changes for somebody; `email_claim` and `reference_claim` ("": none) tell whose it is the first time
    only. `roles` are given by the groups in `groups_claim`, and taken away with them. Claims of a clock that differs by at most
    `leeway_seconds` are taken; `seconds` is the longest wait for an answer; `ca` are certificates to trust, if not the system's
    own. Who has a role of `sign_in.second_factor` gets in by a token whose `amr` or `acr` is one of `factor_amr` or
    `factor_acr`: the service has asked for a second factor. With `factor_trusted` its word is not needed.
    """

    issuer: str = ""
    client_id: str = ""
    client_secret_file: str = ""
    button: dict[str, str] = {}
    scope: str = "openid profile email"
    redirect: str = "http://localhost"
    redirect_ports: tuple[int, ...] = ()
    device: bool = False
    subject_claim: str = "sub"
    email_claim: str = "email"
    reference_claim: str = ""
    groups_claim: str = "groups"
    roles: dict[str, Role] = {}
    factor_amr: tuple[str, ...] = ("mfa",)
    factor_acr: tuple[str, ...] = ()
    factor_trusted: bool = False
    algorithms: tuple[str, ...] = ("RS256", "PS256", "ES256")
    leeway_seconds: int = 120
    seconds: float = 10.0
    ca: str = ""


def refuse_unsafe_oidc(section: OidcSection, *, is_loopback: Callable[[str], bool]) -> list[str]:
    """The files that others must not read; raises BadInput for what would send a sign-in astray."""
    if not section.issuer:
        return []
    if not is_safe(section.issuer) or urlsplit(section.issuer).query:
        raise BadInput("config-oidc-issuer")
    if not section.client_id or not section.subject_claim or "openid" not in section.scope.split():
        raise BadInput("config-oidc-client")
    back = urlsplit(section.redirect)
    if back.scheme != "http" or not is_loopback(back.hostname or "") or back.port or back.query or back.fragment:
        raise BadInput("config-oidc-redirect")
    if not section.algorithms or not set(section.algorithms) <= SIGNED_BY_A_KEY_PAIR:
        raise BadInput("config-oidc-algorithms", known=", ".join(sorted(SIGNED_BY_A_KEY_PAIR)))
    ports = all(1024 <= port <= 65_535 for port in section.redirect_ports)
    if not ports or not 0 <= section.leeway_seconds <= MOST_LEEWAY or not 0 < section.seconds <= 60:
        raise BadInput("config-oidc-numbers", most=MOST_LEEWAY)
    return [section.client_secret_file] if section.client_secret_file else []
