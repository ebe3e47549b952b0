"""Whether a server is asked directly though this computer has a proxy."""

from __future__ import annotations

from kalix_presence.model.loopback import is_loopback


def goes_direct(host: str) -> bool:
    """Whether `host` is asked without the computer's proxy.

    A proxy cannot reach this machine's own loopback, and must not see what is said there. httpx takes the proxy that Windows
    and macOS name but not the exceptions that they name beside it (`*.kalix.se`, `<local>`), which every browser there keeps.
    """
    if is_loopback(host):
        return True
    from urllib.request import proxy_bypass  # loaded by httpx as well

    return bool(proxy_bypass(host))
