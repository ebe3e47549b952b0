"""Whoever is not of the group says nothing of where a request comes from, and an old word says nothing either."""

from __future__ import annotations

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kalix_presence.hub.relay.signing import LONGEST_ADDRESS, WINDOW_SECONDS, Forged, PassedOn, Stale, signed, verified

SECRET, OTHER = b"s" * 32, b"t" * 32
AT = 1_760_000_000.0
TOLD = PassedOn("192.0.2.7", "https", "abc")

addresses = st.text(max_size=LONGEST_ADDRESS)
ids = st.text(string.ascii_letters + string.digits + "._-", min_size=1, max_size=64)
told = st.one_of(
    st.builds(PassedOn, addresses, st.sampled_from(("http", "https")), ids),
    st.builds(
        PassedOn,
        addresses,
        st.sampled_from(("http", "https")),
        ids,
        st.text("0123456789abcdef", min_size=1, max_size=32),
        st.integers(0, 2**32),
    ),
)
targets = st.binary(min_size=1, max_size=50).map(lambda data: b"/" + data.replace(b"\n", b""))


@given(told, targets, st.binary(max_size=50))
@example(PassedOn("", "http", "a"), b"/", b"")
@example(PassedOn("unknown name, \u00e5\ud7ff", "http", "a"), b"/", b"")
def test_what_is_signed_is_what_is_read(what: PassedOn, target: bytes, body: bytes) -> None:
    value = signed(SECRET, "GET", target, what, at=AT, body=body)
    assert verified(SECRET, "GET", target, value, now=AT, body=body) == what


@given(told, st.data())
def test_a_byte_that_was_changed_is_noticed(what: PassedOn, data: st.DataObject) -> None:
    value = bytearray(signed(SECRET, "GET", b"/x", what, at=AT))
    at = data.draw(st.integers(0, len(value) - 1))
    value[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Forged):
        verified(SECRET, "GET", b"/x", bytes(value), now=AT)


@pytest.mark.parametrize(
    ("secret", "method", "target", "body"),
    [(OTHER, "GET", b"/x", b""), (SECRET, "POST", b"/x", b""), (SECRET, "GET", b"/x?", b""), (SECRET, "GET", b"/x", b"y")],
    ids=["another secret", "another method", "another address", "another body"],
)
def test_it_holds_for_one_request_of_one_group(secret: bytes, method: str, target: bytes, body: bytes) -> None:
    value = signed(SECRET, "GET", b"/x", TOLD, at=AT)
    with pytest.raises(Forged):
        verified(secret, method, target, value, now=AT, body=body)


@pytest.mark.parametrize("value", [b"", b" ", b"1 2 3", b"\xff", b"a" * 5_000, b"nothing at all"])
def test_what_is_none_is_forged(value: bytes) -> None:
    with pytest.raises(Forged):
        verified(SECRET, "GET", b"/x", value, now=AT)


@pytest.mark.parametrize("seconds", [-WINDOW_SECONDS - 0.01, WINDOW_SECONDS + 0.01, 1e9])
def test_it_is_good_for_a_moment(seconds: float) -> None:
    value = signed(SECRET, "GET", b"/x", TOLD, at=AT)
    with pytest.raises(Stale):
        verified(SECRET, "GET", b"/x", value, now=AT + seconds)
    assert verified(SECRET, "GET", b"/x", value, now=AT + WINDOW_SECONDS / 2) == TOLD


def test_an_address_without_end_is_cut() -> None:
    value = signed(SECRET, "GET", b"/x", PassedOn("9" * 5_000, "http", "a"), at=AT)
    assert len(verified(SECRET, "GET", b"/x", value, now=AT).address) == LONGEST_ADDRESS
