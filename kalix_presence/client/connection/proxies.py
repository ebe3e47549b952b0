"""Whether a server is asked directly though this computer has a proxy, and which proxy that is."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from kalix_presence.model.loopback import is_loopback


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy as it may be shown: without the name and password that may stand in its address.

    `variable` of the environment named it; "" is the system's own setting. `direct`: this server is asked without it.
    """

    address: str
    host: str
    variable: str = ""
    direct: bool = False


def goes_direct(host: str) -> bool:
    """Whether `host` is asked without the computer's proxy.

    A proxy cannot reach this machine's own loopback, and must not see what is said there. httpx takes the proxy that Windows
    and macOS name but not the exceptions that they name beside it (`*.kalix.se`, `<local>`), which every browser there keeps.
    """
    if is_loopback(host):
        return True
    from urllib.request import proxy_bypass  # loaded by httpx as well

    return bool(proxy_bypass(host))


def proxy_of(address: str) -> Proxy | None:
    """The proxy that this computer has for `address`, as httpx takes it; None where there is none."""
    from urllib.request import getproxies, getproxies_environment

    parts = urlsplit(address)
    for kind in (parts.scheme, "all"):
        named = getproxies().get(kind)
        if not named:
            continue
        whole = named if "://" in named else f"http://{named}"
        scheme, _, rest = whole.partition("://")
        where = rest.rpartition("@")[2].partition("/")[0]
        try:
            host = urlsplit(f"//{where}").hostname or where
        except ValueError:
            host = where
        variables = (f"{kind}_proxy", f"{kind}_proxy".upper()) if kind in getproxies_environment() else ()
        # As it is written there: Windows knows each name in both ways.
        variable = next((name for name in variables if name in list(os.environ) and os.environ[name]), "")
        return Proxy(f"{scheme}://{where}", host, variable, goes_direct(parts.hostname or ""))
    return None
