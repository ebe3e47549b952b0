"""Which hosts only this machine reaches."""

from __future__ import annotations

import pytest

from kalix_presence.model.loopback import is_loopback, is_safe, is_safe_server


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_hosts_of_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::", "10.0.0.1", "localhost.example", "kalix", "128.0.0.1", "[::1]"])
def test_hosts_that_others_reach_or_that_may_be_anybodys(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "url", ["https://x.example", "https://x.example:5001/", "http://127.0.0.1:5000", "http://127.1.2.3", "http://[::1]:80"]
)
def test_addresses_at_which_nobody_listens_in(url: str) -> None:
    assert is_safe(url)
    assert is_safe_server(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x.example",
        "http://x.example",
        "http://127.0.0.1.example",
        "https://",
        "https://u:p@x.example",
        "https://x:port",
        "ftp://x.example",
        "https://x.example#a",
    ],
)
def test_addresses_that_are_open_or_none(url: str) -> None:
    assert not is_safe(url)
    assert not is_safe_server(url)


def test_a_server_alone_has_no_path() -> None:
    for url in ("https://x.example/a", "https://x.example?a=b"):
        assert is_safe(url)
        assert not is_safe_server(url)
