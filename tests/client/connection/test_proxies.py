"""The computer's proxy is used for what it is meant for, and for nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest

from kalix_presence.client.connection.proxies import Proxy, finder_for, goes_direct, proxy_of
from kalix_presence.client.connection.rest import HubClient
from kalix_presence.model.errors import Unavailable

PROXY = "127.0.0.1:3128"
INTERNET_SETTINGS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"


@pytest.fixture(autouse=True)
def _no_other_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def machines_proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A proxy of the machine with exceptions: in the registry on Windows, elsewhere as urllib would tell of it."""
    if sys.platform != "win32":
        monkeypatch.setattr("urllib.request.getproxies", lambda: {"http": f"http://{PROXY}", "https": f"http://{PROXY}"})
        monkeypatch.setattr("httpx._utils.getproxies", lambda: {"http": f"http://{PROXY}", "https": f"http://{PROXY}"})
        monkeypatch.setattr("urllib.request.proxy_bypass", lambda host: host.endswith(".kalix.se") or "." not in host)
        yield
        return
    import winreg

    values = {"ProxyEnable": 1, "ProxyServer": PROXY, "ProxyOverride": "*.kalix.se;<local>"}
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, INTERNET_SETTINGS) as key:
        for name, value in values.items():
            winreg.SetValueEx(key, name, 0, winreg.REG_DWORD if value == 1 else winreg.REG_SZ, value)
        yield
        for name in values:
            with suppress(FileNotFoundError):
                winreg.DeleteValue(key, name)


def through_proxy(address: str) -> bool:
    """Whether a request to `address` would go to the proxy."""
    find = finder_for(address)  # on Windows, where the network is asked first by default
    if find is not None:
        return bool(find(address))
    client = HubClient(address).pool(address)
    return client._transport_for_url(httpx.URL(address)) is not client._transport


@pytest.mark.usefixtures("machines_proxy")
@pytest.mark.parametrize("address", ["https://hub.kalix.se", "https://a.b.kalix.se:8443", "https://hanvisning"])
def test_what_the_machine_excepts_is_asked_directly(address: str) -> None:
    assert not through_proxy(address)


@pytest.mark.usefixtures("machines_proxy")
@pytest.mark.parametrize("address", ["https://hub.example", "https://hub.kalix.se.example"])
def test_everything_else_goes_by_the_proxy(address: str) -> None:
    assert through_proxy(address)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_ones_own_machine_is_never_asked_by_a_proxy(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", f"http://{PROXY}")
    assert goes_direct(host)


def test_exceptions_of_the_environment_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://{PROXY}")
    monkeypatch.setenv("NO_PROXY", "kalix.se")
    assert not through_proxy("https://hub.kalix.se")
    assert through_proxy("https://hub.example")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ALL_PROXY", "socks://127.0.0.1:1080"),
        ("all_proxy", "socks5://u:secret@h:1080"),
        ("HTTPS_PROXY", "ftp://h"),
        ("HTTPS_PROXY", "http://h:port"),
    ],
)
async def test_a_proxy_that_cannot_be_used_is_said_and_ends_nothing(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    hub = HubClient("https://hub.example")
    with pytest.raises(Unavailable) as refused:
        await hub.me()
    assert refused.value.code == "hub-proxy-unusable"
    assert "secret" not in str(refused.value.params["proxy"])
    await hub.close()


@pytest.mark.parametrize("value", ["http://anna:hem%20ligt@proxy.example:3128/", "anna:hem@ligt@proxy.example:3128"])
def test_a_proxy_is_shown_without_the_password_in_it(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", value)
    monkeypatch.setenv("NO_PROXY", "kalix.se")
    assert proxy_of("https://hub.example") == Proxy("http://proxy.example:3128", "proxy.example", "HTTPS_PROXY")
    excepted = proxy_of("https://hub.kalix.se")
    assert excepted is not None
    assert excepted.direct


def test_no_proxy_is_none() -> None:
    assert proxy_of("https://hub.example") is None


@pytest.mark.usefixtures("machines_proxy")
def test_the_systems_own_proxy_is_told_from_one_of_the_environment() -> None:
    assert proxy_of("https://hub.example") == Proxy(f"http://{PROXY}", "127.0.0.1")
