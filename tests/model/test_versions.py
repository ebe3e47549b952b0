"""Which versions fit: by their numbers, and nothing is claimed of one that cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalix_presence import __version__
from kalix_presence.model.versions import OLDEST_CLIENT, OLDEST_HUB, Fit, fit, is_newer, is_version

NUMBERS = st.lists(st.integers(0, 99), min_size=1, max_size=4)


def text(numbers: list[int]) -> str:
    return ".".join(str(number) for number in numbers)


def padded(numbers: list[int]) -> list[int]:
    return numbers + [0] * (4 - len(numbers))


@given(own=NUMBERS, hub=NUMBERS, wanted=NUMBERS, least=NUMBERS)
def test_each_is_too_old_when_its_numbers_are_smaller(
    own: list[int], hub: list[int], wanted: list[int], least: list[int]
) -> None:
    found = fit(text(own), text(hub), text(wanted), text(least))
    if padded(own) < padded(wanted):
        assert found is Fit.CLIENT_OLD
    elif padded(hub) < padded(least):
        assert found is Fit.HUB_OLD
    else:
        assert found is Fit.FITS


@pytest.mark.parametrize("version", ["0.10.0", "0.10", "0.10.0rc1", "0.10+kalix.3", "0.10.0.dev4"])
def test_what_follows_the_numbers_does_not_count(version: str) -> None:
    assert fit(version, version, "0.10", "0.10") is Fit.FITS
    assert fit("0.9", version, version) is Fit.CLIENT_OLD


@pytest.mark.parametrize("strange", ["", "new", "v1", "∞", "-1.0"])
def test_nothing_is_claimed_of_a_version_that_cannot_be_read(strange: str) -> None:
    known = "1.0"
    assert fit(known, strange, known) is Fit.UNKNOWN
    assert fit(known, known, "") is Fit.UNKNOWN
    assert fit("", known, known) is Fit.UNKNOWN


def test_this_version_fits_itself() -> None:
    assert fit(__version__, __version__, OLDEST_CLIENT) is Fit.FITS
    assert fit(__version__, __version__, OLDEST_CLIENT, OLDEST_HUB) is Fit.FITS


@pytest.mark.parametrize(
    ("offered", "newer"),
    [("0.2.0", True), ("0.1.0", False), ("0.1", False), ("0.1.0.0", False), ("0.0.9", False), ("", False), ("x", False)],
)
def test_a_version_is_newer_by_its_numbers_alone(offered: str, newer: bool) -> None:
    assert is_newer(offered, "0.1.0rc1") is newer


@pytest.mark.parametrize(
    ("text", "fine"),
    [("0.2", True), ("1.2.3.4", True), ("0.2.0rc1", False), ("v1", False), ("٢.1", False), ("1.", False), ("", False)],
)
def test_a_version_is_numbers_and_dots(text: str, fine: bool) -> None:
    assert is_version(text) is fine
