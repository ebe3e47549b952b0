"""From where somebody comes: what a trusted proxy says, and nothing that anybody farther away says of themselves."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence.hub.access.client_address import client_address, source_of

TRUSTED = [ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("fd00::/8")]


@pytest.mark.parametrize(
    ("host", "forwarded", "x_forwarded_for", "expected"),
    [
        ("192.0.2.1", [], [], "192.0.2.1"),
        ("192.0.2.1", ["for=198.51.100.1"], ["198.51.100.1"], "192.0.2.1"),
        ("10.0.0.1", [], [], "10.0.0.1"),
        ("10.0.0.1", [], ["203.0.113.9, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", [], ["203.0.113.9", "198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", [], ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", [], ["198.51.100.1:5060"], "198.51.100.1"),
        ("10.0.0.1", ['for="[2001:db8::1]:443"'], ["203.0.113.9"], "2001:db8::1"),
        ("::ffff:10.0.0.1", [], ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["for=unknown"], [], "unknown"),
        ("10.0.0.1", ["for=Xylofon_X"], [], "Xylofon_X"),
        ("10.0.0.1", [], ["2001:db8::1"], "2001:db8::1"),
        ("10.0.0.1", [], ["[2001:db8::1]]"], "2001:db8::1"),
        ("fd00::1%eth0", [], ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1%eth0", [], ["198.51.100.1"], "198.51.100.1"),
    ],
)
def test_the_nearest_that_is_no_trusted_proxy(
    host: str, forwarded: list[str], x_forwarded_for: list[str], expected: str
) -> None:
    assert client_address(host, forwarded, x_forwarded_for, TRUSTED) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("127.0.0.1", "127.0.0.9", True),
        ("fe80::1%eth0", "fe80::1%eth1", True),
        ("192.0.2.1", "192.0.2.1%eth0", True),
        ("127.0.0.1", "127.0.0.0/8", True),
        ("somewhere", "elsewhere", False),
    ],
)
def test_a_house_of_ipv6_is_one_source_and_an_ipv4_address_is_its_own(one: str, other: str, same: bool) -> None:
    assert (source_of(one) == source_of(other)) is same


PARTS = st.sampled_from(
    ["for=", '"', "[", "]", ":", ";", ",", " ", "10.0.0.2", "198.51.100.7", "2001:db8::9", "fd00::1", "unknown", "%x"]
)
HEADER = st.lists(PARTS | st.text(max_size=5), max_size=12).map("".join)


@given(
    st.sampled_from(["192.0.2.1", "10.0.0.1", "unknown", "", "::1"]), st.lists(HEADER, max_size=3), st.lists(HEADER, max_size=3)
)
def test_no_header_speaks_for_whom_nobody_trusts_or_breaks_anything(
    host: str, forwarded: list[str], x_forwarded_for: list[str]
) -> None:
    found = client_address(host, forwarded, x_forwarded_for, TRUSTED)
    assert isinstance(source_of(found), str)
    if host != "10.0.0.1":
        assert found == host
