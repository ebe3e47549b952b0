"""What `kalix-hub check` says of a second factor that roles must have beside the organisation's own sign-in."""

from __future__ import annotations

from kalix_presence.hub.pbx.protocol import Remark
from kalix_presence.hub.site.config import SignInSection
from kalix_presence.hub.site.oidc_section import OidcSection
from kalix_presence.model.errors import BadInput

USUAL = OidcSection().factor_amr
"""The words of a token that count where the site has said nothing."""


def require_factor_words(section: SignInSection) -> None:
    """Raise BadInput where no token could let in whom the site wants a second factor of; a Remark where the site has not said
    which words of its service's tokens count, so that it is tried before somebody stands outside."""
    oidc, roles = section.oidc, ", ".join(role.value for role in section.second_factor)
    if not roles or not oidc.issuer or oidc.factor_trusted:
        return
    if not oidc.factor_amr and not oidc.factor_acr:
        raise BadInput("factor-words-none", roles=roles)
    if oidc.factor_amr == USUAL and not oidc.factor_acr:
        raise Remark("factor-words-usual", roles=roles, amr=", ".join(USUAL))
