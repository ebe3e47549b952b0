"""Whether a server is asked directly though this computer has a proxy, and which proxy that is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kalix_presence.model.loopback import is_loopback

if TYPE_CHECKING:
    from kalix_presence.client.connection.windows_proxies import Windows


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


def finder_for(address: str) -> Callable[[str], list[str]] | None:
    """How proxies for `address` are found (see `FoundProxies`), where this computer finds them by a PAC file or the network.

    None where they are known beforehand: named by the environment, which comes first, or by settings without either.
    """
    from urllib.request import getproxies_environment

    windows = _windows()
    if windows is None or is_loopback(urlsplit(address).hostname or "") or getproxies_environment():
        return None
    return partial(_found_or_named, windows) if windows.automatic() else None


def proxy_of(address: str) -> Proxy | None:
    """The proxy that this computer has for `address`, as it is asked by us; None where there is none.

    May take seconds where proxies are found: not for an event loop.
    """
    find = finder_for(address)
    if find is not None:
        found = find(address)
        return _shown(found[0]) if found else None
    whole, variable = _named_for(address)
    return _shown(whole, variable, direct=goes_direct(urlsplit(address).hostname or "")) if whole else None


def _windows() -> Windows | None:
    if sys.platform != "win32":
        return None
    from kalix_presence.client.connection.windows_proxies import WinHttp

    try:
        return WinHttp()
    except OSError:
        return None


def _found_or_named(windows: Windows, address: str) -> list[str]:
    from kalix_presence.client.connection.windows_proxies import proxies_for

    found = proxies_for(address, windows)
    if found is not None:
        return list(found)
    whole, _ = _named_for(address)
    return [whole] if whole and not goes_direct(urlsplit(address).hostname or "") else []


def _named_for(address: str) -> tuple[str, str]:
    """The whole address of the proxy that environment or settings name, as httpx takes it, and the variable; "" for none."""
    from urllib.request import getproxies, getproxies_environment

    for kind in (urlsplit(address).scheme, "all"):
        named = getproxies().get(kind)
        if not named:
            continue
        variables = (f"{kind}_proxy", f"{kind}_proxy".upper()) if kind in getproxies_environment() else ()
        # As it is written there: Windows knows each name in both ways.
        variable = next((name for name in variables if name in list(os.environ) and os.environ[name]), "")
        return (named if "://" in named else f"http://{named}"), variable
    return "", ""


def _shown(whole: str, variable: str = "", *, direct: bool = False) -> Proxy:
    scheme, _, rest = whole.partition("://")
    where = rest.rpartition("@")[2].partition("/")[0]
    try:
        host = urlsplit(f"//{where}").hostname or where
    except ValueError:
        host = where
    return Proxy(f"{scheme}://{where}", host, variable, direct)
