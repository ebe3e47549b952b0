"""The organisation's sign-in service as the site's settings name it."""

from __future__ import annotations

from collections.abc import Callable

from kalix_presence.hub.identity.provider import Provider
from kalix_presence.hub.site.config import Config


def provider_of(config: Config, *, steady: Callable[[], float]) -> Provider | None:
    """The service; None where the site has none."""
    section = config.sign_in.oidc
    if not section.issuer:
        return None
    name = section.client_secret_file
    secret = config.path(name).read_text("utf-8").strip() if name else ""
    ca = str(config.path(section.ca)) if section.ca else ""
    return Provider(section, secret=secret, ca=ca, steady=steady)


async def check_provider(config: Config, *, steady: Callable[[], float]) -> bool:
    """Whether there is a service; what it publishes is read, with its keys. Raises as `Provider`."""
    provider = provider_of(config, steady=steady)
    if provider is None:
        return False
    try:
        await provider.published()
    finally:
        await provider.close()
    return True
