"""Windows' own word on proxies: what it writes is read, and a real PAC file is asked by a real WinHTTP (Wine's)."""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from kalix_presence.client.connection import proxies
from kalix_presence.client.connection.proxies import Proxy, finder_for, proxy_of
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.client.connection.windows_proxies import Automatic, WinHttp, named, proxies_for
from kalix_presence.model.errors import Unavailable
from tests.client.connection.pac_server import FILE, noting

on_windows = pytest.mark.skipif(sys.platform != "win32", reason="WinHTTP is Windows' own")


@pytest.fixture(autouse=True)
def _no_other_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


class SaidWindows:
    """A Windows that says what it was made with."""

    def __init__(self, said: str | None, automatic: Automatic | None = None) -> None:
        inside = Automatic("http://inside/proxy.pac", detected=False)
        self._said, self._automatic = said, inside if automatic is None else automatic

    def automatic(self) -> Automatic:
        return self._automatic

    def found(self, address: str, automatic: Automatic) -> str | None:
        return self._said


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("", []),
        ("proxy:3128", ["http://proxy:3128"]),
        ("one:3128;two:8080", ["http://one:3128", "http://two:8080"]),
        ("one:3128 two:8080", ["http://one:3128", "http://two:8080"]),
        ("http=one:3128;https=two:8080;socks=three:1080", ["http://one:3128", "http://two:8080"]),
        ("https://one:3129", ["https://one:3129"]),
    ],
)
def test_what_windows_writes_of_proxies_is_read(said: str, read: list[str]) -> None:
    assert named(said) == read


def test_who_names_neither_file_nor_network_is_not_asked_for_proxies() -> None:
    assert proxies_for("https://hub.example/", SaidWindows("proxy:3128", Automatic("", detected=False))) is None


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | None], None]:
    """Have this computer be a Windows that says so."""

    def say(said: str | None) -> None:
        monkeypatch.setattr(proxies, "_windows", lambda: SaidWindows(said))
        monkeypatch.setattr("urllib.request.getproxies", lambda: {"https": "http://settings:3128"})
        monkeypatch.setattr("urllib.request.proxy_bypass", lambda host: host.endswith(".kalix.se"))

    return say


def test_the_computers_proxy_is_the_one_that_is_found(says: Callable[[str | None], None]) -> None:
    says("one:3128;two:8080")
    assert proxy_of("https://hub.example") == Proxy("http://one:3128", "one")
    says("")
    assert proxy_of("https://hub.example") is None


def test_where_none_is_found_the_settings_say(says: Callable[[str | None], None]) -> None:
    says(None)
    assert proxy_of("https://hub.example") == Proxy("http://settings:3128", "settings")
    assert proxy_of("https://hub.kalix.se") is None


def test_the_environment_comes_before_what_is_found(
    says: Callable[[str | None], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    says("one:3128")
    monkeypatch.setenv("HTTPS_PROXY", "http://mine:3128")
    assert finder_for("https://hub.example") is None


def test_ones_own_machine_is_never_looked_for(says: Callable[[str | None], None]) -> None:
    says("one:3128")
    assert finder_for("http://127.0.0.1:8770") is None


async def test_a_hub_is_asked_by_the_proxy_that_is_found(says: Callable[[str | None], None]) -> None:
    with noting() as proxy:
        says(proxy.place)
        await _ask("https://hub.example")
        assert proxy.asked == ["CONNECT hub.example:443"]


async def _ask(address: str) -> None:
    hub = HubClient(address)
    with pytest.raises(Unavailable):
        await hub.me()
    await hub.close()


@contextmanager
def settings_with(file: str) -> Iterator[None]:
    """The person's own, naming this PAC file. Windows and Wine read it from a value of bytes that the control panel writes."""
    import winreg

    key_of = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections"
    value = struct.pack("<6I", 0x46, 1, 1 | 4, 0, 0, len(file)) + file.encode() + bytes(32)
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key_of) as key:  # type: ignore[attr-defined,unused-ignore]
        winreg.SetValueEx(key, "DefaultConnectionSettings", 0, winreg.REG_BINARY, value)  # type: ignore[attr-defined,unused-ignore]
        try:
            yield
        finally:
            with suppress(FileNotFoundError):
                winreg.DeleteValue(key, "DefaultConnectionSettings")  # type: ignore[attr-defined,unused-ignore]


@on_windows
def test_a_pac_file_says_which_proxy_and_which_none() -> None:
    with noting(FILE.replace("PLACE", "proxy.example:3128")) as web, settings_with(f"http://{web.place}/proxy.pac"):
        windows = WinHttp()
        assert windows.automatic() == Automatic(f"http://{web.place}/proxy.pac", detected=False)
        assert proxies_for("https://hub.example:8443/", windows) == ["http://proxy.example:3128"]
        assert proxies_for("https://hub.kalix.se/", windows) == []
        assert proxies_for("https://hub/", windows) == []
        assert proxies_for("https://a.throws.example/", windows) is None
        assert web.asked[0] == "GET /proxy.pac"


@on_windows
def test_a_pac_file_that_is_not_there_leaves_it_to_the_settings() -> None:
    with noting() as web:
        place = web.place
    with settings_with(f"http://{place}/proxy.pac"):
        assert proxies_for("https://hub.example/", WinHttp()) is None


@on_windows
async def test_a_hub_is_asked_by_the_proxy_of_the_pac_file() -> None:
    with (
        noting() as proxy,
        noting(FILE.replace("PLACE", proxy.place)) as web,
        settings_with(f"http://{web.place}/proxy.pac"),
    ):
        await _ask("https://hub.example")
        assert proxy.asked == ["CONNECT hub.example:443"]
        assert proxy_of("https://hub.example") == Proxy(f"http://{proxy.place}", "127.0.0.1")
        assert proxy_of("https://hub.kalix.se") is None
