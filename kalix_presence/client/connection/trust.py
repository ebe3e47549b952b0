"""Which certificates are trusted, and which one is shown."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kalix_presence.client.connection.own_certificate import show_own

if TYPE_CHECKING:
    import ssl


def trusted(address: str) -> ssl.SSLContext:
    """The certificates to trust: the system's, where a municipality puts its own, and those that come with httpx; on macOS the
    system itself judges, by its keychain. A hub that asks for one is shown this computer's own.

    Raises Unavailable `hub-own-certificate` where that cannot be shown.
    """
    import ssl

    if not address.startswith("https:"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody, and saves reading 140 certificates
    if sys.platform == "darwin":
        import truststore

        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        import certifi

        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())
    show_own(context)
    return context
