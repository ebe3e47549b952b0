"""What a computer can be called, and what not."""

from __future__ import annotations

import pytest

from kalix_presence.client.connection.address import hub_address
from kalix_presence.model.errors import BadInput


@pytest.mark.parametrize(
    "typed", ["foo bar", "https://", "http:", "https", "a..b", "-", ".", "x y.se", "[::1", "https://[zz]", "a\tb"]
)
def test_what_no_computer_can_be_called_is_no_address(typed: str) -> None:
    with pytest.raises(BadInput):
        hub_address(typed)


@pytest.mark.parametrize("typed", ["hänvisning.kommun.se", "10.0.0.5:8443", "https://[::1]:8770", "hub", "a-b.se/presence"])
def test_what_a_computer_can_be_called_is_one(typed: str) -> None:
    assert hub_address(typed).startswith("https://")
