"""Which proxies Windows names for an address, by its own reading of a site's PAC file or of what the network announces (WPAD).

WinHTTP fetches the file, runs it, and keeps the answer for a while: a site's file says to us what it says to any browser.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

AUTO_DETECT, CONFIG_URL = 1, 2
BY_DHCP_AND_DNS = 3
NAMED_PROXY = 3
LOGIN_FAILURE = 12015
ACCESS_BY_OURSELVES = 1
"""WINHTTP_ACCESS_TYPE_NO_PROXY: the file itself is fetched directly."""


@dataclass(frozen=True, slots=True)
class Automatic:
    """What the person's settings say of proxies that are found: the address of a PAC file, and whether the network is asked."""

    file: str
    detected: bool

    def __bool__(self) -> bool:
        return bool(self.file) or self.detected


class Windows(Protocol):
    """What Windows answers. Each may take seconds, but for `automatic`, which asks nobody else."""

    def automatic(self) -> Automatic:
        """See `Automatic`."""

    def found(self, address: str, automatic: Automatic) -> str | None:
        """The proxies for `address` as Windows writes them, "" for none; None where neither file nor network says anything."""


def named(said: str) -> list[str]:
    """The addresses, in their order, of what Windows writes: "one:3128;two:8080", or with what each is for before it.

    Those for socks are left out, which nothing here speaks.
    """
    proxies = []
    for each in re.split(r"[;\s]+", said):
        kind, _, where = each.rpartition("=")
        if where and kind != "socks":
            proxies.append(where if "://" in where else f"http://{where}")
    return proxies


def proxies_for(address: str, windows: Windows) -> Sequence[str] | None:
    """The proxies for `address` in the order to be tried, none where it is asked directly; None: the settings are to say.

    The network's word comes before the settings' own, as in Windows.
    """
    automatic = windows.automatic()
    if not automatic:
        return None
    said = windows.found(address, automatic)
    return None if said is None else named(said)


class WinHttp:
    """Windows' own; made where it is needed, for it loads a library."""

    _library: Any
    _free: Any

    def __init__(self) -> None:
        if sys.platform != "win32":
            raise OSError("WinHTTP is Windows' alone")
        library: Any = ctypes.WinDLL("winhttp", use_last_error=True)
        library.WinHttpOpen.restype = ctypes.c_void_p
        library.WinHttpOpen.argtypes = (ctypes.c_wchar_p, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32)
        library.WinHttpCloseHandle.argtypes = (ctypes.c_void_p,)
        library.WinHttpGetProxyForUrl.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p, ctypes.c_void_p, ctypes.c_void_p)
        self._library, self._free = library, ctypes.WinDLL("kernel32").GlobalFree
        self._free.argtypes = (ctypes.c_void_p,)

    def automatic(self) -> Automatic:
        """See `Windows`."""
        config = _Config()
        if not self._library.WinHttpGetIEProxyConfigForCurrentUser(ctypes.byref(config)):
            return Automatic("", detected=False)
        file = self._text(config.file)
        self._text(config.proxy), self._text(config.bypass)
        return Automatic(file, bool(config.detected))

    def found(self, address: str, automatic: Automatic) -> str | None:
        """See `Windows`."""
        session = self._library.WinHttpOpen("kalix-presence", ACCESS_BY_OURSELVES, None, None, 0)
        if not session:
            return None
        try:
            # Windows' own name and password go to whoever gives the file only where it is not given without them.
            return self._asked(session, address, automatic, log_on=False)
        finally:
            self._library.WinHttpCloseHandle(session)

    def _asked(self, session: int, address: str, automatic: Automatic, *, log_on: bool) -> str | None:
        flags = (AUTO_DETECT if automatic.detected else 0) | (CONFIG_URL if automatic.file else 0)
        options = _Options(flags, BY_DHCP_AND_DNS if automatic.detected else 0, automatic.file or None, None, 0, log_on)
        told = _Told()
        if not self._library.WinHttpGetProxyForUrl(session, address, ctypes.byref(options), ctypes.byref(told)):
            if ctypes.get_last_error() == LOGIN_FAILURE and not log_on:  # type: ignore[attr-defined,unused-ignore]
                return self._asked(session, address, automatic, log_on=True)
            return None
        proxies = self._text(told.proxies)
        self._text(told.bypass)
        return proxies if told.access == NAMED_PROXY else ""

    def _text(self, pointer: Any) -> str:
        """What stands there, which is ours to give back."""
        if not pointer:
            return ""
        text = ctypes.wstring_at(pointer)
        self._free(pointer)
        return text


class _Options(ctypes.Structure):
    _fields_ = (
        ("flags", ctypes.c_uint32),
        ("detect", ctypes.c_uint32),
        ("file", ctypes.c_wchar_p),
        ("reserved", ctypes.c_void_p),
        ("reserved_too", ctypes.c_uint32),
        ("log_on", ctypes.c_int),
    )


class _Told(ctypes.Structure):
    _fields_ = (("access", ctypes.c_uint32), ("proxies", ctypes.c_void_p), ("bypass", ctypes.c_void_p))


class _Config(ctypes.Structure):
    _fields_ = (
        ("detected", ctypes.c_int),
        ("file", ctypes.c_void_p),
        ("proxy", ctypes.c_void_p),
        ("bypass", ctypes.c_void_p),
    )
