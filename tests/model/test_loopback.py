"""Which hosts only this machine reaches."""

from __future__ import annotations

import pytest

from kalix_presence.model.loopback import is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_hosts_of_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::", "10.0.0.1", "localhost.example", "kalix", "128.0.0.1", "[::1]"])
def test_hosts_that_others_reach_or_that_may_be_anybodys(host: str) -> None:
    assert not is_loopback(host)
