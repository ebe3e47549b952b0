"""Numbers as people type them."""

from __future__ import annotations

import pytest

from kalix_presence.model.errors import BadInput
from kalix_presence.model.phone_number import read_number, written


@pytest.mark.parametrize(
    ("typed", "number", "shown"),
    [
        ("0923-555 12", "+4692355512", "0923-555 12"),
        ("092355512", "+4692355512", "0923-555 12"),
        ("+358 40 123 4567", "+358401234567", "+358 40 1234567"),
        ("00358401234567", "+358401234567", "+358 40 1234567"),
        ("", "", ""),
    ],
)
def test_a_number_is_read_and_written_as_at_home(typed: str, number: str, shown: str) -> None:
    assert read_number(typed, "SE") == number
    assert written(number, "SE") == shown


@pytest.mark.parametrize("typed", ["ring mig", "1", "0923-KALIX", "٠٩٢٣٥٥٥١٢", "0923 555 12; 0923 555 13"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="message-number"):
        read_number(typed, "SE")


def test_an_extension_is_written_as_it_is() -> None:
    assert written("2041", "SE") == "2041"
